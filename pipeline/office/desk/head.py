"""What every paper of one meeting says of itself."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.model.meeting import MeetingRecord
from pipeline.model.settings import Settings
from pipeline.rules.answers.dates import british, short


@dataclass(frozen=True)
class Head:
    """Title and marking of a meeting's paper, and whose it is. `title` ends with district and day."""

    title: str
    board: str
    panel: str
    district: str
    day: str
    day_short: str
    marking: str


def head_of(record: MeetingRecord, settings: Settings, title: str) -> Head:
    """The head of a paper that names nobody: it has the lowest marking. `title`: up to district and day."""
    names, district = settings.names, settings.district_name(record.district)
    return Head(
        title=f"{title} {names.panel} - {district} {short(record.day)}",
        board=names.full_board,
        panel=names.panel,
        district=district,
        day=british(record.day),
        day_short=short(record.day),
        marking=settings.lowest_marking_on(record.day),
    )


def sample_head(title: str) -> Head:
    """An invented one, for `pipeline check`."""
    return Head(
        title=f"{title} Multi Agency Case Review Panel - Stroud 22/11/13",
        board="Exampleshire Safeguarding Children Board",
        panel="Multi Agency Case Review Panel",
        district="Stroud",
        day="22 November 2013",
        day_short="22/11/13",
        marking="NOT PROTECTIVELY MARKED",
    )
