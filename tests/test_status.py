"""How things stand."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from pipeline.office.intake import Intake, ingest
from pipeline.office.status import MeetingCases, status
from tests.intake_helpers import DAY, desk_at, drop, typed


def test_an_empty_office(tmp_path: Path) -> None:
    with desk_at(tmp_path) as desk:
        report = status(desk)
        assert report.ledger.seen == 0 and report.ledger.balances
        assert (report.waiting, report.needs_attention) == ((), ())
        assert report.by_meeting == (MeetingCases(date(2013, 9, 27), ()),)
        assert report.next_meeting is not None and report.next_meeting.day == date(2013, 9, 27)


def test_everything_at_once(tmp_path: Path) -> None:
    now = [DAY]
    with desk_at(tmp_path, clock=lambda: now[0]) as desk:
        drop(desk, "a.yaml", typed(ask_of_panel=""))
        drop(desk, "b.txt", b"no form")
        ingest(desk)
        now[0] = datetime(2013, 9, 12, 9, 0, tzinfo=UTC)
        late = typed(
            ref_name="Bronwen Hale",
            ref_email="b.hale@school.example.org",
            child_1_case_ref="",
            child_1_nhs_no="",
        )
        drop(desk, "d.yaml", late)
        ingest(desk)
        nowhere = typed(
            ref_name="Idris Vane",
            ref_email="i.vane@school.example.org",
            district="TEWKESBURY",
            preferred_meeting="",
        )
        drop(desk, "e.yaml", nowhere)
        drop(desk, "c\n.pdf", b"%PDF-1.7 half")
        ingest(desk)
        drop(desk, "not seen yet.yaml", b"form: MACRP-REF\n")
        report = status(desk)
        assert report.ledger.seen == 5 and report.ledger.balances and report.faults == ()
        assert [(w.name, w.since) for w in report.waiting] == [("c\ufffd.pdf", "09:00 on 12 September 2013")]
        assert report.unlooked == 1 and report.stuck == ()
        assert [s.reference for s in report.needs_attention] == ["CRP-2013-001", "CRP-2013-003"]
        assert [(m.day, [(s.reference, s.late) for s in m.referrals]) for m in report.by_meeting] == [
            (date(2013, 9, 27), [("CRP-2013-001", False), ("CRP-2013-002", True)]),
            (None, [("CRP-2013-003", False)]),
        ]
        assert [(a.name, a.reason.split(":")[0]) for a in report.set_aside] == [
            ("b.txt", "A text file (.txt)")
        ]
        now[0] = datetime(2013, 9, 28, tzinfo=UTC)
        after = status(desk)
        assert after.next_meeting is not None and after.next_meeting.day == date(2013, 11, 22)
        assert [m.day for m in after.by_meeting] == [date(2013, 11, 22), None]
        assert after.by_meeting[0].referrals == ()


def test_a_lost_inbox_and_a_lost_arrival_are_told(tmp_path: Path) -> None:
    import sqlite3

    with desk_at(tmp_path) as desk:
        drop(desk, "a.yaml", typed())
        Intake(desk).sweep()
        inbox = desk.settings.folders.inbox
        inbox.rename(inbox.with_name("away"))
        assert status(desk).unlooked is None
        assert [w.reason for w in status(desk).waiting] == ["still arriving"]
        with sqlite3.connect(desk.settings.folders.records / "register.sqlite") as db:
            db.execute("DELETE FROM arrival")
        assert "does not balance: 1 files were seen, 0" in status(desk).faults[0]
