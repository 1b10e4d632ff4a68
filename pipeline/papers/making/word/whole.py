"""What is wrong with a template as a file, and with what stands in it where no tag is read."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from pipeline.model.errors import TemplateError
from pipeline.papers.making.docx_parts import BODY, REL, W, parse, places, stories, unzip
from pipeline.papers.making.word.fault import TemplateFault
from pipeline.rules.arriving.filekinds import describe

RESTORE = "Put back a Word file (.docx), or copy the template from a new workspace made with `pipeline init`."
_DOCUMENT = "wordprocessingml.document.main+xml"
_SAVED_AS = (  # what the type of the body says -> what it is
    ("macroEnabled", "a Word file with macros (.docm)"),
    ("template.main", "a Word template (.dotx)"),
)
_INSIDE = (  # a folder of a zip file -> what it is
    ("xl/", "an Excel workbook (.xlsx)"),
    ("ppt/", "a PowerPoint file (.pptx)"),
    ("content.xml", "a LibreOffice text (.odt)"),
    ("Index/", "a Pages document"),
)
_TRACKED = (
    *("ins", "del", "moveFrom", "moveTo", "pPrChange", "rPrChange", "sectPrChange", "numberingChange"),
    *("tblPrChange", "trPrChange", "tcPrChange"),
)
_TAG = re.compile(r"\{\{|\{%")
_LINKS = ("hyperlink", "attachedTemplate")  # what may lie outside the file


def opened(source: bytes) -> dict[str, bytes]:
    """A template's parts. Raises TemplateError when it is no Word document, saying what it is and what to do."""
    try:
        parts = unzip(source)
        for name in stories(parts):
            parse(parts[name])
    except ValueError as err:
        raise TemplateError(f"this template cannot be read: {_what(source) or err}. {RESTORE}") from err
    _is_document(parts)
    return parts


def faults_of_the_file(parts: Mapping[str, bytes]) -> Iterator[TemplateFault]:
    """Whatever would spoil or give away every paper, wherever it stands."""
    yield from _missing(parts)
    for name in stories(parts):
        root = parse(parts[name])
        yield from _left_by_editing(name, root)
        for paragraph, place in places(name, root):
            yield from _where_nothing_prints(paragraph, place)


def _what(source: bytes) -> str:
    """What a file is that is no Word document; "" when only its damage is known."""
    if not source:
        return "it is empty, not a Word file (.docx); was it still being copied?"
    try:
        names = zipfile.ZipFile(io.BytesIO(source)).namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        if source.startswith(b"PK"):
            return "it is a damaged file, perhaps half copied; not a Word file (.docx) any more"
        return f"it is {describe(source[:1024], 'template')}, not a Word file (.docx)"
    found = next((what for start, what in _INSIDE if any(n.startswith(start) for n in names)), "")
    return f"it is {found}, not a Word file (.docx)" if found else ""


def _is_document(parts: Mapping[str, bytes]) -> None:
    types = parse(parts.get("[Content_Types].xml", b"<Types/>"))
    said = next(
        (t.get("ContentType", "") for t in types if t.get("PartName", "").lstrip("/") == BODY), _DOCUMENT
    )
    if said.endswith(_DOCUMENT):
        return
    what = next((words for sign, words in _SAVED_AS if sign in said), "no Word document")
    raise TemplateError(
        f"this template is {what}. Open it in Word, choose “Save as”, “Word document (.docx)”, and put that in its"
        " place."
    )


def _missing(parts: Mapping[str, bytes]) -> Iterator[TemplateFault]:
    """Pictures and other parts that the file names and has not, and pictures that lie outside it."""
    for name in [n for n in parts if n.endswith(".rels")]:
        folder = PurePosixPath(name).parent.parent
        for link in parse(parts[name]).iter(REL + "Relationship"):
            target, kind = link.get("Target", ""), link.get("Type", "").rpartition("/")[2]
            what = "picture" if kind == "image" else "part"
            if link.get("TargetMode") == "External":
                if kind not in _LINKS:
                    words = f"a {what} is only linked to, and lies outside the template: insert it into the file itself"
                    yield TemplateFault(target, "the file", words)
            elif _resolved(folder, target) not in parts:
                words = f"a {what} is missing from the file: open it in Word, insert it again, and save"
                yield TemplateFault(target, "the file", words)


def _resolved(folder: PurePosixPath, target: str) -> str:
    """A link's target as the name of a part."""
    if target.startswith("/"):
        return target.lstrip("/")
    steps: list[str] = []
    for step in (*folder.parts, *PurePosixPath(target.partition("#")[0]).parts):
        if step == "..":
            steps = steps[:-1]
        elif step != ".":
            steps.append(step)
    return "/".join(steps)


def _left_by_editing(name: str, root: Any) -> Iterator[TemplateFault]:
    """Tracked changes and comments, each told once, with the first place."""
    for marks, what in ((_TRACKED, "tracked changes"), (("commentReference",), "comments")):
        first = next(root.iter(*(W + mark for mark in marks)), None)
        if first is not None:
            holders = {id(first), *map(id, first.iterancestors())}
            place = next((where for p, where in places(name, root) if id(p) in holders), "the file")
            yield TemplateFault(what, place, "settle and remove them, they would be sent out")


def _where_nothing_prints(paragraph: Any, place: str) -> Iterator[TemplateFault]:
    """Tags in a field's code or a picture's description, and hidden words."""
    for code in paragraph.iter(W + "instrText", W + "fldSimple"):
        words = (code.text or "") + code.get(W + "instr", "")
        if _TAG.search(words) or words.split()[:1] == ["MERGEFIELD"]:
            yield TemplateFault(
                words.strip(),
                place,
                "this is a field of Word, which the program does not fill: type a tag as text",
            )
    for element in paragraph.iter():
        for key in ("descr", "title", "alt"):
            if isinstance(element.tag, str) and _TAG.search(words := element.get(key, "")):
                yield TemplateFault(
                    words,
                    place,
                    "a tag in a picture's description is not filled: describe the picture in plain words",
                )
    for run in paragraph.iter(W + "r"):
        words = "".join(t.text or "" for t in run.iter(W + "t"))
        vanish = run.find(f"{W}rPr/{W}vanish")
        if words.strip() and vanish is not None and vanish.get(W + "val", "1") not in ("0", "false"):
            yield TemplateFault(
                words, place, "these words are hidden, and would be sent out: show or delete them"
            )
