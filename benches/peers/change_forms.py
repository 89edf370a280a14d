#!/usr/bin/env python3
"""Sends some returns again with another number in them: change_forms.py FOLDER COUNT. The forms keep their names' beginning."""
import pathlib
import sys

import openpyxl

folder, count = pathlib.Path(sys.argv[1]), int(sys.argv[2])
for path in sorted(folder.glob("*.xlsx"))[:count]:
    book = openpyxl.load_workbook(path)
    sheet = book["Retour"]
    for row in sheet.iter_rows(min_row=2):
        if row[0].value == "benevoles":
            row[4].value = (row[4].value or 0) + 3
    book.save(folder / f"{path.stem}-v2.xlsx")
