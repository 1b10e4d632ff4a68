"""Actions go from meeting to meeting until a record says how they ended."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from pipeline.model.meeting import Action, ActionStatus, MeetingRecord, Quarter
from pipeline.model.record import Severity
from pipeline.rules.checking import check_answers
from pipeline.rules.checking.record_checks import record_problems
from pipeline.rules.counting.actions import ActionLife, doubts, ended_since, lives, overdue_days, shown_in
from pipeline.rules.counting.tracing import overdue
from tests import builders
from tests.invitation_helpers import done, drop, run
from tests.papers_helpers import record_yaml

MAY, JUNE, SEPTEMBER, NOVEMBER = (
    date(2013, 5, 31),
    date(2013, 6, 24),
    date(2013, 9, 27),
    date(2013, 11, 22),
)
PLANNED, BEGUN, DONE = ActionStatus.PLANNED, ActionStatus.IN_PROGRESS, ActionStatus.COMPLETED
CANNOT, DROPPED = ActionStatus.NOT_POSSIBLE, ActionStatus.DROPPED


def action(heading: str, status: ActionStatus = PLANNED, **more: Any) -> Action:
    return Action(heading, (f"About {heading}",), status, **more)


def after(*meetings: tuple[date, list[Action]]) -> list[ActionLife]:
    return list(lives([MeetingRecord(day, "STROUD", actions=tuple(said)) for day, said in meetings]))


def test_one_action_over_three_meetings_is_one_and_keeps_what_was_said_of_it() -> None:
    due = date(2013, 8, 30)
    (one,) = after(
        (SEPTEMBER, [action("ROAD shows", DONE, completed_on=date(2013, 9, 20))]),
        (MAY, [action("Road shows", due=due, owner_role="Training officer", owner_agency="CSC")]),
        (JUNE, [action("Road shows", BEGUN, owner_role="Training officer")]),
    )
    assert (one.number, one.agreed, one.spoken, one.ended) == ("130531-1", MAY, SEPTEMBER, date(2013, 9, 20))
    assert (one.action.owner_agency, one.action.due, one.action.status) == ("CSC", due, DONE)
    assert not one.forgotten and not one.unexplained and doubts([one]) == ()


def test_what_the_newest_record_forgets_is_still_open_and_is_named() -> None:
    found = after((MAY, [action("A"), action("B", due=JUNE)]), (JUNE, [action("A")]))
    assert [(one.number, one.open, one.forgotten) for one in found] == [
        ("130531-1", True, False),
        ("130531-2", True, True),
    ]
    (told,) = doubts(found)
    assert told.startswith("“B” (130531-2, agreed on 31/05/13) is still open")
    assert [overdue_days(one, date(2013, 6, 25)) for one in found] == [0, 1]
    assert overdue_days(found[1], JUNE) == 0  # on its day it is not overdue yet
    for day in (date(2013, 6, 23), JUNE, date(2013, 6, 25)):  # lists and reports mean the same by it
        assert overdue(found[1].action, day) is bool(overdue_days(found[1], day))


def test_a_new_heading_with_the_number_is_the_same_action() -> None:
    (one,) = after(
        (MAY, [action("Road shows")]), (JUNE, [action("Shows, renamed", BEGUN, number="130531-1")])
    )
    assert (one.action.heading, one.agreed, one.number) == ("Shows, renamed", MAY, "130531-1")


def test_numbers_that_begin_anew_at_each_meeting_do_not_join_strangers() -> None:
    found = after(
        (MAY, [action("Road shows", number="1")]),
        (JUNE, [action("Letters", number="1")]),
        (SEPTEMBER, [action("Letters to schools", DONE, number="1", carried_from=JUNE)]),
    )
    assert [(one.action.heading, one.open, one.forgotten) for one in found] == [
        ("Road shows", True, True),
        ("Letters to schools", False, False),
    ]


def test_the_same_heading_with_another_owner_is_another_action() -> None:
    found = after(
        (MAY, [action("Audit", owner_agency="CSC"), action("Audit", owner_agency="POLICE")]),
        (JUNE, [action("Audit", DONE, owner_agency="POLICE"), action("Audit", owner_agency="GP")]),
    )
    assert [(one.action.owner_agency, one.open) for one in found] == [
        ("CSC", True),
        ("POLICE", False),
        ("GP", True),
    ]
    unsure = after(
        (MAY, [action("Audit", owner_agency="CSC"), action("Audit", owner_agency="POLICE")]),
        (JUNE, [action("Audit", DONE)]),  # whose? nobody can say: both stay open
    )
    assert [one.forgotten for one in unsure] == [True, True, False]


def test_an_end_told_once_more_is_one_end_and_the_same_heading_later_a_new_action() -> None:
    found = after(
        (MAY, [action("Road shows", DONE)]),
        (JUNE, [action("Road shows", DONE)]),
        (SEPTEMBER, [action("Road shows", due=NOVEMBER)]),
    )
    assert [(one.agreed, one.ended) for one in found] == [(MAY, MAY), (SEPTEMBER, None)]
    again = after((MAY, [action("A", DONE)]), (JUNE, [action("A", BEGUN, carried_from=MAY)]))
    assert [one.open for one in again] == [True]  # it was not done after all


def test_given_up_without_a_reason_is_asked_about_and_has_its_day() -> None:
    found = after(
        (MAY, [action("A", CANNOT), action("B", DROPPED, note="Moved"), action("C", DROPPED)]),
    )
    assert [one.unexplained for one in found] == [True, False, True]
    assert [one.ended for one in found] == [MAY, MAY, MAY]
    assert [d.split(")")[1][:40] for d in doubts(found)] == [
        " is not possible, and no reason is given",
        " is dropped, and no reason is given. Wri",
    ]
    assert [one.number for one in ended_since(found, MAY)] == []
    assert len(ended_since(found, None)) == 3


def test_the_quarterly_report_has_a_carried_action_once() -> None:
    records = [
        MeetingRecord(MAY, "STROUD", actions=(action("Road shows", due=JUNE), action("Old", DONE))),
        MeetingRecord(date(2013, 7, 22), "STROUD", actions=(action("Road shows", BEGUN), action("Letters"))),
        MeetingRecord(SEPTEMBER, "STROUD", actions=(action("Road shows", DONE),)),
    ]
    shown = [(a.action.heading, a.action.status) for a in shown_in(records, Quarter(2013, 2))]
    assert shown == [("Road shows", DONE), ("Letters", PLANNED)]
    assert [a.action.status for a in shown_in(records, Quarter(2013, 1))] == [PLANNED, DONE]


def test_the_form_asks_why_an_action_was_given_up() -> None:
    form = builders.forms()["meeting-record"]
    items = {
        f"action_{n}_{name}": text
        for n, (status, note) in enumerate(
            [("dropped", ""), ("not_possible", "No money"), ("planned", "")], 1
        )
        for name, text in (("heading", f"H{n}"), ("text", "t"), ("status", status), ("note", note))
        if text
    }
    record = check_answers(form, builders.answers(form, items), received=JUNE).record
    found = record_problems(form, record)
    assert [(p.slot, p.severity) for p in found] == [
        ("action_1_note", Severity.QUERY),
        ("action_3_status", Severity.WARNING),
    ]
    assert "“H3” is open and has no owner and no day on which it is due" in found[1].message
    assert "“H1” is dropped, and no reason is given" in found[0].message


def record(day: str, *actions: dict[str, Any]) -> bytes:
    theme = [{"heading": "Core groups", "code": "CORE_GROUPS", "points": ["p"]}]
    return record_yaml(meeting_date=day, district="STROUD", chair="R A", theme=theme, action=list(actions))


def test_the_command_lists_overdue_open_and_done(tmp_path: Path) -> None:
    done(tmp_path, "init", str(tmp_path / "w"))
    root = tmp_path / "w"
    first = [
        {"heading": "Road shows", "status": "planned", "due": "30/08/2013", "text": "Hold two",
         "owner_role": "Training officer", "owner_agency": "CSC"},
        {"heading": "Audit", "status": "planned", "due": "20/12/2013", "text": "Look at ten files"},
        {"heading": "Letters", "status": "planned", "text": "Write to schools"},
    ]  # fmt: skip
    later = {
        "heading": "Letters",
        "status": "completed",
        "completed_on": "20/09/2013",
        "text": "They are out",
    }
    drop(root, "a.yaml", record("24/06/2013", *first))
    drop(root, "b.yaml", record("27/09/2013", first[0], later))
    out = done(root, "actions", today="2013-10-01")
    assert out.splitlines() == [
        "Actions on 1 October 2013, by 2 meeting records",
        "Overdue: 1",
        "  130624-1  Road shows (Training officer, Children's social care): due 30 August 2013, 32 days overdue;"
        " agreed 24 June 2013",
        "Open: 1",
        "  130624-2  Audit (no owner): due 20 December 2013; agreed 24 June 2013",
        "You said, we did since the meeting of 24 June 2013: 1",
        "  130624-3  Letters: completed 20 September 2013: They are out",
        "Please look: “Audit” (130624-2, agreed on 24/06/13) is still open, but the newest meeting record does not name"
        " it. Put it into that record, with how it stands, and drop the record into the inbox again.",
    ]
    assert "Actions: 2 open, 1 overdue (pipeline actions)" in done(root, "status", today="2013-10-01")
    assert "Open: 3" in done(root, "actions", "--meeting", "2013-06-24", today="2013-10-01")
    assert run(root, "actions", "--meeting", "2013-06-25").exit_code == 9
