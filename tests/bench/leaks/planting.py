"""Every kind of leak, planted in a sentence about a random family."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from random import Random

from pipeline.rules.answers.dates import MONTHS
from pipeline.rules.leaks.text.common_words import is_common
from tests.bench.leaks.families import MEETING, Child, Family

_DAYS = """
first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth
sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third twenty-fourth
twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first
"""
_ORDINALS = tuple(_DAYS.split())
_YEARS = [
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
]
_DIGITS = ["oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
ABOUT = (  # {} is a first name
    "{} was seen alone at school by the social worker.",
    "It was three weeks before anyone asked {} about home.",
    "The visits to {} stopped over the summer and nobody noticed.",
    "{} told a teacher that there was no food in the house.",
    "When {} moved school the records did not follow.",
    "{} had missed nine appointments by then.",
    "Workers should have spoken to {} without an adult in the room.",
    "{} said that nights were the worst.",
    "The health visitor weighed {} twice in that month.",
    "{} has not been to nursery since half term.",
    "There was good work with {} and the wider family.",
    "At home {} often looked after the others.",
    "Nobody asked what {} wanted.",
    "{} was not registered with a dentist.",
    "Good practice: direct work with {} using drawings.",
    "{}, who was on a plan for the second time, was never asked.",
)
OWNED = (
    "{} drawings showed what mornings were like.",
    "Nobody had seen {} bedroom.",
    "The core group lost sight of {} views.",
    "{} teacher rang every Monday.",
    "By then {} mother had stopped answering the door.",
)
BY_SURNAME = (
    "{} did not come to the review conference.",
    "The letter to {} was never answered.",
    "Police spoke to {} outside the house.",
    "{} found the written agreement hard to follow.",
)
Plant = Callable[[Random, Family, Child], str]


def about(chance: Random, name: str) -> str:
    """A sentence about somebody."""
    return chance.choice(ABOUT).format(name)


def _surname(chance: Random, name: str) -> str:
    return chance.choice(BY_SURNAME).format(name)


def _bare(name: str) -> str:
    apart = unicodedata.normalize("NFKD", name.replace("ł", "l").replace("Ł", "L"))
    return "".join(c for c in apart if not unicodedata.combining(c))


def _slip(chance: Random, name: str) -> str:
    """A misspelling that is no word: two letters changed round, one doubled, dropped or another."""
    for _ in range(40):
        at = chance.randint(1, len(name) - 2)
        ways = (
            name[:at] + name[at + 1] + name[at] + name[at + 2 :],
            name[: at + 1] + name[at:],
            name[:at] + name[at + 1 :],
            name[:at] + chance.choice("aeioubdklmnrst") + name[at + 1 :],
        )
        made = chance.choice(ways)
        if made != name and len(made) >= 5 and not is_common(_bare(made).casefold()):
            return made
    return name


def _long(chance: Random, family: Family, child: Child) -> str:
    """A part of a name of six letters or more, else the forename."""
    parts = [p for n in (child.forename, child.surname) for p in re.split(r"[ '\-]", n) if len(p) >= 6]
    return chance.choice(parts) if parts else ""


def misspelt(chance: Random, family: Family, child: Child) -> str:
    name = _long(chance, family, child)
    return about(chance, _slip(chance, name)) if name else full(chance, family, child)


_SOUNDS = (
    ("ph", "f"),
    ("ck", "k"),
    ("w", "v"),
    ("ie", "y"),
    ("sz", "sh"),
    ("y", "i"),
    ("th", "t"),
    ("z", "s"),
    ("k", "c"),
)


def sounds_like(chance: Random, family: Family, child: Child) -> str:
    name = _bare(_long(chance, family, child))
    for one, other in chance.sample(_SOUNDS, len(_SOUNDS)):
        made = name[:1] + name[1:].replace(one, other, 1)
        if made != name and len(made) >= 5 and not is_common(made.casefold()):
            return about(chance, made)
    return full(chance, family, child)


def full(chance: Random, family: Family, child: Child) -> str:
    return about(chance, f"{child.forename} {child.surname}")


def short(chance: Random, family: Family, child: Child) -> str:
    return about(chance, chance.choice(child.shorts or (child.forename,)))


def owned(chance: Random, family: Family, child: Child) -> str:
    name = chance.choice((child.forename, *child.shorts))
    mark = chance.choice(("'s", "’s", "'s", "s" if not is_common(_bare(name).casefold() + "s") else "'s"))
    return chance.choice(OWNED).format(name + mark)


def titled(chance: Random, family: Family, child: Child) -> str:
    return _surname(chance, f"{chance.choice(('Mr', 'Mrs', 'Ms', 'Miss', 'Mr.'))} {family.adult[1]}")


def plural(chance: Random, family: Family, child: Child) -> str:
    word = child.surname
    if is_common(_bare(word).casefold()):
        return f"Nobody had visited the {word} family for a month."
    return chance.choice(
        ("Contact with the {}s was lost.", "The {} family moved twice.", "The {} children missed school.")
    ).format(word)


def last_first(chance: Random, family: Family, child: Child) -> str:
    first = chance.choice((child.forename, child.forename[0] + "."))
    return f"{child.surname.upper()}, {first} - not brought to appointments."


def initial_last(chance: Random, family: Family, child: Child) -> str:
    return _surname(chance, f"{_bare(child.forename)[0]}. {child.surname}")


def first_initial(chance: Random, family: Family, child: Child) -> str:
    return about(chance, f"{child.forename} {_bare(child.surname)[0].upper()}{chance.choice(('.', ''))}")


def hyphen_part(chance: Random, family: Family, child: Child) -> str:
    part = chance.choice([p for p in re.split(r"[\- ]", child.surname) if len(p) > 3] or [child.surname])
    return _surname(chance, f"Ms {part}")


def accents_lost(chance: Random, family: Family, child: Child) -> str:
    name = _bare(f"{child.forename} {child.surname}").replace("'", "").replace("-", " ")
    return about(chance, name)


def capitals(chance: Random, family: Family, child: Child) -> str:
    return f"The file of {child.forename.upper()} {child.surname.upper()} was closed too soon."


def small_letters(chance: Random, family: Family, child: Child) -> str:
    return f"{child.forename} {child.surname}".lower() + " was never seen alone by a worker."


_LIKE = dict(zip("aeocpxyAEOCPXHKMT", "аеосрхуАЕОСРХНКМТ", strict=True))


def disguised(chance: Random, family: Family, child: Child) -> str:
    first = child.forename if len(child.forename) > 3 and "-" not in child.forename else child.surname
    name = _bare(first)
    cut = len(name) // 2
    made = chance.choice(
        (
            f"{name[:cut]}\u00ad{name[cut:]}",
            f"{name[:cut]}\u200b{name[cut:]}",
            f"{name[:cut]}\u2060{name[cut:]}",
            "".join(_LIKE.get(c, c) if chance.random() < 0.7 else c for c in name),
            unicodedata.normalize("NFD", first),
            name.replace("fi", "ﬁ").replace("fl", "ﬂ"),
            "".join(
                chr(ord(c) - 0x20 + 0xFF00) if c.isascii() and c.isalpha() and c != "`" else c for c in name
            ),
        )
    )
    return (
        f"The panel heard how {made} was left without a plan."
        if chance.random() < 0.5
        else f"Visits to {made} were missed."
    )


def broken(chance: Random, family: Family, child: Child) -> str:
    if " " in child.surname or "-" in child.surname or len(child.surname) < 6:
        return f"It was clear that {child.forename}\n{child.surname} had not been seen."
    cut = len(child.surname) // 2
    return (
        f"It was clear that {child.forename} {child.surname[:cut]}-\n{child.surname[cut:]} had not been seen."
    )


def spaced(chance: Random, family: Family, child: Child) -> str:
    name = _bare(child.forename).replace("-", "")
    letters = chance.choice((" ", ".", "-")).join(name.upper() if len(name) < 4 else name)
    return f"The child was called {letters} in the notes."


def file_name(chance: Random, family: Family, child: Child) -> str:
    name = (
        _bare(f"{child.forename}{chance.choice(('', '_', '.', '-'))}{child.surname}")
        .replace(" ", "")
        .replace("'", "")
    )
    return chance.choice((f"{name}_themes.docx", f"See {name}2013.pdf on the shared drive.", f"#{name}"))


def initials(chance: Random, family: Family, child: Child) -> str:
    def of(one: Child) -> str:
        first, last = (
            _bare(one.forename)[0],
            _bare(re.sub(r"^(?:de|van|ap|Ní|St|D'|O'|Mc) ?", "", one.surname))[0],
        )
        whole = _bare(one.surname)[0].upper()
        return f"{first}.{whole if chance.random() < 0.5 else last}."

    one, other = family.children[:2]
    return f"{of(one)} and {of(other)} were not spoken to separately."


def letter(chance: Random, family: Family, child: Child) -> str:
    return f"The wishes of child {_bare(child.forename)[0]} were not written down."


def adult(chance: Random, family: Family, child: Child) -> str:
    return about(chance, " ".join(family.adult) if chance.random() < 0.5 else f"Mum {family.adult[0]}")


def worker(chance: Random, family: Family, child: Child) -> str:
    first, last = family.worker
    return _surname(chance, chance.choice((f"{first} {last}", f"Ms {last}", f"the health visitor, {first}")))


def _written(chance: Random, day: object) -> str:
    from datetime import date

    assert isinstance(day, date)
    month = MONTHS[day.month - 1]
    suffix = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}.get(day.day, "th")
    return chance.choice(
        (
            f"{day.day}/{day.month}/{day.year}",
            f"{day.day}.{day.month}.{day.year % 100:02d}",
            f"{day.day:02d}-{day.month:02d}-{day.year}",
            day.isoformat(),
            f"{day.day} {month} {day.year}",
            f"{day.day}{suffix} {month[:3]} {day.year % 100:02d}",
            f"{month} {day.day}, {day.year}",
            f"{day.day}{suffix} of {month}, {day.year}",
            f"the {_ORDINALS[day.day - 1]} of {month} {day.year}",
            f"{day.day:02d} {day.month:02d} {day.year}",
            f"{day.day:02d}{day.month:02d}{day.year}",
            f"{day.day} {month[:3].upper()}. {day.year}",
        )
    )


def born(chance: Random, family: Family, child: Child) -> str:
    words = chance.choice(
        ("One child, born on {}, was the carer.", "DOB {} is on the file.", "Nothing was said until {}.")
    )
    return words.format(_written(chance, child.dob))


def birthday(chance: Random, family: Family, child: Child) -> str:
    month = MONTHS[child.dob.month - 1]
    return chance.choice(
        (
            f"The plan ended on a birthday, {child.dob.day} {month}.",
            f"A birthday on the {_ORDINALS[child.dob.day - 1]} of {month} was missed.",
            f"The baby was born in {month} {child.dob.year}.",
        )
    )


def aged(chance: Random, family: Family, child: Child) -> str:
    had = (MEETING.month, MEETING.day) >= (child.dob.month, child.dob.day)
    years = MEETING.year - child.dob.year - (0 if had else 1)
    if not 2 <= years <= 13:
        return birthday(chance, family, child)
    word = chance.choice((str(years), _YEARS[years - 2]))
    return chance.choice(
        (
            "One child, aged {}, slept on the sofa.",
            "A {}-year-old was left in charge.",
            "She was {} years old then.",
        )
    ).format(word)


def plan(chance: Random, family: Family, child: Child) -> str:
    return f"The plan made on {_written(chance, family.plan)} had no measurable goals."


def postcode(chance: Random, family: Family, child: Child) -> str:
    code = family.postcode
    return chance.choice(
        (
            f"They moved to {code}.",
            f"Two moves, then {code.replace(' ', '').lower()}, broke continuity.",
            f"The house at {code.lower()} was cold.",
            f"Police know the address in the {code[:4]} area.",
            f"Another move to {code.replace(' ', '-')}.",
            f"They live in {code[:6]}.",
        )
    )


def road(chance: Random, family: Family, child: Child) -> str:
    return chance.choice(
        (
            f"Police were called to {family.road} {family.kind} three times.",
            f"Neighbours in {family.short_road} rang twice.",
            f"The family at {family.number} {family.short_road}. did not answer.",
            f"A move from {family.road.lower()} {family.kind.lower()} was not passed on."
            if not is_common(family.road.split()[-1].lower())
            else f"A move from {family.road} {family.kind} was not passed on.",
            f"{family.road.upper()} {family.kind.upper()} was not safe.",
        )
    )


def village(chance: Random, family: Family, child: Child) -> str:
    return f"The move to {family.village} meant a new team."


def school(chance: Random, family: Family, child: Child) -> str:
    return chance.choice(
        ("{} raised the concern first.", "Staff at {} rang every week.", "The move to {} went well.")
    ).format(chance.choice((family.school, *family.aliases)))


def phone(chance: Random, family: Family, child: Child) -> str:
    digits = family.phone.replace(" ", "")
    spoken = ", ".join(_DIGITS[int(d)] for d in digits)
    return "Staff could only reach her on {}.".format(
        chance.choice(
            (
                f"+44 {digits[1:5]} {digits[5:8]} {digits[8:]}",
                digits,
                f"{digits[:5]}-{digits[5:]}",
                f"(+44) {digits[1:5]} {digits[5:]}",
                spoken,
                spoken.replace(",", ""),
                f"0044{digits[1:]}",
                f"{digits[:4]} {digits[4:7]} {digits[7:]}",
            )
        )
    )


def email(chance: Random, family: Family, child: Child) -> str:
    local, domain = family.email.split("@")
    return "Messages to {} were not read.".format(
        chance.choice(
            (
                family.email,
                family.email.upper(),
                f"{local} at example dot net",
                f"{local.replace('.', ' dot ')} at {domain.replace('.', ' dot ')}",
                f"{local} (at) {domain}",
                local,
                f"{local}[at]example[dot]net",
            )
        )
    )


def number(chance: Random, family: Family, child: Child) -> str:
    nhs = child.nhs.replace(" ", "")
    return "See {} for the whole story.".format(
        chance.choice(
            (
                child.nhs,
                f"NHS no. {nhs[:3]}-{nhs[3:6]}-{nhs[6:]}",
                nhs,
                f"{nhs[:5]} {nhs[5:]}",
                f"LCS {child.ref[:2]} {child.ref[2:4]} {child.ref[4:]}",
                f"case {child.ref}",
                f"LCS{child.ref}",
                f"{child.ref[:3]}-{child.ref[3:]}",
                family.reference,
                family.reference.replace("-", "/"),
                family.reference.lower(),
            )
        )
    )


def unusual(chance: Random, family: Family, child: Child) -> str:
    return chance.choice(
        (
            "Her four children were each seen by another worker.",
            "Both girls said the same thing to the school nurse.",
            "One of the two families had moved out of the county.",
            "The twins were weighed at home.",
            "A mother of five could not get to appointments.",
            "The three brothers share a room.",
            "The youngest child was not registered with a GP.",
            "Two of the three children were at school.",
        )
    )


KINDS: dict[str, Plant] = {
    f.__name__.replace("_", " "): f
    for f in (
        *(
            full,
            short,
            owned,
            titled,
            plural,
            last_first,
            initial_last,
            first_initial,
            hyphen_part,
            accents_lost,
        ),
        *(
            capitals,
            small_letters,
            disguised,
            broken,
            spaced,
            file_name,
            initials,
            letter,
            misspelt,
            sounds_like,
        ),
        *(
            adult,
            worker,
            born,
            birthday,
            aged,
            plan,
            postcode,
            road,
            village,
            school,
            phone,
            email,
            number,
            unusual,
        ),
    )
}
KINDS["first name"] = lambda chance, family, child: about(chance, child.forename)
