"""The recogniser of the program tesseract, where it is installed: all lines of a page in one run."""

from __future__ import annotations

import csv
import io
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pipeline.model.errors import ReadingError
from pipeline.papers.reading.scan.errors import WholePaperError
from pipeline.papers.reading.scan.lines import Line

_SECONDS = 14.0  # less than a call of the sandbox may take, so that it is ended from here
_HEIGHT = 64  # pixels of a line; tesseract wants capitals of some 30
_EDGE = 12  # white pixels around a line
_ONE_LINE = "7"  # page segmentation mode: the picture is one line
_REMEDY = (
    "Install tesseract, or set `scan_engine: embedded` in pipeline.yaml. Or ask for the form itself, filled in on the"
    " computer."
)


class Tesseract:
    """Reads lines with the program. Its letters are those of English: of Łukasz it makes Lukasz."""

    def __init__(self) -> None:
        self._program = shutil.which("tesseract")
        if self._program is None:
            why = (
                "pipeline.yaml says that tesseract reads pictures, but it is not installed on this computer."
            )
            raise WholePaperError("Scan or photograph", why, _REMEDY)

    def lines(self, pictures: Sequence[Any]) -> list[Line]:
        """The text of each picture of one line. Raises ReadingError when the program fails or hangs."""
        if not pictures:
            return []
        with tempfile.TemporaryDirectory(prefix="pipeline-scan-") as folder:
            return _by_page(self._run(_written(Path(folder), pictures)), len(pictures))

    def _run(self, names: Path) -> str:
        order = [str(self._program), str(names), "stdout", "-l", "eng", "--psm", _ONE_LINE, "tsv"]
        with subprocess.Popen(
            order,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
            start_new_session=True,
        ) as process:
            try:
                said, _ = process.communicate(timeout=_SECONDS)
            except subprocess.TimeoutExpired as err:
                _end(process)
                why = f"tesseract needed more than {_SECONDS:g} seconds for one page."
                raise ReadingError("Scan or photograph", why, _REMEDY) from err
        if process.returncode:
            raise ReadingError("Scan or photograph", "tesseract could not read it.", _REMEDY)
        return said.decode("utf-8", "replace")


def _end(process: subprocess.Popen[bytes]) -> None:
    """The program and whatever it started."""
    if os.name == "posix":
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.communicate()


def _written(folder: Path, pictures: Sequence[Any]) -> Path:
    """The lines as pictures in a folder, and the list of their names that tesseract reads as one document."""
    import cv2
    import numpy

    names = []
    for number, picture in enumerate(pictures):
        scale = _HEIGHT / picture.shape[0]
        way = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA
        line = numpy.pad(
            cv2.resize(picture, None, fx=scale, fy=scale, interpolation=way), _EDGE, constant_values=255
        )
        name = folder / f"{number}.png"
        name.write_bytes(cv2.imencode(".png", line)[1].tobytes())
        names.append(str(name))
    listed = folder / "lines.txt"
    listed.write_text("\n".join(names) + "\n", "utf-8")
    return listed


def _by_page(table: str, count: int) -> list[Line]:
    """The words of each picture (a page to tesseract), with the mean of its sureness."""
    words: list[list[tuple[str, float]]] = [[] for _ in range(count)]
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        text, page = (row.get("text") or "").strip(), int(row.get("page_num") or 0)
        if text and 0 < page <= count:
            words[page - 1].append((text, float(row.get("conf") or 0) / 100))
    return [_line(found) for found in words]


def _line(found: list[tuple[str, float]]) -> Line:
    letters = sum(len(text) for text, _ in found)
    score = sum(len(text) * sure for text, sure in found) / letters if letters else 0.0
    return Line(" ".join(text for text, _ in found), max(0.0, score), min((s for _, s in found), default=0.0))
