"""A small fault injector: run a command once under strace, then again and again with one system call failing.

A point is the n-th call of one kind that touches the workspace. KILL ends the process on entering that call; any
other fault is the error the call returns. Only the command's own process is traced: it does all the file work,
the reading process does none.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

CALLS = "openat,write,pwrite64,rename,renameat,renameat2,link,unlink,unlinkat,fsync,fdatasync,ftruncate,mkdir,rmdir"


@dataclass(frozen=True)
class Point:
    """The n-th call of a kind; `line` is what strace printed."""

    call: str
    number: int
    line: str


def missing() -> str:
    """Why faults cannot be injected here, "" when they can."""
    if not sys.platform.startswith("linux"):
        return "fault injection needs Linux"
    strace = shutil.which("strace")
    if strace is None:
        return "strace is not installed (apt install strace)"
    tried = subprocess.run([strace, "-qq", "-o", os.devnull, "true"], capture_output=True, check=False)
    return "" if tried.returncode == 0 else "strace may not trace here"


def points(command: list[str], root: Path, log: Path, fault: str) -> list[Point]:
    """Run the command whole and list every call that touches `root`."""
    _strace(command, log, [])
    counted: Counter[str] = Counter()
    found = []
    for line in log.read_text(errors="replace").splitlines():
        match = re.match(r"(?:\d+\s+)?(\w+)\(", line)
        if match is None:
            continue
        counted[match[1]] += 1
        reading = match[1] == "openat" and "O_RDONLY" in line
        if str(root) in line and not (reading and fault == "KILL"):
            found.append(Point(match[1], counted[match[1]], line))
    return found


def strike(command: list[str], log: Path, fault: str, point: Point) -> int:
    """Run the command with the fault at exactly that call; its exit code (negative when killed)."""
    how = "signal=KILL" if fault == "KILL" else f"error={fault}"
    return _strace(command, log, ["-e", f"inject={point.call}:{how}:when={point.number}"])


def sample(found: list[Point], most: int) -> list[Point]:
    """At most so many points, spread evenly, the last always among them."""
    if most <= 0 or len(found) <= most:
        return found
    return [found[-1 - (n * len(found)) // most] for n in range(most)]


def environment() -> dict[str, str]:
    """The same calls in the same order each time."""
    return os.environ | {"PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}


def _strace(command: list[str], log: Path, extra: list[str]) -> int:
    trace = ["strace", "-y", "-qq", "-s", "0", "-o", str(log), "-e", f"trace={CALLS}", *extra, *command]
    done = subprocess.run(trace, env=environment(), capture_output=True, timeout=180, check=False)
    return done.returncode
