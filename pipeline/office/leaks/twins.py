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


def same_findings(noted: Noted, twin: Check) -> Iterator[Noted]:
    """The open findings of the other file with the same rule, level, words and sentence, of the same person.

    A picture or what a file tells of itself has no words: each is looked at by itself.
    """
    if not noted.finding.matched:
        return iter(())
    return (n for n in twin.open if _told(n) == _told(noted))


def _told(noted: Noted) -> tuple[object, ...]:
    """What a finding tells, however the file breaks its lines."""
    found = noted.finding
    return found.rule, found.level, folded(found.matched), folded(found.sentence), found.identifier
