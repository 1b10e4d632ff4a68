"""The same referral again, the same child elsewhere, and what changed between versions."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.model.record import Problem, Record, Severity
from pipeline.rules.arriving.matching import (
    also_on,
    differences,
    referrals_shared,
    same_meeting,
    same_referral,
    shared_children,
)
from pipeline.rules.checking import check_answers
from tests import builders

RECEIVED = date(2013, 9, 5)
WARN = Severity.WARNING


def record(**changes: str) -> Record:
    form = builders.forms()["referral"]
    return check_answers(
        form, builders.answers(items=builders.referral_items(**changes)), received=RECEIVED
    ).record


OLD = record()
OTHER_REFERRER = {"ref_name": "Owen Tredwell", "ref_email": "owen.tredwell@council.example.org"}
ONE_CHILD = {
    f"child_2_{c}": "" for c in ("forename", "surname", "dob", "sex", "ethnicity", "disabled", "setting")
}
ONE_CHILD |= {"child_2_category": ""}
BARE = ONE_CHILD | {"child_1_nhs_no": "", "child_1_case_ref": ""}


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"child_1_dob": "15/03/2007", **BARE},
        {"child_1_forename": "Thomas", "child_1_surname": "Vaughan", **ONE_CHILD, "child_1_case_ref": ""},
        {"child_1_forename": "Tom", **BARE},
        {"child_1_surname": "Llewellyn", **BARE},
        {"ref_email": "m.prosser@new.example.org", **BARE},
        {"ref_name": "M. Prosser", **BARE},
        {"ref_name": "MEGAN PROSSÉR", "ref_email": "", **BARE},
        {"history": "Another story altogether, long enough to be accepted by the form."},
    ],
)
def test_a_correction_is_the_same_referral(changes: dict[str, str]) -> None:
    assert same_referral(OLD, record(**changes))
    assert same_referral(record(**changes), OLD)


@pytest.mark.parametrize(
    "changes",
    [
        OTHER_REFERRER,
        {"ref_name": "NK", "ref_email": "NK"},
        {"child_1_forename": "Ella", "child_1_surname": "Prosser", "child_1_dob": "01/02/2009", **BARE},
        {"child_1_forename": "Ella", **BARE},
        {"child_1_forename": "UNBORN", "child_1_dob": "01/02/2014", **BARE},
    ],
)
def test_another_referral_is_not(changes: dict[str, str]) -> None:
    assert not same_referral(OLD, record(**changes))


def test_unknown_referrers_are_not_the_same_person() -> None:
    nobody = record(ref_name="NK", ref_email="NK")
    assert not same_referral(nobody, nobody)


def test_an_unborn_child_born_since_is_the_same() -> None:
    unborn = record(child_1_forename="UNBORN", child_1_dob="01/10/2013", **BARE)
    assert same_referral(unborn, record(child_1_forename="Mali", child_1_dob="01/10/2013", **BARE))
    elsewhere = record(child_1_forename="UNBORN", child_1_dob="01/12/2013", **BARE)
    assert not same_referral(unborn, elsewhere)


def test_another_form_is_never_the_same() -> None:
    assert not same_referral(OLD, Record("MACRP-AIC", "1.0", OLD.values, OLD.rows))


def test_the_same_child_on_another_referral_is_flagged_with_the_reason() -> None:
    assert shared_children(OLD, record(**OTHER_REFERRER, **ONE_CHILD)) == (
        "Child 1 (there Child 1): same NHS number",
    )
    by_case = record(**ONE_CHILD, child_1_nhs_no="", child_1_case_ref="704-4190", child_1_surname="Jones")
    assert shared_children(OLD, by_case) == ("Child 1 (there Child 1): same case number",)
    by_birth = record(**BARE, child_1_surname="Vaughan", child_1_forename="T", child_1_dob="3 May 2010")
    assert shared_children(OLD, by_birth) == (
        "Child 1 (there Child 2): same date of birth and a similar surname",
    )


def test_a_name_or_an_unknown_date_alone_flags_nobody() -> None:
    assert shared_children(OLD, record(**BARE, child_1_dob="15/03/2007")) == ()
    unknown = record(**BARE, child_1_dob="NK")
    assert shared_children(unknown, unknown) == ()
    unread = record(**BARE, child_1_dob="31/02/2007")
    assert shared_children(unread, unread) == ()
    numbers = record(**ONE_CHILD, child_1_nhs_no="NK", child_1_case_ref="n/a", child_1_dob="NK")
    assert shared_children(numbers, numbers) == ()


def changed(**changes: str) -> list[str]:
    return [str(d) for d in differences(builders.forms()["referral"], OLD, record(**changes))]


def test_nothing_changed() -> None:
    assert changed() == []


def test_differences_in_printed_words_and_in_the_forms_order() -> None:
    form = builders.forms()["referral"]
    labels = {name: form.slot_by_name[name].label for name in form.slot_by_name}
    found = changed(
        reason="SECOND_PLAN",
        child_1_dob="15/03/2007",
        ref_manager="",
        ref_agency="GP",
        declaration="no",
        access_needs="n/a",
        plan_start="31/02/2013",
    )
    assert found == [
        f"{labels['ref_agency']}: was Health visiting, now GP",
        f"{labels['ref_manager']}: was Colin Attwell, now blank",
        f"{labels['child_1_dob']}: was 14 March 2007, now 15 March 2007",
        f"{labels['plan_start']}: was 6 August 2012, now 31/02/2013",
        f"{labels['reason'].rstrip('?')}: was Second or later plan, On a plan 12 months or more,"
        " now Second or later plan",
        f"{labels['access_needs']}: was Not Fridays after 2pm., now Not applicable",
        f"{labels['declaration']}: was Yes, now No",
    ]


def test_rows_added_and_taken_away_are_told_as_a_whole() -> None:
    third = {"child_3_forename": "Mali", "child_3_surname": "Ellery", "child_3_dob": "01/02/2009"}
    form = builders.forms()["referral"]
    found = differences(form, OLD, record(**ONE_CHILD, **third))
    assert [(d.slot, d.label, d.before[:19], d.after) for d in found] == [
        ("child_2", "Child 2", "Zoë, Ellery-Vaughan", ""),
        ("child_3", "Child 3", "", "Mali, Ellery, 1 February 2009"),
    ]


def test_a_record_without_a_date_is_recognised_by_what_it_says() -> None:
    said = {"theme_1_heading": "Core groups", "theme_1_points": "One chair", "chair": "Ruth Amberley"}
    undated = meeting(said, meeting_date="31st of Mayy")
    assert same_meeting(undated, meeting(said, meeting_date="31/05/2013"))
    assert not same_meeting(undated, meeting(said, meeting_date="31/05/2013", theme_1_points="Another"))
    assert not same_meeting(
        meeting(said, meeting_date="31/05/2013"), meeting(said, meeting_date="24/06/2013")
    )
    came = {"att_1_name": "Ilona Żak", "att_1_kind": "practitioner"}
    assert same_meeting(meeting(came), meeting(came, case_1_referral_ref="CRP-2013-001"))
    assert not same_meeting(meeting(came | {"att_1_kind": "panel"}), meeting(came | {"att_1_kind": "panel"}))
    bare = meeting({"chair": "Ruth Amberley", "district": "STROUD"})
    assert same_meeting(bare, meeting({"chair": "Ruth Amberley", "district": "STROUD", "venue": "Room 3"}))
    assert not same_meeting(bare, meeting({"chair": "Dev Patwardhan", "district": "STROUD"}))
    assert not same_meeting(meeting({}), meeting(said))


def meeting(items: dict[str, str], **changes: str) -> Record:
    form = builders.forms()["meeting-record"]
    return check_answers(form, builders.answers(form, items | changes), received=RECEIVED).record


def test_the_other_referrals_of_a_child_are_named_once() -> None:
    flags = [
        Problem(
            "", "Children", also_on("CRP-2013-001", "Child 1 (there Child 2): same NHS number"), WARN, "X6"
        ),
        Problem(
            "", "Children", also_on("CRP-2013-001", "Child 2 (there Child 1): same NHS number"), WARN, "X6"
        ),
        Problem(
            "", "Children", also_on("CRP-2013-004", "Child 2 (there Child 1): same NHS number"), WARN, "X6"
        ),
        Problem("", "Children", "also on another page", WARN, "other"),
    ]
    assert referrals_shared(flags) == ("CRP-2013-001", "CRP-2013-004")


def test_a_number_alone_does_not_make_another_childs_form_a_new_version() -> None:
    first = record(**ONE_CHILD)
    other = record(
        **ONE_CHILD, child_1_forename="Brigid", child_1_surname="Osterley", child_1_dob="11/02/2001"
    )
    assert not same_referral(first, other)
    assert shared_children(first, other), "it is flagged all the same"
