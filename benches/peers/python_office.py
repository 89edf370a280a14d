#!/usr/bin/env python3
"""The usual Python pipeline: openpyxl, pandas, WeasyPrint, XlsxWriter, email.

    python_office.py IN OUT [WORKERS]        IN as made by make_forms.py

The same stages and contents as python_typst.py. Prints the seconds of each stage.
"""
import pathlib
import sys
from concurrent.futures import ProcessPoolExecutor

import openpyxl
from jinja2 import Template

from common import TILES, Stages, dashboard, figures, mails

SHEET = Template("""<html lang=fr><head><title>Fiche de retour {{ r.projet_id }}</title><style>
@page{size:A4;margin:2cm;@bottom-right{content:counter(page) " / " counter(pages)}}
body{font:10pt "DejaVu Sans"}h1{font-size:18pt;color:#1f4e79}
table{border-collapse:collapse;width:100%}td,th{border-bottom:.5pt solid #999;padding:3pt;text-align:left}
.tile{display:inline-block;width:28%;background:#eef4fa;padding:8pt;margin:3pt}
.bar{height:9pt;background:#1f4e79;display:inline-block}</style></head><body>
<h1>{{ r.titre }}</h1>
<p>Merci de votre retour pour la période {{ r.periode }}. Voici ce que nous avons compris.</p>
<div>{% for k in tiles %}<div class=tile><b>{{ r[k] }}</b><br>{{ labels[k] }}</div>{% endfor %}</div>
<h2>Vos réponses</h2>
<table><thead><tr><th>Question</th><th>Réponse</th></tr></thead>
{% for k in labels %}<tr><td>{{ labels[k] }}</td><td>{{ r[k] }}</td></tr>{% endfor %}</table>
<h2>Votre place parmi les projets de la thématique</h2>
{% for k in tiles %}<p>{{ labels[k] }} <span class=bar style="width:{{ (r[k] / 9) | round | int }}pt"></span>
{{ r[k] }} (médiane {{ medians[k] }})</p>{% endfor %}
</body></html>""")


def read(path):
    book = openpyxl.load_workbook(path, data_only=True, read_only=True)
    rows = [(row[0], row[2], row[4]) for row in book["Retour"].iter_rows(min_row=2, values_only=True)]
    return {code: value for code, _, value in rows}, {code: label for code, label, _ in rows}


def render(job):
    from weasyprint import HTML
    row, labels, medians, path = job
    html = SHEET.render(r=row, labels=labels, medians=medians, tiles=TILES)
    HTML(string=html).write_pdf(path, pdf_variant="pdf/ua-1")


def main():
    source, out = map(pathlib.Path, sys.argv[1:3])
    workers = int(sys.argv[3]) if len(sys.argv) > 3 else 2
    (out / "sheets").mkdir(parents=True, exist_ok=True)
    stages = Stages()
    with ProcessPoolExecutor(workers) as pool:
        got = list(pool.map(read, sorted((source / "returns").glob("*.xlsx")), chunksize=20))
        labels = got[0][1]
        stages.end("read")
        data, levels, medians = figures([values for values, _ in got], source / "register.xlsx", "openpyxl")
        stages.end("evaluate")
        jobs = [(row, labels, medians[row["thematique"]], out / "sheets" / f"{row['projet_id']}.pdf")
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
