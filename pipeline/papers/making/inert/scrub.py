"""Page content without anything that acts, hides or points elsewhere.

Works by what is allowed: each kind of object keeps the entries that drawing needs and loses all others. What has
to be shown differently (layers that can be hidden, PostScript, content kept in another file) raises Unfit: such a
page is turned into a picture instead.
"""

from __future__ import annotations

from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Stream

from pipeline.papers.making.inert.bare import drawn_only, make_bare
from pipeline.papers.making.inert.unfit import Unfit

_STREAM = {"/Length", "/Filter", "/DecodeParms", "/Type"}
_FORM = _STREAM | {"/Subtype", "/FormType", "/BBox", "/Matrix", "/Resources", "/Group"}
_IMAGE = _STREAM | {
    *("/Subtype", "/Width", "/Height", "/ColorSpace", "/BitsPerComponent", "/ImageMask", "/Mask", "/SMask"),
    *("/Decode", "/Interpolate", "/Intent", "/Matte", "/SMaskInData"),
}
_FONT = {
    *("/Type", "/Subtype", "/BaseFont", "/FirstChar", "/LastChar", "/Widths", "/FontDescriptor", "/Encoding"),
    *(
        "/ToUnicode",
        "/DescendantFonts",
        "/CIDSystemInfo",
        "/DW",
        "/W",
        "/DW2",
        "/W2",
        "/CIDToGIDMap",
        "/Name",
    ),
    *("/FontBBox", "/FontMatrix", "/CharProcs", "/Resources"),
}
_STATE = {
    *("/Type", "/LW", "/LC", "/LJ", "/ML", "/D", "/RI", "/OP", "/op", "/OPM", "/SA", "/BM", "/SMask", "/CA"),
    *("/ca", "/AIS", "/TK", "/FL", "/SM", "/Font"),
}
_PATTERN = _STREAM | {
    *("/PatternType", "/PaintType", "/TilingType", "/BBox", "/XStep", "/YStep", "/Resources", "/Matrix"),
    *("/Shading", "/ExtGState"),
}
_MASK = {"/Type", "/S", "/G", "/BC", "/TR"}
# Never part of what draws a font, a colour or a shading.
_ACTIVE = {
    *(
        "/A",
        "/AA",
        "/OpenAction",
        "/JS",
        "/EF",
        "/AF",
        "/Ref",
        "/PieceInfo",
        "/Metadata",
        "/XFA",
        "/Collection",
    ),
    *(
        "/RichMediaContent",
        "/3DD",
        "/PA",
        "/OC",
        "/OCProperties",
        "/NeedAppearances",
        "/URI",
        "/Annots",
        "/Parent",
    ),
}
_DEEPEST = 60


class Scrubber:
    """Scrubs the objects of one document in place; remembers what it has done."""

    def __init__(self) -> None:
        self._seen: set[tuple[int, int]] = set()

    def form(self, stream: Any, depth: int = 0) -> None:
        """A form XObject, and all it draws with. Raises Unfit."""
        if self._done(stream, depth):
            return
        _only(stream, _FORM)
        group = stream.get("/Group")
        if isinstance(group, Dictionary):
            _only(group, {"/Type", "/S", "/CS", "/I", "/K"})
            self._plain(group.get("/CS"), depth + 1)
        drawn = make_bare(stream)
        if "/Resources" in stream:
            stream.Resources = drawn_only(stream.Resources, drawn.names)
        self.resources(stream.get("/Resources"), depth + 1)

    def resources(self, resources: Any, depth: int = 0) -> None:
        """The resources of a page or form. Raises Unfit."""
        if not isinstance(resources, Dictionary):
            return
        if self._done(resources, depth):
            return
        layers = resources.get("/Properties")
        if isinstance(layers, Dictionary) and any(_is_layer(layers[k]) for k in layers.keys()):  # noqa: SIM118
            raise Unfit("it has layers that can be hidden")
        kinds = {
            "/Font": self._font,
            "/XObject": self._xobject,
            "/ExtGState": self._state,
            "/ColorSpace": self._plain,
            "/Pattern": self._pattern,
            "/Shading": self._plain,
        }
        _only(resources, set(kinds))
        for kind, scrub in kinds.items():
            named: Any = resources.get(kind)
            for key in list(named.keys()) if isinstance(named, Dictionary) else ():
                scrub(named[key], depth + 1)

    def _xobject(self, found: Any, depth: int) -> None:
        if not isinstance(found, Stream):
            raise Unfit("it draws something that is not there")
        if "/OC" in found:
            raise Unfit("it has layers that can be hidden")
        if "/Ref" in found or "/PS" in found or "/Subtype2" in found:
            raise Unfit("it draws from another file or with PostScript")
        subtype = str(found.get("/Subtype", ""))
        if subtype == "/Form":
            self.form(found, depth)
        elif subtype == "/Image":
            self._image(found, depth)
        else:
            raise Unfit("it draws with PostScript or something unknown")

    def _image(self, image: Any, depth: int) -> None:
        if self._done(image, depth):
            return
        _only(image, _IMAGE)
        for key in ("/SMask", "/Mask"):
            if isinstance(image.get(key), Stream):
                self._xobject(image[key], depth + 1)
        self._plain(image.get("/ColorSpace"), depth + 1)

    def _font(self, font: Any, depth: int) -> None:
        if not isinstance(font, Dictionary) or self._done(font, depth):
            return
        _only(font, _FONT)
        procs: Any = font.get("/CharProcs")
        for key in list(procs.keys()) if isinstance(procs, Dictionary) else ():
            if isinstance(procs[key], Stream):
                _inside(procs[key])
                _only(procs[key], _STREAM)
                _wordless(procs[key])
        self.resources(font.get("/Resources"), depth + 1)
        for key in ("/FontDescriptor", "/ToUnicode", "/Encoding", "/CIDToGIDMap"):
            self._plain(font.get(key), depth + 1)
        for descendant in font.get("/DescendantFonts", ()):
            self._font(descendant, depth + 1)

    def _state(self, state: Any, depth: int) -> None:
        if not isinstance(state, Dictionary) or self._done(state, depth):
            return
        _only(state, _STATE)
        mask = state.get("/SMask")
        if isinstance(mask, Dictionary) and not self._done(mask, depth):
            _only(mask, _MASK)
            self._xobject(mask.get("/G"), depth + 1)
            _wordless(mask.G)
            self._plain(mask.get("/TR"), depth + 1)
        font = state.get("/Font")
        if isinstance(font, Array) and len(font):
            self._font(font[0], depth + 1)

    def _pattern(self, pattern: Any, depth: int) -> None:
        if not isinstance(pattern, Stream | Dictionary) or self._done(pattern, depth):
            return
        _only(pattern, _PATTERN)
        if isinstance(pattern, Stream):
            _wordless(pattern)
        self.resources(pattern.get("/Resources"), depth + 1)
        self._plain(pattern.get("/Shading"), depth + 1)
        self._state(pattern.get("/ExtGState"), depth + 1)

    def _plain(self, value: Any, depth: int) -> None:
        """Data that draws nothing by itself: colour spaces, functions, descriptors, encodings."""
        if isinstance(value, Array):
            if not self._done(value, depth):
                for part in value:
                    self._plain(part, depth + 1)
        elif isinstance(value, Dictionary | Stream) and not self._done(value, depth):
            if isinstance(value, Stream):
                _inside(value)
            for key in list(value.keys()):
                if key in _ACTIVE:
                    del value[key]
                else:
                    self._plain(value[key], depth + 1)

    def _done(self, found: Any, depth: int) -> bool:
        """Whether this object has been scrubbed already (documents may loop). Raises Unfit when too deep."""
        if depth > _DEEPEST:
            raise Unfit("its parts are nested too deeply")
        if isinstance(found, Stream):
            _inside(found)
        if not isinstance(found, Object) or not found.is_indirect:
            return False
        if found.objgen in self._seen:
            return True
        self._seen.add(found.objgen)
        return False


def _only(found: Any, allowed: set[str]) -> None:
    for key in [k for k in found.keys() if k not in allowed]:  # noqa: SIM118  (a pikepdf object, not a dict)
        del found[key]


def _wordless(stream: Any) -> None:
    """A pattern, a mask, a letter made of drawings: words in it could not be judged by how they look."""
    if make_bare(stream).words:
        raise Unfit("it has words in a pattern or a mask")


def _inside(stream: Any) -> None:
    if "/F" in stream or "/FFilter" in stream:
        raise Unfit("part of it is kept in another file")


def _is_layer(found: Any) -> bool:
    return isinstance(found, Dictionary) and found.get("/Type") in (Name.OCG, Name.OCMD)
