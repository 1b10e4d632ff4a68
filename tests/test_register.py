"""The register: references, versions, ledger, event log, migrations, two commands at once."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from pipeline.model.errors import NotFoundError, RegisterError, StorageError
from pipeline.model.filing import Difference, Outcome, Submission
from pipeline.model.record import Explicit, Problem, Record, Row, Severity
from pipeline.records import drives
from pipeline.records.locks import BusyError
from pipeline.records.register import Register
from pipeline.records.register import schema as register_schema
from pipeline.records.register.events import event_hash

NOW = datetime(2013, 9, 2, 10, 2, tzinfo=UTC)
RECORD = Record(
    "MACRP-REF",
    "1.0",
    {"district": "STROUD", "plan_start": date(2012, 8, 6), "reason": ("A", "B"), "moved": True, "n": 3},
    {"child": (Row(1, {"surname": "Ellery", "dob": Explicit.NOT_KNOWN}),)},
)


def submission(reference: str = "CRP-2013-001", version: int = 1, **changes: object) -> Submission:
    made = Submission(
        reference,
        version,
        "referral",
        f"{reference}-{version}",
        "pdf",
        date(2013, 9, 2),
        Outcome.ACCEPTED,
        RECORD,
        (Problem("dob", "Born", "is missing", Severity.QUERY, "required"),),
        (Difference("a", "A", "x", "y"),),
        date(2013, 9, 27),
        True,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def number(register: Register, count: int) -> None:
    """Draw the references that a test files."""
    for _ in range(count):
        register.next_reference("CRP", 2013)


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with Register(tmp_path / "records", lambda: NOW, "CRP") as opened:
        yield opened


def tamper(register: Register, *statements: str) -> None:
    """Change the database behind the register's back."""
    db = sqlite3.connect(register.folder / "register.sqlite")
    for statement in statements:
        db.execute(statement)
    db.commit()
    db.close()


def test_a_submission_comes_back_as_it_was(register: Register) -> None:
    register.file(submission())
    assert register.submission("CRP-2013-001") == submission()
    assert register.by_sha("CRP-2013-001-1") == submission()
    assert register.by_sha("other") is None


def test_versions_and_what_is_latest(register: Register) -> None:
    for s in (
        submission(),
        submission(version=2, meeting=date(2013, 11, 22)),
        submission("CRP-2013-002"),
        submission("REC-2013-09-27", form_name="meeting-record"),
        submission("AIC-CRP-2013-001-GP", form_name="agency-check"),
    ):
        register.file(s)
    assert [(s.reference, s.version) for s in register.referrals()] == [
        ("CRP-2013-001", 2),
        ("CRP-2013-002", 1),
    ]
    assert [s.reference for s in register.referrals(date(2013, 9, 27))] == ["CRP-2013-002"]
    assert [s.version for s in register.history("CRP-2013-001")] == [1, 2]
    assert register.submission("CRP-2013-001", 1).version == 1
    assert [s.reference for s in register.meeting_records()] == ["REC-2013-09-27"]
    assert len(register.agency_checks()) == 1 and register.agency_checks("CRP-2013-009") == ()
    with pytest.raises(NotFoundError, match="latest is 2"):
        register.submission("CRP-2013-001", 7)
    with pytest.raises(NotFoundError, match="no CRP-2013-404"):
        register.submission("CRP-2013-404")


def test_the_same_bytes_cannot_be_filed_twice(register: Register) -> None:
    number(register, 2)
    register.file(submission())
    with pytest.raises(RegisterError):
        register.file(submission("CRP-2013-002", sha256="CRP-2013-001-1"))
    assert len(register.referrals()) == 1 and register.verify_events() == ()


def test_references_count_by_year_and_are_not_used_up_by_failures(register: Register) -> None:
    assert register.next_reference("CRP", 2013) == "CRP-2013-001"
    with pytest.raises(KeyError), register.transaction():
        assert register.next_reference("CRP", 2013) == "CRP-2013-002"
        raise KeyError
    with register.transaction(rehearsal=True):
        assert register.next_reference("CRP", 2013) == "CRP-2013-002"
    assert register.next_reference("CRP", 2013) == "CRP-2013-002"
    assert register.next_reference("CRP", 2014) == "CRP-2014-001"


def test_a_transaction_is_all_or_nothing_also_nested(register: Register) -> None:
    with pytest.raises(ZeroDivisionError), register.transaction():
        register.file(submission())
        with register.transaction():
            register.note("x", "y")
        raise ZeroDivisionError
    assert register.events() == () and register.referrals() == ()


def test_an_event_forged_with_its_hash_breaks_the_one_after_it(register: Register) -> None:
    """The hash covers the hash before it: whoever mends event 1 and the link in event 2 has to mend them all."""
    for n in range(3):
        register.note("note", f"S-{n}", {"text": "as it was"})
    first = next(iter(register.events()))
    forged = '{"text": "forged"}'
    own = event_hash(first.number, first.at, first.what, first.subject, forged, first.previous)
    tamper(
        register,
        f"UPDATE event SET detail = '{forged}', hash = '{own}' WHERE number = 1",
        f"UPDATE event SET previous = '{own}' WHERE number = 2",
    )
    assert "Event 2 was changed after it was written." in register.verify_events()


def test_ledger_counts_in_two_places(register: Register) -> None:
    number(register, 1)
    first, second, third = (register.saw(f"{n}\udcff\n.pdf", f"{n}:1:1") for n in range(3))
    register.file(submission())
    register.decide(replace(first, outcome=Outcome.ACCEPTED, reference="CRP-2013-001", version=1))
    register.decide(
        replace(first, outcome=Outcome.ACCEPTED, reference="CRP-2013-001", version=1, released=True)
    )
    register.gone(third)
    ledger = register.ledger()
    assert ledger.seen == 2 and ledger.balances
    assert dict(ledger.by_outcome)[Outcome.WAITING] == 1 == dict(ledger.by_outcome)[Outcome.ACCEPTED]
    assert [a.name for a in register.unreleased()] == [second.name]
    assert register.verify_events() == ()
    tamper(register, f"DELETE FROM arrival WHERE number = {second.number}")
    assert not register.ledger().balances
    assert any("does not balance: 2 files seen, 1" in fault for fault in register.verify_events())


TAMPERING: dict[str, tuple[str, str]] = {
    "edited": ("UPDATE event SET detail = '{}' WHERE number = 2", "Event 2 was changed"),
    "edited time": ("UPDATE event SET at = '2012-01-01' WHERE number = 2", "Event 2 was changed"),
    "removed": ("DELETE FROM event WHERE number = 2", "Event 2 is missing"),
    "removed at the end": ("DELETE FROM event WHERE number = 4", "ends at event 3, but 4"),
    "removed at the end with its count": (
        "DELETE FROM event WHERE number = 4; UPDATE chain_head SET number = 3, "
        "hash = (SELECT hash FROM event WHERE number = 3)",
        "Event 4, which recorded submission CRP-2013-003, has been removed",
    ),
    "reordered": (
        "UPDATE event SET number = 99 WHERE number = 2; UPDATE event SET number = 2 WHERE number = 3; "
        "UPDATE event SET number = 3 WHERE number = 99",
        "Event 2 does not follow",
    ),
    "submission edited": (
        "UPDATE submission SET record = replace(record, 'STROUD', 'COTSWOLD') WHERE reference = 'CRP-2013-002'",
        "CRP-2013-002 version 1 was changed after it was filed",
    ),
}


@pytest.mark.parametrize("name", TAMPERING)
def test_tampering_is_noticed(register: Register, name: str) -> None:
    register.note("began", "test")
    number(register, 3)
    for n in (1, 2, 3):
        register.file(submission(f"CRP-2013-00{n}"))
    assert register.verify_events() == ()
    statements, fault = TAMPERING[name]
    tamper(register, *statements.split("; "))
    assert any(fault in found for found in register.verify_events()), register.verify_events()


USED_LAST = "(SELECT max(number) FROM event)"
VANISHING: dict[str, tuple[str, str]] = {
    "latest version": (
        "UPDATE arrival SET version = 1 WHERE version = 2; DELETE FROM submission WHERE version = 2",
        "CRP-2013-001 version 2 was filed (event 6)",
    ),
    "submission and its arrival's reference": (
        "UPDATE arrival SET reference = NULL, version = NULL; DELETE FROM submission",
        "CRP-2013-001 version 1 was filed (event 4)",
    ),
    "submission with other bytes": (
        "UPDATE submission SET sha256 = 'x' WHERE version = 1",
        "CRP-2013-001 version 1 was filed (event 4)",
    ),
    "outcome": ("UPDATE arrival SET outcome = 'duplicate' WHERE number = 3", "event 8 (outcome)"),
    "reference": ("UPDATE arrival SET version = 1 WHERE number = 2", "event 7 (version)"),
    "reason": ("UPDATE arrival SET reason = 'x' WHERE number = 3", "event 8 (reason)"),
    "bytes": ("UPDATE arrival SET sha256 = NULL WHERE number = 3", "event 8 (sha256)"),
    "name": ("UPDATE arrival SET name = CAST('x' AS BLOB) WHERE number = 3", "came under another name"),
    "arrival": ("DELETE FROM arrival WHERE number = 3", "File 3 was decided (event 8)"),
    "decided without a decision": (
        "UPDATE arrival SET outcome = 'set aside' WHERE number = 4",
        "nothing was decided about it",
    ),
    "counter": (
        "UPDATE counter SET last = 0",
        "The counter of CRP-2013 stands at 0, but CRP-2013-001 is filed",
    ),
    "no counter": ("DELETE FROM counter", "The counter of CRP-2013 stands at 0"),
    "issue altered": ("UPDATE issue SET number = 9", "The issue number of pack is not the one"),
    "issue removed": ("DELETE FROM issue", "The issue number of pack is not the one"),
    "last event with its count and its row": (
        f"DELETE FROM issue; DELETE FROM event WHERE number = {USED_LAST}; UPDATE chain_head SET (number, hash) = "
        "(SELECT number, hash FROM event ORDER BY number DESC LIMIT 1)",
        "ends at event 9, but event 10 has been written",
    ),
    "spoilt": ("UPDATE event SET detail = '[' WHERE what = 'filed'", "Event 4 was changed"),
}


@pytest.mark.parametrize("name", VANISHING)
def test_nothing_vanishes_unseen(register: Register, name: str) -> None:
    """Four files: filed, its correction, set aside, waiting; one issue."""
    number(register, 1)
    first, second, third = (register.saw(f"{n}\udcff.pdf", f"{n}:1:1") for n in range(3))
    for arrival, version in ((first, 1), (second, 2)):
        made = submission(version=version)
        decided = replace(arrival, outcome=Outcome.ACCEPTED, reference=made.reference, version=version)
        register.file(made)
        register.decide(replace(decided, sha256=made.sha256))
    register.decide(replace(third, outcome=Outcome.SET_ASIDE, reason="why", sha256="s", target="t"))
    register.saw("waiting", "9:1:1")
    register.issue_of("pack", "digest")
    assert register.verify_events() == ()
    statements, fault = VANISHING[name]
    tamper(register, *statements.split("; "))
    assert any(fault in found for found in register.verify_events()), register.verify_events()


def test_issue_numbers(register: Register) -> None:
    numbers = [register.issue_of("pack-2013-09-27", digest) for digest in ("a", "a", "b", "a", "c")]
    assert numbers == [1, 1, 2, 1, 3]
    assert register.issue_of("pack-2013-11-22", "a") == 1


def test_settings_of_the_database(register: Register) -> None:
    db = register._open
    values = {name: db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")}
    assert values == {"journal_mode": "wal", "synchronous": 2}
    assert db.execute("PRAGMA foreign_keys").fetchone()[0] == 1
    assert db.execute("PRAGMA busy_timeout").fetchone()[0] > 0
    with pytest.raises(RegisterError), register.transaction():
        register.decide(replace(register.saw("a", "1:1:1"), reference="CRP-2013-999", version=1))


def test_a_newer_register_is_refused(tmp_path: Path) -> None:
    with Register(tmp_path, lambda: NOW, "CRP") as register:
        register.file(submission())
    db = sqlite3.connect(tmp_path / "register.sqlite")
    db.execute(f"PRAGMA user_version = {len(register_schema.MIGRATIONS) + 1}")
    db.close()
    with pytest.raises(RegisterError, match="update the program"), Register(tmp_path, lambda: NOW, "CRP"):
        pass


def test_a_migration_that_fails_leaves_the_old_register(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Register(tmp_path, lambda: NOW, "CRP") as register:
        register.file(submission())
    released = register_schema.MIGRATIONS
    broken = (*released, ("CREATE TABLE extra (x INTEGER)", "CREATE TABLE extra (x INTEGER)"))
    monkeypatch.setattr(register_schema, "MIGRATIONS", broken)
    with pytest.raises(RegisterError), Register(tmp_path, lambda: NOW, "CRP"):
        pass
    monkeypatch.setattr(register_schema, "MIGRATIONS", (*released, ("CREATE TABLE extra (x INTEGER)",)))
    with Register(tmp_path, lambda: NOW, "CRP") as register:
        assert register.submission("CRP-2013-001") == submission()
        assert register._open.execute("PRAGMA user_version").fetchone()[0] == len(released) + 1


def test_something_else_in_its_place(tmp_path: Path) -> None:
    (tmp_path / "register.sqlite").write_bytes(b"this is no database " * 500)
    with pytest.raises(RegisterError, match="damaged"), Register(tmp_path, lambda: NOW, "CRP"):
        pass
    with pytest.raises(RegisterError, match="not open"):
        Register(tmp_path, lambda: NOW, "CRP").events()


def test_a_network_drive_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drives, "network_kind", lambda folder: "cifs")
    with pytest.raises(RegisterError, match="network drive"), Register(tmp_path, lambda: NOW, "CRP"):
        pass
    assert not (tmp_path / "register.sqlite").exists()


@pytest.mark.parametrize(
    ("mounts", "kind"),
    [
        ("/dev/sda1 / ext4 rw 0 0", ""),
        ("/dev/sda1 / ext4 rw 0 0\n//srv/panel {} cifs rw 0 0", "cifs"),
        ("/dev/sda1 / ext4 rw 0 0\nsrv:/x {} nfs4 rw 0 0", "nfs4"),
        ("srv:/x / nfs4 rw 0 0\n/dev/sdb1 {} ext4 rw 0 0", ""),
    ],
)
def test_which_drives_are_network_drives(tmp_path: Path, mounts: str, kind: str) -> None:
    point = tmp_path / "my share"
    point.mkdir()
    text = mounts.format(str(point).replace(" ", "\\040"))
    assert drives.network_kind(point / "records", text) == kind


def test_a_full_disk_is_a_storage_error(register: Register) -> None:
    register.saw("a", "1:1:1")
    register._open.execute(
        f"PRAGMA max_page_count = {register._open.execute('PRAGMA page_count').fetchone()[0]}"
    )
    with pytest.raises(StorageError, match="full"):
        for n in range(500):
            register.note("x" * 1000, str(n))
    register._open.execute("PRAGMA max_page_count = 1000000")
    register.saw("b", "1:1:1")
    assert register.ledger().seen == 2 and register.verify_events() == ()


WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from pipeline.records.register import Register
with Register(Path(sys.argv[1]), lambda: datetime(2013, 9, 2, tzinfo=UTC), "CRP") as register:
    for _ in range(40):
        with register.transaction():
            reference = register.next_reference("CRP", 2013)
            register.note("by", reference, {"who": sys.argv[2]})
"""


def test_two_commands_at_once(tmp_path: Path) -> None:
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path), name]) for name in "abc"]
    assert [writer.wait(60) for writer in writers] == [0, 0, 0]
    with Register(tmp_path, lambda: NOW, "CRP") as register:
        subjects = [event.subject for event in register.events()]
        assert subjects == [f"CRP-2013-{n:03d}" for n in range(1, 121)]
        assert register.verify_events() == ()


def test_only_one_sweep_at_a_time(tmp_path: Path, register: Register) -> None:
    with Register(register.folder, lambda: NOW, "CRP") as other:
        with register.sweeping(), pytest.raises(BusyError, match="wait until it is done"), other.sweeping():
            pass
        with other.sweeping():
            pass


def test_a_copy_of_the_folder_is_a_backup(tmp_path: Path) -> None:
    with Register(tmp_path / "records", lambda: NOW, "CRP") as register:
        number(register, 1)
        register.file(submission())
    shutil.copytree(tmp_path / "records", tmp_path / "copy")
    with Register(tmp_path / "copy", lambda: NOW, "CRP") as copy:
        assert copy.submission("CRP-2013-001") == submission() and copy.verify_events() == ()
