"""Is this the same referral again, is this child already on another, and what has changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from pipeline.model.filing import Difference
from pipeline.model.form import Field, Form, Repeat
from pipeline.model.record import Explicit, Problem, Record, Row, Value
from pipeline.rules.answers.chair_only import CHAIR_ONLY, HIDDEN
from pipeline.rules.answers.namechecks import UNBORN
from pipeline.rules.answers.names import fold, same_name, similar_surnames
from pipeline.rules.arriving.referrals import shown_value


def same_referral(old: Record, new: Record) -> bool:
    """Whether `new` is a later version of `old`: same form, same referrer, and at least one child in common.

    The referrer is the same by e-mail address or by name; a child by full name, by NHS or case number (unless both
    the name and the date of birth are another child's), or by date of birth with a like name. So a form in which one
    of these was put right is still recognised, and a second form with a twin of a child on the first is not.
    """
    if old.form_id != new.form_id or not _same_referrer(old, new):
        return False
    return any(_same_child(mine, theirs) for mine in new.table("child") for theirs in old.table("child"))


def shared_children(old: Record, new: Record) -> tuple[str, ...]:
    """Children of `new` who may be children of `old` (X6), with the reason: "Child 1 (there Child 2): same NHS number".

    For a person to look at; nothing is merged.
    """
    return tuple(
        f"Child {mine.number} (there Child {theirs.number}): {why}"
        for mine in new.table("child")
        for theirs in old.table("child")
        if (why := _shared_by(mine, theirs))
    )


def same_meeting(old: Record, new: Record) -> bool:
    """Whether `new` is a later version of `old`, a meeting record whose date could not be read.

    More than half of the older one's cases, themes, actions and practitioners stand in the newer one word for word;
    where it has none, all its answers but the date do. Panel members come to every meeting and prove nothing.
    """
    if old.form_id != new.form_id or old.day("meeting_date") is not None:
        return False
    told = _content(old)
    if told:
        return 2 * len(told & _content(new)) > len(told)
    said = {(name, value) for name, value in old.values.items() if name != "meeting_date"}
    return bool(said) and said <= set(new.values.items())


_CONTENT = {"case": ("referral_ref",), "theme": ("heading", "points"), "action": ("heading", "text")}


def _content(record: Record) -> frozenset[str]:
    """What a meeting record says that no other meeting's says alike."""
    met = (row.text("name") for row in record.table("att") if row.text("kind") == "practitioner")
    told = (
        f"{table}.{name} {row.text(name)}"
        for table, names in _CONTENT.items()
        for row in record.table(table)
        for name in names
        if row.text(name)
    )
    return frozenset((*told, *(f"att.name {fold(name)}" for name in met)))


_ALSO_ON = "also on "


def also_on(reference: str, why: str) -> str:
    """What is said of a child who may be on another referral too (X6)."""
    return f"{_ALSO_ON}{reference}: {why}"


def referrals_shared(problems: Iterable[Problem]) -> tuple[str, ...]:
    """The references of the other referrals that `problems` name (X6), each once."""
    told = (p.message.removeprefix(_ALSO_ON).partition(":")[0] for p in problems if p.code == "X6")
    return tuple(dict.fromkeys(told))


def _same_referrer(old: Record, new: Record) -> bool:
    emails = {_known(record.values, "ref_email").casefold() for record in (old, new)}
    if len(emails) == 1 and "" not in emails:
        return True
    return same_name(_known(old.values, "ref_name"), _known(new.values, "ref_name"))


def _same_child(one: Row, other: Row) -> bool:
    """Whether two rows are one child, perhaps with a name, a date or a number put right."""
    if _same_number(one, other):
        return not _is_another(one, other)
    forenames, surnames = _pair(one, other, "forename"), _pair(one, other, "surname")
    if same_name(*surnames) and same_name(*forenames) and not _is_unborn(forenames):
        return True
    if not _same_day(one, other):
        return False
    return same_name(*forenames) or (similar_surnames(*surnames) and _like_forenames(forenames))


def _is_another(one: Row, other: Row) -> bool:
    """Whether neither name nor date of birth is the same child's: then the number was copied, mistyped or misread."""
    forenames, surnames = _pair(one, other, "forename"), _pair(one, other, "surname")
    born = one.values.get("dob"), other.values.get("dob")
    if "" in (*forenames, *surnames) or not all(isinstance(day, date) for day in born):
        return False
    return born[0] != born[1] and not same_name(*forenames) and not similar_surnames(*surnames)


def _is_unborn(forenames: tuple[str, str]) -> bool:
    return UNBORN in forenames


def _like_forenames(names: tuple[str, str]) -> bool:
    """Whether two forenames may be one child's: they begin alike (Tom, Tomos), or one is not given yet.

    Deliberately narrow: twins are often Ella and Bella, and a twin must never replace the other. What this does not
    recognise is still flagged as a possible duplicate (X6).
    """
    one, other = (fold(name)[:3] for name in names)
    return one == other or "" in (one, other) or _is_unborn(names)


def _shared_by(one: Row, other: Row) -> str:
    """Why two rows may be one child: NHS number, case number, or date of birth with a similar surname; else ""."""
    number = _same_number(one, other)
    if number:
        return number
    if _same_day(one, other) and similar_surnames(*_pair(one, other, "surname")):
        return "same date of birth and a similar surname"
    return ""


def _same_number(one: Row, other: Row) -> str:
    """Which number two rows share, spaces and punctuation aside; "" when none."""
    for name, words in (("nhs_no", "same NHS number"), ("case_ref", "same case number")):
        numbers = {fold(code).replace(" ", "") for code in _pair(one, other, name)}
        if len(numbers) == 1 and "" not in numbers:
            return words
    return ""


def _same_day(one: Row, other: Row) -> bool:
    born = one.values.get("dob")
    return isinstance(born, date) and born == other.values.get("dob")


def _pair(one: Row, other: Row, name: str) -> tuple[str, str]:
    return _known(one.values, name), _known(other.values, name)


def _known(values: Mapping[str, Value], name: str) -> str:
    """The text of a value; "" for a blank, not known and not applicable."""
    value = values.get(name)
    return value if isinstance(value, str) and not isinstance(value, Explicit) else ""


def differences(form: Form, old: Record, new: Record) -> tuple[Difference, ...]:
    """Every answer that differs, in printed words and in the form's order; rows added or removed as a whole."""
    found: list[Difference] = []
    for item in form.items:
        if isinstance(item, Field):
            found += _differs(
                item, item.name, item.label, old.values.get(item.name), new.values.get(item.name)
            )
        else:
            found += _row_differences(item, old, new)
    return tuple(found)


def _differs(
    field: Field, slot: str, label: str, before: Value | None, after: Value | None
) -> Iterator[Difference]:
    was, now = shown_value(field, before), shown_value(field, after)
    if was == now:
        return
    if field.name in CHAIR_ONLY:
        was, now = (f"{HIDDEN} {n}" if words else "" for n, words in (("before", was), ("now", now)))
    yield Difference(slot, label, was, now)


def _row_differences(repeat: Repeat, old: Record, new: Record) -> Iterator[Difference]:
    before = {row.number: row for row in old.table(repeat.name)}
    after = {row.number: row for row in new.table(repeat.name)}
    for number in sorted({*before, *after}):
        label, slot = f"{repeat.row_label} {number}", f"{repeat.name}_{number}"
        was, now = before.get(number), after.get(number)
        if was is None or now is None:
            yield Difference(slot, label, _whole_row(repeat, was), _whole_row(repeat, now))
            continue
        for column in repeat.columns:
            values = was.values.get(column.name), now.values.get(column.name)
            yield from _differs(column, repeat.slot(number, column.name), f"{label}: {column.label}", *values)


def _whole_row(repeat: Repeat, row: Row | None) -> str:
    """All answers of a row in printed words, "" for no row."""
    shown = [shown_value(c, row.values.get(c.name)) for c in repeat.columns] if row else []
    return ", ".join(words for words in shown if words)
