"""Limits a process puts upon itself, and how much memory another process holds, on each kind of machine."""

from __future__ import annotations

import ctypes
import subprocess
import sys
from pathlib import Path
from typing import Any

MIB = 1024 * 1024


def limit_memory(megabytes: int) -> None:
    """Let this process have no more than so many MiB from now on.

    Linux: its address space, so that an allocation fails cleanly. Windows: a job object that also ends the
    process with its job. macOS does not enforce address space: there the parent watches (`resident`).
    """
    if sys.platform == "win32":
        _join_job(megabytes * MIB)
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform.startswith("linux"):
        resource.setrlimit(resource.RLIMIT_AS, (megabytes * MIB, megabytes * MIB))


def address_space() -> int:
    """The address space this process has taken, in MiB; 0 where that cannot be told."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[0]) * _page_size() // MIB
    except (OSError, ValueError, IndexError):
        return 0


def resident(pid: int) -> int:
    """The memory a process holds, in MiB; 0 where that cannot be told (Windows limits it by itself)."""
    try:
        if sys.platform.startswith("linux"):
            return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _page_size() // MIB
        if sys.platform == "darwin":
            told = subprocess.run(
                ["/bin/ps", "-o", "rss=", "-p", str(pid)],
                capture_output=True,
                text=True,
                timeout=5,
                check=False,
            )
            return int(told.stdout.strip() or 0) // 1024
    except (OSError, ValueError, IndexError, subprocess.SubprocessError):
        return 0  # it has just ended
    return 0


def kept_waiting(pid: int) -> float:
    """Seconds that a process was ready to work and had to wait for a processor, the longest of its threads'.

    0 where that cannot be told (it can on Linux: see proc(5), schedstat).
    """
    waits = [0]
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            waits.append(int((task / "schedstat").read_text().split()[1]))
    except (OSError, ValueError, IndexError):
        return 0.0  # another system, or it has just ended
    return max(waits) / 1e9


def _page_size() -> int:
    import mmap

    return mmap.PAGESIZE


class _Counters(ctypes.Structure):
    """IO_COUNTERS of the Windows API."""

    _fields_ = [(f"counter{n}", ctypes.c_ulonglong) for n in range(6)]


class _BasicLimits(ctypes.Structure):
    """JOBOBJECT_BASIC_LIMIT_INFORMATION of the Windows API."""

    _fields_ = [
        ("process_time", ctypes.c_longlong),
        ("job_time", ctypes.c_longlong),
        ("flags", ctypes.c_uint32),
        ("least_working_set", ctypes.c_size_t),
        ("most_working_set", ctypes.c_size_t),
        ("processes", ctypes.c_uint32),
        ("affinity", ctypes.c_size_t),
        ("priority", ctypes.c_uint32),
        ("scheduling", ctypes.c_uint32),
    ]


class _ExtendedLimits(ctypes.Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION of the Windows API."""

    _fields_ = [
        ("basic", _BasicLimits),
        ("counters", _Counters),
        ("process_memory", ctypes.c_size_t),
        ("job_memory", ctypes.c_size_t),
        ("peak_process_memory", ctypes.c_size_t),
        ("peak_job_memory", ctypes.c_size_t),
    ]


_EXTENDED = 9  # JobObjectExtendedLimitInformation
_LIMIT_PROCESS_MEMORY = 0x100
_LIMIT_KILL_ON_CLOSE = 0x2000
_LIMIT_NO_CRASH_WINDOW = 0x400  # JOB_OBJECT_LIMIT_DIE_ON_UNHANDLED_EXCEPTION


def _join_job(size: int) -> None:
    """Put this process into a job of its own with a memory limit. Its handle lives as long as the process."""
    kernel: Any = ctypes.WinDLL("kernel32", use_last_error=True)  # type: ignore[attr-defined,unused-ignore]
    kernel.CreateJobObjectW.restype = ctypes.c_void_p
    kernel.GetCurrentProcess.restype = ctypes.c_void_p
    limits = _ExtendedLimits()
    limits.basic.flags = _LIMIT_PROCESS_MEMORY | _LIMIT_KILL_ON_CLOSE | _LIMIT_NO_CRASH_WINDOW
    limits.process_memory = size
    job = ctypes.c_void_p(kernel.CreateJobObjectW(None, None))
    joined = (
        job.value
        and kernel.SetInformationJobObject(job, _EXTENDED, ctypes.byref(limits), ctypes.sizeof(limits))
        and kernel.AssignProcessToJobObject(job, ctypes.c_void_p(kernel.GetCurrentProcess()))
    )
    if not joined:  # without the limit no document may be opened: the start of the process fails instead
        raise ctypes.WinError(ctypes.get_last_error())  # type: ignore[attr-defined,unused-ignore]
