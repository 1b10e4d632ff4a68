"""The register's file is moved, deleted or replaced while the pipeline is at work: nothing leaves the inbox."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.model.errors import RegisterError
from pipeline.office.desk import Desk
from pipeline.office.intake import Intake, ingest
from pipeline.office.intake import leaving as intake_leaving
from tests.intake_helpers import Ticks, desk_at, drop, inbox_names, outcomes, typed


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with desk_at(tmp_path) as opened:
        yield opened


def register_file(desk: Desk) -> Path:
    return desk.settings.folders.records / "register.sqlite"


def settled_sweep(desk: Desk) -> Intake:
    ticks = Ticks()
    intake = Intake(desk, ticks=ticks)
    intake.sweep()
    ticks.pass_(60)
    return intake


def test_the_sweep_pauses_until_the_register_is_back(desk: Desk, tmp_path: Path) -> None:
    drop(desk, "a.yaml", typed())
    intake = settled_sweep(desk)
    aside = register_file(desk).rename(tmp_path / "aside")
    report = intake.sweep()
    assert "moved, deleted or replaced" in report.paused and not report.done
    assert inbox_names(desk) == ["a.yaml"]
    aside.rename(register_file(desk))
    assert outcomes(intake.sweep()) == [("a.yaml", "accepted", "CRP-2013-001")]
    assert inbox_names(desk) == [] and desk.register.verify_events() == ()


def test_an_idle_sweep_tells_of_it_too(desk: Desk, tmp_path: Path) -> None:
    intake = settled_sweep(desk)
    register_file(desk).rename(tmp_path / "aside")
    assert "moved, deleted or replaced" in intake.sweep().paused


def test_a_filed_form_stays_when_the_register_went_just_then(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop(desk, "a.yaml", typed())
    intake = settled_sweep(desk)
    right, older = intake_leaving.release, tmp_path / "older"
    shutil.copy(register_file(desk), older)

    def replaced_before(*args: object) -> None:
        older.replace(register_file(desk))
        right(*args)  # type: ignore[arg-type]

    monkeypatch.setattr("pipeline.office.intake.release", replaced_before)
    assert "moved, deleted or replaced" in intake.sweep().paused
    assert inbox_names(desk) == ["a.yaml"]


def test_no_number_is_given_twice_after_the_register_was_deleted(tmp_path: Path) -> None:
    with desk_at(tmp_path) as desk:
        drop(desk, "a.yaml", typed())
        ingest(desk)
        records = desk.settings.folders.records
    for path in records.glob("register.*"):
        path.unlink()
    with pytest.raises(RegisterError, match="would give their references again"), desk_at(tmp_path):
        pass
    (records / "originals").rename(tmp_path / "back")
    with desk_at(tmp_path) as desk:  # what the message advises
        for path in (tmp_path / "back").iterdir():
            path.rename(desk.settings.folders.inbox / f"{path.name}.yaml")
        assert outcomes(ingest(desk))[0][1:] == ("accepted", "CRP-2013-001")
