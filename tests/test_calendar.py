"""`pipeline calendar`: what is proposed, what is added to meetings.yaml, what is shown, the year's calendar file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from icalendar import Calendar

from pipeline.cli.main import main
from pipeline.model.errors import NotFoundError, SettingsError, StorageError
from pipeline.model.meeting import Meeting
from pipeline.office.calendar.showing import show_calendar
from pipeline.office.desk import Desk
from pipeline.office.status import status
from pipeline.records.settings import adding, load_settings
from pipeline.records.settings.adding import with_meetings
from pipeline.records.workspace import init_workspace
from tests.intake_helpers import desk_at
from tests.pack_helpers import file_referral

HEAD = "# Our meetings, agreed in March.\nmeetings:\n"
HELD = (
    '  - {date: 2013-05-31, district: FOREST_OF_DEAN, venue: "St Mary\'s: hall", chair: Ann Hall}  # parking!\n'
    "  - date: 24/06/2013\n    district: COTSWOLD\n    venue: Corn Store\n\n"
)
CLOSED = "# half term\nclosed:\n  - {from: 2014-05-26, to: 2014-05-30, name: Half term}\n"


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    root = tmp_path / "panel"
    init_workspace(root)
    (root / "meetings.yaml").write_text(HEAD + HELD + CLOSED, "utf-8")
    return root


def run(root: Path, *words: str, today: str = "2013-09-09") -> Result:
    return CliRunner().invoke(main, ["--workspace", str(root), "--today", today, *words])


def planned(root: Path) -> list[tuple[str, str]]:
    return [(m.day.isoformat(), m.district) for m in load_settings(root).meetings]


# proposing ----------------------------------------------------------------------------------------------------------


def test_one_round_is_proposed_and_nothing_is_written(workspace: Path) -> None:
    before = (workspace / "meetings.yaml").read_bytes()
    result = run(workspace, "calendar", "propose", "--from", "2013-09-27")
    assert result.exit_code == 0
    assert len(re.findall(r"^  - \{date: ", result.output, re.MULTILINE)) == 6
    assert "Friday 9 May 2014, Forest of Dean: deadline 18 April 2014, send by 17 April 2014" in result.output
    assert '  - {date: 2014-05-09, district: FOREST_OF_DEAN, venue: "St Mary\'s: hall", chair: Ann Hall}' in (
        result.output
    )
    assert (workspace / "meetings.yaml").read_bytes() == before


def test_meetings_beyond_the_holidays_that_are_known_say_so(workspace: Path) -> None:
    said = "# meetings.yaml has no closed days after 30 May 2014: add the school holidays there"
    assert said in run(workspace, "calendar", "propose", "--from", "2013-09-27").output
    path = workspace / "meetings.yaml"
    path.write_text(path.read_text("utf-8") + "  - {from: 2016-12-23, to: 2017-01-02}\n", "utf-8")
    assert "closed days" not in run(workspace, "calendar", "propose", "--from", "2013-09-27").output


def test_the_lines_can_be_copied_into_meetings_yaml(workspace: Path) -> None:
    printed = run(workspace, "calendar", "propose", "--from", "2013-09-27").output
    (workspace / "meetings.yaml").write_text(HEAD + HELD + printed + CLOSED, "utf-8")
    assert len(planned(workspace)) == 8


def test_a_shift_says_why(workspace: Path) -> None:
    result = run(workspace, "calendar", "propose", "--from", "2014-03-31", "--number", "2")
    assert "moved, because Monday 26 May 2014 is a bank holiday" in result.output
    assert "- {date: 2014-05-19, " in result.output


def test_writing_adds_lines_and_keeps_everything_else(workspace: Path) -> None:
    result = run(workspace, "calendar", "propose", "--from", "2013-09-27", "--number", "2", "--write")
    assert result.exit_code == 0 and "added 2 meetings" in result.output
    text = (workspace / "meetings.yaml").read_text("utf-8")
    new = "  - {date: 2013-09-27, district: CHELTENHAM}\n  - {date: 2013-11-22, district: GLOUCESTER}\n"
    assert text == HEAD + HELD.rstrip("\n") + "\n" + new + "\n" + CLOSED
    again = run(workspace, "calendar", "propose", "--from", "2013-09-27", "--number", "1", "--write")
    assert "Friday 27 September 2013, Cheltenham: stands in meetings.yaml already" in again.output
    assert [day for day, _ in planned(workspace)] == [
        "2013-05-31",
        "2013-06-24",
        "2013-09-27",
        "2013-11-22",
        "2014-01-17",
    ]


def test_writing_can_be_rehearsed(workspace: Path) -> None:
    before = (workspace / "meetings.yaml").read_bytes()
    result = run(workspace, "calendar", "propose", "--from", "2013-09-27", "--write", "--dry-run")
    assert "would add 6 meetings" in result.output
    assert (workspace / "meetings.yaml").read_bytes() == before


def test_meetings_that_stand_in_pipeline_yaml_are_not_written_twice(workspace: Path) -> None:
    (workspace / "meetings.yaml").unlink()
    settings = workspace / "pipeline.yaml"
    settings.write_text(settings.read_text("utf-8") + "\n" + HEAD + HELD, "utf-8")
    result = run(workspace, "calendar", "propose", "--from", "2013-09-27", "--write")
    assert result.exit_code == SettingsError.exit_code
    assert "move those lines to meetings.yaml first" in result.output
    assert not (workspace / "meetings.yaml").exists()


NEW = (Meeting(date(2015, 4, 10), "STROUD", 'Mill: "Old", é', time(10), "Ann O’Neil", 2, "Park\nbehind"),)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# nothing yet\n",
        CLOSED,
        "meetings:\n" + CLOSED,
        "meetings: []  # none\n" + CLOSED,
        "meetings: [{date: 2013-01-04, district: STROUD}] # one\n" + CLOSED,
        "meetings:\r\n- date: 2013-01-04\r\n  district: STROUD\r\n  venue: |\r\n    A\r\n    B\r\n\r\n# end\r\n",
        "\ufeffmeetings:\n    - {date: 2013-01-04,\n       district: STROUD} # é\n    # more\nclosed: []",
        "meetings:\n  - {date: 2013-01-04, district: STROUD}",
    ],
)
def test_whatever_the_file_looks_like_its_lines_stay_and_the_new_ones_are_read_back(
    workspace: Path, text: str
) -> None:
    path = workspace / "meetings.yaml"
    path.write_bytes(text.encode())
    before = load_settings(workspace).meetings
    made = with_meetings(text, NEW)
    path.write_bytes(made.encode())
    assert load_settings(workspace).meetings == (*before, *NEW)
    splits = ((text[:i], text[i:]) for i in range(len(text) + 1))  # put in at one place, nothing taken out
    assert any(made.startswith(above) and made.endswith(below) for above, below in splits)
    assert ("\r\n" in made) == ("\r\n" in text) and ("\ufeff" in made) == ("\ufeff" in text)


def test_a_file_that_is_saved_meanwhile_is_not_overwritten(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = workspace / "meetings.yaml"

    def somebody_saves(text: str, meetings: Sequence[Meeting]) -> str:
        path.write_text(HEAD + HELD + "# just now\n" + CLOSED, "utf-8")
        return with_meetings(text, meetings)

    monkeypatch.setattr(adding, "with_meetings", somebody_saves)
    with pytest.raises(StorageError, match="was changed just now, so nothing was written"):
        adding.add_meetings(workspace, NEW)
    assert "# just now" in path.read_text("utf-8") and "2015" not in path.read_text("utf-8")


def test_what_would_not_be_read_back_is_not_written(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = (workspace / "meetings.yaml").read_bytes()
    monkeypatch.setattr(adding, "with_meetings", lambda text, meetings: with_meetings(HEAD, meetings))
    with pytest.raises(SettingsError, match="could not be added"):
        adding.add_meetings(workspace, NEW)
    assert (workspace / "meetings.yaml").read_bytes() == before


# showing ------------------------------------------------------------------------------------------------------------


def test_every_day_around_a_meeting_is_shown(workspace: Path) -> None:
    (workspace / "meetings.yaml").write_text(
        HEAD + "  - {date: 2014-01-22, district: STROUD, venue: Mill, chair: Ann Hall}\n", "utf-8"
    )
    result = run(workspace, "calendar", "show", today="2014-01-14")
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert lines[0] == "Wednesday 22 January 2014, Stroud, Mill, 09:15 (0 cases, room for 3)"
    assert [line.strip()[:14] for line in lines[1:]] == [
        "Wed 01/01/2014",
        "Thu 02/01/2014",
        "Tue 07/01/2014",
        "Tue 14/01/2014",
        "Wed 15/01/2014",
        "Wed 15/01/2014",
        "Wed 22/01/2014",
        "Thu 23/01/2014",
        "Thu 23/01/2014",
        "Wed 29/01/2014",
        "Wed 05/02/2014",
        "Wed 05/02/2014",
        "Wed 05/02/2014",
        "Wed 30/04/2014",
    ]
    assert "send by 31 December 2013, the last working day before it" in lines[1]
    assert lines[4].endswith("due back   due today")
    assert "OVERDUE" not in result.output  # there is no case to do anything for


@pytest.mark.parametrize(
    "day,words",
    [
        ("2014-05-26", "26 May 2014 is a bank holiday (Spring Bank Holiday). Any day is allowed"),
        ("2014-05-28", "28 May 2014 is closed (Half term)"),
        ("2014-06-07", "7 June 2014 is a Saturday"),
    ],
)
def test_any_day_is_allowed_and_an_unlucky_one_is_told(workspace: Path, day: str, words: str) -> None:
    (workspace / "meetings.yaml").write_text(
        HEAD + f"  - {{date: {day}, district: STROUD}}\n" + CLOSED, "utf-8"
    )
    result = run(workspace, "calendar", "show", "--meeting", day)
    assert result.exit_code == 0
    assert f"Please look: {words}" in result.output
    assert "No venue is named yet" in result.output


def test_a_day_without_a_meeting_is_refused(workspace: Path) -> None:
    result = run(workspace, "calendar", "show", "--meeting", "2014-02-03")
    assert result.exit_code == NotFoundError.exit_code
    assert run(workspace, "calendar", "show", today="2020-01-01").output.startswith("No meeting is planned")


def test_what_is_due_overdue_and_done_is_told(tmp_path: Path) -> None:
    meeting = date(2013, 9, 27)
    now = [datetime(2013, 9, 12, 9, 0, tzinfo=UTC)]
    with desk_at(tmp_path, clock=lambda: now[0]) as desk:
        assert states(desk) == {"invite": "due today"}  # no case, nothing is missed
        file_referral(desk)
        assert states(desk) == {"circulate": "overdue", "invite": "due today"}
        due = status(desk).due
        assert due == (
            "OVERDUE since 9 September 2013: forms and agency checks go to the panel members"
            " (pipeline circulate --meeting 2013-09-27)",
            "DUE TODAY: acknowledgements and invitations go out (pipeline invite --meeting 2013-09-27)",
        )
        now[0] = datetime(2013, 9, 20, 9, 0, tzinfo=UTC)
        assert not [line for line in status(desk).due if "--chase" in line]  # nobody has been asked yet
        desk.register.note("circulated", meeting.isoformat(), {"agency": "GP"})
        assert [line for line in status(desk).due if "--chase" in line]
        now[0] = datetime(2013, 9, 23, 9, 0, tzinfo=UTC)
        desk.register.note("pack built", meeting.isoformat(), {"draft": True})
        assert states(desk) == {"circulate": "done", "invite": "overdue", "pack": "overdue"}
        desk.register.note("pack built", meeting.isoformat(), {"draft": False})
        assert states(desk) == {"circulate": "done", "invite": "overdue", "pack": "done"}
        file_referral(desk, number=2)
        told = (
            "Changed since the pack was built: CRP-2013-002 (pipeline build-pack --meeting 2013-09-27, then"
        )
        assert any(line.startswith(told) for line in status(desk).due)
        now[0] = datetime(2013, 10, 7, 9, 0, tzinfo=UTC)  # the meeting is over, and its themes are wanted
        assert states(desk)["draft_themes"] == "overdue" and "themes" not in states(desk)
        assert (
            "After the meeting on 27 September 2013: OVERDUE since 4 October 2013: draft themes go to the chair"
            " (pipeline themes --meeting 2013-09-27)"
        ) in status(desk).after
        now[0] = datetime(2013, 12, 2, 9, 0, tzinfo=UTC)
        assert show_calendar(desk) == ()


def states(desk: Desk) -> dict[str, str]:
    """What is told of each day of the first meeting that is shown."""
    shown = show_calendar(desk)[0]
    return {step.name: step.state for step in shown.steps if step.state}


# the year's calendar file -------------------------------------------------------------------------------------------


def year(root: Path) -> Calendar:
    return Calendar.from_ical((root / "outbox" / "panel-calendar-2013-14.ics").read_bytes())


def test_the_panels_year_has_meetings_deadlines_and_pack_days(workspace: Path) -> None:
    result = run(workspace, "calendar", "ics")
    assert result.exit_code == 0 and "2 meetings" in result.output
    events = {str(e["uid"]): e for e in year(workspace).walk("VEVENT")}
    assert len(events) == 6
    meeting = events["panel-meeting-2013-05-31@example.org"]
    assert meeting.decoded("dtstart").isoformat() == "2013-05-31T09:15:00+01:00"
    assert str(meeting["location"]) == "St Mary's: hall"
    assert events["panel-deadline-2013-06-24@example.org"].decoded("dtstart") == date(2013, 6, 3)
    assert events["panel-pack-2013-06-24@example.org"].decoded("dtstart") == date(2013, 6, 17)
    assert "Ann Hall" not in (workspace / "outbox" / "panel-calendar-2013-14.ics").read_text("utf-8")


def test_a_deadline_on_a_day_off_says_when_to_send(workspace: Path) -> None:
    (workspace / "meetings.yaml").write_text(HEAD + "  - {date: 2014-01-15, district: STROUD}\n", "utf-8")
    run(workspace, "calendar", "ics", "--year", "2013-14")
    (told,) = [e for e in year(workspace).walk("VEVENT") if "deadline" in str(e["uid"])]
    assert str(told["description"]).startswith("Send referrals by 24 December 2013")


def test_a_later_version_keeps_identities_and_cancels_what_is_gone(workspace: Path) -> None:
    run(workspace, "calendar", "ics")
    path = workspace / "outbox" / "panel-calendar-2013-14.ics"
    first = path.read_bytes()
    assert run(workspace, "calendar", "ics", today="2013-09-20").exit_code == 0
    assert path.read_bytes() == first  # nothing has changed: the same bytes on another day
    text = (workspace / "meetings.yaml").read_text("utf-8").replace("24/06/2013", "25/06/2013")
    (workspace / "meetings.yaml").write_text(text, "utf-8")
    run(workspace, "calendar", "ics", today="2013-09-21")
    for _ in range(2):  # and it stays cancelled
        events = {str(e["uid"]): e for e in year(workspace).walk("VEVENT")}
        assert len(events) == 9
        gone = events["panel-meeting-2013-06-24@example.org"]
        assert (str(gone["status"]), int(gone["sequence"])) == ("CANCELLED", 1)
        kept = events["panel-meeting-2013-05-31@example.org"]
        assert "status" not in kept and int(kept["sequence"]) == 1
        run(workspace, "calendar", "ics", today="2013-09-22")


def test_a_year_without_meetings_and_a_year_that_is_none_are_refused(workspace: Path) -> None:
    for words in ("2020-21", "2013-15", "next"):
        assert run(workspace, "calendar", "ics", "--year", words).exit_code == NotFoundError.exit_code
    assert run(workspace, "calendar", "ics", "--year", "2013", "--dry-run").output.startswith("would write")
    assert list((workspace / "outbox").glob("*.ics")) == []
