#!/usr/bin/env python3
"""From the save of a template to the new picture on the screen: preview.py BILAN PROGRAMME DOCUMENT SAVES. Prints milliseconds."""
import json
import os
import pathlib
import statistics
import subprocess
import sys
import time

bilan, programme, document, saves = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])
root = pathlib.Path(__file__).resolve().parent.parent
server = subprocess.Popen(
    [bilan, "--programme", programme, "preview", document, "--period", "2026-T3", "--now", "2026-10-15T06:00:00+02:00"],
    stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
address = next(word for word in server.stdout.readline().split() if word.startswith("http"))
browser = subprocess.Popen([sys.executable, "-B", root / "tests/tools/browse.py", address],
                           stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
main = programme / "report-templates" / "lib" / "theme.typ"
text = main.read_text()
took = []
try:
    json.loads(browser.stdout.readline())
    for n in range(saves + 1):
        # A colour of every page: all of them are new.
        beside = main.with_name(".saved")
        beside.write_text(text.replace("#525c6c", f"#525c{0x6d + n:02x}"))
        begun = time.time() * 1000
        os.replace(beside, main)
        while True:
            shown = json.loads(browser.stdout.readline())
            if not shown["problem_seen"] and shown["shown"] >= begun:
                break
        if n:  # the first one warms
            took.append(shown["shown"] - begun)
    pages = len(shown["images"])
    print(f"Preview of {document} ({pages} pages), the theme saved {saves} times: picture on the screen after "
          f"{statistics.median(took):.0f} ms (median), {max(took):.0f} ms (longest); {shown['took']}")
finally:
    main.write_text(text)
    browser.kill()
    server.kill()
