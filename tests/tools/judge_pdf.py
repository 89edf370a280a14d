"""Judges PDF files by PDF/UA-1 (accessible to screen readers) and PDF/A-3a (archives), with a validator that
shares no code with the library that made them.

    judge_pdf.py FILE...

Prints one line of JSON for each file, in the order given: {"file": ..., "failures": ["PDF_UA_1 RULE: message", ...]}.
The exit code says whether the judging worked, not what it found.
"""

import json
import pathlib
import re
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
        wrong = [failure for failure in report.failures if not is_false_alarm(path, failure)]
        for failure in wrong:
            place = f" (object {failure.object_id})" if failure.object_id else ""
            found.append(f"{name} {failure.rule_id}: {failure.message}{place}")
        if not report.is_compliant and not report.failures:
            found.append(f"{name}: not compliant, without a word on why")
    return found


def is_false_alarm(path, failure):
    """The validator takes a carriage return that ends a stream's data for the end of line before `endstream`, and then
    finds the /Length one too long (seen with page-validation 0.11). Such a stream is measured here."""
    return failure.rule_id == "PDFA3A-STREAM-LENGTH-001" and has_true_length(
        pathlib.Path(path).read_bytes(), failure.object_id.object_number
    )


def has_true_length(data, number):
    """Whether the stream of this object is as long as it says and ends with a carriage return; false where the file is
    not laid out plainly (ISO 32000-1, 7.5.4: a table of offsets, 20 bytes an object)."""
    table = int(data[data.rindex(b"startxref") + 9 :].split(maxsplit=1)[0])
    head = re.match(rb"xref\s+0 \d+\s*\n", data[table : table + 40])
    if not head:
        return False
    entry = table + head.end() + 20 * number
    offset = int(data[entry : entry + 10])
    stream = re.compile(rb"%d 0 obj\s*(<<.*?>>)\s*stream\r?\n" % number, re.DOTALL).match(data, offset)
    length = stream and re.search(rb"/Length (\d+)(?! \d+ R)", stream[1])
    if not length:
        return False
    end = stream.end() + int(length[1])
    return data[end - 1 : end] == b"\r" and re.compile(rb"\r?\n?endstream").match(data, end) is not None


def main():
    for path in sys.argv[1:]:
        print(json.dumps({"file": path, "failures": failures(path)}), flush=True)


if __name__ == "__main__":
    main()
