"""Word forms as several programs leave them, other formats of the same, and Word forms printed to PDF."""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Callable
from typing import Any

from lxml import etree

from tests import builders
from tests.bench.reading.ways import Way, run
from tests.filled_forms import FilledForm

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_DOCUMENT = "word/document.xml"
_PROFILE = "-env:UserInstallation=file:///tmp/lo-bench"


def ours(case: FilledForm) -> bytes:
    return builders.word_form(case.form, case.items)


def changed(change: Callable[[Any], None]) -> Callable[[FilledForm], bytes]:
    """The filled form with its document changed."""
    return lambda case: with_document(ours(case), change)


def with_document(data: bytes, change: Callable[[Any], None]) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for entry in source.infolist():
            part = source.read(entry.filename)
            if entry.filename == _DOCUMENT:
                tree = etree.fromstring(part)
                change(tree)
                part = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
            target.writestr(entry, part)
    return out.getvalue()


def _answer_runs(tree: Any) -> list[Any]:
    """The runs with text inside the controls of the form, prompts left out."""
    runs = []
    for control in tree.iter(f"{_W}sdt"):
        settings = control.find(f"{_W}sdtPr")
        if settings is None or settings.find(f"{_W}tag") is None:
            continue
        if settings.find(f"{_W}showingPlcHdr") is None:
            runs += [r for r in control.iter(f"{_W}r") if r.find(f"{_W}t") is not None]
    return list(dict.fromkeys(runs))


def split(tree: Any) -> None:
    """Runs cut into pieces with proofing marks and bookmarks between them, as Word leaves edited text."""
    for run_ in _answer_runs(tree):
        for text in list(run_.findall(f"{_W}t")):
            words = text.text or ""
            if len(words) < 3 or len(run_.findall(f"{_W}t")) > 1:
                continue
            middle = len(words) // 2
            second = copy.deepcopy(run_)
            text.text, second.find(f"{_W}t").text = words[:middle], words[middle:]
            for piece in (text, second.find(f"{_W}t")):
                piece.set(_SPACE, "preserve")
            mark = etree.Element(f"{_W}proofErr", {f"{_W}type": "spellStart"})
            run_.addnext(mark)
            mark.addnext(second)


def tracked(tree: Any) -> None:
    """Every answer was typed with changes tracked, after another one was struck out."""
    about = {f"{_W}author": "M Prosser", f"{_W}date": "2013-09-02T10:00:00Z"}
    for number, run_ in enumerate(_answer_runs(tree)):
        if run_.getparent().tag != f"{_W}p" and not run_.getparent().tag.endswith("sdtContent"):
            continue
        added = etree.Element(f"{_W}ins", {f"{_W}id": str(9000 + number), **about})
        run_.addprevious(added)
        added.append(run_)
        if (run_.findtext(f"{_W}t") or "")[:1] in "☐☒":
            continue
        gone = etree.Element(f"{_W}del", {f"{_W}id": str(19000 + number), **about})
        old = etree.SubElement(gone, f"{_W}r")
        etree.SubElement(old, f"{_W}delText").text = "MOVED AWAY"
        added.addprevious(gone)


def no_controls(tree: Any) -> None:
    """Every control deleted, its content left where it was ("Remove content control")."""
    for control in reversed(list(tree.iter(f"{_W}sdt"))):
        content = control.find(f"{_W}sdtContent")
        for child in list(content) if content is not None else []:
            control.addprevious(child)
        control.getparent().remove(control)


def no_tags(tree: Any) -> None:
    """Tags gone, titles left."""
    for tag in list(tree.iter(f"{_W}tag")):
        tag.getparent().remove(tag)


def no_names(tree: Any) -> None:
    no_tags(tree)
    for alias in list(tree.iter(f"{_W}alias")):
        alias.getparent().remove(alias)


def legacy(tree: Any) -> None:
    """Each text control replaced by a legacy form field of the same name, as forms of Word 97 to 2003 have."""
    for control in reversed(list(tree.iter(f"{_W}sdt"))):
        tag = control.find(f"{_W}sdtPr/{_W}tag")
        runs = list(control.iter(f"{_W}r"))
        plain = control.find(f"{_W}sdtPr/{_W}text") is not None
        if tag is None or not plain or control.getparent().tag != f"{_W}p" or not runs:
            continue
        empty = control.find(f"{_W}sdtPr/{_W}showingPlcHdr") is not None
        result = "\u2002" * 5 if empty else _said(control)
        for piece in _legacy_text(tag.get(f"{_W}val"), result):
            control.addprevious(piece)
        control.getparent().remove(control)


def _legacy_text(name: str, result: str) -> list[Any]:
    def run_(*children: Any) -> Any:
        made = etree.Element(f"{_W}r")
        made.extend(children)
        return made

    def sign(kind: str, *children: Any) -> Any:
        made = etree.Element(f"{_W}fldChar", {f"{_W}fldCharType": kind})
        made.extend(children)
        return made

    data = etree.Element(f"{_W}ffData")
    etree.SubElement(data, f"{_W}name", {f"{_W}val": name[:20] if len(name) > 20 else name})
    etree.SubElement(data, f"{_W}enabled")
    etree.SubElement(data, f"{_W}textInput")
    order = etree.Element(f"{_W}instrText")
    order.text = " FORMTEXT "
    shown: list[Any] = []
    for line in result.split("\n"):
        shown += [etree.Element(f"{_W}br"), etree.Element(f"{_W}t", {_SPACE: "preserve"})]
        shown[-1].text = line
    pieces = (sign("begin", data), order, sign("separate"))
    return [*(run_(piece) for piece in pieces), run_(*shown[1:]), run_(sign("end"))]


def _said(control: Any) -> str:
    """A control's text, its breaks as line ends."""
    found = (node for node in control.iter(f"{_W}t", f"{_W}br"))
    return "".join("\n" if node.tag == f"{_W}br" else node.text or "" for node in found)


def converted(target: str, end: str) -> Callable[[FilledForm], bytes]:
    """Opened in LibreOffice and stored as another kind."""

    def make(case: FilledForm) -> bytes:
        command = ["soffice", _PROFILE, "--headless", "--convert-to", target, "--outdir", "made", "in.docx"]
        return run(command, {"in.docx": ours(case)}, f"made/in.{end}")

    return make


def by_pandoc(case: FilledForm) -> bytes:
    return run(["pandoc", "in.docx", "-o", "out.docx"], {"in.docx": ours(case)}, "out.docx")


def by_abiword(case: FilledForm) -> bytes:
    return run(["abiword", "--to=docx", "-o", "out.docx", "in.docx"], {"in.docx": ours(case)}, "out.docx")


def by_rdocx(case: FilledForm) -> bytes:
    import rdocx

    return bytes(rdocx.Document.from_bytes(ours(case)).to_pdf())


def as_template(case: FilledForm) -> bytes:
    """A .dotx: the same parts called a template."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(ours(case))) as source, zipfile.ZipFile(out, "w") as target:
        for entry in source.infolist():
            part = source.read(entry.filename)
            if entry.filename == "[Content_Types].xml":
                part = part.replace(b"document.main+xml", b"template.main+xml")
            target.writestr(entry, part)
    return out.getvalue()


WAYS = (
    Way("word", "filled in Word's way", ".docx", ours, short=True),
    Way("word", "runs split", ".docx", changed(split), most=50, short=True),
    Way("word", "tracked changes", ".docx", changed(tracked), most=34),
    Way("word", "tags lost, titles left", ".docx", changed(no_tags), most=34),
    Way("word", "tags and titles lost", ".docx", changed(no_names), most=34),
    Way("word", "controls deleted", ".docx", changed(no_controls), most=50),
    Way("word", "legacy fields for one-line answers", ".docx", changed(legacy), most=34),
    Way("word", "template (.dotx)", ".dotx", as_template, most=10),
    Way("word", "stored again by LibreOffice", ".docx", converted("docx", "docx"), needs="soffice", most=10),
    Way("word", "stored again by pandoc", ".docx", by_pandoc, needs="pandoc", most=17),
    Way("word", "stored again by AbiWord", ".docx", by_abiword, needs="abiword", most=10),
    Way("office", "OpenDocument (.odt)", ".odt", converted("odt", "odt"), needs="soffice", most=6),
    Way("office", "rich text (.rtf)", ".rtf", converted("rtf", "rtf"), needs="soffice", most=6),
    Way("office", "old Word (.doc)", ".doc", converted("doc", "doc"), needs="soffice", most=6),
    Way("printed", "LibreOffice prints the Word form", ".pdf", converted("pdf", "pdf"), needs="soffice", most=17),
    Way("printed", "rdocx prints the Word form", ".pdf", by_rdocx, most=50, short=True),
)  # fmt: skip
