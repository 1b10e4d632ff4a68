"""What several tasks ask about members' copies: their numbers, and where the passphrases are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from pipeline.office.desk import Desk
from pipeline.office.desk.packs import paper_name
from pipeline.records.passphrases import Passphrases, open_passphrases

PASSPHRASE_SET, SLIP_PRINTED = "passphrase set", "slip printed"  # events; their subject is the member's name
COPY_ISSUED = "copy issued"  # an event; its subject is the paper's name
_NUMBERS = "copy numbers"  # an event; its subject is the paper's name


def passphrases(desk: Desk) -> Passphrases:
    """The members' passphrases. Raises WorkspaceError."""
    return open_passphrases(desk.settings.passphrases, desk.settings.folders.records)


def copy_numbers(desk: Desk, day: date) -> Mapping[str, int]:
    """Member's name -> the number of their copy of a meeting's papers; empty until copies are made."""
    facts = desk.register.facts(_NUMBERS, subject=paper_name(day))
    return dict(facts[-1].said.get("numbers", {})) if facts else {}


def numbers_for(known: Mapping[str, int], names: Sequence[str]) -> Mapping[str, int]:
    """The numbers with one for each of these names: who has one keeps it, a new one gets the next."""
    numbers = dict(known)
    for name in names:
        numbers.setdefault(name, max(numbers.values(), default=0) + 1)
    return numbers


def keep_numbers(desk: Desk, day: date, numbers: Mapping[str, int]) -> None:
    """Hold the numbers of a meeting's copies, from now on."""
    if numbers != copy_numbers(desk, day):
        desk.register.note(_NUMBERS, paper_name(day), {"numbers": dict(numbers)})
