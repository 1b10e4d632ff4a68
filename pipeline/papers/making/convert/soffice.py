"""LibreOffice, started for one file: its own profile, limits, nothing fetched, no child left behind."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from pipeline.model.errors import ConversionError

_PDF = 'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"}}'
_WORD = "docx:MS Word 2007 XML"
_WINDOWS = r"C:\Program Files\LibreOffice\program\soffice.exe"
_MAC = "/Applications/LibreOffice.app/Contents/MacOS/soffice"
_MEMORY = 3 * 1024**3  # bytes of addresses: a start alone takes 0.8 GiB of them
_LARGEST = 256 * 1024**2  # bytes of any file it writes
_OFFICE = "/org.openoffice.Office"
# A file from outside: links are neither followed nor updated, macros never run, and no proxy leads to the network.
_SETTINGS = (
    (f"{_OFFICE}.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    (f"{_OFFICE}.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    (f"{_OFFICE}.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    (f"{_OFFICE}.Writer/Content/Update", "Link", "0"),
    ("/org.openoffice.Inet/Settings", "ooInetProxyType", "2"),
    *(("/org.openoffice.Inet/Settings", f"ooInet{kind}ProxyName", "127.0.0.1") for kind in ("HTTP", "HTTPS")),
    *(("/org.openoffice.Inet/Settings", f"ooInet{kind}ProxyPort", "9") for kind in ("HTTP", "HTTPS")),
)


def soffice_pdf(docx: bytes, named: str, seconds: float) -> bytes:
    """The PDF that LibreOffice makes of a Word file. Raises ConversionError (absent, too slow, no file made)."""
    return _converted(docx, ".docx", _PDF, ".pdf", named, seconds)


def soffice_word(document: bytes, ending: str, named: str, seconds: float) -> bytes:
    """The Word file (.docx) that LibreOffice makes of a document named with `ending` (".odt").

    Raises ConversionError (absent, too slow, no file made).
    """
    return _converted(document, ending, _WORD, ".docx", named, seconds)


def soffice_there() -> bool:
    """Whether LibreOffice is installed."""
    return _found() is not None


def _converted(data: bytes, ending: str, filtered: str, becomes: str, named: str, seconds: float) -> bytes:
    program = _program(named)
    with tempfile.TemporaryDirectory(prefix="panel-", ignore_cleanup_errors=True) as folder:
        place = Path(folder)
        source, made = place / f"paper{ending}", place / "made" / f"paper{becomes}"
        source.write_bytes(data)
        profile = place / "profile"
        _write_settings(profile)
        command = [
            program,
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            "--norestore",
            "--nologo",
        ]
        command += ["--convert-to", filtered, "--outdir", str(made.parent), str(source)]
        said = _run(command, named, seconds)
        if not made.is_file() or made.stat().st_size == 0:
            kind = becomes[1:].upper() if becomes == ".pdf" else "Word file"
            raise ConversionError(
                f"{named}: LibreOffice made no {kind} of it ({said or 'it gave no reason'})."
            )
        return made.read_bytes()


def _write_settings(profile: Path) -> None:
    """The profile's settings, before the program's first start."""
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in _SETTINGS
    )
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>',
        encoding="utf-8",
    )


def _program(named: str) -> str:
    found = _found()
    if found:
        return found
    raise ConversionError(
        f"{named}: LibreOffice is not installed on this computer. Install it, or set `word_engine: embedded` in"
        " pipeline.yaml."
    )


def _found() -> str | None:
    return next(filter(None, map(shutil.which, ("soffice", "libreoffice", _WINDOWS, _MAC))), None)


def _run(command: list[str], named: str, seconds: float) -> str:
    flags = 0x200 if sys.platform == "win32" else 0  # a process group of its own
    nothing = subprocess.DEVNULL
    with subprocess.Popen(
        command,
        stdin=nothing,
        stdout=nothing,
        stderr=subprocess.PIPE,
        creationflags=flags,
        start_new_session=not flags,
    ) as process:
        _limit(process.pid)
        try:
            _, said = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired as err:
            raise ConversionError(
                f"{named}: LibreOffice was stopped because it took longer than {seconds:g} seconds."
            ) from err
        finally:
            _kill_all(process.pid, running=process.poll() is None)
    return " ".join(said.decode("utf-8", "replace").split())[:200]


def _limit(pid: int) -> None:
    """Bound memory and file size; the children it starts inherit that. Where there is no such call, time alone does."""
    if sys.platform == "linux":
        import resource

        with contextlib.suppress(ProcessLookupError):
            resource.prlimit(pid, resource.RLIMIT_AS, (_MEMORY, _MEMORY))
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (_LARGEST, _LARGEST))


def _kill_all(pid: int, *, running: bool) -> None:
    """End the program and the children it started."""
    if sys.platform == "win32":
        if running:
            subprocess.run(["taskkill", "/T", "/F", "/PID", str(pid)], capture_output=True, check=False)
        return
    try:
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:
        return
