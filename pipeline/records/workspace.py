"""Workspaces: finding the one we are in, and making a new one from the starter files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline.model.errors import WorkspaceError
from pipeline.model.form import Form
from pipeline.model.settings import Folders, Settings
from pipeline.records.definitions import load_forms
from pipeline.records.files import make_folder, storing, write_atomic
from pipeline.records.settings import CALENDAR_FILE, SETTINGS_FILE, form_lists, form_words

_PACKAGE = Path(__file__).resolve().parent.parent
_COPIED = ("forms", "templates")
_EMPTY = ("inbox", "outbox", "records")


@dataclass(frozen=True)
class Copy:
    """One file that a new workspace gets."""

    source: Path
    target: Path


@dataclass(frozen=True)
class NewWorkspace:
    """What `pipeline init` will do: folders to make, files to copy."""

    root: Path
    folders: tuple[Path, ...]
    copies: tuple[Copy, ...]


def starter_folder() -> Path:
    """Where forms/, templates/ and pipeline.yaml come from: the installed package, or the checkout."""
    installed = _PACKAGE / "starter"
    home = installed if installed.is_dir() else _PACKAGE.parent
    if not (home / SETTINGS_FILE).is_file():
        raise WorkspaceError(f"the starter files are missing from {home}; install panel-pipeline again.")
    return home


def find_workspace(start: Path) -> Path:
    """The nearest folder, from `start` upwards, that has a pipeline.yaml. Raises WorkspaceError."""
    here = start.resolve()
    for folder in (here, *here.parents):
        if (folder / SETTINGS_FILE).is_file():
            return folder
    raise WorkspaceError(
        f"{here} is not in a workspace: no {SETTINGS_FILE} here or above. Go to your workspace, name it with"
        " --workspace DIR, or make one with `pipeline init DIR`."
    )


def workspace_forms(settings: Settings) -> dict[str, Form]:
    """The forms of a workspace, with the lists and names that its settings give.

    Raises DefinitionError; not for a mistake in a form adopted from others, which must not hold up the daily work.
    """
    return load_forms(settings.folders.forms, form_lists(settings), form_words(settings))


def plan_workspace(folder: Path) -> NewWorkspace:
    """What a new workspace in `folder` needs. Raises WorkspaceError when something of it is there already."""
    root = folder.resolve()
    if root.exists() and not root.is_dir():
        raise WorkspaceError(f"{root} is a file; name a folder that is new or empty.")
    starter = starter_folder()
    sources = [starter / SETTINGS_FILE, starter / CALENDAR_FILE]
    sources += [p for name in _COPIED for p in sorted((starter / name).rglob("*")) if _ours(p)]
    copies = tuple(Copy(source, root / source.relative_to(starter)) for source in sources)
    there = [copy.target for copy in copies if copy.target.exists() or copy.target.is_symlink()]
    if there:
        raise WorkspaceError(
            f"{root} already has {there[0].relative_to(root)}"
            + (f" and {len(there) - 1} more of the files of a workspace" if len(there) > 1 else "")
            + "; nothing was changed. Name a folder that is new or empty."
        )
    folders = {root, *(root / name for name in (*_COPIED, *_EMPTY)), *(copy.target.parent for copy in copies)}
    return NewWorkspace(root, tuple(sorted(folders)), copies)


def init_workspace(folder: Path) -> NewWorkspace:
    """Make a workspace in `folder`; pipeline.yaml is written last, so that half of one is never taken for one.

    Raises WorkspaceError (something is there already) or StorageError (it cannot be written).
    """
    plan = plan_workspace(folder)
    for path in plan.folders:
        with storing(f"Making the folder {path}"):
            make_folder(path, 0o700 if path == plan.root / "records" else 0o777)
    for copy in reversed(plan.copies):
        write_atomic(copy.target, copy.source.read_bytes())
    return plan


def make_own_folders(folders: Folders) -> None:
    """Make inbox, outbox and records when they are missing inside the workspace. Raises StorageError.

    One that lies elsewhere is left alone: it may be on a share that is not connected just now. The records are for
    the coordinator's eyes only; inbox and outbox are as open as the folder they are in.
    """
    for path, mode in ((folders.inbox, 0o777), (folders.outbox, 0o777), (folders.records, 0o700)):
        if path.is_relative_to(folders.root) and not path.exists():
            with storing(f"Making the folder {path}"):
                make_folder(path, mode)


def _ours(path: Path) -> bool:
    """Whether a starter file belongs to a workspace: no caches, lock files or editors' leavings."""
    return path.is_file() and not path.name.startswith((".", "~$")) and "__pycache__" not in path.parts
