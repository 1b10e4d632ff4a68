"""The record form is written with all that is known, and comes back through the inbox as the meeting's record."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pipeline.model.invitations import Booking, Coming, Guest, Invited, Reply
from pipeline.model.letters import Recipient
from pipeline.model.meeting import Action, ActionStatus, MeetingRecord
from pipeline.model.people import PanelMember
from pipeline.papers.making.fill_word import fill_word
from pipeline.papers.reading.reader import read_answers
from pipeline.records.settings import load_settings
from pipeline.rules.checking import check_answers
from pipeline.rules.counting.actions import lives
from pipeline.rules.counting.meeting_records import as_meeting_record
from pipeline.rules.counting.record_form import RecordAsked, record_items
from tests import builders
from tests.invitation_helpers import (
    BRONWEN,
    CHILDREN_AND_ADULTS,
    DAY,
    FIRST_NAMES,
    done,
    drop,
    run,
    workspace,
)
from tests.papers_helpers import record_yaml

FORM = builders.forms()["meeting-record"]
MEETING = builders.MEETINGS[2]
CARRIED = {"heading": "Road shows", "status": "planned", "due": "30/08/2013", "text": ["Hold two", "Ask who came"],
           "owner_role": "Training officer", "owner_agency": "CSC"}  # fmt: skip


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A workspace with two cases, invitations, an answer and an earlier record; and what the command says."""
    root = workspace(tmp_path_factory.mktemp("record") / "w")
    theme = [{"heading": "Core groups", "code": "CORE_GROUPS", "points": ["p"]}]
    earlier = record_yaml(
        meeting_date="24/06/2013", district="COTSWOLD", chair="R A", theme=theme, action=[CARRIED]
    )
    drop(root, "june.yaml", earlier)
    done(root, "invite", "--meeting", DAY)
    done(root, "attending", "--meeting", DAY, "--person", BRONWEN, "--no")
    done(root, "attending", "--meeting", DAY, "--person", "Megan Prosser", "--deputy", "Sam Okafor")
    rehearsed = done(root, "record-form", "--meeting", DAY, "--dry-run")
    assert "would write" in rehearsed and not (root / "outbox" / DAY / "record").exists()
    return root, done(root, "record-form", "--meeting", DAY)


def path_of(root: Path) -> Path:
    return root / "outbox" / DAY / "record" / f"meeting-record-{DAY}.docx"


def test_the_form_holds_meeting_people_cases_and_actions(filled: tuple[Path, str]) -> None:
    root, said = filled
    assert "cases 2, actions carried over 1" in said
    answers = read_answers(path_of(root).read_bytes(), "r.docx", builders.editions(FORM))
    record = as_meeting_record(check_answers(FORM, answers, received=date(2013, 9, 28)).record)
    assert (record.day, record.district) == (date(2013, 9, 27), "CHELTENHAM")
    assert record.next_date == date(2013, 11, 22)
    people = {a.name: (a.kind, a.present) for a in record.attendance}
    assert people["Bronwen Hale"] == ("practitioner", "apologies")
    assert people["Megan Prosser"] == ("practitioner", "apologies")
    assert people["Sam Okafor"] == ("practitioner", "")  # comes instead: whether they did, a person says
    assert people["Owen Tredwell"] == ("practitioner", "")
    assert [kind for kind, _ in people.values()].count("panel") == len(load_settings(root).members)
    assert [(c.reference, c.children) for c in record.cases] == [("CRP-2013-001", 2), ("CRP-2013-002", 2)]
    (carried,) = record.actions
    assert carried == Action(
        "Road shows",
        ("Hold two", "Ask who came"),
        ActionStatus.PLANNED,
        owner_role="Training officer",
        owner_agency="CSC",
        due=date(2013, 8, 30),
        number="130624-1",
        carried_from=date(2013, 6, 24),
    )


def test_no_child_is_in_it_and_the_same_again_gives_the_same_bytes(filled: tuple[Path, str]) -> None:
    root, _ = filled
    before = path_of(root).read_bytes()
    words = repr(read_answers(before, "r.docx", builders.editions(FORM)).items)
    assert not [name for name in (*CHILDREN_AND_ADULTS, *FIRST_NAMES) if name in words]
    done(root, "record-form", "--meeting", DAY)
    assert path_of(root).read_bytes() == before
    assert len(list(path_of(root).parent.iterdir())) == 1


def test_it_comes_back_as_the_record_and_the_action_goes_on(filled: tuple[Path, str]) -> None:
    root, _ = filled
    told = drop(root, "record.docx", path_of(root).read_bytes(), today="2013-09-30")
    assert "REC-2013-09-27" in told
    report = done(root, "actions", today="2013-09-30")
    assert "Overdue: 1\n  130624-1  Road shows" in report and "Please look" not in report
    again = done(root, "record-form", "--meeting", DAY)
    assert "REC-2013-09-27 has arrived already" in again


def test_a_form_that_somebody_has_begun_is_left_alone(filled: tuple[Path, str]) -> None:
    root, _ = filled
    begun = fill_word(path_of(root).read_bytes(), FORM, {"theme_1_heading": "Begun by hand"})
    path_of(root).write_bytes(begun)
    for _ in range(2):
        told = done(root, "record-form", "--meeting", DAY)
        assert "it was left as it is" in told
    assert path_of(root).read_bytes() == begun
    assert len(list(path_of(root).parent.iterdir())) == 2


def test_a_day_without_a_meeting_is_told(filled: tuple[Path, str]) -> None:
    result = run(filled[0], "record-form", "--meeting", "2013-09-26")
    assert result.exit_code == 9 and "There is no meeting on 26 September 2013" in result.output


def asked(**changes: object) -> RecordAsked:
    return replace(RecordAsked(MEETING, None, (), (), (), ()), **changes)  # type: ignore[arg-type]


def guest(name: str, reply: Reply | None = None) -> Invited:
    booked = Guest(name, Recipient(name, "", "Worker"), "CSC", ())
    return Invited(Booking(MEETING.day, 1, booked, (), "", "", ""), reply)


def test_what_the_form_has_no_row_for_is_named() -> None:
    members = [PanelMember(f"Member {n}", "R", "CSC") for n in range(28)]
    said = [Action(f"Action {n}", ("t",), ActionStatus.PLANNED) for n in range(14)]
    found = record_items(
        FORM,
        asked(
            members=members,
            invited=[guest(f"Guest {n}") for n in range(4)],
            actions=lives([MeetingRecord(date(2013, 6, 24), "STROUD", actions=tuple(said))]),
        ),
    )
    assert found.left_out == (
        "Attendance: the form has 30 rows; left out: Guest 2, Guest 3.",
        "Actions: the form has 12 rows; left out: Action 12, Action 13.",
    )
    assert fill_word((builders.ROOT / "forms" / "meeting-record.docx").read_bytes(), FORM, found.items)


def test_a_panel_member_who_is_invited_too_stands_once() -> None:
    member = PanelMember("Zoë O'Brien", "Head", "CSC")
    found = record_items(
        FORM, asked(members=[member], invited=[guest("Zoe O’Brien", Reply(Coming.YES, "x", 1))])
    )
    assert found.items["att_1_kind"] == "panel" and "att_2_name" not in found.items
    assert "att_1_present" not in found.items
