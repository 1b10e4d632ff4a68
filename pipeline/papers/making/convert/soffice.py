"""LibreOffice as an alternative engine: its own profile each time, a time limit, and no child left behind."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from pipeline.model.errors import ConversionError

_FILTER = 'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"}}'
_WINDOWS = r"C:\Program Files\LibreOffice\program\soffice.exe"
_MAC = "/Applications/LibreOffice.app/Contents/MacOS/soffice"


def soffice_pdf(docx: bytes, named: str, seconds: float) -> bytes:
    """The PDF that LibreOffice makes of a Word file. Raises ConversionError (absent, too slow, no file made)."""
    program = _program(named)
    with tempfile.TemporaryDirectory(prefix="panel-", ignore_cleanup_errors=True) as folder:
        place = Path(folder)
        (place / "paper.docx").write_bytes(docx)
        profile = (place / "profile").as_uri()
        command = [program, f"-env:UserInstallation={profile}", "--headless", "--norestore", "--nologo"]
        command += ["--convert-to", _FILTER, "--outdir", str(place), str(place / "paper.docx")]
        said = _run(command, named, seconds)
        made = place / "paper.pdf"
        if not made.is_file() or made.stat().st_size == 0:
            raise ConversionError(f"{named}: LibreOffice made no PDF of it ({said or 'it gave no reason'}).")
        return made.read_bytes()


def _program(named: str) -> str:
    for name in ("soffice", "libreoffice", _WINDOWS, _MAC):
        found = shutil.which(name)
        if found:
            return found
    raise ConversionError(
        f"{named}: LibreOffice is not installed on this computer. Install it, or set `word_engine: embedded` in"
        " pipeline.yaml."
    )


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
        try:
            _, said = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired as err:
            raise ConversionError(
                f"{named}: LibreOffice was stopped because it took longer than {seconds:g} seconds."
            ) from err
        finally:
            _kill_all(process.pid, running=process.poll() is None)
    return " ".join(said.decode("utf-8", "replace").split())[:200]


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
