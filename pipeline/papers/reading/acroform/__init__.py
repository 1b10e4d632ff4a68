"""PDF forms (AcroForm): the stored values, matched to a form's boxes.

The stored value is the truth, not the index and not the picture; where they differ the answer is doubted.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pypdf import PdfReader

from pipeline.model.answers import Answers, Carrier
from pipeline.model.edition import Edition
from pipeline.model.errors import ReadingError
from pipeline.model.form import Slot
from pipeline.papers.reading.acroform.blank import Likeness, likeness, more_pages, page_gaps
from pipeline.papers.reading.acroform.correction import correction_of, refuse_lost, without_correction
from pipeline.papers.reading.acroform.fields import (
    BROKEN,
    RawField,
    Read,
    plain,
    read_fields,
    text_of,
)
from pipeline.papers.reading.acroform.notes import tell_notes, with_notes
from pipeline.papers.reading.acroform.overlay import (
    Paper,
    Seen,
    as_printed,
    look_over,
    page_words,
    tell_overlay,
    with_overlay,
)
from pipeline.papers.reading.acroform.sheets import refuse_behind, refuse_second_form, sheets_of
from pipeline.papers.reading.acroform.soundness import soundness_of
from pipeline.papers.reading.acroform.taking import take
from pipeline.papers.reading.acroform.unseen import with_unseen
from pipeline.papers.reading.acroform.xfa import is_dynamic, is_xfa, no_pages_error, with_xfa, xfa_data
from pipeline.papers.reading.gathering import Gathering, NotOursError, Recognised, boxes_of, recognise, shown
from pipeline.papers.reading.unlocking import HOW_TO_UNLOCK, LOCKED

_LOST = "The copy probably went wrong on its way."
_SEND_AGAIN = (
    "Ask for the file again; or open it in the program it was filled in with, save it again and send that."
)


def read_acroform(data: bytes, editions: Sequence[Edition]) -> Answers:
    """The answers of a filled PDF form.

    Raises ReadingError: damaged, locked with a password, without fields, or not one of `editions`.
    """
    sound = soundness_of(data)
    if sound.fieldless:
        raise _without_fields()
    opened = open_fields(data)
    fields = opened.fields
    if sound.lost:
        why = (
            f"it is damaged: {sound.lost} of its parts are missing, so pages or answers may be gone. {_LOST}"
        )
        raise ReadingError("PDF", why, _SEND_AGAIN)
    if not fields:
        raise _no_fields(opened.reader)
    data_too = xfa_data(opened.reader) if is_xfa(opened.reader) else None
    if data_too:
        fields = with_xfa(fields, data_too)
    found = _recognised(opened, editions)
    gathering = Gathering(found, Carrier.ACROFORM)
    gathering.correction = correction_of(fields)
    fields = with_notes(without_correction(fields), opened.read.notes)
    known = boxes_of(found.edition)
    refuse_second_form(found.edition, editions, opened.read, known)
    seen = _looked_over(gathering, Paper(data, opened.reader, fields))
    fields = with_unseen(with_overlay(fields, seen, known), opened.reader, _blank_for(gathering), known)
    for raw in fields:
        if raw.name in known:
            take(gathering, raw, *known[raw.name])
    tell_notes(gathering, fields, opened.read.notes, known)
    _remark_strangers(gathering, fields, set(known))
    gaps = tell_overlay(gathering, seen, fields, known)
    answers = _compared(gathering, opened.read, known)
    _refuse_behind(answers, found.edition, data, editions, opened.read)
    return replace(answers, gaps=(*answers.gaps, *gaps))


def _recognised(opened: Opened, editions: Sequence[Edition]) -> Recognised:
    """Which edition it is. Of another organisation's form only a true copy will do: Text1 is a name in many forms."""
    fields = opened.fields
    texts = {f.name: text_of(f.value).text for f in fields if f.name in ("form_id", "form_version")}
    like = {id(e): likeness(e, fields) for e in editions if not e.own and e.pdf}
    fitting = [e for e in editions if e.own or (id(e) in like and like[id(e)].is_copy)]
    names = frozenset(f.name for f in fields)
    try:
        return recognise(fitting, texts.get("form_id", ""), texts.get("form_version", ""), names, "PDF form")
    except ReadingError:
        moved = next((e for e in editions if id(e) in like and like[id(e)].may_be), None)
        if moved is not None:
            raise _moved(moved, like[id(moved)]) from None
        if is_dynamic(opened.reader):
            raise no_pages_error() from None
        raise


def _moved(edition: Edition, like: Likeness) -> ReadingError:
    why = (
        f"its boxes are called like those of “{edition.title}”, but only {like.placed} of {like.boxes} stand where that"
        " form has them. It is another form, or a newer version of that one."
    )
    remedy = "Adopt its blank (pipeline forms adopt), or ask for the panel's own form."
    return ReadingError("PDF form", why, remedy)


def _looked_over(gathering: Gathering, paper: Paper) -> tuple[Seen, ...]:
    """The pages that are drawn otherwise than the blank's; a correction form differs from its blank on purpose."""
    edition = gathering.edition
    if gathering.correction is not None or as_printed(edition, paper.reader):
        return ()
    refuse_lost(page_words(paper.data))
    return look_over(edition, paper) if gathering.version == edition.version else ()


def _blank_for(gathering: Gathering) -> Edition:
    """The edition whose blank says where each box stands; none for a correction form or another version."""
    edition = gathering.edition
    own = gathering.correction is None and gathering.version == edition.version
    return edition if own else replace(edition, pdf=b"")


def _compared(gathering: Gathering, read: Read, known: Mapping[str, tuple[Slot, str]]) -> Answers:
    """The answers, with what pages the paper lacks or has too many; only an edition whose blank is kept is compared."""
    edition = gathering.edition
    if gathering.version != edition.version or gathering.correction is not None:
        return gathering.answers()
    more = more_pages(edition, read)
    if more:
        gathering.remark(more)
    gaps = page_gaps(edition, read, known)
    answers = gathering.answers()
    return replace(answers, gaps=(*answers.gaps, *gaps))


def _refuse_behind(
    answers: Answers, edition: Edition, data: bytes, editions: Sequence[Edition], read: Read
) -> None:
    """Look at the pages that the form has not: another form's are refused."""
    if answers.correction is not None or not more_pages(edition, read):
        return
    from pipeline.papers.reading.flat import form_pages

    ours = sheets_of(edition, [f for f in read.fields if f.name in boxes_of(edition)])
    others = [sheet for sheet in range(read.pages) if sheet not in ours]
    refuse_behind(answers, edition, form_pages(data, editions, others))


@dataclass(frozen=True)
class Opened:
    """An opened file and what it holds."""

    reader: PdfReader
    read: Read

    @property
    def fields(self) -> tuple[RawField, ...]:
        """Its fields."""
        return self.read.fields


def open_fields(data: bytes) -> Opened:
    """The file's fields; a damaged or encrypted file is mended first, and so is one that shows none.

    Raises ReadingError: damaged past mending, or locked with a password.
    """
    opened = None
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if not reader.is_encrypted:
            opened = Opened(reader, read_fields(reader))
            if opened.fields:
                return opened
    except BROKEN:
        pass  # qpdf mends files that pypdf refuses
    try:
        reader = PdfReader(io.BytesIO(_mended(data)), strict=False)
        return Opened(reader, read_fields(reader))
    except BROKEN as err:
        raise _damaged(err) from err


def _mended(data: bytes) -> bytes:
    """The file written anew by qpdf: cross-references rebuilt, encryption with an empty password taken off."""
    import pikepdf

    out = io.BytesIO()
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            pdf.save(out, static_id=True)
    except pikepdf.PasswordError as err:
        raise ReadingError("PDF", LOCKED, HOW_TO_UNLOCK) from err
    except pikepdf.PdfError as err:
        raise _damaged(err) from err
    except BROKEN as err:
        raise _damaged(err) from err
    return out.getvalue()


def _damaged(err: Exception) -> ReadingError:
    said = re.sub(r"(stream )?<[^>]*>:?", "", str(err))  # how Python calls the file in memory helps nobody
    reason = " ".join(said.split())[:120] or type(err).__name__
    return ReadingError(
        "PDF",
        f"it is damaged; a part of it was probably lost on its way (for the helpdesk: {reason}).",
        _SEND_AGAIN,
    )


def _no_fields(reader: PdfReader) -> ReadingError:
    if is_xfa(reader):
        return no_pages_error()
    return _without_fields()


def _without_fields() -> ReadingError:
    why = "this PDF has no form fields (it was printed, scanned or saved without them)."
    return NotOursError(
        "PDF without form fields", why, "Send the form itself: filled in, saved, not printed or scanned."
    )


def _remark_strangers(gathering: Gathering, fields: Sequence[RawField], known: set[str]) -> None:
    """Filled fields that the form does not have are told, not dropped in silence."""
    hidden = {f.name for f in gathering.form.hidden} | {"form_id", "form_version"}
    filled = (f for f in fields if f.name not in known | hidden and f.kind != "Sig" and _filled(f))
    strangers = [f.name for f in filled if not gathering.dropped(f.name, text_of(f.value).text)]
    if strangers:
        names = ", ".join(shown(name) for name in strangers[:8])
        gathering.remark(f"{len(strangers)} filled fields do not belong to {gathering.form.id}: {names}.")


def _filled(raw: RawField) -> bool:
    if plain(raw.value) == "Off":
        return False
    return raw.broken or isinstance(raw.value, list) or bool(text_of(raw.value).text.strip())
