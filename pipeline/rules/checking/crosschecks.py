"""Answers held against each other: the panel's cross-checks X1 to X10, and a few more of the same kind.

X3 is `referrals.months_on_plan`, X6 `matching.shared_children`, X9 the reading of two-digit years in checking. A check
whose fields are not on the form, or not answered, says nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.model.form import Form
from pipeline.model.record import Explicit, Problem, Record, Row, Severity
from pipeline.rules.answers.dates import age_on, british, deadline, is_late
from pipeline.rules.answers.identifiers import email
from pipeline.rules.answers.namechecks import PROTECTED
from pipeline.rules.arriving.referrals import months_on_plan, referrer_in_core_group
from pipeline.rules.checking.limits import is_unborn

_TWELVE = 12
_ADULT = 18
_STALE_DAYS = 60
_SCHOOL_AGES = range(5, 17)
_NO_SETTING = frozenset(("none", "no school", "not in school", "no school place", "nil"))


@dataclass(frozen=True)
class Case:
    """A referral to be checked: its form, its record, the meeting it goes to, the day it came."""

    form: Form
    record: Record
    meeting: date | None
    received: date
    deadline_days: int
    secure_domains: tuple[str, ...]
    following: date | None = None  # the next meeting in the district that it would be in time for

    @property
    def day(self) -> date:
        """The day ages are counted to: the meeting, or the day received while no meeting is known."""
        return self.meeting or self.received

    def warn(self, slot: str, message: str, code: str) -> Problem:
        """A warning under the field's printed words."""
        return self._problem(slot, message, Severity.WARNING, code)

    def query(self, slot: str, message: str, code: str) -> Problem:
        """A query under the field's printed words."""
        return self._problem(slot, message, Severity.QUERY, code)

    def _problem(self, slot: str, message: str, severity: Severity, code: str) -> Problem:
        known = self.form.slot_by_name.get(slot)
        return Problem(slot, known.label if known else "", message, severity, code)

    def children(self) -> tuple[tuple[Row, date], ...]:
        """The children with a date of birth that could be read (a due date for the unborn)."""
        rows = self.record.table("child")
        return tuple((r, d) for r in rows if isinstance(d := r.values.get("dob"), date))


def cross_checks(
    form: Form,
    record: Record,
    *,
    meeting: date | None,
    received: date,
    deadline_days: int,
    secure_domains: Sequence[str],
    following: date | None = None,
) -> tuple[Problem, ...]:
    """What the answers say together, in the form's order of rules. `meeting` None: what needs it is left out.

    `following`: the meeting that a form too late for `meeting` can go to instead.
    """
    case = Case(form, record, meeting, received, deadline_days, tuple(secure_domains), following)
    return tuple(problem for check in _CHECKS for problem in check(case))


def _second_plan(case: Case) -> Iterator[Problem]:
    """X1: a plan that is not the first goes with the tick “second plan”, and the tick with such a plan."""
    number, reasons = case.record.text("plan_number"), case.record.codes("reason")
    if number not in ("first", "second", "third_or_more") or not reasons:
        return
    later, ticked = number != "first", "SECOND_PLAN" in reasons
    if later and not ticked:
        yield case.warn(
            "reason", "this is not the first plan, but “Second or later plan” is not ticked.", "X1"
        )
    if ticked and not later:
        yield case.warn("reason", "“Second or later plan” is ticked, but this is the first plan.", "X1")


def _twelve_months(case: Case) -> Iterator[Problem]:
    """X2: twelve months or more on the plan on the meeting day goes with the tick, and the tick with it."""
    months, reasons = months_on_plan(case.record, case.meeting), case.record.codes("reason")
    if months is None or not reasons:
        return
    long, ticked = months >= _TWELVE, "TWELVE_MONTHS" in reasons
    on_plan = f"the children will have been on the plan for {_months(months)} on the meeting day"
    if long and not ticked:
        yield case.warn("reason", f"{on_plan}, but “12 months or more” is not ticked.", "X2")
    if ticked and not long:
        yield case.warn("reason", f"“12 months or more” is ticked, but {on_plan}.", "X2")


def _months(months: int) -> str:
    return "one month" if months == 1 else f"{months} months"


def _late(case: Case) -> Iterator[Problem]:
    """X4: received on or before the deadline, else late; the next meeting is offered, the chair may accept."""
    if case.meeting is None or "ref_date" not in case.form.slot_by_name:
        return
    if is_late(case.received, case.meeting, case.deadline_days):
        due = deadline(case.meeting, case.deadline_days)
        words = (
            f"received on {british(case.received)}, after the deadline of {british(due)} for the meeting on "
            f"{british(case.meeting)}. {_instead(case.following)}"
        )
        yield case.warn("preferred_meeting", words, "X4")


def _instead(following: date | None) -> str:
    """What can be done about a late form."""
    if following is None:
        return "The chair may accept it; no later meeting in the district is listed."
    return f"The chair may accept it, or it can go to the next meeting in the district, {british(following)}."


def _referrer(case: Case) -> Iterator[Problem]:
    """X5, and: only members of the core group can put a case forward."""
    in_group = case.record.values.get("ref_in_core_group")
    if in_group is False:
        words = "the referrer is not in the core group; only its members can put a case forward."
        yield case.query("ref_in_core_group", words, "core_group")
    elif case.record.table("cg") and case.record.text("ref_name"):
        words = _beside_core_group(case.record)
        if words:
            yield case.warn("ref_email", words, "X5")


def _beside_core_group(record: Record) -> str:
    """How the referrer and the core group's lines differ, "" when they do not."""
    row = referrer_in_core_group(record)
    if row is None:
        return (
            "the referrer is not among the core group's lines, by e-mail address or by name; invite them too."
        )
    email, theirs = record.text("ref_email"), row.text("email")
    if email.casefold() == theirs.casefold() or not all("@" in address for address in (email, theirs)):
        return ""
    return (
        f"line {row.number} of the core group has another address for the referrer, {theirs}; which is right?"
    )


def _twins(case: Case) -> Iterator[Problem]:
    """X7: children who all share one date of birth are twins, or a date was copied down."""
    born = [day for _, day in case.children()]
    if len(born) > 1 and len(set(born)) == 1:
        words = (
            f"all {len(born)} children have the same date of birth; right only if they are twins or triplets."
        )
        yield case.warn(f"child_{case.children()[0][0].number}_dob", words, "X7")


def _parents_age(case: Case) -> Iterator[Problem]:
    """X8: a mother or father is at least 12 years older than the eldest child."""
    eldest = min((day for _, day in case.children()), default=None)
    for row in case.record.table("adult"):
        born = row.values.get("dob")
        if row.text("relationship") in ("mother", "father") and eldest and isinstance(born, date):
            years = age_on(born, eldest)
            if years < _TWELVE:
                words = f"a parent born on {british(born)} would be less than 12 years older than the eldest child."
                yield case.warn(f"adult_{row.number}_dob", words, "X8")


def _education(case: Case) -> Iterator[Problem]:
    """X10: no school and of school age means a child may be missing education."""
    for row, born in case.children():
        setting = row.values.get("setting")
        none = setting is Explicit.NOT_APPLICABLE or row.text("setting").casefold().strip(".") in _NO_SETTING
        if none and not is_unborn(row.values) and age_on(born, case.day) in _SCHOOL_AGES:
            words = f"aged {age_on(born, case.day)} and in no school: may be missing education."
            yield case.warn(f"child_{row.number}_setting", words, "X10")


def _grown_up(case: Case) -> Iterator[Problem]:
    """A child is under 18 on the meeting day."""
    for row, born in case.children():
        if age_on(born, case.day) >= _ADULT:
            words = f"born on {british(born)}: will be {age_on(born, case.day)} on {british(case.day)}."
            yield case.query(f"child_{row.number}_dob", words, "age")


def _stale(case: Case) -> Iterator[Problem]:
    """A form filled in more than 60 days before it came may be out of date."""
    filled = case.record.day("ref_date")
    if filled and (case.received - filled).days > _STALE_DAYS:
        words = (
            f"filled in on {british(filled)}, more than {_STALE_DAYS} days before it came; is it still right?"
        )
        yield case.warn("ref_date", words, "stale")


def _where(case: Case) -> Iterator[Problem]:
    """A protected address goes with no postcode; any other with one."""
    address, postcode = case.record.text("family_address"), case.record.text("family_postcode")
    if "family_postcode" not in case.form.slot_by_name or not address or address == Explicit.NOT_KNOWN:
        return
    if address == PROTECTED and postcode:
        words = (
            "the address is PROTECTED, but its postcode is given; take it out before papers are circulated."
        )
        yield case.query("family_postcode", words, "protected")
    if not address.startswith(PROTECTED) and not postcode:
        yield case.warn("family_postcode", "no postcode is given for the address.", "postcode")


def _case_holder(case: Case) -> Iterator[Problem]:
    """Exactly one member of the core group is the case holder."""
    rows = case.record.table("cg")
    leads = [row.number for row in rows if row.values.get("lead") is True]
    if rows and not leads:
        yield case.warn(
            f"cg_{rows[0].number}_lead", "no member of the core group is the case holder.", "lead"
        )
    if len(leads) > 1:
        words = f"{len(leads)} members of the core group are marked as case holder; one is usual."
        yield case.warn(f"cg_{leads[1]}_lead", words, "lead")


def _agencies(case: Case) -> Iterator[Problem]:
    """The agencies ticked include those of the core group."""
    slot, ticked = case.form.slot_by_name.get("agencies"), case.record.codes("agencies")
    if slot is None or not ticked:
        return
    theirs = dict.fromkeys(row.text("agency") for row in case.record.table("cg"))
    missing = [slot.field.shown(a) for a in theirs if slot.field.choice(a) and a not in ticked]
    if missing:
        yield case.warn(
            "agencies", f"in the core group, but not ticked here: {', '.join(missing)}.", "agencies"
        )


def _secure_mail(case: Case) -> Iterator[Problem]:
    """Addresses whose domain is not on the list of secure mail domains, when there is a list."""
    for slot in case.form.slots if case.secure_domains else ():
        if slot.field.validation.check == "email":
            found = email(_cell(case.record, slot.name, slot.row, slot.field.name), case.secure_domains)
            if found.warning:
                yield case.warn(slot.name, found.warning, "secure_mail")


def _cell(record: Record, slot: str, row: int, column: str) -> str:
    """The text of a single field (row 0) or of one cell."""
    if not row:
        return record.text(slot)
    table = record.table(slot.removesuffix(f"_{row}_{column}"))
    return next((r.text(column) for r in table if r.number == row), "")


def _nil_return(case: Case) -> Iterator[Problem]:
    """An agency that knows nobody has no person marked as known."""
    known = [r for r in case.record.table("person") if r.text("known") in ("current", "past")]
    if case.record.values.get("nil_return") is True and known:
        words = f"the return says no record of anyone, but {len(known)} of the people are marked as known."
        yield case.query("nil_return", words, "nil_return")


def _immediate_risk(case: Case) -> Iterator[Problem]:
    """A child at immediate risk cannot wait for a panel: noted here, raised by rules/arriving/urgent."""
    if case.record.values.get("immediate_risk") is True:
        words = "the answer is Yes: make sure that children's social care has been rung; do not wait for the panel."
        yield case.warn("immediate_risk", words, "immediate_risk")


_CHECKS: tuple[Callable[[Case], Iterator[Problem]], ...] = (
    *(_second_plan, _twelve_months, _late, _referrer, _twins, _parents_age, _education, _grown_up),
    *(_stale, _where, _case_holder, _agencies, _secure_mail, _nil_return, _immediate_risk),
)
