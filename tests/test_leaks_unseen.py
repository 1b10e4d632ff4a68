"""Sentences written by hand about invented meetings (tests/data/leaks), before the rules were looked at or after them.

When they were first run, 210 of the 253 leaks of meetings a and b were caught, then 206 of the 223 of c and d, 89 of
the 95 of e, and 59 of the 63 of f (whose word for a chess player then took "child" along, in 37 of 418 innocent
sentences). After each set the rules were changed for the kind of sentence, so that what the test counts now is no
longer unseen. What is missed is told by `python -m tests.bench.leaks --list`.
"""

from __future__ import annotations

from collections import Counter

import pytest

from pipeline.model.leaks import IdentifierKind, Known, TextPlace, Verdict, verdict
from pipeline.records.names import parse_names
from pipeline.rules.leaks.finding import find
from pipeline.rules.leaks.known import known_of
from pipeline.rules.leaks.text.sequences import row_of, sequence
from tests.leak_helpers import MEETING, case, child, findings
from tests.leak_unseen import MEETINGS, TEXTS, every_innocent, every_leak, innocents, judged, leaks

RULES = {f"LC{n}" for n in range(1, 18)}


def test_every_rule_has_its_sentences() -> None:
    assert {line.kind for line in every_leak()} == RULES
    assert len(every_leak()) > 300 and sum(len(innocents(t, MEETINGS[:1])) for t in TEXTS) > 300


@pytest.mark.parametrize("meeting", MEETINGS)
def test_leaks_are_caught(meeting: str) -> None:
    lines = leaks(meeting)
    found = Counter(judged(line) for line in lines)
    assert found[Verdict.CLEAR] <= 0.04 * len(lines), [n for n in lines if judged(n) is Verdict.CLEAR]
    assert found[Verdict.STOP] >= 0.55 * len(lines)


def test_a_name_given_on_the_form_is_a_stop() -> None:
    """Names, addresses, numbers in their own spelling: no REVIEW that somebody may click away."""
    given = [line for line in every_leak() if line.kind in ("LC1", "LC2")]
    assert sum(judged(line) is Verdict.STOP for line in given) >= 0.95 * len(given)


def test_sentences_that_name_nobody_pass() -> None:
    lines = every_innocent()
    found = Counter(judged(line) for line in lines)
    assert found[Verdict.STOP] <= 0.01 * len(lines)
    assert found[Verdict.REVIEW] <= 0.02 * len(lines)


# -- what the sentences changed in the rules --------------------------------------------------------------------------


def told(history: str) -> Known:
    """One case, of which the history tells more than the boxes."""
    children = [child("Zofia", "Nowak")]
    return known_of([case("CRP-2013-015", children=children, history=history)], day=MEETING)


@pytest.mark.parametrize(
    ("history", "sentence"),
    [
        ("Until May they lived at 8 Tannery Close, Newbarn.", "They left Tannery Cl without notice."),
        ("The family stayed at Haven House refuge in spring.", "Haven House was not told."),
        ("Her uncle Terry, a welder, moved in.", "Nobody had assessed Terry."),
        ("Dr Anand at Brookfield Surgery knows her.", "Dr Anand had not been asked."),
        ("He drives a van, WX12 ZZZ, without insurance.", "The van (WX12ZZZ) was outside."),
        ("Crime ref 22/004517/14 was closed without charge.", "Crime 22/4517/14 was closed."),
        ("She is @zosia_sings on two sites.", "Photographs were posted by zosia_sings again."),
        ("She ran away on 30 August and was found.", "She was found on 30 August."),
        ("Her father is a charcoal burner in the woods.", "The father burns charcoal."),
        ("The boy was diagnosed with sickle cell disease.", "One child has sickle cell."),
    ],
)
def test_what_a_forms_sentences_tell_is_looked_for(history: str, sentence: str) -> None:
    ours = [f for f in findings(sentence, told(history)) if f.identifier]
    assert ours and not [
        f for f in findings(sentence, told("They were seen by all in turn.")) if f.identifier
    ]


def test_what_a_form_says_of_the_work_is_nobodys() -> None:
    history = "The Social Worker and Health Visitor used Signs of Safety; MARAC heard it. Police came."
    assert not [i for i in told(history).identifiers if i.kind is IdentifierKind.MENTIONED]


def test_the_first_name_of_a_line_is_the_whole_one() -> None:
    """Both Daisy and Rita may be Margaret; a child called Daisy is hardly ever called Rita."""
    lists = parse_names("[short forms]\nMargaret, Daisy, Rita\nDaisy = Daise\n")
    of = known_of([case("CRP-2013-015", children=[child("Daisy", "Garside")])], day=MEETING, lists=lists)
    said = {
        n: verdict(find([TextPlace(f"We met {n} at home.", "text")], of)) for n in ("Daise", "Rita", "Tilda")
    }
    assert said == {"Daise": Verdict.STOP, "Rita": Verdict.REVIEW, "Tilda": Verdict.CLEAR}


def test_letters_that_number_something_are_nobodys() -> None:
    of = told("The family was seen by all agencies in turn.")
    for sentence in ("Plan Z and Annex Z are the same.", "See section Z.", "Vitamin Z.", "From A to Z."):
        assert verdict(findings(sentence, of)) is Verdict.CLEAR, sentence
    for sentence in ("Z was seen at school.", "We spoke to Z.", "Z's views were lost.", "J.K. was seen."):
        assert verdict(findings(sentence, of)) is Verdict.REVIEW, sentence


def test_no_place_is_passed_over_for_being_quick() -> None:
    """A row says at once where a wanted word may begin: everywhere that a look at each word finds it."""
    row = row_of(
        "Tannery Row, Tanery Row's end, Mill Lanes, Fern Hollow and Ferns; St. Aldwyn's, plans, Tarling-on-Sea"
    )
    for wanted in (
        "tannery",
        "row",
        "mill",
        "lane",
        "fernhollow",
        "fern",
        "saint",
        "aldwyns",
        "tarling",
        "plan",
        "sea",
    ):
        slow = tuple(at for at in range(len(row.tokens)) if sequence(row.tokens, at, (wanted,)))
        assert set(slow) <= set(row.starts(wanted)), wanted


def test_an_unusual_word_takes_no_other_along() -> None:
    of = told("Zofia is a county chess champion and her brother keeps ferrets.")
    for sentence in ("The child was seen, says the chair.", "Chaos at home is a sign.", "Checks were late."):
        assert verdict(findings(sentence, of)) is Verdict.CLEAR, sentence
    for sentence in ("She plays chess.", "A ferret bit the nurse."):
        assert verdict(findings(sentence, of)) is Verdict.REVIEW, sentence


def test_a_family_may_be_called_like_a_district() -> None:
    """The district stands in the paper on purpose; the family only with a sign that a person is meant."""
    of = known_of([case("CRP-2013-015", children=[child("Megan", "Cotswold")])], day=MEETING)
    for sentence in (
        "Stroud, Cotswold and Tewkesbury came.",
        "The Cotswolds are far away.",
        "The Panel met in Cotswold.",
    ):
        assert verdict(findings(sentence, of)) is Verdict.CLEAR, sentence
    for sentence in (
        "Mrs Cotswold rang.",
        "The Cotswold family moved.",
        "Cotswold's mother was ill.",
        "Megan Cotswold",
    ):
        assert verdict(findings(sentence, of)) is Verdict.STOP, sentence
