"""papers/making/invites: calendar files that calendar programs read."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from icalendar import Calendar

from pipeline.papers.making.invites import Entry, calendar_file

STAMP = datetime(2013, 9, 2, 9, 0, tzinfo=UTC)
MEETING = Entry(
    "meeting-2013-09-27@panel", date(2013, 9, 27), "Panel, Cheltenham", time(9, 15), 195, "Room 3"
)


def test_a_meeting_begins_at_its_hour_in_england() -> None:
    made = Calendar.from_ical(calendar_file([MEETING], "Panel", STAMP))
    (event,) = made.walk("VEVENT")
    assert event.decoded("dtstart").astimezone(UTC) == datetime(2013, 9, 27, 8, 15, tzinfo=UTC)  # summer time
    assert (event.decoded("dtend") - event.decoded("dtstart")).seconds == 195 * 60
    assert (str(event["summary"]), str(event["location"])) == ("Panel, Cheltenham", "Room 3")
    assert made["method"] == "PUBLISH"
    assert len(made.walk("VTIMEZONE")) == 1


def test_a_deadline_takes_the_whole_day_and_blocks_nobody() -> None:
    made = Calendar.from_ical(calendar_file([Entry("d@panel", date(2013, 9, 6), "Deadline")], "Panel", STAMP))
    (event,) = made.walk("VEVENT")
    assert event.decoded("dtstart") == date(2013, 9, 6)
    assert event.decoded("dtend") == date(2013, 9, 7)
    assert str(event["transp"]) == "TRANSPARENT"


def test_a_cancelled_entry_takes_itself_out_again() -> None:
    entry = Entry("m@panel", date(2013, 9, 27), "Panel", time(9, 15), 60, sequence=2, cancelled=True)
    made = Calendar.from_ical(calendar_file([entry], "Panel", STAMP))
    (event,) = made.walk("VEVENT")
    assert (made["method"], str(event["status"]), int(event["sequence"])) == ("CANCEL", "CANCELLED", 2)


def test_the_same_entries_give_the_same_bytes_and_keep_to_75_octets_a_line() -> None:
    long = Entry(
        "m@panel", date(2014, 1, 17), "Ŵ" * 80, time(9, 15), 60, text="line one\nline two; with, commas"
    )
    made = calendar_file([long], "Panel", STAMP)
    assert made == calendar_file([long], "Panel", STAMP)
    assert max(map(len, made.split(b"\r\n"))) <= 75
    (event,) = Calendar.from_ical(made).walk("VEVENT")
    assert str(event["description"]) == long.text
