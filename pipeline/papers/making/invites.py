"""Calendar files (.ics, RFC 5545): a meeting of the panel, or its whole year. No person is named in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from icalendar import Component

_ZONE = "Europe/London"
_PRODUCT = "-//case review panel pipeline//EN"


@dataclass(frozen=True)
class Entry:
    """One entry of a calendar. `start` None: the whole day. `uid` is the same for each version of one entry.

    `sequence` counts its versions from 0; `cancelled`: it takes the entry out again.
    """

    uid: str
    day: date
    title: str
    start: time | None = None
    minutes: int = 0
    place: str = ""
    text: str = ""
    sequence: int = 0
    cancelled: bool = False


def calendar_file(entries: Sequence[Entry], name: str, stamp: datetime) -> bytes:
    """The entries as one .ics file; the same bytes for the same entries and `stamp` (the moment it was made)."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if entries and all(e.cancelled for e in entries) else "PUBLISH")
    calendar.add("x-wr-calname", name)
    for entry in entries:
        calendar.add_component(_event(entry, stamp))
    if any(entry.start for entry in entries):
        calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(entry: Entry, stamp: datetime) -> Component:
    from zoneinfo import ZoneInfo

    from icalendar import Event

    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", stamp)
    event.add("sequence", entry.sequence)
    event.add("summary", entry.title)
    if entry.start is None:
        event.add("dtstart", entry.day)
        event.add("dtend", entry.day + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    else:
        begins = datetime.combine(entry.day, entry.start, ZoneInfo(_ZONE))
        event.add("dtstart", begins)
        event.add("dtend", begins + timedelta(minutes=entry.minutes))
    for key, value in (("location", entry.place), ("description", entry.text)):
        if value:
            event.add(key, value)
    if entry.cancelled:
        event.add("status", "CANCELLED")
    return event
