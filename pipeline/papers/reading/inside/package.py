"""Every part of an Office file (.docx, .xlsx, .pptx): known parts are read, unknown ones are a fault."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Any

from pipeline.papers.reading.inside.gathering import LARGEST, Gathering
from pipeline.papers.reading.inside.markup import NotReadError, parsed, read_markup, styles_that_hide
from pipeline.papers.reading.inside.pictures import picture_notes
from pipeline.papers.reading.inside.runs import local
from pipeline.papers.reading.inside.strings import as_text, strings
from pipeline.papers.reading.inside.zipped import heads, unread_stretches

Opener = Callable[[bytes, str, Gathering], None]

_MOST_PARTS = 2000
_KNOWN_XML = re.compile(
    r"application/vnd\.openxmlformats-officedocument\.[\w.-]+\+xml"
    r"|application/vnd\.openxmlformats-package\.(?:core-properties|relationships)\+xml"
    r"|application/vnd\.ms-(?:word|office|excel|powerpoint)\.[\w.-]+\+xml"
    r"|application/xml|text/xml|image/svg\+xml"
)
_USUAL_NAME = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(?:app|core|custom)\.xml|docProps/thumbnail\.\w+"
    r"|customXml/(?:_rels/)?item(?:Props)?\d+\.xml(?:\.rels)?"
    r"|word/(?:_rels/)?(?:document|settings|styles|stylesWithEffects|numbering|fontTable|webSettings|footnotes"
    r"|endnotes|header\d*|footer\d*|theme/theme\d*)\.xml(?:\.rels)?|word/media/image\d+\.\w+"
)
_PICTURES = ("png", "jpg", "jpeg", "jfif", "gif", "bmp", "tif", "tiff", "wdp", "webp")
_DRAWINGS = ("emf", "wmf")
_CALLED = {
    "document": "text",
    "header": "page header",
    "footer": "page footer",
    "footnotes": "footnotes",
    "endnotes": "endnotes",
    "comments": "comments",
    "people": "people who commented or changed",
    "settings": "settings",
    "styles": "styles",
    "core": "document properties",
    "app": "document properties",
    "custom": "document properties of its own",
    "item": "stored data (custom XML)",
    "chart": "chart",
    "data": "drawing (SmartArt)",
    "drawing": "drawing",
    "sheet": "sheet of a workbook",
    "sharedStrings": "workbook",
    "workbook": "workbook",
}
_PROPERTIES = {"creator": "its author", "lastModifiedBy": "who saved it last", "Company": "the company"}
_PROPERTIES |= {"Manager": "the manager", "Template": "the template's name"}


def read_package(data: bytes, gathering: Gathering, opener: Opener) -> None:
    """Take in every part. `opener` reads a paper inside this one."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _Package(package, gathering, opener).read(data)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError, ValueError) as err:
        gathering.fault(f"the file is damaged or locked ({' '.join(str(err).split())[:100]})")


class _Package:
    """One Office file while its parts are read."""

    def __init__(self, package: zipfile.ZipFile, gathering: Gathering, opener: Opener) -> None:
        self.package, self.gathering, self.opener = package, gathering, opener
        self.types: dict[str, str] = {}
        self.styles: frozenset[str] = frozenset()
        self.room = 4 * LARGEST

    def read(self, data: bytes) -> None:
        """All parts, in the order of their names, and what lies between them."""
        infos = sorted((i for i in self.package.infolist() if not i.is_dir()), key=lambda i: i.filename)
        names = [info.filename.casefold() for info in infos]
        if len(infos) > _MOST_PARTS or len(set(names)) < len(names):
            self.gathering.fault("the file holds a part twice, or far more parts than a paper")
            return
        for said in unread_stretches(data, self.package):
            self.gathering.fault(said)
        for text in heads(data, self.package):
            self.gathering.text(text, "head of a part of the file", hidden=True)
        for folder in (info.filename for info in self.package.infolist() if info.is_dir()):
            self.gathering.text(folder, "name of a folder in the file", hidden=True)
        self.gathering.text(as_text(self.package.comment), "remark on the file", hidden=True)
        self._prepare()
        for info in infos:
            for text in (as_text(info.comment), *strings(info.extra)):
                self.gathering.text(text, f"remark on {info.filename}", hidden=True)
            if not _USUAL_NAME.fullmatch(info.filename):
                self.gathering.text(info.filename, "name of a part of the file", hidden=True)
            self._part(info)

    def _prepare(self) -> None:
        types = self._root("[Content_Types].xml")
        for entry in types if types is not None else ():
            key = entry.get("PartName", "").lstrip("/") or f".{entry.get('Extension', '')}"
            self.types[key.casefold()] = entry.get("ContentType", "")
        styles = self._root("word/styles.xml")
        if styles is not None:
            self.styles = styles_that_hide(styles)

    def _root(self, name: str) -> Any:
        if name not in self.package.namelist():
            return None
        try:
            return parsed(self._data(self.package.getinfo(name)))
        except NotReadError:
            return None  # said when its turn comes

    def _data(self, info: zipfile.ZipInfo) -> bytes:
        with self.package.open(info) as part:
            data = part.read(min(LARGEST, self.room) + 1)
        if len(data) > min(LARGEST, self.room):
            raise NotReadError("it is enormous when unpacked")
        return data

    def _part(self, info: zipfile.ZipInfo) -> None:
        name = info.filename
        try:
            data = self._data(info)
            self.room -= len(data)
            self._known(name, data, self._type_of(name))
        except NotReadError as err:
            self.gathering.fault(f"the part {name} cannot be read: {err}")

    def _type_of(self, name: str) -> str:
        end = f".{name.rpartition('.')[2]}"
        return self.types.get(name.casefold()) or self.types.get(end.casefold(), "")

    def _known(self, name: str, data: bytes, kind: str) -> None:
        end = name.rpartition(".")[2].casefold()
        if data[:4] in (b"PK\x03\x04", b"%PDF"):
            inner = self.gathering.inner(f"file inside, {posixpath.basename(name)}")
            self.opener(data, posixpath.basename(name), inner)
            self.gathering.take(inner)
        elif name == "[Content_Types].xml" or end in ("xml", "rels", "vml", "svg") or kind.endswith("xml"):
            self._xml(name, data, kind)
        elif end in _PICTURES:
            self._picture(name, data)
        else:
            self._unknown(
                name, data, "a drawing" if end in _DRAWINGS else "a part of a kind it does not know"
            )

    def _unknown(self, name: str, data: bytes, what: str) -> None:
        for text in strings(data):
            self.gathering.text(text, f"inside {name}", hidden=True)
        self.gathering.fault(f"the check cannot read {name}: {what}. Take it out of the paper")

    def _picture(self, name: str, data: bytes) -> None:
        if "thumbnail" in name.casefold():
            self.gathering.leave("a small picture of its first page (thumbnail)")
        picture_notes(data, f"picture {posixpath.basename(name)}", self.gathering)

    def _xml(self, name: str, data: bytes, kind: str) -> None:
        root = parsed(data)
        part = called(name)
        if name.endswith(".rels"):
            _links(root, name, self.gathering)
        read_markup(root, part, self.gathering, self.styles)
        if name == "[Content_Types].xml" or name.endswith(".rels"):
            return
        for said in _left_in(name, root):
            self.gathering.leave(said)
        if not _KNOWN_XML.fullmatch(kind):
            self.gathering.fault(
                f"the part {name} is of a kind the check does not know. Take it out of the paper"
            )


def called(name: str) -> str:
    """What a person would call a part, with its name where there may be several."""
    stem = posixpath.basename(name).partition(".")[0]
    words = _CALLED.get(stem.rstrip("0123456789"))
    if name.startswith("word/glossary/"):
        return f"prompts and building blocks ({stem})"
    return words if words == "text" else f"{words} ({stem})" if words else name


def _links(root: Any, name: str, gathering: Gathering) -> None:
    for link in root:
        where = str(link.get("Target", ""))
        if str(link.get("TargetMode", "")).casefold() == "external":
            gathering.text(where, f"link in {called(name.replace('_rels/', ''))}", hidden=True)


def _left_in(name: str, root: Any) -> Iterator[str]:
    """Who and what made the paper, where a part says so."""
    if name == "docProps/custom.xml" and len(root):
        yield "document properties of its own"
    if name.endswith("people.xml") and len(root):
        yield "the names of people who commented or changed it"
    if not name.startswith("docProps/"):
        return
    for element in root.iter():
        what = _PROPERTIES.get(local(element.tag))
        if what and (element.text or "").strip():
            yield f"{what}: {' '.join(element.text.split())}"
