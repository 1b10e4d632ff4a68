"""Form definitions: what the forms say, and that every mistake in one is reported with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.model.errors import DefinitionError, StorageError
from pipeline.model.form import Choice, Form, Kind, Repeat
from pipeline.records.definitions import load_form, load_forms, parse_form
from tests import builders

LISTS = {"@agencies": (Choice("CSC", "Children's social care"),)}


def test_the_four_forms_are_defined(forms: dict[str, Form]) -> None:
    assert {name: form.id for name, form in forms.items()} == {
        "referral": "MACRP-REF",
        "agency-check": "MACRP-AIC",
        "meeting-record": "MACRP-REC",
        "reply": "MACRP-REP",
    }


def test_the_referral_asks_every_field_of_the_panel(referral_form: Form) -> None:
    singles = {f.name for f in referral_form.singles}
    assert {
        "ref_email",
        "district",
        "plan_start",
        "reason",
        "history",
        "ask_of_panel",
        "declaration",
    } <= singles
    assert referral_form.repeat("child").names == (
        *("forename", "surname", "known_as", "dob", "sex"),
        *("ethnicity", "disabled", "nhs_no", "case_ref", "setting", "category"),
    )
    rows = {r.name: (r.minimum, r.maximum) for r in referral_form.repeats}
    assert rows == {"child": (1, 6), "adult": (0, 8), "cg": (2, 12)}


def test_the_referral_is_brief(referral_form: Form) -> None:
    """About 25 answers are needed: one child, two core group members, and what the panel cannot do without."""
    needed = sum(f.required.always for f in referral_form.singles)
    for repeat in referral_form.repeats:
        needed += repeat.minimum * sum(c.required.always for c in repeat.columns)
    assert 20 <= needed <= 27


def test_every_row_of_the_grid_fits_the_page(forms: dict[str, Form]) -> None:
    for form in forms.values():
        for repeat in form.repeats:
            for line in {c.row_line for c in repeat.columns}:
                assert sum(c.width for c in repeat.columns if c.row_line == line) <= 12, (
                    form.id,
                    repeat.name,
                )


def test_slots_carry_the_printed_words(referral_form: Form) -> None:
    slot = referral_form.slot_by_name["child_2_surname"]
    assert (slot.label, slot.row, slot.field.kind) == ("Child 2: Surname", 2, Kind.TEXT)
    assert isinstance(slot.repeat, Repeat)
    assert referral_form.slot_by_name["plan_start"].label == "Plan began"


MINIMAL = """\
form: X-1
version: "1"
title: A form
pages:
  - sections:
      - title: One
        fields:
"""


def with_fields(*lines: str) -> str:
    return MINIMAL + "".join(f"          {line}\n" for line in lines)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("- {name: a, label: A, kind: txt}", "line 8: `a`: no kind 'txt'; did you mean 'text'?"),
        ("- {name: a, label: A, knd: text}", "line 8: no key 'knd' in a field; did you mean 'kind'?"),
        ("- {name: a, label: A, kind: choice}", "line 8: `a` needs `choices:` or `list:`"),
        (
            "- {name: a, label: A, kind: choice, list: '@agency'}",
            "no list '@agency'; did you mean '@agencies'?",
        ),
        ("- {name: a b, label: A, kind: text}", "needs a `name:` of letters, digits and _"),
        ("- {name: a, kind: text}", "line 8: `a` needs a `label:`"),
        (
            "- {name: a, label: A, kind: text, width: 13}",
            "line 8: `a`: width is a whole number from 1 to 12, not 13",
        ),
        (
            "- {name: a, label: A, kind: text, lines: many}",
            "lines is a whole number from 1 to 40, not 'many'",
        ),
        ("- {name: a, label: A, kind: text, required: maybe}", "line 8: `a`: required is true, false or"),
        ("- {name: a, label: A, kind: text, check: emial}", "no check 'emial'; did you mean 'email'?"),
        ("- {name: a, label: A, kind: date, before: b}", "line 8: `a` points to `b`, which is not there"),
        ("- {repeat: r, label: R, rows: {min: 3, max: 2}, columns: []}", "line 8: `r`: rows must be"),
        ("- {repeat: r, label: R, layout: grid, columns: []}", "`r`: layout is table or block, not 'grid'"),
        ("- {repeat: r, label: R, columns: none}", "`columns:` must be a list"),
        ("- just words", "a field must be a list of `key: value` lines"),
    ],
)
def test_a_mistake_is_named_with_its_line(line: str, says: str) -> None:
    with pytest.raises(DefinitionError, match=r"^x: ") as caught:
        parse_form("x", with_fields(line), LISTS)
    assert says in str(caught.value)


def test_every_mistake_is_reported_at_once() -> None:
    text = with_fields("- {name: a, label: A, kind: txt}", "- {name: b, label: B, widht: 3}")
    with pytest.raises(DefinitionError) as caught:
        parse_form("x", text, LISTS)
    assert "line 8:" in str(caught.value)
    assert "line 9:" in str(caught.value)


def test_two_fields_of_one_name_are_refused() -> None:
    text = with_fields("- {name: a, label: A, kind: text}", "- {name: a, label: B, kind: text}")
    with pytest.raises(
        DefinitionError, match=r"line 9: two fields are called `a` \(the first is on line 8\)"
    ):
        parse_form("x", text, LISTS)


def test_two_columns_of_one_name_are_told_once() -> None:
    column = "{name: c, label: C, kind: text}"
    text = with_fields(f"- {{repeat: r, label: R, rows: {{min: 0, max: 9}}, columns: [{column}, {column}]}}")
    with pytest.raises(DefinitionError) as caught:
        parse_form("x", text, LISTS)
    assert str(caught.value) == "x: line 8: two fields are called `r_1_c` (the first is on line 8)"


WORDS = {"panel": "The Panel", "phone": "01632 960199", "marking": "SECRET", "deadline_days": "10"}


def test_names_from_the_settings_stand_wherever_words_are_printed() -> None:
    text = with_fields(
        '- {name: a, label: "The {panel}", sheet: "{phone}", kind: text, help: "Ring {phone}."}'
    )
    text = text.replace("title: One", 'title: "{panel}"').replace(
        "pages:",
        'subtitle: "{panel}"\nmarking: "{marking} when completed"\nintro: "{deadline_days} days"\npages:',
    )
    form = parse_form("x", text, LISTS, WORDS)
    (field,) = form.singles
    assert (field.label, field.help, field.sheet_label) == (
        "The The Panel",
        "Ring 01632 960199.",
        "01632 960199",
    )
    assert (form.subtitle, form.marking, form.intro) == ("The Panel", "SECRET when completed", "10 days")
    assert form.pages[0].sections[0].title == "The Panel"


def test_a_panel_without_a_marking_prints_none() -> None:
    text = MINIMAL + 'marking: "{marking} when completed"\n'
    assert parse_form("x", text, LISTS, WORDS | {"marking": ""}).marking == ""


def test_a_name_the_settings_do_not_have_is_a_fault_with_the_nearest() -> None:
    text = with_fields(
        '- {name: a, label: A, kind: text, help: "Ring {phoen}"}', "- {name: b, label: {panel}}"
    )
    with pytest.raises(DefinitionError) as caught:
        parse_form("x", text, LISTS)
    assert "line 8: `help:` there is no {phoen}; did you mean 'phone'?" in str(caught.value)
    assert "line 9: `label:` must be words; put quotation marks around them" in str(caught.value)


def test_the_forms_take_names_marking_and_where_to_send_from_the_settings() -> None:
    words = {"panel": "PANEL", "board": "BOARD", "area": "AREA", "coordinator": "ROLE"}
    words |= {"email": "e@example.org", "phone": "PHONE", "marking": "MARK", "deadline_days": "10"}
    for form in load_forms(builders.ROOT / "forms", builders.LISTS, words).values():
        assert (form.subtitle, form.marking) == ("PANEL", "MARK when completed")
        assert form.name == "meeting-record" or "e@example.org" in form.return_to
        assert form.name == "meeting-record" or "PHONE" in form.return_to


def test_broken_yaml_and_an_unreadable_file_are_said(tmp_path) -> None:
    with pytest.raises(DefinitionError, match=r"^x: line 1: near `form: \[` something is missing"):
        parse_form("x", "form: [", LISTS)
    with pytest.raises(DefinitionError, match=r"gone\.yaml: this file cannot be read"):
        load_form(tmp_path / "gone.yaml", LISTS)
    with pytest.raises(DefinitionError, match="the form must be a list of `key: value` lines"):
        parse_form("x", "just words", LISTS)


def test_what_a_form_must_have_is_asked_for() -> None:
    with pytest.raises(DefinitionError, match="the form needs `version:`"):
        parse_form("x", "form: X\ntitle: T\npages: []\n", LISTS)


def test_a_day_that_there_is_not_stays_words() -> None:
    text = MINIMAL + "intro: 2013-02-31\n"
    assert parse_form("x", text, LISTS).intro == "2013-02-31"


def test_codes_yes_and_no_stay_words() -> None:
    form = parse_form(
        "x",
        with_fields(
            "- {name: a, label: A, kind: choice, choices: {yes: 'Yes', no: 'No'}}",
            "- {name: b, label: B, kind: text, required: {when: a, is: yes}}",
        ),
        LISTS,
    )
    first, second = form.singles
    assert [c.code for c in first.choices] == ["yes", "no"]
    assert second.required.values == ("yes",)


def test_lists_come_from_the_settings() -> None:
    form = parse_form("x", with_fields("- {name: a, label: A, kind: choice, list: '@agencies'}"), LISTS)
    assert form.singles[0].choices == LISTS["@agencies"]


def test_sample_answers_fit_the_form(referral_form: Form) -> None:
    assert set(builders.REFERRAL) <= set(referral_form.slot_by_name)


def test_a_sheet_may_speak_to_another_reader_than_the_form(referral_form: Form) -> None:
    about = referral_form.pages[0].sections[0]
    assert (about.title, about.sheet_title) == ("About you", "The referrer")
    name = referral_form.slot_by_name["ref_name"].field
    assert (name.label, name.sheet_label) == ("Your name", "Name")
    manager = referral_form.slot_by_name["ref_manager"].field
    assert manager.sheet_label == manager.label == "Manager or safeguarding lead"


def test_no_label_of_the_case_sheet_speaks_to_the_referrer(referral_form: Form) -> None:
    sections = [s for page in referral_form.pages for s in page.sections]
    labels = [s.sheet_title for s in sections] + [slot.field.sheet_label for slot in referral_form.slots]
    assert not [label for label in labels if {"you", "your"} & set(label.lower().replace("?", "").split())]


def test_a_folder_that_cannot_be_listed_is_a_fault_of_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Path) -> object:
        raise OSError(28, "No space left on device", str(self))

    assert load_forms(tmp_path / "none", LISTS) == {}
    monkeypatch.setattr(Path, "iterdir", full)
    with pytest.raises(StorageError, match="free some space"):
        load_forms(tmp_path, LISTS)
