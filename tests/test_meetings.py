"""office/desk/meetings: the cases of a meeting keep their order once people know it; what is withheld from whom."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from pipeline.model.errors import NotFoundError
from pipeline.model.filing import Ruling
from pipeline.office.desk import Desk
from pipeline.office.desk.meetings import cases_of, keep_order, meeting_on, withheld_from
from pipeline.rules.arriving.standing import decision_detail
from pipeline.rules.pack.restrictions import LIFTED, RESTRICTED
from tests.intake_helpers import desk_at
from tests.test_standing import paper

SEPTEMBER = date(2013, 9, 27)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with desk_at(tmp_path) as found:
        yield found


def file(desk: Desk, number: int, meeting: date) -> str:
    from dataclasses import replace

    reference = f"CRP-2013-{number:03d}"
    desk.register.file(replace(paper(1, meeting), reference=reference, sha256=f"{number:064x}"))
    return reference


def test_a_case_that_comes_later_is_heard_after_those_that_were_told_their_time(desk: Desk) -> None:
    moved_in = file(desk, 1, date(2013, 11, 22))
    second, third = file(desk, 2, SEPTEMBER), file(desk, 3, SEPTEMBER)
    assert [s.reference for s in cases_of(desk, SEPTEMBER)] == [second, third]
    keep_order(desk, SEPTEMBER, [second, third])
    desk.register.note(Ruling.MOVED.value, moved_in, decision_detail(SEPTEMBER, False, "asked for"))
    assert [s.reference for s in cases_of(desk, SEPTEMBER)] == [second, third, moved_in]
    keep_order(desk, SEPTEMBER, [second, third, moved_in])
    keep_order(desk, SEPTEMBER, [moved_in])
    assert len(desk.register.facts("case order")) == 2


def test_until_then_they_stand_in_order_of_reference(desk: Desk) -> None:
    third, second = file(desk, 3, SEPTEMBER), file(desk, 2, SEPTEMBER)
    assert [s.reference for s in cases_of(desk, SEPTEMBER)] == [second, third]


def test_no_meeting_names_the_meetings_there_are(desk: Desk) -> None:
    with pytest.raises(
        NotFoundError, match=r"no meeting on 1 October 2013.*27 September 2013, 22 November 2013"
    ):
        meeting_on(desk.settings, date(2013, 10, 1))


def test_a_restriction_holds_until_it_is_lifted(desk: Desk) -> None:
    for what, member in ((RESTRICTED, "Ann"), (RESTRICTED, "Bob"), (LIFTED, "Ann")):
        desk.register.note(what, "CRP-2013-002", {"member": member, "reason": "related to the family"})
    assert withheld_from(desk) == {"Bob": frozenset({"CRP-2013-002"})}
