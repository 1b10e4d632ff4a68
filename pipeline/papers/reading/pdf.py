"""A PDF by the reader that fits it: fields, a blank with the answers drawn on, a printed Word form, pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.model.answers import Answers
from pipeline.model.edition import Edition
from pipeline.model.errors import ReadingError
from pipeline.papers.reading.gathering import NotOursError
from pipeline.papers.reading.pages import Scanned


def read_pdf(data: bytes, editions: Sequence[Edition]) -> Answers | Scanned:
    """The answers on a PDF; `Scanned` when some of its pages must be read from their pictures.

    Raises ReadingError: damaged, locked, none of `editions` (naming the nearest), pages of two forms.
    """
    from pipeline.papers.reading.acroform import read_acroform
    from pipeline.papers.reading.acroform.blank import tells_missing

    try:
        answers = read_acroform(data, editions)
    except NotOursError as err:
        return _read_pages(data, editions, err)
    missing = [gap for gap in answers.gaps if tells_missing(gap)]
    return _with_flat_pages(answers, data, editions, len(missing)) if missing else answers


def _read_pages(data: bytes, editions: Sequence[Edition], no_fields: NotOursError) -> Answers | Scanned:
    """A PDF that has no fields of ours, read from what its pages show."""
    from pipeline.papers.reading.flat import NotOurs, read_flat
    from pipeline.papers.reading.labelled import read_printed_word

    found = read_flat(data, editions)
    if isinstance(found, NotOurs):
        printed = read_printed_word(data, editions)
        if printed is not None:
            return printed
        raise _not_ours(found.title, found.form_id, found.score, no_fields) from no_fields
    return found


def _not_ours(title: str, form_id: str, score: float, no_fields: NotOursError) -> ReadingError:
    if not title:
        why = f"{no_fields.why} What its pages show is not one of the panel's forms either."
        return ReadingError(no_fields.what, why, no_fields.remedy)
    why = (
        f"{no_fields.why} Its pages are not one of the panel's forms either; the nearest is {title} ({form_id}), of"
        f" whose printed words only {score:.0%} stand in their places."
    )
    return ReadingError(no_fields.what, why, no_fields.remedy)


def _with_flat_pages(answers: Answers, data: bytes, editions: Sequence[Edition], missing: int) -> Answers:
    """The answers, with those of pages whose fields were flattened while others kept theirs."""
    from pipeline.papers.reading.acroform.blank import tells_missing
    from pipeline.papers.reading.flat import read_flat

    try:
        flat = read_flat(data, editions)
    except ReadingError:
        return answers
    if not isinstance(flat, Answers) or flat.form_id != answers.form_id or len(flat.gaps) >= missing:
        return answers
    told = "Some of its pages have no fields any more; they were read from what they show."
    items = {**flat.items, **answers.items}
    others = (gap for gap in answers.gaps if not tells_missing(gap))
    return replace(answers, items=items, remarks=(*answers.remarks, told), gaps=(*flat.gaps, *others))
