"""How fast papers are read, as ratios measured side by side in one run: the two take turns, the best time counts.

Computing time is measured, so that a busy machine matters little; scans, which are read in a process of their own, are
measured by the clock.

AcroForm against `pypdf.get_fields` on the same files, flattened pages against plain text extraction, scans against the
bare recogniser on the same pictures. A busy machine can still break a ratio, so none is a failure.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.papers.reading.reader import read_answers
from tests import builders
from tests.bench.reading import drawn, living, scans
from tests.filled_forms import FilledForm, cases


@dataclass(frozen=True)
class Ratio:
    """What reading took against something else on the same files; `most` is the goal."""

    what: str
    ours: float
    other: float
    against: str
    most: float
    files: int

    def __str__(self) -> str:
        ratio = self.ours / self.other
        told = "" if ratio <= self.most else "   above its goal in this run"
        each = f"{1000 * self.ours / self.files:.1f} ms, {1000 * self.other / self.files:.1f} ms"
        return f"{self.what}: {ratio:.2f}x {self.against} (goal {self.most}x; {each} a form){told}"


def main(*, short: bool = False) -> None:
    """Print every ratio."""
    forms = cases(count=6 if short else 17)
    for ratio in (*_acroform(forms), *_flat(forms), *([] if short else _scan(forms[:1]))):
        print(ratio, flush=True)


def in_turns(
    ours: Callable[[], object],
    other: Callable[[], object],
    rounds: int,
    clock: Callable[[], float] = time.process_time,
) -> tuple[float, float]:
    """The best of several times each; a first run of both is not counted."""
    best = [float("inf"), float("inf")]
    for turn in range(rounds + 1):
        for which, work in enumerate((ours, other)):
            begun = clock()
            work()
            if turn:
                best[which] = min(best[which], clock() - begun)
    return best[0], best[1]


def _read_all(files: Sequence[bytes]) -> Callable[[], object]:
    editions = builders.editions()
    return lambda: [read_answers(data, "form.pdf", editions) for data in files]


def _acroform(forms: Sequence[FilledForm]) -> list[Ratio]:
    from pypdf import PdfReader

    files = [living.ours(case) for case in forms]
    ours, other = in_turns(
        _read_all(files), lambda: [PdfReader(io.BytesIO(f)).get_fields() for f in files], 3
    )
    return [Ratio("PDF forms", ours, other, "pypdf get_fields", 1.5, len(files))]


def _flat(forms: Sequence[FilledForm]) -> list[Ratio]:
    files = [drawn.drawn()(case) for case in forms]
    found = []
    for extract, name in ((_pypdf_text, "pypdf extract_text"), (_pdfium_text, "PDFium's text")):
        work = [lambda one=extract: [one(data) for data in files]][0]
        ours, other = in_turns(_read_all(files), work, 3)
        found.append(Ratio("flattened forms", ours, other, name, 2.0, len(files)))
    return found


def _pypdf_text(data: bytes) -> list[str]:
    from pypdf import PdfReader

    return [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]


def _pdfium_text(data: bytes) -> list[str]:
    import pypdfium2

    pdf = pypdfium2.PdfDocument(data)
    found = [page.get_textpage().get_text_range() for page in pdf]
    pdf.close()
    return found


def _scan(forms: Sequence[FilledForm]) -> list[Ratio]:
    """Whole reading of a scan through the desk, against the recogniser with its own defaults in this process."""
    try:
        from rapidocr import RapidOCR
    except ImportError:
        return []
    import numpy as np

    from tests.bench.reading.measuring import reading

    data = scans.scan_pdf(200, scans.noise)(drawn.fitting(forms[0]))
    pictures = [
        np.asarray(p.convert("RGB")) for p in scans.pictures(drawn.fitting(forms[0]), 200, (scans.noise,))
    ]
    engine: Any = RapidOCR()
    with reading() as desk:
        ours, other = in_turns(
            lambda: desk.read(data, "scan.pdf"), lambda: [engine(p) for p in pictures], 2, time.perf_counter
        )
    return [Ratio("scans", ours, other, "the bare recogniser", 1.3, 1)]
