"""Faults of a definition that only the whole form shows: names used twice, rules that point nowhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pipeline.model.form import Earlier, Field, Form
from pipeline.records.definitions.builder import nearest
from pipeline.rules.answers.boxes import spread

Lines = Mapping[str, Sequence[int]]  # of a field, or of a column as "repeat.column": the lines it starts on


def cross_faults(form: Form, lines: Lines) -> Iterator[str]:
    """Each fault with the line of the field it is about."""
    yield from _twice(form, lines)
    groups: list[tuple[str, Sequence[Field]]] = [("", form.singles)]
    groups += [(f"{r.name}.", r.columns) for r in form.repeats]
    for prefix, fields in groups:
        names = sorted({f.name for f in fields})
        for field in fields:
            for other in (field.required.when, field.validation.before, field.validation.after):
                if other is not None and other not in names:
                    line = lines[f"{prefix}{field.name}"][0]
                    yield (
                        f"line {line}: `{field.name}` points to `{other}`, which is not there"
                        f"{nearest(other, names)}"
                    )


def _twice(form: Form, lines: Lines) -> Iterator[str]:
    """Fields of one name. A table's second column of a name is told once, not for each of its rows."""
    told: set[tuple[int, int]] = set()
    seen: dict[str, str] = {}
    for slot in form.slots:
        key = f"{slot.repeat.name}.{slot.field.name}" if slot.repeat else slot.field.name
        if slot.name in seen:
            first, second = lines[seen[slot.name]][0], lines[key][-1]
            if (first, second) not in told:
                told.add((first, second))
                yield f"line {second}: two fields are called `{slot.name}` (the first is on line {first})"
        seen.setdefault(slot.name, key)


def earlier_faults(form: Form, lines: Mapping[str, int]) -> Iterator[str]:
    """Faults that need the whole form: a version told twice, names that the form does not have, names used twice.

    `lines`: the line of each version.
    """
    seen = {form.version}
    for earlier in form.earlier:
        at = f"line {lines.get(earlier.version, '?')}: earlier version {earlier.version}:"
        if earlier.version in seen:
            same = "is the present one" if earlier.version == form.version else "stands twice"
            yield f"{at} this version {same}"
        seen.add(earlier.version)
        yield from (f"{at} {words}" for words in _name_faults(form, earlier))


def _name_faults(form: Form, earlier: Earlier) -> Iterator[str]:
    names = [*form.slot_by_name, *(f"{r.name}.{c}" for r in form.repeats for c in r.names)]
    taken: dict[str, str] = {}
    for change in earlier.changes:
        if not change.now:
            continue
        if not spread(form, change.now):
            yield f"`{change.now}` is no name of this form{nearest(change.now, names)}"
        elif change.now in taken:
            yield f"`{change.now}` was both `{taken[change.now]}` and `{change.then}`"
        elif ("." in change.then) != ("." in change.now):
            yield f"`{change.then}: {change.now}` must name two fields, or two columns like `child.surname`"
        taken.setdefault(change.now, change.then)
    for name in earlier.added:
        if not spread(form, name):
            yield f"`{name}` under `added:` is no name of this form{nearest(name, names)}"
