"""Reading every case that a way makes, through the desk as intake does, and adding up what came of it."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from pipeline.model.answers import Answers
from pipeline.model.errors import PipelineError
from pipeline.office.desk import Desk, open_desk
from tests import builders
from tests.bench.reading.ways import Way, printable
from tests.filled_forms import FilledForm, Miss, Score, cases, compare, expected, slot_values

_CLOCK = datetime(2013, 9, 5, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Fault:
    """One slot of one form that was not read exactly, or a form that was not read at all."""

    case: str
    said: str
    unseen: bool


@dataclass
class Tally:
    """What came of one way."""

    way: Way
    forms: int = 0
    refused: int = 0  # forms set aside with a reason
    score: Score = field(default_factory=Score)
    faults: list[Fault] = field(default_factory=list)

    def take(self, case: FilledForm, score: Score) -> None:
        self.forms += 1
        self.score += score
        self.faults += [Fault(case.name, str(m), not m.flagged) for m in score.misses]

    def refuse(self, case: FilledForm, said: str) -> None:
        """Set aside with a reason: a person sees it, and every answer is missed."""
        wanted = slot_values(case.form, expected(case.form, case.items).record)
        lost = tuple(Miss(slot, value, None, True) for slot, value in wanted.items())
        self.refused += 1
        self.forms += 1
        self.score += Score(len(lost), misses=lost)
        self.faults.append(Fault(case.name, f"set aside: {said}", False))

    @property
    def good(self) -> bool:
        return self.score.unseen == 0 and self.score.share >= self.way.goal


@contextlib.contextmanager
def reading() -> Iterator[Desk]:
    """A desk in a new workspace, with the real reading process and its limits."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        settings = builders.settings(Path(folder))
        with open_desk(settings, builders.forms(), lambda: _CLOCK) as desk:
            yield desk


def measure(way: Way, form_name: str, count: int, seed: int, told: Callable[[str], None]) -> Tally:
    """Make and read so many forms."""
    tally = Tally(way)
    with reading() as desk:
        for case in cases(form_name, min(count, way.most), seed):
            _one(desk, tally, printable(case, way.letters), told)
    return tally


def _one(desk: Desk, tally: Tally, case: FilledForm, told: Callable[[str], None]) -> None:
    try:
        data = tally.way.make(case)
    except Exception as err:  # noqa: BLE001  (whatever the program that makes it does is no fault of the reader)
        told(f"    {case.name} could not be made: {err!r}"[:300])
        return
    try:
        answers = read(desk, data, f"{case.name.replace(' ', '-')}{tally.way.end}", tally.way)
    except PipelineError as err:
        tally.refuse(case, str(err))
        return
    tally.take(case, compare(case, answers))


def read(desk: Desk, data: bytes, name: str, way: Way) -> Answers:
    """The answers; of an e-mail or a zip those of the paper inside, by way of the inbox."""
    if way.group != "mail":
        return desk.read(data, name)
    from tests.bench.reading.inboxes import answers_by_inbox

    return answers_by_inbox(data, name)
