"""The blank as geometry, and papers matched to its pages."""

from __future__ import annotations

import io
import math
import random
from dataclasses import replace

import pytest

from pipeline.model.edition import Edition
from pipeline.model.errors import ReadingError
from pipeline.papers.reading.gathering import boxes_of
from pipeline.papers.reading.layout import (
    BoxKind,
    Footer,
    Layout,
    LayoutPage,
    Placing,
    Rect,
    Word,
    around,
    footer_of,
    layout_of,
    layouts_of,
    match_page,
)
from pipeline.papers.reading.layout.words import Sheet, words_of
from tests.builders import editions, forms

LAYOUTS = tuple(layout_of(edition) for edition in editions())
PAGES = [(layout, page) for layout in LAYOUTS for page in layout.pages]
NAMES = [f"{layout.edition.form.name} {page.number}" for layout, page in PAGES]


def placed(page: LayoutPage, angle: float, scale: float, shift: complex) -> tuple[list[Word], Placing]:
    """The words of a blank page as they stand on a paper that is turned, scaled and moved."""
    turned = complex(math.cos(math.radians(angle)), math.sin(math.radians(angle))) * scale
    truth = Placing(turned.real, -turned.imag, shift.real, turned.imag, turned.real, shift.imag)
    words = []
    for word in page.words:
        x, y = truth.point(*word.rect.middle)
        wide, tall = word.rect.width * scale / 2, word.rect.height * scale / 2
        words.append(Word(word.text, Rect(x - wide, y - tall, x + wide, y + tall)))
    return words, truth


def furthest(found: Placing, truth: Placing) -> float:
    """How far apart two placings put a corner of the page, in points."""
    corners = [(30.0, 30.0), (560.0, 30.0), (30.0, 810.0), (560.0, 810.0)]
    return max(math.dist(found.point(*c), truth.point(*c)) for c in corners)


@pytest.mark.parametrize("angle", [0.0, 7.0, 90.0, 187.0, 270.0])
def test_a_placed_rectangle_is_the_upright_one_around_its_corners(angle: float) -> None:
    _, placing = placed(PAGES[0][1], angle, 0.8, 30 + 40j)
    corners = [placing.point(x, y) for x in (50.0, 150.0) for y in (60.0, 80.0)]
    xs, ys = zip(*corners, strict=True)
    found = placing.rect(Rect(50.0, 60.0, 150.0, 80.0))
    assert found == (min(xs), min(ys), max(xs), max(ys))
    assert around(Rect(*c, *c) for c in corners) == found


def test_rectangles_share_the_area_that_both_cover() -> None:
    rect = Rect(10.0, 10.0, 30.0, 20.0)
    assert (
        rect.shared(Rect(25.0, 5.0, 40.0, 40.0)) == rect.shared(Rect(15.0, 12.0, 20.0, 22.0)) + 10.0 == 50.0
    )
    assert rect.shared(rect) == 200.0
    beside = [
        rect._replace(left=30.0, right=50.0),
        rect._replace(top=20.0, bottom=21.0),
        Rect(0.0, 0.0, 9.0, 9.0),
    ]
    assert [rect.shared(other) for other in beside] == [0.0, 0.0, 0.0]


@pytest.mark.parametrize("form", ["referral", "agency-check", "meeting-record", "reply"])
def test_every_box_of_a_form_is_in_its_layout(form: str) -> None:
    edition = editions(forms()[form])[0]
    known = boxes_of(edition)
    lists = {slot.name for slot, code in known.values() if code}
    boxes = [box for page in layout_of(edition).pages for box in page.boxes]
    assert {box.name for box in boxes} == known.keys() - lists
    kinds = {"text": BoxKind.LINE, "longtext": BoxKind.LINES, "choice": BoxKind.CHOICE}
    for box in boxes:
        kind = known[box.name][0].field.kind.value
        fallback = {"multichoice": BoxKind.TICK, "yesno": BoxKind.RADIO}.get(kind, BoxKind.LINE)
        assert box.kind == kinds.get(kind, fallback), box
        assert 0 <= box.rect.left < box.rect.right <= 596, box
        assert 0 <= box.rect.top < box.rect.bottom <= 842, box


def test_a_radio_button_has_a_place_for_each_of_its_states() -> None:
    page = layout_of(editions(forms()["referral"])[0]).pages[0]
    states = {b.state: b.rect for b in page.boxes if b.name == "ref_in_core_group"}
    words = {w.text: w.rect for w in page.words if w.rect.holds(*w.rect.middle) and 260 < w.rect.top < 280}
    assert set(states) == {"yes", "no"}
    for state, word in (("yes", "Yes"), ("no", "No")):
        assert 0 < words[word].left - states[state].right < 6
        assert abs(words[word].middle[1] - states[state].middle[1]) < 3


def test_the_pages_know_their_number_their_size_and_their_foot() -> None:
    pages = layout_of(editions(forms()["referral"])[0]).pages
    assert [p.number for p in pages] == [1, 2, 3]
    assert [p.footer for p in pages] == [
        Footer("MACRP-REF", forms()["referral"].version, n, 3) for n in (1, 2, 3)
    ]
    assert (round(pages[0].width), round(pages[0].height)) == (595, 842)


def test_an_edition_without_a_pdf_has_no_pages_and_a_damaged_one_is_named() -> None:
    edition = editions(forms()["referral"])[0]
    assert layout_of(replace(edition, pdf=b"")).pages == ()
    with pytest.raises(ReadingError, match="blank of a form cannot be read"):
        layout_of(replace(edition, pdf=b"%PDF-1.7 nothing"))


@pytest.mark.parametrize(
    ("angle", "scale", "shift"),
    [
        (0, 1, 0),
        (0, 0.9, 30 + 40j),
        (90, 1, 842),
        (180, 0.97, 580 + 830j),
        (270, 1, 595j),
        (3.5, 0.95, 40 - 9j),
    ],
)
@pytest.mark.parametrize("which", range(len(PAGES)), ids=NAMES)
def test_a_page_is_known_however_it_was_printed(
    which: int, angle: float, scale: float, shift: complex
) -> None:
    layout, page = PAGES[which]
    words, truth = placed(page, angle, scale, shift)
    found = match_page(words, LAYOUTS)
    assert found is not None
    assert (found.layout.edition.form.id, found.page.number) == (layout.edition.form.id, page.number)
    assert furthest(found.placing, truth) < 0.1
    assert found.score > 0.99
    assert found.runner_up < 0.8
    assert found.placing.turn == round(angle / 90) * 90
    assert found.placing.scale == pytest.approx(scale)
    assert found.placing.inverse.point(*found.placing.point(100, 200)) == pytest.approx((100, 200))


@pytest.mark.parametrize("which", range(len(PAGES)), ids=NAMES)
def test_a_page_is_known_by_the_words_that_a_recogniser_got_right(which: int) -> None:
    """A third of the words have a wrong letter, places are off by a point, words are joined, answers stand between."""
    chance = random.Random(which)
    layout, page = PAGES[which]
    words, truth = placed(page, chance.uniform(-4, 4), 0.97, 12 + 17j)
    noisy = [Word(_misread(w.text, chance), _shaken(w.rect, chance)) for w in words if chance.random() < 0.95]
    noisy += [Word("Larkrise", Rect(x, x, x + 40, x + 9)) for x in range(60, 500, 40)]
    chance.shuffle(noisy)
    found = match_page(noisy, LAYOUTS, slack=6)
    assert found is not None
    assert (found.layout.edition.form.id, found.page.number) == (layout.edition.form.id, page.number)
    assert furthest(found.placing, truth) < 2.0
    assert len(found.pairs) > 40


def _misread(text: str, chance: random.Random) -> str:
    return text.replace("e", "c").replace("o", "0").replace("l", "1") if chance.random() < 0.33 else text


def _shaken(rect: Rect, chance: random.Random) -> Rect:
    x, y = chance.gauss(0, 0.8), chance.gauss(0, 0.8)
    return Rect(rect.left + x, rect.top + y, rect.right + x, rect.bottom + y)


def test_lines_instead_of_words_are_taken_apart() -> None:
    """Some recognisers give lines, some join words."""
    _, page = PAGES[NAMES.index("referral 1")]
    lines: list[Word] = []
    for word in page.words:
        last = lines[-1] if lines else None
        if last and abs(last.rect.top - word.rect.top) < 1 and 0 < word.rect.left - last.rect.right < 5:
            lines[-1] = Word(f"{last.text} {word.text}", last.rect.joined(word.rect))
        else:
            lines.append(word)
    assert len(lines) < len(page.words) / 2
    found = match_page(lines, LAYOUTS, slack=6)
    assert found is not None
    assert found.page is page
    assert found.score > 0.9


def test_the_foot_decides_between_editions_that_look_alike() -> None:
    present = editions(forms()["referral"])[0]
    older = _reprinted(present, b"v1.0 page", b"v0.9 page")
    layouts = (layout_of(present), layout_of(older))
    for layout in layouts:
        found = match_page(layout.pages[1].words, layouts)
        assert found is not None
        assert found.page.footer == layout.pages[1].footer
        without = [w for w in layout.pages[1].words if not w.text.startswith("v")]
        unsure = match_page(without, layouts)
        assert unsure is not None
        assert unsure.runner_up > 0.95


def _reprinted(edition: Edition, old: bytes, new: bytes) -> Edition:
    """Another edition that differs in the words of its foot only."""
    layout = layout_of(edition)
    return _Drawn(edition, layout, old.decode(), new.decode()).edition()


class _Drawn:
    """A blank drawn again with words changed: only its words, which is all that the matching looks at."""

    def __init__(self, edition: Edition, layout: Layout, old: str, new: str) -> None:
        self._edition, self._layout, self._old, self._new = edition, layout, old.split(), new.split()

    def edition(self) -> Edition:
        from reportlab.pdfgen.canvas import Canvas

        out = io.BytesIO()
        canvas = Canvas(out, pagesize=(595.276, 841.89))
        for page in self._layout.pages:
            for word in page.words:
                text = self._new[0] if word.text == self._old[0] else word.text
                canvas.setFont("Helvetica", word.rect.height * 0.85)
                canvas.drawString(word.rect.left, 841.89 - word.rect.bottom + 2, text.replace("▼", ""))
            canvas.showPage()
        canvas.save()
        return replace(self._edition, version="0.9", pdf=out.getvalue())


def test_other_papers_match_nothing() -> None:
    letter = "Dear colleague, the panel meets on Friday and your case referral is the first. Yours, the chair"
    words = [Word(w, Rect(50 + 30 * i, 100, 75 + 30 * i, 110)) for i, w in enumerate(letter.split())]
    assert match_page(words, LAYOUTS) is None
    assert match_page([], LAYOUTS) is None
    _, page = PAGES[NAMES.index("referral 1")]
    shuffled = [w.rect for w in page.words]
    random.Random(3).shuffle(shuffled)
    assert match_page([Word(w.text, r) for w, r in zip(page.words, shuffled, strict=True)], LAYOUTS) is None


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_words_stand_where_they_are_shown_on_a_turned_and_cropped_page(turn: int) -> None:
    import pypdfium2

    with pypdfium2.PdfDocument(editions(forms()["referral"])[0].pdf) as document:
        page = document[0]
        page.set_cropbox(20, 10, 590, 830)
        page.set_rotation(turn)
        out = io.BytesIO()
        document.save(out)
    with pypdfium2.PdfDocument(out.getvalue()) as document:
        sheet = Sheet(document[0])
        words = words_of(sheet)
        assert (round(sheet.width), round(sheet.height)) == ((570, 820) if turn in (0, 180) else (820, 570))
    found = match_page(words, LAYOUTS)
    assert found is not None
    assert found.placing.turn == turn
    corner = {0: (-20, -11.9), 90: (831.9, -20), 180: (590, 831.9), 270: (-11.9, 590)}[turn]
    assert found.placing.point(0, 0) == pytest.approx(corner, abs=0.2)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Case referral MACRP-REF v1.0 page 2 of 3 OFFICIAL", Footer("MACRP-REF", "1.0", 2, 3)),
        ("macrp-ref v1.0page2of3", Footer("MACRP-REF", "1.0", 2, 3)),
        ("page 2 of 3", None),
        ("MACRP-REF v1.0 page 2 of 3 and MACRP-REF v1.0 page 3 of 3", None),
    ],
)
def test_the_foot_is_read(text: str, found: Footer | None) -> None:
    assert footer_of(text) == found


def test_a_damaged_blank_of_others_is_passed_over_and_one_of_ours_is_told() -> None:
    ours = editions(forms()["agency-check"])[0]
    theirs = replace(ours, own=False, pdf=b"%PDF-1.4 cut off")
    assert [layout.edition for layout in layouts_of([theirs, ours, replace(theirs, pdf=b"")])] == [ours]
    with pytest.raises(ReadingError, match="the blank of a form cannot be read"):
        layouts_of([replace(ours, pdf=b"%PDF-1.4 cut off")])
