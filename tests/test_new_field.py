"""A field added to a definition is asked, read, checked and printed without a line of code being changed."""

from __future__ import annotations

import re
from datetime import date

import pytest

from pipeline.model.answers import Answers
from pipeline.model.filing import Outcome, Submission
from pipeline.model.form import Form
from pipeline.model.record import Record, Severity
from pipeline.papers.making.blank_pdf import build_blank_pdf
from pipeline.papers.making.blank_word import build_blank_word
from pipeline.papers.reading.reader import read_answers
from pipeline.records.definitions import parse_form
from pipeline.rules.checking import check_answers
from tests import builders

RECEIVED = date(2013, 9, 2)
CARRIERS = ("pdf", "docx", "yaml")

# One field beside the ones that are there, and a page with one of every kind and a table.
BESIDE = (
    "- {name: lead_gp, label: Family GP, kind: text, width: 5, required: true, max_length: 40, help: Where.}"
)
PAGE = """
  - title: Added questions
    sections:
      - title: One of every kind
        fields:
          - {name: new_text, label: New text, kind: text, width: 6, max_length: 40, help: Words.}
          - {name: new_date, label: New date, kind: date, width: 3, required: true, not_future: true, help: A day.}
          - {name: new_month, label: New month, kind: month, width: 3, help: A month.}
          - {name: new_time, label: New time, kind: time, width: 3, help: A time.}
          - {name: new_number, label: New number, kind: number, width: 3, help: How many.}
          - {name: new_yesno, label: New yes or no, kind: yesno, width: 3, help: Either.}
          - {name: new_choice, label: New choice, kind: choice, width: 3, choices: {RED: Red, BLUE: Blue}, help: One.}
          - {name: new_ticks, label: New ticks, kind: multichoice, help: Any.,
             choices: {CAT: A cat, DOG: A dog, EEL: An eel}}
          - {name: new_story, label: New story, kind: longtext, lines: 4, max_length: 500, help: In your words.}
      - title: A table
        fields:
          - repeat: pet
            label: Pets
            row_label: Pet
            rows: {min: 0, max: 3}
            columns:
              - {name: name, label: Pet name, kind: text, width: 6, required: true, max_length: 40, help: Its name.}
              - {name: born, label: Pet born, kind: date, width: 6, help: Its birthday.}
"""
ADDED = {
    "lead_gp": "Orchard Surgery",
    "new_text": "Łucja's words",
    "new_date": "1 September 2013",
    "new_month": "03/2012",
    "new_time": "9.15",
    "new_number": "12",
    "new_yesno": "yes",
    "new_choice": "BLUE",
    "new_ticks": "CAT\nEEL",
    "new_story": "First line.\nSecond line.",
    "pet_2_name": "Bramble",
    "pet_2_born": "03/04/2011",
}
VALUES = {
    "lead_gp": "Orchard Surgery",
    "new_text": "Łucja's words",
    "new_date": date(2013, 9, 1),
    "new_month": "2012-03",
    "new_time": "09:15",
    "new_number": 12,
    "new_yesno": True,
    "new_choice": "BLUE",
    "new_ticks": ("CAT", "EEL"),
    "new_story": "First line.\nSecond line.",
}


@pytest.fixture(scope="module")
def form() -> Form:
    text = (builders.ROOT / "forms" / "referral.yaml").read_text(encoding="utf-8")
    line = next(re.finditer(r"^ +(?=- \{name: access_needs,)", text, re.MULTILINE))
    changed = f"{text[: line.start()]}{line[0]}{BESIDE}\n{text[line.start() :].rstrip()}\n{PAGE}"
    return parse_form("referral", changed, builders.LISTS)


@pytest.fixture(scope="module")
def blanks(form: Form) -> dict[str, bytes]:
    return {"pdf": build_blank_pdf(form), "docx": build_blank_word(form)}


def read(form: Form, blanks: dict[str, bytes], carrier: str, items: dict[str, str]) -> Answers:
    """The answers of the form filled in one of its carriers and read again."""
    if carrier == "pdf":
        data = builders.pdf_form(form, items, blank=blanks["pdf"])
    elif carrier == "docx":
        data = builders.word_form(form, items, blank=blanks["docx"])
    else:
        data = typed(form, items)
    return read_answers(data, f"filled.{carrier}", builders.editions(form))


def typed(form: Form, items: dict[str, str]) -> bytes:
    import yaml

    return yaml.safe_dump({"form": form.id, "version": form.version, **items}, allow_unicode=True).encode()


def checked(form: Form, blanks: dict[str, bytes], carrier: str, items: dict[str, str]):
    return check_answers(form, read(form, blanks, carrier, items), received=RECEIVED)


def test_the_definition_has_the_added_fields(form: Form) -> None:
    assert set(ADDED) <= set(form.slot_by_name)
    assert not set(ADDED) & set(builders.forms()["referral"].slot_by_name)


@pytest.mark.parametrize("carrier", CARRIERS)
def test_added_fields_are_asked_and_read(form: Form, blanks: dict[str, bytes], carrier: str) -> None:
    found = read(form, blanks, carrier, builders.REFERRAL | ADDED)
    texts = {name: answer.text for name, answer in found.items.items()}
    choice = texts.pop("new_choice")
    assert choice in ("BLUE", "Blue")
    assert {name: texts[name] for name in ADDED if name != "new_choice"} == {
        name: value for name, value in ADDED.items() if name != "new_choice"
    }
    assert not [name for name in ADDED if found.items[name].doubt]


@pytest.mark.parametrize("carrier", CARRIERS)
def test_added_fields_become_values_of_their_kind(form: Form, blanks: dict[str, bytes], carrier: str) -> None:
    result = checked(form, blanks, carrier, builders.REFERRAL | ADDED)
    assert {name: result.record.values[name] for name in VALUES} == VALUES
    (row,) = result.record.rows["pet"]
    assert (row.number, dict(row.values)) == (2, {"name": "Bramble", "born": date(2011, 4, 3)})
    assert not [p for p in result.problems if p.slot in ADDED]


@pytest.mark.parametrize("carrier", CARRIERS)
def test_a_blank_form_shows_no_answer_in_added_fields(
    form: Form, blanks: dict[str, bytes], carrier: str
) -> None:
    found = read(form, blanks, carrier, builders.REFERRAL)
    assert not set(ADDED) & set(found.items)


@pytest.mark.parametrize("carrier", CARRIERS)
def test_added_rules_are_held_in_the_words_of_the_form(
    form: Form, blanks: dict[str, bytes], carrier: str
) -> None:
    wrong = {
        "new_date": "1 September 2031",  # not in the future
        "new_number": "many",
        "new_time": "late",
        "lead_gp": "x" * 41,  # longer than max_length
        "pet_1_born": "03/04/2011",  # a row that has begun needs its name
    }
    problems = checked(form, blanks, carrier, builders.REFERRAL | wrong).problems
    by_slot = {p.slot: p for p in problems}
    for slot, label in (
        ("new_date", "New date"),
        ("new_number", "New number"),
        ("new_time", "New time"),
        ("lead_gp", "Family GP"),
        ("pet_1_name", "Pet 1: Pet name"),
    ):
        assert by_slot[slot].label == label
    missing = checked(form, blanks, carrier, builders.REFERRAL).problems
    assert {"lead_gp", "new_date"} <= {p.slot for p in missing if p.severity is Severity.QUERY}
    assert "pet_1_name" not in {p.slot for p in missing}


def submission(record: Record) -> Submission:
    return Submission("CRP-2013-001", 1, "referral", "0" * 64, "pdf", RECEIVED, Outcome.ACCEPTED, record)


def test_added_fields_stand_on_the_case_sheet(form: Form, blanks: dict[str, bytes]) -> None:
    sheets = pytest.importorskip("pipeline.papers.making.sheets", reason="case sheets are not there yet")
    from pipeline.rules.arriving.referrals import as_referral

    record = checked(form, blanks, "pdf", builders.REFERRAL | ADDED).record
    facts = sheets.CaseFacts(1, date(2013, 9, 27), 21, "Cheltenham", "The PDF form follows this sheet.")
    referral = as_referral(submission(record), date(2013, 9, 27))
    printed = printed_words(sheets.case_sheet(form, referral, facts, Wide()))
    labels = {form.slot_by_name[name].field.label for name in ADDED}
    shown = [
        "Orchard Surgery",
        "Łucja's words",
        "1 September 2013",
        "Blue",
        "A cat",
        "An eel",
        "Second line.",
        "Bramble",
    ]
    for words in (*labels, *shown):
        assert words in printed, words


class Wide:
    """Letters of one width, so that no line of the sheet is broken where these answers stand."""

    def width(self, text: str, size: float, bold: bool = False) -> float:
        return 0.3 * size * len(text)

    def can_draw(self, char: str) -> bool:
        return True


def printed_words(sheet: object) -> str:
    """Every text on the strips of a sheet, in the order in which they stand."""
    found: list[str] = []
    pending: list[object] = [sheet]
    while pending:
        item = pending.pop(0)
        if isinstance(item, (list, tuple)):
            pending[:0] = item
        elif hasattr(item, "text"):
            found.append(str(item.text))
        elif hasattr(item, "__dataclass_fields__"):
            pending[:0] = [getattr(item, name) for name in item.__dataclass_fields__]
    return "\n".join(found)
