"""Whether a folder lies on a network drive: SQLite must not, and no folder events come from there."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

_NETWORK = frozenset(
    [
        *("nfs", "nfs3", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afs", "afpfs", "ncpfs", "webdav"),
        *("davfs", "davfs2", "fuse.davfs2", "fuse.sshfs", "sshfs", "fuse.smbnetfs", "fuse.rclone", "ceph"),
        *("fuse.gvfsd-fuse", "glusterfs", "fuse.glusterfs", "lustre", "gpfs", "ocfs2", "gfs2", "9p", "coda"),
        "beegfs",
    ]
)
_DRIVE_REMOTE = 4


def network_kind(folder: Path, mounts: str | None = None) -> str:
    """The kind of network drive that `folder` is on ("nfs4"), or "" when it is on a local disk or unknown.

    `mounts` is the text of /proc/mounts, for tests. On macOS the answer of `mount` would need another process:
    there only the well-known automount folders count.
    """
    if sys.platform == "win32":
        return _windows_kind(folder)
    if mounts is None:
        try:
            mounts = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="surrogateescape")
        except OSError:
            return "network volume" if folder.resolve().is_relative_to("/net") else ""
    kind = _mounted_kind(folder, mounts)
    return kind if kind in _NETWORK else ""


def _mounted_kind(folder: Path, mounts: str) -> str:
    """The file system type of the innermost mount above a folder."""
    resolved = folder.resolve()
    best, found = -1, ""
    for line in mounts.splitlines():
        parts = line.split(" ")
        if len(parts) < 3:
            continue
        point = Path(_unescaped(parts[1]))
        if resolved.is_relative_to(point) and len(point.parts) >= best:
            best, found = len(point.parts), parts[2].lower()
    return found


def _unescaped(text: str) -> str:
    return re.sub(r"\\([0-7]{3})", lambda m: chr(int(m[1], 8)), text)


def _windows_kind(folder: Path) -> str:
    """On Windows: a UNC path or a drive letter that is mapped to a share."""
    text = os.path.abspath(folder)  # noqa: PTH100  (resolve() would turn a drive letter into its share)
    if text.startswith("\\\\") and not text.startswith("\\\\?\\") and not text.startswith("\\\\.\\"):
        return "Windows share"
    import ctypes

    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009  (exists only on Windows)
    drive = os.path.splitdrive(text)[0] + "\\"
    return "Windows share" if kernel.GetDriveTypeW(drive) == _DRIVE_REMOTE else ""
