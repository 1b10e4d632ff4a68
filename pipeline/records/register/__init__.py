"""The register: what has been filed, every version of it, and everything that was done, in SQLite.

One open register belongs to one thread. Two commands at once are safe: each change is one transaction that takes
the write lock first, and a sweep of the inbox holds `sweeping()` so that only one runs at a time.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path

from pipeline.model.errors import NotFoundError, RegisterError
from pipeline.model.filing import Event, Ledger, Outcome, Submission
from pipeline.records import locks
from pipeline.records.register import arrivals as register_arrivals
from pipeline.records.register import events as register_events
from pipeline.records.register import proof as register_proof
from pipeline.records.register import rows as register_rows
from pipeline.records.register import schema as register_schema
from pipeline.records.register import versions as register_versions
from pipeline.records.register.anchor import Anchorage
from pipeline.records.register.anchor import last as last_event
from pipeline.records.register.arrivals import Arrival

REFERRAL, AGENCY_CHECK, MEETING_RECORD, REPLY = "referral", "agency-check", "meeting-record", "reply"
_EVERYTHING = "1 = 1"


class Register:
    """The register of one workspace. `clock` gives the moment written on events; `prefix` is CRP in CRP-2013-014."""

    def __init__(self, folder: Path, clock: Callable[[], datetime], prefix: str) -> None:
        self.folder, self.prefix = folder, prefix
        self._clock = clock
        self._db: sqlite3.Connection | None = None
        self._depth = 0
        self._anchorage: Anchorage | None = None

    def __enter__(self) -> Register:
        """Open it, making it when there has been none. Raises RegisterError or StorageError.

        Refused: a register that is missing, empty or older than the originals and the anchor beside it say.
        """
        anchorage = Anchorage(self.folder)
        self._db = register_schema.connect(self.folder)
        self._anchorage = anchorage
        try:
            with register_schema.translated():
                anchorage.hold(self._db)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        if self._db is not None:
            with register_schema.translated():
                self._db.close()
            self._db = None

    @property
    def _open(self) -> sqlite3.Connection:
        if self._db is None:
            raise RegisterError("The register is not open.")
        return self._db

    @property
    def _anchor(self) -> Anchorage:
        if self._anchorage is None:
            raise RegisterError("The register is not open.")
        return self._anchorage

    def confirm(self) -> None:
        """Raises StorageError when the register's file was moved, removed or replaced since it was opened.

        What is written then would be lost: asked before each change, and before a file leaves the inbox.
        """
        self._anchor.confirm()

    # -- transactions ----------------------------------------------------------------------------------------

    @contextlib.contextmanager
    def transaction(self, *, rehearsal: bool = False) -> Iterator[None]:
        """Everything in the block is written, or nothing. A `rehearsal` writes nothing in the end.

        Inside another transaction the block joins it. Raises RegisterError or StorageError.
        """
        with register_schema.translated():
            if self._depth == 0:
                self.confirm()
                self._open.execute("BEGIN IMMEDIATE")
            self._depth += 1
            try:
                yield
            except BaseException:
                self._finish("ROLLBACK")
                raise
            self._finish("ROLLBACK" if rehearsal else "COMMIT")

    def _finish(self, how: str) -> None:
        self._depth -= 1
        if self._depth == 0 and self._open.in_transaction:
            try:
                end = last_event(self._open) if how == "COMMIT" else None
                self._open.execute(how)
            except sqlite3.Error:
                if self._open.in_transaction:
                    self._open.execute("ROLLBACK")
                raise
            self._anchor.move(end)

    def sweeping(self) -> contextlib.AbstractContextManager[None]:
        """Held while the inbox is swept. Raises RegisterError when another command is sweeping just now."""
        return locks.only_one(
            self.folder / "sweep.lock",
            "Another pipeline command is filing from the inbox just now: wait until it is done, then try again.",
        )

    # -- what is filed ---------------------------------------------------------------------------------------

    def file(self, submission: Submission) -> None:
        """Add a submission with its event. The caller has a transaction and has chosen reference and version."""
        with self.transaction():
            row = register_rows.to_row(submission)
            detail = {
                "version": submission.version,
                "form": submission.form_name,
                "sha256": submission.sha256,
                "outcome": submission.outcome.value,
                "digest": register_rows.digest(row),
            }
            event = register_events.append(self._open, self._clock(), "filed", submission.reference, detail)
            register_rows.insert(self._open, submission, event)

    def next_reference(self, prefix: str, year: int) -> str:
        """The next free reference of a year, such as CRP-2013-014; used up only when the transaction commits."""
        with self.transaction():
            series = f"{prefix}-{year}"
            row = self._open.execute(
                "INSERT INTO counter VALUES (?, 1) ON CONFLICT DO UPDATE SET last = last + 1 RETURNING last",
                (series,),
            ).fetchone()
            return f"{series}-{row[0]:03d}"

    def referrals(self, meeting: date | None = None) -> tuple[Submission, ...]:
        """The latest version of every referral, or of those that go to one meeting; in order of reference.

        What was decided about it counts: the meeting it was moved to. Declined and withdrawn ones go to none.
        """
        found = self._select("form_name = ?", REFERRAL)
        return tuple(s for s in found if meeting is None or (s.meeting == meeting and not s.ended))

    def agency_checks(self, referral: str | None = None) -> tuple[Submission, ...]:
        """The latest version of every agency's check, or of those about one referral."""
        found = self._select("form_name = ?", AGENCY_CHECK)
        return tuple(s for s in found if referral is None or s.record.text("referral_ref") == referral)

    def meeting_records(self) -> tuple[Submission, ...]:
        """The latest version of every meeting record, by meeting."""
        return tuple(
            sorted(self._select("form_name = ?", MEETING_RECORD), key=lambda s: (str(s.meeting), s.reference))
        )

    def latest(self, until: int | None = None) -> tuple[Submission, ...]:
        """The latest version of everything filed, as it stands; or as it stood when the event `until` was written."""
        return self._select(_EVERYTHING, until=until)

    def everything(self) -> tuple[Submission, ...]:
        """Every version of everything filed."""
        return self._select(_EVERYTHING, latest=False)

    def submission(self, reference: str, version: int | None = None) -> Submission:
        """One version (the latest unless told) of a reference. Raises NotFoundError."""
        versions = self.history(reference)
        found = [s for s in versions if version is None or s.version == version]
        if not found:
            raise NotFoundError(
                f"{reference} has no version {version}: its latest is {versions[-1].version}."
                if versions
                else f"There is no {reference} in the register: look how it is written (`pipeline status`)."
            )
        return found[-1]

    def history(self, reference: str) -> tuple[Submission, ...]:
        """Every version of a reference, oldest first; () when there is none."""
        return self._select("reference = ?", reference, latest=False)

    def by_sha(self, sha256: str) -> Submission | None:
        """What was filed from these bytes, or None."""
        found = self._select("sha256 = ?", sha256, latest=False)
        return found[0] if found else None

    def _select(
        self, where: str, *values: object, latest: bool = True, until: int | None = None
    ) -> tuple[Submission, ...]:
        with register_schema.understood():
            return register_versions.standing(self._open, where, *values, latest=latest, until=until)

    # -- what was seen in the inbox --------------------------------------------------------------------------

    def saw(self, name: str, identity: str, parent: int = 0) -> Arrival:
        """Note a file seen in the inbox for the first time, or a part of the arrival `parent`; it waits."""
        with self.transaction():
            at = self._clock()
            detail = {"name": ascii(name), **({"in": parent} if parent else {})}
            event = register_events.append(self._open, at, "seen", "inbox", detail)
            number = register_arrivals.add(self._open, name, identity, at, event, parent)
            moment = at.isoformat(timespec="seconds")
            return Arrival(number, name, identity, moment, Outcome.WAITING, parent=parent)

    def decide(self, arrival: Arrival) -> None:
        """Write what became of an arrival; a decision, once made, gets its event."""
        with self.transaction():
            register_arrivals.update(self._open, arrival)
            if arrival.outcome is not Outcome.WAITING and not arrival.released:
                detail = {
                    "arrival": arrival.number,
                    "reference": arrival.reference,
                    "version": arrival.version,
                    "reason": arrival.reason,
                    "sha256": arrival.sha256,
                }
                register_events.append(self._open, self._clock(), arrival.outcome.value, "inbox", detail)

    def gone(self, arrival: Arrival) -> None:
        """A waiting file was taken away again before it was filed."""
        with self.transaction():
            register_events.append(self._open, self._clock(), "gone", "inbox", {"arrival": arrival.number})
            register_arrivals.remove(self._open, arrival.number)

    def unreleased(self) -> tuple[Arrival, ...]:
        """Files still in the inbox as far as the register knows: waiting, or decided and not yet released."""
        with register_schema.understood():
            return register_arrivals.unreleased(self._open)

    def opened(self, sha256: str) -> Arrival | None:
        """The e-mail or packed folder with these bytes that was opened before, or None."""
        with register_schema.understood():
            return register_arrivals.opened(self._open, sha256)

    def arrivals(self) -> tuple[Arrival, ...]:
        """Every file ever seen, oldest first."""
        with register_schema.understood():
            return register_arrivals.every(self._open)

    def ledger(self) -> Ledger:
        """How many files were seen and what became of them, counted in two places."""
        with register_schema.translated():
            return register_arrivals.ledger(self._open)

    # -- the log and issue numbers ---------------------------------------------------------------------------

    def note(self, what: str, subject: str, detail: Mapping[str, object] | None = None) -> None:
        """Add an event of one's own: a pack issued, a circulation sent."""
        with self.transaction():
            register_events.append(self._open, self._clock(), what, subject, detail or {})

    def facts(self, *what: str, subject: str | None = None) -> tuple[Event, ...]:
        """The events of these kinds, about one subject or about all, oldest first.

        What the office has done (asked an agency, issued a copy, taken a decision) is kept as events and read back
        here: one place to keep it, and nothing in it can be changed unnoticed.
        """
        with register_schema.understood():
            return tuple(register_events.of_kind(self._open, what, subject))

    def events(self) -> tuple[Event, ...]:
        """Every event, oldest first."""
        with register_schema.translated():
            return tuple(register_events.read(self._open))

    def verify_events(self) -> tuple[str, ...]:
        """What is wrong with log, submissions and ledger, a sentence each; () when all is well."""
        with register_schema.translated():
            found = [*register_proof.every_fault(self._open), *self._anchor.faults(self._open)]
        ledger = self.ledger()
        if not ledger.balances:
            counted = sum(n for _, n in ledger.by_outcome)
            found.append(f"The ledger does not balance: {ledger.seen} files seen, {counted} accounted for.")
        return tuple(found)

    def issue_of(self, paper: str, digest: str) -> int:
        """The issue number of a paper with this content: the same content again has the same number."""
        with self.transaction():
            found = self._open.execute(
                "SELECT number FROM issue WHERE paper = ? AND digest = ?", (paper, digest)
            ).fetchone()
            if found:
                return int(found[0])
            last = self._open.execute("SELECT max(number) FROM issue WHERE paper = ?", (paper,)).fetchone()[0]
            number = int(last or 0) + 1
            detail = {"number": number, "digest": digest}
            event = register_events.append(self._open, self._clock(), "issue", paper, detail)
            self._open.execute("INSERT INTO issue VALUES (?, ?, ?, ?)", (paper, digest, number, event))
            return number
