"""References as people write them, and the cases of a meeting record held against the register."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.model.record import Problem, Severity
from pipeline.rules.arriving.references import Known, case_problems, read_reference, with_references
from pipeline.rules.checking import check_answers
from tests import builders

DAY = date(2013, 9, 27)
REGISTER = {
    "CRP-2013-001": Known(date(2013, 9, 2), DAY),
    "CRP-2013-002": Known(date(2013, 10, 3), None),
    "CRP-2013-003": Known(date(2013, 9, 2), date(2013, 11, 22)),
}


@pytest.mark.parametrize(
    "written",
    [
        "CRP-2013-007",
        "crp 2013 7",
        "CRP/2013/07",
        "crp2013-007",
        "2013-7",
        "CRP–2013–007",
        "Ref: CRP 2013 007.",
    ],
)
def test_a_reference_is_read_in_its_usual_writings(written: str) -> None:
    assert read_reference(written, "CRP") == "CRP-2013-007"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("CRP-2013-1234", "CRP-2013-1234"),
        ("abc 2013 7", "ABC 2013 7"),
        ("see e-mail", "SEE E-MAIL"),
        ("", ""),
    ],
)
def test_what_is_no_reference_of_ours_stays(written: str, kept: str) -> None:
    assert read_reference(written, "CRP") == kept


def problems(day: date | None = DAY, **items: str) -> list[Problem]:
    form = builders.forms()["meeting-record"]
    record = check_answers(form, builders.answers(form, items), received=DAY).record
    return list(case_problems(form, with_references(record, "CRP"), day, REGISTER.get))


def test_cases_that_the_register_knows_pass() -> None:
    assert problems(case_1_referral_ref="crp 2013 1", case_1_outcome="discussed") == []
    assert problems(case_1_referral_ref="CRP-2013-003", case_1_outcome="deferred") == []
    assert problems(None, case_1_referral_ref="CRP-2013-002") == []


def test_a_case_that_does_not_exist_is_asked_about() -> None:
    (found,) = problems(case_2_referral_ref="CRP-2013-099", case_2_outcome="withdrawn")
    assert (found.slot, found.severity) == ("case_2_referral_ref", Severity.QUERY)
    assert found.label == "Case 2: Referral" and "no referral CRP-2013-099" in found.message


def test_a_referral_that_came_after_the_meeting_was_not_discussed_there() -> None:
    (found,) = problems(case_1_referral_ref="2013-2", case_1_outcome="discussed")
    assert found.severity is Severity.QUERY and "came on 3 October 2013, after" in found.message


def test_a_referral_of_another_meeting_is_told() -> None:
    (found,) = problems(case_1_referral_ref="CRP-2013-003", case_1_outcome="discussed")
    assert found.severity is Severity.WARNING and "for the meeting on 22 November 2013" in found.message
