"""Taking in what lies in the inbox: settled, kept, read, filed, and only then released.

The order is what makes a crash harmless at any moment: the original is stored and read back, the decision is one
register transaction, the file leaves the inbox last. The next sweep finds what a killed one left and finishes it.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from pipeline.model.errors import NotFoundError, ReadingError, StorageError
from pipeline.model.filing import Outcome
from pipeline.office.desk import Desk
from pipeline.office.intake.entering import Told, enter, enter_again, note
from pipeline.office.intake.filing import Paper
from pipeline.office.intake.fitness import Fitness, fitness
from pipeline.office.intake.leaving import finish, make_pages, put_aside, release, settle_queries
from pipeline.office.intake.parcels import enter_parcel, keep_parts, open_up
from pipeline.office.intake.passwords import UNUSED, Keys, burn, burn_used, keys_among, unlocked
from pipeline.office.intake.report import ARRIVING, Done, Listener, Run, SweepReport, three_lines, unheard
from pipeline.records import departure, files, inbox
from pipeline.records.inbox import Found, Listing, Nature
from pipeline.records.locks import BusyError
from pipeline.records.originals import ChangedWhileReadError, SourceUnreadableError
from pipeline.records.register.arrivals import Arrival
from pipeline.rules.answers.dates import british

_TURNS, _TURN = 60, 0.5  # how often, and after how many seconds, another command that is filing is waited for
_LOOKS = 600  # of one `ingest`, so that a file that never stops growing does not hold it for ever


class Intake:
    """Sweeps the inbox, again and again; remembers between sweeps what each file looked like.

    `received` is the day files count as received (the desk's day unless told); `dry_run` reads and decides but
    keeps, files, moves and removes nothing. `ticks` are seconds of a clock that only goes forward; `tell` hears
    of each file as soon as it is decided; `stopped` is asked between files whether to leave the rest.
    """

    def __init__(
        self,
        desk: Desk,
        *,
        received: date | None = None,
        dry_run: bool = False,
        ticks: Callable[[], float] = time.monotonic,
        tell: Listener = unheard,
        stopped: Callable[[], bool] = lambda: False,
    ) -> None:
        self._desk = desk
        self._received = received
        self._dry = dry_run
        self._ticks = ticks
        self._tell = tell
        self._stopped = stopped
        self._tracker = inbox.Tracker(desk.settings.intake.settle_seconds)
        self._inbox = desk.settings.folders.inbox
        self._first = True
        self._current = ""
        self._keys = Keys()
        self._skipped: dict[str, str] = {}  # name and identity -> why; what a dry run has told, what stumbled

    def sweep(self) -> SweepReport:
        """Look at everything once and file what is settled.

        A full disk or a lost folder pauses the sweep and is told in the report; the next one goes on. Raises
        RegisterError when another command is filing, or the register is damaged.
        """
        rehearsal = self._desk.register.transaction(rehearsal=True) if self._dry else contextlib.nullcontext()
        with self._desk.register.sweeping(), rehearsal:
            run = Run(self._tell)
            try:
                self._sweep(run)
            except StorageError as err:
                run.paused = str(err)
            return run.report()

    def stumbled(self, why: str) -> None:
        """Step over the file that the last sweep failed on in a way nobody foresaw; it waits, with the reason.

        For the watcher, so that one such file does not hold up the others.
        """
        self._skipped[self._current] = f"the program failed on it ({why}); please report this"

    def _sweep(self, run: Run) -> None:
        self._current = ""
        self._desk.register.confirm()
        if self._first and not self._dry:
            self._desk.originals.clear_unfinished()
            self._desk.derived.clear_unfinished()
            inbox.clear_unfinished(self._inbox)
        listing = self._look()
        run.troubles.extend((*listing.troubles, *listing.passed_over, *self._desk.form_notices))
        self._tracker.keep_only({found.name for found in listing.found})
        self._deal(listing, run)
        if (self._first or run.done) and not self._dry:
            run.troubles.extend(settle_queries(self._desk))
        self._first = False

    def _look(self) -> Listing:
        """What lies in the inbox, once everything that an interrupted run had in hand lies there again."""
        listing = inbox.look(self._inbox)
        if not listing.leaving or self._dry:
            return listing
        with files.storing("Putting a file back that was being taken out of the inbox"):
            for path in listing.leaving:
                departure.put_back(path)
        return inbox.look(self._inbox)

    def _deal(self, listing: Listing, run: Run) -> None:
        """File after file, until told to stop."""
        dealt: set[str] = set() if self._dry else set(burn_used(self._desk, listing.found, run))
        for name in () if self._dry else finish(self._desk, listing, run, pages=self._first):
            dealt.add(name)
            if self._stopped():
                return
        matched = self._match(listing, dealt)
        self._keys = keys_among([found for found, _ in matched])
        for found, arrival in matched:
            if self._stopped():
                return
            self._current = f"{found.name} {found.key}"
            if found.name not in self._keys.names:
                self._take(found, arrival, run)
            elif found in self._keys.idle:
                settled = self._tracker.settled(found, self._ticks())
                self._wait(found, arrival, UNUSED if settled else ARRIVING, run)

    def _match(self, listing: Listing, dealt: set[str]) -> list[tuple[Found, Arrival]]:
        """Each file in the inbox with its arrival, new ones noted, those taken away again forgotten."""
        register = self._desk.register
        known = {a.name: a for a in register.unreleased() if a.outcome is Outcome.WAITING}
        there = {f.name for f in listing.found}
        gone = [a for name, a in known.items() if name not in there and not listing.troubles]
        found = [f for f in listing.found if f.name not in dealt]
        new = [f for f in found if f.name not in known]
        if gone or new:
            with register.transaction():
                for arrival in gone:
                    register.gone(arrival)
                known.update({f.name: register.saw(f.name, f.key) for f in new})
        return [(f, known[f.name]) for f in found]

    def _take(self, found: Found, arrival: Arrival, run: Run) -> None:
        if self._current in self._skipped:
            if self._skipped[self._current]:
                self._wait(found, arrival, self._skipped[self._current], run)
            return
        now = self._ticks()
        key = self._keys.of(found.name)
        settled = [self._tracker.settled(one, now) for one in (found, key) if one is not None]
        if not all(settled):
            self._wait(found, arrival, ARRIVING, run)
            return
        try:
            fit = fitness(self._desk, self._tracker, found, arrival, now)
            if fit.waits:
                self._wait(found, arrival, fit.words, run)
            elif fit.words:
                self._refuse(found, arrival, fit.words, run)
            else:
                self._file(found, arrival, fit, run)
        except ChangedWhileReadError:
            self._tracker.restart(found)
            self._wait(found, arrival, ARRIVING, run)
        except SourceUnreadableError as err:
            self._wait(found, arrival, str(err), run)

    def _wait(self, found: Found, arrival: Arrival, reason: str, run: Run) -> None:
        run.waits(found.shown, arrival, reason)
        kept = "" if reason == ARRIVING else reason  # what only arrives needs no write of its own
        if kept != arrival.reason or (kept and found.key != arrival.identity):
            looked = found.key if kept else arrival.identity
            self._desk.register.decide(replace(arrival, identity=looked, reason=kept))

    def _refuse(self, found: Found, arrival: Arrival, words: str, run: Run) -> None:
        """Set a file aside; its bytes are kept first, unless it is no file or too large to be a form.

        Raises ChangedWhileReadError, SourceUnreadableError or StorageError.
        """
        if found.nature is Nature.FILE and found.identity.size <= inbox.LARGEST:
            arrival = replace(arrival, sha256=self._keep(found)[0])
        self._set_aside(found, arrival, words, run)

    def _file(self, found: Found, arrival: Arrival, fit: Fitness, run: Run) -> None:
        """Keep, read, decide. Raises ChangedWhileReadError, SourceUnreadableError or StorageError."""
        sha256, data = self._keep(found)
        kept = replace(arrival, identity=found.key, sha256=sha256)
        try:
            told = self._entered(found, kept, data, fit)
        except ReadingError as err:
            self._set_aside(found, kept, three_lines(err), run)
            return
        self._leave(found, told, run)

    def _keep(self, found: Found) -> tuple[str, bytes]:
        if self._dry:
            return inbox.read_in_place(found)
        sha256 = self._desk.originals.keep(found.path)
        return sha256, self._desk.originals.read(sha256)

    def _entered(self, found: Found, kept: Arrival, data: bytes, fit: Fitness) -> tuple[Told, ...]:
        """What was decided about a file, and about each part of one that holds others. Raises ReadingError."""
        same = self._desk.register.by_sha(kept.sha256)
        if same is not None:
            return (enter_again(self._desk, found.shown, kept, same),)
        if fit.holds_others:
            return self._opened(found, kept, data)
        paper = Paper(kept.sha256, fit.kind, self._received or self._desk.today)
        key = self._keys.of(found.name)
        if key is not None and fit.kind == "pdf":
            opened = unlocked(self._desk, paper, data, key, keep=not self._dry)
            data, paper = opened.data, opened.paper
        answers = self._desk.read(data, found.path.name)
        return (enter(self._desk, found.shown, kept, paper, answers),)

    def _opened(self, found: Found, kept: Arrival, data: bytes) -> tuple[Told, ...]:
        before = self._desk.register.opened(kept.sha256)
        if before is not None:
            words = f"the same as {files.shown_name(before.name)}, which was opened before"
            return (note(self._desk, found.shown, replace(kept, outcome=Outcome.DUPLICATE, reason=words)),)
        parcel = open_up(self._desk, found.shown, kept, data, self._received)
        if not self._dry:
            keep_parts(self._desk, parcel)
        return enter_parcel(self._desk, parcel)

    def _set_aside(self, found: Found, arrival: Arrival, reason: str, run: Run) -> None:
        """Set a file aside; `reason` is three lines: what it is, why, what to do."""
        target = departure.aside_target(self._inbox, found)
        aside = replace(arrival, identity=found.key, outcome=Outcome.SET_ASIDE, reason=reason, target=target)
        self._leave(found, (note(self._desk, found.shown, aside),), run)

    def _leave(self, found: Found, told: tuple[Told, ...], run: Run) -> None:
        """Tell of the decisions about a file and its parts; then, in earnest, make the pages and release it."""
        for one in told:
            run.decided(one.shown, one.arrival, one.words, one.urgent)
        if self._dry:
            self._skipped[self._current] = ""
            return
        for one in told:
            make_pages(self._desk, one.arrival)
        key = self._keys.of(found.name)
        if key is not None:
            burn(self._desk, key, run)
        for one in told[1:]:
            if not one.arrival.released:
                put_aside(self._desk, one.arrival, run)
        release(self._desk, found, told[0].arrival, run)


def ingest(
    desk: Desk,
    *,
    received: date | None = None,
    dry_run: bool = False,
    tell: Listener = unheard,
    ticks: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> SweepReport:
    """Take in everything that is in the inbox: look, wait until files have settled, file, until nothing moves.

    What is locked or not complete stays behind and is named in the report. Another command that is filing is
    waited for, half a minute at most. Raises RegisterError (it is still filing), StorageError (paused: nothing
    was lost, run it again) or NotFoundError (a day received that has not come yet).
    """
    if received is not None and received > desk.today:
        raise NotFoundError(f"{british(received)} has not come yet: give the day on which the files came in.")
    intake = Intake(desk, received=received, dry_run=dry_run, ticks=ticks, tell=tell)
    done: list[Done] = []
    for _ in range(_LOOKS):
        report = _sweep_in_turn(intake, sleep)
        done += report.done
        if report.paused:
            raise StorageError(report.paused)
        if not report.arriving:
            break
        sleep(desk.settings.intake.settle_seconds)
    return replace(report, done=tuple(done))


def _sweep_in_turn(intake: Intake, sleep: Callable[[float], None]) -> SweepReport:
    for _ in range(_TURNS):
        try:
            return intake.sweep()
        except BusyError:
            sleep(_TURN)
    return intake.sweep()
