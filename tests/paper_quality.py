"""What is wrong with a finished paper for who reads it by ear, by keyboard, in Word or years later: a sentence each.

Read from the files themselves, by other means than those that wrote them.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pikepdf
from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_RID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_SHOWS = ("Tj", "TJ", "'", '"')
_DRAWS = ("S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do")

# -- PDF -------------------------------------------------------------------------------------------------------


def pdf_faults(data: bytes) -> list[str]:
    """Tags, title, language, headings, tables, pictures, bookmarks, fonts."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return [*_document(pdf), *_structure(pdf), *_content(pdf), *_fonts(pdf)]


def pdf_tree(data: bytes) -> list[str]:
    """The kinds of the structure's elements in reading order."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return [kind for kind, _ in _elements(pdf)]


def pdf_bookmarks(data: bytes) -> list[str]:
    """The titles of the bookmarks, with two spaces for each level."""
    with pikepdf.open(io.BytesIO(data)) as pdf, pdf.open_outline() as outline:
        return list(_titles(outline.root, 0))


def _titles(items: Any, level: int) -> Iterator[str]:
    for item in items:
        yield f"{'  ' * level}{item.title}"
        yield from _titles(item.children, level + 1)


def _document(pdf: pikepdf.Pdf) -> Iterator[str]:
    root = pdf.Root
    if not root.get("/MarkInfo", {}).get("/Marked", False):
        yield "it is not marked as tagged"
    if str(root.get("/Lang", "")) != "en-GB":
        yield f"its language is {root.get('/Lang', 'not said')}"
    if not str(pdf.docinfo.get("/Title", "")).strip():
        yield "it has no title"
    if root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False) is not True:
        yield "a viewer shows the file's name, not its title"
    headings = [kind for kind, _ in _elements(pdf) if kind[:1] == "H" and kind[1:].isdigit()]
    with pdf.open_outline() as outline:
        marks = list(_titles(outline.root, 0))
    if len(headings) > 1 and len(marks) != len(headings):
        yield f"{len(headings)} headings, {len(marks)} bookmarks"


def _structure(pdf: pikepdf.Pdf) -> Iterator[str]:
    elements = list(_elements(pdf))
    levels = [int(kind[1:]) for kind, _ in elements if kind[:1] == "H" and kind[1:].isdigit()]
    if not levels or levels[0] != 1:
        yield f"its headings begin with {levels[:1]}"
    yield from (f"after H{a} comes H{b}" for a, b in pairwise(levels) if b > a + 1)
    for kind, element in elements:
        if kind == "Figure" and not str(element.get("/Alt", "")).strip():
            yield "a figure has no alternative text"
        if kind == "Table":
            yield from _table(pdf, element)


def _table(pdf: pikepdf.Pdf, table: Any) -> Iterator[str]:
    rows = [
        [(k, e) for k, e in _below(pdf, row) if k in ("TH", "TD")]
        for k, row in _below(pdf, table)
        if k == "TR"
    ]
    if not rows:
        yield "a table has no rows"
        return
    heads = [e for row in rows for k, e in row if k == "TH"]
    if not heads:
        yield "a table has no header cells"
    for head in heads:
        kinds = {
            str(a.get("/Scope", "")) for a in _listed(head.get("/A", [])) if isinstance(a, pikepdf.Dictionary)
        }
        if not kinds & {"/Column", "/Row", "/Both"}:
            yield "a header cell does not say what it heads"
    if len({sum(_span(e) for _, e in row) for row in rows}) > 1:
        yield f"the rows of a table have {[sum(_span(e) for _, e in row) for row in rows]} cells"


def _span(cell: Any) -> int:
    said = [a for a in _listed(cell.get("/A", [])) if isinstance(a, pikepdf.Dictionary)]
    return max([1, *(int(a.get("/ColSpan", 1)) for a in said)])


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, pikepdf.Array | list) else [value]


def _elements(pdf: pikepdf.Pdf) -> Iterator[tuple[str, Any]]:
    if "/StructTreeRoot" in pdf.Root:
        yield from _below(pdf, pdf.Root.StructTreeRoot)


def _below(pdf: pikepdf.Pdf, element: Any) -> Iterator[tuple[str, Any]]:
    """Every structure element under one, in order, with its standard kind."""
    roles = pdf.Root.StructTreeRoot.get("/RoleMap", {})
    for kid in _listed(element.get("/K", [])):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            kind = str(kid.S)
            while kind in roles and str(roles[kind]) != kind:
                kind = str(roles[kind])
            yield kind.lstrip("/"), kid
            yield from _below(pdf, kid)


def _content(pdf: pikepdf.Pdf) -> Iterator[str]:
    """All that is shown or drawn stands in a structure element or is an artifact; each element's content is there."""
    wanted = _wanted(pdf)
    for number, page in enumerate(pdf.pages, 1):
        marked: set[int] = set()
        loose = _loose(page, marked)
        if loose:
            yield f"page {number}: something is drawn outside the structure ({loose})"
        here = wanted.get(page.objgen[0], set())
        if marked != here:
            yield f"page {number}: marked content {sorted(marked ^ here)} is not in both structure and page"


def _wanted(pdf: pikepdf.Pdf) -> dict[int, set[int]]:
    """The numbers of marked content that the structure names, by page."""
    found: dict[int, set[int]] = {}
    for _, element in _elements(pdf):
        for kid in _listed(element.get("/K", [])):
            page = element.get("/Pg")
            if isinstance(kid, pikepdf.Dictionary) and "/MCID" in kid:
                page, kid = kid.get("/Pg", page), kid.MCID
            if isinstance(kid, int) and page is not None:
                found.setdefault(page.objgen[0], set()).add(int(kid))
    return found


def _loose(page: Any, marked: set[int]) -> str:
    """The first operator that draws outside marked content, "" when none does. Notes the numbers in `marked`."""
    stack: list[str] = []
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name in ("BMC", "BDC"):
            stack.append(_tag(operands, marked))
        elif name == "EMC":
            stack.pop()
        elif name in (*_SHOWS, *_DRAWS) and not {"content", "/Artifact"} & {*stack}:
            return name
    return ""


def _tag(operands: Any, marked: set[int]) -> str:
    if len(operands) > 1 and isinstance(operands[1], pikepdf.Dictionary) and "/MCID" in operands[1]:
        marked.add(int(operands[1].MCID))
        return "content"
    return str(operands[0])


def _fonts(pdf: pikepdf.Pdf) -> Iterator[str]:
    for number, page in enumerate(pdf.pages, 1):
        for font in page.get("/Resources", {}).get("/Font", {}).values():
            real = font.DescendantFonts[0] if "/DescendantFonts" in font else font
            described = real.get("/FontDescriptor", {})
            if not any(f"/FontFile{end}" in described for end in ("", "2", "3")):
                yield f"page {number}: the font {font.get('/BaseFont')} is not embedded"
            if "/ToUnicode" not in font:
                yield f"page {number}: the letters of {font.get('/BaseFont')} cannot be copied"


# -- Word ------------------------------------------------------------------------------------------------------

ORDER = {  # the order that ISO/IEC 29500-1 gives to children
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs"
    " suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd"
    " snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment"
    " textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid"
    " vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em"
    " lang eastAsianLayout specVanish oMath",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing"
    " tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
    "tcBorders": "top start left bottom end right insideH insideV tl2br tr2bl",
    "tblBorders": "top start left bottom end right insideH insideV",
    "pBdr": "top left bottom right between bar",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType"
    " pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid",
    "sdtPr": "rPr alias tag id lock placeholder temporary showingPlcHdr dataBinding label tabIndex",
    "tbl": "tblPr tblGrid tr",
    "tc": "tcPr",
    "style": "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked"
    " personal personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr",
}


def docx_faults(data: bytes) -> list[str]:
    """What Word would hold to be damaged, and what a reader would miss."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
        doubled = len(archive.namelist()) != len(parts)
    roots = {n: etree.fromstring(d) for n, d in parts.items() if n.endswith((".xml", ".rels"))}
    return [
        *(["two parts have one name"] if doubled else []),
        *_packing(parts, roots),
        *_links(parts, roots),
        *_ordered(roots),
        *_unique(roots),
        *_readable(roots),
    ]


def _packing(parts: dict[str, bytes], roots: dict[str, Any]) -> Iterator[str]:
    types = roots["[Content_Types].xml"]
    endings = {t.get("Extension", "").lower() for t in types if t.tag.endswith("Default")}
    named = {t.get("PartName", "").lstrip("/") for t in types if t.tag.endswith("Override")}
    for name in parts:
        if (
            name != "[Content_Types].xml"
            and name not in named
            and name.rpartition(".")[2].lower() not in endings
        ):
            yield f"{name} has no content type"
    yield from (f"{name} has a content type and is not there" for name in named - parts.keys())


def _links(parts: dict[str, bytes], roots: dict[str, Any]) -> Iterator[str]:
    for name in [n for n in roots if n.endswith(".rels")]:
        folder, _, file = (
            name.rpartition("/_rels/") if "/_rels/" in name else ("", "", name.rpartition("/")[2])
        )
        owner = posixpath.join(folder, file.removesuffix(".rels"))
        ids = [link.get("Id") for link in roots[name]]
        if len(ids) != len(set(ids)):
            yield f"{name}: two links have one id"
        for link in roots[name]:
            target = link.get("Target", "")
            inside = posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")
            if link.get("TargetMode") == "External":
                yield f"{name}: it links to {target}"
            elif inside not in parts:
                yield f"{name}: {target} is not there"
        elements = roots[owner].iter() if owner in roots else ()
        pairs = [pair for e in elements if isinstance(e.tag, str) for pair in e.attrib.items()]
        used = {value for key, value in pairs if key.startswith(_RID)}
        yield from (f"{owner}: the link {one} is not there" for one in used - set(ids))


def _ordered(roots: dict[str, Any]) -> Iterator[str]:
    for name, root in roots.items():
        for element in root.iter():
            if isinstance(element.tag, str) and element.tag.startswith(W):
                yield from (f"{name}: {fault}" for fault in _element(element, element.tag.removeprefix(W)))


def _element(element: Any, kind: str) -> Iterator[str]:
    order = ORDER.get(kind, "").split()
    children = [c for c in (str(c.tag).removeprefix(W) for c in element) if c in order]
    if [order.index(c) for c in children] != sorted(order.index(c) for c in children):
        yield f"{kind} has {children}"
    if kind in ("pPr", "rPr", "tcPr", "tblPr") and len(children) != len(set(children)):
        yield f"{kind} has one thing twice: {children}"
    if kind == "tc" and (len(element) == 0 or element[-1].tag not in (W + "p", W + "sdt")):
        yield "a cell does not end with a paragraph"
    if kind == "tr" and not element.findall(f".//{W}tc"):
        yield "a row has no cells"


def _unique(roots: dict[str, Any]) -> Iterator[str]:
    for what, tag, key in (
        ("drawings", _DRAWN, "id"),
        ("bookmarks", W + "bookmarkStart", W + "id"),
    ):
        ids = [e.get(key) for n, r in roots.items() if n.startswith("word/") for e in r.iter(tag)]
        if len(ids) != len(set(ids)):
            yield f"two {what} have one id"
    boxes = [
        e.get(W + "val")
        for e in roots["word/document.xml"].iter(W + "id")
        if e.getparent().tag == W + "sdtPr"
    ]
    if len(boxes) != len(set(boxes)):
        yield "two boxes have one id"


def _readable(roots: dict[str, Any]) -> Iterator[str]:
    body, styles = roots["word/document.xml"], roots["word/styles.xml"]
    if styles.find(f"{W}docDefaults//{W}lang") is None:
        yield "no language is set"
    for name, root in roots.items():
        said = {lang.get(W + "val", "en-GB") for lang in root.iter(W + "lang")}
        yield from (f"{name}: words are said to be in {lang}" for lang in said - {"en-GB"})
    yield from (
        "a picture has no alternative text" for d in body.iter(_DRAWN) if not d.get("descr", "").strip()
    )
    yield from _headings(body, styles)
    core = roots.get("docProps/core.xml")
    title = core.find("{http://purl.org/dc/elements/1.1/}title") if core is not None else None
    if title is None or not (title.text or "").strip():
        yield "it has no title"


def _headings(body: Any, styles: Any) -> Iterator[str]:
    every = styles.iter(W + "style")
    names = {s.get(W + "styleId"): s.find(f"{W}name").get(W + "val").casefold() for s in every}
    used = [s.get(W + "val") for s in body.iter(W + "pStyle")]
    yield from (f"the style {one} is not there" for one in used if one not in names)
    said = [names.get(one, "") for one in used]
    levels = [int(n.removeprefix("heading ")) for n in said if n.startswith("heading ")]
    if not levels or ("title" not in said and levels[0] != 1):
        yield f"its headings begin with {levels[:1]}"
    yield from (f"after heading {a} comes heading {b}" for a, b in pairwise(levels) if b > a + 1)


def tables_without_head(data: bytes) -> list[str]:
    """The first words of each table whose first row is not one that repeats on every page."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        body = etree.fromstring(archive.read("word/document.xml"))
    return [
        "".join(t.text or "" for t in next(table.iter(W + "tr")).iter(W + "t"))
        for table in body.iter(W + "tbl")
        if table.find(f"{W}tr/{W}trPr/{W}tblHeader") is None
    ]
