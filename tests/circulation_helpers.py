"""A panel of agencies, its cases and their returns, for the tests of circulation and agency checks."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from pipeline.model.people import PanelMember
from pipeline.office.desk import Desk
from pipeline.office.intake import ingest
from pipeline.office.intake.report import SweepReport
from tests.intake_helpers import desk_at, drop, typed
from tests.pack_helpers import referral

MEETING = date(2013, 9, 27)
DAY = "2013-09-27"
EARLY, LATER = datetime(2013, 9, 9, 9, 0, tzinfo=UTC), datetime(2013, 9, 22, 9, 0, tzinfo=UTC)
MEMBERS = (
    PanelMember("Ruth Amberley", "Chair", "CSC", "ruth.amberley@council.example.org"),
    PanelMember("Dev Patwardhan", "Detective inspector", "POLICE", "dev.p@police.example.org"),
    PanelMember("Ines Corrigan", "Detective sergeant", "POLICE", "ines.c@police.example.org"),
    PanelMember("Samuel Adeyemi", "Named GP", "GP"),
)


class Clock:
    """Moved by hand."""

    def __init__(self, now: datetime = EARLY) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@contextlib.contextmanager
def panel_at(root: Path, clock: Clock | None = None, **changes: Any) -> Iterator[Desk]:
    """A desk with four members of three agencies."""
    wanted = {"members": MEMBERS, "secure_email_domains": ("police.example.org",), **changes}
    with desk_at(root, clock=clock or Clock(), **wanted) as desk:
        yield desk


def refer(desk: Desk, *families: int, **changes: str) -> None:
    """Referrals of these families through the inbox, typed, in order of reference."""
    for number in families:
        own = {"ref_email": f"ref{number}@health.example.org", "ref_name": f"Referrer {number}", **changes}
        drop(desk, f"family {number}.yaml", typed(referral(number, **own)))
        ingest(desk, received=date(2013, 9, 3))


def take(desk: Desk, name: str, data: bytes) -> SweepReport:
    """One file through the inbox."""
    drop(desk, name, data)
    return ingest(desk)


def files_in(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
