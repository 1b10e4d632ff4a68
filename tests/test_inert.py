"""Inert forms: what was filled in is there to be seen, and nothing else came along."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from pipeline.model.errors import ReadingError
from pipeline.papers.making.convert import word_to_pdf
from pipeline.papers.making.inert import FRAME_BOTTOM, FRAME_TOP, make_inert
from pipeline.papers.making.inert.face import Face
from tests import builders
from tests.pdf_scan import alive, all_text, seen_text

EUROPE = "Zoë Łukasz ŵ Siân ő ș Þórður Čeněk Ğül Αθηνά Борис"


def page(pdf: Pdf, content: bytes = b"", box: tuple[float, ...] = (0, 0, 595, 842), **entries: Any) -> Any:
    """A page with text in the standard font."""
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    made = pdf.add_blank_page(page_size=(box[2], box[3]))
    made.obj.MediaBox = Array(box)
    made.obj.Resources = Dictionary(Font=Dictionary(F1=font))
    made.obj.Contents = pdf.make_stream(content)
    for key, value in entries.items():
        made.obj[f"/{key}"] = value
    return made.obj


def bytes_of(pdf: Pdf) -> bytes:
    buffer = io.BytesIO()
    pdf.save(buffer)
    return buffer.getvalue()


def text_at(x: float, y: float, text: str, size: float = 20) -> bytes:
    return f"BT /F1 {size} Tf {x} {y} Td ({text}) Tj ET ".encode()


def field_form(
    value: Any, flags: int = 0, rect: tuple[float, ...] = (50, 700, 400, 720), **entries: Any
) -> bytes:
    """A form with one text field."""
    pdf = pikepdf.new()
    widget = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Widget,
        FT=Name.Tx,
        T=String("one"),
        V=value,
        Rect=Array(rect),
        DA=String("/Helv 10 Tf 0 g"),
        Ff=flags,
        F=4,
        **entries,
    )
    form_page = page(pdf)
    form_page.Annots = Array([pdf.make_indirect(widget)])
    pdf.Root.AcroForm = Dictionary(Fields=form_page.Annots)
    return bytes_of(pdf)


def darkness(pdf: bytes, box: tuple[float, float, float, float], number: int = 0) -> int:
    """How many dark dots a part of a page has; the box counts from the top left, in points."""
    with pypdfium2.PdfDocument(pdf) as document:
        picture = document[number].render(scale=2).to_pil().convert("L")
    cut = picture.crop(tuple(round(2 * v) for v in box))
    return sum(cut.histogram()[:100])


# -- values --------------------------------------------------------------------------------------------------


def test_every_answer_of_the_referral_can_be_read_on_its_pages() -> None:
    form = builders.forms()["referral"]
    items = builders.referral_items(history=EUROPE + builders.REFERRAL["history"])
    shown = "\n".join(seen_text(make_inert(builders.pdf_form(form, items))))
    flat = " ".join(shown.split())
    for slot, text in items.items():
        field = form.slot_by_name[slot].field
        if field.choices:
            continue  # ticks and labels are looked at below
        for line in text.split("\n"):
            assert " ".join(line.split()) in flat, slot


def test_a_chosen_label_is_printed_not_its_code() -> None:
    form = builders.forms()["referral"]
    shown = "\n".join(seen_text(make_inert(builders.pdf_form(form, builders.REFERRAL))))
    assert "Mother's partner" in shown
    assert "mothers_partner" not in shown


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_radio_buttons_show_the_value_and_only_that(answer: str) -> None:
    form = builders.forms()["referral"]
    filled = builders.pdf_form(form, builders.referral_items(declaration=answer))
    inert = make_inert(filled)
    on, off = _radio_places(filled, "declaration", answer)
    assert darkness(inert, on, 2) > darkness(inert, off, 2) + 20


def _radio_places(filled: bytes, name: str, answer: str) -> tuple[Any, Any]:
    """Where the chosen and the other button lie on the inert page (points from the top left)."""
    places = {}
    with pikepdf.open(io.BytesIO(filled)) as pdf:
        wide, tall = (float(v) for v in list(pdf.pages[2].mediabox)[2:])
        for widget in pdf.pages[2].obj.Annots:
            parent = widget.get("/Parent")
            if str((parent or widget).get("/T", "")) == name:
                state = next(k for k in widget.AP.N.keys() if k != "/Off")  # noqa: SIM118
                places[state] = [float(v) for v in widget.Rect]
    scale = min((595.276 - 48) / wide, (841.89 - FRAME_TOP - FRAME_BOTTOM) / tall)
    left = (595.276 - wide * scale) / 2
    low = FRAME_BOTTOM + (841.89 - FRAME_TOP - FRAME_BOTTOM - tall * scale) / 2

    def moved(rect: list[float]) -> tuple[float, float, float, float]:
        x0, y0, x1, y1 = (v * scale for v in rect)
        return (x0 + left, 841.89 - (y1 + low), x1 + left, 841.89 - (y0 + low))

    other = next(s for s in places if s != f"/{answer}")
    return moved(places[f"/{answer}"]), moved(places[other])


def test_a_stale_picture_is_not_believed() -> None:
    pdf = pikepdf.open(io.BytesIO(field_form(String("TRUE VALUE"))))
    stale = pdf.make_stream(b"/Tx BMC BT /Helv 10 Tf 2 4 Td (LOW RISK) Tj ET EMC")
    stale.BBox = Array([0, 0, 350, 20])
    pdf.pages[0].Annots[0].AP = Dictionary(N=stale)
    inert = make_inert(bytes_of(pdf))
    assert "TRUE VALUE" in seen_text(inert)[0]
    assert "LOW RISK" not in all_text(inert)


def test_long_text_in_a_small_box_shrinks_and_then_says_where_the_rest_is() -> None:
    words = " ".join(f"word{n}" for n in range(60))
    small = make_inert(field_form(String(words), 1 << 12, (50, 600, 400, 720)))
    assert "word59" in seen_text(small)[0]
    endless = make_inert(field_form(String(words * 40), 1 << 12, (50, 680, 400, 720)))
    shown = seen_text(endless)[0]
    assert "… (in full on the case sheet)" in shown
    assert "… : in full on the case sheet" in shown


@pytest.mark.parametrize(
    ("value", "wide"),
    [
        ("Consultant community paediatrician, Stroud", 120),
        ("margaret.featherstonehaugh@council.example.org", 130),
        ("CSC:0012345", 36),
        ("Chipping Campden and Moreton Church of England Primary School", 105),
    ],
)
def test_a_value_of_one_line_is_drawn_whole_in_its_small_box(value: str, wide: int) -> None:
    shown = seen_text(make_inert(field_form(String(value), rect=(50, 700, 50 + wide, 713))))[0]
    assert "…" not in shown
    assert "".join(value.split()) in "".join(shown.split())


def test_a_value_that_fits_no_more_ends_with_dots_and_a_note_below() -> None:
    shown = seen_text(make_inert(field_form(String("lengthy " * 30), rect=(50, 700, 120, 710))))[0]
    assert shown.count("…") == 2
    assert "in full on the case sheet" in shown


@pytest.mark.parametrize("flags", [0, 1 << 12], ids=["one line", "lines"])
def test_a_value_of_a_million_letters_costs_no_more_than_its_box(
    flags: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its pages once took longer to make than a form is given."""
    looked = 0
    width = Face.width

    def counted(face: Face, text: str, size: float) -> float:
        nonlocal looked
        looked += len(text)
        return width(face, text, size)

    monkeypatch.setattr(Face, "width", counted)
    shown = seen_text(make_inert(field_form(String("W" * 1_000_000), flags, (50, 600, 400, 720))))[0]
    assert "…" in shown
    assert looked < 1_000_000


@pytest.mark.parametrize("value", ["one\rtwo", "one\r\ntwo", "one\ntwo"])
def test_line_ends_of_every_program_break_the_line(value: str) -> None:
    shown = seen_text(make_inert(field_form(String(value), 1 << 12, (50, 600, 400, 720))))[0]
    assert "one\ntwo" in shown


def test_a_character_that_the_font_lacks_becomes_a_box() -> None:
    assert "well □" in seen_text(make_inert(field_form(String("well 🙂"))))[0]


@pytest.mark.parametrize("flags", [2, 32])
def test_a_hidden_field_stays_hidden(flags: int) -> None:
    pdf = pikepdf.open(io.BytesIO(field_form(String("SECRET"))))
    pdf.pages[0].Annots[0].F = flags
    assert "SECRET" not in all_text(make_inert(bytes_of(pdf)))


def test_words_typed_beside_the_fields_are_kept() -> None:
    pdf = pikepdf.new()
    drawn = pdf.make_stream(b"BT /F1 12 Tf 2 4 Td (typed by hand) Tj ET")
    drawn.BBox, drawn.Subtype = Array([0, 0, 200, 20]), Name.Form
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    drawn.Resources = Dictionary(Font=Dictionary(F1=font))
    note = Dictionary(
        Type=Name.Annot, Subtype=Name.FreeText, Rect=Array([50, 500, 250, 520]), AP=Dictionary(N=drawn)
    )
    page(pdf).Annots = Array([pdf.make_indirect(note)])
    assert "typed by hand" in seen_text(make_inert(bytes_of(pdf)))[0]


# -- geometry ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_turned_page_is_upright_and_its_shape_is_kept(turn: int) -> None:
    pdf = pikepdf.new()
    matrix = {0: "1 0 0 1", 90: "0 1 -1 0", 180: "-1 0 0 -1", 270: "0 -1 1 0"}[turn]
    place = {0: "100 700", 90: "100 100", 180: "500 100", 270: "500 740"}[turn]
    page(pdf, f"BT /F1 30 Tf {matrix} {place} Tm (UPRIGHT) Tj ET".encode(), Rotate=turn)
    inert = make_inert(bytes_of(pdf))
    with pypdfium2.PdfDocument(inert) as document:
        wide, tall = document[0].get_size()
        text = document[0].get_textpage()
        assert text.count_rects() == 1
        box = text.get_rect(0)
    assert (wide > tall) == (turn in (90, 270))
    assert box[2] - box[0] > box[3] - box[1]  # the words run from left to right


@pytest.mark.parametrize(
    "box", [(0, 0, 612, 792), (0, 0, 842, 1191), (0, 0, 1191, 842), (0, 0, 420, 595), (-100, -200, 495, 642)]
)
def test_every_size_fits_the_frame(box: tuple[float, ...]) -> None:
    pdf = pikepdf.new()
    x0, y0, x1, y1 = box
    corners = text_at(x0 + 2, y0 + 2, "LOW", 10) + text_at(x1 - 30, y1 - 12, "TOP", 10)
    made = page(pdf, corners)
    made.MediaBox = Array(box)
    inert = make_inert(bytes_of(pdf))
    with pypdfium2.PdfDocument(inert) as document:
        wide, tall = document[0].get_size()
        text = document[0].get_textpage()
        boxes = [text.get_rect(n) for n in range(text.count_rects())]
    assert sorted((round(wide), round(tall))) == [595, 842]
    assert (wide > tall) == (x1 - x0 > y1 - y0)
    assert len(boxes) == 2
    for left, low, right, high in boxes:
        assert left >= 23
        assert right <= wide - 23
        assert low >= FRAME_BOTTOM - 1
        assert high <= tall - FRAME_TOP + 1


def test_what_a_crop_box_hides_stays_hidden() -> None:
    pdf = pikepdf.new()
    made = page(pdf, text_at(300, 400, "INSIDE") + text_at(20, 20, "OUTSIDE"))
    made.CropBox = Array([200, 300, 450, 600])
    inert = make_inert(bytes_of(pdf))
    assert "OUTSIDE" not in all_text(inert)
    assert darkness(inert, (200, 200, 595, 500)) > 50  # INSIDE, as a picture
    assert darkness(inert, (30, 520, 565, 790)) == 0


@pytest.mark.parametrize("box", [[0, 0], [0, 0, 999999999, 999999999], [0, 0, 0, 0], [600, 800, 0, 0]])
def test_a_senseless_page_size_does_no_harm(box: list[float]) -> None:
    pdf = pikepdf.new()
    made = page(pdf, text_at(100, 700, "READ ME"))
    made.MediaBox = Array(box)
    assert "READ ME" in seen_text(make_inert(bytes_of(pdf)))[0]


# -- nothing comes along -------------------------------------------------------------------------------------


def _active() -> dict[str, bytes]:
    """PDFs of our own making, each with one thing that must not reach a pack."""
    return {name: _with(name) for name in _CHANGES}


def _with(name: str) -> bytes:
    pdf = pikepdf.new()
    made = page(pdf, text_at(100, 700, "Plain words"))
    _CHANGES[name](pdf, made)
    return bytes_of(pdf)


def _action(kind: str, **entries: Any) -> Dictionary:
    return Dictionary(S=Name(f"/{kind}"), **entries)


def _link(pdf: Pdf, made: Any, action: Dictionary) -> None:
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 100, 100]), A=action)
    made.Annots = Array([pdf.make_indirect(link)])


def _attach(pdf: Pdf, made: Any) -> None:
    payload = pdf.make_stream(b"CANARY")
    spec = Dictionary(Type=Name.Filespec, F=String("x.exe"), EF=Dictionary(F=payload))
    pdf.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=Array([String("x"), spec])))
    pdf.Root.AF = Array([spec])
    made.AF = Array([spec])
    note = Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=Array([0, 0, 9, 9]), FS=spec)
    made.Annots = Array([pdf.make_indirect(note)])


def _scripted_field(pdf: Pdf, made: Any) -> None:
    script = _action("JavaScript", JS=String("app.alert(1)"))
    field = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Widget,
        FT=Name.Tx,
        T=String("f"),
        Rect=Array([0, 0, 100, 20]),
        AA=Dictionary(K=script),
        A=script,
    )
    made.Annots = Array([pdf.make_indirect(field)])
    pdf.Root.AcroForm = Dictionary(Fields=made.Annots, XFA=pdf.make_stream(b"<xfa>CANARY</xfa>"))


def _hidden_layer(pdf: Pdf, made: Any) -> None:
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("hidden")))
    pdf.Root.OCProperties = Dictionary(
        OCGs=Array([layer]), D=Dictionary(OFF=Array([layer]), BaseState=Name.ON, Order=Array([layer]))
    )
    made.Resources.Properties = Dictionary(MC0=layer)
    made.Contents = pdf.make_stream(
        text_at(100, 700, "Plain words") + b"/OC /MC0 BDC " + text_at(100, 600, "CANARY") + b"EMC"
    )


def _hidden_form(pdf: Pdf, made: Any) -> None:
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("hidden")))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))
    inner = pdf.make_stream(text_at(100, 600, "CANARY"))
    inner.Type, inner.Subtype, inner.BBox = Name.XObject, Name.Form, Array([0, 0, 595, 842])
    inner.Resources, inner.OC = made.Resources, layer
    made.Resources.XObject = Dictionary(X=inner)
    made.Contents = pdf.make_stream(text_at(100, 700, "Plain words") + b" /X Do")


def _postscript(pdf: Pdf, made: Any) -> None:
    inner = pdf.make_stream(b"(CANARY) show")
    inner.Type, inner.Subtype = Name.XObject, Name.PS
    made.Resources.XObject = Dictionary(X=inner)
    made.Contents = pdf.make_stream(text_at(100, 700, "Plain words") + b" /X Do")


def _elsewhere(pdf: Pdf, made: Any) -> None:
    inner = pdf.make_stream(text_at(100, 600, "CANARY"))
    inner.Type, inner.Subtype, inner.BBox = Name.XObject, Name.Form, Array([0, 0, 595, 842])
    inner.Ref = Dictionary(F=String("other.pdf"), Page=0)
    made.Resources.XObject = Dictionary(X=inner)
    made.Contents = pdf.make_stream(text_at(100, 700, "Plain words") + b" /X Do")


def _private(pdf: Pdf, made: Any) -> None:
    made.PieceInfo = Dictionary(App=Dictionary(Private=String("CANARY")))
    made.Metadata = pdf.make_stream(b"<x>CANARY</x>")
    pdf.docinfo["/Author"] = "CANARY"
    pdf.Root.Metadata = pdf.make_stream(b"<x>CANARY</x>")


_CHANGES: dict[str, Any] = {
    "script on opening": lambda pdf, made: pdf.Root.__setitem__(
        "/OpenAction", _action("JavaScript", JS=String("CANARY"))
    ),
    "page action": lambda pdf, made: made.__setitem__(
        "/AA", Dictionary(O=_action("Launch", F=String("CANARY")))
    ),
    "web link": lambda pdf, made: _link(pdf, made, _action("URI", URI=String("http://CANARY"))),
    "link to a file": lambda pdf, made: _link(pdf, made, _action("GoToR", F=String("CANARY"), D=Array([0]))),
    "attachment": _attach,
    "scripted field": _scripted_field,
    "hidden layer": _hidden_layer,
    "hidden form": _hidden_form,
    "PostScript": _postscript,
    "content of another file": _elsewhere,
    "private data": _private,
}


@pytest.mark.parametrize("name", sorted(_CHANGES))
def test_nothing_active_or_hidden_comes_along(name: str) -> None:
    source = _with(name)
    assert alive(source), "the test's own PDF must be alive, else this proves nothing"
    inert = make_inert(source)
    assert alive(inert) == set()
    assert "CANARY" not in all_text(inert)
    assert "CANARY" not in seen_text(inert)[0]
    assert darkness(inert, (60, 100, 400, 250)) > 50  # the plain words are still to be seen


def test_two_pages_that_share_a_hidden_layer_both_become_pictures() -> None:
    pdf = pikepdf.new()
    first = page(pdf, b"")
    _hidden_layer(pdf, first)
    second = page(pdf, b"")
    second.Resources, second.Contents = first.Resources, first.Contents
    inert = make_inert(bytes_of(pdf))
    assert "CANARY" not in all_text(inert)
    assert darkness(inert, (60, 100, 400, 250), 1) > 50


def test_values_are_kept_on_a_page_that_becomes_a_picture() -> None:
    pdf = pikepdf.open(io.BytesIO(field_form(String("A value that counts"))))
    _hidden_layer(pdf, pdf.pages[0].obj)
    inert = make_inert(bytes_of(pdf))
    assert darkness(inert, (50, 140, 200, 190)) > 50


# -- words that are there but not to be seen -------------------------------------------------------------------

_UNSEEN = {
    "invisible": b"3 Tr " + text_at(100, 600, "CANARY") + b"0 Tr",
    "only a clip": b"q 7 Tr " + text_at(100, 600, "CANARY") + b"Q",
    "white": b"1 g " + text_at(100, 600, "CANARY"),
    "nearly white": b"0.93 g " + text_at(100, 600, "CANARY"),
    "white strokes": b"1 G 1 Tr " + text_at(100, 600, "CANARY"),
    "see-through": b"/Clear gs " + text_at(100, 600, "CANARY"),
    "black on black": b"90 590 300 40 re f " + text_at(100, 600, "CANARY"),
    "under a box": text_at(100, 600, "CANARY") + b"90 590 300 40 re f",
    "under a white box": text_at(100, 600, "CANARY") + b"1 g 90 590 300 40 re f",
    "under two boxes": text_at(100, 600, "CANARY") + b"90 590 60 40 re 150 590 90 40 re f",
    "under a box with a hole": text_at(100, 600, "CANARY") + b"90 590 300 40 re 300 600 9 9 re f*",
    "under a box drawn twice": text_at(100, 600, "CANARY") + b"90 590 300 40 re 90 590 300 40 re f",
    "under a thick line": text_at(100, 600, "CANARY") + b"30 w 90 606 m 300 606 l S",
    "under a round box": text_at(100, 600, "CANARY")
    + b"80 580 m 320 580 l 330 580 330 590 330 590 c 330 640 l"
    b" 330 650 320 650 320 650 c 80 650 l f",
    "under a picture": text_at(100, 600, "CANARY")
    + b"q 300 0 0 60 90 580 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x00 EI Q",
    "one word of a line blackened": text_at(100, 600, "name is CANARY then") + b"170 590 80 40 re f",
    "off the page": text_at(-900, 600, "CANARY"),
    "above the page": text_at(100, 3000, "CANARY"),
    "clipped away": b"q 0 0 50 50 re W n " + text_at(100, 600, "CANARY") + b"Q",
    "too small": text_at(100, 600, "CANARY", 0.4),
    "in a form": b"/Inner Do",
    "in an inline layer": b"/OC <</Type /OCG>> BDC " + text_at(100, 600, "CANARY") + b"EMC",
    "in a pattern": b"/Pattern cs /Tiles scn 100 500 200 100 re f",
}
_BESIDE = {
    "spoken text": b"/Span <</ActualText (CANARY)>> BDC " + text_at(100, 600, "ok") + b"EMC",
    "named properties": b"/Span /Told BDC " + text_at(100, 600, "ok") + b"EMC",
    "a point": b"/P <</E (CANARY)>> DP " + text_at(100, 600, "ok"),
    "a comment": text_at(100, 600, "ok") + b"\n% CANARY\n",
    "an unknown operator": b"(CANARY) nonsense " + text_at(100, 600, "ok"),
    "a drawing never drawn": text_at(100, 600, "ok"),
}


def _unseen(content: bytes) -> bytes:
    pdf = pikepdf.new()
    made = page(pdf, text_at(100, 700, "Plain words") + b"\nq " + content + b"\nQ")
    white = pdf.make_stream(b"1 g " + text_at(100, 600, "CANARY"))
    white.Type, white.Subtype, white.BBox = Name.XObject, Name.Form, Array([0, 0, 595, 842])
    white.Resources = Dictionary(Font=made.Resources.Font)
    tiles = pdf.make_stream(b"1 g " + text_at(0, 0, "CANARY"))
    tiles.PatternType, tiles.PaintType, tiles.TilingType = 1, 1, 1
    tiles.BBox, tiles.XStep, tiles.YStep = Array([0, 0, 200, 50]), 200, 50
    tiles.Resources = Dictionary(Font=made.Resources.Font)
    made.Resources.XObject = Dictionary(Inner=white)
    if b"/Tiles" in content:
        made.Resources.Pattern = Dictionary(Tiles=tiles)
    made.Resources.ExtGState = Dictionary(Clear=Dictionary(ca=0.02))
    made.Resources.Properties = Dictionary(Told=Dictionary(ActualText=String("CANARY")))
    return bytes_of(pdf)


def is_picture(inert: bytes, number: int = 0) -> bool:
    with pikepdf.open(io.BytesIO(inert)) as pdf:
        base: Any = pdf.pages[number].obj.Resources.XObject.B
        return "/I" in base.Resources.get("/XObject", {})


@pytest.mark.parametrize("name", sorted(_UNSEEN))
def test_a_page_with_words_that_cannot_be_seen_becomes_a_picture(name: str) -> None:
    source = _unseen(_UNSEEN[name])
    assert "CANARY" in all_text(source)
    inert = make_inert(source)
    assert "CANARY" not in all_text(inert)
    assert is_picture(inert)
    assert darkness(inert, (60, 100, 400, 190)) > 50  # the plain words are still to be seen


@pytest.mark.parametrize("name", sorted(_BESIDE))
def test_what_stands_beside_the_drawing_is_left_out_and_the_words_stay_words(name: str) -> None:
    source = _unseen(_BESIDE[name])
    inert = make_inert(source)
    assert "CANARY" not in all_text(inert)
    assert not is_picture(inert)
    assert "ok" in seen_text(inert)[0]


def test_words_under_an_opaque_mark_become_a_picture() -> None:
    pdf = pikepdf.new()
    drawn = pdf.make_stream(b"0 0 300 60 re f")
    drawn.BBox, drawn.Subtype = Array([0, 0, 300, 60]), Name.Form
    mark = Dictionary(
        Type=Name.Annot, Subtype=Name.Square, Rect=Array([80, 580, 380, 640]), AP=Dictionary(N=drawn)
    )
    page(pdf, text_at(100, 600, "CANARY")).Annots = Array([pdf.make_indirect(mark)])
    assert "CANARY" not in all_text(make_inert(bytes_of(pdf)))


@pytest.mark.parametrize(
    "content",
    [
        b"0.1 0.2 0.5 rg 90 590 300 40 re f 1 g " + text_at(100, 600, "STAYS"),  # a coloured bar
        b"0.9 g 90 590 300 40 re f 0 g " + text_at(100, 600, "STAYS"),  # a shaded cell
        text_at(100, 600, "STAYS") + b"90 590 300 40 re 92 592 296 36 re f*",  # a frame
        text_at(100, 600, "STAYS") + b"1 w 90 590 300 40 re S 90 599 m 300 599 l S",  # a box, an underline
        text_at(100, 600, "STAYS") + b"/Multiplied gs 1 1 0 rg 90 590 300 40 re f",  # a highlighter
        text_at(100, 600, "STAYS") + b"1 g 90 500 300 40 re f",  # a white box elsewhere
    ],
)
def test_words_that_can_be_seen_stay_words(content: bytes) -> None:
    pdf = pikepdf.new()
    made = page(pdf, content)
    made.Resources.ExtGState = Dictionary(Multiplied=Dictionary(BM=Name.Multiply))
    inert = make_inert(bytes_of(pdf))
    assert not is_picture(inert)
    assert "STAYS" in seen_text(inert)[0]


@pytest.mark.parametrize("name", ["referral", "agency-check", "meeting-record", "reply"])
def test_our_own_forms_stay_words(name: str) -> None:
    form = builders.forms()[name]
    items = builders.referral_items(history=EUROPE) if name == "referral" else {}
    for carrier in (
        builders.pdf_form(form, items),
        word_to_pdf(builders.word_form(form, items), title="A form"),
    ):
        inert = make_inert(carrier)
        assert not any(is_picture(inert, number) for number in range(len(seen_text(inert))))


# -- bad input and steadiness --------------------------------------------------------------------------------


def test_a_locked_document_is_refused_in_plain_words() -> None:
    pdf = pikepdf.open(io.BytesIO(field_form(String("x"))))
    buffer = io.BytesIO()
    pdf.save(buffer, encryption=pikepdf.Encryption(owner="o", user="u"))
    with pytest.raises(ReadingError, match="password"):
        make_inert(buffer.getvalue())


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n%%EOF", b"not a pdf at all"])
def test_rubbish_is_a_reading_error(data: bytes) -> None:
    with pytest.raises(ReadingError):
        make_inert(data)


def test_too_many_pages_are_refused() -> None:
    pdf = pikepdf.new()
    made = pikepdf.Page(page(pdf))
    for _ in range(200):
        pdf.pages.append(made)
    with pytest.raises(ReadingError, match="201 pages"):
        make_inert(bytes_of(pdf))


def test_a_form_that_draws_itself_ends() -> None:
    pdf = pikepdf.new()
    made = page(pdf, b"/X Do")
    loop = pdf.make_stream(b"/X Do")
    loop.Type, loop.Subtype, loop.BBox = Name.XObject, Name.Form, Array([0, 0, 9, 9])
    loop.Resources = Dictionary(XObject=Dictionary(X=loop))
    made.Resources.XObject = Dictionary(X=loop)
    make_inert(bytes_of(pdf))


def test_the_same_form_comes_out_the_same() -> None:
    form = builders.forms()["referral"]
    filled = builders.pdf_form(form, builders.REFERRAL)
    assert make_inert(filled) == make_inert(filled)
