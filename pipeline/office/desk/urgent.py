"""Alarms that are not acknowledged yet: worked out of the register, written into "needs attention"."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.model.filing import Submission
from pipeline.office.desk import Desk
from pipeline.records import attention
from pipeline.records.files import safe_name
from pipeline.records.register import AGENCY_CHECK
from pipeline.rules.answers.dates import british
from pipeline.rules.arriving.urgent import RISK, RISK_SEEN, at_risk, notice, raised
from pipeline.rules.correcting.confirmed import unconfirmed

_PREFIX = "AIC-"


@dataclass(frozen=True)
class Alarm:
    """A check that says that a child is at immediate risk. `line` is what is printed, `name` that of its note."""

    submission: Submission
    line: str

    @property
    def name(self) -> str:
        """URGENT-CRP-2013-014-POLICE: the referral and the agency, never a person."""
        reference = self.submission.reference
        about = self.submission.record.text("referral_ref")
        own = reference.removeprefix(_PREFIX) if about and about in reference else reference
        return f"URGENT-{safe_name(own)}"


def alarm_of(desk: Desk, latest: Submission) -> Alarm | None:
    """The alarm that stands about a check and is not acknowledged, or None."""
    if latest.form_name != AGENCY_CHECK or (latest.version == 1 and not at_risk(latest.record)):
        return None
    facts = desk.register.facts(RISK_SEEN, subject=latest.reference)
    seen = max((int(f.said.get("version", 0)) for f in facts), default=0)
    found = raised(desk.register.history(latest.reference), seen)
    if found is None:
        return None
    agency = desk.settings.agency_name(found.record.text("agency"))
    sure = found.record.values.get(RISK) is True and RISK not in unconfirmed(found)
    return Alarm(found, notice(found, agency, confirmed=sure))


def alarms(desk: Desk) -> tuple[Alarm, ...]:
    """Every alarm that nobody has acknowledged, in order of reference."""
    found = (alarm_of(desk, check) for check in desk.register.agency_checks())
    return tuple(alarm for alarm in found if alarm)


def settle_alarms(desk: Desk) -> None:
    """Bring the notes in "needs attention" in step with the alarms. Raises StorageError."""
    inbox = desk.settings.folders.inbox
    lying = attention.urgent_notes(inbox)
    for alarm in alarms(desk):
        attention.write_note(inbox, alarm.name, _note(desk, alarm))
        lying.pop(alarm.name, None)
    for path in lying.values():
        attention.remove_settled(path)


def _note(desk: Desk, alarm: Alarm) -> str:
    check = alarm.submission
    return (
        f"{alarm.line}\n\n"
        f"The check came on {british(check.received)}. It cannot wait for the panel: ring children's social care now,\n"
        "and the agency if you need to know more. Do not wait until a doubtful answer has been confirmed.\n\n"
        "When that is done, say so, and this note goes away:\n\n"
        f'    pipeline acknowledge-risk {check.reference} --said "who was rung, by whom, when"\n'
    )
