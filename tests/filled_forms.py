"""Filled forms with hard answers, all invented, and how an answer that was read is judged against them.

    for case in cases("referral", count=100, seed=1):
        read = read_answers(builders.pdf_form(case.form, case.items), "form.pdf", builders.editions())
        score = compare(case, read)

The same form, count and seed give the same cases everywhere. What is compared is the checked value of each slot
(rules/checking), not its letters: "3 May 2010" and "03/05/2010" are one date. Paper does not keep the line breaks of
a long answer; from the carriers in `NO_LINES` they count as spaces. In a picture a curly quote cannot be told from a
straight one, nor three full stops from an ellipsis: from a scan either is right.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

from pipeline.model.answers import Answer, Answers, Carrier, Sureness
from pipeline.model.form import Field, Form, Kind, Slot
from pipeline.model.record import Record, Severity, Value
from pipeline.rules.answers.text import tidy_line
from pipeline.rules.checking import Checked, check_answers
from tests import builders

RECEIVED = date(2013, 9, 5)
NO_LINES = (Carrier.PRINTED, Carrier.WORD_PRINTED, Carrier.SCAN, Carrier.WRITTEN)


@dataclass(frozen=True)
class FilledForm:
    """One filled form: its name tells what is hard about it; slot -> text as typed, blanks left out."""

    name: str
    form: Form
    items: Mapping[str, str]


def cases(form_name: str = "referral", count: int = 100, seed: int = 1) -> tuple[FilledForm, ...]:
    """So many filled forms, every kind of hardness in turn, beginning with an everyday one."""
    form = builders.forms()[form_name]
    kinds = list(_KINDS)
    return tuple(_case(form, kinds[n % len(kinds)], seed, n) for n in range(count))


def _case(form: Form, kind: str, seed: int, number: int) -> FilledForm:
    items = _KINDS[kind](form, random.Random(f"{form.name} {kind} {seed} {number}"))
    return FilledForm(f"{form.name}-{seed}-{number:03}-{kind}", form, _kept(form, items))


def _kept(form: Form, items: Mapping[str, str]) -> dict[str, str]:
    return {s.name: items[s.name] for s in form.slots if items.get(s.name, "").strip()}


# --- answers of every kind ------------------------------------------------------------------------------------

FORENAMES = (
    "Siân",
    "Zoë",
    "Łukasz",
    "Tomos Rhys",
    "Aoife",
    "Nuñez",
    "Jo",
    "UNBORN",
    "Renée",
    "Mary-Kate",
    "D’Arcy",
    "Ng",
)
SURNAMES = (
    *(
        "O'Brien-Shah",
        "O’Brien",
        "Ng",
        "de la Cruz",
        "Nuñez",
        "Ellery-Vaughan",
        "Wiśniak",
        "McAllister",
        "Œuvrard",
    ),
    *("St John-Smythe", "Żółć", "Ap Gwilym", "Day", "May", "Ŵyn"),
)
ROLES = (
    "Health visitor",
    "Social worker (ASYE)",
    "Team manager, Early Help & Assessment",
    "DSL",
    "PC 4417",
    "GP",
    "CPN/CMHT",
)
STREETS = (
    "27 Larkrise Terrace, Cheltenham",
    "Flat 3/b, 1 St. Mary’s Close, Stroud",
    "PROTECTED",
    "The Old Mill (rear), Lydney",
)
SETTINGS = (
    "Fernhollow Primary School",
    "None",
    "St Œthel’s C of E",
    "Nursery & pre-school “Little Oaks”",
    "not in school",
)
POSTCODES = ("GL99 4QT", "GL994QT", "gl99 4qt", "GL99  4QT")
PHONES = (
    "01632 960101",
    "(01632) 960 102",
    "01632-960103",
    "+44 7700 900104",
    "07700 900 105",
    "07700900106",
    "01632 960107 ext. 12",
)
NHS = ("999 000 0018", "9990000018", "999-000-0018", "999 0000018")
SENTENCES = (
    "A first plan for neglect ended in February 2011.",
    "Mum’s partner is said to owe £5,400 & to have “friends” who call late.",
    "IQ <70, BMI <18 & >3 missed appointments; {{ nothing }} { to } render.",
    "School rang on 3/9/13, 4/9/13 and 05.09.2013 - no answer.",
    "Łukasz (step-father) does not want to be seen; Siân does.",
    "O'Brien-Shah is spelt O’Brien Shah on the GP's letter.",
    "Yes",
    "1. Bedtime is 11pm+; 2. breakfast = crisps; 3. attendance 61.5%.",
    "She said: 'I'm fine, it's always like that' – then cried…",
    "Contact http://example.org/a_b?c=d&e=f or team@council.example.org.",
    "[x] not a tick; * not a star * and #7 is a house",
    "Nobody has asked the children what a good day would look like to them, or who they would tell.",
    "Attendance fell from 97% to 61% between September and Easter; nobody can say why.",
    "Café, naïve, façade, Ærø, Ångström.",
)  # fmt: skip
DAYS = (
    lambda d: f"{d:%d/%m/%Y}",
    lambda d: f"{d.day}/{d.month}/{d.year}",
    lambda d: f"{d:%d.%m.%Y}",
    lambda d: f"{d:%d-%m-%Y}",
    lambda d: f"{d.day} {d:%B} {d.year}",
    lambda d: f"{d.day}{_th(d.day)} {d:%b} {d.year}",
    lambda d: f"{d:%A} {d.day}{_th(d.day)} of {d:%B} {d.year}",
    lambda d: f"{d:%Y-%m-%d}",
    lambda d: f"{d:%B} {d.day}, {d.year}",
    lambda d: f"{d:%d%m%Y}",
    lambda d: f"{d:%a} {d.day} {d:%b} {d.year}",
    lambda d: f"{d.day} {d.month} {d.year}",
)
MONTHS = (
    lambda d: f"{d:%m/%Y}",
    lambda d: f"{d:%B %Y}",
    lambda d: f"{d:%b} {d.year}",
    lambda d: f"{d:%Y-%m}",
)
TIMES = ("09:30", "9.30am", "2pm", "14:00")
_WORDS: dict[str, Callable[[random.Random], str]] = {
    "name": lambda r: f"{r.choice(FORENAMES)} {r.choice(SURNAMES)}",
    "child_name": lambda r: r.choice(FORENAMES + SURNAMES),
    "email": lambda r: r.choice(("m.prosser", "o'brien-shah", "z_wisniak+panel")) + "@health.example.org",
    "phone": lambda r: r.choice(PHONES),
    "nhs_number": lambda r: r.choice(NHS),
    "postcode": lambda r: r.choice(POSTCODES),
    "address": lambda r: r.choice(STREETS),
}
_BY_NAME = {"role": ROLES, "setting": SETTINGS, "case_ref": ("7044190", "CF/7", "n/a", "0", "00123")}


def _th(day: int) -> str:
    return "th" if 11 <= day % 100 <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")


def answer(slot: Slot, rng: random.Random) -> str:
    """An invented answer to one question."""
    return _MAKERS.get(slot.field.kind, _line)(slot, rng)


def _line(slot: Slot, rng: random.Random) -> str:
    name = slot.field.name
    if slot.field.validation.check in _WORDS:
        return _WORDS[slot.field.validation.check](rng)
    if name.endswith(("name", "manager", "known_as")):
        return _WORDS["name"](rng)
    words = _BY_NAME.get(name.removeprefix("ref_"), SENTENCES)
    return rng.choice(words)[: slot.field.validation.max_length or 120].strip()


def _long(slot: Slot, rng: random.Random, most: int = 0) -> str:
    most = most or rng.randint(60, min(slot.field.validation.max_length or 400, 500))
    text = ""
    while len(text) < most:
        text += rng.choice(SENTENCES) + rng.choice((" ", " ", "\n", "\n\n", "\n- ", "  "))
    return text[:most].strip()


def _day(slot: Slot, rng: random.Random) -> str:
    check = slot.field.validation.check
    oldest = {"child_birth": 12, "adult_birth": 45}.get(check or "", 3)
    day = RECEIVED - timedelta(days=rng.randint(30 if check != "adult_birth" else 18 * 365, oldest * 365))
    return "not known" if rng.random() < 0.04 else rng.choice(DAYS)(day)


def _month(_slot: Slot, rng: random.Random) -> str:
    return rng.choice(MONTHS)(RECEIVED - timedelta(days=rng.randint(30, 1500)))


def _ticks(slot: Slot, rng: random.Random) -> str:
    codes = [c.code for c in slot.field.choices]
    pattern = rng.choice(("one", "all", "last", "first", "some", "some"))
    chosen = {"one": [rng.choice(codes)], "all": codes, "last": codes[-1:], "first": codes[:1]}.get(pattern)
    return "\n".join(chosen or [c for c in codes if rng.random() < 0.4])


_MAKERS: dict[Kind, Callable[[Slot, random.Random], str]] = {
    Kind.LONGTEXT: _long,
    Kind.DATE: _day,
    Kind.MONTH: _month,
    Kind.TIME: lambda _s, r: r.choice(TIMES),
    Kind.NUMBER: lambda _s, r: str(r.choice((0, 1, 7, 12))),
    Kind.CHOICE: lambda s, r: r.choice(s.field.choices).code,
    Kind.YESNO: lambda _s, r: r.choice(("yes", "no")),
    Kind.MULTICHOICE: _ticks,
}


# --- kinds of forms -------------------------------------------------------------------------------------------


def _rows(form: Form, rng: random.Random, gaps: bool = False) -> dict[str, set[int]]:
    """Which rows of each table are used: the first few, or with gaps between them."""
    used = {}
    for repeat in form.repeats:
        count = rng.randint(max(1, repeat.minimum), repeat.maximum)
        used[repeat.name] = set(range(1, count + 1))
        if gaps:
            used[repeat.name] = set(rng.sample(range(1, repeat.maximum + 1), count))
    return used


def _some(form: Form, rng: random.Random, share: float = 0.8, *, gaps: bool = False) -> dict[str, str]:
    used = _rows(form, rng, gaps)
    return {
        s.name: answer(s, rng)
        for s in form.slots
        if (s.repeat is None or s.row in used[s.repeat.name]) and rng.random() < share
    }


def _full(form: Form, rng: random.Random) -> dict[str, str]:
    return {s.name: answer(s, rng) for s in form.slots}


def _longest(form: Form, rng: random.Random) -> dict[str, str]:
    """Long answers as long as they may be (a history of 1,500 characters)."""
    every = _some(form, rng, 0.9)
    long = {s.name: s for s in form.slots if s.field.kind is Kind.LONGTEXT and s.name in every}
    return every | {n: _long(s, rng, s.field.validation.max_length or 1500) for n, s in long.items()}


def _letters(form: Form, rng: random.Random) -> dict[str, str]:
    every = _full(form, rng)
    free = [s for s in form.slots if s.field.kind in (Kind.TEXT, Kind.LONGTEXT)]
    return every | {s.name: rng.choice("xyQil1I0.-/é7") for s in free}


def _labels(form: Form, rng: random.Random) -> dict[str, str]:
    """Free text that is word for word what is printed beside it or elsewhere on the form."""
    printed = [s.field.label for s in form.slots] + [s.title for p in form.pages for s in p.sections]
    free = [
        s for s in form.slots if s.field.kind in (Kind.TEXT, Kind.LONGTEXT) and not s.field.validation.check
    ]
    own = {s.name: s.field.label if rng.random() < 0.3 else rng.choice(printed) for s in free}
    every = _some(form, rng)
    return every | {name: text for name, text in own.items() if name in every}


def _helps(form: Form, rng: random.Random) -> dict[str, str]:
    """Free text that repeats the form's own instructions."""
    every = _some(form, rng)
    free = [s for s in form.slots if s.field.kind is Kind.LONGTEXT and s.name in every and s.field.help]
    return every | {s.name: f"{s.field.help} {rng.choice(SENTENCES)}" for s in free}


def _twins(form: Form, rng: random.Random) -> dict[str, str]:
    """The same words in every box that takes free text; the same choice in every list that has it."""
    said = rng.choice(("Łukasz O’Brien-Shah", "Megan Prosser", "none", "n/a", "See above", "ditto"))
    every = _some(form, rng)
    return {n: said if form.slot_by_name[n].field.kind is Kind.TEXT else text for n, text in every.items()}


def _ticked(pick: Callable[[list[str]], list[str]]) -> Callable[[Form, random.Random], dict[str, str]]:
    def make(form: Form, rng: random.Random) -> dict[str, str]:
        lists = [s for s in form.slots if s.field.kind is Kind.MULTICHOICE]
        return _some(form, rng) | {s.name: "\n".join(pick([c.code for c in s.field.choices])) for s in lists}

    return make


def _wide(form: Form, rng: random.Random) -> dict[str, str]:
    """One-line answers longer than their boxes: the letters past the edge are stored, but not seen."""
    every = _some(form, rng)
    free = [
        s
        for s in form.slots
        if s.field.kind is Kind.TEXT and not s.field.validation.check and s.name in every
    ]
    words = "Designated safeguarding lead and deputy head (early years), St Œthel’s Federation of Schools"
    return every | {
        s.name: words[: s.field.validation.max_length or 80].strip() for s in free if rng.random() < 0.5
    }


def _plain(form: Form, rng: random.Random) -> dict[str, str]:
    return builders.referral_items() if form.name == "referral" else _some(form, rng)


_KINDS: dict[str, Callable[[Form, random.Random], dict[str, str]]] = {
    "everyday": _plain,
    "full": _full,
    "empty": lambda _form, _rng: {},
    "some": _some,
    "longest": _longest,
    "gaps": lambda form, rng: _some(form, rng, gaps=True),
    "letters": _letters,
    "labels": _labels,
    "twins": _twins,
    "no ticks": _ticked(lambda _codes: []),
    "all ticks": _ticked(lambda codes: codes),
    "last tick": _ticked(lambda codes: codes[-1:]),
    "sparse": lambda form, rng: _some(form, rng, 0.15),
    "one": lambda form, rng: {(s := rng.choice(form.slots)).name: answer(s, rng)},
    "helps": _helps,
    "wide": _wide,
    "some more": _some,
}


# --- judging --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Miss:
    """One slot that was not read exactly. `read` is None for nothing; `flagged`: a person is asked about it."""

    slot: str
    expected: Value | None
    read: Value | None
    flagged: bool
    doubt: str = ""

    def __str__(self) -> str:
        how = f"flagged: {self.doubt}" if self.flagged else "NOT FLAGGED"
        one, other = _about(self.expected, self.read)
        return f"{self.slot}: {one} was read as {other} ({how})"


def _about(one: Value | None, other: Value | None) -> tuple[str, str]:
    """Both values, of long texts only the words about the first that differ."""
    if not isinstance(one, str) or not isinstance(other, str) or len(one) < 80:
        return repr(one), repr(other)
    words, read = one.split(), other.split()
    pairs = zip(words, read, strict=False)
    at = next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(words), len(read)))
    start, end = max(0, at - 3), at + 6
    return f"…{' '.join(words[start:end])!r}…", f"…{' '.join(read[start:end])!r}…"


@dataclass(frozen=True)
class Score:
    """How one form was read. `fields`: slots in which something stood or was read."""

    fields: int = 0
    exact: int = 0
    doubted: int = 0  # of the exact ones, those that a person must confirm although they are right
    misses: tuple[Miss, ...] = field(default=(), repr=False)

    @property
    def wrong_flagged(self) -> int:
        return sum(m.flagged and m.read is not None for m in self.misses)

    @property
    def unseen(self) -> int:
        """Wrong and not flagged, whatever way: other words, nothing, or something where nothing stood."""
        return sum(not m.flagged for m in self.misses)

    @property
    def missed(self) -> int:
        """Nothing read where something stood, and the paper says so."""
        return sum(m.flagged and m.read is None for m in self.misses)

    @property
    def share(self) -> float:
        return self.exact / self.fields if self.fields else 1.0

    def __add__(self, other: Score) -> Score:
        return Score(
            self.fields + other.fields,
            self.exact + other.exact,
            self.doubted + other.doubted,
            self.misses + other.misses,
        )


def expected(form: Form, items: Mapping[str, str]) -> Checked:
    """What the rules make of the answers as typed."""
    typed = {name: Answer(text) for name, text in items.items()}
    return check_answers(form, Answers(form.id, form.version, Carrier.TYPED, typed), received=RECEIVED)


def compare(case: FilledForm, answers: Answers) -> Score:
    """Slot by slot: the checked values of what was read against those of what was typed.

    A slot is flagged when its answer has a doubt or comes from a picture, or when a remark or a new query names it.
    """
    want, read = expected(case.form, case.items), check_answers(case.form, answers, received=RECEIVED)
    wanted, got = slot_values(case.form, want.record), slot_values(case.form, read.record)
    known = {(p.slot, p.code) for p in want.problems}
    asked = {p.slot for p in read.problems if p.severity is Severity.QUERY and (p.slot, p.code) not in known}
    score = Score()
    for slot in case.form.slots:
        expect, value = wanted.get(slot.name), got.get(slot.name)
        if expect is None and value is None:
            continue
        found = answers.items.get(slot.name)
        flagged = (
            _flagged(slot, found, (*answers.remarks, *answers.gaps))
            or slot.name in asked
            or _in_gap(case.form, slot, answers)
        )
        if _same(slot.field, expect, value, answers.carrier):
            score += Score(1, 1, int(flagged))
        else:
            score += Score(1, misses=(Miss(slot.name, expect, value, flagged, found.doubt if found else ""),))
    return score


def slot_values(form: Form, record: Record) -> dict[str, Value]:
    """The record's values by slot."""
    found = dict(record.values)
    for repeat in form.repeats:
        for row in record.table(repeat.name):
            found |= {repeat.slot(row.number, name): value for name, value in row.values.items()}
    return found


def _same(asked: Field, expect: Value | None, value: Value | None, carrier: Carrier) -> bool:
    if carrier is Carrier.SCAN and isinstance(expect, str) and isinstance(value, str):
        expect, value = (tidy_line(text.replace("…", "...")) for text in (expect, value))
    if (
        carrier in NO_LINES
        and asked.kind is Kind.LONGTEXT
        and isinstance(expect, str)
        and isinstance(value, str)
    ):
        return expect.split() == value.split()
    return expect == value


def _flagged(slot: Slot, found: Answer | None, remarks: tuple[str, ...]) -> bool:
    if found is not None and (found.doubt or found.sureness is Sureness.RECOGNISED):
        return True
    names = {slot.label}
    if slot.repeat is not None:
        names.add(f"{slot.repeat.row_label} {slot.row}:")
    return any(name in remark for remark in remarks for name in names)


def _in_gap(form: Form, slot: Slot, answers: Answers) -> bool:
    """Whether a missing page is told by the headings of its questions, one of which this slot stands under."""
    item = slot.repeat or slot.field
    titles = [s.title for page in form.pages for s in page.sections if item in s.items]
    return any(title in gap for gap in answers.gaps for title in titles)


@cache
def blank(form_name: str, end: str) -> bytes:
    """The committed blank (end: "pdf" or "docx")."""
    return (builders.ROOT / "forms" / f"{form_name}.{end}").read_bytes()


def by_name(name: str) -> FilledForm:
    """The case of this name: `referral-1-004-longest`."""
    form_name, seed, number, _ = name.rsplit("-", 3)
    return cases(form_name, int(number) + 1, int(seed))[-1]


def texts(found: tuple[FilledForm, ...]) -> Iterator[str]:
    """Every text that is typed in some cases."""
    for case in found:
        yield from case.items.values()
