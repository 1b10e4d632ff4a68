"""After a meeting: `status` and the calendar say what is next, due and overdue, with the line to type."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from pipeline.office.calendar.showing import show_calendar
from pipeline.office.desk import Desk
from pipeline.office.status import status
from tests.intake_helpers import desk_at
from tests.papers_helpers import file_record, file_referral, record_yaml

DAY = date(2013, 9, 27)
ON = f"--meeting {DAY}"
HEAD = "After the meeting on 27 September 2013: "
ACTION = {"heading": "Road shows", "status": "planned", "text": ["Hold two"]}
Clock = Callable[[int, int], None]


@pytest.fixture
def clock() -> list[datetime]:
    return [datetime(2013, 9, 28, 9, tzinfo=UTC)]


@pytest.fixture
def desk(tmp_path: Path, clock: list[datetime]) -> Iterator[Desk]:
    with desk_at(tmp_path, clock=lambda: clock[0]) as desk:
        file_referral(desk, "CRP-2013-004", DAY)
        yield desk


def record(**more: Any) -> bytes:
    theme = [{"heading": "Core groups", "code": "CORE_GROUPS", "points": ["Keep them small"]}]
    said = {"meeting_date": "27/09/2013", "district": "CHELTENHAM", "chair": "R A", "theme": theme}
    return record_yaml(**said | {"action": [ACTION]} | more)


def note(desk: Desk, what: str, **said: Any) -> None:
    desk.register.note(what, DAY.isoformat(), said)


def told(desk: Desk) -> list[str]:
    assert all(line.startswith(HEAD) for line in status(desk).after)
    return [line.removeprefix(HEAD) for line in status(desk).after]


def issue(desk: Desk, kind: str, data: bytes) -> str:
    """A paper that was issued; its SHA-256."""
    path = desk.settings.folders.outbox / DAY.isoformat() / f"{kind}-{DAY}.pdf"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    note(desk, kind)
    return hashlib.sha256(data).hexdigest()


def test_the_day_after_the_meeting_the_next_step_is_told(desk: Desk) -> None:
    assert told(desk) == [
        f"next, by 30 September 2013: the meeting record is written (pipeline record-form {ON}; fill it in and drop it"
        " into the inbox)"
    ]
    note(desk, "record form", file="meeting-record.docx")
    assert told(desk) == [
        "next, by 30 September 2013: the meeting record is written (fill in the form that record-form wrote and drop"
        " it into the inbox)"
    ]


def test_each_step_is_told_until_it_is_done(desk: Desk, clock: list[datetime]) -> None:
    clock[0] = datetime(2013, 9, 30, 9, tzinfo=UTC)
    assert [line.split(" (")[0] for line in told(desk)] == [
        "DUE TODAY: the meeting record is written",
        "DUE TODAY: those who came are thanked",
    ]
    file_record(desk, record())
    note(desk, "thanked")
    assert told(desk) == [f"next, by 4 October 2013: draft themes go to the chair (pipeline themes {ON})"]
    sha = issue(desk, "themes", b"one")
    assert told(desk)[0].startswith(
        "next, by 11 October 2013: themes go to all who came (pipeline send-themes"
    )
    clock[0] = datetime(2013, 10, 14, 9, tzinfo=UTC)
    note(desk, "quarterly report")  # about a meeting: not the report of the quarter
    assert told(desk) == [
        f"OVERDUE since 11 October 2013: themes go to all who came (pipeline send-themes {ON})",
        "OVERDUE since 11 October 2013: the leadership paper goes to the Service Manager"
        f" (pipeline leadership {ON}, then send-leadership {ON})",
    ]
    clock[0] = datetime(2013, 10, 29, 9, tzinfo=UTC)
    assert told(desk)[-1] == (
        "OVERDUE since 28 October 2013: the report of 2013-14-Q2 is made"
        " (pipeline quarterly-report --quarter 2013-14-Q2)"
    )
    note(desk, "themes sent", sha256=sha)
    note(desk, "leadership sent", sha256=issue(desk, "leadership", b"two"))
    desk.register.note("quarterly report", "2013-14-Q2", {})
    assert told(desk) == []
    (shown,) = show_calendar(desk, DAY)
    done = {step.name for step in shown.steps if step.state == "done"}
    assert done == {"record", "thank", "draft_themes", "themes", "leadership", "quarter"}


def test_a_corrected_record_and_a_corrected_paper_are_due_once_more(
    desk: Desk, clock: list[datetime]
) -> None:
    clock[0] = datetime(2013, 10, 7, 9, tzinfo=UTC)
    file_record(desk, record())
    note(desk, "thanked")
    note(desk, "themes sent", sha256=issue(desk, "themes", b"one"))
    desk.register.note("quarterly report", "2013-14-Q2", {})
    assert [line.split(":")[0] for line in told(desk)] == ["next, by 11 October 2013"]  # the leadership paper
    file_record(desk, record(venue="Town hall"), version=2)
    assert told(desk) == [
        f"OVERDUE since 4 October 2013: draft themes go to the chair (pipeline themes {ON})"
    ]
    issue(desk, "themes", b"corrected")
    assert told(desk)[0].startswith(
        "next, by 11 October 2013: themes go to all who came (pipeline send-themes"
    )


def test_a_record_that_is_corrected_long_after_makes_its_papers_due_once_more(
    desk: Desk, clock: list[datetime]
) -> None:
    clock[0] = datetime(2014, 1, 10, 9, tzinfo=UTC)
    file_record(desk, record(action=[]))
    note(desk, "thanked")
    note(desk, "themes sent", sha256=issue(desk, "themes", b"one"))
    desk.register.note("quarterly report", "2013-14-Q2", {})
    assert told(desk) == []
    file_record(desk, record(action=[], venue="Town hall"), version=2)
    assert [line.split(" (")[0] for line in told(desk)] == [
        "OVERDUE since 4 October 2013: draft themes go to the chair",
        "OVERDUE since 11 October 2013: themes go to all who came",
    ]
    issue(desk, "themes", b"one")  # the same paper, which all have had
    assert told(desk) == []


def test_a_record_with_nothing_for_the_leadership_team_asks_for_no_paper(
    desk: Desk, clock: list[datetime]
) -> None:
    clock[0] = datetime(2013, 10, 14, 9, tzinfo=UTC)
    file_record(desk, record(action=[]))
    assert not [line for line in told(desk) if "leadership" in line]
    file_record(desk, record(action=[], scolt="Say thresholds again"), version=2)
    assert [line for line in told(desk) if "leadership" in line]


def test_a_meeting_without_a_case_asks_for_nothing_nor_an_old_one(
    tmp_path: Path, clock: list[datetime]
) -> None:
    with desk_at(tmp_path, clock=lambda: clock[0]) as desk:
        assert told(desk) == []
        file_record(desk, record())  # it was held without a referral in the register
        assert told(desk)
        clock[0] = datetime(2014, 1, 6, 9, tzinfo=UTC)
        assert told(desk) == []
