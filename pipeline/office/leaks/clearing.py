"""Settling a finding: a person clears a REVIEW with a reason, the chair takes a STOP upon them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.model.errors import LeakError, NotFoundError
from pipeline.model.filing import Event
from pipeline.model.leaks import Level, TextPlace
from pipeline.office.desk import Desk
from pipeline.office.desk.leaks import CHECKED, Check, Noted, approve, check_paper, note_check
from pipeline.office.desk.leaks.checking import NEVER, known_to
from pipeline.office.desk.leaks.reports import write_report
from pipeline.office.desk.leaks.scope import Scope, chairs
from pipeline.office.desk.leaks.settling import CLEARED, OVERRIDDEN, as_shown, checked_for
from pipeline.office.leaks.reading import read_paper
from pipeline.office.leaks.twins import same_findings, twin_check
from pipeline.rules.leaks.allowing import allowed_of
from pipeline.rules.leaks.finding import find

_SHORTEST = 3  # letters that a reason has at least


@dataclass(frozen=True)
class Settled:
    """What was settled, and the check as it stands now; the same of the paper's other file (Word, PDF)."""

    noted: Noted
    check: Check
    also: tuple[Noted, ...] = ()
    twin: Check | None = None


def settle(
    desk: Desk, path: Path, number: int, reason: str, *, by: str = "", dry_run: bool = False
) -> Settled:
    """Clear finding `number` of a file, or override it in the chair's name `by`; the same in the paper's other file.

    Raises NotFoundError (no such file or finding) or LeakError: never checked, changed since, not one that this
    person or anybody may settle, no reason, or a reason that itself names somebody.
    """
    data = read_paper(path)
    scope = _checked_for(desk, data, path)
    found = check_paper(desk, scope, data, path.name)
    _same_as_shown(desk, found, path)
    noted = _finding(found, number)
    _may_settle(desk, scope, noted, by)
    reason = " ".join(reason.split())
    _reason_is_fit(desk, scope, reason)
    twin = twin_check(desk, path, found)
    also = tuple(same_findings(noted, found, twin[1])) if twin else ()
    if dry_run:
        return Settled(noted, found, also, twin[1] if also and twin else None)
    said = {"reason": reason} | ({"by": by} if by else {})
    other = _note(desk, twin[0], twin[1], also, said) if also and twin else None
    return Settled(noted, _note(desk, path, found, (noted,), said), also, other)


def _note(desk: Desk, path: Path, found: Check, settled: Sequence[Noted], said: dict[str, str]) -> Check:
    """One event a finding and file, about its exact bytes; the check as it stands then."""
    for noted in settled:
        detail: dict[str, object] = {"finding": noted.id, "rule": noted.finding.rule, **said}
        desk.register.note(OVERRIDDEN if "by" in said else CLEARED, found.sha256, detail)
    now = check_paper(desk, found.scope, read_paper(path), path.name)
    if now.sha256 != found.sha256:
        raise LeakError(f"{path.name} was changed just now. Check it again with `pipeline leak-check`.")
    note_check(desk, now)
    if now.passed:
        approve(desk, now)
    write_report(desk, now, str(path))
    return now


def _checked_for(desk: Desk, data: bytes, path: Path) -> Scope:
    checks = _checks_of(desk, hashlib.sha256(data).hexdigest())
    if not checks:
        raise LeakError(
            f"{path.name} has not been checked as it is now. Check it with `pipeline leak-check --meeting DATE"
            f' "{path}"` (a report: --quarter), look at what was found, and then clear it. (A draft is never checked'
            " itself: name the file that the check named.)"
        )
    return checked_for(checks[-1])


def _checks_of(desk: Desk, sha256: str) -> tuple[Event, ...]:
    return desk.register.facts(CHECKED, subject=sha256)


def _same_as_shown(desk: Desk, found: Check, path: Path) -> None:
    """The numbers are those of the list that the person has seen."""
    if not as_shown(desk, found):
        raise LeakError(
            f"What is known of the cases has changed since {path.name} was checked, so the numbers no longer hold."
            f' Check it again with `pipeline leak-check {found.scope.option} "{path}"`.'
        )


def _finding(found: Check, number: int) -> Noted:
    for noted in found.noted:
        if noted.number == number:
            return noted
    raise NotFoundError(f"{found.name} has {len(found.noted)} findings; there is no number {number}.")


def _may_settle(desk: Desk, scope: Scope, noted: Noted, by: str) -> None:
    if noted.finding.rule in NEVER:
        raise LeakError(f"Nobody can let finding {noted.number} pass. {noted.finding.why}")
    if by:
        named = chairs(desk, scope)
        if " ".join(by.split()).casefold() not in map(str.casefold, named):
            who = " or ".join(named) or "who is not named in meetings.yaml yet"
            of = "the meeting" if scope.quarter is None else "a meeting of the quarter"
            raise LeakError(f"Only the chair of {of} ({who}) can let a finding stand with --override-by.")
    elif noted.finding.level is Level.STOP:
        raise LeakError(
            f"Finding {noted.number} is a STOP: change the text in the meeting record, or let the chair decide"
            ' (--override-by "the chair\'s name").'
        )


def _reason_is_fit(desk: Desk, scope: Scope, reason: str) -> None:
    """The reason goes into the event log, which names nobody."""
    if len(reason) < _SHORTEST:
        raise LeakError("Write a reason that somebody else will understand later (--reason).")
    place = (TextPlace(reason, "the reason"),)
    if any(f.level is Level.STOP for f in find(place, known_to(desk, scope), allowed_of(desk.settings))):
        raise LeakError(
            "The reason itself tells who is meant. It is kept in the event log: say it without a name."
        )
