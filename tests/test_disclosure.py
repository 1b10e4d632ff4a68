"""Disclosure control: no reader of the printed numbers, now and in earlier releases, can work out a hidden one."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.rules.counting.disclosure import HIDDEN, Control, Figures, Share, control
from pipeline.rules.counting.ranges import Sum

THRESHOLD = 5


def table(rows: list[list[int]]) -> Figures:
    """A table with a total for each row, each column and the whole."""
    values, sums = {}, []
    height, width = len(rows), len(rows[0])
    for r, c in itertools.product(range(height), range(width)):
        values[f"{r}/{c}"] = rows[r][c]
    for r in range(height):
        values[f"{r}/all"] = sum(rows[r])
        sums.append(Sum(f"{r}/all", tuple(f"{r}/{c}" for c in range(width))))
    for c in range(width):
        values[f"all/{c}"] = sum(row[c] for row in rows)
        sums.append(Sum(f"all/{c}", tuple(f"{r}/{c}" for r in range(height))))
    values["all"] = sum(map(sum, rows))
    sums.append(Sum("all", tuple(f"{r}/all" for r in range(height))))
    sums.append(Sum("all", tuple(f"all/{c}" for c in range(width))))
    ranks = {name: 1 + name.count("all") for name in values}
    return Figures(values, ranks, tuple(sums))


NAMES = ("0/0", "0/1", "1/0", "1/1", "0/all", "1/all", "all/0", "all/1", "all")


def by_force(printed: Mapping[str, str]) -> Iterator[tuple[int, ...]]:
    """Every table of two by two that fits what is printed, found by trying all: independent of the code under test.

    A reader knows that what is hidden is not 0, since 0 is printed.
    """
    choices = [range(1, 16) if printed[n] == HIDDEN else [int(printed[n])] for n in NAMES[:4]]
    wanted = [None if printed[n] == HIDDEN else int(printed[n]) for n in NAMES[4:]]
    for a, b, c, d in itertools.product(*choices):
        totals = (a + b, c + d, a + c, b + d, a + b + c + d)
        if all(w is None or w == t for w, t in zip(wanted, totals, strict=True)):
            yield (a, b, c, d, *totals)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.integers(0, 9), min_size=2, max_size=2), min_size=2, max_size=2))
def test_no_hidden_cell_of_any_table_can_be_worked_out(rows: list[list[int]]) -> None:
    figures = table(rows)
    found = control(figures, THRESHOLD, {})
    printed = {name: found.shown(name) for name in figures.values}
    assert not any(1 <= v <= THRESHOLD and printed[n] != HIDDEN for n, v in figures.values.items())
    assert all(printed[n] == "0" or n in found.hidden for n, v in figures.values.items() if v == 0)
    fitting = list(by_force(printed))
    for name, could_be in zip(NAMES, zip(*fitting, strict=True), strict=True):
        low, high = min(could_be), max(could_be)
        assert name not in found.hidden or (high - low >= THRESHOLD - 1 and high >= THRESHOLD), (
            name,
            printed,
        )
    assert control(figures, THRESHOLD, {}) == found


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 12), min_size=2, max_size=5))
def test_no_quarter_can_be_worked_out_from_running_totals(quarters: list[int]) -> None:
    """One release after another, each with its quarter and the total so far."""
    released: dict[str, list[str]] = {}
    for now in range(len(quarters)):
        found = control(running(quarters[: now + 1]), THRESHOLD, released)
        assert found.exposed == ()
        for name in (f"q{now}", f"to{now}"):
            released[name] = [found.shown(name)]
    hidden = [n for n in range(len(quarters)) if released[f"q{n}"] == [HIDDEN]]
    assert {n for n, v in enumerate(quarters) if 1 <= v <= THRESHOLD} <= set(hidden)
    spans = {n: next(iter(released[f"to{n}"])) for n in range(len(quarters))}
    known = [(n, int(said)) for n, said in spans.items() if said != HIDDEN]
    for n in hidden:  # between two totals that are printed: what the unprinted quarters share
        before, after = ([k for k in known if k[0] < n] or [(-1, 0)])[-1], [k for k in known if k[0] >= n][:1]
        for end, total in after:
            between = list(range(before[0] + 1, end + 1))
            rest = total - before[1] - sum(quarters[m] for m in between if m not in hidden)
            others = sum(m in hidden for m in between) - 1
            assert others and rest - others >= THRESHOLD, (quarters, released)


def running(quarters: list[int]) -> Figures:
    values = {f"q{n}": v for n, v in enumerate(quarters)}
    values |= {f"to{n}": sum(quarters[: n + 1]) for n in range(len(quarters))}
    sums = [Sum(f"to{n}", tuple(f"q{m}" for m in range(n + 1))) for n in range(len(quarters))]
    last = len(quarters) - 1
    return Figures(values, {f"q{last}": 1, f"to{last}": 2}, tuple(sums))


def test_a_difference_between_two_releases_is_caught() -> None:
    first = {"q0": ["8"], "to0": ["8"]}
    alone = control(running([8, 3]), THRESHOLD, {})
    assert alone.hidden == {"q1"}  # 11 in all gives nothing away to who never saw the first release ...
    assert control(running([8, 3]), THRESHOLD, first).hidden == {"q1", "to1"}  # ... and 11 - 8 does


def test_a_small_quarter_that_no_report_prints_cannot_be_worked_out_from_the_chart() -> None:
    plain = running([8, 2, 15])
    drawn = {**plain.ranks, "to0": 0, "to1": 0}
    open_ = Figures(plain.values, drawn, plain.sums)
    assert control(open_, THRESHOLD, {}).hidden == frozenset()
    kept = Figures(plain.values, drawn, plain.sums, secret=frozenset({"q0", "q1"}))
    assert control(kept, THRESHOLD, {}).hidden  # 10 - 8


def test_a_figure_that_changed_a_little_between_releases_is_hidden() -> None:
    figures = Figures({"a": 9, "b": 30}, {"a": 1, "b": 1})
    assert control(figures, THRESHOLD, {"a": ["7"], "b": ["12"]}).hidden == {"a"}


@settings(max_examples=60, deadline=None)
@given(st.integers(6, 30), st.integers(-8, 12), st.integers(1, 20))
def test_a_revision_is_told_in_numbers_only_when_it_is_large(was: int, change: int, second: int) -> None:
    """A first quarter that was printed, corrected since; who has both reports tries every number it could be now."""
    now = max(0, was + change)
    told = {"q0": [str(was)], "to0": [str(was)]}
    plain = running([now, second])
    ranks = {**plain.ranks, **({"q0": 0, "to0": 0} if now != was else {})}
    found = control(Figures(plain.values, ranks, plain.sums), THRESHOLD, told)
    assert found.exposed == ()
    printed = {name: found.shown(name) for name in ranks}
    if now == was:
        printed |= {"q0": str(was), "to0": str(was)}
    could_be = [
        first
        for first in range(60)
        for rest in range(60)
        if all(
            text == str(number) or (text == HIDDEN and number)
            for text, number in (
                (printed["q0"], first),
                (printed["q1"], rest),
                (printed["to1"], first + rest),
            )
        )
        if now == was or first != was  # the report says that it has changed
    ]
    if 1 <= abs(now - was) <= THRESHOLD or 1 <= now <= THRESHOLD:
        assert len(set(could_be)) >= THRESHOLD, (printed, was, now)
        assert HIDDEN in (printed["q0"], printed["to0"])
    assert now in could_be


def test_the_noughts_that_everybody_knows_are_not_hidden() -> None:
    """A quarter without a meeting: hiding its 0 would hide nothing."""
    plain = running([20, 0])
    told = {"q0": ["21"], "to0": ["21"]}
    figures = Figures(plain.values, {**plain.ranks, "q0": 0}, plain.sums, plain=frozenset({"q1"}))
    found = control(figures, THRESHOLD, told)
    assert found.exposed == () and found.shown("q1") == "0" and found.hidden == {"q0", "to1"}


def test_what_was_released_already_is_told_as_exposed_and_what_was_hidden_stays_hidden() -> None:
    gone = {"q0": ["8"], "to1": ["11"], "to0": ["8"]}
    found = control(running([8, 3]), THRESHOLD, gone)
    assert found.exposed == ("q1",)
    assert control(Figures({"a": 9}, {"a": 1}), THRESHOLD, {"a": [HIDDEN]}).hidden == {"a"}


def test_a_row_whose_children_are_all_in_one_cell_is_hidden_though_it_is_large() -> None:
    values = {"all": 12, "x": 12, "y": 0}
    sums, share = (Sum("all", ("x", "y")),), Share("all", ("x", "y"))
    plain = control(Figures(values, {"all": 2, "x": 1, "y": 1}, sums), THRESHOLD, {})
    assert plain.hidden == frozenset()
    found = control(Figures(values, {"all": 2, "x": 1, "y": 1}, sums, (share,)), THRESHOLD, {})
    assert found.hidden == {"x", "y"}


def test_secondary_suppression_hides_the_smallest_that_serves() -> None:
    figures = table([[20, 3], [10, 40]])
    found = control(figures, THRESHOLD, {})
    assert isinstance(found, Control)
    assert found.hidden == {"0/0", "0/1", "1/0", "1/1"}
    assert found.shown("all") == "73" and found.shown("0/1") == HIDDEN
