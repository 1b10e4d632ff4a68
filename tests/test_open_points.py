"""What is open about a form is told to the one person who can settle it, and counted alike everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pipeline.model.answers import BOX_TWICE, Answer, Answers, Carrier, Sureness
from pipeline.model.filing import Outcome, Referral, Submission
from pipeline.office.desk import Desk
from pipeline.office.desk.packs.words import about_original
from pipeline.office.desk.pages import inert_copy
from pipeline.office.intake import ingest
from pipeline.office.pack import plan_pack
from pipeline.office.status import status
from pipeline.papers.making.blank_pdf.plan import Measure, Words
from pipeline.papers.making.correction.front import front_pages
from pipeline.papers.making.fonts import register_fonts
from pipeline.rules.correcting.confirmed import grouped, referral_for_papers
from pipeline.rules.correcting.correction_plan import plan_correction
from pipeline.rules.correcting.querylist import open_queries, query_list
from pipeline.rules.pack.pack_plan import children_words, counts_sentence
from tests import builders
from tests.correction_helpers import SIGNED, correction_path, file_answers, filled
from tests.intake_helpers import desk_at, drop, typed
from tests.papers_helpers import pdf_text
from tests.parcels import mail
from tests.test_confirmed import FORM, filed

MEETING = date(2013, 9, 27)
NAMES = builders.settings(Path()).names


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with desk_at(tmp_path) as opened:
        yield opened


def answered(*, without: tuple[str, ...] = (), **answers: Answer) -> Answers:
    """A full referral whose answers are sure, but for those that are given."""
    made = builders.answers()
    items = {name: a for name, a in made.items.items() if name not in without}
    return replace(made, items={**items, **answers})


def doubtful(text: str, doubt: str = "New lines in it were lost.") -> Answer:
    return Answer(text, doubt=doubt)


def letter(submission: Submission) -> str:
    return " ".join(query_list(submission, FORM, NAMES).split())


def shown(submission: Submission) -> Referral:
    return referral_for_papers(FORM, submission, (submission,))


def test_what_only_comparing_settles_is_not_asked_of_the_referrer() -> None:
    doubts = {
        "history": doubtful(builders.REFERRAL["history"]),
        "worries": Answer("x", sureness=Sureness.RECOGNISED),
    }
    text = letter(filed(answered(without=("ref_role",), **doubts)))
    note, asked = text.split("-------- the letter to the referrer begins below --------")
    assert "2 answers are to be compared with the original on the correction form" in note
    assert "one answer needs your help" in asked and FORM.slot_by_name["ref_role"].label in asked
    assert "New lines" not in text and FORM.slot_by_name["history"].label not in asked
    assert "Dear" not in letter(filed(answered(history=doubts["history"])))


def test_an_empty_row_with_stray_marks_asks_nothing() -> None:
    stray = {
        "child_3_surname": Answer("1", doubt="The writing is not clear here.", sureness=Sureness.RECOGNISED)
    }
    made = filed(answered(**stray))
    assert any(q.slot == "child_3_forename" for q in made.queries)
    assert "Dear" not in letter(made)
    on_paper = [str(p) for p in grouped(shown(made).submission.problems)]
    assert f"{len(made.queries) - 2} questions depend on answers still to be confirmed." in on_paper
    assert open_queries(made) == f"{len({q.slot for q in made.queries})} answers to compare"


def test_two_different_answers_in_one_box_are_asked_in_one_question() -> None:
    twice = doubtful("Ellery-", f"{BOX_TWICE}; the other says “Larkin”.")
    made = filed(answered(child_1_surname=twice))
    text = letter(made)
    assert "Larkin" in text and "correction form" not in text and " 2. " not in text
    assert shown(made).submission.record.table("child")[0].values["surname"] == "[to be confirmed]"


def test_one_box_is_one_question() -> None:
    made = filed(answered(child_1_dob=Answer("31/02/2031")))
    again = replace(made, problems=(*made.problems, replace(made.queries[0], message="it is in the future.")))
    text = letter(again)
    assert "Also: it is in the future." in text and " 2. " not in text
    assert open_queries(again) == "1 query"


def test_only_confirmed_children_are_counted() -> None:
    sure = filed(builders.answers())
    assert (children_words(shown(sure)), counts_sentence([shown(sure)])) == ("2", "1 case, 2 children")
    stray = filed(answered(child_3_surname=doubtful("."), child_4_surname=doubtful("1")))
    assert children_words(shown(stray)) == "2; more to be confirmed"
    assert counts_sentence([shown(stray), shown(sure)]) == (
        "2 cases, 4 children; the number of children in 1 case is to be confirmed"
    )
    items = {n: replace(a, doubt="It is smudged.") for n, a in builders.answers().items.items()}
    assert children_words(shown(filed(replace(builders.answers(), items=items)))) == "To be confirmed"


def test_status_letter_pack_and_correction_form_count_alike(desk: Desk) -> None:
    stray = Answer("1", doubt="The writing is not clear here.", sureness=Sureness.RECOGNISED)
    file_answers(desk, replace(answered(without=("ref_role",), child_3_surname=stray), carrier=Carrier.SCAN))
    (waiting,) = status(desk).needs_attention
    words = open_queries(waiting)
    compared = len({q.slot for q in waiting.queries}) - 1
    assert words == f"1 query, {compared} answers to compare"
    (gap,) = [g for g in plan_pack(desk, MEETING).gaps if g.subject == waiting.reference]
    assert words in str(gap)
    assert waiting.answers is not None
    plan = plan_correction(FORM, waiting, waiting.answers)
    assert len(plan.marks) + len(plan.proposed) == 1 + compared
    sheet = front_pages(plan, {}, Measure(register_fonts()), original=False)[0]
    said = " ".join(e.text for e in sheet.elements if isinstance(e, Words))
    assert f"Open: {words}." in said and "pipeline show CRP-2013-001" in said
    text = letter(waiting)
    assert "one answer needs your help" in text and f"{compared} answers are to be compared" in text


def test_nothing_depends_on_an_answer_that_an_earlier_version_had_unconfirmed() -> None:
    before = filed(answered(history=doubtful("short")))
    after = filed(builders.answers(items=builders.referral_items(history="short")), version=2)
    problems = shown(after).submission.problems
    assert problems and referral_for_papers(FORM, after, (before, after)).submission.problems == problems


def test_the_pack_shows_what_changed_since_version_1() -> None:
    first = filed(builders.answers())
    other = builders.answers(items=builders.referral_items(child_1_forename="Owen", child_1_surname="Larkin"))
    items = {n: replace(a, sureness=Sureness.RECOGNISED) for n, a in other.items.items()}
    second = filed(replace(other, items=items), version=2)
    third = filed(other, version=3)
    shows = referral_for_papers(FORM, third, (first, second, third)).submission.differences
    assert ("Tomos Rhys", "Owen") in [(d.before, d.after) for d in shows]


@pytest.mark.parametrize(
    ("kind", "carrier", "begins"),
    [
        ("pdf", Carrier.SCAN, "The scan of the form as received follows"),
        ("pdf", Carrier.ACROFORM, "The PDF form as received follows"),
        ("pdf", Carrier.WORD_PRINTED, "The Word form, printed to PDF, as received follows"),
        ("image", Carrier.SCAN, "The picture of the form as received follows"),
        ("text", Carrier.WRITTEN, "The e-mail into whose text the form was written follows"),
    ],
)
def test_the_sheet_names_what_follows_it(kind: str, carrier: Carrier, begins: str) -> None:
    made = filed(replace(builders.answers(), carrier=carrier), kind=kind)
    assert about_original(shown(made), 2, None) == f"{begins} this sheet (2 pages)."


def test_the_text_of_an_e_mail_is_its_pages(desk: Desk) -> None:
    source = desk.settings.folders.root / "mail.eml"
    source.write_bytes(mail(text="Our form is below.\r\n\r\n\r\nSurname: Wiśniak\r\n" + "long words " * 40))
    pages = inert_copy(desk, desk.originals.keep(source), "text", "CRP-2013-001")
    assert pages is not None
    text = pdf_text(pages)
    assert "Surname: Wiśniak" in text and text.count("long words") >= 30
    assert "CRP-2013-001: the text of the e-mail, page 1 of 1" in text


def test_what_a_person_took_out_of_set_aside_is_no_longer_told(desk: Desk) -> None:
    drop(desk, "note.txt", b"no form")
    drop(desk, "other.txt", b"no form either")
    ingest(desk)
    aside = desk.settings.folders.inbox / "set aside"
    assert len(status(desk).set_aside) == 2
    (aside / "note.txt").unlink()
    (aside / "mine.why.txt").write_text("a note of my own")
    assert [s.name for s in status(desk).set_aside] == ["other.txt"]
    ingest(desk)
    assert sorted(p.name for p in aside.iterdir()) == ["mine.why.txt", "other.txt", "other.txt.why.txt"]


def test_a_mere_confirmation_is_called_one(desk: Desk) -> None:

    from pipeline.cli.show import _by

    file_answers(desk, answered(history=doubtful(builders.REFERRAL["history"])))
    ingest(desk)
    drop(desk, "b.pdf", filled(correction_path(desk).read_bytes(), SIGNED))
    (done,) = ingest(desk).done
    assert "version 2, compared, no answer changed" in done.words
    assert (
        _by(desk.register.submission("CRP-2013-001"))
        == "compared and confirmed by Jo Okafor, no answer changed"
    )


def test_a_file_whose_copy_has_been_filed_since_is_told_so(desk: Desk) -> None:
    drop(desk, "locked.yaml", typed())
    ingest(desk)
    (filed_one,) = desk.register.arrivals()
    before = desk.register.saw("locked.yaml", "2:2:2")
    aside = replace(before, outcome=Outcome.SET_ASIDE, sha256=filed_one.sha256, target="locked.yaml")
    desk.register.decide(replace(aside, reason="It is locked.", released=True))
    folder = desk.settings.folders.inbox / "set aside"
    folder.mkdir(exist_ok=True)
    (folder / "locked.yaml").write_bytes(typed())
    assert [s.reason for s in status(desk).set_aside] == [
        "a copy of it has been filed since as CRP-2013-001; delete it and its note."
    ]
