"""Each member's own copy into their own folder; what cannot be delivered now is queued and tried again.

A success is told only once the file has been read back from where it was put. Recalls take copies back in the same
way, and what members have destroyed is recorded.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipeline.model.delivery import CopyState, IssuedCopy
from pipeline.model.errors import NotFoundError, StorageError
from pipeline.model.pack import Layout
from pipeline.model.people import PanelMember
from pipeline.office.desk import Desk
from pipeline.office.desk.copies import PASSPHRASE_SET
from pipeline.office.desk.deliveries import issued, waiting, withheld_since
from pipeline.office.desk.letters import listed
from pipeline.office.desk.meetings import meeting_on
from pipeline.office.desk.packs import last_final, paper_name
from pipeline.records import outbox
from pipeline.records.handing_over import hand_over, mark_superseded, take_back
from pipeline.rules.answers.dates import british
from pipeline.rules.pack.deliveries import (
    DELIVERED,
    DESTROYED,
    KINDS,
    QUEUED,
    RECALL_QUEUED,
    RECALLED,
    RENAMED,
    detail_of,
    register_of_issue,
)

COPIES = "copies"  # the folder of copies below a meeting's folder in the outbox


@dataclass(frozen=True)
class Told:
    """What was done about one copy, in words. `done`: it is where it should be; `waits`: it is tried again."""

    member: str
    words: str
    done: bool
    waits: bool = False


def deliver(desk: Desk, day: date, *, dry_run: bool = False) -> tuple[Told, ...]:
    """Deliver the newest copy of each member for a meeting.

    Raises NotFoundError when there is no meeting on that day, or no copy has been made.
    """
    meeting_on(desk.settings, day)
    every = issued(desk, day)
    states = [s for s in every if not s.replaced and not s.recalled and not s.recall_queued]
    if not states:
        why = "All copies were recalled" if every else "No copies have been made"
        raise NotFoundError(
            f"{why} for {british(day)}: run pipeline copies --meeting {day.isoformat()} first."
        )
    return tuple(_fit(desk, s, day, dry_run) for s in states)


def _fit(desk: Desk, state: CopyState, day: date, dry_run: bool = False) -> Told:
    """Deliver a copy, unless another has to be made first."""
    unfit = _unfit(desk, state, day, last_final(desk, day))
    return Told(state.copy.member, unfit, False) if unfit else _one(desk, state, day, dry_run)


def _unfit(desk: Desk, state: CopyState, day: date, newest: Layout | None) -> str:
    """Why a copy must not be handed over any more; "" when it may."""
    copy = state.copy
    if newest is not None and copy.issue < newest.issue:
        return (
            f"their copy is of issue {copy.issue}, and issue {newest.issue} has been built since: run "
            f"pipeline copies --meeting {day}."
        )
    since = withheld_since(desk, copy, newest)
    if since:
        return (
            f"{listed(since)} has been withheld from them since their copy was made, and is in it: take back what "
            "they have (pipeline recall) and run pipeline copies."
        )
    renewed = desk.register.facts(PASSPHRASE_SET, subject=copy.member)
    if renewed and renewed[-1].number > copy.event and not state.delivered:
        return "their passphrase is newer than their copy: run pipeline copies."
    return ""


def retry(desk: Desk) -> tuple[Told, ...]:
    """Try again what waits; only what has been done is told. For the watcher."""
    told = []
    for state in waiting(desk):
        if state.recall_queued:
            told.append(_take_back(desk, state, state.reason, dry_run=False))
        else:
            told.append(_fit(desk, state, _day(state)))
    return tuple(t for t in told if t.done)


def _day(state: CopyState) -> date:
    return date.fromisoformat(state.copy.paper[-len("2013-09-27") :])


def _one(desk: Desk, state: CopyState, day: date, dry_run: bool) -> Told:
    copy = state.copy
    member = _member(desk, copy.member)
    if member is None:
        return Told(copy.member, "is no panel member any more; their copy was not delivered.", False)
    if member.folder is None:
        where = desk.settings.folders.outbox / day.isoformat() / COPIES / copy.file
        return Told(copy.member, f"has no folder in pipeline.yaml: hand over {where}.", False)
    if dry_run:
        return Told(copy.member, f"copy {copy.copy} would go to {member.folder}.", True)
    try:
        place = _handed_over(desk, state, day, member.folder)
    except StorageError as err:
        if state.queued != str(err):
            desk.register.note(QUEUED, copy.paper, detail_of(copy, reason=str(err)))
        return Told(copy.member, f"waits: {err} It is tried again by pipeline watch.", False, True)
    if state.delivered is None or state.place != str(place):
        desk.register.note(DELIVERED, copy.paper, detail_of(copy, place=str(place)))
    _mark_earlier(desk, copy, place)
    return Told(copy.member, f"copy {copy.copy} of issue {copy.issue} is in {place}.", True)


def _mark_earlier(desk: Desk, now: IssuedCopy, lies: Path) -> None:
    """The member's earlier copies of the same paper, wherever they were delivered, get a name that says so.

    `lies`: where the new one lies now; that may be where an earlier one was before it was taken back.
    """
    for state in register_of_issue(desk.register.facts(*KINDS, subject=now.paper)):
        earlier = state.copy.member == now.member and state.copy.key != now.key
        if not earlier or state.place in ("", str(lies)):
            continue
        place = mark_superseded(Path(state.place))
        if str(place) != state.place:
            desk.register.note(RENAMED, state.copy.paper, detail_of(state.copy, place=str(place)))


def _handed_over(desk: Desk, state: CopyState, day: date, folder: Path) -> Path:
    """Where the copy lies now. Raises StorageError."""
    copy = state.copy
    source = desk.settings.folders.outbox / day.isoformat() / COPIES / copy.file
    if outbox.sha256_of(source) != copy.sha256:
        raise StorageError(
            f"{source} is not there, or is not the copy that was made: run pipeline copies --meeting {day.isoformat()}."
        )
    if state.place and Path(state.place).parent == folder and Path(state.place).exists():
        return Path(state.place)  # delivered before; its reader may have written on it
    return hand_over(folder, _name(state, day), source.read_bytes())


def _name(state: CopyState, day: date) -> str:
    copy = state.copy
    return f"{paper_name(day)}-issue-{copy.issue}-copy-{copy.copy}.pdf"


def _member(desk: Desk, name: str) -> PanelMember | None:
    return next((m for m in desk.settings.members if m.name == name), None)


# -- recalling and destroying --------------------------------------------------------------------------------


def recall(
    desk: Desk, day: date, reason: str, *, issue: int = 0, member: str = "", dry_run: bool = False
) -> tuple[Told, ...]:
    """Take delivered copies back: the file is removed and a note left; what cannot be reached waits.

    `issue` 0: every issue; `member` "": every member. Raises NotFoundError when no such copy was made.
    """
    chosen = [s for s in issued(desk, day) if _is(s, issue, member) and not s.recalled]
    _some(chosen, day, member)
    return tuple(_take_back(desk, state, reason, dry_run) for state in chosen)


def _is(state: CopyState, issue: int, member: str) -> bool:
    return (not issue or state.copy.issue == issue) and (not member or state.copy.member == member)


def _some(chosen: Iterable[CopyState], day: date, member: str) -> None:
    if not list(chosen):
        whose = f" for {member}" if member else ""
        raise NotFoundError(f"No such copy has been made{whose} for {british(day)}: see pipeline issued.")


def _take_back(desk: Desk, state: CopyState, reason: str, dry_run: bool) -> Told:
    copy = state.copy
    if state.delivered is None:
        words = f"copy {copy.copy} was not delivered by the program; ask for it back if it was handed over."
    elif dry_run:
        return Told(copy.member, f"{state.place} would be removed.", True)
    else:
        try:
            whole = take_back(Path(state.place), copy.sha256, _recall_note(desk, reason))
        except StorageError as err:
            if state.recall_queued != str(err):
                detail = detail_of(copy, reason=reason, waits=str(err))
                desk.register.note(RECALL_QUEUED, copy.paper, detail)
            return Told(copy.member, f"waits: {err} It is tried again by pipeline watch.", False, True)
        words = (
            f"{state.place} was removed."
            if whole
            else f"{state.place} had been changed or moved by its reader: ask them to destroy it."
        )
    if not dry_run:
        desk.register.note(RECALLED, copy.paper, detail_of(copy, reason=reason))
    return Told(copy.member, words, True)


def _recall_note(desk: Desk, reason: str) -> str:
    names = desk.settings.names
    return (
        f"This paper of the {names.panel} was recalled on {british(desk.today)}.\n\nReason: {reason}\n\n"
        "Please destroy every copy of it that you have printed or saved, and tell the coordinator:\n"
        f"{names.coordinator}, {names.email}, {names.phone}\n"
    )


def destroyed(
    desk: Desk, day: date, member: str, *, on: date | None = None, dry_run: bool = False
) -> tuple[Told, ...]:
    """Record that a member has destroyed their copies of a meeting's papers. Raises NotFoundError."""
    chosen = [s for s in issued(desk, day) if s.copy.member == member and s.destroyed is None]
    _some(chosen, day, member)
    if on is not None and on > desk.today:
        raise NotFoundError(f"{british(on)} has not come yet: give the day on which they were destroyed.")
    for state in chosen:
        if not dry_run:
            said = detail_of(state.copy, on=(on or desk.today).isoformat())
            desk.register.note(DESTROYED, state.copy.paper, said)
    return tuple(
        Told(member, f"copy {s.copy.copy} of issue {s.copy.issue}: destroyed.", True) for s in chosen
    )
