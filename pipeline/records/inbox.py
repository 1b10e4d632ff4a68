"""The inbox: what lies in it and when it is settled; records/departure is how it leaves.

The listing is the truth. Nothing here follows a link or opens anything but a regular file.
"""

from __future__ import annotations

import fnmatch
import hashlib
import os
import stat
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pipeline.records import files
from pipeline.records.originals import Identity, unreadable
from pipeline.rules.arriving.fileends import End, end_of
from pipeline.rules.arriving.filekinds import Advice, FileKind, advice, describe, kind_of

SET_ASIDE = "set aside"
NEEDS_ATTENTION = "needs attention"
WHY = ".why.txt"
LEAVING = ".pipeline-leaving"  # the ending of what is just being taken out
LARGEST = 100 << 20  # bytes; no form with its pictures comes near
_HEAD = 8 << 10
_TAIL = 66 << 10  # a ZIP's last record and the longest comment after it
_FORM_ENDINGS = (".pdf", ".docx", ".doc", ".docm", ".yaml", ".yml")
_IGNORED = (
    *("~$*", ".~lock*", "*.part", "*.partial", "*.filepart", "*.crdownload", "*.opdownload", "*.download"),
    *("*.tmp", "thumbs.db", "ehthumbs.db", "desktop.ini", ".ds_store", "._*", ".goutputstream*", ".nfs*"),
    *("~wrd*.tmp", "icon\r", "*" + files.PART, "*" + LEAVING),
)
# folders that the system or a share keeps for itself: what was deleted, and how things once were
_SYSTEM_FOLDERS = (
    "$recycle.bin",
    "system volume information",
    "#recycle",
    "@eadir",
    "~snapshot",
    "lost+found",
)


class Nature(StrEnum):
    """What stands under a name in the inbox."""

    FILE = "a file"
    LINK = "a shortcut (symbolic link)"
    FOLDER = "a folder that is named like a form"
    PIPE = "a pipe (FIFO)"
    OTHER = "something that is not a file (a socket or a device)"


@dataclass(frozen=True)
class Found:
    """One thing in the inbox. `name` is its path below the inbox, with "/" between folders."""

    path: Path
    name: str
    nature: Nature
    identity: Identity

    @property
    def shown(self) -> str:
        """Its name for messages: one line, no controls."""
        return files.shown_name(self.name)

    @property
    def key(self) -> str:
        """Its identity as the register keeps it."""
        return f"{self.identity.size}:{self.identity.changed}:{self.identity.number}"


@dataclass(frozen=True)
class Listing:
    """Everything in the inbox, oldest first; `troubles` (sentences) say what could not be listed.

    `passed_over` (sentences): folders that are never looked into. `leaving`: files that an interrupted run had
    in hand; they must go back to their own names before anything else (records/departure).
    """

    found: tuple[Found, ...]
    troubles: tuple[str, ...] = ()
    passed_over: tuple[str, ...] = ()
    leaving: tuple[Path, ...] = ()


@dataclass(frozen=True)
class Ending:
    """What a file's first and last bytes say: its kind, in words too, how it ends, what to do if it is none."""

    kind: FileKind
    words: str
    end: End
    advice: Advice


def ignored(name: str) -> bool:
    """Whether a name is an editor's or the system's own file, or a download that is still running."""
    low = name.lower()
    if any(fnmatch.fnmatchcase(low, pattern) for pattern in _IGNORED):
        return True
    return low.startswith(".") and not low.endswith(_FORM_ENDINGS)


def look(inbox: Path) -> Listing:
    """List the inbox and its sub-folders, without the pipeline's own two. Raises StorageError when it has gone."""
    found: list[Found] = []
    troubles: list[str] = []
    passed_over: list[str] = []
    leaving: list[Path] = []
    waiting = [inbox]
    while waiting:
        folder = waiting.pop()
        try:
            for item in _entries(inbox, folder):
                if item.path.name.endswith(LEAVING):
                    leaving.append(item.path)
                elif not _is_folder(item):
                    found.append(item)
                elif _is_systems(item.path.name):
                    passed_over.append(f"The folder {item.shown} in the inbox is never looked into.")
                else:
                    waiting.append(item.path)
        except OSError as err:
            if folder == inbox:
                raise files.storage_error(err, "The inbox cannot be looked at") from err
            troubles.append(str(files.storage_error(err, "A folder in the inbox cannot be looked at")))
    oldest_first = sorted(found, key=lambda f: (f.identity.changed, f.name))
    return Listing(tuple(oldest_first), tuple(troubles), tuple(passed_over), tuple(leaving))


def _entries(inbox: Path, folder: Path) -> Iterator[Found]:
    """What stands in one folder, without files that are not for us. Raises OSError."""
    for path in sorted(files.native(folder).iterdir()):
        if folder == inbox and path.name in (SET_ASIDE, NEEDS_ATTENTION):
            continue
        try:
            status = path.lstat()
        except FileNotFoundError:  # taken away since the folder was listed
            continue
        nature = _nature(status)
        if nature is Nature.FOLDER or path.name.endswith(LEAVING) or not ignored(path.name):
            name = path.relative_to(files.native(inbox)).as_posix()
            yield Found(path, name, nature, Identity.of(status))


def _is_folder(item: Found) -> bool:
    """Whether it is a sub-folder, not one that only bears a form's name."""
    named_like_a_form = item.path.name.lower().endswith(_FORM_ENDINGS)
    return item.nature is Nature.FOLDER and (not named_like_a_form or item.path.name.startswith("."))


def _is_systems(name: str) -> bool:
    """Whether a folder holds what was deleted or how things once were; a folder of a person's never begins so."""
    return name.startswith(".") or name.lower() in _SYSTEM_FOLDERS


def _nature(status: os.stat_result) -> Nature:
    mode = status.st_mode
    if stat.S_ISLNK(mode) or getattr(status, "st_reparse_tag", 0) == 0xA0000003:  # a Windows junction
        return Nature.LINK
    if stat.S_ISREG(mode):
        return Nature.FILE
    if stat.S_ISDIR(mode):
        return Nature.FOLDER
    return Nature.PIPE if stat.S_ISFIFO(mode) else Nature.OTHER


def ending_of(found: Found) -> Ending:
    """What the first and last bytes say. Raises SourceUnreadableError (locked, taken away)."""
    try:
        with files.open_regular(found.path) as fd:
            head = os.read(fd, _HEAD)
            size = os.fstat(fd).st_size
            os.lseek(fd, max(0, size - _TAIL), os.SEEK_SET)
            tail = b"".join(iter(lambda: os.read(fd, _TAIL), b""))
    except OSError as err:
        raise unreadable(err, found.path) from err
    name = found.path.name
    kind = kind_of(head, name)
    return Ending(kind, describe(head, name), end_of(kind, head, tail, size), advice(head, name))


def read_in_place(found: Found) -> tuple[str, bytes]:
    """Hash and bytes of a file, kept nowhere: for a dry run. Raises SourceUnreadableError."""
    try:
        with files.open_regular(found.path) as fd:
            data = b"".join(iter(lambda: os.read(fd, 1 << 20), b""))
    except OSError as err:
        raise unreadable(err, found.path) from err
    return hashlib.sha256(data).hexdigest(), data


class Tracker:
    """Remembers what each file looked like, to tell when it has stopped changing.

    Times are seconds of any clock that only goes forward; the caller passes them in.
    """

    def __init__(self, settle_seconds: float) -> None:
        self._settle = settle_seconds
        self._since: dict[str, tuple[Identity, float]] = {}
        self._changed: set[str] = set()

    def settled(self, found: Found, now: float) -> bool:
        """Whether this is at least the second equal look, settle_seconds or more after the first."""
        identity, since = self._since.get(found.name, (None, now))
        if identity != found.identity:
            if identity is not None:
                self._changed.add(found.name)
            self._since[found.name] = (found.identity, now)
            return False
        return now - since >= self._settle

    def unchanged_for(self, found: Found, now: float) -> float:
        """For how many seconds the file has looked as it does now."""
        identity, since = self._since.get(found.name, (None, now))
        return now - since if identity == found.identity else 0.0

    def change(self, found: Found) -> None:
        """Note that it looked different before this tracker's first look."""
        self._changed.add(found.name)

    def has_changed(self, found: Found) -> bool:
        """Whether it is known to have looked different once."""
        return found.name in self._changed

    def restart(self, found: Found) -> None:
        """Begin again with a file that changed while it was read."""
        self._since.pop(found.name, None)
        self._changed.add(found.name)

    def keep_only(self, names: Collection[str]) -> None:
        """Forget files that are no longer there."""
        self._since = {name: seen for name, seen in self._since.items() if name in names}
        self._changed &= set(names)


def clear_unfinished(inbox: Path) -> None:
    """Remove what a killed run left half written in the pipeline's own folders of the inbox.

    Raises StorageError.
    """
    for name in (SET_ASIDE, NEEDS_ATTENTION):
        files.remove_parts(inbox / name)
