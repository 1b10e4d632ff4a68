"""No value that the reader doubted reaches a paper, in whatever words it would come."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from pipeline.model.answers import NOT_READABLE, Answer, Answers, Carrier, Sureness
from pipeline.model.filing import Difference, Outcome, Submission
from pipeline.model.record import Problem, Severity
from pipeline.rules.checking import check_answers
from pipeline.rules.correcting.confirmed import (
    CONFIRM,
    PROPOSED,
    TO_CONFIRM,
    confirmed_only,
    for_papers,
    grouped,
    left_out,
    referral_for_papers,
    unconfirmed,
)
from tests import builders

DAY = date(2013, 9, 2)
FORM = builders.forms()["referral"]


def filed(answers: Answers, **changes: object) -> Submission:
    checked = check_answers(FORM, answers, received=DAY)
    made = Submission(
        "CRP-2013-001",
        1,
        "referral",
        "0" * 64,
        "pdf",
        DAY,
        Outcome.ACCEPTED,
        checked.record,
        checked.problems,
    )
    return replace(made, meeting=date(2013, 9, 27), answers=answers, **changes)  # type: ignore[arg-type]


def doubting(*slots: str, sureness: Sureness = Sureness.STORED, doubt: str = "It is smudged.") -> Submission:
    answers = builders.answers()
    items = {
        name: replace(a, doubt=doubt, sureness=sureness) if name in slots else a
        for name, a in answers.items.items()
    }
    return filed(replace(answers, items=items))


def test_an_answer_made_out_in_a_picture_is_a_query_of_its_own_kind() -> None:
    made = doubting("child_1_surname", sureness=Sureness.RECOGNISED, doubt="")
    assert [(p.slot, p.code, p.label) for p in made.queries] == [
        ("child_1_surname", PROPOSED, "Child 1: Surname")
    ]
    assert unconfirmed(made) == {"child_1_surname"}


def test_what_cannot_be_read_is_no_value_and_counts_as_missing() -> None:
    answers = builders.answers()
    items = {**answers.items, "child_1_surname": Answer(NOT_READABLE, doubt="The box is black.")}
    made = filed(replace(answers, items=items))
    assert "surname" not in made.record.table("child")[0].values
    assert {p.code for p in made.queries if p.slot == "child_1_surname"} == {CONFIRM, "required"}


def test_a_missing_page_is_a_query() -> None:
    answers = replace(builders.answers(), gaps=("Page 3 of 4 is missing.",))
    assert "Page 3 of 4 is missing." in [str(q) for q in filed(answers).queries]


def test_every_kind_of_value_is_held_back() -> None:
    slots = ("child_1_surname", "child_1_dob", "child_1_category", "reason", "ref_in_core_group", "history")
    shown = for_papers(FORM, doubting(*slots)).record
    child = shown.table("child")[0]
    for value in (
        *(child.values[name] for name in ("surname", "dob", "category")),
        *(shown.values[name] for name in ("reason", "ref_in_core_group", "history")),
    ):
        assert value == TO_CONFIRM
    assert child.values["forename"] == "Tomos Rhys"


def test_queries_and_changes_do_not_quote_what_is_held_back() -> None:
    made = doubting("child_1_surname", "child_1_dob", doubt="The box shows “Ellery-Vaughn”.")
    made = replace(
        made,
        problems=(
            *made.problems,
            Problem("plan_start", "Start", "before the birth on 14 March 2007?", Severity.QUERY, "X1"),
            Problem("plan_start", "Start", "not ellery-vaughan's plan?", Severity.WARNING, "X2"),
            Problem("plan_start", "Start", "something else.", Severity.WARNING, "X3"),
        ),
        differences=(
            Difference("child_1_surname", "Child 1: Surname", "Ellery", "Ellery-Vaughan"),
            Difference("child_1", "Child 1", "", "Tomos, Ellery-Vaughan"),
            Difference("history", "History", "a", "b"),
        ),
    )
    shown = for_papers(FORM, made)
    said = " ".join(map(str, (*shown.problems, *shown.differences)))
    for word in ("Vaughan", "Vaughn", "14 March", "14/03"):
        assert word.casefold() not in said.casefold()
    assert "something else." in said
    assert "was a, now b" in said
    assert len([p for p in shown.problems if p.slot == "child_1_surname"]) == 1


def test_a_change_does_not_show_what_the_version_before_had_wrong() -> None:
    before = doubting("child_1_surname")
    wrong = before.record.table("child")[0].values["surname"]
    change = Difference("child_1_surname", "Child 1: Surname", str(wrong), "Ellery")
    after = filed(builders.answers(items=builders.referral_items(child_1_surname="Ellery")), version=2)
    referral = referral_for_papers(FORM, replace(after, differences=(change,)), (before, after))
    assert [(d.before, d.after) for d in referral.submission.differences] == [(TO_CONFIRM, "Ellery")]


def test_a_stray_answer_that_is_not_sure_is_not_quoted() -> None:
    answers = builders.answers()
    stray = Answer("Llanfihangel", sureness=Sureness.RECOGNISED)
    made = filed(replace(answers, carrier=Carrier.SCAN, items={**answers.items, "child_9_surname": stray}))
    assert any("Llanfihangel" in str(p) for p in made.problems)
    held = replace(made, problems=(*made.problems, *doubting("ref_name").queries))
    assert not any("Llanfihangel" in str(p) for p in for_papers(FORM, held).problems)
    assert not any("Llanfihangel" in str(p) for p in for_papers(FORM, made).problems)


def test_figures_leave_unconfirmed_answers_out_and_it_is_said() -> None:
    child = tuple(n for n in builders.REFERRAL if n.startswith("child_2_"))
    counted = confirmed_only(doubting(*child, "reason"))
    assert [row.number for row in counted.record.table("child")] == [1]
    assert "reason" not in counted.record.values
    assert "5 answers" not in left_out(doubting("reason"))
    assert left_out(doubting("reason")).startswith("CRP-2013-001: 1 answer is not confirmed yet")
    assert left_out(filed(builders.answers())) == ""


def test_dozens_of_proposals_are_one_line() -> None:
    made = doubting(*builders.REFERRAL, sureness=Sureness.RECOGNISED, doubt="")
    one = [p for p in grouped(made.problems) if p.code == PROPOSED]
    assert [str(p) for p in one] == [
        f"{len(builders.REFERRAL)} answers were read from a picture; compare them with it on the correction form."
    ]


def test_what_a_person_confirmed_is_used() -> None:
    made = doubting("child_1_surname", sureness=Sureness.CONFIRMED, doubt="")
    assert for_papers(FORM, made) is made
