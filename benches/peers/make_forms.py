#!/usr/bin/env python3
"""Writes the input that every pipeline of the benchmark is timed on: a register and one returned form per project.

    make_forms.py FOLDER [N]

FOLDER/register.xlsx has the sheet "Registre"; FOLDER/returns/BP-00001.xlsx and the next ones have the sheet "Retour" with
the columns code, rubrique, libellé, unité, valeur, styled as a form that people fill in. The same N gives the same values.
"""
import pathlib
import random
import sys

import xlsxwriter

QUARTER = "2026Q3"
COUNTIES = ["09", "11", "12", "30", "31", "32", "34", "46", "48", "65", "66", "81", "82"]
THEMES = ["biodiversité", "eau", "énergie", "mobilités", "alimentation", "lien social", "patrimoine", "jeunesse"]
REGISTER = ["projet_id", "titre", "edition", "thematique", "direction", "departement", "porteur", "courriel", "montant_attribue"]
WORDS = "le projet avance avec les habitants autour de la rivière du jardin partagé et de la forêt communale grâce aux bénévoles".split()

FIELDS = [  # code, section, label, unit, what makes its value
    ("repondant_nom", "Qui répond", "Votre nom", "", "name"),
    ("repondant_courriel", "Qui répond", "Votre courriel", "", "mail"),
    ("statut", "Où en est le projet", "État du projet", "", "status"),
    ("avancement", "Où en est le projet", "Avancement", "%", "percent"),
    ("date_demarrage", "Où en est le projet", "Date de démarrage", "", "start"),
    ("date_fin_prevue", "Où en est le projet", "Date de fin prévue", "", "end"),
    ("etapes_realisees", "Où en est le projet", "Étapes réalisées", "", "prose"),
    ("prochaine_etape", "Où en est le projet", "Prochaine étape", "", "prose"),
    ("cout_previsionnel", "L'argent", "Coût prévisionnel", "€", "cost"),
    ("depense_cumulee", "L'argent", "Dépense cumulée", "€", "spent"),
    ("subvention_percue", "L'argent", "Subvention perçue", "€", "grant"),
    ("cofinancements", "L'argent", "Cofinancements", "€", "others"),
    ("benevoles", "La participation", "Bénévoles actifs", "", "count"),
    ("heures_benevolat", "La participation", "Heures de bénévolat", "h", "count"),
    ("partenaires", "La participation", "Partenaires", "", "count"),
    ("evenements", "La participation", "Événements", "", "count"),
    ("participants_evenements", "La participation", "Participants", "", "count"),
    ("participantes", "La participation", "dont femmes", "", "count"),
    ("participants_moins_30", "La participation", "dont moins de 30 ans", "", "count"),
    ("beneficiaires", "Les effets sociaux", "Bénéficiaires", "", "count"),
    ("beneficiaires_femmes", "Les effets sociaux", "dont femmes", "", "count"),
    ("beneficiaires_moins_26", "Les effets sociaux", "dont moins de 26 ans", "", "count"),
    ("emplois_etp", "Les effets sociaux", "Emplois", "ETP", "count"),
    ("heures_insertion", "Les effets sociaux", "Heures d'insertion", "h", "count"),
    ("ges_evites", "L'environnement", "GES évités", "kg CO₂e", "count"),
    ("surface_restauree", "L'environnement", "Surface restaurée", "m²", "count"),
    ("arbres_plantes", "L'environnement", "Arbres plantés", "", "count"),
    ("dechets_evites", "L'environnement", "Déchets évités", "kg", "count"),
    ("eau_economisee", "L'environnement", "Eau économisée", "m³", "count"),
    ("energie_economisee", "L'environnement", "Énergie économisée", "kWh", "count"),
    ("energie_renouvelable", "L'environnement", "Énergie renouvelable", "kWh", "count"),
    ("km_voiture_evites", "L'environnement", "Voiture évitée", "km", "count"),
    ("recit", "Le donner à voir", "Votre projet en trois phrases", "", "prose"),
]


def answer(kind, rng, number):
    match kind:
        case "name": return f"Camille Exemple {number}"
        case "mail": return f"porteur{number}@exemple.invalid"
        case "status": return rng.choice(["non démarré", "en cours", "en cours", "achevé"])
        case "percent": return rng.randrange(0, 101, 5)
        case "start": return f"{rng.randint(1, 28):02}/0{rng.randint(1, 9)}/2025"
        case "end": return f"{rng.randint(1, 28):02}/0{rng.randint(1, 9)}/2027"
        case "prose": return " ".join(rng.choice(WORDS) for _ in range(28))
        case "cost": return rng.randrange(20_000, 200_000, 500)
        case "spent": return rng.randrange(1_000, 20_000) + 0.5
        case "grant": return rng.randrange(1_000, 15_000)
        case "others": return rng.randrange(0, 40_000, 250)
        case _: return rng.randint(0, 900)


def write_form(path, project, rng, number):
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Retour")
    head = book.add_format({"bold": True, "bg_color": "#DDEBF7", "border": 1})
    cell = book.add_format({"border": 1, "text_wrap": True})
    sheet.set_column(2, 2, 40)
    sheet.set_column(4, 4, 50)
    sheet.write_row(0, 0, ["code", "rubrique", "libellé", "unité", "valeur"], head)
    sheet.write_row(1, 0, ["projet_id", "", "Projet", "", project], cell)
    sheet.write_row(2, 0, ["periode", "", "Période", "", QUARTER], cell)
    for row, (code, section, label, unit, kind) in enumerate(FIELDS, start=3):
        sheet.write_row(row, 0, [code, section, label, unit, answer(kind, rng, number)], cell)
    book.close()


def main():
    folder, count = pathlib.Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1000
    (folder / "returns").mkdir(parents=True, exist_ok=True)
    register = xlsxwriter.Workbook(folder / "register.xlsx")
    sheet = register.add_worksheet("Registre")
    sheet.write_row(0, 0, REGISTER)
    for number in range(1, count + 1):
        rng = random.Random(number)
        project, theme, county = f"BP-{number:05}", rng.choice(THEMES), rng.choice(COUNTIES)
        sheet.write_row(number, 0, [
            project, f"Projet lauréat n° {number} : {theme}", "2024", theme, f"Direction {THEMES.index(theme) % 5 + 1}",
            county, f"Association {number}", f"porteur{number}@exemple.invalid", rng.randrange(10_000, 100_000, 500)])
        write_form(folder / "returns" / f"{project}.xlsx", project, rng, number)
    register.close()


if __name__ == "__main__":
    main()
