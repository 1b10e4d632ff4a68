"""A referral's people as nouns, months on the plan, and stored values in printed words."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.model.filing import Outcome, Referral, Submission
from pipeline.model.form import Choice, Field, Kind
from pipeline.model.people import Adult, CoreGroupMember
from pipeline.model.record import Explicit, Record, Value
from pipeline.rules.arriving.referrals import as_referral, months_on_plan, shown_value
from pipeline.rules.checking import check_answers
from tests import builders

RECEIVED, MEETING = date(2013, 9, 5), date(2013, 9, 27)


def referral(meeting: date | None = MEETING, **changes: str) -> Referral:
    form = builders.forms()["referral"]
    record = check_answers(
        form, builders.answers(items=builders.referral_items(**changes)), received=RECEIVED
    ).record
    submission = Submission(
        "CRP-2013-014", 1, "referral", "0" * 64, "pdf", RECEIVED, Outcome.ACCEPTED, record, meeting=meeting
    )
    return as_referral(submission, meeting)


def test_the_people_of_a_referral() -> None:
    found = referral()
    assert found.reference == "CRP-2013-014"
    assert found.district == "CHELTENHAM"
    assert found.reasons == ("SECOND_PLAN", "TWELVE_MONTHS")
    assert found.months_on_plan == 13
    first = found.children[0]
    assert (first.number, first.name, first.dob) == (1, "Tomos Rhys Ellery-Vaughan", date(2007, 3, 14))
    assert (first.nhs_no, first.case_ref, first.setting) == (
        "999 000 0018",
        "7044190",
        "Fernhollow Primary School",
    )
    assert found.adults[1] == Adult(2, "Łukasz Wiśniak", "mothers_partner", None, "sometimes")
    assert found.core_group[1] == CoreGroupMember(
        2, "Owen Tredwell", "Social worker", "CSC", "owen.tredwell@council.example.org", True, True
    )


def test_the_referrer_is_added_to_the_core_group_when_missing() -> None:
    missing = {"ref_email": "other@health.example.org", "ref_name": "Non Prosser"}
    added = referral(**missing).core_group
    assert [m.number for m in added] == [0, 1, 2]
    assert added[0] == CoreGroupMember(
        0,
        "Non Prosser",
        "Health visitor, Cheltenham",
        "HEALTH_VISITING",
        "other@health.example.org",
        None,
        True,
    )
    assert len(referral(**missing, ref_in_core_group="no").core_group) == 2
    assert len(referral(**missing, ref_in_core_group="").core_group) == 2
    assert len(referral(**missing | {"ref_name": "NK"}).core_group) == 2
    assert len(referral(ref_email="other@health.example.org").core_group) == 2  # there by name, no second one


def test_two_unknown_addresses_are_not_one_person() -> None:
    unknown = referral(ref_email="NK", cg_1_email="NK", ref_name="Someone Else")
    assert len(unknown.core_group) == 3


def test_what_is_not_known_is_blank_but_for_names() -> None:
    found = referral(
        child_1_surname="NK", child_1_dob="NK", child_1_nhs_no="n/a", child_1_category="NK", district="NK"
    )
    child = found.children[0]
    assert (child.surname, child.dob, child.nhs_no, child.category) == ("Not known", None, "", "")
    assert found.district == ""
    assert referral(adult_2_name="UNKNOWN").adults[1].name == "Not known"
    assert referral(cg_1_lead="NK", cg_1_invite="").core_group[0].lead is None


@pytest.mark.parametrize(
    ("start", "meeting", "months"),
    [
        (date(2012, 9, 27), MEETING, 12),
        (date(2012, 9, 28), MEETING, 11),
        (date(2013, 9, 27), MEETING, 0),
        (date(2013, 9, 28), MEETING, None),
        (date(2012, 9, 27), None, None),
        ("31/02/2012", MEETING, None),
    ],
)
def test_months_are_computed_to_the_meeting(start: Value, meeting: date | None, months: int | None) -> None:
    assert months_on_plan(Record("MACRP-REF", "1.0", {"plan_start": start}), meeting) == months


FRUIT = Field("f", "Fruit", Kind.CHOICE, choices=(Choice("A", "Apple"), Choice("B", "Bun")))


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        (Kind.TEXT, None, ""),
        (Kind.TEXT, "as typed", "as typed"),
        (Kind.TEXT, Explicit.NOT_KNOWN, "Not known"),
        (Kind.DATE, Explicit.NOT_APPLICABLE, "Not applicable"),
        (Kind.DATE, date(2013, 9, 7), "7 September 2013"),
        (Kind.DATE, "31/02/2013", "31/02/2013"),
        (Kind.YESNO, True, "Yes"),
        (Kind.YESNO, False, "No"),
        (Kind.YESNO, "perhaps", "perhaps"),
        (Kind.CHOICE, "A", "Apple"),
        (Kind.CHOICE, "Cake", "Cake"),
        (Kind.MULTICHOICE, ("B", "A", "cake"), "Bun, Apple, cake"),
        (Kind.MULTICHOICE, (), ""),
        (Kind.NUMBER, 7, "7"),
        (Kind.NUMBER, 0, "0"),
        (Kind.MONTH, "2013-05", "May 2013"),
        (Kind.MONTH, "2013-01", "January 2013"),
        (Kind.MONTH, "2013-12", "December 2013"),
        (Kind.MONTH, "2013-13", "2013-13"),
        (Kind.MONTH, "2013-00", "2013-00"),
        (Kind.MONTH, "spring", "spring"),
        (Kind.TIME, "09:30", "09:30"),
    ],
)
def test_printed_words(kind: Kind, value: Value | None, words: str) -> None:
    assert shown_value(Field("f", "Fruit", kind, choices=FRUIT.choices), value) == words
