#!/bin/sh
# Saves each ….ods.xlsx as ods and each ….xls.xlsx as xls with LibreOffice, and removes the workbook it was made of.
# Usage: sh samples/convert.sh
set -eu
cd "$(dirname "$0")"
command -v soffice >/dev/null || { echo "convert.sh: install LibreOffice Calc first (Debian: libreoffice-calc-nogui)" >&2; exit 1; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for format in ods xls; do
    mkdir -p "$work/$format/in"
    number=0
    find retours -name "*.$format.xlsx" | sort > "$work/$format/list"
    while IFS= read -r file; do
        number=$((number + 1))
        cp "$file" "$work/$format/in/$number.xlsx"
    done < "$work/$format/list"
    [ "$number" -gt 0 ] || continue
    soffice "-env:UserInstallation=file://$work/profile" --headless --convert-to "$format" --outdir "$work/$format/out" "$work/$format/in"/*.xlsx >/dev/null
    number=0
    while IFS= read -r file; do
        number=$((number + 1))
        mv "$work/$format/out/$number.$format" "${file%.xlsx}"
        rm "$file"
    done < "$work/$format/list"
    echo "$format: $number"
done
