"""Answers -> record and problems: nothing lost, nothing guessed, every query in the printed words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.answers import Answer, Answers, Carrier
from pipeline.model.form import Form, Kind
from pipeline.model.record import Explicit, Problem, Record, Severity, record_from_json, record_to_json
from pipeline.records.definitions import parse_form
from pipeline.rules.answers.text import tidy_line
from pipeline.rules.checking import Checked, check_answers
from tests import builders

RECEIVED = date(2013, 9, 5)


def check(**changes: str) -> Checked:
    return check_answers(
        builders.forms()["referral"],
        builders.answers(items=builders.referral_items(**changes)),
        received=RECEIVED,
    )


def only(checked: Checked) -> Problem:
    assert len(checked.problems) == 1, [str(p) for p in checked.problems]
    return checked.problems[0]


def label(slot: str) -> str:
    return builders.forms()["referral"].slot_by_name[slot].label


def small(fields: str) -> Form:
    return parse_form(
        "small", f"form: S\nversion: '2'\ntitle: Small\npages: [{{sections: [{{fields: [{fields}]}}]}}]", {}
    )


def check_small(fields: str, **items: str) -> Checked:
    form = small(fields)
    return check_answers(form, builders.answers(form, items), received=RECEIVED)


def test_a_full_referral_is_a_record_without_problems() -> None:
    checked = check()
    assert checked.problems == ()
    record = checked.record
    assert record.day("plan_start") == date(2012, 8, 6)
    assert record.values["declaration"] is True
    assert record.codes("reason") == ("SECOND_PLAN", "TWELVE_MONTHS")
    assert [row.number for row in record.table("child")] == [1, 2]
    assert record.table("child")[1].values["dob"] == date(2010, 5, 3)
    assert record_from_json(record_to_json(record)) == record


def test_the_record_keeps_the_order_of_the_form() -> None:
    backwards = dict(reversed(builders.REFERRAL.items()))
    form = builders.forms()["referral"]
    checked = check_answers(form, builders.answers(form, backwards), received=RECEIVED)
    assert checked == check()
    assert list(checked.record.values) == [f.name for f in form.singles if f.name in checked.record.values]


def test_labels_and_codes_give_the_same_record() -> None:
    assert check(district="Cheltenham", child_1_category="Neglect", reason="12 months or more") != check()
    by_label = check(
        district="cheltenham",
        child_1_category="Neglect",
        child_1_disabled="No",
        reason="On a plan 12 months or more\nSecond or later plan",
        cg_1_lead="No",
        declaration="Yes",
    )
    assert by_label == check()


def test_the_version_on_the_paper_is_kept_and_an_old_one_is_told() -> None:
    form = builders.forms()["referral"]
    old = replace(builders.answers(), form_version="0.9")
    checked = check_answers(form, old, received=RECEIVED)
    assert checked.record.form_version == "0.9"
    assert only(checked).severity is Severity.WARNING
    assert "version 0.9" in only(checked).message
    unversioned = check_answers(form, replace(old, form_version=""), received=RECEIVED)
    assert unversioned.record.form_version == form.version
    assert unversioned.problems == ()


def test_three_bad_dates_are_three_problems_in_one_pass_and_stay_visible() -> None:
    checked = check(plan_start="31/02/2013", plan_review_due="05/13/2013", preferred_meeting="5/6")
    assert [(p.slot, p.severity) for p in checked.problems] == [
        ("preferred_meeting", Severity.QUERY),
        ("plan_start", Severity.QUERY),
        ("plan_review_due", Severity.QUERY),
    ]
    assert checked.record.values["plan_start"] == "31/02/2013"
    assert checked.record.day("plan_start") is None
    assert str(checked.problems[1]) == f"{label('plan_start')}: “31/02/2013”: there is no 31 February 2013."


@pytest.mark.parametrize(
    ("slot", "text", "words"),
    [
        ("district", "Glos", "is “Gloucester” meant?"),
        ("ref_email", "megan at example.org", "not an e-mail address"),
        ("ref_phone", "960101", "area code"),
        ("family_postcode", "GL5O 1AA", "is GL50 1AA meant?"),
        ("child_1_nhs_no", "999 000 0019", "check digit"),
        ("child_1_forename", "T0m", "“0”"),
        ("declaration", "perhaps", "Yes, No"),
        ("ref_name", "0", "very short"),
    ],
)
def test_what_cannot_be_understood_stays_as_filled_in_with_a_query(slot: str, text: str, words: str) -> None:
    checked = check(**{slot: text})
    assert any(words in p.message and p.slot == slot for p in checked.problems)
    assert all(p.severity is Severity.QUERY for p in checked.problems if p.slot == slot)
    name, row = slot, checked.record.values
    if slot.startswith("child"):
        name, row = slot.removeprefix("child_1_"), checked.record.table("child")[0].values
    assert row[name] == text


def test_a_tick_that_the_form_does_not_print_is_kept_behind_the_others() -> None:
    checked = check(family_factors="HOUSING\nfoo\nDOMESTIC_ABUSE")
    assert checked.record.codes("family_factors") == ("DOMESTIC_ABUSE", "HOUSING", "foo")
    assert "“foo”" in only(checked).message


def test_ticks_that_say_there_is_none() -> None:
    assert check(family_factors="n/a").record.values["family_factors"] is Explicit.NOT_APPLICABLE
    assert "which is right" in only(check(agencies="CSC\nHEALTH_VISITING\nn/a")).message
    both = only(check(family_factors="NONE_KNOWN\nHOUSING"))
    assert (both.code, both.severity) == ("excluding", Severity.QUERY)
    assert check(family_factors="NOT_KNOWN").problems == ()


@pytest.mark.parametrize(
    "slot", ["ref_name", "district", "reason", "history", "child_1_surname", "cg_2_agency"]
)
def test_a_missing_needed_answer_is_a_query_in_the_printed_words(slot: str) -> None:
    problem = only(check(**{slot: ""}))
    printed = builders.forms()["referral"].slot_by_name[slot]
    assert (problem.slot, problem.label, problem.code) == (slot, printed.label, "required")
    assert problem.severity is Severity.QUERY
    assert printed.field.help in problem.message


def test_answers_needed_only_sometimes() -> None:
    assert check(plan_number="first", prev_plan_end="").problems == ()
    assert f"“{label('plan_number')}” says “Second”" in only(check(prev_plan_end="")).message
    assert only(check(reason="SECOND_PLAN\nTWELVE_MONTHS\nOTHER")).slot == "reason_other"
    assert only(check(parents_told="not_told")).slot == "parents_not_told_why"
    assert only(check(cg_1_email="")).slot == "cg_1_email"
    assert check(cg_1_email="", cg_1_invite="no").problems == ()


def test_needed_unless_the_other_says_so() -> None:
    fields = (
        "{name: a, label: Known, kind: text}, "
        "{name: b, label: Why, kind: text, required: {when: a, is_not: [x, '']}}"
    )
    assert check_small(fields).problems == ()
    assert check_small(fields, a="x").problems == ()
    assert "“Known” says “y”" in only(check_small(fields, a="y")).message
    assert "is filled in as it is" in only(check_small(fields, a="y " * 60)).message


def test_rows_count_when_any_cell_is_filled_and_are_checked_cell_by_cell() -> None:
    checked = check(child_4_known_as="Bo")
    assert [row.number for row in checked.record.table("child")] == [1, 2, 4]
    assert [p.slot for p in checked.problems] == [
        "child_4_forename",
        "child_4_surname",
        "child_4_dob",
        "child_4_category",
    ]


def test_too_few_rows_are_one_query_for_the_table() -> None:
    one = {f"cg_2_{c}": "" for c in ("name", "role", "agency", "email", "lead", "invite")}
    problem = only(check(**one))
    assert (problem.slot, problem.label) == ("cg_2_name", builders.forms()["referral"].repeat("cg").label)
    assert "at least 2 lines must be filled in, and only 1 is." in problem.message
    none = check(**one, **{f"cg_1_{c}": "" for c in ("name", "role", "agency", "email", "lead", "invite")})
    assert "and none is" in only(none).message
    assert "cg" not in none.record.rows


def test_a_table_that_needs_three_with_two() -> None:
    fields = "{repeat: r, label: R, rows: {min: 3, max: 4}, columns: [{name: a, label: A}]}"
    assert "only 2 are" in only(check_small(fields, r_1_a="x", r_3_a="y")).message
    assert only(check_small(fields, r_1_a="x", r_3_a="y")).slot == "r_2_a"
    fields = fields.replace("min: 3", "min: 1")
    assert "at least one line" in only(check_small(fields)).message


def test_not_known_is_an_answer_and_not_applicable_is_none() -> None:
    asked = only(check(child_1_dob="NK"))
    assert (asked.severity, asked.code) == (Severity.WARNING, "not_known")
    assert only(check(ref_email="not known")).severity is Severity.QUERY
    assert only(check(ref_name="-")).severity is Severity.QUERY
    assert check(adult_2_name="UNKNOWN").problems == ()
    assert check(adult_2_name="UNKNOWN").record.table("adult")[1].values["name"] is Explicit.NOT_KNOWN
    assert check(child_1_nhs_no="none").record.table("child")[0].values["nhs_no"] is Explicit.NOT_APPLICABLE
    assert check(child_1_setting="none").record.table("child")[0].values["setting"] == "none"


def test_lengths() -> None:
    assert only(check(history="Too short.")).severity is Severity.QUERY
    assert only(check(day_in_life="Too short.")).severity is Severity.WARNING
    long = check(history="word " * 400)
    assert only(long).severity is Severity.WARNING
    assert "1999 characters of 1500" in only(long).message
    assert len(long.record.text("history")) == 1999


def test_dates_in_the_wrong_order_are_asked_about_once_each() -> None:
    assert f"“{label('ref_date')}” (2 September 2013)" in only(check(plan_start="02/09/2013")).message
    assert only(check(prev_plan_end="06/08/2012")).code == "order"
    assert only(check(plan_review_due="06/08/2012")).code == "order"
    assert only(check(ref_date="06/09/2013")).code == "future"


def test_the_declaration_must_be_yes() -> None:
    problem = only(check(declaration="no"))
    assert (problem.code, problem.message) == ("equals", "this must be answered “Yes”.")


def born(**changes: str) -> tuple[object, list[str]]:
    checked = check(**changes)
    return checked.record.table("child")[0].values["dob"], [p.code for p in checked.problems]


def test_births_of_children() -> None:
    assert born(child_1_dob="14/03/07") == (date(2007, 3, 14), [])
    assert born(child_1_dob="06/09/2013") == (date(2013, 9, 6), ["X9"])
    due = {"child_1_forename": "unborn", "child_1_sex": "unborn"}
    assert born(child_1_dob="03/04/14", **due) == (date(2014, 4, 3), [])
    assert born(child_1_dob="05/06/14", **due) == (date(2014, 6, 5), [])
    assert born(child_1_dob="06/06/14", **due) == (date(1914, 6, 6), ["due"])
    assert born(child_1_dob="05/09/2013", **due) == (date(2013, 9, 5), [])
    assert born(child_1_dob="06/06/2014", **due) == (date(2014, 6, 6), ["due"])
    assert born(child_1_dob="01/09/2013", **due) == (date(2013, 9, 1), ["due"])
    assert check(**due).record.table("child")[0].values["forename"] == "UNBORN"


def adult_born(text: str, relationship: str) -> tuple[object, list[str]]:
    checked = check(adult_1_dob=text, adult_1_relationship=relationship)
    return checked.record.table("adult")[0].values["dob"], [p.code for p in checked.problems]


def test_births_of_adults_with_two_figures() -> None:
    assert adult_born("22/07/85", "mother") == (date(1985, 7, 22), [])
    assert adult_born("05/09/01", "father") == (date(2001, 9, 5), [])
    assert adult_born("06/09/01", "father") == (date(1901, 9, 6), ["X9"])
    assert adult_born("06/09/01", "Brother or sister") == (date(2001, 9, 6), [])
    assert adult_born("06/09/2013", "sibling") == (date(2013, 9, 6), ["X9"])
    assert adult_born("06/09/1912", "other_relative") == (date(1912, 9, 6), [])
    assert adult_born("05/09/1912", "other_relative") == (date(1912, 9, 5), ["X9"])


def test_only_a_child_may_be_unborn() -> None:
    assert "UNBORN" in only(check(child_1_dob="06/09/2013")).message
    assert "UNBORN" not in only(check(adult_1_dob="06/09/2013", adult_1_relationship="sibling")).message


def test_doubts_of_the_reader_are_queries_and_remarks_are_warnings() -> None:
    answers = builders.answers()
    items = dict(answers.items) | {"ref_name": Answer("Megan Prosser", doubt="two values were found.")}
    checked = check_answers(
        builders.forms()["referral"],
        replace(answers, items=items, remarks=("Changes are tracked.",)),
        received=RECEIVED,
    )
    assert [str(p) for p in checked.problems] == [
        "Changes are tracked.",
        f"{label('ref_name')}: please confirm: two values were found.",
    ]
    assert [p.severity for p in checked.problems] == [Severity.WARNING, Severity.QUERY]


def test_text_that_was_not_cleaned_is_cleaned_with_a_query() -> None:
    checked = check(ref_role="Nurse\x00 Stroud")
    assert only(checked).code == "confirm"
    assert checked.record.text("ref_role") == "Nurse\N{REPLACEMENT CHARACTER} Stroud"


def test_answers_without_a_place_on_the_form_are_repeated_in_a_query() -> None:
    checked = check(child_7_surname="Ellery", ref_nmae="Megan", empty_one=" ", form_id="MACRP-REF")
    assert [p.severity for p in checked.problems] == [Severity.QUERY, Severity.QUERY]
    assert "“Ellery” (child_7_surname) on a second form" in checked.problems[0].message
    assert (
        str(checked.problems[1])
        == "ref_nmae: the form has no question of this name; it was answered “Megan”."
    )
    assert len(only(check(stray="x" * 900)).message) < 300


def test_quotes_dashes_and_spaces() -> None:
    record = check(
        child_1_surname="  O\u2019Brien \u2013  Vaughan ",
        history="  “First” \u2013 a plan,   kept as typed \u2026 long enough.  \n\n  Second line.  \n",
    ).record
    assert record.table("child")[0].text("surname") == "O'Brien - Vaughan"
    assert (
        record.text("history")
        == "“First” \u2013 a plan,   kept as typed \u2026 long enough.\n\n  Second line."
    )


def test_every_kind_has_its_value() -> None:
    fields = ", ".join(
        f"{{name: {kind.value}, label: {kind.value}, kind: {kind.value}, choices: {{A: Apple, B: Bun}}}}"
        for kind in Kind
    )
    items = {
        "text": "a",
        "longtext": "b\nc",
        "date": "3/5/08",
        "month": "5/2013",
        "time": "9.30",
        "number": "7",
        "choice": "Bun",
        "multichoice": "B\nA",
        "yesno": "no",
        "const": " X ",
    }
    checked = check_small(fields, **items)
    assert checked.problems == ()
    assert checked.record.values == {
        "text": "a",
        "longtext": "b\nc",
        "date": date(2008, 5, 3),
        "month": "2013-05",
        "time": "09:30",
        "number": 7,
        "choice": "B",
        "multichoice": ("A", "B"),
        "yesno": False,
        "const": "X",
    }
    unclear = check_small(fields, month="May", time="late", number="few", yesno="perhaps", date="soon")
    assert [p.code for p in unclear.problems] == ["unclear"] * 5
    assert unclear.record.values == {
        "date": "soon",
        "month": "May",
        "time": "late",
        "number": "few",
        "yesno": "perhaps",
    }
    explicit = check_small(fields, number="NK", yesno="n/a", month="-", time="NK", longtext="N/A")
    assert set(explicit.record.values.values()) == {Explicit.NOT_KNOWN, Explicit.NOT_APPLICABLE}
    assert check_small(fields, number="0").record.values["number"] == 0
    assert check_small(fields, text="\u200b").record.values == {}


def test_a_phone_from_abroad_is_a_warning() -> None:
    assert only(check(ref_phone="+48 22 123 45 67")).severity is Severity.WARNING


SLOTS = st.sampled_from([*(s.name for s in builders.forms()["referral"].slots), "child_9_dob", "odd", ""])


@given(items=st.dictionaries(SLOTS, st.text(max_size=40), max_size=12))
def test_no_text_makes_it_raise_and_no_answer_is_lost(items: dict[str, str]) -> None:
    form = builders.forms()["referral"]
    answers = Answers(form.id, form.version, Carrier.TYPED, {k: Answer(v) for k, v in items.items()})
    checked = check_answers(form, answers, received=RECEIVED)
    assert record_from_json(record_to_json(checked.record)) == checked.record
    for name, text in items.items():
        if tidy_line(text) and "\N{REPLACEMENT CHARACTER}" not in text and text.isprintable():
            assert (
                name in filled(checked.record)
                or any(name in (p.slot, p.label) for p in checked.problems)
                or (any(f"({name})" in p.message for p in checked.problems))
            )


def filled(record: Record) -> set[str]:
    cells = {
        f"{name}_{row.number}_{c}" for name, rows in record.rows.items() for row in rows for c in row.values
    }
    return cells | set(record.values)


@given(text=st.text(min_size=1, max_size=60))
def test_any_words_of_a_long_answer_come_through_as_typed(text: str) -> None:
    from pipeline.rules.answers.text import clean, tidy_block

    value = check(history=text).record.values.get("history")
    kept = tidy_block(clean(text).text)
    assert value == kept or isinstance(value, Explicit) or (value is None and not kept)


@pytest.mark.parametrize(
    "wish", ["no preference", "No Preference", "any", "as soon as possible", "n/a", "next one"]
)
def test_no_preference_for_a_meeting_is_an_answer(wish: str) -> None:
    form = builders.forms()["referral"]
    answers = builders.answers(form, builders.referral_items(preferred_meeting=wish))
    checked = check_answers(form, answers, received=date(2013, 9, 3))
    assert checked.record.values["preferred_meeting"] is Explicit.NOT_APPLICABLE
    assert not [p for p in checked.problems if p.slot == "preferred_meeting"]
