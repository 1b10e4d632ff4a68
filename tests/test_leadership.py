"""The leadership paper: messages, concerns and actions by owner, and nobody who came."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipeline.model.errors import GapsError, NotFoundError
from pipeline.model.leaks import Verdict
from pipeline.office.desk.leaks.door import draw, send_out
from pipeline.office.desk.leaks.scope import of_meeting
from pipeline.office.leadership import plan_leadership
from pipeline.office.leaks import check
from tests.intake_helpers import desk_at
from tests.invitation_helpers import done, drop, run
from tests.leak_families import file_families
from tests.papers_helpers import file_record, pdf_text, record_yaml, squeezed, word_lines
from tests.quarter_helpers import CHELTENHAM, FOREST

DAY, NOVEMBER = date(2013, 9, 27), date(2013, 11, 22)
EARLIER = FOREST + (
    b"action:\n- {heading: Audit of plans, status: planned, due: 30/08/2013, text: [Read ten], owner_agency: POLICE}\n"
)


@pytest.mark.parametrize("engine", ["embedded", "libreoffice"])
def test_both_files_hold_messages_concerns_and_actions_by_owner(tmp_path: Path, engine: str) -> None:
    with desk_at(tmp_path, word_engine=engine) as desk:
        file_record(desk, EARLIER)
        file_record(desk, CHELTENHAM)
        plan = plan_leadership(desk, DAY)
        word, pdf = draw(desk, plan)
        assert word == draw(desk, plan)[0]
    lines = [text for _, text in word_lines(word)]
    body = lines[3:]
    assert lines[0] == "Messages and actions from the Multi Agency Case Review Panel - Cheltenham 27/09/13"
    assert body[:9] == [
        "Messages to managers",
        "Supervision time is lost when teams move offices",
        "Thresholds need saying again",
        "Practitioners message to managers - tell us once what has changed, and check that it has arrived",
        "Concerns",
        "Fathers and partners",
        "Concern: one letter only",
        "Actions by owner",
        "Table 1. Actions that are open, and those that ended since the meeting before",
    ]
    rows = [body[n : n + 4] for n in range(13, len(body), 4)]
    assert rows == [
        ["Police", "Audit of plans: Read ten", "Planned, overdue", "30 August 2013"],
        ["Service manager, Children's social care", "Reflective meetings: The model was sent to every team.",
         "Completed", "10 September 2013"],
        ["Training officer", "Road shows: Raise awareness of the protocol; Ask for examples.", "Planned",
         "30 November 2013"],
        ["No owner given", "Overdue letter: Write to schools.", "In progress, overdue", "1 September 2013"],
    ]  # fmt: skip
    text = squeezed(pdf_text(pdf))
    assert all(squeezed(line) in text for line in body)
    for name in ("Ilona", "Bronwen", "Amberley", "Patwardhan", "CRP-2013", "audit of transfers"):
        assert name not in pdf_text(pdf) and name not in "\n".join(lines)


def test_nothing_to_bring_and_nothing_confirmed_is_no_paper(tmp_path: Path) -> None:
    data = record_yaml(
        meeting_date="27/09/2013", district="STROUD", chair="x", theme=[{"heading": "T", "points": ["P"]}]
    )
    with desk_at(tmp_path) as desk:
        with pytest.raises(NotFoundError, match="No meeting record for 27 September 2013 has arrived"):
            plan_leadership(desk, DAY)
        file_record(desk, data)
        with pytest.raises(NotFoundError, match="nothing to bring to the leadership team"):
            plan_leadership(desk, DAY)


def test_answers_still_to_be_confirmed_hold_it_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.office.desk.records.unconfirmed", lambda submission: frozenset({"scolt"}))
    with desk_at(tmp_path) as desk:
        file_record(desk, CHELTENHAM)
        with pytest.raises(GapsError, match="The leadership paper was not written: 1 answer"):
            plan_leadership(desk, DAY)


def november(message: str) -> bytes:
    return record_yaml(
        meeting_date="22/11/2013", district="STROUD", chair="R A", scolt=message, scolt_by="Team head"
    )


def test_it_leaves_by_the_door_of_the_leak_check(tmp_path: Path) -> None:
    stem = f"leadership-{NOVEMBER.isoformat()}"
    with desk_at(tmp_path) as desk:
        file_families(desk)
        file_record(desk, november("Gracie's team needs time."))
        made = send_out(desk, plan_leadership(desk, NOVEMBER))
        assert [c.verdict for c in made.checks] == [Verdict.STOP, Verdict.STOP]
        assert [p.name for p in made.paths] == [f"{stem}-DRAFT.docx", f"{stem}-DRAFT.pdf"]
        assert "DRAFT, NOT TO BE SENT" in pdf_text(made.paths[1].read_bytes())
        assert [c.path.name for c in check(desk, of_meeting(NOVEMBER))] == [f"{stem}.docx", f"{stem}.pdf"]
        file_record(desk, november("Teams need time."), version=2)
        made = send_out(desk, plan_leadership(desk, NOVEMBER))
        assert made.passed
        lying = sorted(p.name for p in made.paths[0].parent.iterdir())
        assert lying == [f"{stem}.docx", f"{stem}.pdf"]  # the drafts have gone
        assert "brought by Team head" in pdf_text(made.paths[1].read_bytes())
        assert desk.register.facts("leadership", subject=NOVEMBER.isoformat())


@pytest.mark.parametrize(("due", "passes"), [("20/12/2013", True), ("03/05/2014", False)])
def test_the_days_of_the_panels_own_actions_may_stand(tmp_path: Path, due: str, passes: bool) -> None:
    """But for one that is a child's birthday."""
    action = {"heading": "Road shows", "status": "planned", "due": due, "text": ["Hold two"]}
    data = record_yaml(meeting_date="22/11/2013", district="STROUD", chair="R A", action=[action])
    with desk_at(tmp_path) as desk:
        file_families(desk)
        file_record(desk, data)
        made = send_out(desk, plan_leadership(desk, NOVEMBER), dry_run=True)
        assert made.passed is passes
        assert made.paths == () and not list((tmp_path / "outbox").rglob("*"))


def test_the_command_says_that_it_is_only_a_draft(tmp_path: Path) -> None:
    root = tmp_path / "w"
    done(tmp_path, "init", str(root))
    drop(root, "r.yaml", CHELTENHAM.replace(b"Supervision time", "The time of Ilona Żak".encode()))
    rehearsed = run(root, "leadership", "--meeting", "2013-09-27", "--dry-run")
    assert "Messages 3, concerns 1, actions 3" in rehearsed.output
    assert not list((root / "outbox").rglob("leadership*"))
    result = run(root, "leadership", "--meeting", "2013-09-27")
    assert result.exit_code == rehearsed.exit_code == 10
    assert "The leadership paper was written as DRAFT only" in result.output
    assert "then run `pipeline leadership --meeting 2013-09-27` again" in result.output
