"""Figures of the winning projects by another route: no SQL engine, no code of bilan, exact fractions.

usage: recompute.py STORE PERIOD        (var/bilan.sqlite 2026Q3)

Reads the register and the answers from the store, follows the rules of the guide word for word, prints a JSON list of
figures: indicator, level, group, value (rounded, or null), count, expected, accepted, carried.
"""

import json
import sqlite3
import statistics
import sys
from datetime import date, timedelta
from fractions import Fraction

KIND = "laureats"
# What the project says at a date and is still true later; the rest belongs to its quarter alone.
STATES = [
    "statut", "avancement", "date_demarrage", "date_fin_prevue", "date_fin_reelle", "cout_previsionnel",
    "depense_cumulee", "subvention_percue", "cofinancements", "nature_cofinancements", "partenaires", "emplois_etp",
    "arbres_vivants_pct",
]
CARRIED_QUARTERS = 4
LEVELS = ["dispositif", "edition", "direction", "thematique", "departement"]
SMIC = Fraction("12.02")


def quarter(period):
    """First and last day."""
    year, number = int(period[:4]), int(period[5])
    first = date(year, 3 * number - 2, 1)
    after = date(year + number // 4, 3 * number % 12 + 1, 1)
    return first, after - timedelta(days=1)


def half_up(value, decimals):
    """Rounded half away from zero, as people and spreadsheets round."""
    shifted = abs(Fraction(value)) * 10**decimals
    whole = (2 * shifted.numerator + shifted.denominator) // (2 * shifted.denominator)
    return float(Fraction(-whole if value < 0 else whole, 10**decimals)) + 0.0


def before(period):
    year, number = int(period[:4]), int(period[5])
    return f"{year}Q{number - 1}" if number > 1 else f"{year - 1}Q4"


def plain(value):
    """A stored value as Python has it."""
    if value is None:
        return None
    kind, held = value["t"], value["v"]
    if kind in ("number", "integer"):
        return Fraction(str(held))
    return date.fromisoformat(held) if kind == "date" else held


class Store:
    def __init__(self, path):
        base = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        columns = base.execute("select id, columns from subject where kind = ? and present = 1", [KIND])
        self.subjects = {id: {k: plain(v) for k, v in json.loads(text).items()} for id, text in columns}
        self.versions = {}
        query = """select subject, period, status, received_on, completeness, answers
                   from return where kind = ? order by subject, period, version"""
        for subject, period, status, day, share, answers in base.execute(query, [KIND]):
            values = {field: plain(answer[1]) for field, answer in json.loads(answers).items()}
            version = {"ok": status == "accepted", "day": date.fromisoformat(day), "share": Fraction(share)}
            self.versions.setdefault((subject, period), []).append(version | {"values": values})

    def accepted(self, subject, period):
        good = [version for version in self.versions.get((subject, period), []) if version["ok"]]
        return good[-1] if good else None

    def abandoned_before(self, subject, period):
        """An abandoned project is asked no more from the quarter after."""
        said = [
            when for (who, when), versions in self.versions.items() if who == subject and when < period
            for version in versions if version["ok"] and version["values"].get("statut") == "abandonne"
        ]
        return bool(said)

    def rows(self, period):
        """One row per expected return."""
        first, last = quarter(period)
        for id, register in self.subjects.items():
            begins, ends = register.get("date_debut_prevue"), register.get("suivi_jusqu_au")
            if (begins and begins > last) or (ends and ends < first) or self.abandoned_before(id, period):
                continue
            versions, good = self.versions.get((id, period), []), self.accepted(id, period)
            row = dict(register)
            row |= {"ok": good is not None, "carried": False, "at_once": bool(versions) and versions[0]["ok"]}
            if good:
                row |= good["values"] | {"share": good["share"], "wait": (versions[-1]["day"] - last).days - 1}
            else:
                earlier = period
                for _ in range(CARRIED_QUARTERS):
                    earlier = before(earlier)
                    if held := self.accepted(id, earlier):
                        row |= {field: held["values"].get(field) for field in STATES}
                        row["carried"] = True
                        break
            yield row


def having(rows, *fields):
    return [row for row in rows if all(row.get(field) is not None for field in fields)]


def total(rows, field):
    """Nothing known is nothing, not zero."""
    known = [row[field] for row in having(rows, field)]
    return sum(known) if known else None


def ratio(above, below, times=1):
    if above is None or not below:
        return None
    return Fraction(above) / Fraction(below) * times


def mean(values):
    return sum(values) / Fraction(len(values)) if values else None


def median(values):
    return statistics.median([Fraction(value) for value in values]) if values else None


def share_of(part, whole):
    """Per cent: the part over the whole, among those who told both. Count: the same."""
    def of(rows):
        known = having(rows, part)
        return ratio(total(known, part), total(known, whole), 100), len(having(rows, part, whole))
    return of


def sum_of(field, divisor=1):
    def of(rows):
        found = total(rows, field)
        return (None if found is None else found / Fraction(divisor)), len(having(rows, field))
    return of


def mean_of(field):
    def of(rows):
        known = having(rows, field)
        return mean([row[field] for row in known]), len(known)
    return of


def weighted(field, weight):
    def of(rows):
        known = having(rows, field, weight)
        products = sum(row[field] * row[weight] for row in known) if known else None
        return ratio(products, total(having(rows, field), weight)), len(known)
    return of


def counted(good, among, number=None):
    """Per cent of rows, and how many rows the figure speaks of."""
    def of(rows):
        base = [row for row in rows if among(row)]
        return ratio(sum(1 for row in base if good(row)), len(base), 100), (number or len)(base)
    return of


def delay(rows):
    known = [row for row in having(rows, "date_fin_initiale") if row.get("date_fin_reelle") or row.get("date_fin_prevue")]
    days = [((row.get("date_fin_reelle") or row["date_fin_prevue"]) - row["date_fin_initiale"]).days for row in known]
    return median(days), None


def leverage(rows):
    known = having(rows, "cofinancements")
    return ratio(total(known, "cofinancements"), total(known, "subvention_accordee")), len(known)


def cost_per_person(rows):
    helped = [row for row in having(rows, "beneficiaires") if row["beneficiaires"] > 0]
    spent = having(helped, "depense_cumulee")
    return ratio(total(spent, "depense_cumulee"), total(spent, "beneficiaires")), len(spent)


def cost_per_tonne(rows):
    known = having(rows, "ges_evites", "depense_cumulee")
    spent = total([row for row in known if row["ges_evites"] > 0], "depense_cumulee")
    return ratio(spent, total(known, "ges_evites"), 1000), len(known)


def well_measured(rows):
    known = having(rows, "ges_evites")
    sure = [row["ges_evites"] for row in known if row.get("ges_methode") in ("mesure", "calcul_base_empreinte")]
    return ratio(sum(sure), total(known, "ges_evites"), 100), len(known)


def energy(rows):
    known = [row for row in rows if having([row], "energie_economisee") or having([row], "energie_renouvelable")]
    used = [(row.get("energie_economisee") or 0) + (row.get("energie_renouvelable") or 0) for row in known]
    return (sum(used) / Fraction(1000) if known else None), None


def accepted(row):
    return row["ok"]


def troubled(row):
    hard = row.get("difficultes") is not None and "aucune" not in row["difficultes"]
    return row.get("statut") == "suspendu" or row.get("besoin_appui") is True or hard


INDICATORS = {
    "taux_retour": (1, counted(accepted, lambda row: True)),
    "delai_retour_median": (0, lambda rows: (median([r["wait"] for r in rows if r["ok"]]), len([r for r in rows if r["ok"]]))),
    "accepte_du_premier_coup": (1, counted(lambda row: row["at_once"], accepted)),
    "completude": (1, lambda rows: (ratio(mean([r["share"] for r in rows if r["ok"]]), 1, 100), len([r for r in rows if r["ok"]]))),
    "part_acheves": (1, counted(lambda row: row["statut"] == "acheve", lambda row: row.get("statut") is not None)),
    "avancement_moyen_pondere": (1, weighted("avancement", "cout_previsionnel")),
    "part_en_difficulte": (1, lambda rows: (counted(troubled, accepted)(rows)[0], None)),
    "part_abandonnes": (1, counted(lambda row: row["statut"] == "abandonne", lambda row: row.get("statut") is not None)),
    "retard_median": (0, delay),
    "taux_execution": (1, share_of("depense_cumulee", "cout_previsionnel")),
    "taux_versement": (1, share_of("subvention_percue", "subvention_accordee")),
    "effet_levier": (2, leverage),
    "cout_par_beneficiaire": (0, cost_per_person),
    "benevoles": (0, sum_of("benevoles")),
    "heures_benevolat": (0, sum_of("heures_benevolat")),
    "valeur_benevolat": (0, sum_of("heures_benevolat", 1 / SMIC)),
    "participants": (0, sum_of("participants_evenements")),
    "part_jeunes": (1, share_of("participants_moins_30", "participants_evenements")),
    "part_participantes": (1, share_of("participantes", "participants_evenements")),
    "decisions_partagees": (1, mean_of("decisions_partagees")),
    "beneficiaires": (0, sum_of("beneficiaires")),
    "part_femmes": (1, share_of("beneficiaires_femmes", "beneficiaires")),
    "part_moins_26": (1, share_of("beneficiaires_moins_26", "beneficiaires")),
    "part_plus_65": (1, share_of("beneficiaires_plus_65", "beneficiaires")),
    "part_qpv_ruralite": (1, share_of("beneficiaires_qpv_ruralite", "beneficiaires")),
    "emplois_etp": (1, sum_of("emplois_etp")),
    "heures_insertion": (0, sum_of("heures_insertion")),
    "lien_social": (1, mean_of("lien_social")),
    "satisfaction": (1, weighted("satisfaction", "satisfaction_repondants")),
    "ges_evites": (1, sum_of("ges_evites", 1000)),
    "part_ges_mesures_ou_calcules": (1, well_measured),
    "cout_tonne_evitee": (0, cost_per_tonne),
    "surface_restauree": (2, sum_of("surface_restauree", 10000)),
    "arbres_plantes": (0, sum_of("arbres_plantes")),
    "arbres_survie": (0, mean_of("arbres_vivants_pct")),
    "dechets_evites": (1, sum_of("dechets_evites", 1000)),
    "eau_economisee": (0, sum_of("eau_economisee")),
    "energie": (1, energy),
    "km_voiture_evites": (0, sum_of("km_voiture_evites")),
}


def groups(rows):
    yield "programme", "", rows
    for column in LEVELS:
        for code in sorted({row[column] for row in rows}):
            yield column, code, [row for row in rows if row[column] == code]
    for row in rows:
        yield "projet", row["projet_id"], [row]


def figures(store, period):
    for level, code, rows in groups(list(store.rows(period))):
        for indicator, (decimals, formula) in INDICATORS.items():
            value, count = formula(rows)
            yield {
                "indicator": indicator,
                "level": level,
                "group": code,
                "value": None if value is None else half_up(value, decimals),
                "count": count,
                "expected": len(rows),
                "accepted": sum(row["ok"] for row in rows),
                "carried": sum(row["carried"] for row in rows),
            }


if __name__ == "__main__":
    json.dump(list(figures(Store(sys.argv[1]), sys.argv[2])), sys.stdout)
