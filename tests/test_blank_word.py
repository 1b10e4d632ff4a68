"""The blank Word form: every slot has its control, and the package is what Word takes."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from pipeline.model.form import Choice, Field, Form, Kind, Page, Repeat, Required, Section
from pipeline.papers.making.blank_word import build_blank_word
from pipeline.papers.making.blank_word.styles import GREY, NAVY, RED, STYLES, TEAL
from pipeline.papers.making.blank_word.tables import packed
from pipeline.papers.prompts import prompt, prompts
from tests import builders

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
NAMES = ("referral", "agency-check", "meeting-record", "reply")

# The order ISO/IEC 29500-1 gives to the children that the blank uses.
ORDER = {
    "sdtPr": "rPr alias tag id lock placeholder temporary showingPlcHdr date dropDownList richText text checkbox",
    "pPr": "pStyle keepNext keepLines pageBreakBefore numPr pBdr shd tabs spacing ind jc outlineLvl rPr",
    "rPr": "rStyle rFonts b bCs i iCs color sz szCs lang",
    "tblPr": "tblStyle tblW tblInd tblBorders tblLayout tblCellMar tblLook tblCaption",
    "tcPr": "tcW gridSpan vMerge tcBorders shd",
    "tcBorders": "top left bottom right",
    "date": "dateFormat lid storeMappedDataAs calendar",
    "checkbox": "checked checkedState uncheckedState",
    "sectPr": "headerReference footerReference pgSz pgMar",
    "style": "name basedOn next uiPriority qFormat pPr rPr tblPr",
    "docPartPr": "name category types behaviors guid",
    "sdt": "sdtPr sdtContent",
    "tbl": "tblPr tblGrid tr",
    "tr": "trPr tc",
}


@pytest.fixture(params=NAMES)
def form(request: pytest.FixtureRequest) -> Form:
    return builders.forms()[request.param]


def part(data: bytes, name: str = "word/document.xml"):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read(name))


def controls(data: bytes) -> dict[str, etree._Element]:
    found = list(part(data).iter(f"{W}sdt"))
    by_tag = {c.find(f"{W}sdtPr/{W}tag").get(f"{W}val"): c for c in found}
    assert len(by_tag) == len(found), "two controls of one name"
    return by_tag


def words(element: etree._Element) -> str:
    return "".join(t.text or "" for t in element.iter(f"{W}t"))


def kind_of(control: etree._Element) -> str:
    return etree.QName(control.find(f"{W}sdtPr")[-1]).localname


def expected_tags(form: Form) -> set[str]:
    tags: set[str] = set()
    for slot in form.slots:
        if slot.field.kind is Kind.MULTICHOICE:
            tags |= {f"{slot.name}.{c.code}" for c in slot.field.choices}
        elif slot.field.kind is not Kind.CONST:
            tags.add(slot.name)
    return tags


def small_form(*items: Field | Repeat, **changes: object) -> Form:
    form = Form("small", "MACRP-SML", "2.3", "Small form", (Page((Section("Questions", items),)),))
    return replace(form, **changes)


def test_every_slot_has_exactly_one_control(form: Form) -> None:
    assert set(controls(build_blank_word(form))) == expected_tags(form)


def test_controls_are_of_the_kind_the_definition_says(form: Form) -> None:
    made = controls(build_blank_word(form))
    inline = {Kind.CHOICE: "dropDownList", Kind.YESNO: "dropDownList", Kind.DATE: "date"}
    for slot in form.slots:
        if slot.field.kind is Kind.MULTICHOICE:
            kinds = {kind_of(made[f"{slot.name}.{c.code}"]) for c in slot.field.choices}
            assert kinds == {"checkbox"}
            continue
        block = slot.repeat is not None and slot.repeat.layout == "block" and slot.field.kind is Kind.LONGTEXT
        assert kind_of(made[slot.name]) == ("richText" if block else inline.get(slot.field.kind, "text")), (
            slot
        )
        multi = made[slot.name].find(f"{W}sdtPr/{W}text[@{W}multiLine='1']") is not None
        assert multi == (slot.field.kind is Kind.LONGTEXT and not block)


def test_drop_downs_offer_the_choices_in_order_and_a_way_back(referral_form: Form) -> None:
    made = controls(build_blank_word(referral_form))
    for slot in referral_form.slots:
        if slot.field.kind not in (Kind.CHOICE, Kind.YESNO):
            continue
        first, *items = made[slot.name].iter(f"{W}listItem")
        offered = [(i.get(f"{W}value"), i.get(f"{W}displayText")) for i in items]
        assert offered == [(c.code, c.label) for c in slot.field.choices]
        assert (first.get(f"{W}value"), first.get(f"{W}displayText")) == (prompt(slot), None)


def test_prompts_are_marked_as_prompts_and_boxes_stand_empty(form: Form) -> None:
    made = controls(build_blank_word(form))
    glossary = part(build_blank_word(form), "word/glossary/document.xml")
    entries = {n.get(f"{W}val") for n in glossary.iter(f"{W}name")}
    for tag, control in made.items():
        properties = control.find(f"{W}sdtPr")
        if "." in tag:
            assert properties.find(f"{W14}checkbox/{W14}checked").get(f"{W14}val") == "0"
            assert words(control) == "☐"
            continue
        slot = form.slot_by_name[tag]
        assert properties.find(f"{W}showingPlcHdr") is not None
        assert words(control) == prompt(slot) != ""
        assert properties.find(f"{W}placeholder/{W}docPart").get(f"{W}val") in entries
    assert {words(body) for body in glossary.iter(f"{W}docPartBody")} == prompts(form)


def test_titles_are_the_printed_labels_within_words_limit(form: Form) -> None:
    made = controls(build_blank_word(form))
    for slot in form.slots:
        if slot.field.kind is not Kind.MULTICHOICE:
            title = made[slot.name].find(f"{W}sdtPr/{W}alias").get(f"{W}val")
            assert title == slot.label[:64]
    assert all(len(tag) <= 64 for tag in made)


def test_controls_cannot_be_deleted_and_are_numbered_once(form: Form) -> None:
    made = controls(build_blank_word(form))
    assert {c.find(f"{W}sdtPr/{W}lock").get(f"{W}val") for c in made.values()} == {"sdtLocked"}
    ids = [int(c.find(f"{W}sdtPr/{W}id").get(f"{W}val")) for c in made.values()]
    assert len(set(ids)) == len(ids)


def test_elements_stand_in_the_order_of_the_standard(form: Form) -> None:
    data = build_blank_word(form)
    names = ("document", "styles", "header1", "footer1", "glossary/document", "glossary/styles")
    for root in (part(data, f"word/{name}.xml") for name in names):
        for element in root.iter():
            order = ORDER.get(etree.QName(element).localname, "").split()
            children = [etree.QName(child).localname for child in element]
            if order:
                places = [order.index(child) for child in children]
                assert places == sorted(places), (element.tag, children)


def test_package_holds_together(form: Form) -> None:
    data = build_blank_word(form)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        types = etree.fromstring(archive.read("[Content_Types].xml"))
        overrides = {e.get("PartName").lstrip("/") for e in types if "PartName" in e.attrib}
        assert names[0] == "[Content_Types].xml"
        assert overrides == {n for n in names if n.endswith(".xml") and n != "[Content_Types].xml"}
        for name in (n for n in names if n.endswith(".rels")):
            folder = name.replace("_rels/", "").rpartition("/")[0]
            for relation in etree.fromstring(archive.read(name)):
                assert "/".join(filter(None, (folder, relation.get("Target")))) in names
                assert relation.get("TargetMode") is None, "nothing is fetched from outside"
    document = part(data)
    relations = {r.get("Id") for r in part(data, "word/_rels/document.xml.rels")}
    assert {e.get(f"{R}id") for e in document.iter() if e.get(f"{R}id")} <= relations
    styles = {s.get(f"{W}styleId") for s in part(data, "word/styles.xml").iter(f"{W}style")}
    used = {e.get(f"{W}val") for t in ("pStyle", "rStyle", "tblStyle") for e in document.iter(f"{W}{t}")}
    assert used <= styles


def test_tables_have_fixed_widths_that_add_up(form: Form) -> None:
    for table in part(build_blank_word(form)).iter(f"{W}tbl"):
        grid = [int(c.get(f"{W}w")) for c in table.iter(f"{W}gridCol")]
        assert table.find(f"{W}tblPr/{W}tblLayout").get(f"{W}type") == "fixed"
        assert int(table.find(f"{W}tblPr/{W}tblW").get(f"{W}w")) == sum(grid) == 10200
        assert min(grid) > 0
        for row in table.iter(f"{W}tr"):
            spans = [c.find(f"{W}tcPr/{W}gridSpan") for c in row.iter(f"{W}tc")]
            assert sum(1 if s is None else int(s.get(f"{W}val")) for s in spans) == len(grid)
            assert sum(int(c.get(f"{W}w")) for c in row.iter(f"{W}tcW")) == sum(grid)
            assert row.find(f"{W}trPr/{W}cantSplit") is not None


def test_tables_never_touch_and_the_body_ends_in_a_paragraph(form: Form) -> None:
    body = [etree.QName(e).localname for e in part(build_blank_word(form)).find(f"{W}body")]
    assert ("tbl", "tbl") not in set(pairwise(body))
    assert body[-2:] == ["p", "sectPr"]


def test_repeated_tables_have_heads_that_are_repeated_and_rows_that_are_numbered(referral_form: Form) -> None:
    child = referral_form.repeat("child")
    tables = list(part(build_blank_word(referral_form)).iter(f"{W}tbl"))
    table = next(t for t in tables if t.find(f"{W}tblPr/{W}tblCaption").get(f"{W}val") == child.label)
    rows = list(table.iter(f"{W}tr"))
    heads = [r for r in rows if r.find(f"{W}trPr/{W}tblHeader") is not None]
    lines = len({c.row_line for c in child.columns})
    assert lines == 2
    assert rows[:lines] == heads
    assert len(rows) == lines * (child.maximum + 1)
    assert [words(r[1]) for r in rows[lines::lines]] == [str(n) for n in range(1, child.maximum + 1)]
    for label in (c.label for c in child.columns):
        assert label in "".join(words(h) for h in heads)
    for number, row in enumerate(rows[lines:]):
        tags = {t.get(f"{W}val") for t in row.iter(f"{W}tag")}
        assert all(tag.startswith(f"child_{number // lines + 1}_") for tag in tags)
        first_line = number % lines == 0
        kept = [
            p.find(f"{W}pPr/{W}pStyle").get(f"{W}val")
            for c in row.findall(f"{W}tc")[1:]
            for p in c.iter(f"{W}p")
        ]
        assert set(kept) == {"RowAnswerKept" if first_line else "RowAnswer"}


def test_bullets_of_a_block_are_paragraphs_in_a_control_of_the_body() -> None:
    form = builders.forms()["meeting-record"]
    body = part(build_blank_word(form)).find(f"{W}body")
    blocks = [e.find(f"{W}sdtPr/{W}tag").get(f"{W}val") for e in body.findall(f"{W}sdt")]
    assert blocks == [f"theme_{n}_points" for n in range(1, form.repeat("theme").maximum + 1)]
    inside = body.find(f"{W}sdt/{W}sdtContent/{W}p/{W}pPr/{W}pStyle")
    assert inside.get(f"{W}val") == "ListBullet"
    headings = [
        words(p) for p in body.findall(f"{W}p") if p.find(f"{W}pPr/{W}pStyle[@{W}val='Heading3']") is not None
    ]
    assert headings == [f"Theme {n}" for n in range(1, form.repeat("theme").maximum + 1)]


def test_second_page_begins_a_sheet_so_that_the_first_can_be_detached(form: Form) -> None:
    breaks = [
        p
        for p in part(build_blank_word(form)).iter(f"{W}p")
        if p.find(f"{W}pPr/{W}pageBreakBefore") is not None
    ]
    assert [words(p) for p in breaks][:1] == [page.title for page in form.pages[1:2]]


def test_words_of_the_definition_are_printed(form: Form) -> None:
    body = part(build_blank_word(form))
    printed = " ".join(words(p) for p in body.iter(f"{W}p"))
    for page in form.pages:
        for section in page.sections:
            assert section.title in printed
            assert section.help in printed
    for slot in form.slots:
        assert slot.field.label.rstrip("?") in printed
    assert form.intro in printed
    assert form.return_to in printed
    styles = Counter(s.get(f"{W}val") for s in body.iter(f"{W}pStyle"))
    assert styles["Title"] == 1
    assert styles["Heading1"] == len(form.pages)


def test_needed_boxes_carry_a_mark_and_the_others_do_not() -> None:
    needed = Field("a", "Needed", Kind.TEXT, required=Required(always=True), width=6)
    optional = Field("b", "Optional", Kind.TEXT, width=6)
    table = part(build_blank_word(small_form(needed, optional))).find(f".//{W}tbl")
    labels = [words(c.find(f"{W}p")) for c in table.iter(f"{W}tc")]
    assert labels == ["Needed\u00a0*", "Optional"]


def test_help_is_printed_unless_the_label_says_it() -> None:
    said = Field("a", "If other, name it", Kind.TEXT, help="Name it.")
    new = Field("b", "Job title", Kind.TEXT, help="As in your contract.")
    printed = words(part(build_blank_word(small_form(said, new))))
    assert "Name it." not in printed
    assert "As in your contract." in printed


def test_header_footer_and_properties_name_the_form(form: Form) -> None:
    data = build_blank_word(form)
    footer = part(data, "word/footer1.xml")
    assert f"{form.id} v{form.version} page 1 of 1" in words(footer)
    fields = [(i.text or "").strip() for i in footer.iter(f"{W}instrText")]
    assert fields == ["PAGE", "NUMPAGES"]
    assert form.marking in words(footer)
    assert form.marking in words(part(data, "word/header1.xml"))
    custom = {p.get("name"): p[0].text for p in part(data, "docProps/custom.xml")}
    assert custom["form_id"] == form.id
    assert custom["form_version"] == form.version
    core = etree.tostring(part(data, "docProps/core.xml"), encoding="unicode")
    assert f"<dc:title>{form.subtitle}: {form.title}</dc:title>" in core
    assert "<dc:language>en-GB</dc:language>" in core
    assert 'w:lang w:val="en-GB"' in STYLES


def test_a_form_with_a_sheet_to_detach_has_room_for_the_reference_on_every_sheet() -> None:
    heads = {n: words(part(build_blank_word(f), "word/header1.xml")) for n, f in builders.forms().items()}
    assert {n for n, head in heads.items() if "Panel's reference" in head} == {"referral"}


def test_a_page_of_small_sections_begins_a_sheet() -> None:
    body = part(build_blank_word(builders.forms()["meeting-record"]), "word/document.xml")
    headed = [p for p in body.iter(f"{W}p") if p.find(f"{W}pPr/{W}pageBreakBefore") is not None]
    assert [words(p) for p in headed] == ["The cases and messages", "The themes"]


def test_help_names_no_field_of_the_program() -> None:
    for form in builders.forms().values():
        printed = words(part(build_blank_word(form), "word/document.xml"))
        assert not [name for name in ("child_1", "adult_8", "...") if name in printed]


def test_same_definition_gives_the_same_bytes(form: Form) -> None:
    data = build_blank_word(form)
    assert build_blank_word(form) == data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {e.date_time for e in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


_TEXT = st.text(
    st.characters(min_codepoint=32, exclude_categories=("Cs", "Cn", "Cc", "Co")), min_size=1, max_size=40
)


@given(_TEXT, _TEXT, _TEXT)
def test_any_words_stand_in_the_blank_as_text(label: str, choice: str, title: str) -> None:
    fields = (
        Field("one", label, Kind.CHOICE, choices=(Choice("a", choice),)),
        Field("many", label, Kind.MULTICHOICE, choices=(Choice("a", choice), Choice("b", "B"))),
    )
    data = build_blank_word(small_form(*fields, title=title, subtitle=label, marking=choice))
    made = controls(data)
    assert made["one"].find(f"{W}sdtPr/{W}alias").get(f"{W}val") == label[:64]
    assert [i.get(f"{W}displayText") for i in made["one"].iter(f"{W}listItem")][1] == choice
    assert title in words(part(data))
    assert choice in words(part(data, "word/header1.xml"))


def test_every_kind_can_stand_in_a_box_a_row_and_a_block() -> None:
    choices = (Choice("x", "Ex"), Choice("y", "Why"))
    columns = tuple(Field(f"c_{k.value}", k.value.title(), k, choices=choices, width=3) for k in Kind)
    printed = tuple(replace(c, name=f"s_{c.name}", value="Printed words") for c in columns)
    table = Repeat("row", "Rows", "Row", columns, 0, 2)
    block = Repeat("blk", "Blocks", "Block", columns, 0, 2, layout="block")
    form = small_form(*printed, table, block)
    data = build_blank_word(form)
    assert set(controls(data)) == expected_tags(form)
    assert words(part(data)).count("Printed words") == 1


def test_fields_are_packed_into_lines_of_twelve() -> None:
    fields = [Field(str(n), "L", Kind.TEXT, width=width) for n, width in enumerate((4, 4, 4, 7, 6, 12))]
    assert [[f.width for f in line] for line in packed(fields)] == [[4, 4, 4], [7], [6], [12]]
    lines = [Field("a", "A", Kind.TEXT, width=3), Field("b", "B", Kind.TEXT, width=3, row_line=2)]
    late = Field("c", "C", Kind.TEXT, width=3)
    assert [[f.name for f in line] for line in packed([*lines, late])] == [["a", "c"], ["b"]]


def test_a_column_is_wide_enough_for_its_longest_word() -> None:
    narrow = Field("a", "Incomprehensible", Kind.TEXT, width=1)
    wide = Field("b", "B", Kind.TEXT, width=11)
    data = build_blank_word(small_form(Repeat("r", "Rows", "Row", (narrow, wide), 0, 1)))
    cells = list(part(data).find(f".//{W}tbl/{W}tr").iter(f"{W}tcW"))
    assert int(cells[1].get(f"{W}w")) > 20 * 8 * 0.5 * len("Incomprehensible")


def test_colours_can_be_read() -> None:
    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4)]
        red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    used = set(re.findall(r'<w:color w:val="(\w+)"', STYLES))
    assert {NAVY, TEAL, GREY, RED} <= used
    paper = luminance("F5F8FA")  # the darkest ground that answers and prompts are printed on
    assert all((paper + 0.05) / (luminance(colour) + 0.05) >= 4.5 for colour in used)


def test_filled_form_is_drawn_with_every_answer_on_four_pages_at_most(referral_form: Form) -> None:
    rdocx = pytest.importorskip("rdocx")
    import pypdfium2

    blank = build_blank_word(referral_form)
    filled = builders.word_form(referral_form, builders.REFERRAL, blank=blank)
    pages = pypdfium2.PdfDocument(rdocx.Document.from_bytes(filled).to_pdf())
    text = re.sub(r"\s+", "", "".join(page.get_textpage().get_text_range() for page in pages))
    assert 3 <= len(pages) <= 4
    ticked = 0
    for name, value in builders.REFERRAL.items():
        field = referral_form.slot_by_name[name].field
        if field.kind is Kind.MULTICHOICE:
            ticked += len(value.split("\n"))
            continue
        shown = field.shown(value) if field.choices else value
        assert re.sub(r"\s+", "", shown) in text, name
    assert text.count("☒") == ticked
    first = pages[0].get_textpage().get_text_range()
    assert referral_form.pages[1].title not in first
    assert "Ellery-Vaughan" in first
    assert all("Ellery-Vaughan" not in p.get_textpage().get_text_range() for p in list(pages)[1:])


def test_edges_of_the_two_lines_of_a_row_meet_where_they_almost_do() -> None:
    above = (Field("a", "A", Kind.TEXT, width=6), Field("b", "B", Kind.TEXT, width=6))
    below = (
        Field("c", "Disabled?", Kind.TEXT, width=1, row_line=2),
        Field("d", "D", Kind.TEXT, width=5, row_line=2),
        Field("e", "E", Kind.TEXT, width=6, row_line=2),
    )
    data = build_blank_word(small_form(Repeat("r", "Rows", "Row", (*above, *below), 0, 1)))
    grid = [int(c.get(f"{W}w")) for c in part(data).iter(f"{W}gridCol")]
    assert len(grid) == 4, "number, c, d, and e under b"
