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


def interrupt_me() -> str:
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(0.05)
    return "still here"


def load_everything() -> int:
    """Import what the readers and makers need; the address space then taken, in MiB."""
    import lxml.etree
    import pikepdf
    import pypdf
    import pypdfium2
    import rdocx
    import reportlab.platypus

    from pipeline.papers.limits import address_space

    assert all((lxml.etree, pikepdf, pypdf, pypdfium2, rdocx, reportlab.platypus))
    return address_space()
