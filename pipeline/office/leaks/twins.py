"""A paper as Word and as PDF: what is settled in one holds for the same words in the same sentence of the other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pipeline.office.desk import Desk
from pipeline.office.desk.leaks import Check, Noted, check_paper
from pipeline.office.desk.leaks.settling import as_shown
from pipeline.office.leaks.reading import read_paper
from pipeline.rules.leaks.text.folding import folded

_OTHER = {".docx": ".pdf", ".pdf": ".docx"}


def twin_check(desk: Desk, path: Path, of: Check) -> tuple[Path, Check] | None:
    """The other file of a paper with its check; None when there is none, or it has not been checked as it is now."""
    other = path.with_suffix(_OTHER.get(path.suffix.casefold(), path.suffix))
    if other == path or not other.is_file():
        return None
    found = check_paper(desk, of.scope, read_paper(other), other.name)
    return (other, found) if as_shown(desk, found) else None


def same_findings(noted: Noted, own: Check, twin: Check) -> Iterator[Noted]:
    """The open finding of the other file that is the same: of the same person by the same rule, words and sentence.

    A sentence without a full stop may run on into the next heading or cell of a PDF: then the one that lies in the
    other is the same, unless another finding fits it better. A picture or what a file tells of itself has no words:
    each is looked at by itself.
    """
    found = _likest(noted, twin)
    if found is not None and found.open and _likest(found, own) == noted:
        yield found


def _likest(noted: Noted, among: Check) -> Noted | None:
    """The finding whose sentence has most in common with this one's, where one of the two lies in the other."""
    if not noted.finding.matched:
        return None
    alike = [(n, _in_common(noted, n)) for n in among.noted if _told(n) == _told(noted)]
    best = max(alike, key=lambda pair: pair[1], default=None)
    return best[0] if best and best[1] else None


def _told(noted: Noted) -> tuple[object, ...]:
    found = noted.finding
    return found.rule, found.level, folded(found.matched), found.identifier


def _in_common(one: Noted, other: Noted) -> float:
    """How much of the longer sentence the shorter one is; 0 where it does not lie in it as a whole."""
    short, long = sorted((folded(one.finding.sentence), folded(other.finding.sentence)), key=len)
    inside = f" {' '.join(short)} " in f" {' '.join(long)} "
    return len(short) / len(long) if inside and long else 0.0
