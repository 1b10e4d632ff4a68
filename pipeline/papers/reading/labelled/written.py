"""A form written or pasted into a text, as in an e-mail's body: read by its questions, wherever an answer stands.

An answer stands behind its question ("Work phone: 01632 960101"), below it, or in a row of a pasted table. The
questions of a row are known by the row's head ("Child 2") before them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.model.answers import Answers, Carrier, Sureness
from pipeline.model.edition import Edition
from pipeline.model.form import Kind, Repeat, Slot
from pipeline.papers.reading.gathering import Gathering, Recognised, code_of, shown
from pipeline.papers.reading.labelled.marks import UNMARKED, is_prompt, marked
from pipeline.papers.reading.labelled.pasted import Table, tables_in
from pipeline.papers.reading.labelled.quoted import uncrossed, unquoted
from pipeline.papers.reading.labelled.vocabulary import Asked, Question, Vocabulary, vocabulary_of
from pipeline.papers.reading.word.lost_lines import touches
from pipeline.rules.answers.text import clean, tidy_line

_LONGEST = 400_000  # characters; the rest of a longer text is not looked at
_FEWEST, _SHARE = 6, 0.3  # questions that make a text a form: so many, and this share of the form's
_OWN_SHOWN = 300  # letters of what a person wrote around the form
_CLOSING = re.compile(
    r"(?:(?:kind|best|warm|many)?\s*(?:regards|wishes|thanks)|yours\s+(?:sincerely|faithfully)|thank you"
    r"|sent from my .*|--|_{5,}|-{5,}.*|from: .*|on .{6,80} wrote:)[\s,.!]*",
    re.IGNORECASE,
)
_TWICE = "In the text, below “{}”, stand other words that the form prints; they may be its answer."
_MAY_ASK = "The same words are also a question of the form."
_OLDER = "It stands in an older e-mail that is quoted in this one."
_NOT_READ = "An older e-mail is quoted in it; the answers there were not read."
_DOUBLED = "The text holds the form twice; it may belong to the other one."
_LOST = "Sentences touch in it: new lines were lost where it was copied from, it seems."
_ROW_GUESSED = "The text does not say which row of the table it belongs to."


@dataclass
class _Answer:
    """One question met in the text, its slot where that is clear, and the lines of its answer."""

    slot: Slot
    line: int
    lines: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    said_at: set[int] = field(default_factory=set)  # the lines (from 1) on which it stands


@dataclass(frozen=True)
class _Told:
    """What a text says: answers in order, and the lines that belong to none."""

    answers: tuple[_Answer, ...]
    strays: tuple[tuple[int, str], ...]
    questions: int  # different questions met
    remarks: tuple[str, ...] = ()
    above: str = ""  # the words before the first question


def read_written(text: str, editions: Sequence[Edition]) -> Answers | None:
    """The answers of a form written into a text; None when the text is no form.

    Of a form above an older e-mail that is quoted only the form counts. What stands in a quoted e-mail alone is
    doubted; a reply that only quotes a form is none.
    """
    quoting = unquoted(clean(text[:_LONGEST]).text.replace("\xa0", " "))
    vocabularies = [vocabulary_of(edition) for edition in editions]
    best = _best(quoting.newer, vocabularies) if quoting.older else None
    if best is not None:
        return _answers(*best, (_NOT_READ,))
    best = _best(quoting.lines, vocabularies)
    if best is None or not quoting.older:
        return _answers(*best) if best is not None else None
    vocabulary, told = best
    older = {number + 1 for number in quoting.older}
    if quoting.reply and all(answer.said_at | {answer.line} <= older for answer in told.answers):
        return None
    for answer in told.answers:
        if answer.said_at & older:
            answer.doubts.append(_OLDER)
    own = " ".join(" ".join(quoting.newer).split())[:_OWN_SHOWN]
    above = f"It quotes an older e-mail; its own words are “{own}”: they were read only where they answer a question."
    return _answers(vocabulary, told, (above,) if own else ())


def _best(lines: Sequence[str], vocabularies: Sequence[Vocabulary]) -> tuple[Vocabulary, _Told] | None:
    """The edition that a text is a form of, and what it says; None when it is no form."""
    told = [(vocabulary, _told(lines, vocabulary)) for vocabulary in vocabularies]
    fitting = [(v, t) for v, t in told if t.questions >= max(_FEWEST, _SHARE * v.count)]
    share = max((t.questions / v.count, v.edition.present) for v, t in fitting) if fitting else None
    return next(((v, t) for v, t in fitting if (t.questions / v.count, v.edition.present) == share), None)


def _answers(vocabulary: Vocabulary, told: _Told, remarks: Sequence[str] = ()) -> Answers:
    edition = vocabulary.edition
    remark = (
        f"The form was written in the text of an e-mail; it was recognised by {told.questions} "
        f"of its {vocabulary.count} questions."
    ) + (f" Above it stands “{told.above}”." if told.above and not remarks else "")
    gathering = Gathering(Recognised(edition, edition.version, (remark, *remarks)), Carrier.WRITTEN)
    asked = Counter(a.slot.name for a in told.answers if a.said_at and a.slot.repeat is None)
    doubled = sum(times > 1 for times in asked.values()) >= _FEWEST
    for answer in told.answers:
        answer.doubts += [_DOUBLED] if doubled else []
        _take(gathering, answer)
    for words in told.remarks:
        gathering.remark(words)
    for number, line in told.strays:
        gathering.remark(f"Line {number} of the text answers no question: {shown(line)}.")
    return gathering.answers()


def _told(lines: Sequence[str], vocabulary: Vocabulary) -> _Told:
    tables = tables_in(lines, vocabulary) if vocabulary.edition.own else ()
    reading = _Reading(vocabulary)
    at = 0
    while at < len(lines):
        table = next((t for t in tables if t.start == at), None)
        if table is not None:
            reading.table(table)
            at = table.end
            continue
        reading.line(at + 1, lines[at])
        at += 1
    above = " ".join(" ".join(reading.above).split())[:_OWN_SHOWN]
    return _Told(
        tuple(reading.answers), tuple(reading.strays), len(reading.met), tuple(reading.confused()), above
    )


class _Reading:
    """Goes through the lines of a text once."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.form = vocabulary.edition.form
        self.answers: list[_Answer] = []
        self.strays: list[tuple[int, str]] = []
        self.above: list[str] = []
        self.met: set[str] = set()
        self.row: tuple[Repeat, int] | None = None
        self.open: _Answer | None = None
        self.headings: list[Slot] = []  # questions with a heading right below them
        self.closed = False  # behind the closing words of the letter

    def table(self, table: Table) -> None:
        """Take the rows of a pasted table."""
        self.open, self.row = None, None
        self.met |= set(table.words)
        for cell in table.cells:
            slot = self.form.slot_by_name[cell.slot]
            self.answers.append(
                _Answer(slot, cell.line, [cell.text], [cell.doubt] if cell.doubt else [], {cell.line})
            )
        self.strays += table.strays

    def line(self, number: int, line: str) -> None:
        """Take one line: a row's head, a question, a piece of an answer, or something else."""
        if _CLOSING.fullmatch(line.strip()):
            self.open, self.closed = None, True
            return
        head = self.vocabulary.row(line)
        if head is not None:
            self.row, self.open, self.closed = head[:2], None, False
            line = head[2]
        asked = self.vocabulary.asked(line) if line.strip() else None
        if asked is not None and self._is_option(line, asked):
            self._continue(number, line)
        elif asked is not None:
            self._ask(number, asked)
        elif line.strip() or self.open is not None:
            self._continue(number, line)

    def _is_option(self, line: str, asked: Asked) -> bool:
        """Whether a question's words are the answer to the question before: "Coordinator" below "In what part?"."""
        answer = self.open
        if answer is None or any(answer.lines) or code_of(answer.slot.field, line) is None:
            return False
        inside = answer.slot.repeat
        if any(question.repeat is inside for question in asked.questions):
            answer.doubts.append(_MAY_ASK)
        return True

    def _ask(self, number: int, asked: Asked) -> None:
        self.met.add(asked.questions[0].words)
        self.closed = False
        slot, doubts = self._meant(asked.questions)
        said = ([asked.rest], {number}) if asked.rest else ([], set[int]())
        self.open = _Answer(slot, number, said[0], doubts, said[1])
        self.answers.append(self.open)

    def confused(self) -> Iterator[str]:
        """Remarks on questions below which another question's words stand where that was not to be expected."""
        times = Counter(answer.slot.name for answer in self.answers)
        for before, answer in pairwise(self.answers):
            empty = not any(line.strip() for line in before.lines)
            if empty and (times[answer.slot.name] > 1 or _ROW_GUESSED in answer.doubts):
                yield _TWICE.format(before.slot.label)
        yield from (_TWICE.format(slot.label) for slot in self.headings)

    def _meant(self, questions: Sequence[Question]) -> tuple[Slot, list[str]]:
        """The slot that a question stands for here: of the row it stands in, else the one asked once."""
        named = self.form.slot_by_name
        if self.row is not None:
            inside = next((q for q in questions if q.repeat is self.row[0]), None)
            if inside is not None:
                return named[self.row[0].slot(self.row[1], inside.field.name)], []
        single = next((q for q in questions if q.slot), None)
        if single is not None:
            self.row = None
            return named[single.slot], []
        question = questions[0]
        repeat = question.repeat
        if repeat is None:
            raise LookupError(question.words)
        used = {a.slot.name for a in self.answers}
        rows = range(1, repeat.maximum + 1)
        free = next((n for n in rows if repeat.slot(n, question.field.name) not in used), repeat.maximum)
        return named[repeat.slot(free, question.field.name)], [_ROW_GUESSED]

    def _continue(self, number: int, line: str) -> None:
        """A line that asks nothing: more of the open answer, or a stray."""
        option = self.open is not None and code_of(self.open.slot.field, line) is not None
        if self.open is not None and (option or not (self.vocabulary.prints(line) and line.strip())):
            if self._belongs(line):
                self.open.lines.append(line)
                self.open.said_at |= {number} if line.strip() else set()
                return
            self.open = None
        elif self.open is not None:
            if not self.open.lines:  # right below the question, where its answer would stand
                self.headings.append(self.open.slot)
            self.open = None
            return
        if line.strip() and not (self.vocabulary.prints(line) or self.vocabulary.instructs(line)):
            self._stray(number, line)

    def _stray(self, number: int, line: str) -> None:
        if not self.met:
            self.above.append(line)
        elif not self.closed:
            self.strays.append((number, line.strip()))

    def _belongs(self, line: str) -> bool:
        """Whether a line goes on with the open answer: a short answer ends at the first blank line behind it."""
        answer = self.open
        if answer is None:
            return False
        if answer.slot.field.kind in (Kind.LONGTEXT, Kind.MULTICHOICE):
            return True
        started = any(said.strip() for said in answer.lines)
        return bool(line.strip()) or not started


def _take(gathering: Gathering, answer: _Answer) -> None:
    """Take one answer into the gathering."""
    slot, place = answer.slot, f"line {answer.line}"
    text = uncrossed("\n".join(answer.lines).strip("\n"), answer.doubts)
    if not text.strip() or is_prompt(slot, text):
        return
    if slot.field.kind is Kind.MULTICHOICE:
        _take_ticks(gathering, slot, text, place, answer)
    elif slot.field.kind in (Kind.CHOICE, Kind.YESNO):
        _take_choice(gathering, slot, text, place, answer)
    else:
        long = slot.field.kind is Kind.LONGTEXT
        doubts = [*answer.doubts, *([_LOST] if long and touches(text) else ())]
        said = text if long else " ".join(text.split("\n"))
        gathering.add(slot, said.strip(), place, doubts, sureness=Sureness.PRINTED)


def _take_ticks(gathering: Gathering, slot: Slot, text: str, place: str, answer: _Answer) -> None:
    found = marked(slot.field, text)
    beside = "\n" in text.strip() and not found.marks and len(found.codes) > 0
    doubts = [*answer.doubts, *([UNMARKED] if beside else ())]
    for code in found.codes:
        gathering.tick(slot, code, place, doubts, sureness=Sureness.PRINTED)
    for words in found.left:
        gathering.remark(f"{slot.label}: {shown(words)} is not one of its boxes.")


def _take_choice(gathering: Gathering, slot: Slot, text: str, place: str, answer: _Answer) -> None:
    """One of a list; a list with marks counts as its marked one, a list as it was printed as blank."""
    first = tidy_line(text)
    if code_of(slot.field, first):
        gathering.add(slot, first, place, answer.doubts, sureness=Sureness.PRINTED)
        return
    found = marked(slot.field, text)
    if len(found.codes) == 1 and not found.left:
        gathering.add(slot, found.codes[0], place, answer.doubts, sureness=Sureness.PRINTED)
    elif found.codes or found.left:
        doubt = f"It says {shown(first)}, which is not one answer of its list."
        gathering.add(slot, first, place, [*answer.doubts, doubt], sureness=Sureness.PRINTED)
