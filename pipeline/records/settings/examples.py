"""Which settings are still the invented examples that a new workspace begins with, or names left blank.

They let the demo and the tests run; in a real report they would be printed as facts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date

from pipeline.model.settings import OpeningBalance, Settings

_NOBODYS = "example.org"  # kept for examples by its register: nobody's address
OPENING = OpeningBalance(date(2013, 3, 31), 6, 29, 34, 24, 11)


def examples_left(settings: Settings) -> tuple[str, ...]:
    """A sentence for each setting that still holds the examples of the catalogue, and for each blank name."""
    return tuple(_examples(settings))


def _examples(settings: Settings) -> Iterator[str]:
    for name, value in asdict(settings.names).items():
        if not value:
            yield f"names: `{name}` is blank, and a form that prints it has a gap there."
    if settings.names.email.casefold().endswith(_NOBODYS):
        yield f"names: {settings.names.email} is an invented address, and the forms print it; put in the panel's own."
    members = [m.name for m in settings.members if m.email.casefold().endswith(_NOBODYS)]
    if members:
        yield f"members: {_some(members)} invented; put in the people who sit on the panel."
    days = [str(m.day) for m in settings.meetings if "Example" in m.venue or m.chair in members]
    if days:
        yield f"meetings: {_some(days)} invented; put in the panel's own days, venues and chairs."
    if settings.opening == OPENING:
        yield (
            "opening_balance: these figures are invented, and every quarterly report counts them; put in the panel's"
            " own, or 0."
        )


def _some(names: list[str]) -> str:
    """ "A is", "A and B are", "A, B and 5 more are"."""
    shown = names if len(names) < 4 else [*names[:2], f"{len(names) - 2} more"]
    last = shown[-1]
    return f"{last} is" if len(shown) == 1 else f"{', '.join(shown[:-1])} and {last} are"
