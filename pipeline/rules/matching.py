"""Is this the same referral again, is this child already on another, and what has changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipeline.model.filing import Difference
from pipeline.model.form import Field, Form, Repeat
from pipeline.model.record import Explicit, Record, Row, Value
from pipeline.rules.namechecks import UNBORN
from pipeline.rules.names import fold, same_name, similar_surnames
from pipeline.rules.referrals import shown_value


def same_referral(old: Record, new: Record) -> bool:
    """Whether `new` is a later version of `old`: same form, same referrer, and at least one child in common.

    The referrer is the same by e-mail address or by name; a child by name, by date of birth with a similar
    surname, by NHS number or by case number. So a form in which one of these was put right is still recognised.
    """
    if old.form_id != new.form_id or not _same_referrer(old, new):
        return False
    return any(
        _same_child_name(mine, theirs) or _shared_by(mine, theirs)
        for mine in new.table("child")
        for theirs in old.table("child")
    )


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


def _same_referrer(old: Record, new: Record) -> bool:
    emails = {record.text("ref_email").casefold() for record in (old, new)}
    if len(emails) == 1 and "" not in emails:
        return True
    return same_name(_known(old.values, "ref_name"), _known(new.values, "ref_name"))


def _same_child_name(one: Row, other: Row) -> bool:
    """Same full name; an unborn child has none yet."""
    names = [[_known(row.values, part) for part in ("forename", "surname")] for row in (one, other)]
    if any(not all(parts) or parts[0] == UNBORN for parts in names):
        return False
    return same_name(" ".join(names[0]), " ".join(names[1]))


def _shared_by(one: Row, other: Row) -> str:
    """Why two rows may be one child: NHS number, case number, or date of birth with a similar surname; else ""."""
    for name, words in (("nhs_no", "same NHS number"), ("case_ref", "same case number")):
        if _same_code(_known(one.values, name), _known(other.values, name)):
            return words
    born = one.values.get("dob")
    alike = similar_surnames(_known(one.values, "surname"), _known(other.values, "surname"))
    same_day = born is not None and not isinstance(born, Explicit) and born == other.values.get("dob")
    return "same date of birth and a similar surname" if same_day and alike else ""


def _same_code(one: str, other: str) -> bool:
    """Whether two numbers are the same, spaces and punctuation aside."""
    return fold(one).replace(" ", "") == fold(other).replace(" ", "") != ""


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
    if was != now:
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
