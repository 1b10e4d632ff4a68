"""The proposal: every box of theirs with the question of ours that it fits best."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.model.adoption import Mapped, Proposal, TheirBlank, TheirBox, TheirKind
from pipeline.model.form import Field, Form, Kind
from pipeline.rules.adopting.ours import Question, asked, questions
from pipeline.rules.adopting.rows import date_part, row_of
from pipeline.rules.adopting.trade import PERSONAL
from pipeline.rules.adopting.words import about, meaning_of, plain, split_name
from pipeline.rules.answers.boxes import (
    DATE_PARTS,
    FORENAME,
    SURNAME,
    TICKED,
    WHOLE_NAME,
    filled_by,
    targets,
)
from pipeline.rules.answers.choices import read_choice

SURE = 0.75  # from this score on a mapping is written as one
_PERHAPS = 0.45  # from this score on it is written as a comment
_CLOSE = 0.06  # two questions this near in score are as good as each other
_BY_TIP, _BY_NAME = 0.97, 0.9  # what is said by a tooltip or a field's name only, against printed words
_TYPED = (Kind.TEXT, Kind.LONGTEXT, Kind.DATE, Kind.MONTH, Kind.TIME, Kind.NUMBER)
_MANY = frozenset(("names", "children", "childrens", "ren", "siblings"))
_PLAIN_WORD = 0.5  # the weight of a word that has no meaning of the trade


@dataclass(frozen=True)
class _Fit:
    """A question that a box may be, how well it fits, and the tick or part that it is of it."""

    question: Question
    score: float
    code: str = ""
    codes: Mapping[str, str] | None = None


def propose(form: Form, blank: TheirBlank) -> Proposal:
    """Which of `blank`'s boxes is which of `form`'s."""
    ours = questions(form)
    mapped: list[Mapped] = []
    doubtful: list[Mapped] = []
    unknown: list[TheirBox] = []
    rows = _Rows()
    for box in blank.boxes:
        fits = sorted(_fits(box, ours), key=lambda fit: -fit.score)
        if not fits or fits[0].score < _PERHAPS:
            unknown.append(box)
            continue
        best = _judged(fits)
        target = rows.target(best, box)
        found = Mapped(box, target, round(best.score, 2), best.codes or {})
        (mapped if target and best.score >= SURE else doubtful).append(found)
    sure, lost = _whole(mapped)
    doubled = _named_twice(sure)
    sure = [m for m in sure if m not in doubled]
    doubtful += doubled
    known = {m.target for m in sure}
    perhaps = [m for m in (*doubtful, *lost) if m.target and m.target not in known]
    strange = [*unknown, *(m.box for m in (*doubtful, *lost) if m not in perhaps)]
    boxes = targets(form)
    claimed = known | {m.target for m in perhaps}
    filled = {name for target in claimed for name in filled_by(target, boxes[target])}
    missing = _missing(ours, filled)
    return Proposal(form, blank, tuple(sure), tuple(perhaps), tuple(strange), tuple(missing))


def _judged(fits: Sequence[_Fit]) -> _Fit:
    """The best fit; less sure when another question fits as well."""
    best = fits[0]
    rivals = [f for f in fits[1:] if f.score > best.score - _CLOSE and f.question is not best.question]
    return replace(best, score=min(best.score * 0.8, SURE - 0.01)) if rivals else best


def _fits(box: TheirBox, ours: Iterable[Question]) -> Iterable[_Fit]:
    for question in ours:
        fit = _tick_fit(box, question) if box.kind is TheirKind.TICK else _plain_fit(box, question)
        if fit and fit.score > 0:
            yield fit


def _plain_fit(box: TheirBox, question: Question) -> _Fit | None:
    kind = question.field.kind
    if kind is Kind.MULTICHOICE or (box.kind is TheirKind.CHOICE and kind in _TYPED):
        return None
    part = date_part(box) if kind is Kind.DATE else ""
    score = _alike(box, _said(box), question)
    codes: dict[str, str] = {}
    if box.kind is TheirKind.CHOICE:
        codes = _codes(box, question.field)
        known = len(codes) / max(1, len(box.states))
        score *= 0.4 + 0.6 * known
    if question.field.name == WHOLE_NAME and _of_several(box):
        score = min(score, SURE - 0.01)
    return _Fit(question, score, part, codes)


def _of_several(box: TheirBox) -> bool:
    """Whether one box is for the names of several people: "Names of the children" without rows."""
    said = {word for words in box.words for word in plain(words).split()}
    return not row_of(box) and bool(said & _MANY)


def _tick_fit(box: TheirBox, question: Question) -> _Fit | None:
    """A tick box: its own words are one of the printed answers, and its question is ours."""
    if question.field.kind not in TICKED:
        return None
    codes = [(words, read_choice(words, question.field.choices).code) for words in box.words]
    words, code = next(((w, c) for w, c in codes if c), ("", ""))
    if not code:
        return None
    said = [(box.question, 1.0), (split_name(box.name), _BY_NAME)]
    asks = max((_score(words, weight, box, question) for words, weight in said if words), default=0.0)
    exact = plain(words) == plain(question.field.shown(code))
    telling = exact and plain(words) not in ("yes", "no", "other", "none", "not known", "male", "female")
    return _Fit(question, max(asks, 0.8 if telling and not box.question else 0.0), code)


def _codes(box: TheirBox, field: Field) -> dict[str, str]:
    """Their states by our codes, through the words that are printed for them, else the states' own names."""
    found = {}
    for state, words in box.states.items():
        code = read_choice(words or state, field.choices).code
        if code:
            found[state] = code
    return found if len(set(found.values())) == len(found) else {}


def _said(box: TheirBox) -> list[tuple[str, float]]:
    """Every way in which the box is described, with how much that counts."""
    weights = [1.0, 1.0, _BY_TIP, _BY_TIP]
    said = [(words, weights[min(at, 3)]) for at, words in enumerate(box.words) if words]
    return [*said, (split_name(box.name), _BY_NAME)]


def _alike(box: TheirBox, said: Iterable[tuple[str, float]], question: Question) -> float:
    return max((_score(words, weight, box, question) for words, weight in said), default=0.0)


def _score(words: str, weight: float, box: TheirBox, question: Question) -> float:
    meaning = meaning_of(words)
    theirs = asked(meaning)
    theirs = frozenset(m for m in theirs if m not in ("=day", "=month", "=year", "=dd", "=mm", "=yyyy"))
    if not theirs:
        return 0.0
    shared = max((_overlap(theirs, ours) for ours in question.meanings), default=0.0)
    return weight * shared * _person(meaning, box, question)


def _overlap(theirs: frozenset[str], ours: frozenset[str]) -> float:
    """The share of what both ask; a meaning of the trade counts more than a plain word."""
    both = _weight(theirs & ours)
    return 2 * both / (_weight(theirs) + _weight(ours)) if both else 0.0


def _weight(meanings: Iterable[str]) -> float:
    return sum(_PLAIN_WORD if m.startswith("=") else 1.0 for m in meanings)


def _person(meaning: frozenset[str], box: TheirBox, question: Question) -> float:
    """Whether both are about the same person: said by the words, else by the other words, else by the heading.

    Of what is asked once, whoever it is about, only words that name a stranger speak against it.
    """
    said = about(meaning)
    if not meaning & PERSONAL:
        return 0.5 if said == "@stranger" else 1.0
    every = (
        about(meaning_of(words)) for words in (box.question, *box.words, split_name(box.name), box.heading)
    )
    theirs = said or next(filter(None, every), "")
    if theirs == question.person:
        return 1.0
    if not theirs:
        return 0.72 if question.person else 0.9
    return 0.9 if not question.person and theirs != "@stranger" else 0.35


class _Rows:
    """Gives each box its row: the one it says, else the first that its question has left."""

    def __init__(self) -> None:
        self._taken: Counter[str] = Counter()
        self._seen: set[str] = set()

    def target(self, fit: _Fit, box: TheirBox) -> str:
        """The box of ours, "" when its row does not exist or is taken."""
        question = fit.question
        row = row_of(box) if question.repeat else 1
        name = self._free(question, row or 1, fit)
        if not name:
            return ""
        self._seen.add(name)
        return name

    def _free(self, question: Question, row: int, fit: _Fit) -> str:
        if row > question.rows:
            return ""
        slot = question.slot(row)
        name = f"{slot}.{fit.code}" if fit.code else slot
        if name not in self._seen or fit.code:
            return name if name not in self._seen else ""
        if _may_be_parted(question) and fit.score >= SURE:
            self._taken[slot] += 1
            return f"{slot}.{self._taken[slot] + 1}"
        return ""


def _may_be_parted(question: Question) -> bool:
    return question.field.validation.check == "address"


def _whole(mapped: Sequence[Mapped]) -> tuple[list[Mapped], list[Mapped]]:
    """Those that stand, and those that do not: an address in several boxes is parts; a date needs all of its three."""
    parted = {m.target.rpartition(".")[0] for m in mapped if m.target.rpartition(".")[2].isdecimal()}
    named = [replace(m, target=f"{m.target}.1") if m.target in parted else m for m in mapped]
    held = Counter(m.target.rpartition(".")[0] for m in named if m.target.rpartition(".")[2] in DATE_PARTS)
    lost = [
        m
        for m in named
        if m.target.rpartition(".")[2] in DATE_PARTS and held[m.target.rpartition(".")[0]] != 3
    ]
    return [m for m in named if m not in lost], lost


def _named_twice(mapped: Sequence[Mapped]) -> list[Mapped]:
    """Boxes for a whole name where the same person's forename or surname has one too: a person decides which it is."""
    targets = {m.target for m in mapped}
    whole = [(m, m.target.removesuffix(WHOLE_NAME)) for m in mapped if m.target.endswith(f"_{WHOLE_NAME}")]
    return [m for m, row in whole if {f"{row}{FORENAME}", f"{row}{SURNAME}"} & targets]


def _missing(ours: Iterable[Question], known: set[str]) -> Iterable[str]:
    """The printed words of what is always needed and has no box."""
    slots = {name.partition(".")[0] for name in known}
    for question in ours:
        rows = question.repeat.minimum if question.repeat else 1
        absent = [row for row in range(1, rows + 1) if question.slot(row) not in slots]
        if question.field.required.always and absent:
            title = f"{question.repeat.row_label} {absent[0]}: " if question.repeat else ""
            yield f"{title}{question.field.label}"
