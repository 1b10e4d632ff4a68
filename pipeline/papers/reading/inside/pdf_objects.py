"""Every object of a PDF, whether a page uses it or not: strings, names, streams by what they are."""

from __future__ import annotations

import posixpath
import re
import zlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from pipeline.papers.reading.inside.gathering import LARGEST, Gathering
from pipeline.papers.reading.inside.looks_only import is_moment
from pipeline.papers.reading.inside.markup import NotReadError, parsed, read_markup
from pipeline.papers.reading.inside.pdf_names import may_be_words
from pipeline.papers.reading.inside.pictures import as_png, drawn, picture_notes
from pipeline.papers.reading.inside.strings import as_text, strings

if TYPE_CHECKING:
    import pikepdf

Opener = Callable[[bytes, str, Gathering], None]

_DEEPEST = 60
_SKIPPED_WORDS = """
ID CheckSum Panose CharSet O U OE UE Perms Lookup
"""
_SKIPPED = frozenset(_SKIPPED_WORDS.split())
_OF_SETS = frozenset(("Lang", "Registry", "Ordering"))
_USUAL = re.compile(
    r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*|Adobe|Identity|UCS2?"
)  # a language; sets of letters
_LOOKS_WORDS = """
FontFile FontFile2 FontFile3 ToUnicode CIDToGIDMap CIDSet Encoding ColorSpace DestOutputProfile ICCBased
Function Functions TR TR2 BG BG2 UCR UCR2 HT Shading JBIG2Globals Alternate
"""
_LOOKS = frozenset(_LOOKS_WORDS.split())
_SHOWN = frozenset(("V", "Contents", "Title", "Alt", "ActualText", "E"))  # on the screen, or read out
_DRAWN = frozenset(["Contents", "CharProcs", "N", "D", "R", "Pattern"])
_SCRIPTS = frozenset(["JS", "XFA", "RV", "RC"])
_CALLED = {
    "Contents": "annotation",
    "T": "form field, or who wrote an annotation",
    "TU": "form field",
    "V": "form value",
    "DV": "form value",
    "RV": "form value",
    "RC": "annotation",
    "Opt": "choices of a form field",
    "Title": "title or bookmark",
    "Author": "author",
    "Subject": "subject",
    "Keywords": "keywords",
    "Creator": "program",
    "Producer": "program",
    "Alt": "alternative text",
    "ActualText": "text for screen readers",
    "E": "expanded abbreviation",
    "JS": "script",
    "URI": "link",
    "Name": "layer or name",
    "P": "page label",
    "F": "name of a file",
    "UF": "name of a file",
    "Desc": "description of a file",
    "Names": "name of a place or an attachment",
}


def read_objects(pdf: pikepdf.Pdf, gathering: Gathering, opener: Opener) -> tuple[Any, ...]:
    """Take in all objects; the streams that draw something are returned, for their text to be read as pages."""
    walk = _Walk(gathering)
    walk.value(pdf.trailer, "", 0)
    for found in pdf.objects:
        walk.value(found, "", 0)
    drawn = []
    for number, stream in walk.streams.items():
        for text in _behind(stream):
            gathering.text(text, "behind packed data inside the PDF", hidden=True)
        role = walk.roles.get(number, "")
        if _read_stream(stream, role, walk.names.get(number, ""), gathering, opener):
            drawn.append(stream)
    return tuple(drawn)


class _Walk:
    """Goes through values; notes under which key each stream hangs, and what attached files are called."""

    def __init__(self, gathering: Gathering) -> None:
        self.gathering = gathering
        self.streams: dict[tuple[int, int], Any] = {}
        self.roles: dict[tuple[int, int], str] = {}
        self.names: dict[tuple[int, int], str] = {}

    def value(self, found: Any, key: str, depth: int) -> None:
        """One value; indirect ones have their own turn."""
        import pikepdf

        if isinstance(found, pikepdf.Stream):
            self.streams.setdefault(found.objgen, found)
        if depth and getattr(found, "is_indirect", False):
            self._hangs(found, key)
        elif isinstance(found, pikepdf.String):
            self._string(found, key)
        elif isinstance(found, pikepdf.Name):
            self._name(str(found)[1:], key)
        elif depth > _DEEPEST:
            self.gathering.fault("things in the PDF stand inside each other too deeply")
        else:
            self._holder(found, key, depth)

    def _holder(self, found: Any, key: str, depth: int) -> None:
        import pikepdf

        if isinstance(found, pikepdf.Array):
            for item in found:  # type: ignore[attr-defined,unused-ignore]
                self.value(item, key, depth + 1)
        elif isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
            self._dictionary(found, key, depth)

    def _hangs(self, found: Any, key: str) -> None:
        import pikepdf

        if isinstance(found, pikepdf.Stream):
            self.roles.setdefault(found.objgen, key)
        elif isinstance(found, pikepdf.Array):
            for item in found:  # type: ignore[attr-defined,unused-ignore]
                if isinstance(item, pikepdf.Stream):
                    self.roles.setdefault(item.objgen, key)

    def _dictionary(self, found: Any, key: str, depth: int) -> None:
        import pikepdf

        if isinstance(found.get("/EF"), pikepdf.Dictionary):
            name = str(found.get("/UF", found.get("/F", "")))
            for file in found["/EF"].values():
                self.names[file.objgen] = self.names.get(file.objgen) or name
        inherited = key if key in ("EF", "CharProcs", "AP", "N", "D", "R", "Pattern") else ""
        for name, item in found.items():
            self._name(name[1:], key)
            self.value(item, inherited if inherited and inherited != "AP" else name[1:], depth + 1)

    def _string(self, found: Any, key: str) -> None:
        if is_moment(str(found)) or (key in _OF_SETS and _USUAL.fullmatch(str(found))):
            return
        if key in _SKIPPED and not (key == "ID" and _written(bytes(found))):
            return
        text, place = str(found), f"PDF, {_CALLED.get(key, key or 'object')}"
        if sum(not c.isprintable() and c not in "\r\n\t\x1b\u00ad" for c in text) * 4 > len(text):
            for inner in strings(bytes(found)):
                self.gathering.text(inner, place, hidden=True)
        else:
            self.gathering.text(text, place, hidden=key not in _SHOWN)

    def _name(self, name: str, key: str) -> None:
        if may_be_words(name, key):
            self.gathering.text(name, f"PDF, name {key}".rstrip(), hidden=True)


def _written(data: bytes) -> bool:
    """Whether somebody may have written a file's ID by hand: sixteen bytes of a digest often are letters of Latin-1."""
    try:
        return data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8").isprintable()
    except UnicodeDecodeError:
        return False


def _read_stream(stream: Any, role: str, name: str, gathering: Gathering, opener: Opener) -> bool:
    """One stream by what it is; whether it draws something."""
    kind, subtype = str(stream.get("/Type", ""))[1:], str(stream.get("/Subtype", ""))[1:]
    if subtype == "Image" or role == "Thumb":
        _picture(stream, role, gathering)
    elif subtype == "Form" or role in _DRAWN or kind == "Pattern":
        return True
    elif kind == "EmbeddedFile" or role == "EF" or name:
        _attached(stream, name, gathering, opener)
    elif kind == "Metadata" or role == "Metadata":
        _metadata(_bytes(stream, gathering), gathering)
    elif role in _SCRIPTS:
        code = as_text(_bytes(stream, gathering))
        gathering.text(code, f"PDF, {_CALLED.get(role, 'form data')}", hidden=True)
    elif not _is_about_looks(stream, kind, role):
        for text in strings(_bytes(stream, gathering)):
            gathering.text(text, "data inside the PDF", hidden=True)
        gathering.fault("the PDF holds data of a kind the check does not know; make it anew")
    return False


def _behind(stream: Any) -> Iterator[str]:
    """Words behind the end of packed bytes, where no program unpacks them."""
    if [str(f) for f in _filters(stream)] != ["/FlateDecode"]:
        return
    unpacking = zlib.decompressobj()
    raw = bytes(stream.read_raw_bytes())
    try:
        while raw and not unpacking.eof:
            unpacking.decompress(raw, LARGEST)
            raw = unpacking.unconsumed_tail
    except zlib.error:
        return  # said where it is read
    yield from strings(unpacking.unused_data)


def _is_about_looks(stream: Any, kind: str, role: str) -> bool:
    """Whether a stream is a font, colours, a calculation, or how the file itself is stored."""
    marks = ("/FunctionType", "/ShadingType", "/HalftoneType")
    return role in _LOOKS or kind in ("XRef", "ObjStm") or any(mark in stream for mark in marks)


def _bytes(stream: Any, gathering: Gathering) -> bytes:
    import pikepdf

    try:
        data = bytes(stream.read_bytes())
    except pikepdf.PdfError:
        gathering.fault("a part of the PDF is packed in a way the check does not know")
        return bytes(stream.read_raw_bytes())
    if len(data) > LARGEST:
        gathering.fault("a part of the PDF is enormous when unpacked")
    return data[:LARGEST]


def _picture(stream: Any, role: str, gathering: Gathering) -> None:
    if role == "Thumb":
        gathering.leave("a small picture of a page (thumbnail)")
    packed = [str(f)[1:] for f in _filters(stream)]
    if packed in (["DCTDecode"], ["JPXDecode"]):
        place = f"picture in the PDF (object {stream.objgen[0]})"
        picture_notes(bytes(stream.read_raw_bytes()), place, gathering)
    else:
        _points(stream, gathering)


def _points(stream: Any, gathering: Gathering) -> None:
    """A picture that is stored point by point, unless it was drawn from what the paper says in words too."""
    import pikepdf

    place = f"picture in the PDF (object {stream.objgen[0]})"
    try:
        picture = pikepdf.PdfImage(stream).as_pil_image()
        bare = "/Mask" not in stream and "/SMask" not in stream
        if bare and gathering.own and drawn(picture) in gathering.own:
            return
        gathering.draws(place, as_png(picture))
    except (pikepdf.PdfError, OSError, ValueError, NotImplementedError, RuntimeError):
        pass  # nobody's to read but a person's
    gathering.picture(place)


def _filters(stream: Any) -> Iterator[Any]:
    import pikepdf

    found = stream.get("/Filter")
    if isinstance(found, pikepdf.Array):
        yield from found
    elif found is not None:
        yield found


def _attached(stream: Any, name: str, gathering: Gathering, opener: Opener) -> None:
    gathering.refuse("a file is attached to the PDF: take it out")
    name = posixpath.basename(name) or "attachment"
    inner = gathering.inner(f"attached file, {name}")
    opener(_bytes(stream, gathering), name, inner)
    gathering.take(inner)


def _metadata(data: bytes, gathering: Gathering) -> None:
    try:
        read_markup(parsed(data.strip()), "metadata (XMP)", gathering)
    except NotReadError as err:
        gathering.text(as_text(data), "metadata (XMP)", hidden=True)
        gathering.fault(f"the metadata of the PDF cannot be read: {err}")
