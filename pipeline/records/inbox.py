"""The inbox: what lies in it, when it is settled, and how it leaves.

The listing is the truth. Nothing here follows a link, opens anything but a regular file, or deletes anything whose
bytes are not known to be kept.
"""

from __future__ import annotations

import errno
import fnmatch
import hashlib
import os
import stat
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pipeline.model.errors import StorageError
from pipeline.records import files
from pipeline.records.originals import Identity, hash_file, unreadable
from pipeline.rules.filekinds import Advice, FileKind, advice, describe, ends_well, kind_of

SET_ASIDE = "set aside"
NEEDS_ATTENTION = "needs attention"
WHY = ".why.txt"
LARGEST = 100 << 20  # bytes; no form with its pictures comes near
_HEAD = 8 << 10
_TAIL = 66 << 10  # a ZIP's last record and the longest comment after it
_FORM_ENDINGS = (".pdf", ".docx", ".doc", ".docm", ".yaml", ".yml")
_IGNORED = (
    *("~$*", ".~lock*", "*.part", "*.partial", "*.filepart", "*.crdownload", "*.opdownload", "*.download"),
    *("*.tmp", "thumbs.db", "ehthumbs.db", "desktop.ini", ".ds_store", "._*", ".goutputstream*", ".nfs*"),
    *("~wrd*.tmp", "icon\r", "*" + files.PART),
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
    """Everything in the inbox, oldest first; `troubles` (sentences) say what could not be listed."""

    found: tuple[Found, ...]
    troubles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ending:
    """What a file's first and last bytes say: its kind, in words too, whether it is whole, what to do if it is none."""

    kind: FileKind
    words: str
    whole: bool
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
    waiting = [inbox]
    while waiting:
        folder = waiting.pop()
        try:
            for item, is_folder in _entries(inbox, folder):
                if is_folder:
                    waiting.append(item.path)
                else:
                    found.append(item)
        except OSError as err:
            if folder == inbox:
                raise files.storage_error(err, "The inbox cannot be looked at") from err
            troubles.append(str(files.storage_error(err, "A folder in the inbox cannot be looked at")))
    return Listing(tuple(sorted(found, key=lambda f: (f.identity.changed, f.name))), tuple(troubles))


def _entries(inbox: Path, folder: Path) -> Iterator[tuple[Found, bool]]:
    """What stands in one folder, each with whether it is a sub-folder to look into. Raises OSError."""
    for path in sorted(files.native(folder).iterdir()):
        own = folder == inbox and path.name in (SET_ASIDE, NEEDS_ATTENTION)
        if own or ignored(path.name):
            continue
        try:
            status = path.lstat()
        except FileNotFoundError:  # taken away since the folder was listed
            continue
        nature = _nature(status)
        name = path.relative_to(files.native(inbox)).as_posix()
        item = Found(path, name, nature, Identity.of(status))
        yield item, nature is Nature.FOLDER and not path.name.lower().endswith(_FORM_ENDINGS)


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
    return Ending(kind, describe(head, name), ends_well(kind, head, tail), advice(head, name))


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

    def settled(self, found: Found, now: float) -> bool:
        """Whether this is at least the second equal look, settle_seconds or more after the first."""
        identity, since = self._since.get(found.name, (None, now))
        if identity != found.identity:
            self._since[found.name] = (found.identity, now)
            return False
        return now - since >= self._settle

    def unchanged_for(self, found: Found, now: float) -> float:
        """For how many seconds the file has looked as it does now."""
        identity, since = self._since.get(found.name, (None, now))
        return now - since if identity == found.identity else 0.0

    def restart(self, found: Found) -> None:
        """Begin again with a file that changed while it was read."""
        self._since.pop(found.name, None)

    def keep_only(self, names: Collection[str]) -> None:
        """Forget files that are no longer there."""
        self._since = {name: seen for name, seen in self._since.items() if name in names}


def still_there(found: Found, sha256: str) -> bool:
    """Whether the file is the very one that was kept: same identity and, for a hash, same bytes. Raises OSError."""
    try:
        if Identity.of(found.path.lstat()) != found.identity:
            return False
        return not sha256 or found.nature is not Nature.FILE or hash_file(found.path) == sha256
    except FileNotFoundError:
        return False


def release(found: Found) -> None:
    """Take a filed file out of the inbox for good. Raises OSError; a file already gone is no error."""
    try:
        found.path.unlink()
    except FileNotFoundError:
        return
    files.fsync_folder(found.path.parent)


def aside_target(inbox: Path, found: Found) -> str:
    """The name it will have in "set aside": its own, or "name (2).pdf" when that is taken."""
    return files.free_path(inbox / SET_ASIDE, found.path.name, WHY).name


def set_aside(inbox: Path, found: Found, target: str, why: str) -> None:
    """Move it into "set aside" as it is, after the explanation beside it has been written.

    Raises StorageError (the explanation cannot be written), FileExistsError (choose another name) or OSError (it
    cannot be moved).
    """
    path = inbox / SET_ASIDE / target
    if os.path.lexists(files.long_path(path)):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
    files.write_atomic(path.with_name(target + WHY), why.encode("utf-8", "replace"))
    _move(found, path)


def _move(found: Found, target: Path) -> None:
    """Rename; from another disk mounted inside the inbox: copy, then remove. Raises OSError."""
    try:
        files.native(found.path).rename(files.native(target))
    except OSError as err:
        if err.errno != errno.EXDEV or found.nature is not Nature.FILE:
            raise
        with files.open_regular(found.path) as fd, files.storing("Setting a file aside"):
            files.write_atomic(target, b"".join(iter(lambda: os.read(fd, 1 << 20), b"")))
        found.path.unlink()
    files.fsync_folder(target.parent)
    files.fsync_folder(found.path.parent)


def clear_unfinished(inbox: Path) -> None:
    """Remove what a killed run left half written in the pipeline's own folders of the inbox."""
    for name in (SET_ASIDE, NEEDS_ATTENTION):
        files.remove_parts(inbox / name)


def query_lists(inbox: Path) -> dict[str, Path]:
    """The query lists that lie in "needs attention", by reference. Raises StorageError."""
    folder = inbox / NEEDS_ATTENTION
    try:
        paths = sorted(folder.iterdir())
    except FileNotFoundError:
        return {}
    except OSError as err:
        raise files.storage_error(err, "The query lists cannot be looked at") from err
    return {p.name.removesuffix(_QUERIES): p for p in paths if p.name.endswith(_QUERIES)}


_QUERIES = ".queries.txt"


def write_query_list(inbox: Path, reference: str, text: str) -> bool:
    """Write (only when it differs) the query list of a reference; whether it was written. Raises StorageError."""
    path = inbox / NEEDS_ATTENTION / f"{files.safe_name(reference)}{_QUERIES}"
    data = text.encode("utf-8", "replace")
    try:
        if path.read_bytes() == data:
            return False
    except FileNotFoundError:
        pass
    except OSError as err:
        raise files.storage_error(err, "A query list cannot be read") from err
    files.write_atomic(path, data)
    return True


def remove_query_list(path: Path) -> None:
    """Remove a query list that has been settled. Raises StorageError."""
    try:
        path.unlink(missing_ok=True)
    except OSError as err:
        raise StorageError(f"The settled query list {path.name} cannot be removed ({err.strerror}).") from err
