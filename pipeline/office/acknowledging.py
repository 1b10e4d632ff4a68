"""Acknowledging that a child's immediate risk has been acted on: who was rung stands in the event log."""

from __future__ import annotations

from pipeline.model.errors import NotFoundError
from pipeline.office.desk import Desk
from pipeline.office.desk.urgent import Alarm, alarm_of, alarms, settle_alarms
from pipeline.rules.arriving.urgent import RISK_SEEN


def acknowledge_risk(desk: Desk, reference: str, said: str, *, dry_run: bool = False) -> Alarm:
    """Note that an alarm has been acted on; its note goes away. `said`: who was rung, by whom, when.

    Raises NotFoundError naming the alarms there are, RegisterError or StorageError.
    """
    wanted = reference.strip().upper()
    latest = next((s for s in desk.register.agency_checks() if s.reference == wanted), None)
    found = alarm_of(desk, latest) if latest else None
    if found is None:
        open_ones = ", ".join(alarm.submission.reference for alarm in alarms(desk)) or "none"
        raise NotFoundError(
            f"There is nothing to acknowledge under {wanted}. Waiting to be acknowledged: {open_ones}."
        )
    if not dry_run:
        version = found.submission.version
        desk.register.note(RISK_SEEN, found.submission.reference, {"version": version, "said": said})
        settle_alarms(desk)
    return found
