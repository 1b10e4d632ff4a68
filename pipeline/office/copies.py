"""Members' copies of a meeting's pack: each marked, locked with the member's passphrase, without what is withheld."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from pipeline.model.errors import GapsError, NotFoundError, StorageError
from pipeline.model.people import PanelMember
from pipeline.office.desk import Desk
from pipeline.office.desk.copies import (
    COPY_ISSUED,
    PASSPHRASE_SET,
    copy_numbers,
    keep_numbers,
    numbers_for,
    passphrases,
)
from pipeline.office.desk.due import changed_since
from pipeline.office.desk.meetings import meeting_on, withheld_from_members
from pipeline.office.desk.packs import (
    Draft,
    bound,
    bound_large,
    built,
    draft_pack,
    last_final,
    paper_name,
    restricted,
)
from pipeline.records import outbox
from pipeline.records.files import native, safe_name
from pipeline.rules.pack.deliveries import RECALL_QUEUED, RECALLED
from pipeline.rules.pack.withholding import shared_elsewhere

Progress = Callable[[str], None]


class Fate(StrEnum):
    """What became of one member's copy."""

    MADE = "made"
    LEFT = "unchanged"
    NO_PASSPHRASE = "no passphrase"


@dataclass(frozen=True)
class CopyLine:
    """One member's copy. `path`: where it is, or would be."""

    member: PanelMember
    number: int
    fate: Fate
    path: Path
    withheld: tuple[str, ...] = ()


@dataclass(frozen=True)
class Round:
    """The copies of one issue. `notices`: what a person has to decide before a copy is handed over."""

    issue: int
    lines: tuple[CopyLine, ...]
    notices: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Issue:
    """The latest issue of a pack, as the register has it. `cases`: the references that it has pages of."""

    number: int
    sha256: str
    path: Path
    accepted: str
    cases: frozenset[str]


def copies(desk: Desk, day: date, *, rehearsal: bool = False, progress: Progress | None = None) -> Round:
    """Make every member's copy of the latest issue that is not there already.

    `rehearsal`: only say what would be made. `progress` hears each member's name. Raises NotFoundError (no such
    meeting, no pack), GapsError (the latest pack is a DRAFT, or would be another one now; a case is withheld from
    somebody who is no member), StorageError (its file is gone or was changed).
    """
    meeting = meeting_on(desk.settings, day)
    issue = _latest(desk, day)
    numbers = numbers_for(copy_numbers(desk, day), [m.name for m in desk.settings.members])
    hidden = withheld_from_members(desk, issue.cases)
    lines = tuple(
        _line(desk, day, issue, _Holder(member, numbers[member.name], hidden.get(member.name, frozenset())))
        for member in desk.settings.members
    )
    wanted = [line for line in lines if line.fate is Fate.MADE]
    whole = _Whole(desk, day, issue)
    notices = (*(n for line in wanted for n in whole.checked(line)), *changed_since(desk, meeting))
    if not rehearsal:
        keep_numbers(desk, day, numbers)
        done = dict(_made(desk, day, issue, wanted, whole, progress))
        lines = tuple(replace(line, path=done.get(line.number, line.path)) for line in lines)
    return Round(issue.number, lines, notices)


def _latest(desk: Desk, day: date) -> _Issue:
    facts = built(desk, day)
    if not facts:
        raise NotFoundError(f"There is no pack for this meeting yet: pipeline build-pack --meeting {day}")
    said = facts[-1].said
    if said.get("draft"):
        raise GapsError(
            f"Issue {said['issue']} of the pack is a DRAFT, of which no copies are made. Mend its gaps or accept them "
            "with --accept-gaps, and build it again."
        )
    if not said.get("sha256"):
        raise NotFoundError(
            f"The pack was built by an older version. Build it again: pipeline build-pack --meeting {day}"
        )
    path = desk.settings.folders.outbox / day.isoformat() / said["file"]
    layout = last_final(desk, day)
    cases = frozenset(s.reference for s in layout.sections if s.reference) if layout else frozenset()
    return _Issue(said["issue"], said["sha256"], path, said.get("accepted", ""), cases)


def _intact(issue: _Issue) -> bytes:
    """The issue's file, proved to be the one that was built."""
    try:
        data = native(issue.path).read_bytes()
    except OSError as err:
        raise StorageError(
            f"{issue.path.name} cannot be read ({err.strerror}): build the pack again."
        ) from err
    if hashlib.sha256(data).hexdigest() != issue.sha256:
        raise StorageError(
            f"{issue.path.name} is not the file that was built; somebody has changed it. Move it away and build the "
            "pack again."
        )
    return data


# -- what there is to do -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Holder:
    """A member with the number of their copy and the cases of the pack that are withheld from them."""

    member: PanelMember
    number: int
    withheld: frozenset[str]


def _line(desk: Desk, day: date, issue: _Issue, holder: _Holder) -> CopyLine:
    name = safe_name(f"{holder.number}-{holder.member.name}.pdf")
    path = desk.settings.folders.outbox / day.isoformat() / "copies" / name
    line = CopyLine(holder.member, holder.number, Fate.MADE, path, tuple(sorted(holder.withheld)))
    if passphrases(desk).get(holder.member.name) is None:
        return replace(line, fate=Fate.NO_PASSPHRASE)
    there = _there(desk, day, issue, line)
    return replace(line, fate=Fate.LEFT, path=there) if there else line


def _there(desk: Desk, day: date, issue: _Issue, line: CopyLine) -> Path | None:
    """Where the copy is that was made before, when nothing it depends on has changed and it is intact."""
    told = [e for e in desk.register.facts(COPY_ISSUED, subject=paper_name(day)) if _of(e.said, line.member)]
    renewed = desk.register.facts(PASSPHRASE_SET, subject=line.member.name)
    if not told or (renewed and renewed[-1].number > told[-1].number):
        return None
    said = told[-1].said
    if any(said.get(key) != value for key, value in _about(desk, issue, line).items()):
        return None
    back = desk.register.facts(RECALLED, RECALL_QUEUED, subject=paper_name(day))
    if any(event.said.get("sha256") == said.get("sha256") for event in back):
        return None  # what was taken back is never handed over again
    path = line.path.with_name(str(said.get("file")))
    try:
        data = native(path).read_bytes()
    except OSError:
        return None
    return path if hashlib.sha256(data).hexdigest() == said.get("sha256") else None


def _of(said: Mapping[str, Any], member: PanelMember) -> bool:
    return said.get("member") == member.name


def _about(desk: Desk, issue: _Issue, line: CopyLine) -> dict[str, object]:
    """What a copy depends on, beside the passphrase."""
    return {
        "issue": issue.number,
        "pack": issue.sha256,
        "copy": line.number,
        "member": line.member.name,
        "agency": line.member.agency,
        "edition": line.member.edition,
        "withheld": list(line.withheld),
    }


# -- making them ---------------------------------------------------------------------------------------------


class _Whole:
    """The issue's file and, for copies that are drawn anew, the plan it was made from; each read when it is needed."""

    def __init__(self, desk: Desk, day: date, issue: _Issue) -> None:
        self.desk, self.day, self.issue = desk, day, issue
        self._draft: Draft | None = None

    def checked(self, line: CopyLine) -> tuple[str, ...]:
        """What a person has to decide about a copy. Raises as `copies` when it cannot be made."""
        _intact(self.issue)
        if line.member.edition == "standard" and not line.withheld:
            return ()
        told = shared_elsewhere(self.draft.plan, line.withheld)
        return tuple(f"{line.member.name}: {words}" for words in told)

    def master(self, edition: str, withheld: Sequence[str]) -> bytes:
        """What copies of an edition without some cases are made from."""
        if edition == "standard" and not withheld:
            return _intact(self.issue)
        draft = restricted(self.draft, self.desk, withheld)
        return bound_large(draft, self.desk) if edition == "large" else bound(draft, self.desk)

    @property
    def draft(self) -> Draft:
        """The pack as it was planned. Raises GapsError when it would be another one now."""
        if self._draft is None:
            found = draft_pack(self.desk, self.day, self.issue.accepted)
            if found.plan.issue != self.issue.number:
                raise GapsError(
                    f"The pack has changed since issue {self.issue.number} was built, and some copies are drawn anew "
                    f"(large print, withheld cases). Build it again first: pipeline build-pack --meeting {self.day}"
                )
            self._draft = found
        return self._draft


def _made(
    desk: Desk, day: date, issue: _Issue, wanted: Sequence[CopyLine], whole: _Whole, progress: Progress | None
) -> Iterator[tuple[int, Path]]:
    """Each copy written and logged; copies of one master together, so that each master is drawn once."""
    kinds: dict[tuple[str, tuple[str, ...]], list[CopyLine]] = {}
    for line in wanted:
        kinds.setdefault((line.member.edition, line.withheld), []).append(line)
    for (edition, withheld), lines in kinds.items():
        for line, data in zip(lines, _copied(desk, whole.master(edition, withheld), lines), strict=True):
            if progress:
                progress(line.member.name)
            path = outbox.issue(line.path, data)
            said = {"sha256": hashlib.sha256(data).hexdigest(), "file": path.name}
            desk.register.note(COPY_ISSUED, paper_name(day), _about(desk, issue, line) | said)
            yield line.number, path


def _copied(desk: Desk, master: bytes, lines: Sequence[CopyLine]) -> Iterator[bytes]:
    from pipeline.papers.making.copies import Copy, copies_of
    from pipeline.papers.making.fonts import register_fonts

    settings, kept = desk.settings, passphrases(desk)
    wanted = [
        Copy(
            line.number,
            f"{line.member.name} · {settings.agency_name(line.member.agency)}",
            kept.get(line.member.name) or "",
        )
        for line in lines
    ]
    return copies_of(master, wanted, register_fonts(settings.regular_font, settings.bold_font))
