"""The parts of a Word file, opened with care: bounded sizes, no double parts, no entities, nothing fetched."""

from __future__ import annotations

import contextlib
import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pipeline.model.errors import ReadingError

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MOST_PARTS = 2000
_LARGEST_PART = 24 * 1024 * 1024  # bytes unpacked
_MOST_ELEMENTS = 400_000
_STRICT = (b"http://purl.oclc.org/ooxml/", b"http://schemas.openxmlformats.org/")
_STRICT_ENDS = (
    (b"openxmlformats.org/wordprocessingml/main", b"openxmlformats.org/wordprocessingml/2006/main"),
    (
        b"openxmlformats.org/officeDocument/customProperties",
        b"openxmlformats.org/officeDocument/2006/custom-properties",
    ),
    (
        b"openxmlformats.org/officeDocument/docPropsVTypes",
        b"openxmlformats.org/officeDocument/2006/docPropsVTypes",
    ),
    (
        b"openxmlformats.org/officeDocument/relationships",
        b"openxmlformats.org/officeDocument/2006/relationships",
    ),
)
_AROUND = re.compile(r"(?:header|footer|comments|footnotes|endnotes)[0-9]{0,3}\.xml")
_ITEM = re.compile(r"customXml/item([0-9]{1,4})\.xml")
_WHAT = "Word file"
_AGAIN = "Open it in Word, save it again as .docx and send that."


@dataclass(frozen=True)
class WordParts:
    """The parts the reader needs, as lxml elements.

    `properties`: the custom document properties. `prompts`: the document's own prompts, by the name under which
    its controls refer to them. `around`: headers, footers, comments and notes, by the names of their parts.
    """

    document: Any
    styles: Any
    properties: Mapping[str, str]
    prompts: Mapping[str, str]
    around: Mapping[str, Any] = field(default_factory=dict)
    stored: Mapping[str, Any] = field(
        default_factory=dict
    )  # custom XML that controls are bound to, by its id


def open_word(data: bytes) -> WordParts:
    """The parts of a .docx. Raises ReadingError: damaged, locked, doubled or bomb-like."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _check(package)
            name = _main_part(package)
            folder = posixpath.dirname(name)
            document = _needed(package, name)
            return WordParts(
                document,
                _xml(package, f"{folder}/styles.xml"),
                _properties(_xml(package, "docProps/custom.xml")),
                _prompts(_xml(package, f"{folder}/glossary/document.xml")),
                _around(package, folder),
                _stored(package) if next(document.iter(f"{_W}dataBinding"), None) is not None else {},
            )
    except (
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
        EOFError,
        RuntimeError,
        ValueError,
    ) as err:
        raise _damaged(" ".join(str(err).split())[:120]) from err


def _check(package: zipfile.ZipFile) -> None:
    names = [info.filename.casefold().replace("\\", "/").lstrip("/") for info in package.infolist()]
    if len(names) > _MOST_PARTS:
        raise ReadingError(_WHAT, f"it has {len(names)} parts, far more than a form.", _AGAIN)
    twice = sorted({n for n in names if names.count(n) > 1} if len(set(names)) < len(names) else set())
    if twice:
        why = f"it holds the part {twice[0]!r} twice, so two programs could read two different forms."
        raise ReadingError(_WHAT, why, _AGAIN)
    if any(info.flag_bits & 1 for info in package.infolist()):
        raise ReadingError(_WHAT, "its parts are locked with a password.", "Save it without a password.")


def _main_part(package: zipfile.ZipFile) -> str:
    """The document's part: what the package's relationships call its office document."""
    relations = _xml(package, "_rels/.rels")
    for relation in relations if relations is not None else ():
        if str(relation.get("Type", "")).endswith("/officeDocument"):
            return posixpath.normpath(str(relation.get("Target", "")).lstrip("/"))
    return "word/document.xml"


def _needed(package: zipfile.ZipFile, name: str) -> Any:
    root = _xml(package, name)
    if root is None:
        raise _damaged(f"the part {name[:60]} is missing")
    if not str(root.tag).endswith("}document"):
        raise ReadingError("Office file", "it is not a Word document.", "Send the panel's own Word form.")
    return root


def _xml(package: zipfile.ZipFile, name: str) -> Any:
    """One part, parsed; None when it is not there. Document types and entities are refused."""
    from lxml import etree

    try:
        with package.open(name) as part:
            data = part.read(_LARGEST_PART + 1)
    except KeyError:
        return None
    if len(data) > _LARGEST_PART:
        raise ReadingError(_WHAT, f"its part {name} is enormous when unpacked.", _AGAIN)
    if data.count(b"<") > 2 * _MOST_ELEMENTS:
        raise ReadingError(_WHAT, f"its part {name} has far more in it than a form.", _AGAIN)
    if _STRICT[0] in data:
        data = data.replace(*_STRICT)
        for strict, usual in _STRICT_ENDS:
            data = data.replace(strict, usual)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as err:
        raise _malformed(name, str(err)) from err
    info = root.getroottree().docinfo
    if info.doctype or info.internalDTD is not None:
        raise ReadingError(_WHAT, "it defines entities of its own, which no Word program does.", _AGAIN)
    return root


def _around(package: zipfile.ZipFile, folder: str) -> dict[str, Any]:
    """Headers, footers, comments and notes, by name: header1.xml."""
    found: dict[str, Any] = {}
    for name in package.namelist():
        path, _, last = name.rpartition("/")
        if path == folder and _AROUND.fullmatch(last):
            found[last] = _xml(package, name)
    return found


def _stored(package: zipfile.ZipFile) -> dict[str, Any]:
    """The custom XML parts by their ids."""
    found: dict[str, Any] = {}
    for name in package.namelist():
        match = _ITEM.fullmatch(name)
        if match is None:
            continue
        with contextlib.suppress(ReadingError):  # what is damaged there is not the form
            about = _xml(package, f"customXml/itemProps{match[1]}.xml")
            keys = (
                (str(v) for k, v in about.attrib.items() if k.endswith("itemID")) if about is not None else ()
            )
            found |= {key.casefold(): _xml(package, name) for key in keys}
    return found


def _malformed(name: str, said: str) -> ReadingError:
    if "Excessive depth" in said:
        return ReadingError(
            _WHAT, "things in it stand inside each other far more deeply than in any form.", _AGAIN
        )
    return _damaged(f"{name}: {' '.join(said.split())[:100]}")


def _properties(custom: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for item in custom if custom is not None else ():
        found.setdefault(str(item.get("name", "")), "".join(item.itertext()).strip())
    return found


def _prompts(glossary: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in glossary.iter(f"{_W}docPart") if glossary is not None else ():
        name = part.find(f"{_W}docPartPr/{_W}name")
        if name is not None:
            words = "".join(text.text or "" for text in part.iter(f"{_W}t"))
            found.setdefault(str(name.get(f"{_W}val")), words)
    return found


def _damaged(reason: str) -> ReadingError:
    return ReadingError(
        _WHAT,
        f"it is damaged; a part of it was probably lost on its way (for the helpdesk: {reason}).",
        _AGAIN,
    )
