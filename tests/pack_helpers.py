"""Filed referrals for the pack's tests: through the real rules and register, with a sandbox that runs in-process."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar

from pipeline.model.answers import Carrier
from pipeline.model.filing import Submission
from pipeline.model.settings import Settings
from pipeline.office.desk import Desk, open_desk
from pipeline.office.intake.filing import Paper, propose
from tests import builders

MEETING = date(2013, 9, 27)
Result = TypeVar("Result")


class InProcess:
    """Stands in for the sandbox where its limits are not what is tested."""

    def call(self, function: Callable[..., Result], *args: object) -> Result:
        return function(*args)


@contextlib.contextmanager
def desk_at(root: Path, settings: Settings | None = None) -> Iterator[Desk]:
    settings = settings or builders.settings(root)
    clock = datetime(2013, 9, 10, 9, 0, tzinfo=UTC)
    with open_desk(settings, builders.forms(), lambda: clock, sandbox=InProcess()) as desk:
        yield desk


def file_bytes(
    desk: Desk,
    data: bytes,
    items: Mapping[str, str],
    *,
    kind: str = "pdf",
    received: date = date(2013, 9, 3),
) -> Submission:
    """File an original with the answers it carries."""
    source = desk.settings.folders.root / f"dropped.{kind}"
    source.write_bytes(data)
    sha256 = desk.originals.keep(source)
    carrier = {"pdf": Carrier.ACROFORM, "docx": Carrier.WORD}.get(kind, Carrier.TYPED)
    with desk.register.transaction():
        answers = builders.answers(desk.forms["referral"], items, carrier)
        proposed = propose(desk, Paper(sha256, kind, received), answers)
        desk.register.file(proposed)
    return proposed


def file_referral(
    desk: Desk, *, number: int = 1, received: date = date(2013, 9, 3), **changes: str
) -> Submission:
    """File a PDF referral; `number` makes it another family."""
    items = referral(number, **changes)
    data = builders.pdf_form(desk.forms["referral"], items)
    return file_bytes(desk, data, items, received=received)


def referral(number: int = 1, **changes: str) -> dict[str, str]:
    """Answers of another family, with nothing for a person to settle."""
    names = (
        "Ellery",
        "Harcastle",
        "Wiśniak",
        "O’Dowd",
        "Llŷr",
        "Achterberg",
        "Sørli",
        "Țepeș",
        "Kovács",
        "Mbeki",
    )
    surname = (
        f"{names[number % len(names)]}{'' if number < len(names) else f'-{_roman(number // len(names))}'}"
    )
    own = {
        "child_1_forename": ("Tomos", "Zoë", "Łukasz", "Siân", "Jörg", "Anaïs")[number % 6],
        "child_1_surname": surname,
        "child_1_nhs_no": "",
        "child_1_case_ref": str(7044190 + number),
        "child_1_dob": f"{1 + number % 28:02d}/{3 + number // 28:02d}/{2005 + number % 7}",
        "child_2_surname": surname,
        "child_2_dob": f"{1 + number % 28:02d}/{5 + number // 28:02d}/{2010 + number % 2}",
        "adult_1_name": f"Carys {surname}",
        "history": builders.REFERRAL["history"] + f" This is family number {number}.",
    }
    return builders.referral_items(**(own | changes))


def _roman(number: int) -> str:
    return "I" * (number % 10) + "X" * (number // 10 % 10)


def with_pack(settings: Settings, **changes: object) -> Settings:
    """The settings with changes to the pack's own."""
    return replace(settings, pack=replace(settings.pack, **changes))  # type: ignore[arg-type]
