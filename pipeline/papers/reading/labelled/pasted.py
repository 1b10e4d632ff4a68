"""Tables of a form pasted into a text: cells parted by tabs, or each on a line of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.model.form import Repeat
from pipeline.papers.reading.labelled.vocabulary import Vocabulary
from pipeline.rules.answers.text import tidy_line

_NUMBER = frozenset({"no.", "no", ""})
_MISCOUNTED = "The row has another number of cells than the table's head; please compare."


@dataclass(frozen=True)
class Cell:
    """An answer in a table."""

    slot: str
    line: int
    text: str
    doubt: str = ""


@dataclass(frozen=True)
class Table:
    """A pasted table: lines `start` to `end` (from 0, the end not included); `words`: the questions of its head."""

    start: int
    end: int
    words: tuple[str, ...]
    cells: tuple[Cell, ...]
    strays: tuple[tuple[int, str], ...] = ()


def tables_in(lines: Sequence[str], vocabulary: Vocabulary) -> tuple[Table, ...]:
    """Every table whose head names the columns of one of the form's."""
    return tuple(_tables(lines, vocabulary))


def _tables(lines: Sequence[str], vocabulary: Vocabulary) -> Iterator[Table]:
    at = 0
    while at < len(lines):
        found = _tabbed(lines, at, vocabulary) or _stacked(lines, at, vocabulary)
        if found is not None:
            yield found
        at = found.end if found is not None else at + 1


def _folded(text: str) -> str:
    return tidy_line(text).casefold().rstrip(" *:")


# --- cells parted by tabs -------------------------------------------------------------------------------------


def _tabbed(lines: Sequence[str], at: int, vocabulary: Vocabulary) -> Table | None:
    for repeat in vocabulary.edition.form.repeats:
        heads: list[tuple[str, ...]] = []
        while at + len(heads) < len(lines) and (head := _head(lines[at + len(heads)], repeat)) is not None:
            heads.append(head)
        if heads:
            return _tabbed_rows(lines, at, repeat, heads)
    return None


def _head(line: str, repeat: Repeat) -> tuple[str, ...] | None:
    """The columns that the cells of a head stand for ("" where a row's number stands); None when it is no head."""
    if "\t" not in line and "|" not in line:
        return None
    labels = {_folded(column.label): column.name for column in repeat.columns}
    cells = [_folded(cell) for cell in _cells(line)]
    known = [labels.get(cell, "" if cell in _NUMBER else None) for cell in cells]
    if None in known or len([name for name in known if name]) < 2:
        return None
    return tuple(name or "" for name in known)


def _cells(line: str) -> list[str]:
    parting = "\t" if "\t" in line else "|"
    return [cell.strip() for cell in line.strip("|" if parting == "|" else "").split(parting)]


def _tabbed_rows(lines: Sequence[str], at: int, repeat: Repeat, heads: Sequence[tuple[str, ...]]) -> Table:
    cells: list[Cell] = []
    strays: list[tuple[int, str]] = []
    end, row, part = at + len(heads), 0, 0
    while end < len(lines):
        line = lines[end]
        if _is_rule(line):
            end += 1
            continue
        if "\t" not in line and not line.startswith("|"):
            break
        said = _cells(line)
        head = heads[part]
        row += part == 0
        if row > repeat.maximum:
            strays.append((end + 1, " ".join(filter(None, said))))
        else:
            row = _numbered(head, said, row, repeat)
            doubt = _MISCOUNTED if len(said) > len(head) else ""
            texts = zip(head, said, strict=False)
            cells += [Cell(repeat.slot(row, n), end + 1, text, doubt) for n, text in texts if n and text]
        part = (part + 1) % len(heads)
        end += 1
    words = tuple(_folded(repeat.column(name).label) for head in heads for name in head if name)
    return Table(at, end, words, tuple(cells), tuple(strays))


def _is_rule(line: str) -> bool:
    """A line that only draws: |---|---|."""
    return bool(line.strip()) and not line.strip("|-:+= \t")


def _numbered(head: Sequence[str], said: Sequence[str], row: int, repeat: Repeat) -> int:
    """The row's number as its first cell says it, else the next."""
    first = said[0].rstrip(".") if said and head and not head[0] else ""
    return int(first) if first.isdecimal() and row <= int(first) <= repeat.maximum else row


# --- each cell on a line of its own ---------------------------------------------------------------------------


def _stacked(lines: Sequence[str], at: int, vocabulary: Vocabulary) -> Table | None:
    """A table whose head is the column's labels line by line, and whose rows begin with their numbers."""
    if _folded(lines[at]) not in ("no.", "no"):
        return None
    for repeat in vocabulary.edition.form.repeats:
        labels = [_folded(column.label) for column in repeat.columns]
        start = _head_end(lines, at, labels)
        if start is not None:
            return _stacked_rows(lines, at, start, repeat)
    return None


def _head_end(lines: Sequence[str], at: int, labels: Sequence[str]) -> int | None:
    """The line behind a head that stands line by line; blank lines and a second "No." do not count."""
    rest, n = list(labels), at + 1
    while rest and n < len(lines):
        said = _folded(lines[n])
        if said == rest[0]:
            rest.pop(0)
        elif said not in _NUMBER:
            return None
        n += 1
    return None if rest else n


def _stacked_rows(lines: Sequence[str], at: int, start: int, repeat: Repeat) -> Table:
    cells: list[Cell] = []
    row, n = 1, start
    while (
        row <= repeat.maximum
        and (first := _next_text(lines, n)) is not None
        and lines[first].strip() == str(row)
    ):
        stop = _row_end(lines, first + 1, row, len(repeat.columns))
        cells += _row_cells(lines, first + 1, stop, repeat, row)
        row, n = row + 1, stop
    return Table(at, n, tuple(_folded(c.label) for c in repeat.columns), tuple(cells))


def _next_text(lines: Sequence[str], at: int) -> int | None:
    return next((n for n in range(at, len(lines)) if lines[n].strip()), None)


def _row_end(lines: Sequence[str], at: int, row: int, columns: int) -> int:
    """Where a row ends: at the next row's number, or behind as many lines as there are columns."""
    for n in range(at, min(at + 3 * columns, len(lines))):
        if lines[n].strip() == str(row + 1) and n - at >= columns - 1:
            return n
    filled = [n for n in range(at, len(lines)) if lines[n].strip()][:columns]
    return filled[-1] + 1 if filled else at


def _row_cells(lines: Sequence[str], at: int, stop: int, repeat: Repeat, row: int) -> Iterator[Cell]:
    filled = [n for n in range(at, stop) if lines[n].strip()]
    doubt = "" if len(filled) == len(repeat.columns) else _MISCOUNTED
    for n, column in zip(filled, repeat.columns, strict=False):
        yield Cell(repeat.slot(row, column.name), n + 1, lines[n].strip(), doubt)
