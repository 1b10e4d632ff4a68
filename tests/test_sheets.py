"""The case sheet: every answer in full, from the form's definition, in lines that fit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.answers import Carrier
from pipeline.model.filing import Difference, Outcome, Referral, Submission
from pipeline.model.form import Field, Form, Kind
from pipeline.model.record import Problem, Severity
from pipeline.papers.making.fonts import register_fonts
from pipeline.papers.making.sheets import CaseFacts, case_sheet
from pipeline.papers.making.sheets.blocks import WIDTH, Column, Setter
from pipeline.papers.making.sheets.draw import PrintLetters
from pipeline.papers.making.sheets.flow import Area, Strip, Words, balanced, kept, paginate, space
from pipeline.papers.making.sheets.front import confidentiality_strips
from pipeline.papers.making.sheets.pack import lay_out
from pipeline.papers.making.style import A4_HEIGHT, FOOT, LINE, MARGIN, legible, wrap
from pipeline.rules.arriving.referrals import as_referral, shown_value
from pipeline.rules.checking import check_answers
from tests import builders

MEETING = date(2013, 9, 27)
FACTS = CaseFacts(1, MEETING, 21, "Cheltenham", "The PDF form as received follows this sheet (3 pages).")
LETTERS = PrintLetters(register_fonts())


def case(form: Form | None = None, problems: tuple[Problem, ...] = (), **changes: str) -> Referral:
    form = form or builders.forms()["referral"]
    answers = builders.answers(form, builders.referral_items(**changes), Carrier.ACROFORM)
    checked = check_answers(form, answers, received=date(2013, 9, 3))
    submission = Submission(
        reference="CRP-2013-014",
        version=1,
        form_name="referral",
        sha256="0" * 64,
        kind="pdf",
        received=date(2013, 9, 3),
        outcome=Outcome.ACCEPTED,
        record=checked.record,
        problems=problems,
        meeting=MEETING,
    )
    return as_referral(submission, MEETING)


def printed(referral: Referral, form: Form | None = None) -> str:
    """All words of the sheet, in order, on one line."""
    sheet = case_sheet(form or builders.forms()["referral"], referral, FACTS, LETTERS)
    return " ".join(text_of(sheet.strips).split())


def text_of(strips: tuple[Strip, ...]) -> str:
    return " ".join(m.text for s in strips for m in s.marks if isinstance(m, Words))


def letters_of(text: str) -> str:
    return "".join(text.split())


def test_every_answer_stands_on_the_sheet() -> None:
    referral = case()
    form = builders.forms()["referral"]
    shown = letters_of(printed(referral))
    record = referral.submission.record
    for field in form.singles:
        for part in _parts(field, record.values.get(field.name)):
            assert letters_of(part) in shown, field.name
    for repeat in form.repeats:
        cells = [(c, row.values.get(c.name)) for row in record.table(repeat.name) for c in repeat.columns]
        for column, value in cells:
            if " " not in shown_value(
                column, value
            ):  # longer ones are set in narrow columns, line beside line
                assert letters_of(shown_value(column, value)) in shown, column.name


def _parts(field: Field, value: object) -> list[str]:
    if isinstance(value, tuple):
        return [field.shown(code) for code in value]
    return [shown_value(field, value)]  # type: ignore[arg-type]


def test_a_field_added_to_the_definition_appears_with_no_change_of_code() -> None:
    form = builders.forms()["referral"]
    added = Field("pets", "Any pets?", Kind.TEXT)
    page = form.pages[0]
    section = replace(page.sections[0], items=(*page.sections[0].items, added))
    grown = replace(form, pages=(replace(page, sections=(section, *page.sections[1:])), *form.pages[1:]))
    shown = printed(case(grown, pets="One elderly dog"), grown)
    assert "Any pets? One elderly dog" in shown


def test_a_very_long_answer_is_there_to_its_last_word() -> None:
    words = [f"word{n}" for n in range(5000)]
    referral = case(history=" ".join(words))
    sheet = case_sheet(builders.forms()["referral"], referral, FACTS, LETTERS)
    assert " ".join(words) in text_of(sheet.strips)
    assert len(lay_out(sheet.strips)) > 10


def test_nothing_stands_outside_the_margins() -> None:
    long = "Verylongwordwithoutanyplacetobreakit" * 20
    referral = case(worries=long, child_1_forename=long, cg_1_email=long + "@example.org", ref_role=long)
    pages = lay_out(case_sheet(builders.forms()["referral"], referral, FACTS, LETTERS).strips)
    for page in pages:
        for mark in page.marks:
            if isinstance(mark, Words):
                assert mark.x >= MARGIN - 0.1
                assert mark.x + LETTERS.width(mark.text, mark.size, mark.bold) <= MARGIN + WIDTH + 0.5, (
                    mark.text
                )
                assert mark.y <= A4_HEIGHT - FOOT


def test_months_reason_and_time_of_receipt_are_in_the_box() -> None:
    shown = printed(case())
    assert "On the plan at the meeting 13 months" in shown or "13 months" in shown
    assert "3 September 2013, in time" in shown
    assert "Second or later plan; On a plan 12 months or more" in shown


def test_a_late_referral_says_by_how_much() -> None:
    referral = case()
    late = replace(referral.submission, late=True, received=date(2013, 9, 9))
    shown = printed(replace(referral, submission=late))
    assert "9 September 2013: LATE, 3" in shown  # the line breaks here, between two other columns
    assert "days after 6 September 2013" in shown


def test_a_correction_in_time_says_both_days() -> None:
    referral = case()
    second = replace(
        referral.submission, version=2, received=date(2013, 9, 12), earlier=date(2013, 9, 5), late=False
    )
    shown = printed(replace(referral, submission=second))
    assert "5 September 2013, in time" in shown
    assert "12 September 2013, in time" not in shown
    assert "2, received 12 September" in shown


def test_the_panel_is_not_told_how_to_fill_the_form_in() -> None:
    words = "this was left blank and the panel needs it. The form says: “We send the invitation here.”"
    shown = printed(case(problems=(Problem("b", "Who leads?", words, Severity.QUERY, "required"),)))
    assert "Who leads? This was left blank and the panel needs it." in shown
    assert "We send the invitation" not in shown


def test_labels_of_the_sheet_stand_where_the_printed_ones_speak_to_the_referrer() -> None:
    shown = printed(case())
    assert "The referrer" in shown
    assert "About you" not in shown
    assert "Your name" not in shown
    label = builders.forms()["referral"].slot_by_name["ref_email"].label
    problem = Problem("ref_email", label, "looks odd.", Severity.WARNING)
    assert f"Note {label.replace('Your ', '')}: looks odd." in printed(case(problems=(problem,)))
    asked = Problem("preferred_meeting", "Meeting you would like", "too late.", Severity.WARNING)
    assert "Meeting asked for: too late." in printed(case(problems=(asked,)))


def test_a_list_of_blanks_ends_with_one_mark() -> None:
    shown = printed(case(moved_area=""))
    assert "?." not in shown


def test_queries_stand_before_notes() -> None:
    found = (
        Problem("a", "Postcode", "looks odd.", Severity.WARNING),
        Problem("b", "Plan began", "this was left blank.", Severity.QUERY, "required"),
    )
    shown = printed(case(problems=found))
    assert shown.index("Open query Plan began: this was left blank.") < shown.index(
        "Note Postcode: looks odd."
    )


def test_a_new_version_shows_what_changed() -> None:
    referral = case()
    changed = replace(referral.submission, version=2, differences=(Difference("s", "Sex", "", "Female"),))
    shown = printed(replace(referral, submission=changed))
    assert "Changed since version 1" in shown
    assert "Sex blank Female" in shown


def test_blank_questions_are_named_but_not_those_that_did_not_apply() -> None:
    shown = printed(case(legal_status="", worries=""))
    assert "Left blank: Legal position today." in shown
    assert "What the referrer is worried about" in shown
    assert "If other, say briefly why" not in shown


def test_markup_is_only_words() -> None:
    sneaky = 'Mother <Jane> & <b>bold</b> <img src="/etc/passwd"/> {{ 7*7 }}'
    assert sneaky in printed(case(history=sneaky + " " + builders.REFERRAL["history"]))


def test_characters_without_a_shape_become_boxes_and_are_named() -> None:
    sheet = case_sheet(builders.forms()["referral"], case(worries="Is it enough? 🙂 " * 3), FACTS, LETTERS)
    shown = text_of(sheet.strips)
    assert "Is it enough? □" in shown
    assert "□ stands for what cannot be printed here: the sign “slightly smiling face”." in shown
    assert sheet.strange == ("🙂",)


def test_a_date_in_a_table_is_not_broken() -> None:
    names = {f"adult_{n}_name": "Wilhelmina Featherstonehaugh-Cholmondeley" for n in (1, 2)}
    born = {f"adult_{n}_dob": "1 September 1975" for n in (1, 2)}
    sheet = case_sheet(builders.forms()["referral"], case(**names, **born), FACTS, LETTERS)
    lines = [m.text for s in sheet.strips for m in s.marks if isinstance(m, Words)]
    assert lines.count("1 September 1975") == 2


def test_a_short_section_is_not_split_over_pages() -> None:
    def pages_of(words: str) -> set[int]:
        return {
            n for n, page in enumerate(pages) if words in [m.text for m in page.marks if isinstance(m, Words)]
        }

    for filled in range(0, 60, 4):  # whatever stands before it
        problems = tuple(Problem("a", "Postcode", f"line {n}.", Severity.WARNING) for n in range(filled))
        sheet = case_sheet(builders.forms()["referral"], case(problems=problems), FACTS, LETTERS)
        pages = lay_out(sheet.strips)
        assert len(pages_of("The child protection plan") | pages_of("Legal position today")) == 1


def test_rows_to_sign_are_of_one_height() -> None:
    members = [("DI Owen Featherstonehaugh-Prys", "Public protection", "Police"), ("Al Ott", "GP", "GP")]
    strips = confidentiality_strips("Keep it.", members, LETTERS)
    rules = [
        n for n, s in enumerate(strips) if any(isinstance(m, Area) and m.stroke == LINE for m in s.marks)
    ]
    rows = [strips[n - 1 : n + 1] for n in rules]
    heights = [sum(s.height for s in row) for row in rows]
    assert len(heights) == 2
    assert heights[0] == heights[1] >= 2 * 14


# -- wrapping and paging -------------------------------------------------------------------------------------


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=300), st.integers(30, 400))
def test_wrapping_loses_no_letter_and_keeps_within_the_width(text: str, width: int) -> None:
    def measure(line: str) -> float:
        return 7.0 * len(line)

    lines = wrap(text, measure, width)
    assert letters_of("".join(lines)) == letters_of(text)
    assert all(measure(line) <= width or len(line) == 1 for line in lines)


@pytest.mark.parametrize(
    "text",
    [
        "W" * 50_000,
        "a\N{COMBINING ACUTE ACCENT}" * 25_000,
        "path/" * 10_000,
        "some words " * 4_500,
        " " * 50_000,
    ],
    ids=["one word", "no width", "address", "words", "spaces"],
)
def test_the_work_of_wrapping_grows_with_the_text_and_no_faster(text: str) -> None:
    """One form whose answer is a million letters without a space once held up a whole pack."""
    looked = 0

    def measure(line: str) -> float:
        nonlocal looked
        looked += len(line)
        return 7.0 * (len(line) - line.count("\N{COMBINING ACUTE ACCENT}"))

    lines = wrap(text, measure, 500)
    assert letters_of("".join(lines)) == letters_of(text)
    assert looked < 25 * len(text)
    assert wrap(text, measure, 500, 3) == lines[:3]


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=60))
def test_what_is_legible_can_be_drawn(text: str) -> None:
    found = legible(text, LETTERS.can_draw)
    assert all(LETTERS.can_draw(c) for c in found.text)
    assert all(not LETTERS.can_draw(c) for c in found.strange)


@given(st.lists(st.floats(1, 90), max_size=60), st.lists(st.booleans(), min_size=60, max_size=60))
def test_pages_hold_every_strip_once_in_order_and_none_too_many(
    heights: list[float], keeps: list[bool]
) -> None:
    strips = [
        Strip(h, (Words(0, h, str(n), 9.0),), keeps=k)
        for n, (h, k) in enumerate(zip(heights, keeps, strict=False))
    ]
    pages = paginate(strips, 0, 0, 200.0)
    found = [m for page in pages for m in page.marks if isinstance(m, Words)]
    assert [m.text for m in found] == [str(n) for n in range(len(strips))]
    assert all(m.y <= 200.1 for m in found)


def test_what_is_kept_together_turns_the_page_together() -> None:
    tall = [Strip(80.0, (Words(0, 0, str(n), 9.0),)) for n in range(2)]
    pages = paginate([Strip(60.0), *kept(tall)], 0, 0, 200.0)
    assert [len(p.marks) for p in pages] == [0, 2]


def test_room_at_the_top_of_a_page_is_dropped() -> None:
    pages = paginate([Strip(190.0), space(50.0), Strip(20.0, (Words(0, 15, "x", 9.0),))], 0, 0, 200.0)
    assert [m.y for m in pages[1].marks if isinstance(m, Words)] == [15.0]


def test_a_last_page_is_not_left_nearly_empty() -> None:
    def lines(count: int) -> list[Strip]:
        return [s for n in range(count) for s in (Strip(14.0, (Words(0, 10, f"L{n}", 10),)), space(2.0))]

    squeezed = balanced(lines(26), 0, 0, 400)
    assert (len(paginate(lines(26), 0, 0, 400)), len(squeezed)) == (2, 1)
    moved = balanced(lines(31), 0, 0, 400)
    assert len(moved) == 2
    assert len(moved[1].marks) * 16 >= 0.2 * 400
    assert sum(len(page.marks) for page in moved) == 31


def test_a_row_longer_than_a_page_goes_on_under_the_heading_again() -> None:
    setter = Setter(LETTERS)
    columns = (Column("Question", 1), Column("Answer", 2))
    words = [f"w{n}" for n in range(2500)]
    pages = lay_out(setter.table(columns, [("Short", " ".join(words))]))
    assert len(pages) > 2
    for page in pages:
        texts = [m.text for m in page.marks if isinstance(m, Words)]
        assert texts[:2] == ["Question", "Answer"]
    seen = " ".join(
        m.text for p in pages for m in p.marks if isinstance(m, Words) and m.text[0] == "w"
    ).split()
    assert seen == words


def test_a_box_has_its_ground_behind_every_line() -> None:
    setter = Setter(LETTERS)
    strips = setter.box(setter.paragraph("one\ntwo", x=12))
    assert all(isinstance(s.marks[0], Area) for s in strips)
