"""Workspaces: made from the starter files, found from below, never overwritten."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipeline.model.errors import StorageError, WorkspaceError
from pipeline.records import workspace
from pipeline.records.settings import load_settings
from pipeline.records.workspace import (
    find_workspace,
    init_workspace,
    make_own_folders,
    plan_workspace,
    starter_folder,
)
from tests.builders import ROOT


def test_a_new_workspace_has_everything_the_starter_has(tmp_path: Path) -> None:
    made = init_workspace(tmp_path / "deep" / "panel")
    root = tmp_path / "deep" / "panel"
    assert made.root == root
    for source in [ROOT / "pipeline.yaml", *(ROOT / "forms").iterdir(), *(ROOT / "templates").iterdir()]:
        if source.is_file() and not source.name.startswith((".", "~$")):
            assert (root / source.relative_to(ROOT)).read_bytes() == source.read_bytes()
    assert {p.name for p in root.iterdir() if p.is_dir()} == {
        "forms",
        "templates",
        "inbox",
        "outbox",
        "records",
    }
    settings = load_settings(root)
    assert settings.folders.inbox == root / "inbox"


def test_the_settings_file_is_written_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A half-made workspace is not taken for a workspace."""
    written: list[str] = []
    monkeypatch.setattr(workspace, "write_atomic", lambda path, data: written.append(path.name))
    init_workspace(tmp_path / "w")
    assert written[-1] == "pipeline.yaml"
    assert len(written) > 3


@pytest.mark.parametrize("there", ["pipeline.yaml", "forms/referral.yaml"])
def test_nothing_is_overwritten(there: str, tmp_path: Path) -> None:
    mine = tmp_path / there
    mine.parent.mkdir(exist_ok=True)
    mine.write_text("mine")
    with pytest.raises(WorkspaceError, match="nothing was changed"):
        init_workspace(tmp_path)
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == [mine]
    assert mine.read_text() == "mine"


def test_other_files_in_the_folder_do_not_matter(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    init_workspace(tmp_path)
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_a_dangling_link_counts_as_there(tmp_path: Path) -> None:
    (tmp_path / "pipeline.yaml").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(WorkspaceError):
        plan_workspace(tmp_path)


def test_a_file_in_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "w").write_text("")
    with pytest.raises(WorkspaceError, match="is a file"):
        plan_workspace(tmp_path / "w")
    (tmp_path / "v").mkdir()
    (tmp_path / "v" / "inbox").write_text("")
    with pytest.raises(StorageError, match="inbox"):
        init_workspace(tmp_path / "v")


def test_planning_writes_nothing(tmp_path: Path) -> None:
    assert plan_workspace(tmp_path / "w").copies
    assert list(tmp_path.iterdir()) == []


def test_editors_leavings_are_not_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    starter = tmp_path / "starter"
    for name in (
        "forms/a.yaml",
        "forms/~$a.docx",
        "forms/.a.swp",
        "templates/t.docx",
        "pipeline.yaml",
        "meetings.yaml",
    ):
        (starter / name).parent.mkdir(parents=True, exist_ok=True)
        (starter / name).write_text("")
    monkeypatch.setattr(workspace, "starter_folder", lambda: starter)
    copied = {c.source.relative_to(starter).as_posix() for c in plan_workspace(tmp_path / "w").copies}
    assert copied == {"forms/a.yaml", "templates/t.docx", "pipeline.yaml", "meetings.yaml"}


def test_a_workspace_is_found_from_below(tmp_path: Path) -> None:
    (tmp_path / "pipeline.yaml").touch()
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    assert find_workspace(deep) == tmp_path
    assert find_workspace(tmp_path) == tmp_path


def test_the_nearest_workspace_wins(tmp_path: Path) -> None:
    inner = tmp_path / "demo"
    inner.mkdir()
    (tmp_path / "pipeline.yaml").touch()
    (inner / "pipeline.yaml").touch()
    assert find_workspace(inner) == inner


def test_outside_any_workspace_the_message_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="pipeline init DIR"):
        find_workspace(tmp_path)


def test_a_folder_called_pipeline_yaml_is_no_workspace(tmp_path: Path) -> None:
    (tmp_path / "pipeline.yaml").mkdir()
    with pytest.raises(WorkspaceError):
        find_workspace(tmp_path)


def test_the_starter_is_the_checkout_here_and_the_package_when_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert starter_folder() == ROOT
    package = tmp_path / "site-packages" / "pipeline"
    (package / "starter").mkdir(parents=True)
    (package / "starter" / "pipeline.yaml").touch()
    monkeypatch.setattr(workspace, "_PACKAGE", package)
    assert starter_folder() == package / "starter"
    os.unlink(package / "starter" / "pipeline.yaml")
    with pytest.raises(WorkspaceError, match="install panel-pipeline again"):
        starter_folder()


def test_missing_folders_are_made_inside_the_workspace_only(tmp_path: Path) -> None:
    root = init_workspace(tmp_path / "w").root
    (root / "pipeline.yaml").write_text("inbox: ../share/inbox\noutbox: papers/out\n", "utf-8")
    (root / "records").rmdir()
    make_own_folders(load_settings(root).folders)
    assert (root / "papers" / "out").is_dir()
    assert (root / "records").is_dir()
    assert not (tmp_path / "share").exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights in another way")
def test_the_records_are_for_the_coordinators_eyes_only(tmp_path: Path) -> None:
    made = workspace.init_workspace(tmp_path / "panel").root
    assert (made / "records").stat().st_mode & 0o077 == 0
    (made / "records").rmdir()
    workspace.make_own_folders(load_settings(made).folders)
    assert (made / "records").stat().st_mode & 0o077 == 0
