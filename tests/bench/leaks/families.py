"""Random invented families for the leak check's benchmark. The pools are the benchmark's own, not the rules' lists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from pipeline.model.filing import Referral
from tests.leak_helpers import MEETING, case, child

# forename -> short forms and pet names that people use for it
POOLS: dict[str, tuple[dict[str, tuple[str, ...]], tuple[str, ...]]] = {
    "english": (
        {
            "Katherine": ("Kath", "Katie"),
            "Thomas": ("Tom", "Tommy"),
            "Isabella": ("Izzy", "Bella"),
            "Oliver": ("Ollie",),
            "Charlotte": ("Lottie", "Charlie"),
            "Edward": ("Ted", "Eddie"),
            "Freya": (),
            "Alfie": (),
            "Jessica": ("Jess", "Jessie"),
            "Benjamin": ("Ben", "Benny"),
            "Megan": ("Meg",),
            "Samuel": ("Sam", "Sammy"),
            "Elizabeth": ("Lizzie", "Beth", "Libby"),
            "Kayleigh": (),
            "Tyrone": (),
            "Josephine": ("Josie", "Jo"),
            "Zachary": ("Zak", "Zac"),
            "Matilda": ("Tilly",),
            "Declan": ("Dec",),
            "Nathaniel": ("Nate", "Nathan"),
            "Philippa": ("Pippa", "Pip"),
            "Rebecca": ("Becky", "Bex"),
        },
        (
            "Hathersall",
            "Pemberley",
            "Ockenden",
            "Tranter",
            "Lovegrove",
            "Bickerstaff",
            "Dunmore",
            "Garside",
            "Prewett",
        ),
    ),
    "words": (
        {
            "Grace": ("Gracie",),
            "Hope": (),
            "Will": (),
            "Mark": (),
            "Rose": ("Rosie",),
            "May": (),
            "Dawn": (),
            "Faith": (),
            "Summer": (),
            "Jade": (),
            "Amber": (),
            "Ruby": (),
            "Robin": (),
            "Holly": (),
            "Frank": (),
            "Chase": (),
            "Ivy": (),
            "Poppy": (),
            "Joy": (),
            "Hunter": (),
            "Heather": (),
            "Penny": (),
            "Bill": (),
        },
        (
            "Young",
            "Winter",
            "Church",
            "King",
            "Long",
            "Green",
            "Hill",
            "Marsh",
            "Field",
            "Day",
            "Fox",
            "Baker",
            "Wise",
        ),
    ),
    "polish": (
        {
            "Katarzyna": ("Kasia",),
            "Wojciech": ("Wojtek",),
            "Małgorzata": ("Gosia",),
            "Jakub": ("Kuba",),
            "Zuzanna": ("Zuzia",),
            "Paweł": (),
            "Agnieszka": ("Aga",),
            "Bartosz": ("Bartek",),
            "Oliwia": (),
            "Łukasz": (),
            "Stanisław": ("Staszek",),
            "Michał": (),
            "Magdalena": ("Magda",),
            "Grzegorz": (),
        },
        (
            "Kowalczyk",
            "Wiśniewska",
            "Zieliński",
            "Szymańska",
            "Dąbrowski",
            "Kamińska",
            "Jabłoński",
            "Mazurek",
        ),
    ),
    "welsh": (
        {
            "Rhiannon": (),
            "Gethin": (),
            "Angharad": (),
            "Iestyn": (),
            "Ffion": (),
            "Dafydd": ("Dai",),
            "Gwenllian": ("Gwen",),
            "Tomos": ("Tom",),
            "Nerys": (),
            "Llewelyn": (),
            "Siân": (),
            "Eirlys": (),
        },
        ("Gruffudd", "ap Rhydderch", "Prytherch", "Cadwaladr", "Bowen-Pugh", "Trahearne", "Llywarch"),
    ),
    "south asian": (
        {
            "Muhammad": ("Mohammed",),
            "Ayesha": ("Aisha",),
            "Harpreet": (),
            "Zainab": (),
            "Rajesh": ("Raj",),
            "Sukhdeep": (),
            "Nasreen": (),
            "Abdul": (),
            "Fatima": (),
            "Tariq": (),
            "Lakshmi": (),
            "Imran": (),
        },
        ("Chowdhury", "Rahman", "Dhaliwal", "Siddiqui", "Subramaniam", "Qureshi", "Banerjee", "Hussain"),
    ),
    "somali": (
        {
            "Abdirahman": (),
            "Hodan": (),
            "Ifrah": (),
            "Liban": (),
            "Sagal": (),
            "Warsame": (),
            "Fartun": (),
            "Mahad": (),
            "Ubah": (),
            "Ayaan": (),
            "Khadra": (),
            "Guled": (),
        },
        ("Jama", "Farah", "Dirie", "Abdullahi", "Warfa", "Hirsi", "Egal", "Mohamud"),
    ),
    "double": (
        {
            "Jean-Luc": (),
            "Mary-Kate": (),
            "Zoë": (),
            "Chloé": (),
            "Niamh": (),
            "Ciarán": (),
            "Siobhán": (),
            "Anna-Lena": (),
            "Bláithín": (),
            "Renée": (),
            "Seán": (),
            "Orlaith": (),
        },
        (
            "O'Callaghan",
            "Fitzwarren-Cole",
            "McAlister",
            "D'Arby",
            "de Souza",
            "van Houten",
            "Ní Dhomhnaill",
            "St John-Hayes",
        ),
    ),
}
_ROADS = (
    "Larkspur",
    "Thistledown",
    "Quarry",
    "Meadowsweet",
    "Old Tannery",
    "Pigeon",
    "Cuckoo",
    "Bramble",
    "Saint Brannoc",
)
_KINDS = {
    "Lane": "Ln",
    "Road": "Rd",
    "Close": "Cl",
    "Gardens": "Gdns",
    "Avenue": "Ave",
    "Crescent": "Cres",
    "Terrace": "Terr",
    "Drive": "Dr",
}
_VILLAGES = (
    "Nether Wallop End",
    "Little Tarling",
    "Hawkmere",
    "Upper Slatterford",
    "Brockhollow",
    "Marlwick",
)
_SCHOOLS = (
    (
        "St Brannoc's Church of England Primary School",
        ("St Brannocs", "St Brannoc's CE Primary", "Saint Brannoc's School"),
    ),
    ("Hawkmere Primary School", ("Hawkmere Primary", "Hawkmere School")),
    ("Fernhollow Nursery", ("Fernhollow Nursery", "Fern Hollow nursery")),
    ("Our Lady of Walden Catholic Primary School", ("Our Lady of Walden", "Our Lady of Walden RC Primary")),
    ("Thornlea Academy", ("Thornlea", "Thornlea Academy")),
    ("Brockhollow High School", ("Brockhollow High",)),
)


@dataclass(frozen=True)
class Child:
    """A child of a random family."""

    forename: str
    surname: str
    shorts: tuple[str, ...]
    dob: date
    nhs: str
    ref: str


@dataclass(frozen=True)
class Family:
    """A random family, with what can be planted of it."""

    pool: str
    children: tuple[Child, ...]
    adult: tuple[str, str]
    worker: tuple[str, str]
    number: int
    road: str
    kind: str
    village: str
    postcode: str
    school: str
    aliases: tuple[str, ...]
    plan: date
    phone: str
    email: str
    reference: str

    @property
    def short_road(self) -> str:
        """The road with its kind abbreviated."""
        return f"{self.road} {_KINDS[self.kind]}"


def family(chance: Random, number: int, pool: str = "") -> Family:
    """A random family, of a random pool unless one is named."""
    pool = pool or chance.choice(sorted(POOLS))
    given, last = POOLS[pool]
    surname = chance.choice(last)
    names = chance.sample(sorted(given), 4)
    other = chance.choice(sorted(POOLS))
    school, aliases = chance.choice(_SCHOOLS)
    children = tuple(
        Child(
            n, surname, given[n], _day(chance, 2000, 2012), nhs(chance), str(chance.randint(7000000, 7999999))
        )
        for n in names[: chance.choice((2, 3))]
    )
    adult = (names[3], surname if chance.random() < 0.6 else chance.choice(last))
    worker = (chance.choice(sorted(POOLS[other][0])), chance.choice(POOLS[other][1]))
    return Family(
        pool,
        children,
        adult,
        worker,
        chance.randint(2, 180),
        chance.choice(_ROADS),
        chance.choice(sorted(_KINDS)),
        chance.choice(_VILLAGES),
        f"GL99 {chance.randint(1, 9)}{chance.choice('ABDEFGHJ')}{chance.choice('LNPQRSTU')}",
        school,
        aliases,
        _day(chance, 2012, 2013),
        f"07700 900{chance.randint(100, 999)}",
        f"{_plain(adult[0])}.{_plain(adult[1])}{chance.randint(60, 99)}@example.net",
        f"CRP-2013-{number:03d}",
    )


def _plain(name: str) -> str:
    from pipeline.rules.answers.names import fold

    return fold(name).replace(" ", "")


def _day(chance: Random, first: int, last: int) -> date:
    return min(
        date(first, 1, 1) + timedelta(days=chance.randint(0, 365 * (last - first) + 200)), date(2013, 9, 1)
    )


def nhs(chance: Random) -> str:
    """A valid NHS number of the range for tests."""
    while True:
        nine = f"999{chance.randint(0, 999999):06d}"
        check = 11 - sum(int(d) * w for d, w in zip(nine, range(10, 1, -1), strict=True)) % 11
        if check != 10:
            digits = f"{nine}{check % 11}"
            return f"{digits[:3]} {digits[3:6]} {digits[6:]}"


def referral(family: Family) -> Referral:
    """The family as a filed referral."""
    return case(
        family.reference,
        children=[
            child(c.forename, c.surname, dob=c.dob, nhs_no=c.nhs, case_ref=c.ref, setting=family.school)
            for c in family.children
        ],
        adults=[{"name": " ".join(family.adult), "relationship": "mother", "dob": date(1985, 3, 9)}],
        core_group=[{"name": " ".join(family.worker), "email": "worker@council.example.org"}],
        family_address=f"{family.number} {family.road} {family.kind}, {family.village}",
        family_postcode=family.postcode,
        plan_start=family.plan,
        history=f"Their mother can be reached on {family.phone} or by e-mail: {family.email}.",
    )


def meeting(chance: Random) -> tuple[Family, ...]:
    """Three families, one of them with names that are ordinary words."""
    first = family(chance, 14, "words")
    return first, *(family(chance, n) for n in (15, 16))


__all__ = ["MEETING", "POOLS", "Child", "Family", "family", "meeting", "referral"]
