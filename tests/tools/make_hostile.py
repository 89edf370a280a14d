#!/usr/bin/env python3
"""Writes into a folder the files that try to harm whoever opens them: bombs, lies about sizes, broken containers.

    make_hostile.py FOLDER

Each is small on disk; what it costs a careless reader is the point. Nothing but Python's standard library is used,
so that the files are what their bytes say and not what a spreadsheet library agrees to write. The files are the
same at each run.
"""

import pathlib
import struct
import sys
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OPEN_DOCUMENT = "urn:oasis:names:tc:opendocument:xmlns"
PROLOGUE = '<?xml version="1.0" encoding="UTF-8"?>'
ONE_CELL = '<row r="1"><c r="A1"><v>1</v></c></row>'
# "Billion laughs": ten levels of ten, a gigabyte and more of "lol" if expanded.
LAUGHS = "<!DOCTYPE laughs [" + '<!ENTITY l0 "lol">' + "".join(
    f'<!ENTITY l{level} "{f"&l{level - 1};" * 10}">' for level in range(1, 10)
) + "]>"


# ---- containers -----------------------------------------------------------------------------------------------


class Archive:
    """A zip file with fixed dates, so that two runs write the same bytes."""

    def __init__(self, path):
        self.zip = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.zip.close()

    def add(self, name, chunks, stored=False):
        """Adds a member from a text, bytes, or an iterable of bytes too large to hold."""
        if isinstance(chunks, str):
            chunks = chunks.encode()
        if isinstance(chunks, bytes):
            chunks = (chunks,)
        member = zipfile.ZipInfo(name)
        member.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
        with self.zip.open(member, "w", force_zip64=True) as out:
            for chunk in chunks:
                out.write(chunk)


def worksheet(rows, before="", after="", doctype=""):
    """The XML of a sheet with the rows given, and what stands before and after its data."""
    return f'{PROLOGUE}{doctype}<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def text_cell(reference, text):
    """A cell that holds its text in place; `text` is XML already."""
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def write_xlsx(path, sheet, names=("Retour",), shared_strings=None):
    """An Excel workbook around the XML of one sheet, which all the sheet names point to."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = [("xl/workbook.xml", "sheet.main"), ("xl/worksheets/sheet1.xml", "worksheet")]
    relations = [("rId1", "worksheet", "worksheets/sheet1.xml")]
    if shared_strings:
        parts.append(("xl/sharedStrings.xml", "sharedStrings"))
        relations.append(("rId2", "sharedStrings", "sharedStrings.xml"))
    overrides = "".join(f'<Override PartName="/{part}" ContentType="{kind}.{of}+xml"/>' for part, of in parts)
    sheets = "".join(
        f'<sheet name="{name}" sheetId="{number}" r:id="rId1"/>' for number, name in enumerate(names, start=1)
    )
    with Archive(path) as archive:
        archive.add(
            "[Content_Types].xml",
            f'{PROLOGUE}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType='
            '"application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>',
        )
        archive.add("_rels/.rels", relationships([("rId1", "officeDocument", "xl/workbook.xml")]))
        archive.add("xl/_rels/workbook.xml.rels", relationships(relations))
        archive.add(
            "xl/workbook.xml",
            f'{PROLOGUE}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{sheets}</sheets></workbook>',
        )
        if shared_strings:
            archive.add("xl/sharedStrings.xml", shared_strings)
        archive.add("xl/worksheets/sheet1.xml", sheet)


def relationships(relations):
    """The XML of the relations (id, type, target) of a part."""
    body = "".join(
        f'<Relationship Id="{id_}" Type="{OFFICE}/{type_}" Target="{target}"/>' for id_, type_, target in relations
    )
    return f'{PROLOGUE}<Relationships xmlns="{PACKAGE}/relationships">{body}</Relationships>'


def strings_claiming(count):
    """A table of shared strings that holds one and says it holds `count`."""
    return f'{PROLOGUE}<sst xmlns="{MAIN}" count="{count}" uniqueCount="{count}"><si><t>x</t></si></sst>'


def write_ods(path, rows, doctype="", encrypted=False):
    """An OpenDocument workbook around the XML of the rows of its sheet."""
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    names = " ".join(f'xmlns:{name}="{OPEN_DOCUMENT}:{name}:1.0"' for name in ("office", "table", "text"))
    content = (
        f'{PROLOGUE}{doctype}<office:document-content {names} office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="Retour">{rows}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    secret = (
        '<manifest:encryption-data manifest:checksum-type="SHA256/1K" manifest:checksum="AAAA">'
        '<manifest:algorithm manifest:algorithm-name="http://www.w3.org/2001/04/xmlenc#aes256-cbc" '
        'manifest:initialisation-vector="AAAAAAAAAAAAAAAAAAAAAA=="/><manifest:key-derivation '
        'manifest:key-derivation-name="PBKDF2" manifest:key-size="32" manifest:iteration-count="100000" '
        'manifest:salt="AAAAAAAAAAAAAAAAAAAAAA=="/></manifest:encryption-data>'
    )
    entry = f'manifest:full-path="content.xml" manifest:media-type="text/xml" manifest:size="{len(content)}"'
    with Archive(path) as archive:
        archive.add("mimetype", kind, stored=True)
        archive.add(
            "META-INF/manifest.xml",
            f'{PROLOGUE}<manifest:manifest xmlns:manifest="{OPEN_DOCUMENT}:manifest:1.0" manifest:version="1.2">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
            f"<manifest:file-entry {entry}>{secret if encrypted else ''}</manifest:file-entry></manifest:manifest>",
        )
        archive.add("content.xml", noise(4096) if encrypted else content, stored=encrypted)


def noise(length, seed=1):
    """Bytes without a pattern, the same at each run (a linear congruential generator)."""
    out = bytearray()
    for _ in range(length):
        seed = (seed * 1_103_515_245 + 12_345) & 0x7FFFFFFF
        out.append(seed >> 16 & 0xFF)
    return bytes(out)


def compound_file(streams):
    """A compound file, the container of .xls and of encrypted .xlsx, with streams of 4,096 bytes each ([MS-CFB])."""
    free, end, none, sector = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFF, 512
    table = [0xFFFFFFFD, end]  # sector 0 is this table, sector 1 the directory (four entries)
    entries = [("Root Entry", 5, 1, end, 0, none)]
    body = b""
    for number, (name, data) in enumerate(streams, start=1):
        first, count = len(table), len(data) // sector
        table += [first + step for step in range(1, count)] + [end]
        sibling = number + 1 if number < len(streams) else none
        entries.append((name, 2, none, first, len(data), sibling))
        body += data
    table += [free] * (sector // 4 - len(table))
    directory = b""
    for name, kind, child, first, size, sibling in entries:
        written = (name + "\0").encode("utf-16-le")
        directory += struct.pack(
            "<64sHBBIII16sIQQIQ", written, len(written), kind, 1, none, sibling, child, b"", 0, 0, 0, first, size
        )
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIII", bytes.fromhex("D0CF11E0A1B11AE1"), b"", 0x3E, 3, 0xFFFE, 9, 6, b"",
        0, 1, 1, 0, 4096, end, 0, end, 0,
    )
    tables = struct.pack("<109I", 0, *[free] * 108)
    return header + tables + struct.pack(f"<{sector // 4}I", *table) + directory.ljust(sector, b"\0") + body


def records(*parts):
    """The records (type, body) of a binary workbook ([MS-XLS] 2.1.4), filled up to the stream of a compound file."""
    return b"".join(struct.pack("<HH", type_, len(body)) + body for type_, body in parts).ljust(4096, b"\0")


def long_record(type_, body):
    """A record of a part of an xlsb workbook ([MS-XLSB] 2.1.4): type and size in groups of seven bits."""
    kind = bytes([type_]) if type_ < 0x80 else bytes([type_ & 0x7F | 0x80, type_ >> 7])
    return kind + bytes([len(body)]) + body


def understate(path, part, size):
    """Makes the directory of a zip file claim that one part is of this size once unpacked (APPNOTE 4.3.12)."""
    data = bytearray(path.read_bytes())
    at = data.find(b"PK\x01\x02")
    while data[at + 46 : at + 46 + len(part)] != part.encode():
        at = data.find(b"PK\x01\x02", at + 1)
    struct.pack_into("<I", data, at + 24, size)
    path.write_bytes(data)


# ---- the files ------------------------------------------------------------------------------------------------


def lying_workbooks(folder):
    """Workbooks whose references and counts promise what is not there."""
    far = '<row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    write_xlsx(folder / "sparse_corner.xlsx", worksheet(ONE_CELL + far))
    write_xlsx(
        folder / "sparse_corner_dimension.xlsx", worksheet(ONE_CELL, before='<dimension ref="A1:XFD1048576"/>')
    )
    beyond = '<row r="1"><c r="ZZZZZZ99999999"><v>1</v></c></row>'
    write_xlsx(folder / "reference_past_the_grid.xlsx", worksheet(beyond))
    # Columns of more than 32 bits.
    beyond = '<row r="1"><c r="AAAAAAAB1"><v>1</v></c></row>'
    write_xlsx(folder / "reference_that_overflows.xlsx", worksheet(beyond))
    write_xlsx(folder / "row_zero.xlsx", worksheet('<row r="0"><c r="A0"><v>1</v></c></row>'))
    write_xlsx(folder / "negative_style.xlsx", worksheet('<row r="1"><c r="A1" s="-1"><v>1</v></c></row>'))
    write_xlsx(
        folder / "shared_string_out_of_range.xlsx",
        worksheet('<row r="1"><c r="A1" t="s"><v>99999999</v></c></row>'),
        shared_strings=strings_claiming(1),
    )
    write_xlsx(
        folder / "shared_strings_claim_billions.xlsx",
        worksheet(ONE_CELL),
        shared_strings=strings_claiming(2**32 - 1),
    )
    everything = '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    write_xlsx(folder / "merge_everything.xlsx", worksheet(ONE_CELL, after=everything))
    many = ["Retour", *(f"s{number}" for number in range(2, 10_001))]
    write_xlsx(folder / "ten_thousand_sheets.xlsx", worksheet(ONE_CELL), names=many)
    write_xlsx(folder / "sheet_name_path.xlsx", worksheet(ONE_CELL), names=["../../../etc/passwd&#10;x"])
    write_xlsx(folder / "sheet_name_of_a_megabyte.xlsx", worksheet(ONE_CELL), names=["n" * 1_000_000])
    # The hidden sheet of a questionnaire of ours says nine things of itself.
    said = "".join(f'<row r="{row}">{text_cell(f"A{row}", f"p{row}")}</row>' for row in range(1, 50_001))
    write_xlsx(folder / "identity_of_many_parts.xlsx", worksheet(said), names=["_bilan"])


def lying_binaries(folder):
    """Binary workbooks whose references and counts promise what is not there."""

    def cell(row, column, value):
        return 0x0203, struct.pack("<HHHd", row, column, 0, value)

    def begin(kind):
        return 0x0809, struct.pack("<HHHHII", 0x0600, kind, 0, 0, 0, 0)

    end = 0x000A, b""
    name = b"\x06\x00Retour"

    def workbook(*sheet, before=()):
        """A workbook of a sheet with these records, and records that stand before the list of sheets."""
        globals_ = [begin(0x0005), *before, (0x0085, struct.pack("<IH", 0, 0) + name), end]
        start = sum(4 + len(body) for _, body in globals_)
        globals_[-2] = 0x0085, struct.pack("<IH", start, 0) + name
        return compound_file([("Workbook", records(*globals_, begin(0x0010), *sheet, end))])

    sparse = workbook(cell(0, 0, 1.0), cell(65535, 255, 2.0))
    (folder / "sparse_corner.xls").write_bytes(sparse)
    # A sheet that ends before it begins, and a code page without its number.
    reversed_ = 0x0200, struct.pack("<IIHHH", 9, 1, 9, 1, 0)
    (folder / "xls_dimensions_reversed.xls").write_bytes(workbook(reversed_, cell(0, 0, 1.0)))
    (folder / "xls_short_record.xls").write_bytes(workbook(cell(0, 0, 1.0), before=[(0x0042, b"")]))
    # A table of sectors that begins where the file ends, and one whose only sector is cut off.
    header = bytearray(sparse[:512])
    struct.pack_into("<I", header, 76, 2)
    (folder / "cfb_sector_past_the_end.xls").write_bytes(bytes(header) + b"\0" * 700)
    (folder / "cfb_short_sector.xls").write_bytes(sparse[: 512 + 101])
    # A directory whose only sector is followed by itself.
    endless = bytearray(sparse)
    struct.pack_into("<I", endless, 512 + 4, 1)
    (folder / "cfb_endless_directory.xls").write_bytes(bytes(endless))
    relation, title = (struct.pack("<I", len(t)) + t.encode("utf-16-le") for t in ("rId9", "Retour"))
    begin_sheet = struct.pack("<II", 0, 1)
    for file, sheet in (
        ("dangling_relation.xlsb", begin_sheet + relation + title),
        ("relation_past_its_record.xlsb", begin_sheet + struct.pack("<I", 1_000)),
    ):
        with Archive(folder / file) as archive:
            archive.add("[Content_Types].xml", f'{PROLOGUE}<Types xmlns="{PACKAGE}/content-types"/>')
            archive.add("xl/workbook.bin", long_record(0x83, b"") + long_record(0x9C, sheet) + long_record(0x90, b""))
            archive.add(
                "xl/_rels/workbook.bin.rels", relationships([("rId1", "worksheet", "worksheets/sheet1.bin")])
            )


def bombs(folder):
    """Workbooks that inflate, by deflate or by XML entities."""
    row = b"<row>" + b"<c><v>1</v></c>" * 20_000 + b"</row>"

    def around(middle, inside=""):
        head, tail = worksheet("|").split("|")
        yield (head + inside).encode()
        yield from middle
        yield ("</t></is></c></row>" if inside else "").encode() + tail.encode()

    # 900 MB of cells, 3 GB of one text.
    write_xlsx(folder / "zip_bomb_cells.xlsx", around(row for _ in range(3_000)))
    block = b"a" * (1 << 20)
    opening = '<row r="1"><c r="A1" t="inlineStr"><is><t>'
    write_xlsx(folder / "zip_bomb_text.xlsx", around((block for _ in range(3_000)), opening))
    modest = folder / "zip_bomb_modest.xlsx"
    write_xlsx(modest, around((block for _ in range(300)), opening))
    understate(modest, "xl/worksheets/sheet1.xml", 1_000)
    laughing = f'<row r="1">{text_cell("A1", "&l9;")}</row>'
    write_xlsx(folder / "entity_expansion.xlsx", worksheet(laughing, doctype=LAUGHS))
    outside = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    stolen = f'<row r="1">{text_cell("A1", "&e;")}</row>'
    write_xlsx(folder / "external_entity.xlsx", worksheet(stolen, doctype=outside))
    deep = "<r>" * 200_000 + "<t>x</t>" + "</r>" * 200_000
    write_xlsx(folder / "deep_xml.xlsx", worksheet(f'<row r="1"><c r="A1" t="inlineStr"><is>{deep}</is></c></row>'))


def hostile_values(folder):
    """Whole workbooks whose cells are meant for whoever comes after the reader."""
    values = [
        '=HYPERLINK("http://exemple.invalid","x")',
        '#eval(read("/etc/passwd"))',
        "a@exemple.invalid&#13;&#10;Bcc: tous@exemple.invalid",
        "'; DROP TABLE returns; --",
    ]
    cells = "".join(text_cell(f"{column}1", text) for column, text in zip("ABCD", values))
    write_xlsx(folder / "formula_text.xlsx", worksheet(f'<row r="1">{cells}</row>'))
    numbers = ["1e309", "NaN", "-0", "9007199254740993", "1e-320"]
    cells = "".join(f'<c r="{column}1"><v>{number}</v></c>' for column, number in zip("ABCDE", numbers))
    cells += '<c r="F1" t="d"><v>9999-99-99</v></c>'
    write_xlsx(folder / "numbers_at_the_edge.xlsx", worksheet(f'<row r="1">{cells}</row>'))


def open_documents(folder):
    """OpenDocument files: one cell or space said to be repeated thousands of millions of times."""

    def row(cell, repeated=""):
        return f"<table:table-row{repeated}>{cell}</table:table-row>"

    def number(value, repeated=""):
        return f'<table:table-cell office:value-type="float" office:value="{value}"{repeated}/>'

    def text(inside):
        return f'<table:table-cell office:value-type="string"><text:p>{inside}</text:p></table:table-cell>'

    def columns(count):
        return f' table:number-columns-repeated="{count}"'

    def rows(count):
        return f' table:number-rows-repeated="{count}"'

    write_ods(folder / "ods_repeat_columns.ods", row(number(1, columns(2_000_000_000))))
    write_ods(folder / "ods_repeat_rows.ods", row(number(1), rows(2_000_000_000)) + row(number(2)))
    write_ods(folder / "ods_repeat_both.ods", row(number(1, columns(16_000)), rows(100_000)))
    write_ods(folder / "ods_entity_expansion.ods", row(text("&l9;")), doctype=LAUGHS)
    write_ods(folder / "ods_spaces.ods", row(text('<text:s text:c="4000000000"/>')))
    cut = folder / "ods_cut_off.ods"
    write_ods(cut, row(number(1)))
    with zipfile.ZipFile(cut) as whole:
        members = [(name, whole.read(name)) for name in whole.namelist()]
    with Archive(cut) as archive:
        for name, content in members:
            archive.add(name, content.split(b"</table:table>")[0], stored=name == "mimetype")
    endless = '<table:table-cell office:value-type="percentage" office:value="1" table:number-columns-repeated="0"/>'
    write_ods(folder / "ods_rows_of_nothing.ods", row(endless, rows(4_000_000_000)))
    percent = '<table:table-cell office:value-type="percentage"/>'
    hidden = ' table:visibility="collapse" table:number-rows-repeated="100000"'
    tables = f'{row(percent, hidden)}</table:table><table:table table:name="x">' * 2_000
    write_ods(folder / "ods_many_tables.ods", tables)
    write_ods(folder / "encrypted.ods", row(number(1)), encrypted=True)


def not_workbooks(folder):
    """Files whose name promises a workbook."""

    def write(name, data):
        (folder / name).write_bytes(data)

    with Archive(folder / "not_a_workbook.xlsx") as archive:
        archive.add("a", "b")
    write("empty.xlsx", b"")
    write("text.xlsx", b"bonjour")
    write("html_named.xls", b"<html><table><tr><td>code<td>valeur</table></html>")
    whole = (folder / "formula_text.xlsx").read_bytes()
    write("truncated.xlsx", whole[: len(whole) // 2])
    write("flipped.xlsx", bytes(byte ^ (at % 97 == 0) for at, byte in enumerate(whole)))
    signature = bytes.fromhex("D0CF11E0A1B11AE1")
    write("cfb_noise.xls", signature + bytes(range(256)) * 64)
    write("cfb_ff.xls", signature + b"\xff" * 4096)
    # What a spreadsheet program writes when a password is set ([MS-OFFCRYPTO]): a compound file, whatever the name.
    information = b"\x04\0\x04\0\x40\0\0\0".ljust(4096, b" ")
    locked = compound_file([("EncryptionInfo", information), ("EncryptedPackage", noise(4096))])
    write("encrypted.xlsx", locked)


def texts(folder):
    """CSV files that are wrong in their encoding, their lines or their quotes."""

    def write(name, data):
        (folder / name).write_bytes(data)

    write("utf16.csv", b"\xff\xfe" + "code;valeur\r\nprojet_id;BP-1\r\n".encode("utf-16-le"))
    write("nul.csv", b"code;valeur\0\r\nprojet_id;\0\0\r\n")
    write("one_long_line.csv", b"a" * 10_000_000)
    write("million_columns.csv", b"1;" * 1_000_000 + b"\n")
    write("open_quote.csv", b'code;valeur\n"projet_id;BP-1\n' * 1_000)


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for make in (lying_workbooks, lying_binaries, bombs, hostile_values, open_documents, not_workbooks, texts):
        make(folder)
    print(len(list(folder.iterdir())), "files")


if __name__ == "__main__":
    main()
