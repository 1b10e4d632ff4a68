"""An attack on the circulated reports of a year in which records are corrected at random.

Whoever has all reports writes down how their figures add up and solves for what is not printed. Nothing here uses the
program's own search: plain elimination with fractions.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path

import pytest

from pipeline.model.meeting import Quarter
from pipeline.office.quarterly import plan_quarterly
from pipeline.office.quarterly.ledger import keep
from tests import two_years
from tests.test_revisions import Clock, desk_on, file_held
from tests.two_years import Case, Held

DAYS = (date(2013, 5, 10), date(2013, 8, 9), date(2013, 11, 8), date(2014, 2, 7))
QUARTERS = tuple(Quarter(2013, number) for number in (1, 2, 3, 4))
AGENCIES = ("POLICE", "EDUCATION", "HEALTH_VISITING", "CSC")
PEOPLE = (
    "families",
    "children",
    "first",
    "again",
    "attendances",
    "referrals",
    "late",
    "practitioners",
    "agency/",
)
Equation = dict[str, int]  # figure -> sign; they add up to nought
Known = dict[str, int]


def invented(chance: random.Random) -> list[Held]:
    """A meeting a quarter, of random size, with families of their own."""
    found = []
    for place, day in enumerate(DAYS):
        sizes = [chance.randint(1, 4) for _ in range(chance.randint(2, 7))]
        cases = tuple(
            Case(10 * place + n, two_years._family(f"Fam{'abcdefgh'[n]}{'wxyz'[place]}".capitalize(), size))
            for n, size in enumerate(sizes, 1)
        )
        people = two_years._came(*chance.sample(range(20), chance.randint(3, 18)))
        found.append(Held(day, "STROUD", people, cases, ("CORE_GROUPS",)))
    return found


def corrected(meeting: Held, chance: random.Random) -> Held:
    """The record with some people more or fewer, or without its last case."""
    if chance.random() < 0.3 and len(meeting.cases) > 1:
        last = replace(meeting.cases[-1], discussed=not meeting.cases[-1].discussed)
        return replace(meeting, cases=(*meeting.cases[:-1], last))
    return replace(meeting, people=two_years._came(*chance.sample(range(20), chance.randint(3, 18))))


def equations() -> Iterator[Equation]:
    """How the figures of the year's reports add up, as the reports' notes say."""
    for number, quarter in enumerate(QUARTERS):
        for span in ("quarter", "year"):
            yield {
                f"children:{span}:{quarter}": -1,
                f"first:{span}:{quarter}": 1,
                f"again:{span}:{quarter}": 1,
            }
        for what in ("families", "children", "first", "again", "attendances", "referrals", "late"):
            parts = {f"{what}:quarter:{q}": 1 for q in QUARTERS[: number + 1]}
            yield {f"{what}:year:{quarter}": -1, **parts}
        yield {
            f"attendances:quarter:{quarter}": -1,
            **{f"agency/{agency}/practitioners:quarter:{quarter}": 1 for agency in AGENCIES},
        }
        before = f"since:{QUARTERS[number - 1]}" if number else "opening:2013-03-31"
        for what, adds in (("families", "families"), ("children", "first"), ("attendances", "attendances")):
            yield {
                f"{what}:since:{quarter}": -1,
                f"{what}:{before}": 1,
                f"{adds}:quarter:{quarter}": 1,
            }


def solved(known: Known) -> Known:
    """What follows from the equations: every figure that can be only one number."""
    rows = []
    for equation in equations():
        row = {name: Fraction(sign) for name, sign in equation.items() if name not in known}
        row[""] = Fraction(sum(sign * known[name] for name, sign in equation.items() if name in known))
        rows.append(row)
    done: dict[str, dict[str, Fraction]] = {}
    for row in rows:
        for name, other in done.items():
            row = less(row, other, name)
        pivot = next((name for name, sign in row.items() if name and sign), None)
        if pivot is not None:
            row = {name: sign / row[pivot] for name, sign in row.items()}
            done = {name: less(other, row, pivot) for name, other in done.items()} | {pivot: row}
    alone = {
        p: row for p, row in done.items() if not any(sign for n, sign in row.items() if n not in ("", p))
    }
    return {name: int(-row[""]) for name, row in alone.items()}


def less(row: dict[str, Fraction], other: dict[str, Fraction], name: str) -> dict[str, Fraction]:
    """A row without a figure that another row gives."""
    factor = row.get(name, Fraction(0))
    return {n: row.get(n, Fraction(0)) - factor * other.get(n, Fraction(0)) for n in {*row, *other}}


def test_the_attack_finds_what_can_be_found() -> None:
    """An attack that finds nothing proves nothing."""
    known = {
        "families:since:2013-14-Q1": 30,
        "families:quarter:2013-14-Q2": 8,
        "families:since:2013-14-Q2": 39,
    }
    assert "families:year:2013-14-Q1" not in solved(known)
    del known["families:since:2013-14-Q1"]
    assert solved(known)["families:since:2013-14-Q1"] == 31
    shown = {"children:quarter:2013-14-Q1": 12, "first:quarter:2013-14-Q1": 9}
    assert solved(shown)["again:quarter:2013-14-Q1"] == 3


@pytest.mark.parametrize("seed", range(6))
def test_nobody_can_work_out_a_small_number_or_a_small_change(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    meetings, versions = invented(chance), [1] * len(DAYS)
    told: dict[str, list[int]] = {}
    known: Known = {}
    with desk_on(tmp_path, Clock(datetime(2014, 4, 8, 9, tzinfo=UTC))) as desk:
        file_held(desk, *meetings)
        for number, quarter in enumerate(QUARTERS):
            for place in chance.sample(range(number + 1), chance.randint(0, number + 1)) if number else []:
                meetings[place] = corrected(meetings[place], chance)
                versions[place] += 1
                file_held(desk, meetings[place], version=versions[place])
            plan = plan_quarterly(desk, quarter, "circulated")
            keep(desk, plan)
            assert not any("Earlier releases" in line for line in plan.warnings)
            known |= {name: int(text) for name, text in plan.released.items() if text != "c"}
            for name in [name for name, text in plan.released.items() if text == "c"]:
                known.pop(name, None)
            look(known, told, solved(known))
            for name in plan.released:
                told.setdefault(name, []).extend([known[name]] if name in known else [])
    assert max(versions) > 1, "something was corrected"
    assert sum(name.startswith(PEOPLE) for name in known) > 10, "not everything is hidden"


def look(known: Known, told: dict[str, list[int]], found: Known) -> None:
    """Nothing that is printed or follows is small, and none differs by little from what was printed of it before."""
    for name, number in (known | found).items():
        if name.startswith(PEOPLE) and not name.partition(":")[0].endswith(("/panel", "/absent")):
            assert not 1 <= number <= 5, (name, number)
            for before in told.get(name, []):
                assert not 1 <= abs(before - number) <= 5, (name, before, number)
