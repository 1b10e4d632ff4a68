"""Locked forms: set aside with a way out, opened with the password file beside them, which is then destroyed."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pikepdf
import pytest

from pipeline.model.errors import ReadingError
from pipeline.office.checks import _register_faults
from pipeline.office.desk import Desk
from pipeline.office.intake import Intake, ingest
from pipeline.papers.reading.unlocking import unlock
from pipeline.records import departure
from tests import builders
from tests.intake_helpers import DAY, Ticks, desk_at, drop, inbox_names, outcomes, typed
from tests.parcels import packed

SECRET = "Zwölf Ärzte & 3 Rosen"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with desk_at(tmp_path) as opened:
        yield opened


@cache
def plain() -> bytes:
    return builders.pdf_form(builders.forms()["referral"], builders.referral_items())


@cache
def locked(user: str = SECRET, owner: str = "owner") -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(plain())) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(user=user, owner=owner))
    return out.getvalue()


def nowhere(desk: Desk) -> bool:
    """Whether the password stands in no file of the workspace."""
    spellings = [SECRET.encode(e) for e in ("utf-8", "utf-16-le", "cp1252")]
    files = [p for p in desk.settings.folders.root.rglob("*") if p.is_file()]
    return bool(files) and not any(s in p.read_bytes() for p in files for s in spellings)


def test_a_locked_form_is_set_aside_with_a_way_out(desk: Desk) -> None:
    drop(desk, "form.pdf", locked())
    report = ingest(desk)
    assert outcomes(report) == [("form.pdf", "set aside", "")]
    assert "locked with a password" in report.done[0].words
    assert ".password.txt" in (desk.settings.folders.inbox / "set aside" / "form.pdf.why.txt").read_text()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("form.password.txt", SECRET.encode() + b"\n"),
        ("form.pdf.password.txt", b"\r\nPassword: " + SECRET.encode("cp1252") + b"\r\n"),
        ("FORM.PASSWORD.TXT", SECRET.encode("utf-16")),
        ("form.password.txt", ("\ufeff" + SECRET).encode()),
    ],
)
def test_the_password_beside_it_opens_it_once(desk: Desk, name: str, content: bytes) -> None:
    drop(desk, "form.pdf", locked())
    drop(desk, name, content)
    report = ingest(desk)
    assert outcomes(report) == [("form.pdf", "accepted", "CRP-2013-001")]
    filed = desk.register.submission("CRP-2013-001")
    assert desk.originals.read(filed.sha256) == locked()
    assert filed.pages[1] == "pdf" and filed.pages[0] != filed.sha256
    with pikepdf.open(io.BytesIO(desk.originals.read(filed.pages[0]))) as copy:
        assert not copy.is_encrypted
    assert inbox_names(desk) == [] and nowhere(desk)
    ledger = desk.register.ledger()
    assert ledger.balances and ledger.seen == 1 and desk.register.verify_events() == ()
    assert _register_faults(desk.settings, lambda: DAY) == ()


def test_the_copy_is_the_same_each_time() -> None:
    assert unlock(locked(), (SECRET,)) == unlock(locked(), ("wrong", SECRET)) != b""
    assert unlock(plain(), (SECRET,)) == b"" == unlock(locked(user=""), (SECRET,))
    with pytest.raises(ReadingError, match="does not open it"):
        unlock(locked(), ("wrong",))
    with pytest.raises(ReadingError, match="damaged"):
        unlock(b"%PDF-1.7 nothing", (SECRET,))


def test_what_is_too_long_for_a_password_waits_and_is_never_kept(desk: Desk) -> None:
    drop(desk, "form.pdf", locked())
    drop(desk, "form.password.txt", SECRET.encode() + b"\n" + b"x" * 5000)
    report = ingest(desk)
    assert outcomes(report) == [("form.pdf", "set aside", "")]
    assert "too long for one" in report.waiting[0].reason
    (desk.settings.folders.inbox / "form.password.txt").unlink()
    assert nowhere(desk)


def test_a_password_in_a_packed_folder_is_neither_set_aside_nor_an_original(desk: Desk) -> None:
    drop(desk, "all.zip", packed(("form.pdf", locked()), ("form.password.txt", SECRET.encode())))
    report = ingest(desk)
    assert [outcome for _, outcome, _ in outcomes(report)] == ["opened", "set aside", "passed over"]
    root = desk.settings.folders.root
    plain = [p for p in root.rglob("*") if p.is_file() and p.read_bytes() == SECRET.encode()]
    assert plain == []


def test_a_wrong_password_is_destroyed_too(desk: Desk) -> None:
    drop(desk, "form.pdf", locked())
    drop(desk, "form.password.txt", f"{SECRET}!".encode())
    report = ingest(desk)
    assert outcomes(report) == [("form.pdf", "set aside", "")] and "does not open it" in report.done[0].words
    assert inbox_names(desk) == ["set aside/form.pdf", "set aside/form.pdf.why.txt"] and nowhere(desk)


@pytest.mark.parametrize(("name", "outcome"), [("form.pdf", "accepted"), ("form.txt", "set aside")])
def test_a_password_that_was_not_needed_is_destroyed_too(desk: Desk, name: str, outcome: str) -> None:
    drop(desk, name, plain() if name.endswith("pdf") else b"no form")
    drop(desk, "form.password.txt", SECRET.encode())
    assert [d.outcome for d in ingest(desk).done] == [outcome]
    assert nowhere(desk) and "form.password.txt" not in inbox_names(desk)


def test_a_password_of_its_own_waits_and_is_named(desk: Desk) -> None:
    drop(desk, "other.password.txt", SECRET.encode())
    drop(desk, "sub/form.password.txt", SECRET.encode())  # the form lies in another folder
    drop(desk, "form.pdf", locked())
    report = ingest(desk)
    assert [(w.name, "belongs to no file" in w.reason) for w in report.waiting] == [
        ("other.password.txt", True),
        ("sub/form.password.txt", True),
    ]
    assert "form.pdf" not in inbox_names(desk)
    drop(desk, "other.pdf", locked())
    assert outcomes(ingest(desk)) == [("other.pdf", "accepted", "CRP-2013-001")]


def test_the_password_of_the_pdf_is_not_taken_for_another_file_of_its_name(desk: Desk) -> None:
    drop(desk, "form.yaml", typed())
    drop(desk, "form.pdf", locked())
    drop(desk, "form.password.txt", SECRET.encode())
    assert {d.outcome.value for d in ingest(desk).done} == {"accepted", "new version"} and nowhere(desk)


def test_a_form_waits_until_its_password_has_arrived(tmp_path: Path) -> None:
    ticks = Ticks()
    with desk_at(tmp_path) as desk:
        sweeper = Intake(desk, ticks=ticks)
        drop(desk, "form.pdf", locked())
        sweeper.sweep()
        drop(desk, "form.password.txt", SECRET[:3].encode())
        ticks.pass_(100)
        assert sweeper.sweep().done == ()
        drop(desk, "form.password.txt", SECRET.encode())
        ticks.pass_(100)
        assert sweeper.sweep().done == ()
        ticks.pass_(100)
        assert outcomes(sweeper.sweep()) == [("form.pdf", "accepted", "CRP-2013-001")]


def test_a_dry_run_destroys_nothing(desk: Desk) -> None:
    drop(desk, "form.pdf", locked())
    drop(desk, "form.password.txt", SECRET.encode())
    assert [d.outcome.value for d in ingest(desk, dry_run=True).done] == ["accepted"]
    assert inbox_names(desk) == ["form.password.txt", "form.pdf"] and desk.originals.hashes() == ()
    assert outcomes(ingest(desk)) == [("form.pdf", "accepted", "CRP-2013-001")]


class KilledError(BaseException):
    """Stands for kill -9 in this process."""


@pytest.mark.parametrize("step", ["shred", "release"])
def test_killed_between_filing_and_leaving_the_password_still_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def die(*_: object) -> None:
        raise KilledError

    with desk_at(tmp_path) as desk:
        drop(desk, "form.pdf", locked())
        drop(desk, "form.password.txt", SECRET.encode())
        with monkeypatch.context() as patch:
            patch.setattr(departure, step, die)
            with pytest.raises(KilledError):
                ingest(desk)
    with desk_at(tmp_path) as desk:
        ingest(desk)
        assert inbox_names(desk) == [] and nowhere(desk)
        ledger = desk.register.ledger()
        assert ledger.balances and ledger.seen == 1 and len(desk.register.latest()) == 1


def test_a_password_file_is_overwritten_before_it_goes(desk: Desk, tmp_path: Path) -> None:
    drop(desk, "form.pdf", locked())
    path = drop(desk, "form.password.txt", SECRET.encode())
    held = os.open(path, os.O_RDONLY)  # what the disk still holds of it
    ingest(desk)
    assert os.pread(held, 100, 0) == bytes(len(SECRET.encode()))
    os.close(held)


def test_a_password_file_with_a_second_name_is_not_written_to(desk: Desk, tmp_path: Path) -> None:
    drop(desk, "form.pdf", locked())
    path = drop(desk, "form.password.txt", SECRET.encode())
    os.link(path, tmp_path / "somebody's own")
    ingest(desk)
    assert not path.exists() and (tmp_path / "somebody's own").read_bytes() == SECRET.encode()


def test_a_password_file_that_cannot_be_deleted_is_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: object) -> bool:
        raise PermissionError(13, "held by another program")

    drop(desk, "form.pdf", locked())
    drop(desk, "form.password.txt", SECRET.encode())
    with monkeypatch.context() as patch:
        patch.setattr(departure, "shred", busy)
        report = ingest(desk)
    assert "Delete it yourself" in report.troubles[0]
    assert "belongs to no file" in ingest(desk).waiting[0].reason
