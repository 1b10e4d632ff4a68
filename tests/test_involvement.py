"""rules/asking/involvement: who is known to whom. A blank never means no, and doubt never means yes."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.model.answers import Answer, Answers, Carrier, Sureness
from pipeline.model.filing import Outcome, Submission
from pipeline.model.involvement import Asked, CaseChecks
from pipeline.rules.arriving.referrals import as_referral
from pipeline.rules.asking.involvement import case_checks, checks_line
from pipeline.rules.checking import check_answers
from tests import builders

REFERENCE, MEETING = "CRP-2013-001", date(2013, 9, 27)
DUE = date(2013, 9, 19)
FORM = builders.forms()["agency-check"]
PEOPLE = {
    "person_1_person_ref": "child_1",
    "person_1_name": "Tomos Rhys Ellery-Vaughan",
    "person_1_dob": "14/03/2007",
    "person_2_person_ref": "child_2",
    "person_2_name": "Zoë Ellery-Vaughan",
    "person_2_dob": "03/05/2010",
    "person_3_person_ref": "adult_1",
    "person_3_name": "Carys Ellery",
    "person_4_person_ref": "adult_2",
    "person_4_name": "Łukasz Wiśniak",
}
NOT_NIL = {"nil_return": "no", "summary_fact": "Two calls in 2012."}


def case(**changes: str) -> Submission:
    form = builders.forms()["referral"]
    given = builders.answers(form, builders.referral_items(**changes))
    record = check_answers(form, given, received=date(2013, 9, 3)).record
    return Submission(
        REFERENCE, 1, "referral", "0" * 64, "pdf", date(2013, 9, 3), Outcome.ACCEPTED, record, answers=given
    )


def returned(
    agency: str, items: dict[str, str], doubts: dict[str, str] | None = None, *, scanned: bool = False
) -> Submission:
    """A return as the register holds it; `doubts`: slot -> doubt."""
    sure = Sureness.RECOGNISED if scanned else Sureness.STORED
    every = {"referral_ref": REFERENCE, "agency": agency, **items}
    found = {n: Answer(t, doubt=(doubts or {}).get(n, ""), sureness=sure) for n, t in every.items() if t}
    given = Answers(FORM.id, FORM.version, Carrier.ACROFORM, found)
    checked = check_answers(FORM, given, received=date(2013, 9, 12))
    return Submission(
        f"AIC-{REFERENCE}-{agency}",
        1,
        "agency-check",
        "1" * 64,
        "pdf",
        date(2013, 9, 12),
        Outcome.ACCEPTED,
        checked.record,
        checked.problems,
        answers=given,
    )


def grid(
    *returns: Submission,
    asked: tuple[str, ...] = ("POLICE",),
    due: date | None = DUE,
    of: Submission | None = None,
) -> CaseChecks:
    wanted = tuple(Asked(agency, ("Someone",), due) for agency in asked)
    return case_checks(FORM, as_referral(of or case(), MEETING), returns, wanted, builders.AGENCIES)


def cells(*returns: Submission) -> list[str]:
    (line,) = grid(*returns).agencies
    return [str(cell) for cell in line.cells]


def test_children_come_before_adults_and_are_numbered_as_on_the_case_sheet() -> None:
    assert [(p.ref, p.title, p.name) for p in grid().people] == [
        ("child_1", "Child 1", "Tomos Rhys Ellery-Vaughan"),
        ("child_2", "Child 2", "Zoë Ellery-Vaughan"),
        ("adult_1", "Adult 1", "Carys Ellery"),
        ("adult_2", "Adult 2", "Łukasz Wiśniak"),
    ]


KNOWN = {"person_1_known": "current", "person_2_known": "past", "person_3_known": "no_trace"}


@pytest.mark.parametrize(
    "came,wanted",
    [
        (None, ["NO REPLY"] * 4),
        (PEOPLE | NOT_NIL | KNOWN, ["involved now", "past", "no trace", "not checked"]),
        (PEOPLE | {"nil_return": "yes"}, ["no trace"] * 4),
        ({"nil_return": "yes"}, ["no trace"] * 4),  # without the list of people
        (NOT_NIL, ["not checked"] * 4),  # a blank never means no
        ({}, ["not checked"] * 4),
        (
            PEOPLE | {"nil_return": "yes", "person_2_known": "not_checked"},
            ["no trace", "not checked", *["no trace"] * 2],
        ),
        # a nil return that knows somebody is no nil return until somebody has said which is right
        (
            PEOPLE | {"nil_return": "yes", "person_2_known": "past"},
            ["to be confirmed", "past", *["to be confirmed"] * 2],
        ),
        # a form that lists three people says nothing of the fourth
        (
            {k: v for k, v in PEOPLE.items() if "_4_" not in k} | {"nil_return": "yes"},
            ["no trace", "no trace", "no trace", "not checked"],
        ),
        (
            PEOPLE | NOT_NIL | {"person_1_known": "current", "person_1_identity_doubt": "yes"},
            ["involved now (in doubt)", *["not checked"] * 3],
        ),
        (PEOPLE | NOT_NIL | {"person_1_known": "perhaps"}, ["to be confirmed", *["not checked"] * 3]),
    ],
)
def test_what_an_agency_says_of_each_person(came: dict[str, str] | None, wanted: list[str]) -> None:
    assert cells(*([] if came is None else [returned("POLICE", came)])) == wanted


def test_an_answer_nobody_has_confirmed_is_neither_yes_nor_no() -> None:
    doubted = returned("POLICE", PEOPLE | NOT_NIL | KNOWN, {"person_1_known": "hard to read"})
    assert cells(doubted) == ["to be confirmed", "past", "no trace", "not checked"]
    nil = returned("POLICE", PEOPLE | {"nil_return": "yes"}, {"nil_return": "hard to read"})
    assert cells(nil) == ["to be confirmed"] * 4
    scan = returned("POLICE", PEOPLE | NOT_NIL | KNOWN, scanned=True)
    assert cells(scan)[:3] == ["to be confirmed"] * 3
    (line,) = grid(scan).agencies
    assert line.unsure and "Two calls" not in repr(line)


def test_a_row_is_matched_by_whom_it_names_not_by_its_place() -> None:
    """A later version of the referral may have put the children in another order."""
    swapped = {
        "person_1_person_ref": "child_1",
        "person_1_name": "Zoë Ellery-Vaughan",
        "person_1_dob": "03/05/2010",
        "person_1_known": "current",
        "person_2_person_ref": "child_2",
        "person_2_name": "TOMOS RHYS ELLERY VAUGHAN",
        "person_2_known": "past",
    }
    assert cells(returned("POLICE", NOT_NIL | swapped)) == ["past", "involved now", *["not checked"] * 2]


def test_of_two_with_one_name_the_ref_says_who_is_meant() -> None:
    same = {"child_2_forename": "Tomos Rhys", "child_1_dob": "", "child_2_dob": ""}
    row = {
        "person_1_person_ref": "Child 2",
        "person_1_name": "Tomos Rhys Ellery-Vaughan",
        "person_1_known": "past",
    }
    (line,) = grid(returned("POLICE", NOT_NIL | row), of=case(**same)).agencies
    assert [str(c) for c in line.cells] == ["not checked", "past", *["not checked"] * 2]


def test_a_row_that_may_be_anybodys_leaves_nobody_as_not_known() -> None:
    nameless = {"person_1_known": "current", "person_1_worker": "PC Hale"}
    assert cells(returned("POLICE", NOT_NIL | nameless)) == ["to be confirmed"] * 4
    somebody = {
        "person_1_person_ref": "child_1",
        "person_1_name": "Another Name",
        "person_1_known": "current",
    }
    assert cells(returned("POLICE", NOT_NIL | somebody)) == ["to be confirmed"] * 4


def test_somebody_the_agency_added_is_told_and_takes_nobodys_place() -> None:
    added = {"person_5_name": "Idris Vane", "person_5_known": "current", "person_5_from": "05/2012"}
    (line,) = grid(returned("POLICE", PEOPLE | NOT_NIL | KNOWN | added)).agencies
    assert [str(c) for c in line.cells] == ["involved now", "past", "no trace", "not checked"]
    assert line.people[-1] == "Also on the return: Idris Vane: involved now, from May 2012"


def test_what_is_for_the_chair_alone_is_not_in_the_grid() -> None:
    secret = returned("POLICE", PEOPLE | NOT_NIL | KNOWN | {"do_not_share": "Canary of the covert kind."})
    checks = grid(secret)
    assert "Canary" not in repr(checks)
    assert checks.agencies[0].said == (("Facts only", "Two calls in 2012."),)


def test_an_agency_that_was_not_asked_stands_below_those_that_were() -> None:
    checks = grid(returned("HOUSING", {"nil_return": "yes"}))
    assert [(a.name, a.asked, a.replied) for a in checks.agencies] == [
        ("Police", True, False),
        ("Housing", False, True),
    ]


def test_the_line_of_the_status() -> None:
    checks = grid(returned("POLICE", PEOPLE | {"nil_return": "yes"}), asked=("POLICE", "GP", "CSC"))
    assert checks_line(checks, date(2013, 9, 22)) == (
        "1 of 3 back; no reply: GP and Children's social care (both 3 days overdue)"
    )
    late = "GP and Children's social care (both due 19 September 2013)"
    assert checks_line(checks, DUE) == f"1 of 3 back; no reply: {late}"
    assert checks_line(grid(due=None), DUE) == "not circulated yet"
    full = grid(returned("POLICE", {"nil_return": "yes"}), returned("HOUSING", {}))
    assert checks_line(full, DUE) == "1 of 1 back; replied without being asked: Housing"
