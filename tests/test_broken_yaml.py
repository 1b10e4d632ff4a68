"""A file that cannot be parsed: the line of the mistake, not of where the parser gave up, in plain words."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pipeline.records.broken_yaml import plain_fault
from tests.builders import ROOT

CATALOGUE = (ROOT / "pipeline.yaml").read_text(encoding="utf-8")
JARGON = ("YAML", "token", "mapping", "scalar", "block", "flow", "<unicode", "anchor", "parser")


def fault(text: str) -> str:
    with pytest.raises(yaml.YAMLError) as caught:
        yaml.compose(text, Loader=yaml.CSafeLoader)
    return plain_fault(text, caught.value)


def test_a_missing_colon_names_the_line_of_its_key() -> None:
    line = CATALOGUE.splitlines().index("deadline_days: 21") + 1
    said = fault(CATALOGUE.replace("deadline_days: 21", "deadline_days 21"))
    assert said == f"line {line}: a colon is missing after `deadline_days`; write `deadline_days: 21`"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a: 1\ndeadline_days 21\n", "line 2: a colon is missing after `deadline_days`"),
        ("names:\n  panel: A\n  board B\n  area: C\n", "line 3: a colon is missing after `board`"),
        ("names\n  # the names\n  panel: A\n", "line 1: a colon is missing after `names`; write `names:`"),
        ("days:21\nx: 1\n", "line 1: a space is missing after the colon in `days:21`"),
        ("names:\n\tpanel: A\n", "line 2: there is a tab at the beginning of this line; use spaces"),
        ("names:\n  panel: A\n\tboard: B\n", "line 3: there is a tab"),
        ('a: 1\nb: "Multi\nc: B\n', 'line 2: the quotation mark ( " ) that opens in this line'),
        ("m:\n  - {a: b\n  - {c: d}\n", "line 2: the { that opens in this line is never closed with }"),
        (
            'm:\n  - {a: "Hall, b: c}\n  - {a: "Hall"}\n',
            "line 2: a quotation mark in this line has no fellow",
        ),
        ("- {a: ring {b} now}\n", "line 1: between { and } something is not closed"),
        ("- {a: b,\n   c: d: e}\n", "line 2: near `c: d: e}` a comma, a } or a quotation mark is missing"),
        ("n:\n  p: Panel: the\n", "line 2: there is a second colon in this line"),
        ("n:\n  p: A\n   b: B\n", "line 3: this line begins further right than its neighbours"),
        ("n:\n   p: A\n  b: B\n", "line 3: this line begins further left or right than its neighbours"),
        ("n: 'it's\nb: c\n", "line 1: after `n: 'it'` nothing more can stand"),
        ("m:\n  - {a: b}\n  {c: d}\n", "line 3: this line is in a list; begin it with a dash"),
        ("m:\n  - a\n  b: c\n", "line 3: this line is in a list"),
        ("n: @agencies\n", "line 1: words cannot begin with @"),
        ("n: *a\n", "line 1: words that begin with * need quotation marks"),
        ("a: 1\nb: \x07b\nc: 1\n", "line 2: there is a character in this line that cannot be printed"),
        ("--- 1\n--- 2\n", "line 2: take this line of dashes out"),
    ],
)
def test_the_line_and_what_to_do_are_said(text: str, says: str) -> None:
    said = fault(text)
    assert said.startswith(says), said
    assert not [word for word in JARGON if word in said]


@given(st.text(alphabet="ab:{}[]'\"-#*&!|>%@ \t\n\x07", max_size=40))
def test_whatever_is_broken_a_line_that_is_there_is_named(text: str) -> None:
    try:
        yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as err:
        number = int(plain_fault(text, err).removeprefix("line ").split(":")[0])
        assert 1 <= number <= len(text.split("\n"))
