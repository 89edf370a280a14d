"""Judges PDF files by PDF/UA-1 (accessible to screen readers) and PDF/A-3a (archives), with a validator that
shares no code with the library that made them.

    judge_pdf.py FILE...

Prints one line of JSON for each file, in the order given: {"file": ..., "failures": ["PDF_UA_1 RULE: message", ...]}.
The exit code says whether the judging worked, not what it found.
"""

import json
import sys

import page  # the package page-validation

PROFILES = ("PDF_UA_1", "PDF_A_3A")


def failures(path):
    """What breaks a rule of either profile in the file, as sentences."""
    found = []
    for name in PROFILES:
        try:
            report = page.validate_pdf(path, profile=getattr(page.ValidationProfile, name))
        except Exception as problem:  # a file that cannot be read at all is the worst failure of all
            found.append(f"{name}: {type(problem).__name__}: {problem}")
            continue
        for failure in report.failures:
            place = f" (object {failure.object_id})" if failure.object_id else ""
            found.append(f"{name} {failure.rule_id}: {failure.message}{place}")
        if not report.is_compliant and not report.failures:
            found.append(f"{name}: not compliant, without a word on why")
    return found


def main():
    for path in sys.argv[1:]:
        print(json.dumps({"file": path, "failures": failures(path)}), flush=True)


if __name__ == "__main__":
    main()
