"""Correction by form: what its boxes are pre-filled with, and what comes back, merged into the newest answers.

Three-way: only a box that differs from what stood in it counts as changed, and a change counts where the newest
version has not changed the same answer itself. Nothing that was read is lost: an answer that its box cannot hold
(a third answer to a yes or no) stays what it was until somebody fills that box in.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from pipeline.model.answers import NOT_READABLE, Answer, Answers, Carrier, Sureness
from pipeline.model.edition import Edition
from pipeline.model.filing import Submission
from pipeline.model.form import Field, Form, Kind, Slot
from pipeline.model.record import Explicit, Value, as_text
from pipeline.rules.answers.choices import read_choice
from pipeline.rules.answers.dates import british
from pipeline.rules.answers.text import MARK, tidy_block
from pipeline.rules.arriving.referrals import shown_value

_CHOSEN = (Kind.CHOICE, Kind.YESNO)
_OPEN = " The answers that were left as they were are therefore still to be confirmed."
_NO_NAME = "On the correction form “Corrected by” was left blank." + _OPEN
_NO_TICK = (
    "On the correction form nobody ticked that every marked answer was compared with the original." + _OPEN
)
_SEEN = "Settled on the correction form by {by}: {words}"
_LONGEST_NAME = 80


@dataclass(frozen=True)
class Versions:
    """What a correction is merged from: the answers it was made from, and the newest, each with its version."""

    base: Answers
    base_version: int
    newest: Answers
    newest_version: int


def answers_of(form: Form, submission: Submission, editions: Iterable[Edition] = ()) -> Answers:
    """The answers of a filed form by the form's present names; from its record where they were not kept."""
    if submission.answers is None:
        items = {name: Answer(text) for name, text in _from_record(form, submission).items()}
        return Answers(form.id, submission.record.form_version, Carrier.TYPED, items)
    renamed = {old: new for e in editions if e.own and e.form.id == form.id for old, new in e.names.items()}
    items = dict(submission.answers.items)
    for old in [name for name in items if name not in form.slot_by_name]:
        new = renamed.get(old, "")
        if new in form.slot_by_name and new not in items:
            items[new] = items.pop(old)
    return replace(submission.answers, items=items)


def _from_record(form: Form, submission: Submission) -> Mapping[str, str]:
    record = submission.record
    cells = {
        f"{table}_{row.number}_{name}": value
        for table, rows in record.rows.items()
        for row in rows
        for name, value in row.values.items()
    }
    every = {**record.values, **cells}
    return {s.name: _as_filled(s.field, every[s.name]) for s in form.slots if s.name in every}


def _as_filled(field: Field, value: Value) -> str:
    """A value as a person would have filled it in."""
    if isinstance(value, tuple):
        return "\n".join(value)
    if isinstance(value, (date, Explicit)):
        return british(value) if isinstance(value, date) else shown_value(field, value)
    return as_text(value)


def prefilled(form: Form, items: Mapping[str, Answer]) -> dict[str, str]:
    """What stands in each box of a correction form, by slot; what its box cannot hold is left out."""
    found = {slot.name: _held(slot.field, items[slot.name].text) for slot in form.slots if slot.name in items}
    return {name: text for name, text in found.items() if text}


def _held(field: Field, text: str) -> str:
    if text == NOT_READABLE:
        return ""
    if field.kind is Kind.MULTICHOICE:
        codes = {read_choice(line, field.choices).code for line in text.split("\n")}
        return "\n".join(c.code for c in field.choices if c.code in codes)
    if field.kind in _CHOSEN:
        code = read_choice(text, field.choices).code
        return code or ("" if field.kind is Kind.YESNO else " ".join(text.split()))
    return text if field.kind is Kind.LONGTEXT else " ".join(text.split())


def unfit(slot: Slot, text: str) -> bool:
    """Whether a part of an answer cannot stand in its box."""
    if slot.field.kind not in (Kind.YESNO, Kind.MULTICHOICE) or text == NOT_READABLE:
        return False
    lines = (line for line in text.split("\n") if line.strip())
    return any(not read_choice(line, slot.field.choices).code for line in lines)


def merged(form: Form, versions: Versions, returned: Answers) -> Answers:
    """The newest answers with what a person corrected and confirmed on a correction form.

    `returned.correction` says of which version and by whom. What is left open has a doubt, or a gap says why.
    """
    correction = returned.correction
    by = _name(correction.by) if correction else ""
    complete = bool(by) and correction is not None and correction.checked
    stood = prefilled(form, versions.base.items)
    items = dict(versions.newest.items)
    for slot in form.slots:
        given = returned.items.get(slot.name)
        if _same(slot.field, given.text if given else "", stood.get(slot.name, "")):
            answer = _left(slot, versions, by) if complete else items.get(slot.name)
        else:
            answer = _changed(slot, versions, given, by)
        items.pop(slot.name, None)
        if answer is not None:
            items[slot.name] = answer
    if complete:
        strays = [n for n, a in items.items() if n not in form.slot_by_name and n in versions.base.items]
        items |= {name: replace(_confirmed(items[name], by), sureness=Sureness.CONFIRMED) for name in strays}
    news = replace(versions.newest, items=items, form_version=form.version, correction=correction)
    return _settled(form, news, versions, returned, by if complete else "")


def _left(slot: Slot, versions: Versions, by: str) -> Answer | None:
    """An answer left as it was on a complete form: confirmed, unless the newest version changed it meanwhile."""
    base, newest = versions.base.items.get(slot.name), versions.newest.items.get(slot.name)
    if newest is None or base is None or newest.settled or not _alike(slot, base, newest):
        return newest
    if newest.text == NOT_READABLE:
        return None  # it was looked at, and nothing can be made of it
    return _confirmed(newest, by)


def _confirmed(answer: Answer, by: str) -> Answer:
    place = "; ".join(part for part in (answer.place, f"confirmed by {by}") if part)
    return answer if answer.settled else replace(answer, doubt="", sureness=Sureness.CONFIRMED, place=place)


def _changed(slot: Slot, versions: Versions, given: Answer | None, by: str) -> Answer | None:
    """The answer given on the correction form; the newest one, doubted, where that was changed meanwhile too."""
    base, newest = versions.base.items.get(slot.name), versions.newest.items.get(slot.name)
    spot = newest.spot if newest else None
    place = f"corrected by {by}" if by else "corrected, no name given"
    now = replace(given, sureness=Sureness.CONFIRMED, place=place, score=None, spot=spot) if given else None
    theirs = newest.text if newest else ""
    if _alike(slot, base, newest) or _same(slot.field, given.text if given else "", theirs):
        return now
    doubt = (
        f"version {versions.newest_version} says {_quoted(slot, theirs)}, the correction of version"
        f" {versions.base_version} by {by or 'somebody'} says {_quoted(slot, given.text if given else '')};"
        " which is right?"
    )
    kept = newest or now
    return replace(kept, doubt=doubt) if kept else None


def _alike(slot: Slot, base: Answer | None, newest: Answer | None) -> bool:
    return _same(slot.field, base.text if base else "", newest.text if newest else "")


def _quoted(slot: Slot, text: str) -> str:
    shown = ", ".join(slot.field.shown(line) for line in text.split("\n") if line.strip())
    return f"“{shown if len(shown) <= 60 else shown[:59] + '…'}”" if shown else "nothing"


def _settled(form: Form, news: Answers, versions: Versions, returned: Answers, by: str) -> Answers:
    """The merged answers with the sentences about the paper: settled by `by`, or still open and why ("" for `by`)."""
    gaps = tuple(g for g in news.gaps if g not in (_NO_NAME, _NO_TICK))
    remarks = (*news.remarks, *(r for r in returned.remarks if r not in news.remarks))
    if by:
        seen = tuple(g for g in gaps if g in versions.base.gaps)
        told = tuple(_SEEN.format(by=by, words=words) for words in seen)
        return replace(news, gaps=tuple(g for g in gaps if g not in seen), remarks=(*remarks, *told))
    correction = returned.correction
    if correction is not None and (gaps or any(not a.settled for a in news.items.values())):
        whys = (_NO_NAME if not _name(correction.by) else "", _NO_TICK if not correction.checked else "")
        gaps += tuple(why for why in whys if why)
    return replace(news, gaps=gaps, remarks=remarks)


def touched(form: Form, base: Answers, returned: Answers) -> bool:
    """Whether a correction form says anything at all: a box changed, a name filled in, the tick set."""
    stood, correction = prefilled(form, base.items), returned.correction
    if correction is not None and (correction.checked or correction.by.strip()):
        return True
    given = {name: answer.text for name, answer in returned.items.items()}
    return any(not _same(s.field, given.get(s.name, ""), stood.get(s.name, "")) for s in form.slots)


def _same(field: Field, one: str, other: str) -> bool:
    """Whether two texts of a box are the same answer: line ends, spaces at ends and composed letters do not count."""
    one, other = (_plain(field, text) for text in (one, other))
    return one == other or (len(one) == len(other) and all(map(_same_letter, one, other)))


def _same_letter(one: str, other: str) -> bool:
    """Some programs spoil an emoji on saving, also in boxes that nobody touched."""
    return one == other or (MARK in (one, other) and max(ord(one), ord(other)) > 0xFFFF)


def _plain(field: Field, text: str) -> str:
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if field.kind is Kind.MULTICHOICE:
        return "\n".join(sorted(line.strip() for line in composed.split("\n") if line.strip()))
    return tidy_block(composed) if field.kind is Kind.LONGTEXT else " ".join(composed.split())


def _name(text: str) -> str:
    return " ".join(text.split())[:_LONGEST_NAME]
