"""A form written or pasted into the text of an e-mail, and letters that only speak of one."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from pipeline.model.answers import Answers, Carrier
from pipeline.model.form import Field, Kind, Repeat, Slot
from pipeline.papers.prompts import prompt
from pipeline.papers.reading.labelled import read_written
from pipeline.papers.reading.labelled.marks import marked
from tests import builders, filled_forms

Line = Callable[[Slot, str], list[str]]


def shown(slot: Slot, text: str) -> str:
    """An answer as a person would write it: the printed words of a choice."""
    return slot.field.shown(text) if slot.field.kind in (Kind.CHOICE, Kind.YESNO) else text


def label(slot: Slot) -> str:
    return slot.field.label + (" *" if slot.field.required.always else "")


def behind(slot: Slot, text: str) -> list[str]:
    if slot.field.kind is not Kind.MULTICHOICE:
        return [f"{label(slot)}: {shown(slot, text)}"]
    codes = text.split("\n")
    return [
        f"{label(slot)}:",
        *(f"[{'x' if c.code in codes else ' '}] {c.label}" for c in slot.field.choices),
    ]


def below(slot: Slot, text: str) -> list[str]:
    if slot.field.kind is not Kind.MULTICHOICE:
        return [f"{label(slot)}   {slot.field.help}", shown(slot, text), ""]
    codes = text.split("\n")
    return [label(slot), *(f"{'☒' if c.code in codes else '☐'} {c.label}" for c in slot.field.choices), ""]


def written(case: filled_forms.FilledForm, line: Line) -> str:
    """A form as an e-mail's text, with a greeting before it and a signature behind it."""
    return "\n".join(["Dear all,", "", "our form is below.", "", *_written(case, line), *SIGNED])


SIGNED = ("", "Kind regards,", "Megan Prosser", "Stroud team")


def _written(case: filled_forms.FilledForm, line: Line) -> Iterator[str]:
    named = case.form.slot_by_name
    for page in case.form.pages:
        yield page.title
        for section in page.sections:
            yield from ("", section.title)
            for item in section.items:
                if not isinstance(item, Repeat):
                    yield from line(named[item.name], case.items.get(item.name, ""))
                    continue
                for row in range(1, item.maximum + 1):
                    slots = [named[item.slot(row, column.name)] for column in item.columns]
                    if any(slot.name in case.items for slot in slots):
                        yield from ("", f"{item.row_label} {row}")
                        for slot in slots:
                            yield from line(slot, case.items.get(slot.name, ""))


def read(text: str) -> Answers:
    answers = read_written(text, builders.editions())
    assert answers is not None
    return answers


EVERY = [case for name in builders.forms() for case in filled_forms.cases(name, 17)[::2]]


@pytest.mark.parametrize("quoted", ["", "> > "])
def test_answers_behind_their_questions(quoted: str) -> None:
    score = filled_forms.Score()
    for case in EVERY[::3] if quoted else EVERY:
        text = "\n".join(quoted + line for line in written(case, behind).split("\n"))
        score += filled_forms.compare(case, read(text))
    assert [str(miss) for miss in score.misses] == []


def test_answers_below_their_questions() -> None:
    """Where an answer is the words of another question, the text leaves open which it is: that is told."""
    plain = hard = filled_forms.Score()
    for case in EVERY:
        score = filled_forms.compare(case, read(written(case, below)))
        plain, hard = (plain, hard + score) if case.name.endswith("labels") else (plain + score, hard)
    assert [str(miss) for miss in plain.misses if not miss.flagged] == []
    assert plain.share > 0.99
    assert hard.unseen == 0


def everyday(**changes: str) -> str:
    case = filled_forms.FilledForm("x", builders.forms()["referral"], builders.referral_items(**changes))
    return written(case, behind)


def test_it_says_how_it_was_recognised() -> None:
    answers = read(everyday())
    assert (answers.form_id, answers.carrier) == ("MACRP-REF", Carrier.WRITTEN)
    assert "recognised by" in answers.remarks[0]
    assert "Above it stands “" in answers.remarks[0]
    assert len(answers.remarks) == 1
    assert [name for name, answer in answers.items.items() if answer.doubt] == []
    assert answers.items["ref_name"].place.startswith("line ")


LETTERS = (
    """Dear coordinator,

    Please find attached our referral for the family of Tomos Ellery, date of birth 14/03/2007. Name of the school:
    Fernhollow. The district is Cheltenham and my work phone is below.

    Name: Tomos Ellery
    Date of birth: 14/03/2007
    Surname: Ellery
    Address: 27 Larkrise Terrace
    Postcode: GL99 4QT
    District: Cheltenham
    Organisation: Health visiting

    Kind regards
    Megan Prosser
    Work phone: 01632 960101
    """,
    "I could not answer: your name, work phone, district.\n\nYour name\nWork phone\nDistrict\nSex\nThank you",
    "History: we have known the family since 2011. Worries: many.\n" * 40,
    "",
    "x" * 500_000,
    "\n" * 100_000,
    "Your name: " * 20_000,
)


@pytest.mark.parametrize("letter", LETTERS, ids=range(len(LETTERS)))
def test_a_letter_is_no_form(letter: str) -> None:
    assert read_written(letter, builders.editions()) is None


def test_what_stands_behind_the_closing_words_is_no_answer() -> None:
    answers = read(everyday(access_needs="", declaration="yes") + "\n\nThis e-mail is confidential.")
    assert answers.items["declaration"].text == "yes"
    assert not any("confidential" in remark for remark in answers.remarks)


OLDER = "On Mon, 2 Sep 2013 at 08:40, Someone Else <someone.else@health.example.org>\nwrote:\n"
HEAD = "From: Someone Else\nSent: 02 September 2013 08:40\nTo: Panel\nSubject: Referral\n\n"
OTHER = {"ref_name": "Delphine Yarrow", "ref_phone": "01632 960999"}


def quoted(text: str) -> str:
    return "\n".join(f"> {line}" for line in text.split("\n"))


@pytest.mark.parametrize(
    "older", [OLDER + quoted(everyday(**OTHER)), OLDER + everyday(**OTHER), HEAD + everyday(**OTHER)]
)
def test_a_form_above_a_quoted_one_is_read_alone(older: str) -> None:
    answers = read(everyday(ref_phone="") + "\n\n" + older)
    assert answers.items["ref_name"].text == "Megan Prosser"
    assert "ref_phone" not in answers.items
    assert not any(answer.doubt for answer in answers.items.values())
    assert any("were not read" in remark for remark in answers.remarks)


@pytest.mark.parametrize(
    "older", [OLDER + quoted(everyday(**OTHER)), HEAD + everyday(**OTHER), quoted(everyday())]
)
def test_a_few_answers_above_a_quoted_form_leave_the_rest_in_doubt(older: str) -> None:
    answers = read("Please change this:\nYour name: Anna Other\n\n" + older)
    certain = {name for name, answer in answers.items.items() if not answer.doubt}
    assert certain <= {"ref_name"}
    assert answers.items["ref_name"].text == "Anna Other" or answers.items["ref_name"].doubt
    assert "older e-mail" in answers.items["child_1_surname"].doubt
    assert any("Please change this" in remark for remark in answers.remarks)


def test_a_reply_that_only_quotes_a_form_is_none() -> None:
    assert read_written("Thanks, all fine.\n\n" + OLDER + quoted(everyday()), builders.editions()) is None
    assert read_written("Thanks, all fine.\n\n" + OLDER + everyday(), builders.editions()) is None


@pytest.mark.parametrize(
    "head", ["---------- Forwarded message ---------\n" + HEAD, "Begin forwarded message:\n\n" + HEAD]
)
@pytest.mark.parametrize("signs", ["", "> "])
def test_a_forwarded_form_is_read_as_what_it_is(head: str, signs: str) -> None:
    form = everyday() if not signs else quoted(everyday())
    answers = read("See below, the form of a colleague.\n\n" + head + form)
    assert {name: answer.text for name, answer in answers.items.items()} == builders.REFERRAL
    assert not any(answer.doubt for answer in answers.items.values())


def test_answers_below_quoted_questions_are_the_person_s_own() -> None:
    lines = everyday().split("\n")
    text = "\n".join(
        f"> {line.split(': ')[0]}\n{line.split(': ', 1)[1]}" if ": " in line else f"> {line}"
        for line in lines
    )
    answers = read("My answers are below.\n\n" + OLDER + text)
    assert answers.items["ref_name"].text == "Megan Prosser"
    assert not answers.items["ref_name"].doubt


def test_two_forms_in_one_text_leave_no_answer_certain() -> None:
    answers = read(everyday(ref_phone="") + "\n\n" + everyday(**OTHER))
    assert answers.items["ref_phone"].text == "01632 960999"
    assert all("holds the form twice" in answer.doubt for answer in answers.items.values())


def test_crossed_out_words_are_left_out_and_named() -> None:
    answers = read(everyday().replace("Megan Prosser", "[crossed out: Megan Prosser] Anna Other", 1))
    assert answers.items["ref_name"].text == "Anna Other"
    assert answers.items["ref_name"].doubt == "“Megan Prosser” is crossed out and was left out."
    answers = read(everyday().replace("Megan Prosser", "[crossed out: Megan Prosser]", 1))
    assert answers.items["ref_name"].text == "Megan Prosser"
    assert answers.items["ref_name"].doubt == "“Megan Prosser” is crossed out."


def test_words_between_the_questions_are_quoted() -> None:
    text = everyday().replace("District *", "We are not sure of this one!\n\nDistrict *")
    text = text.replace("Work phone: 01632 960101", "Work phone: 01632 960101\n\nPlease ring before noon")
    answers = read(text)
    assert any("Please ring before noon" in remark for remark in answers.remarks)
    assert answers.items["ref_phone"].text == "01632 960101"


def test_a_question_of_a_row_without_its_row_is_doubted() -> None:
    text = everyday().replace("Child 1\n", "").replace("Child 2\n", "")
    answers = read(text)
    assert answers.items["child_1_forename"].text == "Tomos Rhys"
    assert "does not say which row" in answers.items["child_1_forename"].doubt


def test_prompts_that_were_left_are_blanks() -> None:
    form = builders.forms()["referral"]
    case = filled_forms.FilledForm("x", form, builders.REFERRAL)

    def with_prompts(slot: Slot, text: str) -> list[str]:
        return behind(slot, text or prompt(slot))

    assert filled_forms.compare(case, read(written(case, with_prompts))).misses == ()


@pytest.mark.parametrize("numbered", [True, False])
def test_a_table_with_tabs(numbered: bool) -> None:
    adults = (
        "Full name and other names *\tRelationship *\tBorn\tLives there?\tHas PR?\tEngaged?",
        "Carys Ellery\tMother\t22/07/1985\tYes\tYes\tPartly",
        "Łukasz Wiśniak\tMother's partner\t\tSometimes\t\tNot approached",
    )
    rows = [f"{n or 'No.'}\t{row}" for n, row in enumerate(adults)] if numbered else list(adults)
    plain = {k: v for k, v in builders.REFERRAL.items() if not k.startswith("adult")}
    form = builders.forms()["referral"]
    text = written(filled_forms.FilledForm("x", form, plain), behind).replace(
        "Parents, partners and household", "\n".join(("Parents, partners and household", *rows, ""))
    )
    score = filled_forms.compare(filled_forms.FilledForm("x", form, builders.REFERRAL), read(text))
    assert [str(miss) for miss in score.misses] == []


def test_a_table_with_a_cell_on_every_line() -> None:
    people = ("Megan Prosser", "Health visitor", "Health visiting", "megan@health.example.org", "No", "Yes")
    form = builders.forms()["referral"]
    head = [column.label for column in form.repeat("cg").columns]
    prompts = [prompt(form.slot_by_name[f"cg_2_{name}"]) for name in form.repeat("cg").names]
    table = "\n".join(("No.", *head, "1", *people, "2", *prompts))
    text = (
        everyday().split("Core group member 1")[0]
        + table
        + "\n\nEvery agency"
        + everyday().split("Every agency")[1]
    )
    answers = read(text)
    assert [answers.items[f"cg_1_{name}"].text for name in ("name", "agency", "lead", "invite")] == [
        "Megan Prosser",
        "HEALTH_VISITING",
        "no",
        "yes",
    ]
    assert not any(name.startswith("cg_2") for name in answers.items)
    assert not any(answers.items[f"cg_1_{name}"].doubt for name in form.repeat("cg").names)


FACTORS: Field = builders.forms()["referral"].slot_by_name["family_factors"].field


@pytest.mark.parametrize(
    ("text", "codes", "left"),
    [
        ("[x] Housing\n[ ] None known", ("HOUSING",), ()),
        ("(X) Housing\n( ) None known", ("HOUSING",), ()),
        ("☒ Housing ☐ None known ☑ Not known", ("HOUSING", "NOT_KNOWN"), ()),
        ("Housing [x]\nNone known [ ]", ("HOUSING",), ()),
        ("Housing: yes\nNone known: no\nNot known", ("HOUSING",), ()),
        ("Housing, Domestic abuse", ("HOUSING", "DOMESTIC_ABUSE"), ()),
        ("\n".join(choice.label for choice in FACTORS.choices), (), ()),
        ("[x] Dragons", (), ("Dragons",)),
        ("Housing and dragons", (), ("Housing and dragons",)),
    ],
)
def test_marks(text: str, codes: tuple[str, ...], left: tuple[str, ...]) -> None:
    found = marked(FACTORS, text)
    assert (found.codes, found.left) == (codes, left)


def test_a_list_without_marks_is_blank_and_a_part_of_it_is_doubted() -> None:
    every = "\n".join(choice.label for choice in FACTORS.choices)
    start = everyday().index("Family factors:")
    end = everyday().index("The core group")
    before, after = everyday()[:start], everyday()[end:]
    assert "family_factors" not in read(f"{before}Family factors\n{every}\n\n{after}").items
    partly = read(f"{before}Family factors\nHousing\nDomestic abuse\n\n{after}").items["family_factors"]
    assert partly.text.split() == ["DOMESTIC_ABUSE", "HOUSING"]
    assert "without a mark" in partly.doubt


def test_a_choice_with_two_answers_is_doubted() -> None:
    text = (
        everyday()
        .replace("Sex: Male", "Sex: [x] Male [x] Female")
        .replace("Sex: Female", "Sex: Male / Female / Unborn / Not known")
    )
    answers = read(text)
    assert answers.items["child_1_sex"].doubt
    assert "child_2_sex" not in answers.items


def test_sentences_that_touch_have_lost_a_line_end() -> None:
    history = "Calls about domestic abuse.Since the spring the children have been quiet."
    assert "new lines were lost" in read(everyday(history=history)).items["history"].doubt
    assert not read(everyday(history=history.replace(".S", ". S"))).items["history"].doubt
