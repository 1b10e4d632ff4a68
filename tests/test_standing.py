"""rules/arriving/standing and the register: what was decided about a referral, and where it stands by that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from pipeline.model.filing import Outcome, Ruling, Submission
from pipeline.model.record import Problem, Record, Severity
from pipeline.records.register import Register
from pipeline.rules.arriving.standing import RULED, decision_detail, decision_words, decisions

NOW = datetime(2013, 9, 10, 10, 0, tzinfo=UTC)
SEPTEMBER, NOVEMBER, JANUARY = date(2013, 9, 27), date(2013, 11, 22), date(2014, 1, 17)
REFERENCE = "CRP-2013-001"


def paper(version: int, meeting: date | None = SEPTEMBER, *, late: bool = True) -> Submission:
    return Submission(
        REFERENCE,
        version,
        "referral",
        f"{version:064x}",
        "pdf",
        date(2013, 9, 9 + version),
        Outcome.ACCEPTED,
        Record("MACRP-REF", "1.0", {}),
        meeting=meeting,
        late=late,
    )


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with Register(tmp_path, lambda: NOW, "CRP") as found:
        assert found.next_reference("CRP", 2013) == REFERENCE
        found.file(paper(1))
        yield found


def decide(register: Register, ruling: Ruling, meeting: date | None, *, late: bool = False) -> None:
    register.note(ruling.value, REFERENCE, decision_detail(meeting, late, "the chair said so"))


def test_without_a_decision_a_late_referral_waits_for_the_chair(register: Register) -> None:
    (found,) = register.referrals(SEPTEMBER)
    assert found.to_be_accepted
    assert found.decision is None


def test_accepted_late_it_stays_late_and_waits_no_more(register: Register) -> None:
    decide(register, Ruling.ACCEPTED_LATE, SEPTEMBER, late=True)
    (found,) = register.referrals(SEPTEMBER)
    assert (found.late, found.to_be_accepted) == (True, False)
    assert found.decision is not None
    assert (found.decision.reason, found.decision.day) == ("the chair said so", NOW.date())


def test_a_referral_that_was_moved_goes_to_the_other_meeting(register: Register) -> None:
    decide(register, Ruling.MOVED, NOVEMBER)
    assert register.referrals(SEPTEMBER) == ()
    (found,) = register.referrals(NOVEMBER)
    assert (found.meeting, found.late) == (NOVEMBER, False)
    assert register.submission(REFERENCE) == found
    assert register.latest() == (found,)


@pytest.mark.parametrize("ruling", [Ruling.DECLINED, Ruling.WITHDRAWN])
def test_what_was_declined_or_withdrawn_goes_to_no_meeting_and_stays_in_the_register(
    register: Register, ruling: Ruling
) -> None:
    decide(register, ruling, None)
    assert register.referrals(SEPTEMBER) == ()
    (found,) = register.referrals()
    assert found.ended


def test_a_correction_that_leads_to_the_same_meeting_leaves_the_decision_standing(register: Register) -> None:
    decide(register, Ruling.MOVED, NOVEMBER)
    register.file(paper(2, NOVEMBER, late=False))
    (found,) = register.referrals(NOVEMBER)
    assert (found.version, found.decision and found.decision.ruling) == (2, Ruling.MOVED)


def test_a_later_version_that_asks_for_another_meeting_goes_there(register: Register) -> None:
    decide(register, Ruling.MOVED, NOVEMBER)
    register.file(paper(2, JANUARY, late=False))
    (found,) = register.referrals(JANUARY)
    assert found.decision is None


def test_the_last_decision_counts(register: Register) -> None:
    decide(register, Ruling.MOVED, NOVEMBER)
    decide(register, Ruling.DEFERRED, JANUARY)
    (found,) = register.referrals()
    assert (found.meeting, found.decision and found.decision.ruling) == (JANUARY, Ruling.DEFERRED)


def test_how_everything_stood_when_an_event_was_written(register: Register) -> None:
    marks = []
    for step in (
        lambda: decide(register, Ruling.MOVED, NOVEMBER),
        lambda: register.file(paper(2, NOVEMBER, late=False)),
        lambda: decide(register, Ruling.WITHDRAWN, None),
    ):
        register.note("looked", "a test")
        marks.append(register.facts("looked")[-1].number)
        step()
    stood = [[(s.version, s.meeting, s.ended) for s in register.latest(mark)] for mark in marks]
    assert stood == [[(1, SEPTEMBER, False)], [(1, NOVEMBER, False)], [(2, NOVEMBER, False)]]
    assert [(s.version, s.ended) for s in register.latest()] == [(2, True)]
    assert register.latest(marks[0] - 2) == ()


def test_lateness_is_judged_on_the_day_that_was_decided_on_also_for_later_versions(
    register: Register,
) -> None:
    came = date(2013, 9, 10)
    register.note(Ruling.MOVED.value, REFERENCE, decision_detail(NOVEMBER, False, "asked", came))
    register.file(paper(2, NOVEMBER, late=False))
    (found,) = register.referrals()
    assert (found.received, found.first_received) == (date(2013, 9, 11), came)


def test_what_was_said_about_its_meeting_is_settled_by_a_decision(register: Register) -> None:
    said = tuple(Problem("", "", "words", Severity.QUERY, code) for code in ("meeting", "X4", "X1"))
    register.file(replace(paper(2), problems=said))
    decide(register, Ruling.ACCEPTED_LATE, SEPTEMBER, late=True)
    assert [p.code for p in register.submission(REFERENCE).problems] == ["X1"]


def test_a_decision_in_words(register: Register) -> None:
    decide(register, Ruling.ACCEPTED_LATE, SEPTEMBER, late=True)
    decide(register, Ruling.DEFERRED, NOVEMBER)
    decide(register, Ruling.WITHDRAWN, None)
    facts = register.facts(*RULED, subject=REFERENCE)
    assert [decision_words(decisions([fact])[REFERENCE]) for fact in facts] == [
        "accepted late by the chair on 10 September 2013: the chair said so",
        "deferred on 10 September 2013 to the meeting on 22 November 2013: the chair said so",
        "withdrawn on 10 September 2013: the chair said so",
    ]


def test_earlier_versions_are_shown_as_they_were_filed(register: Register) -> None:
    register.file(paper(2))
    decide(register, Ruling.MOVED, NOVEMBER)
    first, second = register.history(REFERENCE)
    assert (first.meeting, second.meeting) == (SEPTEMBER, NOVEMBER)


def test_facts_are_read_back_by_kind_and_subject(register: Register) -> None:
    register.note("asked", "2013-09-27", {"agency": "GP"})
    register.note("asked", "2013-11-22", {"agency": "POLICE"})
    register.note("chased", "2013-09-27", {"agency": "GP"})
    assert [f.said["agency"] for f in register.facts("asked")] == ["GP", "POLICE"]
    assert [f.what for f in register.facts("asked", "chased", subject="2013-09-27")] == ["asked", "chased"]
    assert register.facts("never") == ()


def test_a_decision_does_not_spoil_the_proof_of_what_was_filed(register: Register) -> None:
    decide(register, Ruling.MOVED, NOVEMBER)
    assert register.verify_events() == ()
    assert replace(register.submission(REFERENCE), decision=None, meeting=SEPTEMBER, late=True) == paper(1)
