"""What is filed: which meeting, late or not, versions, and what is asked at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from pipeline.model.filing import Submission
from pipeline.office.desk import Desk
from pipeline.office.intake import ingest
from tests.intake_helpers import desk_at, drop, typed

SEPTEMBER, NOVEMBER = date(2013, 9, 27), date(2013, 11, 22)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with desk_at(tmp_path, clock=lambda: datetime(2013, 9, 30, 9, 0, tzinfo=UTC)) as opened:
        yield opened


def filed(desk: Desk, day: int, data: bytes, reference: str = "CRP-2013-001") -> Submission:
    """What the register holds after a form came on this day of September 2013."""
    drop(desk, f"{day}.yaml", data)
    ingest(desk, received=date(2013, 9, day))
    return desk.register.submission(reference)


def placed(submission: Submission) -> tuple[int, date | None, bool, int]:
    """Version, meeting, late, and the day of September on which lateness is judged."""
    return (
        submission.version,
        submission.meeting,
        submission.late,
        submission.first_received.day,
    )


@pytest.mark.parametrize("wish", ["", "as soon as possible", "26/09/2013"])
def test_who_answers_a_query_is_still_in_time(desk: Desk, wish: str) -> None:
    assert placed(filed(desk, 5, typed(preferred_meeting=wish))) == (1, SEPTEMBER, False, 5)
    again = filed(desk, 12, typed())
    assert placed(again) == (2, SEPTEMBER, False, 5) and again.received.day == 12
    assert not [p for p in again.problems if p.code == "X4"]
    assert placed(filed(desk, 20, typed(preferred_meeting="", ref_phone=""))) == (3, SEPTEMBER, False, 5)


def test_a_form_that_had_no_meeting_yet_is_judged_on_its_first_day(desk: Desk) -> None:
    nowhere = typed(district="TEWKESBURY", preferred_meeting="")
    assert placed(filed(desk, 5, nowhere)) == (1, None, False, 5)
    assert placed(filed(desk, 12, typed())) == (2, SEPTEMBER, False, 5)


def test_who_asks_for_another_meeting_is_judged_on_the_day_of_asking(desk: Desk) -> None:
    assert placed(filed(desk, 5, typed(preferred_meeting="22/11/2013"))) == (1, NOVEMBER, False, 5)
    moved = filed(desk, 12, typed())
    assert placed(moved) == (2, SEPTEMBER, True, 12)
    assert [p.code for p in moved.problems if p.code == "X4"] == ["X4"]
    assert placed(filed(desk, 13, typed(ref_phone=""))) == (3, SEPTEMBER, True, 12)
