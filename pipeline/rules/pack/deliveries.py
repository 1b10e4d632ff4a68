"""The register of issue, read out of the event log: each copy that was made, and what has become of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from pipeline.model.delivery import CopyState, IssuedCopy
from pipeline.model.filing import Event

ISSUED = "copy issued"
DELIVERED, QUEUED = "delivered", "delivery queued"
RECALLED, RECALL_QUEUED = "recalled", "recall queued"
DESTROYED, RENAMED = "destroyed", "delivered copy renamed"
KINDS = (
    ISSUED,
    DELIVERED,
    QUEUED,
    RECALLED,
    RECALL_QUEUED,
    DESTROYED,
    RENAMED,
)  # their subject is the paper's name


def register_of_issue(events: Iterable[Event]) -> tuple[CopyState, ...]:
    """Every copy with its state, in the order in which they were made. `events`: those of KINDS, oldest first."""
    found: dict[tuple[str, int, str, str], CopyState] = {}
    for event in events:
        copy = copy_of(event)
        if event.what == ISSUED:
            _replace_earlier(found, copy)
            found.setdefault(copy.key, CopyState(copy))
        elif copy.key in found:
            found[copy.key] = _CHANGES[event.what](found[copy.key], event.said, event.day)
    return tuple(found.values())


def copy_of(event: Event) -> IssuedCopy:
    """The copy that an event is about."""
    said = event.said
    return IssuedCopy(
        event.subject,
        int(said.get("issue", 0)),
        int(said.get("copy", 0)),
        str(said.get("member", "")),
        str(said.get("sha256", "")),
        str(said.get("file", "")),
        event.day,
        tuple(map(str, said.get("withheld", ()))),
        event.number,
    )


def detail_of(copy: IssuedCopy, **more: object) -> dict[str, object]:
    """What an event about a copy says."""
    return {
        "issue": copy.issue,
        "copy": copy.copy,
        "member": copy.member,
        "sha256": copy.sha256,
        "file": copy.file,
        **more,
    }


def _replace_earlier(found: dict[tuple[str, int, str, str], CopyState], copy: IssuedCopy) -> None:
    for key, state in found.items():
        if state.copy.paper == copy.paper and state.copy.member == copy.member and key != copy.key:
            found[key] = replace(state, replaced=True, queued="")


def _delivered(state: CopyState, said: Mapping[str, Any], day: date) -> CopyState:
    return replace(state, delivered=day, place=str(said.get("place", "")), queued="")


def _renamed(state: CopyState, said: Mapping[str, Any], day: date) -> CopyState:
    return replace(state, place=str(said.get("place", "")))


def _queued(state: CopyState, said: Mapping[str, Any], day: date) -> CopyState:
    return replace(state, queued=str(said.get("reason", "")))


def _recalled(state: CopyState, said: Mapping[str, Any], day: date) -> CopyState:
    return replace(state, recalled=day, reason=str(said.get("reason", "")), queued="", recall_queued="")


def _recall_queued(state: CopyState, said: Mapping[str, Any], day: date) -> CopyState:
    waits = str(said.get("waits", ""))
    return replace(state, recall_queued=waits, reason=str(said.get("reason", "")), queued="")


def _destroyed(state: CopyState, said: Mapping[str, Any], day: date) -> CopyState:
    on = said.get("on")
    return replace(state, destroyed=date.fromisoformat(on) if on else day)


_CHANGES: Mapping[str, Callable[[CopyState, Mapping[str, Any], date], CopyState]] = {
    DELIVERED: _delivered,
    QUEUED: _queued,
    RECALLED: _recalled,
    RECALL_QUEUED: _recall_queued,
    DESTROYED: _destroyed,
    RENAMED: _renamed,
}


def delivery_words(states: Iterable[CopyState], today: date, due: Mapping[str, date]) -> tuple[str, ...]:
    """What a person should know of copies, a sentence each: those that wait, and those not destroyed in time.

    `due`: paper -> the day by which members have destroyed their copies of it.
    """
    states = tuple(states)
    found = [
        f"{s.copy.member}'s copy of {s.copy.paper} waits for its delivery: {s.queued}"
        for s in states
        if s.queued and not s.delivered
    ]
    found += [
        f"{s.copy.member}'s copy of {s.copy.paper} (issue {s.copy.issue}) waits to be taken back: {s.recall_queued}"
        for s in states
        if s.recall_queued
    ]
    for paper, last in sorted(due.items()):
        kept = sorted({s.copy.member for s in states if s.copy.paper == paper and _kept(s)})
        if kept and today > last:
            found.append(f"Copies of {paper} should be destroyed by now; no word yet from {', '.join(kept)}.")
    return tuple(found)


def _kept(state: CopyState) -> bool:
    """Whether the member may still have it: delivered, or made to be handed over by hand; and not taken back."""
    by_hand = not (state.delivered or state.queued or state.replaced)
    return (state.out or (by_hand and state.destroyed is None)) and not state.recalled
