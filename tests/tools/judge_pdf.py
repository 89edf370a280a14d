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
    finds the /Length one too long (seen with page-validation 0.11). Such a stream is measured here; where the validator
    does not say which one it is, all of them are."""
    if failure.rule_id != "PDFA3A-STREAM-LENGTH-001":
        return False
    data = pathlib.Path(path).read_bytes()
    numbers = [failure.object_id.object_number] if failure.object_id else range(1, object_count(data))
    measured = [measure(data, number) for number in numbers]
    return "wrong" not in measured and "carriage return" in measured


def table(data):
    """Where the table of objects is, and its head (ISO 32000-1, 7.5.4: 20 bytes an object); no head where the file is not
    laid out plainly."""
    start = int(data[data.rindex(b"startxref") + 9 :].split(maxsplit=1)[0])
    return start, re.match(rb"xref\s+0 (\d+)\s*\n", data[start : start + 40])


def object_count(data):
    _, head = table(data)
    return int(head[1]) if head else 0


def measure(data, number):
    """What the /Length of this object's stream is worth: "right", right with a "carriage return" at the end of the data,
    "wrong", or "none" where the object is no stream."""
    start, head = table(data)
    if not head:
        return "wrong"
    entry = start + head.end() + 20 * number
    body = re.compile(rb"%d 0 obj\s*" % number).match(data, int(data[entry : entry + 10]))
    if not body:
        return "wrong" if data[entry + 17 : entry + 18] == b"n" else "none"
    stream = re.compile(rb"(<<(?:(?!endobj).)*?>>)\s*stream\r?\n", re.DOTALL).match(data, body.end())
    if not stream:
        return "none"
    length = re.search(rb"/Length (\d+)(?! \d+ R)", stream[1])
    end = stream.end() + int(length[1]) if length else 0
    if not re.compile(rb"\r?\n?endstream").match(data, end):
        return "wrong"
    return "carriage return" if data[end - 1 : end] == b"\r" else "right"


def main():
    for path in sys.argv[1:]:
        print(json.dumps({"file": path, "failures": failures(path)}), flush=True)


if __name__ == "__main__":
    main()
