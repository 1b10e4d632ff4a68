"""A child at immediate risk: an agency's check that says so cannot wait for a panel, nor for a confirmation."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.model.filing import Submission
from pipeline.model.record import Explicit, Record

RISK = "immediate_risk"  # on the agency check
RISK_SEEN = "risk acknowledged"  # an event; its subject is the check's reference


def at_risk(record: Record) -> bool:
    """Whether the answer is yes, or one that cannot be told from a yes: two ticks, words beside the box."""
    value = record.values.get(RISK)
    return value is True or (type(value) is str and not isinstance(value, Explicit))


def raised(versions: Sequence[Submission], seen: int) -> Submission | None:
    """The version that raises the alarm, or None. `seen`: up to which version it has been acknowledged.

    A later version that says no does not take the alarm back; a correction that only leaves the yes standing does
    not raise it again.
    """
    found, known = None, False  # known: a yes of the version before that has been acknowledged
    for one in versions:
        risk = at_risk(one.record)
        if one.version > seen and risk and not (known and one.origin.corrected_by):
            found = one
        known = risk and (one.version <= seen or (known and bool(one.origin.corrected_by)))
    return found


def notice(submission: Submission, agency: str, *, confirmed: bool) -> str:
    """The alarm in one line, without a child's name. `agency`: its printed name."""
    about = submission.record.text("referral_ref") or "a referral that is not named"
    says = "says" if confirmed else "says, as far as it could be read,"
    return (
        f"URGENT: {about}, {agency or 'an agency'}: the check {says} that a child is at immediate risk. Ring children's"
        f" social care now ({submission.reference})."
    )
