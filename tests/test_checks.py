"""`pipeline check`: each thing that can be wrong is found, named, and does not hide the next one."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.model.errors import TemplateError, WorkspaceError
from pipeline.office.checks import Check, TaskChecks, run_checks
from pipeline.office.desk import open_desk
from pipeline.office.intake import ingest
from pipeline.records.definitions import load_forms
from pipeline.records.settings import form_lists, load_settings
from pipeline.records.workspace import init_workspace

NOW = datetime(2013, 9, 6, 9, 0, tzinfo=UTC)
FINE = TaskChecks(blanks=lambda settings, forms: (), templates=lambda settings, forms: ())
TYPED = """form: MACRP-REC
version: "1.0"
meeting_date: 24/06/2013
district: COTSWOLD
"""


def clock() -> datetime:
    return NOW


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return init_workspace(tmp_path / "w").root


@pytest.fixture
def used(_used: Path, tmp_path: Path) -> Path:
    """A workspace in which one form has been filed and one set aside, for a test to change."""
    return Path(shutil.copytree(_used, tmp_path / "used"))


@pytest.fixture(scope="module")
def _used(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = init_workspace(tmp_path_factory.mktemp("checks") / "w").root
    (root / "pipeline.yaml").write_text(
        (root / "pipeline.yaml").read_text("utf-8").replace("settle_seconds: 2", "settle_seconds: 0"), "utf-8"
    )
    (root / "inbox" / "record.yaml").write_text(TYPED, "utf-8")
    (root / "inbox" / "letter.yaml").write_text("just: words\n", "utf-8")
    settings = load_settings(root)
    forms = load_forms(settings.folders.forms, form_lists(settings))
    with open_desk(settings, forms, clock) as desk:
        report = ingest(desk)
    assert len(report.done) == 2
    return root


def found(root: Path, tasks: TaskChecks = FINE) -> dict[str, Check]:
    return {check.title: check for check in run_checks(root, clock, tasks)}


def faulty(checks: dict[str, Check]) -> Sequence[str]:
    return [title for title, check in checks.items() if check.faults]


def test_a_new_workspace_is_in_order_and_stays_without_a_register(root: Path) -> None:
    assert faulty(found(root)) == []
    assert list((root / "records").iterdir()) == []


def test_a_used_workspace_is_in_order(used: Path) -> None:
    assert faulty(found(used)) == []


def test_examples_left_in_the_settings_are_told_and_are_no_fault(root: Path) -> None:
    check = found(root)["Settings"]
    assert check.faults == ()
    assert [advice.split(":")[0] for advice in check.advice] == [
        "names",
        "members",
        "meetings",
        "opening_balance",
    ]
    assert "Margaret Holloway, Detective Inspector Owen Prys and 5 more are invented" in check.advice[1]
    assert "2013-05-31, 2013-06-24 and 10 more are invented" in check.advice[2]


def test_settings_of_a_real_panel_get_no_advice(root: Path) -> None:
    (root / "pipeline.yaml").write_text(
        "names: {email: panel@board.gov.uk}\n"
        "members: [{name: Ann Real, agency: CSC, email: ann@board.gov.uk}]\n"
        "",
        "utf-8",
    )
    (root / "meetings.yaml").write_text(
        "meetings: [{date: 2013-09-27, district: STROUD, venue: Ebley Mill, chair: Ann Real}]\n", "utf-8"
    )
    assert found(root)["Settings"].advice == ()


def test_a_blank_name_that_the_forms_print_is_told(root: Path) -> None:
    (root / "pipeline.yaml").write_text("names: {email: panel@board.gov.uk, phone: }\n", "utf-8")
    (root / "meetings.yaml").unlink()
    assert found(root)["Settings"].advice == (
        "names: `phone` is blank, and a form that prints it has a gap there.",
    )


def test_without_settings_there_is_no_workspace(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError):
        found(tmp_path)


def test_faults_of_the_settings_are_all_listed(root: Path) -> None:
    (root / "pipeline.yaml").write_text("deadline_day: 3\nword_engine: word\n", "utf-8")
    (check,) = found(root).values()
    assert [("line 1" in check.faults[0]), ("line 2" in check.faults[1])] == [True, True]


def test_a_faulty_definition_does_not_hide_the_rest(root: Path) -> None:
    (root / "forms" / "referral.yaml").write_text("form: X\nnonsense: 1\n", "utf-8")
    checks = found(root)
    assert faulty(checks) == ["Form definitions"]
    assert len(checks["Form definitions"].faults) > 1
    assert "Folders" in checks


def test_a_form_that_the_program_needs_is_missed(root: Path) -> None:
    (root / "forms" / "referral.yaml").unlink()
    assert "referral.yaml is missing" in found(root)["Form definitions"].faults[0]


def test_faults_that_other_tasks_find_are_listed(root: Path) -> None:
    def broken(settings: object, forms: object) -> tuple[str, ...]:
        raise TemplateError("themes.docx: line one\nthemes.docx: line two")

    checks = found(root, TaskChecks(blanks=lambda s, f: ("referral.pdf is not there.",), templates=broken))
    assert checks["Blank forms"].faults == ("referral.pdf is not there.",)
    assert checks["Templates"].faults == ("themes.docx: line one", "themes.docx: line two")
    assert faulty(checks) == ["Blank forms", "Templates"]


def test_a_share_that_is_away_is_named(root: Path) -> None:
    settings = (
        (root / "pipeline.yaml").read_text("utf-8").replace("inbox: inbox", "inbox: /mnt/away-for-ever/inbox")
    )
    (root / "pipeline.yaml").write_text(settings, "utf-8")
    assert "connect the drive" in found(root)["Folders"].faults[0]


def test_folders_are_tried_by_writing_and_nothing_stays(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("inbox", "outbox", "records"):
        assert list((root / name).iterdir()) == []
    shutil.rmtree(root / "outbox")  # it is made when it is needed
    assert faulty(found(root)) == []
    assert list((root / "inbox").iterdir()) == []

    def full(fd: int, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pipeline.office.checks.os.write", full)
    faults = found(root)["Folders"].faults
    assert [f.split(":")[0] for f in faults] == ["inbox", "outbox", "records"]
    assert "The disk is full" in faults[0]
    assert list((root / "inbox").iterdir()) == []


def test_an_original_that_was_changed_or_lost_is_named(used: Path) -> None:
    kept = sorted((used / "records" / "originals").iterdir())
    assert len(kept) == 2
    kept[0].chmod(0o644)
    kept[0].write_bytes(b"other bytes")
    kept[1].unlink()
    faults = found(used)["Register and originals"].faults
    assert len(faults) == 2
    assert all("missing or damaged" in fault for fault in faults)
    assert any("REC-2013-06-24" in fault for fault in faults)


def test_an_original_that_the_register_does_not_know_is_named(used: Path) -> None:
    data = b"kept, then the power went"
    sha = hashlib.sha256(data).hexdigest()
    (used / "records" / "originals" / sha).write_bytes(data)
    (fault,) = found(used)["Register and originals"].faults
    assert sha in fault and "not in the register" in fault and "into the inbox" in fault
    (used / "inbox" / "form.pdf").write_bytes(data)  # it is only being filed
    assert faulty(found(used)) == []


def test_a_register_that_is_missing_is_a_fault_and_not_begun_anew(used: Path) -> None:
    for path in (used / "records").glob("register.sqlite*"):
        path.unlink()
    (fault,) = found(used)["Register and originals"].faults
    assert "missing or empty" in fault and "last backup" in fault
    assert not (used / "records" / "register.sqlite").exists()


def test_a_register_that_was_edited_is_noticed(used: Path) -> None:
    with sqlite3.connect(used / "records" / "register.sqlite") as connection:
        connection.execute("UPDATE submission SET received = '2013-01-01'")
    connection.close()
    assert found(used)["Register and originals"].faults


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ("UPDATE arrival SET outcome = 'lost'", "(outcome)"),
        ("UPDATE submission SET record = '{'", "REC-2013-06-24 version 1 was changed"),
    ],
)
def test_a_row_that_makes_no_sense_is_a_fault_not_a_crash(used: Path, change: str, named: str) -> None:
    with sqlite3.connect(used / "records" / "register.sqlite") as connection:
        connection.execute(change)
    connection.close()
    faults = found(used)["Register and originals"].faults
    assert any(named in fault for fault in faults) and "cannot be understood" in faults[-1]


def test_a_register_that_is_no_database_is_a_fault_not_a_crash(used: Path) -> None:
    for path in (used / "records").glob("register.sqlite*"):
        path.unlink()
    (used / "records" / "register.sqlite").write_bytes(b"x" * 5000)
    checks = found(used)
    assert faulty(checks) == ["Register and originals"]
    assert "Word to PDF" in checks


def test_an_engine_that_is_not_installed_is_named(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = (
        (root / "pipeline.yaml")
        .read_text("utf-8")
        .replace("word_engine: embedded", "word_engine: libreoffice")
    )
    (root / "pipeline.yaml").write_text(settings, "utf-8")
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert "LibreOffice is not installed" in found(root)["Word to PDF"].faults[0]
