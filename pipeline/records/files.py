"""Writing, moving and naming files so that a crash, a full disk or a Windows share cannot hurt what is kept.

Every other module writes through here: a temporary name in the same folder, fsync, rename, fsync of the folder.
What the operating system refuses comes out as a StorageError whose message says what to do next.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

from pipeline.model.errors import StorageError

WINDOWS = sys.platform == "win32"
MEMBER_FILE = 60  # bytes of a member's name that the name of a file of theirs begins with
LONGEST_NAME = 255  # bytes, the limit of every common file system
PART = ".pipeline-part"  # the ending of our own unfinished files; nothing else ever has it
STALE = 600.0  # seconds; no write of ours takes so long
_TRIES = 5  # a virus scanner or a sync client holds a file for a moment on Windows
_RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)")
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')
_REMEDIES = {
    errno.ENOSPC: "The disk is full: free some space, then the work goes on by itself.",
    errno.EDQUOT: "The disk quota is used up: free some space, then the work goes on by itself.",
    errno.EFBIG: "The file would be larger than this disk allows: free some space or use another disk.",
    errno.EACCES: "The program may not do that: ask for the right to change this folder, or close the file.",
    errno.EPERM: "The program may not do that: ask for the right to change this folder, or close the file.",
    errno.EBUSY: "Another program has it open: close it there and try again.",
    errno.EROFS: "The disk can only be read: make it writable again, or choose another folder.",
    errno.EIO: "The disk reports a fault: look after the disk first, then try again.",
    errno.ENOENT: "It is not there: check that the drive is connected and the folder has not been renamed.",
    errno.ENAMETOOLONG: "The name is too long: use a folder nearer to the top of the disk.",
    errno.ENOTDIR: "A file stands where a folder is needed: move that file away.",
}


def storage_error(err: OSError, doing: str) -> StorageError:
    """What the operating system refused, as a sentence: what was being done, where, and the remedy."""
    where = f" ({shown_name(os.fspath(err.filename))})" if isinstance(err.filename, str | Path) else ""
    remedy = _REMEDIES.get(err.errno or 0, "Try again; if it stays so, ask your IT support.")
    return StorageError(f"{doing}{where}: {err.strerror or err}. {remedy} Nothing has been lost.")


@contextlib.contextmanager
def storing(doing: str) -> Iterator[None]:
    """Turns an OSError inside the block into a StorageError that begins with `doing`."""
    try:
        yield
    except OSError as err:
        raise storage_error(err, doing) from err


def write_atomic(path: Path, data: bytes, *, private: bool = False) -> None:
    """Write `data` to `path` so that there is always either the old file or the whole new one.

    `private`: only its owner may read it, at no moment anybody else. The folder is made when it is missing. Raises
    StorageError; then the old file is untouched.
    """
    with storing(f"Writing {shown_name(path.name)}"):
        make_folder(path.parent)
        part = part_of(path)
        try:
            with open_new(part, private=private) as fd:
                write_all(fd, data)
                sync(fd)
            replace(part, path)
        except BaseException:
            remove_quietly(part)
            raise
        fsync_folder(path.parent)


def part_of(path: Path) -> Path:
    """The temporary name beside `path`: hidden, short enough for any file system, one for each process."""
    return path.with_name(f".{shortened(path.name, 40)}-{os.getpid()}{PART}")


@contextlib.contextmanager
def open_new(path: Path, *, private: bool = False) -> Iterator[int]:
    """A descriptor for a new file, as open to others as its folder is, or only to its owner; closed afterwards.

    A private file replaces what an earlier run left under its name. Raises OSError.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    if private:
        remove_quietly(path)
        flags |= os.O_EXCL
    fd = os.open(long_path(path), flags, 0o600 if private else 0o666)
    try:
        yield fd
    finally:
        os.close(fd)


def sync(fd: int) -> None:
    """Bring a file's bytes onto the disk itself; macOS needs a stronger call than fsync. Raises OSError."""
    if sys.platform == "darwin":
        import fcntl

        with contextlib.suppress(OSError):  # some drives do not know it; fsync below still counts
            fcntl.fcntl(fd, fcntl.F_FULLFSYNC)
    os.fsync(fd)


def write_all(fd: int, data: bytes) -> None:
    """Write every byte, however few the system takes at a time. Raises OSError."""
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view) :]


def replace(source: Path, target: Path, *, sleep: Callable[[float], None] = time.sleep) -> None:
    """Rename over `target`; on Windows a file held for a moment is tried a few times. Raises OSError."""
    for attempt in range(_TRIES):
        try:
            native(source).replace(native(target))
        except PermissionError:
            if not WINDOWS or attempt == _TRIES - 1:
                raise
            sleep(0.1 * 2**attempt)
        else:
            return


def rename_new(source: Path, target: Path) -> None:
    """Rename, never over something that is there. Raises FileExistsError or another OSError."""
    if not WINDOWS:  # which refuses by itself
        if _renamed_by_one_call(source, target):
            return
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
    native(source).rename(native(target))


def _renamed_by_one_call(source: Path, target: Path) -> bool:
    """By the call that cannot overwrite; False where the system or the disk does not know it."""
    import ctypes

    library = ctypes.CDLL(None, use_errno=True)
    here, old, new = -100, os.fsencode(source), os.fsencode(target)  # AT_FDCWD
    if hasattr(library, "renameat2"):  # Linux; 1 is RENAME_NOREPLACE
        failed = library.renameat2(here, old, here, new, 1)
    elif hasattr(library, "renamex_np"):  # macOS; 4 is RENAME_EXCL
        failed = library.renamex_np(old, new, 4)
    else:
        return False
    code = ctypes.get_errno()
    if failed and code not in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP):
        raise OSError(code, os.strerror(code), str(source), None, str(target))
    return not failed


def fsync_folder(folder: Path) -> None:
    """Make new names in `folder` survive a power cut. Windows cannot and need not. Raises OSError.

    EINVAL is what some network drives answer; any other failure means that the name is not safe.
    """
    if WINDOWS:
        return
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(fd)
    except OSError as err:
        if err.errno != errno.EINVAL:
            raise
    finally:
        os.close(fd)


def make_folder(folder: Path, mode: int = 0o777) -> None:
    """Make `folder` and what is missing above it, each so that it survives a power cut. Raises OSError."""
    if native(folder).is_dir():
        return
    if folder.parent != folder:
        make_folder(folder.parent)
    with contextlib.suppress(FileExistsError):
        native(folder).mkdir(mode)
        fsync_folder(folder.parent)
    if not native(folder).is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))


def remove_quietly(path: Path) -> None:
    """Remove one of our own temporary files; whatever prevents it is left to the next start."""
    with contextlib.suppress(OSError):
        native(path).unlink()


def remove_parts(folder: Path, older: float = 0.0) -> None:
    """Clear away what an earlier run left unfinished. Raises StorageError when the folder cannot be listed.

    Where others may be writing just now, only what is `older` (seconds) than any write takes: see STALE.
    """
    with storing("Clearing away what an interrupted run left"), contextlib.suppress(FileNotFoundError):
        for entry in sorted(native(folder).iterdir()):
            if entry.name.endswith(PART) and (not older or time.time() - entry.lstat().st_mtime > older):
                remove_quietly(entry)


def free_path(folder: Path, name: str, suffix: str = "") -> Path:
    """`folder/name`, or "name (2).pdf" and so on: a name for which neither it nor it + `suffix` is taken.

    The name is shortened when, with number and suffix, it would pass 255 bytes.
    """
    stem, ending = Path(name).stem, Path(name).suffix
    number = 1
    while True:
        tail = (f" ({number})" if number > 1 else "") + ending
        room = LONGEST_NAME - len(os.fsencode(tail + suffix))
        path = folder / (shortened(stem, room) + tail if room > 0 else shortened(name, 100))
        if not os.path.lexists(path) and not os.path.lexists(f"{path}{suffix}"):
            return path
        number += 1


def shortened(text: str, room: int) -> str:
    """The longest beginning of `text` that fits into `room` bytes as a file name, cut between letters."""
    while len(os.fsencode(text)) > room:
        text = text[:-1]
    return text


def safe_name(text: str, longest: int = 120) -> str:
    """A file name made of `text` that Windows, macOS and Linux all take, at most `longest` bytes.

    Separators, controls and reserved signs become "-"; reserved names (CON, NUL, COM1) get a "_" in front;
    trailing dots and spaces go. Never empty.
    """
    clean = unicodedata.normalize("NFC", _UNSAFE.sub("-", text.encode("utf-8", "replace").decode("utf-8")))
    stem, ending = Path(clean.strip()).stem, Path(clean.strip()).suffix
    ending = ending if len(ending.encode()) <= 12 else ""
    stem = stem if ending else clean.strip()
    name = (shortened(stem, longest - len(ending.encode())).rstrip(" .") + ending).rstrip(" .")
    name = name.lstrip(" ") or "unnamed"
    return f"_{name}" if _RESERVED.match(name) else name


def shown_name(name: str) -> str:
    """A file name as it can be shown in a message: one line, no controls, undecodable bytes as a mark."""
    whole = name.encode("utf-8", "replace" if WINDOWS else "surrogateescape").decode("utf-8", "replace")
    return "".join("\N{REPLACEMENT CHARACTER}" if unicodedata.category(c) in _HIDDEN else c for c in whole)


_HIDDEN = ("Cc", "Cf", "Cs", "Zl", "Zp")


def native(path: Path) -> Path:
    """The path in the form that the operating system takes whatever its length."""
    return Path(long_path(path))


def long_path(path: Path) -> str:
    """The path for the operating system; on Windows in the form that may pass 260 characters."""
    if not WINDOWS:
        return os.fspath(path)
    text = os.path.abspath(path)  # noqa: PTH100  (resolve() would follow links)
    if text.startswith("\\\\?\\"):
        return text
    return "\\\\?\\UNC\\" + text[2:] if text.startswith("\\\\") else "\\\\?\\" + text


@contextlib.contextmanager
def open_regular(path: Path) -> Iterator[int]:
    """A descriptor for reading `path`, only when it is a regular file: links are not followed, a FIFO does not
    block. Raises OSError (ELOOP for a link, EINVAL for anything else that is not a file).
    """
    if not stat.S_ISREG(os.lstat(long_path(path)).st_mode):
        raise OSError(errno.EINVAL, "not a regular file", str(path))
    flags = os.O_RDONLY
    for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY", "O_NOINHERIT", "O_CLOEXEC"):
        flags |= getattr(os, name, 0)
    fd = os.open(long_path(path), flags)
    try:
        if not stat.S_ISREG(os.fstat(fd).st_mode):
            raise OSError(errno.EINVAL, "not a regular file", str(path))
        yield fd
    finally:
        os.close(fd)
