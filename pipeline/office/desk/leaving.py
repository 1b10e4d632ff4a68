"""What has been done already for a meeting that a case leaves or comes to, and what is to be done about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from pipeline.office.desk import Desk
from pipeline.office.desk.letters import listed
from pipeline.rules.answers.dates import british

_INVITED = ("invitations have gone out", "pipeline invite --meeting {day}")
_BUILT = ("the pack has been built", "pipeline build-pack --meeting {day}, then copies and deliver")
# events at a meeting -> what has happened there, and what is to be done about it
_LEAVES = {
    "circulated": ("its form has gone to the panel members", "ask them to destroy it"),
    "invited": _INVITED,
    "pack built": (_BUILT[0], f"{_BUILT[1]}; pipeline recall takes back what members have of it"),
}
_COMES = {
    "circulated": ("forms have gone to the panel members", "pipeline circulate --meeting {day}"),
    "invited": _INVITED,
    "pack built": _BUILT,
}


def to_bring_in_step(desk: Desk, reference: str, was: date | None, meeting: date | None) -> Iterator[str]:
    """A sentence for each of the two meetings at which something has been done, with the commands that follow it."""
    for day, told in ((was, _LEAVES), (meeting, _COMES)):
        if day and was != meeting:
            yield from _to_bring_in_step(desk, reference, day, told)


def _to_bring_in_step(
    desk: Desk, reference: str, day: date, told: Mapping[str, tuple[str, str]]
) -> Iterator[str]:
    """What has been done for a meeting that the case leaves or comes to, each with what to do about it now."""
    done = [
        f"{words} ({then.format(day=day.isoformat())})"
        for what, (words, then) in told.items()
        if _happened(desk, what, day, reference if told is _LEAVES else "")
    ]
    if done:
        yield f"For the meeting on {british(day)} {listed(done)}: bring that in step with this decision."


def _happened(desk: Desk, what: str, day: date, reference: str) -> bool:
    """Whether it was done for the meeting; forms that were circulated, whether this case's was among them."""
    facts = desk.register.facts(what, subject=day.isoformat())
    return any(not reference or reference in f.said.get("references", (reference,)) for f in facts)
