"""Faults of a definition that only the whole form shows: names used twice, rules that point nowhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pipeline.model.form import Field, Form
from pipeline.records.definitions.builder import nearest

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
