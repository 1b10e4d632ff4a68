"""Intake: what becomes of each dropped file, exactly once, whatever happens meanwhile."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import io
import os
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfWriter

from pipeline.model.errors import NotFoundError, ReadingError, StorageError
from pipeline.model.filing import Outcome
from pipeline.office import intake as intake_module
from pipeline.office.desk import Desk
from pipeline.office.desk.pages import inert_key
from pipeline.office.intake import Intake, entering, ingest
from pipeline.records import departure, inbox
from pipeline.records.locks import BusyError
from pipeline.records.originals import Originals
from tests import builders
from tests.intake_helpers import (
    DAY,
    Inline,
    Ticks,
    desk_at,
    drop,
    drop_in_order,
    inbox_names,
    outcomes,
    typed,
)

OTHER = {
    "ref_name": "Bronwen Hale",
    "ref_email": "bronwen.hale@school.example.org",
    "child_1_forename": "Alfie",
    "child_1_surname": "Quillan",
    "child_1_dob": "02/02/2005",
    "child_1_nhs_no": "",
    "child_1_case_ref": "7099999",
    "child_2_forename": "Bea",
    "child_2_surname": "Quillan",
    "child_2_dob": "03/03/2006",
}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with desk_at(tmp_path) as opened:
        yield opened


def balanced(desk: Desk) -> dict[str, int]:
    ledger = desk.register.ledger()
    assert ledger.balances
    assert desk.register.verify_events() == ()
    return {outcome.value: n for outcome, n in ledger.by_outcome if n}


def test_one_form_is_filed_kept_and_released(desk: Desk) -> None:
    drop(desk, "Ellery-Vaughan referral.yaml", typed())
    report = ingest(desk)
    assert outcomes(report) == [("Ellery-Vaughan referral.yaml", "accepted", "CRP-2013-001")]
    filed = desk.register.submission("CRP-2013-001")
    assert filed.meeting == date(2013, 9, 27) and filed.received == date(2013, 9, 2) and not filed.late
    assert desk.originals.read(filed.sha256) == typed()
    assert inbox_names(desk) == []
    assert balanced(desk) == {"accepted": 1}
    outside = [p.name for p in desk.settings.folders.root.rglob("*") if "Ellery" in p.name]
    assert outside == []  # files carry references, never names


def test_same_bytes_are_a_duplicate_corrected_ones_a_new_version(desk: Desk) -> None:
    drop_in_order(
        desk,
        ("a.yaml", typed()),
        ("b.yaml", typed()),
        ("c.yaml", typed(child_1_setting="Otherfield School", ref_phone="")),
    )
    report = ingest(desk)
    assert [(d.outcome, d.reference, d.version) for d in report.done] == [
        (Outcome.ACCEPTED, "CRP-2013-001", 1),
        (Outcome.DUPLICATE, "CRP-2013-001", 1),
        (Outcome.NEW_VERSION, "CRP-2013-001", 2),
    ]
    latest = desk.register.submission("CRP-2013-001")
    assert [(d.slot, d.before, d.after) for d in latest.differences] == [
        ("ref_phone", "01632 960101", ""),
        ("child_1_setting", "Fernhollow Primary School", "Otherfield School"),
    ]
    assert balanced(desk) == {"accepted": 1, "duplicate": 1, "new version": 1}
    drop(desk, "again.yaml", typed())
    assert "CRP-2013-001, version 1" in ingest(desk).done[0].words


def test_the_same_child_on_another_referral_is_flagged_never_merged(desk: Desk) -> None:
    drop_in_order(
        desk,
        ("a.yaml", typed()),
        ("b.yaml", typed(ref_name=OTHER["ref_name"], ref_email=OTHER["ref_email"])),
    )
    report = ingest(desk)
    assert [d.reference for d in report.done] == ["CRP-2013-001", "CRP-2013-002"]
    flags = [p for p in desk.register.submission("CRP-2013-002").problems if p.code == "X6"]
    assert len(flags) == 2 and all("CRP-2013-001" in p.message for p in flags)
    assert report.done[1].words.endswith("a child may be on CRP-2013-001 too: compare them")
    assert [e.subject for e in desk.register.events() if e.what == "same child"] == ["CRP-2013-002"] * 2
    assert not [p for p in desk.register.submission("CRP-2013-001").problems if p.code == "X6"]


def test_a_referral_of_a_past_meeting_is_not_corrected_by_a_new_one(tmp_path: Path) -> None:
    now = [DAY]
    with desk_at(tmp_path, clock=lambda: now[0]) as desk:
        drop(desk, "a.yaml", typed())
        ingest(desk)
        now[0] = datetime(2013, 10, 1, tzinfo=UTC)
        drop(desk, "b.yaml", typed(preferred_meeting="", ref_date="30/09/2013"))
        assert [d.reference for d in ingest(desk).done] == ["CRP-2013-002"]
        assert desk.register.submission("CRP-2013-001").version == 1


def test_a_correction_keeps_its_meeting_and_its_being_in_time(tmp_path: Path) -> None:
    now = [DAY]
    with desk_at(tmp_path, clock=lambda: now[0]) as desk:
        drop(desk, "a.yaml", typed())
        ingest(desk)
        now[0] = datetime(2013, 9, 20, tzinfo=UTC)
        drop(desk, "b.yaml", typed(ref_phone=""))
        ingest(desk)
        latest = desk.register.submission("CRP-2013-001")
        assert (latest.version, latest.meeting, latest.late) == (2, date(2013, 9, 27), False)
        assert not [p for p in latest.problems if p.code == "X4"]


def test_late_is_judged_on_the_day_received(tmp_path: Path) -> None:
    with desk_at(tmp_path, clock=lambda: datetime(2013, 9, 11, tzinfo=UTC)) as desk:
        drop(desk, "a.yaml", typed())
        ingest(desk, received=date(2013, 9, 10))
        filed = desk.register.submission("CRP-2013-001")
    assert filed.late and filed.received == date(2013, 9, 10) and filed.meeting == date(2013, 9, 27)


def test_a_day_received_that_has_not_come_is_refused(desk: Desk) -> None:
    drop(desk, "a.yaml", typed())
    with pytest.raises(NotFoundError, match="3 September 2013 has not come yet"):
        ingest(desk, received=date(2013, 9, 3))
    assert inbox_names(desk) == ["a.yaml"] and desk.register.arrivals() == ()
    assert len(ingest(desk, received=date(2013, 9, 2)).done) == 1


def test_missing_answers_are_queried_and_settled_by_a_correction(desk: Desk) -> None:
    drop(desk, "a.yaml", typed(ask_of_panel="", ref_role=""))
    report = ingest(desk)
    assert report.done[0].outcome is Outcome.NEEDS_ATTENTION and "2 queries" in report.done[0].words
    assert inbox_names(desk) == ATTENTION
    text = (desk.settings.folders.inbox / "needs attention" / "CRP-2013-001.queries.txt").read_text()
    assert text.startswith("Dear Megan Prosser,") and "27 September 2013" in text
    form = builders.forms()["referral"]
    for number, slot in ((1, "ref_role"), (2, "ask_of_panel")):
        assert f" {number}. {form.slot_by_name[slot].label}" in " ".join(text.split("\n")).replace(
            "     ", " "
        )
    drop(desk, "b.yaml", typed(ask_of_panel=""))
    assert ingest(desk).done[0].outcome is Outcome.NEW_VERSION
    text = (desk.settings.folders.inbox / "needs attention" / "CRP-2013-001.queries.txt").read_text()
    assert " 1. " in text and " 2. " not in text
    drop(desk, "c.yaml", typed())
    ingest(desk)
    assert inbox_names(desk) == []


def test_a_query_list_that_was_lost_is_written_again(desk: Desk) -> None:
    drop(desk, "a.yaml", typed(ask_of_panel=""))
    ingest(desk)
    (desk.settings.folders.inbox / "needs attention" / "CRP-2013-001.queries.txt").unlink()
    ingest(desk)
    assert inbox_names(desk) == ATTENTION


ATTENTION = [
    "needs attention/CRP-2013-001 correction.pdf",
    "needs attention/CRP-2013-001.queries.txt",
]
CHECK = {
    "referral_ref": "CRP-2013-001",
    "meeting_date": "27/09/2013",
    "agency": "POLICE",
    "completed_by": "Dev Patwardhan",
    "completed_role": "Detective inspector",
    "completed_contact": "01632 960102",
    "completed_date": "02/09/2013",
    "checked_systems": "Niche",
    "nil_return": "yes",
    "attending": "yes",
    "immediate_risk": "no",
}
RECORD = {"meeting_date": "27/09/2013", "district": "CHELTENHAM", "chair": "Ruth Amberley"}


def test_agency_checks_and_meeting_records_take_the_same_way(tmp_path: Path) -> None:
    with desk_at(tmp_path, clock=lambda: datetime(2013, 9, 30, tzinfo=UTC)) as desk:
        _every_form_is_filed(desk)


def _every_form_is_filed(desk: Desk) -> None:
    drop_in_order(
        desk,
        ("a.yaml", typed()),
        ("b.yaml", typed(CHECK, "MACRP-AIC")),
        ("c.yaml", typed(CHECK, "MACRP-AIC", attending="no")),
        ("d.yaml", typed(RECORD, "MACRP-REC")),
        ("e.yaml", typed(RECORD, "MACRP-REC", venue="Room 4")),
        ("f.yaml", typed(CHECK, "MACRP-AIC", referral_ref="CRP-2013-077")),
        ("g.yaml", typed(RECORD, "MACRP-REC", meeting_date="")),
        ("h.yaml", typed(RECORD, "MACRP-REC", chair="Dev Patwardhan", meeting_date="28/09/2013")),
    )
    report = ingest(desk)
    assert [(d.name, d.reference, d.version) for d in report.done] == [
        ("a.yaml", "CRP-2013-001", 1),
        ("b.yaml", "AIC-CRP-2013-001-POLICE", 1),
        ("c.yaml", "AIC-CRP-2013-001-POLICE", 2),
        ("d.yaml", "REC-2013-09-27", 1),
        ("e.yaml", "REC-2013-09-27", 2),
        ("f.yaml", "AIC-2013-001", 1),
        ("g.yaml", "REC-2013-001", 1),
        ("h.yaml", "REC-2013-09-28", 1),
    ]
    register = desk.register
    assert [s.reference for s in register.agency_checks("CRP-2013-001")] == ["AIC-CRP-2013-001-POLICE"]
    assert (
        register.submission("AIC-CRP-2013-001-POLICE").meeting == register.submission("CRP-2013-001").meeting
    )
    assert any(p.code == "reference" and p.label for p in register.submission("AIC-2013-001").queries)
    assert any(p.code == "meeting" for p in register.submission("REC-2013-09-28").problems)
    assert register.submission("REC-2013-09-27").differences[0].after == "Room 4"


def test_an_agency_check_is_checked_against_itself(desk: Desk) -> None:
    person = {
        "person_1_name": "Tomos Ellery-Vaughan",
        "person_1_known": "current",
        "person_1_from": "05/2012",
    }
    drop(desk, "risk.yaml", typed(CHECK | person, "MACRP-AIC", immediate_risk="yes"))
    assert [d.outcome for d in ingest(desk).done] == [Outcome.NEEDS_ATTENTION]
    (check,) = desk.register.latest()
    assert {p.code for p in check.queries} == {"nil_return", "reference"}
    assert "immediate_risk" in {p.code for p in check.problems}


def test_what_is_no_form_is_set_aside_with_a_reason(desk: Desk) -> None:
    box = desk.settings.folders.inbox
    drop(desk, "photo.jpg", b"\xff\xd8\xff no photo \xff\xd9")
    drop(desk, "broken.pdf", b"%PDF-1.7 broken\nstartxref\n9\n%%EOF\n")
    drop(desk, "other.yaml", b"form: SOMETHING-ELSE\n")
    (box / "folder.pdf").mkdir()
    os.mkfifo(box / "fifo.pdf")
    (box / "link.pdf").symlink_to("/etc/passwd")
    report = ingest(desk)
    assert balanced(desk) == {"set aside": 6} and not report.waiting
    aside = box / "set aside"
    for name in ("photo.jpg", "broken.pdf", "other.yaml", "folder.pdf", "fifo.pdf", "link.pdf"):
        assert os.path.lexists(aside / name)
        why = (aside / f"{name}.why.txt").read_text()
        for line in ("What it is:   ", "Why:          ", "What to do:   "):
            assert len(why.split(line)[1].split("\n")[0]) >= 3, why
    assert (aside / "link.pdf").is_symlink() and Path("/etc/passwd").exists()
    assert "photograph" in (aside / "photo.jpg.why.txt").read_text()
    assert len(desk.originals.hashes()) == 3  # every file is kept first; links and folders are not files


def test_odd_names_are_filed_and_set_aside(desk: Desk) -> None:
    top = os.fsencode(desk.settings.folders.inbox)
    names = [b"\xff\xfe.txt", b"line\nbreak.txt", b"n" * 251 + b".txt", "\u202eevil\U0001f642.txt".encode()]
    for name in names:
        Path(os.fsdecode(top + b"/" + name)).write_bytes(b"no form")
    drop(desk, "=cmd|' /C calc'!A0 <b>{{7*7}}.yaml", typed())
    ingest(desk)
    assert balanced(desk) == {"accepted": 1, "set aside": 4}
    aside = [os.fsencode(p.name) for p in (desk.settings.folders.inbox / "set aside").iterdir()]
    assert len(aside) == 8 and sum(name.endswith(b".why.txt") for name in aside) == 4
    assert all(b"\xff\xfe.txt" in aside for _ in "x") and all(len(name) <= 255 for name in aside)


def test_a_slow_writer_is_waited_for(tmp_path: Path) -> None:
    ticks = Ticks()
    limits = replace(builders.settings(tmp_path).intake, settle_seconds=2.0, incomplete_after_seconds=60.0)
    with desk_at(tmp_path, intake=limits) as desk:
        sweeper = Intake(desk, ticks=ticks)
        data = b"%PDF-1.7\n" + b"x" * 100 + b"\nstartxref\n9\n%%EOF\n"
        path = drop(desk, "slow.pdf", data[:20])
        for size in (40, 60, 80):
            report = sweeper.sweep()
            assert report.arriving and not report.done
            ticks.pass_(1.9)
            path.write_bytes(data[:size])
        sweeper.sweep()
        ticks.pass_(2.0)
        report = sweeper.sweep()  # it stopped growing in the middle
        assert [w.reason for w in report.waiting] == ["not complete yet; it may still be arriving"]
        path.write_bytes(data)  # the rest comes after all
        sweeper.sweep()
        ticks.pass_(2.0)
        (done,) = sweeper.sweep().done
        assert "no form fields" in done.words or "damaged" in done.words  # it was read whole
        assert balanced(desk) == {"set aside": 1}


def test_a_file_that_never_becomes_whole_is_kept_and_set_aside(tmp_path: Path) -> None:
    ticks = Ticks()
    limits = replace(builders.settings(tmp_path).intake, settle_seconds=2.0, incomplete_after_seconds=60.0)
    with desk_at(tmp_path, intake=limits) as desk:
        sweeper = Intake(desk, ticks=ticks)
        half = b"%PDF-1.7\n" + b"x" * 100
        drop(desk, "half.pdf", half)
        sweeper.sweep()
        ticks.pass_(59.9)
        assert sweeper.sweep().waiting and balanced(desk) == {"waiting": 1}
        ticks.pass_(0.1)
        assert outcomes(sweeper.sweep()) == [("half.pdf", "set aside", "")]
        assert desk.originals.read(hashlib.sha256(half).hexdigest()) == half
        note = (desk.settings.folders.inbox / "set aside" / "half.pdf.why.txt").read_text(encoding="utf-8")
        assert "A PDF that stops in the middle" in note and "copy it here again" in note


def test_a_change_that_is_saved_slowly_is_waited_for(tmp_path: Path) -> None:
    """A PDF program writes what was filled in behind the blank form, which ends well by itself."""
    ticks = Ticks()
    limits = replace(builders.settings(tmp_path).intake, settle_seconds=2.0, incomplete_after_seconds=60.0)
    blank = (builders.ROOT / "forms" / "referral.pdf").read_bytes()
    writer = PdfWriter(io.BytesIO(blank), incremental=True)
    for page in writer.pages:
        writer.update_page_form_field_values(page, {"history": "H" * 400}, auto_regenerate=False)
    out = io.BytesIO()
    writer.write(out)
    data = out.getvalue()
    assert data.startswith(blank)
    with desk_at(tmp_path, intake=limits) as desk:
        sweeper = Intake(desk, ticks=ticks)
        path = drop(desk, "form.pdf", data[: (len(blank) + len(data)) // 2])
        for _ in range(4):
            sweeper.sweep()
            ticks.pass_(7.0)
        assert balanced(desk) == {"waiting": 1} and not desk.originals.hashes()
        path.write_bytes(data)
        sweeper.sweep()
        ticks.pass_(2.0)
        assert outcomes(sweeper.sweep()) == [("form.pdf", "needs attention", "CRP-2013-001")]
        assert desk.originals.hashes() == (hashlib.sha256(data).hexdigest(),)
        drop(desk, "half.pdf", data[: (len(blank) + len(data)) // 2])  # the rest never comes
        sweeper.sweep()
        ticks.pass_(60.0)
        assert outcomes(sweeper.sweep()) == [("half.pdf", "set aside", "")]


def test_rubbish_behind_the_end_holds_a_form_up_but_never_loses_it(tmp_path: Path) -> None:
    ticks = Ticks()
    limits = replace(builders.settings(tmp_path).intake, settle_seconds=2.0, incomplete_after_seconds=60.0)
    with desk_at(tmp_path, intake=limits) as desk:
        sweeper = Intake(desk, ticks=ticks)
        form = builders.pdf_form(builders.forms()["referral"], builders.referral_items())
        drop(desk, "mailed.pdf", form + b"\r\n--boundary--\r\n")
        sweeper.sweep()
        ticks.pass_(59.0)
        assert [w.reason for w in sweeper.sweep().waiting] == ["not complete yet; it may still be arriving"]
        ticks.pass_(1.0)
        assert outcomes(sweeper.sweep()) == [("mailed.pdf", "accepted", "CRP-2013-001")]


def test_a_kind_without_a_mark_at_its_end_settles_longer(tmp_path: Path) -> None:
    ticks = Ticks()
    limits = replace(builders.settings(tmp_path).intake, settle_seconds=2.0)
    with desk_at(tmp_path, intake=limits) as desk:
        sweeper = Intake(desk, ticks=ticks)
        drop(desk, "a.yaml", typed())
        for _ in range(3):
            assert sweeper.sweep().arriving
            ticks.pass_(2.0)
        assert len(sweeper.sweep().done) == 1


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells who else writes")
def test_a_file_that_another_program_still_writes_is_waited_for(desk: Desk) -> None:
    path = drop(desk, "a.yaml", typed())
    sweeper = Intake(desk)
    with path.open("r+b"):
        sweeper.sweep()
        assert [w.reason for w in sweeper.sweep().waiting] == ["another program is still writing it"]
    assert len(sweeper.sweep().done) == 1


def test_a_change_between_runs_begins_the_patience_again(tmp_path: Path) -> None:
    now = [DAY]
    with desk_at(tmp_path, clock=lambda: now[0]) as desk:
        for day in (3, 4):  # it grew from run to run
            drop(desk, "half.pdf", b"%PDF-1.7 half" * day)
            assert ingest(desk).waiting
            now[0] = datetime(2013, 9, day, tzinfo=UTC)
        assert outcomes(ingest(desk)) == [("half.pdf", "set aside", "")]


def test_told_to_stop_it_leaves_the_rest(desk: Desk) -> None:
    drop_in_order(desk, ("a.yaml", typed()), ("b.yaml", typed(**OTHER)), ("c.txt", b"no form"))
    heard: list[str] = []
    sweeper = Intake(desk, tell=lambda done: heard.append(done.name), stopped=lambda: bool(heard))
    sweeper.sweep()
    sweeper.sweep()
    sweeper.sweep()
    assert heard == ["a.yaml"] and inbox_names(desk) == ["b.yaml", "c.txt"]
    ingest(desk)
    assert balanced(desk) == {"accepted": 2, "set aside": 1}


def test_what_an_interrupted_run_had_in_hand_is_finished(desk: Desk) -> None:
    path = drop(desk, "a.yaml", typed())
    path.rename(path.with_name(".a.yaml.pipeline-leaving"))
    assert outcomes(ingest(desk)) == [("a.yaml", "accepted", "CRP-2013-001")] and inbox_names(desk) == []


def test_a_store_that_cannot_be_listed_pauses(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    drop(desk, "a.yaml", typed())
    ingest(desk)
    real = Path.iterdir

    def refuse(self: Path) -> Iterator[Path]:
        if self.name == "originals":
            raise PermissionError(errno.EACCES, "Permission denied", str(self))
        return real(self)

    monkeypatch.setattr(Path, "iterdir", refuse)
    with pytest.raises(StorageError, match="right to change"):
        ingest(desk)


def test_a_folder_that_is_not_looked_into_is_told(desk: Desk) -> None:
    drop(desk, ".hid/h.yaml", typed())
    drop(desk, "old.tmp/h.yaml", typed())
    report = ingest(desk)
    assert len(report.done) == 1 and any(".hid" in told for told in report.troubles)


def test_not_complete_is_told_by_single_runs_too(tmp_path: Path) -> None:
    now = [DAY]
    with desk_at(tmp_path, clock=lambda: now[0]) as desk:
        drop(desk, "half.pdf", b"%PDF-1.7 half")
        drop(desk, "empty.docx", b"")
        assert [w.reason for w in ingest(desk).waiting] == ["not complete yet; it may still be arriving"] * 2
        now[0] = datetime(2013, 9, 3, tzinfo=UTC)
        words = {d.name: d.words for d in ingest(desk).done}
        assert "stops in the middle" in words["half.pdf"]
        assert "not been complete since 10:02 on 2 September 2013" in words["half.pdf"]
        assert "empty file" in words["empty.docx"]


def test_a_locked_file_is_waited_for(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    path = drop(desk, "locked.yaml", typed())
    drop(desk, "other.yaml", typed(**OTHER))
    real = os.open

    def locked(name: str, *rest: int) -> int:
        if str(name) == str(path):
            raise PermissionError(errno.EACCES, "Permission denied", str(name))
        return real(name, *rest)

    sweeper = Intake(desk)
    with monkeypatch.context() as patch:
        patch.setattr(os, "open", locked)
        for _ in range(4):
            report = sweeper.sweep()
        assert [w.name for w in report.waiting] == ["locked.yaml"] and "locked" in report.waiting[0].reason
        assert balanced(desk) == {"accepted": 1, "waiting": 1}
    assert outcomes(sweeper.sweep()) == [("locked.yaml", "accepted", "CRP-2013-002")]


def test_a_file_that_cannot_leave_is_filed_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    path = drop(desk, "open.yaml", typed())
    sweeper = Intake(desk)

    def busy(*_: object) -> bool:
        raise OSError(errno.EBUSY, "Device or resource busy")

    with monkeypatch.context() as patch:
        patch.setattr(departure, "release", busy)
        for _ in range(4):
            report = sweeper.sweep()
        assert path.exists() and "cannot be taken out" in report.troubles[0]
        assert balanced(desk) == {"accepted": 1}
    sweeper.sweep()
    assert not path.exists() and balanced(desk) == {"accepted": 1}


def test_a_file_replaced_while_it_was_read(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    path = drop(desk, "a.yaml", typed())
    real = Originals.keep

    def keep(self: Originals, source: Path) -> str:
        sha256 = real(self, source)
        if source.read_bytes() == typed():
            source.write_bytes(typed(**OTHER))
        return sha256

    monkeypatch.setattr(Originals, "keep", keep)
    report = ingest(desk)
    assert [(d.outcome.value, d.reference) for d in report.done] == [
        ("accepted", "CRP-2013-001"),
        ("accepted", "CRP-2013-002"),
    ]
    assert not path.exists() and balanced(desk) == {"accepted": 2}
    assert desk.register.submission("CRP-2013-002").record.text("ref_name") == "Bronwen Hale"


def test_a_full_disk_pauses_and_resumes(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    drop(desk, "a.yaml", typed())
    drop(desk, "b.yaml", typed(**OTHER))
    sweeper = Intake(desk)
    sweeper.sweep()
    real = os.write

    def full(fd: int, data: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", full)
        for _ in range(3):
            report = sweeper.sweep()
            assert "disk is full" in report.paused and not report.done
        with pytest.raises(StorageError, match="disk is full"):
            ingest(desk)
    assert real is os.write
    assert len(inbox_names(desk)) == 2 and balanced(desk) == {"waiting": 2}
    sweeper.sweep()
    sweeper.sweep()
    assert inbox_names(desk) == [] and balanced(desk) == {"accepted": 2}


def test_an_inbox_that_vanishes_and_comes_back(desk: Desk) -> None:
    box = desk.settings.folders.inbox
    drop(desk, "a.yaml", typed())
    sweeper = Intake(desk)
    sweeper.sweep()
    box.rename(box.with_name("away"))
    report = sweeper.sweep()
    assert "drive is connected" in report.paused and balanced(desk) == {"waiting": 1}
    box.with_name("away").rename(box)
    sweeper.sweep()
    sweeper.sweep()
    assert balanced(desk) == {"accepted": 1}


def test_a_file_taken_away_before_it_was_filed_is_not_counted(desk: Desk) -> None:
    path = drop(desk, "a.yaml", typed())
    sweeper = Intake(desk)
    sweeper.sweep()
    path.unlink()
    sweeper.sweep()
    assert balanced(desk) == {} and desk.register.ledger().seen == 0


def test_a_paper_that_breaks_the_reader_is_set_aside(tmp_path: Path) -> None:
    sandbox = Inline()

    def hang(name: str) -> None:
        if name == "read_answers":
            raise ReadingError("A PDF", "It took longer than 20 seconds to read.", "Save it again.")

    sandbox.fail = hang
    with desk_at(tmp_path, sandbox=sandbox) as desk:
        drop(desk, "a.yaml", typed())
        ingest(desk)
        why = (desk.settings.folders.inbox / "set aside" / "a.yaml.why.txt").read_text()
        assert "longer than 20 seconds" in why and balanced(desk) == {"set aside": 1}
        sandbox.fail = None
        (desk.settings.folders.inbox / "set aside" / "a.yaml").rename(desk.settings.folders.inbox / "a.yaml")
        assert outcomes(ingest(desk)) == [("a.yaml", "accepted", "CRP-2013-001")]


def test_dry_run_tells_everything_and_changes_nothing(desk: Desk) -> None:
    drop_in_order(
        desk, ("a.yaml", typed()), ("b.yaml", typed()), ("c.txt", b"no"), ("d.pdf", b"%PDF-1.7 half")
    )
    before = inbox_names(desk)
    report = ingest(desk, dry_run=True)
    assert [d.outcome.value for d in report.done] == ["accepted", "duplicate", "set aside"]
    assert [w.name for w in report.waiting] == ["d.pdf"]
    assert inbox_names(desk) == before and desk.originals.hashes() == ()
    assert desk.register.events() == () and desk.register.ledger().seen == 0
    assert outcomes(ingest(desk))[0] == ("a.yaml", "accepted", "CRP-2013-001")


class KilledError(BaseException):
    """Stands for a power cut: nothing catches it."""


STEPS = [
    "originals.keep",
    "read",
    "register.file",
    "register.decide",
    "pages",
    "release",
    "released",
    "queries",
]


def _kill_at(step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def die(*_: object, **__: object) -> None:
        raise KilledError

    place = {
        "originals.keep": (Originals, "verify"),
        "read": (Desk, "read"),
        "register.file": (entering, "propose"),
        "register.decide": (entering, "filed_words"),
        "pages": (intake_module, "make_pages"),
        "release": (departure, "_is_there"),
        "queries": (intake_module, "settle_queries"),
    }.get(step)
    if place is not None:
        monkeypatch.setattr(*place, die)
        return
    real = departure.release

    def after(found: inbox.Found, sha256: str) -> bool:
        real(found, sha256)
        raise KilledError

    monkeypatch.setattr(departure, "release", after)


@pytest.mark.parametrize("step", STEPS)
def test_killed_anywhere_it_is_finished_exactly_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    with desk_at(tmp_path) as desk:
        drop(desk, "a.yaml", typed(ask_of_panel=""))
        with monkeypatch.context() as patch:
            _kill_at(step, patch)
            with pytest.raises(KilledError):
                ingest(desk)
    with desk_at(tmp_path) as desk:
        ingest(desk)
        assert inbox_names(desk) == ATTENTION
        assert balanced(desk) == {"needs attention": 1}
        assert len(desk.register.latest()) == 1 == len(desk.originals.hashes())
        drop(desk, "a.yaml", typed(ask_of_panel=""))  # dropped again is not "killed before release"
        ingest(desk)
        assert balanced(desk) == {"needs attention": 1, "duplicate": 1}


@pytest.mark.parametrize("moved", [False, True])
def test_killed_while_setting_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moved: bool) -> None:
    real = departure.set_aside

    def die(*args: object) -> None:
        if moved:
            real(*args)  # type: ignore[arg-type]
        raise KilledError

    with desk_at(tmp_path) as desk:
        drop(desk, "a.txt", b"no form")
        with monkeypatch.context() as patch:
            patch.setattr(departure, "set_aside", die)
            with pytest.raises(KilledError):
                ingest(desk)
    with desk_at(tmp_path) as desk:
        ingest(desk)
        assert inbox_names(desk) == ["set aside/a.txt", "set aside/a.txt.why.txt"]
        assert balanced(desk) == {"set aside": 1}


def test_a_file_that_breaks_the_program_is_stepped_over(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    drop_in_order(desk, ("bad.yaml", typed()), ("good.yaml", typed(**OTHER)))
    real = entering.propose

    def propose(*args: object) -> object:
        if args[2].items["ref_name"].text == "Megan Prosser":  # type: ignore[attr-defined]
            raise ZeroDivisionError("division by zero")
        return real(*args)  # type: ignore[arg-type]

    sweeper = Intake(desk)
    with monkeypatch.context() as patch:
        patch.setattr(entering, "propose", propose)
        sweeper.sweep()
        with pytest.raises(ZeroDivisionError):
            sweeper.sweep()
        sweeper.stumbled("ZeroDivisionError")
        report = sweeper.sweep()
    assert outcomes(report) == [("good.yaml", "accepted", "CRP-2013-001")]
    assert "please report" in report.waiting[0].reason and balanced(desk) == {"accepted": 1, "waiting": 1}


def test_word_and_pdf_forms_give_pages_for_the_pack(desk: Desk) -> None:
    form = builders.forms()["referral"]
    drop(desk, "a.pdf", builders.pdf_form(form, builders.REFERRAL))
    ingest(desk)
    filed = desk.register.submission("CRP-2013-001")
    pages = desk.derived.get(inert_key(filed.sha256))
    assert filed.outcome is Outcome.ACCEPTED and pages is not None and pages.startswith(b"%PDF-")


CHOICES = st.sampled_from(["form", "same", "fixed", "other", "junk", "half", "sub", "swept"])


@settings(max_examples=25)
@given(st.lists(CHOICES, min_size=1, max_size=8))
def test_whatever_is_dropped_whenever_the_ledger_sums(
    tmp_path_factory: pytest.TempPathFactory, steps: list[str]
) -> None:
    contents = {
        "form": typed(),
        "same": typed(),
        "fixed": typed(ref_phone=""),
        "other": typed(**OTHER),
        "junk": b"junk",
        "half": b"%PDF-1.7 half",
        "sub": typed(**OTHER, ref_phone=""),
    }
    with desk_at(tmp_path_factory.mktemp("w")) as desk:
        for n, step in enumerate(steps):
            if step == "swept":
                ingest(desk)
            else:
                drop(
                    desk,
                    f"sub/{n}.yaml" if step == "sub" else f"{n}.{'pdf' if step == 'half' else 'yaml'}",
                    contents[step],
                )
        ingest(desk)
        once = balanced(desk), inbox_names(desk), desk.register.latest()
        ingest(desk)
        assert (balanced(desk), inbox_names(desk), desk.register.latest()) == once  # sweep twice = sweep once
        dropped = [s for s in steps if s != "swept"]
        assert desk.register.ledger().seen == len(dropped)
        counts = Counter(dropped)
        assert once[0].get("waiting", 0) == counts["half"]
        distinct = {contents[s] for s in dropped if s not in ("junk", "half")}
        assert sum(len(desk.register.history(s.reference)) for s in once[2]) == len(distinct)


def test_a_name_taken_in_the_last_moment_is_not_overwritten(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop(desk, "a.txt", b"no form")
    aside = desk.settings.folders.inbox / "set aside"
    real = departure._is_kept

    def somebody_was_quicker(private: Path, found: inbox.Found, sha256: str) -> bool:
        if not aside.exists():
            aside.mkdir()
            (aside / "a.txt").write_bytes(b"somebody else's")
        return real(private, found, sha256)

    monkeypatch.setattr(departure, "_is_kept", somebody_was_quicker)
    ingest(desk)
    assert inbox_names(desk) == ["set aside/a (2).txt", "set aside/a (2).txt.why.txt", "set aside/a.txt"]
    assert (aside / "a.txt").read_bytes() == b"somebody else's" and balanced(desk) == {"set aside": 1}


def test_a_form_the_workspace_has_added_is_kept_under_its_own_numbers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forms = builders.forms()
    own = replace(forms["meeting-record"], name="feedback", id="MACRP-FB")
    monkeypatch.setattr(builders, "forms", lambda: {**forms, "feedback": own})
    with desk_at(tmp_path) as desk:
        drop_in_order(
            desk, ("a.yaml", typed(RECORD, "MACRP-FB")), ("b.yaml", typed(RECORD, "MACRP-FB", venue="x"))
        )
        assert [d.reference for d in ingest(desk).done] == ["FEEDBACK-2013-001", "FEEDBACK-2013-002"]


def test_a_wish_for_a_day_without_a_meeting_is_told(desk: Desk) -> None:
    drop(desk, "a.yaml", typed(preferred_meeting="26/09/2013"))
    ingest(desk)
    filed = desk.register.submission("CRP-2013-001")
    assert filed.meeting == date(2013, 9, 27)
    assert [p.code for p in filed.problems if p.slot == "preferred_meeting"] == ["meeting"]


def test_another_command_that_is_filing_is_waited_for(desk: Desk) -> None:
    drop(desk, "a.yaml", typed())
    slept: list[float] = []
    with desk_at(desk.settings.folders.root) as other, contextlib.ExitStack() as held:
        held.enter_context(other.register.sweeping())

        def sleep(seconds: float) -> None:
            slept.append(seconds)
            if len(slept) == 3:
                held.close()

        assert outcomes(ingest(desk, sleep=sleep)) == [("a.yaml", "accepted", "CRP-2013-001")]
    assert slept[:3] == [0.5] * 3
    with desk_at(desk.settings.folders.root) as other, other.register.sweeping(), pytest.raises(BusyError):
        ingest(desk, sleep=lambda _seconds: None)
