"""Every way in which a filled form may arrive, with the programs that make it so."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tests.filled_forms import FilledForm

SECONDS = 120.0  # for one run of a program


@dataclass(frozen=True)
class Way:
    """One way: `goal` is the least share of exact fields, `most` how many forms are enough where a form takes long."""

    group: str  # acroform, flat, word, office, printed, scan, mail
    name: str
    end: str
    make: Callable[[FilledForm], bytes]
    goal: float = 1.0
    most: int = 1000
    needs: str = ""  # a program without which the way is left out
    letters: str = ""  # what the program can print, where not all: "latin", "fitting" its boxes
    short: bool = False  # also in the short run

    @property
    def there(self) -> bool:
        """Whether its program is installed."""
        return not self.needs or shutil.which(self.needs) is not None


def run(command: Sequence[str], files: dict[str, bytes], made: str) -> bytes:
    """What a program makes in a folder that holds `files`. Raises CalledProcessError or FileNotFoundError."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        for name, data in files.items():
            (Path(folder) / name).write_bytes(data)
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=SECONDS)
        return (Path(folder) / made).read_bytes()


def printable(case: FilledForm, letters: str) -> FilledForm:
    """The case in letters that a program prints; of others no trace is left on its paper."""
    if letters == "fitting":
        from tests.bench.reading.drawn import fitting

        return fitting(case)
    if letters == "latin":
        return replace(case, items={name: _latin(text) for name, text in case.items.items()})
    return case


_PLAIN = str.maketrans("ŁłŻżŚśŴŵŒœŽ‘’“”–…Ÿ", "LlZzSsWwOoZ''\"\"-.Y")


def _latin(text: str) -> str:
    return text.translate(_PLAIN).encode("latin-1", "replace").decode("latin-1")


def every() -> tuple[Way, ...]:
    """All ways whose programs are installed."""
    from tests.bench.reading import drawn, flat, living, posted, scans, words

    found = (*living.WAYS, *drawn.WAYS, *flat.WAYS, *words.WAYS, *scans.WAYS, *posted.WAYS)
    return tuple(way for way in found if way.there)
