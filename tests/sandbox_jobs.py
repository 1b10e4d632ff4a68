"""Functions that misbehave, for the sandbox's tests: a process of its own must be able to import them."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import time
from pathlib import Path

from pipeline.model.errors import ConversionError, DefinitionError, ReadingError, SettingsError


def double(number: int) -> int:
    return 2 * number


def process_id() -> int:
    return os.getpid()


def dawdle(seconds: float) -> str:
    time.sleep(seconds)
    return "done"


def hang() -> None:
    while True:
        time.sleep(60)


def hang_in_c() -> None:
    """Hold the interpreter's lock for ever."""
    ctypes.PyDLL(None).sleep(3600)


def spin() -> None:
    while True:
        pass


def crash() -> None:
    ctypes.string_at(0)


def leave(code: int) -> None:
    os._exit(code)


def explode(megabytes: int) -> int:
    blocks = []
    for _ in range(megabytes):
        blocks.append(bytearray(1024 * 1024))
    return len(blocks)


def hoard(megabytes: int) -> None:
    """Take memory and keep it after the call."""
    sys.modules[__name__].__dict__["KEPT"] = [bytearray(1024 * 1024) for _ in range(megabytes)]


def hoard_and_wait(megabytes: int) -> None:
    hoard(megabytes)
    time.sleep(60)


def raise_memory(_: int) -> None:
    raise MemoryError


def raise_key(_: int) -> None:
    raise KeyError("/P")


def much(size: int) -> bytes:
    return bytes(size)


def foreign() -> None:
    raise KeyError("/P")


def our_own(kind: str) -> None:
    if kind == "reading":
        raise ReadingError("PDF", "it is damaged.", "Send it again.")
    if kind == "settings":
        raise SettingsError(["line 1: wrong", "line 2: wrong"])
    raise (ConversionError if kind == "conversion" else DefinitionError)("words")


def unpicklable() -> object:
    return lambda: None


def shout() -> None:
    print("noise on stdout", flush=True)
    print("noise on stderr", file=sys.stderr, flush=True)
    os.write(2, b"noise from C\n")


def open_files() -> list[str]:
    return [os.readlink(f) for f in Path("/proc/self/fd").iterdir() if f.is_symlink() and f.exists()]


def signal_me(numbers: list[int]) -> str:
    """Send signals to this process."""
    for number in numbers:
        os.kill(os.getpid(), number)
        time.sleep(0.05)
    return "still here"


def once(folder: Path, kind: str, code: int) -> int:
    """Go wrong in a way that is not the document's, the first time; then give this process's id."""
    mark = folder / f"{kind}-{code}"
    if not mark.exists():
        mark.touch()
        always(kind, code)
    return os.getpid()


def always(kind: str, code: int) -> None:
    """Go wrong in a way that is not the document's: a signal from outside, a failing disk, a lost module."""
    if kind == "signal":
        signal.signal(code, signal.SIG_DFL) if code != signal.SIGKILL else None
        os.kill(os.getpid(), code)
        time.sleep(5)
    if kind == "disk":
        raise OSError(code, os.strerror(code), "/usr/lib/python/pypdf/_page.py")
    raise ImportError("cannot import name 'PdfReader'")


def library_says_os_error(_: int) -> None:
    """As a few libraries do for damaged data."""
    raise OSError("image file is truncated")


def loaded() -> list[str]:
    return sorted(sys.modules)


def load_everything() -> int:
    """Import what the readers and makers need; the address space then taken, in MiB."""
    import lxml.etree
    import pikepdf
    import pypdf
    import pypdfium2
    import rdocx
    import reportlab.platypus

    from pipeline.papers.sandbox.limits import address_space

    assert all((lxml.etree, pikepdf, pypdf, pypdfium2, rdocx, reportlab.platypus))
    return address_space()
