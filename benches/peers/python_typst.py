#!/usr/bin/env python3
"""The fast Python pipeline: python-calamine, pandas, typst through its binding, XlsxWriter, email.

    python_typst.py IN OUT [WORKERS]        IN as made by make_forms.py

Reads every form, computes figures by theme, direction and département, writes one PDF feedback sheet per project, a
dashboard and one .eml per project. Prints the seconds of each stage.
"""
import json
import pathlib
import sys
from concurrent.futures import ProcessPoolExecutor

from python_calamine import CalamineWorkbook

from common import TILES, Stages, dashboard, figures, mails

SHEET = (pathlib.Path(__file__).parent / "sheet.typ").read_bytes()


def read(path):
    rows = CalamineWorkbook.from_path(path).get_sheet_by_name("Retour").to_python()[1:]
    return {row[0]: row[4] for row in rows}, {row[0]: row[2] for row in rows}


def render(job):
    import typst
    values, labels, medians, path = job
    data = {"values": values, "titre": values["titre"], "labels": labels, "medians": medians, "tiles": TILES}
    files = {"main.typ": SHEET, "data.json": json.dumps(data, default=str).encode()}
    typst.compile(files, output=path, pdf_standards=["ua-1"], ignore_system_fonts=True)


def main():
    source, out = map(pathlib.Path, sys.argv[1:3])
    workers = int(sys.argv[3]) if len(sys.argv) > 3 else 2
    (out / "sheets").mkdir(parents=True, exist_ok=True)
    stages = Stages()
    with ProcessPoolExecutor(workers) as pool:
        got = list(pool.map(read, sorted((source / "returns").glob("*.xlsx")), chunksize=20))
        labels = got[0][1]
        stages.end("read")
        data, levels, medians = figures([values for values, _ in got], source / "register.xlsx", "calamine")
        stages.end("evaluate")
        jobs = [(row, labels, medians[row["thematique"]], str(out / "sheets" / f"{row['projet_id']}.pdf"))
                for row in data.to_dict("records")]
        list(pool.map(render, jobs, chunksize=10))
        stages.end("sheets")
    dashboard(data, levels, out / "dashboard.xlsx")
    stages.end("dashboard")
    mails(data, out)
    stages.end("mail")
    stages.total(len(data))


if __name__ == "__main__":
    main()
