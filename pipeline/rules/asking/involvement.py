"""Which agency knows whom: case by agency by person, from the checks that came back. A blank never means no.

An agency that has not replied is NO REPLY; one that replied and left a person out is "not checked". What nobody has
confirmed yet is "to be confirmed", whatever it says. Nothing here holds what is for the chair alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby

from pipeline.model.filing import Referral, Submission
from pipeline.model.form import Form
from pipeline.model.involvement import AgencyCheck, Asked, CaseChecks, CasePerson, Cell, Involvement
from pipeline.model.record import Record, Row, Value
from pipeline.rules.answers.dates import british
from pipeline.rules.answers.names import fold, same_name
from pipeline.rules.arriving.referrals import shown_value
from pipeline.rules.correcting.confirmed import TO_CONFIRM, for_papers, unconfirmed

AGENCY, NIL, PEOPLE = "agency", "nil_return", "person"  # names on the agency check form
_SAID = ("summary_fact", "summary_opinion", "good_practice", "gap_or_worry", "other_agency")


_CODES = {
    "current": Involvement.NOW,
    "past": Involvement.PAST,
    "no_trace": Involvement.NO_TRACE,
    "not_checked": Involvement.NOT_CHECKED,
}


def case_people(case: Referral) -> tuple[CasePerson, ...]:
    """The people of a case, as papers show it: children first, numbered as on its case sheet."""
    children = (
        CasePerson(f"child_{c.number}", f"Child {c.number}", _shown(c.name), c.dob) for c in case.children
    )
    adults = (
        CasePerson(f"adult_{a.number}", f"Adult {a.number}", _shown(a.name), a.dob) for a in case.adults
    )
    return (*children, *adults)


def _shown(name: str) -> str:
    return TO_CONFIRM if TO_CONFIRM in name else name


def case_checks(
    form: Form,
    case: Referral,
    returns: Iterable[Submission],
    asked: Sequence[Asked],
    names: Mapping[str, str],
) -> CaseChecks:
    """The grid of a case, as papers show it. `form`: the agency check; `names`: the agencies' printed names.

    `returns`: the latest version of each return about it. Asked agencies come first, in the order given.
    """
    people = case_people(case)
    came: dict[str, Submission] = {}
    for one in sorted(returns, key=lambda s: (s.received, s.event)):
        came[one.record.text(AGENCY)] = one
    lines = [_line(form, people, a, came.pop(a.agency, None), names) for a in asked]
    lines += [_line(form, people, Asked(code), one, names, asked=False) for code, one in sorted(came.items())]
    return CaseChecks(case.reference, people, tuple(lines))


def _line(
    form: Form,
    people: Sequence[CasePerson],
    asked_for: Asked,
    came: Submission | None,
    names: Mapping[str, str],
    *,
    asked: bool = True,
) -> AgencyCheck:
    agency = asked_for.agency
    name = names.get(agency, agency) or "An agency that is not named"
    common = {"asked": asked, "members": asked_for.members, "due": asked_for.due}
    if came is None:
        return AgencyCheck(agency, name, tuple(Cell(Involvement.NO_REPLY) for _ in people), **common)  # type: ignore[arg-type]
    shown = for_papers(form, came).record
    rows, left = _matched(people, shown.table(PEOPLE))
    cells = _cells(people, rows, left, shown)
    return AgencyCheck(
        agency,
        name,
        cells,
        reference=came.reference,
        received=came.received,
        nil=shown.values.get(NIL) is True,
        unsure=bool(unconfirmed(came)),
        people=tuple(_people(form, people, rows, left, cells)),
        said=tuple(_said(form, shown)),
        **common,  # type: ignore[arg-type]
    )


# -- whose row is it ---------------------------------------------------------------------------------------------


def _matched(people: Sequence[CasePerson], rows: Sequence[Row]) -> tuple[dict[str, Row], tuple[Row, ...]]:
    """The row of each person, by ref, and the rows that are nobody's of the case."""
    found: dict[str, Row] = {}
    left = []
    for row in rows:
        likely = sorted(people, key=lambda p: p.ref != _ref(row))  # two may have one name
        person = next((p for p in likely if p.ref not in found and _is_about(row, p)), None)
        if person is None:
            left.append(row)
        else:
            found[person.ref] = row
    return found, tuple(left)


def _is_about(row: Row, person: CasePerson) -> bool:
    """Whether a row is about a person. The ref alone is not enough: a later version may have moved the children."""
    name, born = _known(row.values.get("name")), row.day("dob")
    both = bool(name and person.name != TO_CONFIRM)
    alike = both and same_name(name, person.name)
    same_day = born is not None and born == person.dob
    if _ref(row) == person.ref:
        return alike or same_day or not both
    return alike and (same_day or born is None or person.dob is None)


def _ref(row: Row) -> str:
    return fold(_known(row.values.get("person_ref"))).replace(" ", "_")


def _known(value: Value | None) -> str:
    """A text; "" for a blank and for what is not confirmed."""
    return value if type(value) is str and value != TO_CONFIRM else ""


# -- the cells ---------------------------------------------------------------------------------------------------


def _cells(
    people: Sequence[CasePerson], rows: Mapping[str, Row], left: Sequence[Row], record: Record
) -> tuple[Cell, ...]:
    known = [r for r in record.table(PEOPLE) if r.text("known") in ("current", "past")]
    nil = record.values.get(NIL)
    blank = _unanswered(nil, contradicted=bool(known))
    if any(_puzzling(row, people) for row in left):
        none = Involvement.UNSURE
    elif rows and blank is Involvement.NO_TRACE:
        none = Involvement.NOT_CHECKED  # the form listed its people, and not this one
    else:
        none = blank
    return tuple(_cell(rows[p.ref], blank) if p.ref in rows else Cell(none) for p in people)


def _unanswered(nil: Value | None, *, contradicted: bool) -> Involvement:
    """What no answer about a person means on this return."""
    if nil is True:
        return Involvement.UNSURE if contradicted else Involvement.NO_TRACE
    return Involvement.UNSURE if nil == TO_CONFIRM else Involvement.NOT_CHECKED


def _cell(row: Row, blank: Involvement) -> Cell:
    said = row.text("known")
    return Cell(_CODES.get(said, Involvement.UNSURE) if said else blank, row.text("identity_doubt") == "yes")


def _puzzling(row: Row, people: Sequence[CasePerson]) -> bool:
    """Whether a row may be about somebody of the case, though it cannot be said about whom."""
    held = TO_CONFIRM in row.values.values()
    nameless = not _ref(row) and not _known(row.values.get("name"))
    return held or nameless or _ref(row) in {p.ref for p in people}


# -- what was said -----------------------------------------------------------------------------------------------


def _people(
    form: Form,
    people: Sequence[CasePerson],
    rows: Mapping[str, Row],
    left: Sequence[Row],
    cells: Sequence[Cell],
) -> Iterator[str]:
    for person, cell in zip(people, cells, strict=True):
        if person.ref in rows and cell.involvement in (Involvement.NOW, Involvement.PAST):
            yield f"{person.title}: {_told(form, rows[person.ref], str(cell))}"
    for row in left:
        name = row.text("name") or "A person who is not named"
        yield f"Also on the return: {name}: {_told(form, row, str(_cell(row, Involvement.NOT_CHECKED)))}"


def _told(form: Form, row: Row, words: str) -> str:
    """ "involved now, from May 2012; worker: ..." """
    columns = {c.name: c for c in form.repeat(PEOPLE).columns}
    leads = {"from": ", from ", "to": ", until ", "worker": "; worker: "}
    shown = {n: shown_value(columns[n], row.values.get(n)) for n in leads if n in columns}
    return words + "".join(f"{leads[name]}{text}" for name, text in shown.items() if text)


def _said(form: Form, record: Record) -> Iterator[tuple[str, str]]:
    for name in _SAID:
        slot = form.slot_by_name.get(name)
        text = shown_value(slot.field, record.values.get(name)) if slot else ""
        if slot and text:
            yield slot.label, text


# -- in words ----------------------------------------------------------------------------------------------------


def checks_line(checks: CaseChecks, today: date) -> str:
    """ "5 of 7 back; no reply: GP (3 days overdue)"."""
    parts = [back_words(checks)]
    if checks.sent and checks.missing:
        parts.append(f"no reply: {'; '.join(_missing(checks, today))}")
    unsure = [a.name for a in checks.agencies if a.unsure]
    if unsure:
        parts.append(f"answers to be confirmed: {', '.join(unsure)}")
    strangers = [a.name for a in checks.agencies if not a.asked]
    if strangers:
        parts.append(f"replied without being asked: {', '.join(strangers)}")
    return "; ".join(parts)


def back_words(checks: CaseChecks) -> str:
    """ "5 of 7 back"; "not circulated yet"."""
    asked = [a for a in checks.agencies if a.asked]
    back = sum(a.replied for a in asked)
    if checks.sent:
        return f"{back} of {len(asked)} back"
    return f"not circulated yet, {back} back" if back else "not circulated yet"


def _missing(checks: CaseChecks, today: date) -> Iterator[str]:
    """The agencies that have not replied, those together that have been missing for as long."""
    for words, lines in groupby(
        sorted(checks.missing, key=lambda a: -a.overdue(today)), lambda a: due_words(a, today)
    ):
        names = [line.name for line in lines]
        together = f"all {words}" if len(names) > 2 else f"both {words}" if len(names) == 2 else words
        yield f"{' and '.join(part for part in (', '.join(names[:-1]), names[-1]) if part)} ({together})"


def due_words(line: AgencyCheck, today: date) -> str:
    """ "3 days overdue", "due 19 September 2013", "not asked yet"."""
    if line.due is None:
        return "not asked yet"
    days = line.overdue(today)
    return f"{days} day{'' if days == 1 else 's'} overdue" if days else f"due {british(line.due)}"
