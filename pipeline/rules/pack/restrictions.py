"""Cases withheld from a panel member: a conflict of interest, declared by the member or decided by the chair.

What is withheld from somebody reaches them in no paper: not in the pack, not in the circulation, not in a letter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pipeline.model.filing import Event

RESTRICTED, LIFTED = "restricted", "restriction lifted"  # events; their subject is the reference


def withheld(events: Iterable[Event]) -> Mapping[str, frozenset[str]]:
    """Member's name -> the references withheld from them, from the events above, oldest first."""
    found: dict[str, set[str]] = {}
    for event in events:
        of_member = found.setdefault(str(event.said.get("member", "")), set())
        if event.what == RESTRICTED:
            of_member.add(event.subject)
        else:
            of_member.discard(event.subject)
    return {member: frozenset(references) for member, references in found.items() if references}
