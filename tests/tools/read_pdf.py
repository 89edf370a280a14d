"""Reads PDF files as a screen reader does: the tree of tagged elements with their texts and places, the bookmarks,
the links, the files carried; and what is outside of the tree. Two libraries that share no code with what made the
files: pypdf reads the objects, PDFium the pages.

    read_pdf.py FILE...

Prints one line of JSON for each file, in the order given. Places are [left, top, right, bottom] in points from the
upper left corner of the page; pages count from 0.
"""

import ctypes
import json
import sys

import pypdf
import pypdfium2
import pypdfium2.raw as pdfium

TEXT, FORM = pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_FORM


def of_utf16(read, *before):
    """The text that a function of PDFium writes as UTF-16 into a buffer given as its last two arguments."""
    length = read(*before, None, 0)
    buffer = ctypes.create_string_buffer(max(length, 2))
    read(*before, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), length)
    return buffer.raw[:length].decode("utf-16-le", "replace").rstrip("\0")


def is_artifact(item):
    """Whether an object of a page is decoration: a header, a footer, a line."""
    for at in range(pdfium.FPDFPageObj_CountMarks(item)):
        mark = pdfium.FPDFPageObj_GetMark(item, at)
        name, length = (ctypes.c_ushort * 64)(), ctypes.c_ulong()
        pdfium.FPDFPageObjMark_GetName(mark, name, ctypes.sizeof(name), length)
        if bytes(name)[: length.value].decode("utf-16-le").rstrip("\0") == "Artifact":
            return True
    return False


def pieces(page):
    """What is drawn on a page, in its order: (number of marked content or -1, artifact or not, place, text or None)."""
    texts, height = page.get_textpage(), page.get_height()

    def of(item, number, artifact, place):
        own = pdfium.FPDFPageObj_GetMarkedContentID(item)
        number, artifact = own if own >= 0 else number, artifact or is_artifact(item)
        if place is None:
            edges = [ctypes.c_float() for _ in range(4)]
            pdfium.FPDFPageObj_GetBounds(item, *edges)
            left, bottom, right, top = (edge.value for edge in edges)
            place = [round(n, 1) for n in (left, height - top, right, height - bottom)]
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == FORM:
            # What a group of drawings holds is placed by the group's own axes: the group's place stands for it.
            for at in range(pdfium.FPDFFormObj_CountObjects(item)):
                yield from of(pdfium.FPDFFormObj_GetObject(item, at), number, artifact, place)
        else:
            yield number, artifact, place, of_utf16(pdfium.FPDFTextObj_GetText, item, texts.raw) if kind == TEXT else None

    for at in range(pdfium.FPDFPage_CountObjects(page.raw)):
        yield from of(pdfium.FPDFPage_GetObject(page.raw, at), -1, False, None)


def united(one, other):
    return [min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])]


class Pages:
    """The pages of a file: the text and place of each marked content, and what has none."""

    def __init__(self, path):
        self.marked, self.artifacts, self.loose, self.sizes = {}, [], [], []
        for number, page in enumerate(pypdfium2.PdfDocument(path)):
            self.sizes.append([round(page.get_width(), 1), round(page.get_height(), 1)])
            for content, artifact, place, text in pieces(page):
                said = {"page": number, "box": place, "text": text}
                if artifact:
                    if text and text.strip():
                        self.artifacts.append(said)
                elif content < 0:
                    self.loose.append(said)
                elif (number, content) in self.marked:
                    known = self.marked[number, content]
                    known["text"] = (known["text"] or "") + (text or "")
                    known["box"] = united(known["box"], place)
                else:
                    self.marked[number, content] = said
        self.unread = set(self.marked)

    def read(self, number, content):
        self.unread.discard((number, content))
        return self.marked.get((number, content))


class Tree:
    """The tagged elements of a file."""

    def __init__(self, reader, pages):
        self.pages = pages
        self.numbers = {page.indirect_reference.idnum: number for number, page in enumerate(reader.pages)}
        self.root = reader.trailer["/Root"].get("/StructTreeRoot", {})
        self.roles = self.root.get("/RoleMap", {})

    def element(self, node, page=None):
        """One element with all below it: {"role", "alt", ..., "kids"}; a leaf is {"page", "box", "text"}."""
        if "/Pg" in node:
            page = self.numbers[node.raw_get("/Pg").idnum]
        role = node.get("/S", "/Root")
        role = self.roles.get(role, role)
        made = {"role": role[1:]}
        for key, name in (("/Alt", "alt"), ("/ActualText", "actual"), ("/Lang", "lang"), ("/T", "title")):
            if key in node:
                made[name] = str(node[key])
        attributes = node.get("/A", [])
        for one in attributes if isinstance(attributes, list) else [attributes]:
            one = one.get_object()
            for key, name in (("/Scope", "scope"), ("/ColSpan", "columns"), ("/RowSpan", "rows")):
                if key in one:
                    made[name] = one[key][1:] if name == "scope" else int(one[key])
        made["kids"] = [kid for kid in (self.kid(kid, page) for kid in listed(node.get("/K"))) if kid]
        return made

    def kid(self, kid, page):
        kid = kid.get_object() if hasattr(kid, "get_object") else kid
        if isinstance(kid, int):
            return self.pages.read(page, int(kid))
        if kid.get("/Type") == "/MCR":
            return self.pages.read(self.numbers[kid.raw_get("/Pg").idnum] if "/Pg" in kid else page, int(kid["/MCID"]))
        if kid.get("/Type") == "/OBJR":
            return {"role": "Annotation", "contents": str(kid["/Obj"].get("/Contents", "")), "kids": []}
        return self.element(kid, page)


def listed(value):
    value = value.get_object() if hasattr(value, "get_object") else value
    return value if isinstance(value, list) else [] if value is None else [value]


def bookmarks(reader, entries, heights, level=1):
    for entry in entries:
        if isinstance(entry, list):
            yield from bookmarks(reader, entry, heights, level + 1)
        else:
            page = reader.get_destination_page_number(entry)
            yield {"title": entry.title, "level": level, "page": page, "top": round(heights[page] - float(entry.top), 1)}


def annotations(reader):
    for number, page in enumerate(reader.pages):
        for annotation in page.get("/Annots", []):
            annotation = annotation.get_object()
            yield {"page": number, "kind": annotation["/Subtype"][1:], "contents": str(annotation.get("/Contents", ""))}


def files(reader):
    for file in reader.trailer["/Root"].get("/AF", []):
        file = file.get_object()
        yield {"name": str(file["/UF"]), "relationship": file.get("/AFRelationship", "/")[1:]}


def read(path):
    reader, pages = pypdf.PdfReader(path), Pages(path)
    root = reader.trailer["/Root"]
    tree = Tree(reader, pages)
    elements = tree.element(tree.root)
    unread = [pages.marked[key] for key in sorted(pages.unread)]
    titles = (reader.xmp_metadata.dc_title or {}) if reader.xmp_metadata else {}
    return {
        "file": path,
        "title": titles.get("x-default") or next(iter(titles.values()), ""),
        "shows_title": bool(root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False)),
        "lang": str(root.get("/Lang", "")),
        "pages": pages.sizes,
        "tree": elements,
        # Drawn, neither read nor said to be decoration.
        "loose": [item for item in pages.loose + unread if item["text"] is None or item["text"].strip()],
        "artifacts": pages.artifacts,
        "bookmarks": list(bookmarks(reader, reader.outline, [height for _, height in pages.sizes])),
        "annotations": list(annotations(reader)),
        "files": list(files(reader)),
    }


def main():
    for path in sys.argv[1:]:
        print(json.dumps(read(path), ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
