#!/usr/bin/env python3
"""Lays one message for each form into a Maildir, the form attached: fill_maildir.py FORMS MAILDIR."""
import pathlib
import sys
from email.message import EmailMessage

SHEET = ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")


def main():
    forms, maildir = map(pathlib.Path, sys.argv[1:])
    for part in ["new", "cur", "tmp"]:
        (maildir / part).mkdir(parents=True)
    for number, form in enumerate(sorted(forms.glob("*.xlsx")), start=1):
        mail = EmailMessage()
        mail["From"] = f"Porteur {number} <porteur{number}@exemple.invalid>"
        mail["To"] = "bilan@exemple.invalid"
        mail["Subject"] = f"Retour du projet {form.stem}"
        mail["Message-ID"] = f"<retour-{number}@exemple.invalid>"
        mail.set_content("Bonjour,\n\nvous trouverez ci-joint notre retour.\n")
        mail.add_attachment(form.read_bytes(), maintype=SHEET[0], subtype=SHEET[1], filename=form.name)
        name = f"{1_790_000_000 + number}.M{number}.banc"
        (maildir / "new" / name).write_bytes(bytes(mail))


if __name__ == "__main__":
    main()
