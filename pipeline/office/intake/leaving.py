"""The last step of intake: a decided file leaves the inbox, now or, after a crash, at the next sweep."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import replace

from pipeline.model.errors import ConversionError, NotFoundError, ReadingError
from pipeline.model.filing import Outcome
from pipeline.office.desk import Desk
from pipeline.office.desk.pages import inert_copy
from pipeline.office.desk.urgent import settle_alarms
from pipeline.office.intake.apart import pages_apart
from pipeline.office.intake.corrections import settle_corrections
from pipeline.office.intake.report import ARRIVING, Run, why_text
from pipeline.records import attention, departure
from pipeline.records.files import shown_name
from pipeline.records.inbox import Found, Listing
from pipeline.records.register.arrivals import Arrival
from pipeline.rules.correcting.querylist import query_list

_FILED = (Outcome.ACCEPTED, Outcome.NEEDS_ATTENTION, Outcome.NEW_VERSION)


def finish(desk: Desk, listing: Listing, run: Run, *, pages: bool) -> Iterator[str]:
    """Release what an earlier sweep had decided but not released; yields the names that this concerns.

    The same name with another identity is another file. `pages`: also make the pages for the pack that a killed
    sweep could not make.
    """
    there = {found.name: found for found in listing.found}
    for arrival in desk.register.unreleased():
        if arrival.outcome is Outcome.WAITING:
            continue
        if arrival.parent:
            put_aside(desk, arrival, run)
            continue
        found = there.get(arrival.name)
        if found is not None and found.key == arrival.identity:
            if pages:
                make_pages(desk, arrival)
            release(desk, found, arrival, run)
            yield found.name
        elif not listing.troubles:
            desk.register.decide(replace(arrival, released=True))


def release(desk: Desk, found: Found, arrival: Arrival, run: Run) -> None:
    """Take a decided file out of the inbox. Raises StorageError (disk full: the sweep pauses).

    What cannot be moved just now (open in another program) is told and tried again at the next sweep.
    """
    desk.register.confirm()
    try:
        left = _leaves(desk, found, arrival)
    except FileExistsError:
        target = departure.aside_target(desk.settings.folders.inbox, found)
        desk.register.decide(replace(arrival, target=target))
        run.waits(found.shown, arrival, ARRIVING)
    except OSError as err:
        what = arrival.reference or arrival.outcome.value
        words = (
            f"{found.shown} is dealt with ({what}) but cannot be taken out of the inbox yet: {err.strerror}."
        )
        run.troubles.append(words)
    else:
        desk.register.decide(replace(arrival, released=True))
        if not left:  # replaced since it was kept: another file lies there now, to be taken by the next sweep
            run.waits(found.shown, arrival, ARRIVING)


def _leaves(desk: Desk, found: Found, arrival: Arrival) -> bool:
    """Whether it left; False when it has gone or was replaced. Raises OSError, StorageError."""
    if arrival.outcome is not Outcome.SET_ASIDE:
        return departure.release(found, arrival.sha256)
    why = why_text(found.shown, arrival.reason, desk.today)
    return departure.set_aside(desk.settings.folders.inbox, found, arrival.target, why, arrival.sha256)


def put_aside(desk: Desk, arrival: Arrival, run: Run) -> None:
    """Write a part that was set aside into "set aside", out of what it came in. Raises StorageError.

    What cannot be written just now is told and tried again at the next sweep.
    """
    folder, shown = desk.settings.folders.inbox, shown_name(arrival.name)
    why = why_text(shown, arrival.reason, desk.today)
    try:
        departure.write_aside(folder, arrival.target, desk.originals.read(arrival.sha256), why)
    except FileExistsError:
        target = departure.free_target(folder, arrival.target, ())
        desk.register.decide(replace(arrival, target=target))
        run.waits(shown, arrival, ARRIVING)
    except (OSError, NotFoundError) as err:
        run.troubles.append(f"{shown} cannot be put into “set aside” yet: {err}")
    else:
        desk.register.decide(replace(arrival, released=True))


def make_pages(desk: Desk, arrival: Arrival) -> None:
    """The pages for the pack, made at intake because it is cheap here; a failure shows as a gap in the pack."""
    submission = desk.register.by_sha(arrival.sha256) if arrival.outcome in _FILED else None
    if submission is not None:
        with contextlib.suppress(ConversionError, ReadingError, NotFoundError):
            inert_copy(desk, *submission.pages, submission.reference)


def settle_queries(desk: Desk) -> tuple[str, ...]:
    """Bring "needs attention" in step: list and correction form for open queries, none for what has been settled.

    A sentence for each correction form that a person has begun to fill in. Raises StorageError.
    """
    folder = desk.settings.folders.inbox
    lists = attention.query_lists(folder)
    apart = pages_apart(desk)
    for submission in desk.register.latest():
        form = desk.forms.get(submission.form_name)
        if submission.queries and form is not None and not submission.ended:
            name = submission.reference
            asked = query_list(submission, form, desk.settings.names, apart.perhaps.get(name, ""))
            attention.write_query_list(folder, name, apart.joined.get(name, asked))
        elif submission.reference in lists:
            attention.remove_settled(lists[submission.reference])
    _settle_notes(desk)
    settle_alarms(desk)
    return settle_corrections(desk)


def _settle_notes(desk: Desk) -> None:
    """Take away the notes of files that a person has taken out of "set aside" again."""
    folder = desk.settings.folders.inbox
    orphaned = departure.orphaned_notes(folder)
    if not orphaned:
        return
    aside = {a.target for a in desk.register.arrivals() if a.outcome is Outcome.SET_ASIDE and a.released}
    for target in sorted(orphaned & aside):
        departure.remove_note(folder, target)
