"""The words that an edition prints, and which of them begin an answer in a text without boxes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.model.edition import Edition
from pipeline.model.form import Field, Form, Kind, Repeat
from pipeline.rules.answers.text import tidy_line

_LONG = 20  # letters of an instruction that nobody writes by chance
_LEAD = re.compile(r"^(?:[>|•·*_#\-–\s]|\(?\d{1,2}[.)]\s)+")
_NEEDED = re.compile(r"^\s*\*+")
# what parts a question from its answer on the same line
_PARTING = re.compile(r"^(?:\s*[:=|]|\s*\t|\s{2,}|\s+[-–—]\s)[\s:*_]*")


@dataclass(frozen=True)
class Question:
    """A printed question: its folded words, its help, and the field, of a repeat's row when it is a column."""

    words: str
    help: str
    field: Field
    repeat: Repeat | None = None
    slot: str = ""  # of a single field, or of an adopted form's box


@dataclass(frozen=True)
class Asked:
    """A line that begins with a question: those it can be, and what stands behind it on the line."""

    questions: tuple[Question, ...]
    rest: str


@dataclass(frozen=True)
class Vocabulary:
    """The questions of an edition, the longest first; the heads of its rows; and its other printed lines."""

    edition: Edition
    questions: tuple[Question, ...]
    printed: frozenset[str]

    @property
    def count(self) -> int:
        """How many different questions there are."""
        return len({question.words for question in self.questions})

    def asked(self, line: str) -> Asked | None:
        """What a line asks: it begins with a question that is parted from what follows. None when it asks nothing."""
        for text in dict.fromkeys((line, _LEAD.sub("", line))):
            said = _folded(text)
            words = next((q.words for q in self.questions if self._begins(said, text, q)), None)
            if words is not None:
                same = tuple(q for q in self.questions if q.words == words)
                rests = [rest for rest in (_behind(text, q) for q in same) if rest is not None]
                return Asked(same, min(rests, key=len))  # the shortest: each has its own help
        return None

    def _begins(self, said: str, text: str, question: Question) -> bool:
        return said.startswith(question.words) and _behind(text, question) is not None

    def row(self, line: str) -> tuple[Repeat, int, str] | None:
        """The row that a line is about, "Child 2: surname", and what stands behind that."""
        text = _LEAD.sub("", line) if not line[:1].isalpha() else line
        for repeat in self.edition.form.repeats if self.edition.own else ():
            found = re.match(
                rf"{re.escape(repeat.row_label)}\s+(\d{{1,2}})\b[\s:.\-–*_]*", text, re.IGNORECASE
            )
            if found and 1 <= int(found[1]) <= repeat.maximum:
                return repeat, int(found[1]), text[found.end() :]
        return None

    def prints(self, line: str) -> bool:
        """Whether a line says only what the form itself prints: a heading, an instruction."""
        said = _folded(_LEAD.sub("", line))
        return said in self.printed or said.rstrip(" :*") in self.printed

    def instructs(self, line: str) -> bool:
        """Whether a line begins with one of the form's longer instructions, whatever follows on it."""
        return _folded(line).startswith(tuple(text for text in self.printed if len(text) >= _LONG))


def vocabulary_of(edition: Edition) -> Vocabulary:
    """The words of an edition."""
    questions = sorted(_questions(edition), key=lambda question: -len(question.words))
    return Vocabulary(edition, tuple(questions), frozenset(filter(None, _printed(edition.form))))


def _questions(edition: Edition) -> Iterator[Question]:
    form = edition.form
    for words, name in edition.labels.items():
        slot = form.slot_by_name.get(name.partition(".")[0])
        if slot is not None and slot.name == name:
            yield Question(_folded(words), "", slot.field, None, slot.name)
    if not edition.own:
        return
    for item in form.items:
        if isinstance(item, Repeat):
            yield from (_question(column, item) for column in item.columns)
        else:
            yield _question(item, None)


def _question(asked: Field, repeat: Repeat | None) -> Question:
    return Question(_folded(asked.label), _folded(asked.help), asked, repeat, "" if repeat else asked.name)


def _printed(form: Form) -> Iterator[str]:
    for text in (form.title, form.subtitle, form.intro, form.marking, form.return_to, form.id):
        yield _folded(text)
    for page in form.pages:
        yield from map(_folded, (page.title, page.note))
        for section in page.sections:
            yield from map(_folded, (section.title, section.help))
    for item in form.items:
        yield from map(_folded, (item.label if isinstance(item, Repeat) else "", item.help, "No."))


def _folded(text: str) -> str:
    return tidy_line(text).casefold()


def _behind(text: str, question: Question) -> str | None:
    """What stands behind a question on its line; None when it is only the beginning of other words."""
    rest = _after(text, question.words)
    needed = _NEEDED.match(rest)
    rest = rest[needed.end() :] if needed else rest
    if question.help and _folded(rest).startswith(question.help):
        return _PARTING.sub("", _after(rest, question.help)).strip()
    if not rest.strip(" *_"):
        return ""
    parted = _PARTING.match(rest)
    if parted:
        return rest[parted.end() :].strip()
    asks = question.words.endswith("?") or needed is not None
    return rest.strip() if asks and question.field.kind is not Kind.LONGTEXT and rest[:1].isspace() else None


def _after(text: str, words: str) -> str:
    """What stands behind some folded words at the beginning of a text; odd spaces may make them longer in it."""
    ends = [
        at for at in range(len(words), min(len(text), 2 * len(words) + 20) + 1) if _folded(text[:at]) == words
    ]
    return text[ends[0] :] if ends else text[len(words) :]
