"""The blank PDF forms: every field of the definition, on the right page, printed and named as it should be."""

from __future__ import annotations

import io
import itertools
import re
import zlib
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from pypdf.generic import ArrayObject, NameObject

from pipeline.model.errors import DefinitionError
from pipeline.model.form import Choice, Field, Form, Kind, Page, Repeat, Required, Section, Validation
from pipeline.papers.making.blank_pdf import build_blank_pdf, plan_blank_pdf, same_blank
from pipeline.papers.making.blank_pdf.font import FIELD_FONT
from pipeline.papers.making.blank_pdf.plan import (
    HINT_SIZE,
    MARGIN,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    BoxKind,
    Measure,
    Shape,
    Words,
)
from pipeline.papers.making.fonts import register_fonts
from pipeline.records.definitions import parse_form
from tests import builders

FORMS = ("referral", "agency-check", "meeting-record", "reply")
EUROPEAN = (
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿ"
    "ĀāĂăĄąĆćĈĉĊċČčĎďĐđĒēĔĕĖėĘęĚěĜĝĞğĠġĢģĤĥĦħĨĩĪīĬĭĮįİıĲĳĴĵĶķĸĹĺĻļĽľĿŀŁłŃńŅņŇňŉŊŋŌōŎŏŐőŒœŔŕŖŗŘřŚśŜŝŞşŠš"
    "ŢţŤťŦŧŨũŪūŬŭŮůŰűŲųŴŵŶŷŸŹźŻżŽžſƒȘșȚțẀẁẂẃẄẅỲỳẞ"
    "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩαβγδεζηθικλμνξοπρςστυφχψωΆΈΉΊΌΎΏάέήίόύώϊϋΐΰ"
    "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюяЁЂЃЄЅІЇЈЉЊЋЌЎЏёђѓєѕіїјљњћќўџҐґ"
    "–—‘’‚“”„†‡•…‰‹›€№™£§°«»¿¡"
)


@cache
def blank(name: str) -> bytes:
    return build_blank_pdf(builders.forms()[name])


def reader(data: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(data))


def widgets(data: bytes) -> list[tuple[int, Any]]:
    """(page, widget) in tab order, without the hidden ones."""
    return [
        (number, a.get_object())
        for number, page in enumerate(reader(data).pages)
        for a in page["/Annots"]
        if not a.get_object()["/F"] & 2
    ]


def full_name(widget: Any) -> str:
    names = []
    while widget is not None:
        if "/T" in widget:
            names.append(str(widget["/T"]))
        widget = widget["/Parent"].get_object() if "/Parent" in widget else None
    # a kid `reason.OTHER` of the group `reason` has the partial name OTHER
    return ".".join(reversed(names))


def inherited(widget: Any, key: str) -> Any:
    return widget.get(key, widget["/Parent"].get_object().get(key) if "/Parent" in widget else None)


def one_page(*items: Field | Repeat) -> Form:
    page = Page((Section("A section", items, "Its help."),), "A page")
    return Form("trial", "MACRP-TRY", "1.0", "Trial", (page,), marking="OFFICIAL", subtitle="The panel")


@pytest.mark.parametrize("name", FORMS)
def test_every_slot_of_the_definition_is_a_field_of_its_kind_and_nothing_else_is(name: str) -> None:
    form = builders.forms()[name]
    fields = reader(blank(name)).get_fields() or {}
    expected: dict[str, str | None] = {"form_id": "/Tx", "form_version": "/Tx"}
    kinds = {Kind.CHOICE: "/Ch", Kind.YESNO: "/Btn", Kind.MULTICHOICE: None}
    for slot in form.slots:
        expected[slot.name] = kinds.get(slot.field.kind, "/Tx")
        if slot.field.kind is Kind.MULTICHOICE:
            expected |= {f"{slot.name}.{c.code}": "/Btn" for c in slot.field.choices}
    assert {key: value.get("/FT") for key, value in fields.items()} == expected
    assert fields["form_id"]["/V"] == form.id
    assert fields["form_version"]["/V"] == form.version


@pytest.mark.parametrize("name", FORMS)
def test_the_tab_order_is_the_order_of_the_definition(name: str) -> None:
    form = builders.forms()[name]
    expected: list[str] = []
    for slot in form.slots:
        if slot.field.kind is Kind.MULTICHOICE:
            expected += [f"{slot.name}.{c.code}" for c in slot.field.choices]
        else:
            expected += [slot.name] * (2 if slot.field.kind is Kind.YESNO else 1)
    by_line = [full_name(w) for _, w in widgets(blank(name))]
    assert sorted(by_line) == sorted(expected)
    singles = {s.name for s in form.slots if s.repeat is None}
    assert [n for n in by_line if n.split(".")[0] in singles] == [
        n for n in expected if n.split(".")[0] in singles
    ]
    for page in reader(blank(name)).pages:
        assert page["/Tabs"] == "/S"


def test_a_row_of_two_lines_is_tabbed_line_by_line_before_the_next_row() -> None:
    names = [full_name(w) for _, w in widgets(blank("referral"))]
    rows = [n.split("_")[1] for n in names if n.startswith("child_")]
    assert rows == sorted(rows)
    assert names.index("child_1_sex") < names.index("child_1_ethnicity") < names.index("child_2_forename")


def test_ticks_and_radio_buttons_have_drawn_states_of_the_agreed_names() -> None:
    found: dict[str, set[str]] = {}
    for _, widget in widgets(blank("referral")):
        if inherited(widget, "/FT") != "/Btn":
            continue
        states = widget["/AP"]["/N"]
        assert widget["/AS"] == "/Off"
        assert states["/Off"].get_object().get_data() == b""
        on = set(states) - {"/Off"}
        assert all(states[key].get_object().get_data().strip() for key in on)
        found.setdefault(full_name(widget), set()).update(on)
    assert found["reason.OTHER"] == {"/Yes"}
    assert found["ref_in_core_group"] == found["cg_12_invite"] == {"/yes", "/no"}
    assert all(states in ({"/Yes"}, {"/yes", "/no"}) for states in found.values())


def test_every_tick_and_radio_button_has_its_frame_printed_under_it() -> None:
    for page in plan_blank_pdf(builders.forms()["referral"]):
        frames = {
            (round(s.x, 2), round(s.y, 2), s.round)
            for s in page.elements
            if isinstance(s, Shape) and s.stroke and s.fill
        }
        for box in page.boxes:
            if box.kind in (BoxKind.TICK, BoxKind.RADIO):
                assert (round(box.x, 2), round(box.y, 2), box.kind is BoxKind.RADIO) in frames


def test_a_drop_down_starts_empty_and_offers_code_and_label() -> None:
    form = builders.forms()["referral"]
    fields = reader(blank("referral")).get_fields() or {}
    options = [tuple(map(str, pair)) for pair in fields["child_3_sex"]["/Opt"]]
    sex = form.slot_by_name["child_3_sex"].field
    assert options == [("", ""), *((c.code, c.label) for c in sex.choices)]
    assert "/V" not in fields["child_3_sex"]


def test_narrative_boxes_are_multiline_and_no_other_text_is() -> None:
    for name in FORMS:
        form = builders.forms()[name]
        for _, widget in widgets(blank(name)):
            slot = form.slot_by_name.get(full_name(widget))
            if slot and inherited(widget, "/FT") == "/Tx":
                multiline = bool(widget.get("/Ff", 0) & 4096)
                assert multiline == (slot.field.kind is Kind.LONGTEXT)


@pytest.mark.parametrize("name", FORMS)
def test_every_box_says_what_it_is_for(name: str) -> None:
    form = builders.forms()[name]
    for _, widget in widgets(blank(name)):
        slot = form.slot_by_name[full_name(widget).split(".")[0]]
        tip = str(widget["/TU"])
        assert tip.startswith(slot.label)
        assert slot.field.help in tip
        assert tip.endswith("(needed)") == slot.field.required.always


def test_a_tooltip_reads_like_a_sentence() -> None:
    tips = {full_name(w): str(w["/TU"]) for _, w in widgets(blank("referral"))}
    assert tips["ref_name"] == "Your name. Your full name. (needed)"
    assert tips["child_2_surname"].startswith("Child 2: Surname. Family name.")
    groups = reader(blank("referral")).get_fields() or {}
    assert groups["reason"]["/TU"] == "Why are you bringing this case? Tick all that apply. (needed)"
    assert groups["cg_1_invite"]["/TU"] == "Core group member 1: Invite? Invite to the panel?"
    assert tips["reason.OTHER"] == "Why are you bringing this case? Other. Tick all that apply. (needed)"


def test_page_counts() -> None:
    counts = {name: len(reader(blank(name)).pages) for name in FORMS}
    assert counts == {"referral": 3, "agency-check": 2, "meeting-record": 5, "reply": 1}
    for name in FORMS:
        for page in reader(blank(name)).pages:
            assert [round(float(v)) for v in page.mediabox] == [0, 0, 595, 842]


@pytest.mark.parametrize("name", FORMS)
def test_foot_and_marking_are_printed_on_every_page_each_as_one_run(name: str) -> None:
    form = builders.forms()[name]
    pages = reader(blank(name)).pages
    for number, page in enumerate(pages, 1):
        runs: list[str] = []
        page.extract_text(visitor_text=lambda text, *_, runs=runs: runs.append(text.strip()))
        assert f"{form.id} v{form.version} page {number} of {len(pages)}" in runs
        assert runs.count(form.marking) == 2


def test_the_identity_page_alone_identifies_and_says_that_it_can_be_detached() -> None:
    form = builders.forms()["referral"]
    texts = [p.extract_text() for p in reader(blank("referral")).pages]
    assert [("can be detached: print on one side" in t) for t in texts] == [True, False, False]
    family = re.compile(
        r"(child_\d+_(forename|surname|known_as|dob|nhs_no|case_ref)|adult_\d+_.*|family_(address|postcode))$"
    )
    for page, widget in widgets(blank("referral")):
        if family.match(full_name(widget)):
            assert page == 0, full_name(widget)
    assert form.pages[0].note


@pytest.mark.parametrize("name", FORMS)
def test_no_box_leaves_its_page_or_touches_another(name: str) -> None:
    for page in plan_blank_pdf(builders.forms()[name]):
        for box in page.boxes:
            assert box.x >= MARGIN
            assert box.x + box.width <= PAGE_WIDTH - MARGIN
            assert 0 < box.y < box.y + box.height < PAGE_HEIGHT - 30
            assert box.width >= 9
            assert box.height >= 9
        for one, other in itertools.combinations(page.boxes, 2):
            apart = (
                one.x + one.width <= other.x
                or other.x + other.width <= one.x
                or one.y + one.height <= other.y
                or other.y + other.height <= one.y
            )
            assert apart, (one.name, other.name)


@pytest.mark.parametrize("name", FORMS)
def test_no_words_lie_on_a_box_and_none_leave_the_page_or_are_too_small(name: str) -> None:
    measure = Measure(register_fonts())
    for page in plan_blank_pdf(builders.forms()[name]):
        for words in page.elements:
            if not isinstance(words, Words) or words.text == "▼":
                continue
            right = words.x + measure.width(words.text, words.size, words.bold)
            assert words.size >= HINT_SIZE
            assert words.x >= MARGIN
            assert right <= PAGE_WIDTH - MARGIN + 0.1, words.text
            for box in page.boxes:
                across = words.x < box.x + box.width and right > box.x
                along = words.y - words.size * 0.7 < box.y + box.height and words.y + words.size * 0.2 > box.y
                assert not (across and along), (words.text, box.name)


@pytest.mark.parametrize("name", FORMS)
def test_every_label_and_heading_is_printed(name: str) -> None:
    form = builders.forms()[name]
    text = " ".join(" ".join(p.extract_text() for p in reader(blank(name)).pages).split())
    squeezed = text.replace(" ", "")
    wanted = [form.title, form.return_to, form.intro]
    wanted += [s.title for p in form.pages for s in p.sections] + [
        s.help for p in form.pages for s in p.sections
    ]
    wanted += [s.field.label for s in form.slots]
    wanted += [c.label for f in form.singles if f.kind is Kind.MULTICHOICE for c in f.choices]
    for words in wanted:
        assert "".join(words.split()) in squeezed, words


def test_needed_boxes_are_starred_and_the_others_are_not() -> None:
    text = " ".join(
        reader(blank("referral")).pages[0].extract_text().replace("\N{NO-BREAK SPACE}", " ").split()
    )
    assert "Your name *" in text
    assert "Manager or safeguarding lead *" not in text


def test_the_answers_font_is_embedded_whole_with_every_european_letter() -> None:
    root = reader(blank("referral")).trailer["/Root"]
    resources = root["/AcroForm"]["/DR"]["/Font"]
    font = resources[FIELD_FONT]
    for _, widget in widgets(blank("referral")):
        if inherited(widget, "/FT") in ("/Tx", "/Ch"):
            assert re.fullmatch(rf"{FIELD_FONT} (0|7\.5|8|8\.5|9) Tf 0 g", str(widget["/DA"]))
    descendant = font["/DescendantFonts"][0].get_object()
    program = descendant["/FontDescriptor"]["/FontFile2"].get_data()
    assert program == (builders.ROOT / "pipeline/papers/making/fonts/LiberationSans-Regular.ttf").read_bytes()
    pairs = re.findall(r"<([0-9A-F]{4})> <([0-9A-F]{4})>", font["/ToUnicode"].get_data().decode("ascii"))
    glyphs = {chr(int(character, 16)): int(glyph, 16) for glyph, character in pairs if glyph != "0000"}
    widths = descendant["/W"]
    wide = {int(widths[i]): int(widths[i + 1][0]) for i in range(0, len(widths), 2)}
    for letter in EUROPEAN:
        assert wide[glyphs[letter]] > 0, letter


def test_values_with_every_letter_are_drawn_by_a_viewer_that_makes_its_own_pictures() -> None:
    from pypdf import PdfWriter

    writer = PdfWriter(clone_from=io.BytesIO(blank("referral")))
    value = "Zoë O’Brien-Łukasz ŵ Siân ő ș Ж"
    writer.update_page_form_field_values(writer.pages[0], {"ref_name": value}, auto_regenerate=False)
    drawn = next(
        a.get_object() for a in writer.pages[0]["/Annots"] if a.get_object().get("/T") == "ref_name"
    )["/AP"]["/N"].get_object()
    font = drawn["/Resources"]["/Font"][FIELD_FONT].get_object()
    pairs = re.findall(r"<([0-9A-F]{4})> <([0-9A-F]{4})>", font["/ToUnicode"].get_data().decode("ascii"))
    glyph_of = {chr(int(c, 16)): g for g, c in pairs}
    shown = drawn.get_data().hex().upper() + drawn.get_data().decode("latin-1").upper()
    assert "".join(glyph_of[c] for c in value) in shown


def test_the_document_says_its_title_language_and_structure() -> None:
    document = reader(blank("referral"))
    root = document.trailer["/Root"]
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert document.metadata is not None
    assert document.metadata.title == "Case referral (MACRP-REF v1.0)"
    tree = root["/StructTreeRoot"]
    elements = [e.get_object() for e in tree["/K"].get_object()["/K"]]
    assert [e["/S"] for e in elements].count("/Form") == len(widgets(blank("referral")))
    assert {str(e["/S"]) for e in elements} == {"/H1", "/H2", "/P", "/Form"}


def test_the_structure_names_every_marked_piece_of_every_page() -> None:
    document = reader(blank("referral"))
    tree = document.trailer["/Root"]["/StructTreeRoot"]
    numbers = tree["/ParentTree"]["/Nums"]
    parents = {int(numbers[i]): numbers[i + 1].get_object() for i in range(0, len(numbers), 2)}
    for page in document.pages:
        marks = [int(m) for m in re.findall(rb"/MCID (\d+)", page.get_contents().get_data())]
        assert marks == list(range(len(marks)))
        owners = parents[page["/StructParents"]]
        assert isinstance(owners, ArrayObject)
        assert len(owners) == len(marks)
        for annotation in page["/Annots"]:
            widget = annotation.get_object()
            if not widget["/F"] & 2:
                assert parents[widget["/StructParent"]]["/S"] == NameObject("/Form")


@pytest.mark.parametrize("name", FORMS)
def test_the_same_form_gives_the_same_bytes(name: str) -> None:
    again = build_blank_pdf(builders.forms()[name])
    assert again == blank(name)
    assert same_blank(again, blank(name))


def test_a_blank_packed_differently_is_the_same_blank_and_a_changed_one_is_not() -> None:
    from pypdf import PdfWriter

    form = builders.forms()["agency-check"]
    writer = PdfWriter(clone_from=io.BytesIO(blank("agency-check")))
    for page in writer.pages:
        content = page["/Contents"].get_object()
        content._data = zlib.compress(content.get_data(), 1)
    packed = io.BytesIO()
    writer.write(packed)
    assert packed.getvalue() != blank("agency-check")
    assert same_blank(packed.getvalue(), blank("agency-check"))
    assert not same_blank(build_blank_pdf(replace(form, title="Agency check")), blank("agency-check"))
    assert not same_blank(b"not a PDF", blank("agency-check"))


def test_the_committed_blanks_are_what_the_definitions_give() -> None:
    for name in FORMS:
        committed = (builders.ROOT / "forms" / f"{name}.pdf").read_bytes()
        assert same_blank(committed, blank(name)), f"forms/{name}.pdf: run `pipeline forms build`"


def test_a_field_added_to_the_definition_is_on_the_blank() -> None:
    text = (builders.ROOT / "forms" / "referral.yaml").read_text(encoding="utf-8")
    line = "          - {name: sibling_plan, label: Is a sibling on a plan?, kind: yesno, width: 6}\n"
    before = text.index("          - {name: reason_other")
    longer = parse_form("referral", text[:before] + line + text[before:], builders.LISTS)
    data = build_blank_pdf(longer)
    fields = reader(data).get_fields() or {}
    assert set(fields) - set(reader(blank("referral")).get_fields() or {}) == {"sibling_plan"}
    assert "Is a sibling on a plan?" in reader(data).pages[1].extract_text()
    assert len(reader(data).pages) == 3


def test_a_page_that_is_too_full_flows_on_with_its_table_headed_again() -> None:
    columns = (Field("name", "Full name", Kind.TEXT, width=12),)
    people = Repeat("person", "People", "Person", columns, 0, 60, help="One line a person.")
    data = build_blank_pdf(one_page(people))
    pages = reader(data).pages
    assert len(pages) == 2
    assert all("Full name" in p.extract_text() for p in pages)
    assert ["One line a person." in p.extract_text() for p in pages] == [True, False]
    assert "A page (continued)" in pages[1].extract_text()
    assert "page 2 of 2" in pages[1].extract_text()
    assert "A section" not in pages[1].extract_text()


def test_a_row_wider_than_the_page_is_a_fault_that_names_the_table_and_its_line() -> None:
    columns = (Field("a", "A", Kind.TEXT, width=7), Field("b", "B", Kind.TEXT, width=6))
    with pytest.raises(DefinitionError, match=r"`person`: the columns on line 1 of a row take 13"):
        build_blank_pdf(one_page(Repeat("person", "People", "Person", columns, 0, 2)))


def test_a_box_taller_than_a_page_is_a_fault() -> None:
    with pytest.raises(DefinitionError, match=r"trial\.yaml.*fewer `lines:`"):
        build_blank_pdf(one_page(Field("story", "Story", Kind.LONGTEXT, lines=80)))


def test_single_questions_that_do_not_fit_side_by_side_go_on_the_next_row() -> None:
    fields = [Field(f"f{i}", f"Question {i}", Kind.TEXT, width=5) for i in range(3)]
    (page,) = plan_blank_pdf(one_page(*fields))
    first, second, third = page.boxes
    assert first.y == second.y < third.y
    assert first.x == third.x


def test_a_page_without_marking_note_or_help_is_drawn_too() -> None:
    form = replace(one_page(Field("a", "A", Kind.TEXT)), marking="", subtitle="")
    text = reader(build_blank_pdf(form)).pages[0].extract_text()
    assert "OFFICIAL" not in text
    assert "detached" not in text


KINDS = [k for k in Kind if k is not Kind.CONST]
LABELS = st.text(st.sampled_from("abc defgh Łŵ éW?"), min_size=1, max_size=70).filter(str.strip)


@st.composite
def any_field(draw: st.DrawFn, name: str, widest: int = 12) -> Field:
    choices = tuple(Choice(f"C{i}", draw(LABELS)) for i in range(draw(st.integers(2, 9))))
    kind = draw(st.sampled_from(KINDS))
    return Field(
        name,
        draw(LABELS),
        kind,
        help=draw(st.one_of(st.just(""), LABELS)),
        choices=(Choice("yes", "Yes"), Choice("no", "No")) if kind is Kind.YESNO else choices,
        required=Required(always=draw(st.booleans())),
        validation=Validation(max_length=draw(st.sampled_from([None, 20, 300]))),
        width=draw(st.integers(2, widest)),
        lines=draw(st.integers(1, 12)),
        columns=draw(st.integers(1, 3)),
    )


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_whatever_questions_a_page_asks_no_two_boxes_meet(data: st.DataObject) -> None:
    fields = [data.draw(any_field(f"f{i}")) for i in range(data.draw(st.integers(1, 14)))]
    pages = plan_blank_pdf(one_page(*fields))
    names = {box.group for page in pages for box in page.boxes}
    assert names == {f.name for f in fields}
    for page in pages:
        for box in page.boxes:
            assert box.y + box.height < PAGE_HEIGHT - 30
        for one, other in itertools.combinations(page.boxes, 2):
            assert (
                one.x + one.width <= other.x
                or other.x + other.width <= one.x
                or one.y + one.height <= other.y
                or other.y + other.height <= one.y
            )
