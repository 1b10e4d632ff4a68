"""Papers handed over: who was given which copy of which issue, and what has become of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class IssuedCopy:
    """A member's copy as it was made. `file` is its name in the outbox's folder of copies.

    `withheld`: the references of the cases that are not in it; `event`: the number of the event that says so.
    """

    paper: str  # briefing-pack-2013-09-27
    issue: int
    copy: int
    member: str
    sha256: str
    file: str
    made: date
    withheld: tuple[str, ...] = ()
    event: int = 0

    @property
    def key(self) -> tuple[str, int, str, str]:
        """What tells one copy from another: a copy made again (another passphrase) is another copy."""
        return (self.paper, self.issue, self.member, self.sha256)


@dataclass(frozen=True)
class CopyState:
    """A copy and what has become of it. Days are None where that has not happened.

    `place`: the file it was delivered as; `queued`: why its delivery waits; `recall_queued`: why its recall waits.
    `replaced`: a later copy of the same paper was made for the same member.
    """

    copy: IssuedCopy
    delivered: date | None = None
    place: str = ""
    queued: str = ""
    recalled: date | None = None
    recall_queued: str = ""
    reason: str = ""  # of the recall
    destroyed: date | None = None
    replaced: bool = False

    @property
    def out(self) -> bool:
        """Whether the member has it, as far as is known."""
        return self.delivered is not None and self.destroyed is None
