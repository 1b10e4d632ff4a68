"""`pipeline check`: everything that can be found wrong before it gets in the way of the work.

What other tasks can check of themselves (blank forms, templates) is handed in: no task knows another.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pipeline.model.errors import (
    ConversionError,
    DefinitionError,
    PipelineError,
    RegisterError,
    SettingsError,
    StorageError,
)
from pipeline.model.form import Form
from pipeline.model.settings import Settings
from pipeline.records.files import fsync_folder, open_new, part_of, remove_quietly, storing
from pipeline.records.inbox import look
from pipeline.records.originals import ORIGINALS, Originals, hash_file
from pipeline.records.passphrases import FILE as PASSPHRASES
from pipeline.records.passphrases import open_passphrases
from pipeline.records.register import Register
from pipeline.records.register.anchor import begun
from pipeline.records.register.schema import FILE_NAME
from pipeline.records.settings import load_settings
from pipeline.records.settings.examples import examples_left
from pipeline.records.workspace import workspace_forms
from pipeline.rules.correcting.querylist import counted

Forms = Mapping[str, Form]
Faults = tuple[str, ...]


@dataclass(frozen=True)
class Check:
    """One thing that was checked; no faults means that it is in order.

    `note` says what was looked at; `advice` what is no fault and should be seen to all the same.
    """

    title: str
    faults: Faults = ()
    note: str = ""
    advice: tuple[str, ...] = ()


@dataclass(frozen=True)
class TaskChecks:
    """What other tasks check: blank forms against definitions, templates against a sample record."""

    blanks: Callable[[Settings, Forms], Faults]
    templates: Callable[[Settings, Forms], Faults]


def run_checks(root: Path, clock: Callable[[], datetime], tasks: TaskChecks) -> Iterator[Check]:
    """Check the workspace at `root`, one thing after another; what needs a broken thing is left out.

    Raises WorkspaceError when there is no pipeline.yaml at all; every other fault is in a Check.
    """
    try:
        settings = load_settings(root)
    except SettingsError as err:
        yield Check("Settings", err.faults)
        return
    counts = f"{counted(len(settings.meetings), 'meeting')}, {counted(len(settings.members), 'panel member')}"
    yield Check("Settings", note=counts, advice=examples_left(settings))
    yield from _form_checks(settings, tasks)
    yield Check("Folders", tuple(_folder_faults(settings)))
    yield _guarded("Register and originals", lambda: _register_faults(settings, clock))
    yield _guarded("Passphrases", lambda: _passphrase_faults(settings))
    yield _guarded("Word to PDF", lambda: _engine_faults(settings), settings.word_engine)


def _passphrase_faults(settings: Settings) -> Faults:
    """Whether the file of passphrases, where there is one, can be used; the computer's key store is not asked."""
    if (settings.folders.records / PASSPHRASES).exists():
        open_passphrases("file", settings.folders.records).get("")
    return ()


def _form_checks(settings: Settings, tasks: TaskChecks) -> Iterator[Check]:
    try:
        forms = workspace_forms(settings)
    except DefinitionError as err:
        yield Check("Form definitions", tuple(str(err).splitlines()))
        return
    missing = tuple(
        f"{name}.yaml is missing from {settings.folders.forms}." for name in _NEEDED if name not in forms
    )
    yield Check("Form definitions", missing, f"{len(forms)} forms")
    if missing:
        return
    yield _guarded("Blank forms", lambda: tasks.blanks(settings, forms))
    yield _guarded("Templates", lambda: tasks.templates(settings, forms))


_NEEDED = ("referral", "meeting-record", "agency-check")


def _guarded(title: str, check: Callable[[], Faults], note: str = "") -> Check:
    """The check; what stops it is its fault, and the next check goes on."""
    try:
        return Check(title, check(), note)
    except PipelineError as err:
        return Check(title, tuple(str(err).splitlines()), note)


def _folder_faults(settings: Settings) -> Iterator[str]:
    folders = settings.folders
    for name, path in (("inbox", folders.inbox), ("outbox", folders.outbox), ("records", folders.records)):
        home = next(p for p in (path, *path.parents) if p.is_dir())
        if home != path and not home.is_relative_to(folders.root):
            yield f"{name}: the folder {path} is not there. Make it, or connect the drive it is on."
            continue
        try:
            _try_writing(home)
        except PipelineError as err:
            yield f"{name}: {err}"


def _try_writing(folder: Path) -> None:
    """Write and remove a file, since rights that are shown and rights that are had differ on shares."""
    part = part_of(folder / "check")
    with storing(f"Writing in {folder}"):
        try:
            with open_new(part) as fd:
                os.write(fd, b"check")
                os.fsync(fd)
        finally:
            remove_quietly(part)
        fsync_folder(folder)


def _register_faults(settings: Settings, clock: Callable[[], datetime]) -> Faults:
    """The register's own checks, every original against its hash, and originals the register knows nothing of."""
    records = settings.folders.records
    if not (records / FILE_NAME).exists() and not begun(records):
        return ()  # nothing has been filed yet, and checking must not begin a register
    originals = Originals(records / ORIGINALS)
    kept = originals.hashes()  # listed first: what is kept after this may be known a moment later
    being_filed = _in_the_inbox(settings.folders.inbox) if kept else set()
    with Register(records, clock, settings.reference_prefix) as register:
        faults = register.verify_events()
        try:
            owners = _owners(register)
        except RegisterError as err:  # rows that cannot be read do not hide what was found
            return (*faults, str(err))
    damaged = (sha for sha in owners if not originals.verify(sha))
    missing = tuple(
        f"The original of {owners[sha]} ({sha[:12]}) is missing or damaged: bring it back from a backup."
        for sha in damaged
    )
    unknown = (sha for sha in kept if sha not in owners and sha not in being_filed)
    return faults + missing + tuple(f"{originals.path(sha)} {_UNKNOWN}" for sha in unknown)


def _owners(register: Register) -> dict[str, str]:
    """What each original is to the register, by its hash: a reference, or words. Raises RegisterError."""
    filed = {
        pair for s in register.everything() for pair in ((s.sha256, s.reference), (s.pages[0], s.reference))
    }
    seen = {(a.sha256, a.reference or "a file that was set aside") for a in register.arrivals() if a.sha256}
    return dict(sorted(filed | seen))


_UNKNOWN = (
    "is not in the register. If the register is not the newest, restore the whole records folder from the last "
    "backup; otherwise move this file into the inbox (a typed form as .yaml), and it is filed."
)


def _in_the_inbox(folder: Path) -> set[str]:
    """The hashes of what waits in the inbox: kept perhaps, not filed yet."""
    found: set[str] = set()
    with contextlib.suppress(StorageError):  # an inbox that is away is told of with the folders
        for item in look(folder).found:
            with contextlib.suppress(OSError):  # no file, locked, or it has just left
                found.add(hash_file(item.path))
    return found


def _engine_faults(settings: Settings) -> Faults:
    """Turns one of the workspace's own Word files into a PDF with the engine that is set."""
    from pipeline.papers.making.convert import word_to_pdf

    documents = sorted(settings.folders.forms.glob("*.docx"))
    if not documents:
        return ()
    seconds = settings.intake.read_seconds * 3  # an office suite's first start is slow
    try:
        word_to_pdf(
            documents[0].read_bytes(), engine=settings.word_engine, title=documents[0].stem, seconds=seconds
        )
    except ConversionError as err:
        return (str(err),)
    return ()
