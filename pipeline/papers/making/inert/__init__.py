"""A filled form as plain pages: A4, the values painted in, nothing that acts, links, hides or phones home.

Every page is scaled into a frame that leaves room for the pack's running head and foot. The same form filled ten
times comes out with the same parts byte for byte, so that a pack holds them once. Made once, at intake, inside
the sandbox: what comes from outside may hang or explode.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pipeline.model.errors import ReadingError
from pipeline.papers.making.inert.sheet import Sheet
from pipeline.papers.making.style import A4_HEIGHT, A4_WIDTH, MARGIN, NOTE_BASE, NOTE_SIZE

FRAME_SIDE, FRAME_TOP, FRAME_BOTTOM = 24.0, 44.0, 40.0
MOST_PAGES = 200
MOST_CONTENT = 64 * 2**20  # bytes of page content in one document, unpacked
_LARGEST_SCALE = 1.25
_CUT_NOTE = "… : in full on the case sheet"

_WHAT = "This PDF"
_REMEDY = "Open it, print it to a new PDF and send that instead."


def make_inert(pdf: bytes) -> bytes:
    """The pages of a PDF, values painted in, as an inert A4 PDF; deterministic. A page that hides words or layers
    becomes a picture of what it shows.

    Raises ReadingError when it is encrypted, damaged or too large, ConversionError when a page cannot be shown.
    """
    from pipeline.papers.making.inert.hidden import hiding

    with _translated():
        inert = _carried_over(pdf, frozenset())
        hidden = hiding(inert)
        return _carried_over(pdf, hidden) if hidden else inert


def _carried_over(pdf: bytes, as_pictures: frozenset[int]) -> bytes:
    """The inert copy; the pages numbered in `as_pictures` become pictures, and so do those that must."""
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as source, pikepdf.new() as out:
        if not 0 < len(source.pages) <= MOST_PAGES:
            raise ReadingError(
                _WHAT, f"It has {len(source.pages)} pages.", f"At most {MOST_PAGES} can be used."
            )
        _Inert(source, out).build(as_pictures)
        return _saved(out)


@contextmanager
def _translated() -> Iterator[None]:
    import pikepdf

    try:
        yield
    except pikepdf.PasswordError as err:
        raise ReadingError(_WHAT, "It is protected with a password.", "Send it without one.") from err
    except (pikepdf.PdfError, ValueError, TypeError, LookupError, AttributeError, ArithmeticError) as err:
        reason = str(err).rpartition(">: ")[2].rpartition("): ")[2]
        raise ReadingError(_WHAT, f"It is damaged ({reason}).", _REMEDY) from err
    except RecursionError as err:
        raise ReadingError(_WHAT, "Its parts are nested too deeply.", _REMEDY) from err


def _saved(out: Any) -> bytes:
    import pikepdf

    buffer = io.BytesIO()
    out.save(
        buffer,
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
    )
    return buffer.getvalue()


class _Inert:
    """Carries the pages of one document over into a new one."""

    def __init__(self, source: Any, out: Any) -> None:
        from pipeline.papers.making.inert.face import embed
        from pipeline.papers.making.inert.scrub import Scrubber

        self.source, self.out = source, out
        self.scrubber = Scrubber()
        self.face = embed(out)
        self.unpacked = 0
        self.pictures: dict[tuple[bytes, bytes], Any] = {}
        self.sheets: list[Sheet] = []
        self.flat: bytes | None = None

    def build(self, as_pictures: frozenset[int]) -> None:
        """Every page in order; one of `as_pictures`, or that cannot be scrubbed, becomes a picture of itself."""
        from pipeline.papers.making.inert.scrub import Scrubber
        from pipeline.papers.making.inert.unfit import Unfit

        self.sheets = [self._sheet(page.obj) for page in self.source.pages]
        for number, sheet in enumerate(self.sheets):
            try:
                parts = self._pictured(sheet, number) if number in as_pictures else self._kept(sheet)
            except Unfit:
                self.scrubber = Scrubber()  # what this page left half done is looked at again by the next
                parts = self._pictured(sheet, number)
            self._place(sheet, *parts)

    def _sheet(self, page: Any) -> Sheet:
        from pipeline.papers.making.inert.face import face
        from pipeline.papers.making.inert.paint import paint
        from pipeline.papers.making.inert.widgets import inherited, marks, text_of, whole

        form = self.source.Root.get("/AcroForm")
        default = text_of(form.get("/DA", "")) if form is not None else ""
        painted = paint(marks(page, default), face(), "/V")
        turned = whole(inherited(page, "/Rotate")) % 360
        return Sheet(page, _visible(page), turned, painted.stream, painted.pictures, painted.cut)

    def _kept(self, sheet: Sheet) -> tuple[Any, bytes, dict[str, Any]]:
        """The page's own content as one form, its values, and the pictures they need. Raises Unfit."""
        from pikepdf import Array, Dictionary

        from pipeline.papers.making.inert.widgets import inherited

        content = self._content(sheet.page)
        base = self.source.make_stream(content)
        base.Type, base.Subtype = _name("/XObject"), _name("/Form")
        base.BBox = Array([round(v, 3) for v in sheet.box])
        resources = inherited(sheet.page, "/Resources")
        base.Resources = resources if isinstance(resources, Dictionary) else Dictionary()
        group = sheet.page.get("/Group")
        if isinstance(group, Dictionary):
            base.Group = group
        self.scrubber.form(base)
        pictures = {name: self._carried(stream) for name, stream in sheet.pictures.items()}
        return self.out.copy_foreign(base), sheet.operators, pictures

    def _carried(self, stream: Any) -> Any:
        """A picture of a tick; the same one is carried over once."""
        from pipeline.papers.making.inert.paint import id_of

        self.scrubber.form(stream)
        stream.Type, stream.Subtype = _name("/XObject"), _name("/Form")
        key = id_of(stream)
        if key not in self.pictures:
            self.pictures[key] = self.out.copy_foreign(stream)
        return self.pictures[key]

    def _content(self, page: Any) -> bytes:
        from pikepdf import Array, PdfError, Stream

        from pipeline.papers.making.inert.unfit import Unfit

        contents = page.get("/Contents")
        streams = list(contents) if isinstance(contents, Array) else [contents]
        try:
            found = b"\n".join(s.read_bytes() for s in streams if isinstance(s, Stream))
        except PdfError as err:
            raise Unfit("its content is damaged") from err
        self.unpacked += len(found)
        if self.unpacked > MOST_CONTENT:
            raise ReadingError(_WHAT, "Its pages unpack to more than a form can hold.", _REMEDY)
        return found

    def _pictured(self, sheet: Sheet, number: int) -> tuple[Any, bytes, dict[str, Any]]:
        """The page as an image, drawn by PDFium as a viewer shows it, values included."""
        from pikepdf import Array, Dictionary

        from pipeline.papers.making.inert.picture import flat_copy, picture_of

        self.flat = self.flat or flat_copy(self.source, self.sheets)
        image = self.out.make_stream(*picture_of(self.flat, number, max(sheet.size)))
        wide, tall = sheet.box[2] - sheet.box[0], sheet.box[3] - sheet.box[1]
        drawn = f"q {wide:.3f} 0 0 {tall:.3f} {sheet.box[0]:.3f} {sheet.box[1]:.3f} cm /I Do Q"
        base = self.out.make_stream(drawn.encode("ascii"))
        base.Type, base.Subtype = _name("/XObject"), _name("/Form")
        base.BBox = Array([round(v, 3) for v in sheet.box])
        base.Resources = Dictionary(XObject=Dictionary(I=image))
        return base, b"", {}

    def _place(self, sheet: Sheet, base: Any, operators: bytes, pictures: dict[str, Any]) -> None:
        from pikepdf import Array, Dictionary, Page

        wide, tall = (A4_HEIGHT, A4_WIDTH) if sheet.size[0] > sheet.size[1] else (A4_WIDTH, A4_HEIGHT)
        matrix, frame = _placed(sheet, wide, tall)
        content = b"\n".join(
            (
                f"q {frame} re W n {matrix} cm /B Do".encode("ascii"),
                *((b"q", operators, b"Q") if operators else ()),
                f"Q q 0.6 G 0.5 w {frame} re S Q".encode("ascii"),
                *((_cut_note(wide),) if sheet.cut else ()),
            )
        )
        fonts = Dictionary(V=self.face) if b" Tf" in operators or sheet.cut else Dictionary()
        forms = Dictionary(B=self.out.make_indirect(base))
        for name, stream in pictures.items():
            forms[name] = stream
        page = Dictionary(
            Type=_name("/Page"),
            MediaBox=Array([0, 0, wide, tall]),
            Resources=Dictionary(XObject=forms, Font=fonts),
            Contents=self.out.make_stream(content),
        )
        self.out.pages.append(Page(self.out.make_indirect(page)))


def _visible(page: Any) -> tuple[float, float, float, float]:
    """The part of a page that a viewer shows: crop box within media box; A4 where neither makes sense."""
    from pipeline.papers.making.inert.widgets import inherited, rectangle

    media = rectangle(inherited(page, "/MediaBox"))
    if media is None or max(media[2] - media[0], media[3] - media[1]) > 20000:
        media = (0.0, 0.0, A4_WIDTH, A4_HEIGHT)
    crop = rectangle(inherited(page, "/CropBox")) or media
    both = (max(media[0], crop[0]), max(media[1], crop[1]), min(media[2], crop[2]), min(media[3], crop[3]))
    return both if both[2] - both[0] >= 1 and both[3] - both[1] >= 1 else media


def _cut_note(wide: float) -> bytes:
    """A line below the frame, at the right, that tells where the rest of a shortened answer stands."""
    from pipeline.papers.making.inert.face import face

    x = wide - MARGIN - face().width(_CUT_NOTE, NOTE_SIZE)
    place = f"/V {NOTE_SIZE} Tf 1 0 0 1 {x:.2f} {NOTE_BASE} Tm"
    return f"q BT 0.3 g {place} {face().shown(_CUT_NOTE)} Tj ET Q".encode("ascii")


def _placed(sheet: Sheet, wide: float, tall: float) -> tuple[str, str]:
    """The matrix that brings the page, upright, into the frame's middle; and the rectangle it then fills."""
    room_wide, room_tall = wide - 2 * FRAME_SIDE, tall - FRAME_TOP - FRAME_BOTTOM
    page_wide, page_tall = sheet.size
    scale = min(room_wide / page_wide, room_tall / page_tall, _LARGEST_SCALE)
    left = FRAME_SIDE + (room_wide - page_wide * scale) / 2
    low = FRAME_BOTTOM + (room_tall - page_tall * scale) / 2
    x0, y0, x1, y1 = sheet.box
    a, b, c, d, e, f = {
        90: (0, -1, 1, 0, -y0, x1),
        180: (-1, 0, 0, -1, x1, y1),
        270: (0, 1, -1, 0, y1, -x0),
    }.get(sheet.turned, (1, 0, 0, 1, -x0, -y0))
    matrix = (a * scale, b * scale, c * scale, d * scale, e * scale + left, f * scale + low)
    frame = (left, low, page_wide * scale, page_tall * scale)
    return " ".join(f"{v:.5f}" for v in matrix), " ".join(f"{v:.2f}" for v in frame)


def _name(text: str) -> Any:
    import pikepdf

    return pikepdf.Name(text)
