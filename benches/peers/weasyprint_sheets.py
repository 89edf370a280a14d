#!/usr/bin/env python3
"""The feedback sheet of python_office.py alone, one process: what WeasyPrint takes for each, and the data of the same sheets.

    weasyprint_sheets.py IN OUT COUNT        IN as made by make_forms.py

Writes OUT/<n>.json, what sheet.typ reads, and prints one line: COUNT, seconds, milliseconds a sheet. Reading is not measured.
"""
import json
import pathlib
import sys
import tempfile
import time

from common import TILES, figures
from python_office import read, render


def main():
    source, out, count = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), int(sys.argv[3])
    out.mkdir(parents=True, exist_ok=True)
    got = [read(path) for path in sorted((source / "returns").glob("*.xlsx"))[:count]]
    labels = got[0][1]
    data, _, medians = figures([values for values, _ in got], source / "register.xlsx", "openpyxl")
    rows = data.to_dict("records")
    for n, row in enumerate(rows):
        sheet = {"values": row, "titre": row["titre"], "labels": labels, "medians": medians[row["thematique"]], "tiles": TILES}
        (out / f"{n:05}.json").write_text(json.dumps(sheet, default=str))
    with tempfile.TemporaryDirectory() as folder:
        jobs = [(row, labels, medians[row["thematique"]], pathlib.Path(folder) / f"{n}.pdf") for n, row in enumerate(rows)]
        render(jobs[0])  # warm
        start = time.perf_counter()
        for job in jobs:
            render(job)
        took = time.perf_counter() - start
    print(f"weasyprint {len(jobs)} {took:.3f} {took * 1000 / len(jobs):.3f}")


main()
