"""What both Python pipelines share: figures with pandas, the dashboard with XlsxWriter, mails with the standard library."""
import time
from email.message import EmailMessage

import pandas as pd

TILES = ["benevoles", "participants_evenements", "beneficiaires", "ges_evites", "arbres_plantes", "dechets_evites"]


class Stages:
    """Prints how long each stage took."""

    def __init__(self):
        self.first = self.last = time.perf_counter()

    def end(self, name):
        now = time.perf_counter()
        print(f"{name:10} {now - self.last:8.2f} s")
        self.last = now

    def total(self, forms):
        print(f"{'total':10} {self.last - self.first:8.2f} s for {forms} forms")


def figures(answers, register, engine):
    """The answers joined with the register, figures by level, and medians by theme."""
    register = pd.read_excel(register, dtype={"departement": str}, engine=engine)
    data = pd.DataFrame(answers).merge(register, on="projet_id")
    numbers = list(data.select_dtypes("number").columns)
    levels = {level: data.groupby(level)[numbers].agg(["sum", "mean", "median", "count"])
              for level in ["thematique", "direction", "departement"]}
    return data, levels, data.groupby("thematique")[TILES].median().round(1).to_dict("index")


def dashboard(data, levels, path):
    with pd.ExcelWriter(path, engine="xlsxwriter") as book:
        data.to_excel(book, sheet_name="Projets", index=False)
        for level, frame in levels.items():
            frame.to_excel(book, sheet_name=level)
        chart = book.book.add_chart({"type": "column"})
        chart.add_series({"categories": ["thematique", 3, 0, 10, 0], "values": ["thematique", 3, 1, 10, 1]})
        book.sheets["thematique"].insert_chart("B14", chart)


def mails(data, out):
    (out / "mail").mkdir(exist_ok=True)
    for row in data.to_dict("records"):
        mail = EmailMessage()
        mail["To"], mail["From"] = row["courriel"], "participation@exemple.invalid"
        mail["Subject"] = f"Votre fiche de retour {row['projet_id']}"
        mail.set_content("Bonjour, vous trouverez ci-joint votre fiche.")
        pdf = (out / "sheets" / f"{row['projet_id']}.pdf").read_bytes()
        mail.add_attachment(pdf, maintype="application", subtype="pdf", filename="fiche.pdf")
        (out / "mail" / f"{row['projet_id']}.eml").write_bytes(bytes(mail))
