"""Which page of the blank each page of a PDF form is, and whether a second form stands in the same file.

Programs that put files together keep both forms' boxes under the same names, or lose one's: nothing then says which
family an answer is of.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from pipeline.model.answers import Answers
from pipeline.model.edition import Edition
from pipeline.model.errors import ReadingError
from pipeline.model.form import Kind, Slot
from pipeline.papers.reading.acroform.blank import blank_of
from pipeline.papers.reading.acroform.fields import RawField, Read, text_of
from pipeline.papers.reading.acroform.taking import is_filled
from pipeline.papers.reading.gathering import boxes_of
from pipeline.papers.reading.pages import SPLIT, PageFound
from pipeline.rules.answers.text import tidy_line

_SHARE = 0.5  # of the boxes of a blank's page: so many make a page of the paper that page
_FOREIGN = 3  # filled boxes of another form's that are no chance

Known = Mapping[str, tuple[Slot, str]]


def sheets_of(edition: Edition, fields: Sequence[RawField]) -> dict[int, int]:
    """Page of the paper -> page of the blank whose boxes stand on it, both from 0; only those that have boxes."""
    home: dict[str, int] = {f.name: f.page for f in blank_of(edition.pdf).fields if f.page}
    there: dict[int, Counter[int]] = {}
    for name, sheet in {(f.name, sheet) for f in fields if f.name in home for sheet in f.pages}:
        there.setdefault(sheet, Counter())[home[name]] += 1
    sizes = Counter(home.values())
    found = {}
    for sheet, counted in there.items():
        page, count = counted.most_common(1)[0]
        if count >= _SHARE * sizes[page]:
            found[sheet - 1] = page - 1
    return found


def refuse_second_form(edition: Edition, editions: Sequence[Edition], read: Read, known: Known) -> None:
    """Raises ReadingError when boxes of a second form, or of a second copy, are filled in as well."""
    filled = [f for f in read.fields if is_filled(f)]
    ours = [f for f in filled if f.name in known and known[f.name][0].field.kind is not Kind.CONST]
    _refuse_copy(edition, read.fields, ours)
    strangers = {f.name for f in filled if f.name not in known}
    if len(strangers) < _FOREIGN:
        return
    own = {e.form.id: e for e in editions if e.own and e.form.id != edition.form.id}
    for other in own.values():
        if len(strangers & boxes_of(other).keys()) >= _FOREIGN:
            raise _two(f"“{edition.title}” and “{other.title}”")


def _refuse_copy(edition: Edition, fields: Sequence[RawField], filled: Sequence[RawField]) -> None:
    """Refuse two pages that are the same page of the blank and both filled in, but for a page that came twice."""
    if not edition.pdf or len({f.name for f in filled}) == sum(max(1, len(f.pages)) for f in filled):
        return
    copies: dict[int, list[int]] = {}
    for sheet, page in sorted(sheets_of(edition, fields).items()):
        copies.setdefault(page + 1, []).append(sheet + 1)
    for page, sheets in copies.items():
        for other in sheets[1:]:
            if not _alike(filled, sheets[0], other):
                raise _two(_copies(edition, sheets[0], other, page))


def _alike(filled: Sequence[RawField], sheet: int, other: int) -> bool:
    """Whether two pages may be one page that came twice. Boxes that share one value have lost the other form's."""
    if any(sheet in f.pages and other in f.pages for f in filled):
        return False
    first, second = ({f.name: _text(f) for f in filled if at in f.pages} for at in (sheet, other))
    both = first.keys() & second.keys()
    alike = sum(first[name] == second[name] for name in both)
    return not first or not second or alike * 2 >= max(1, len(both))


def _text(field: RawField) -> str:
    parts = field.value if isinstance(field.value, list) else [field.value]
    return tidy_line(" ".join(text_of(part).text for part in parts)).casefold()


def refuse_behind(answers: Answers, edition: Edition, behind: Sequence[PageFound]) -> None:
    """Raises ReadingError when pages behind a form with fields are a second form, printed or with boxes renamed.

    `behind`: those of its further pages that are a page of a form.
    """
    for found in behind:
        if not found.items:
            continue
        if found.edition.form.id != edition.form.id:
            raise _two(f"“{edition.title}” and, on page {found.sheet}, “{found.edition.title}”")
        both = answers.items.keys() & found.items.keys()
        alike = sum(_bare(answers, name) == tidy_line(found.items[name].text).casefold() for name in both)
        if alike * 2 < max(1, len(both)):
            raise _two(_copies(edition, found.page, found.sheet, found.page))


def _bare(answers: Answers, name: str) -> str:
    return tidy_line(answers.items[name].text).casefold()


def _copies(edition: Edition, sheet: int, other: int, page: int) -> str:
    return f"two filled copies of “{edition.title}”: pages {sheet} and {other} are both page {page} of it"


def _two(what: str) -> ReadingError:
    return ReadingError("Paper with two forms", f"it holds {what}.", SPLIT)
