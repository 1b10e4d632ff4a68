"""The papers of a meeting go to those whom they are for: a message each, only what passed, again when corrected."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from pipeline.model.errors import GapsError, NotFoundError
from pipeline.model.people import PanelMember
from pipeline.office.desk import Desk
from pipeline.office.desk.leaks.door import send_out
from pipeline.office.invitations.reminding import Round, plan_thanks, write_round
from pipeline.office.invitations.sending import plan_leading, plan_sending
from pipeline.office.leadership import plan_leadership
from pipeline.office.themes import plan_themes
from tests.intake_helpers import desk_at
from tests.papers_helpers import file_record, file_referral, record_yaml, squeezed
from tests.quarter_helpers import person

DAY = date(2013, 9, 27)
PLANS: dict[str, Any] = {"themes": plan_themes, "leadership": plan_leadership}
CHAIR = "Margaret Holloway"
MEMBERS = (
    PanelMember(CHAIR, "Service manager and chair", "CSC", "margaret.holloway@example.org"),
    PanelMember("Dr Samuel Adeyemi", "Named GP", "GP", "samuel.adeyemi@example.org"),
    PanelMember("Halina Nowak", "Named nurse", "HEALTH_VISITING", "halina.nowak@example.org"),
    PanelMember("Bethan Carrick", "Domestic abuse service manager", "DOMESTIC_ABUSE"),
)


def record(**more: Any) -> bytes:
    said = {
        "meeting_date": "27/09/2013",
        "district": "CHELTENHAM",
        "chair": CHAIR,
        "att": [person(CHAIR, "CSC", "panel"), person("Ilona Żak", "EDUCATION")],
        "theme": [{"heading": "Core groups", "code": "CORE_GROUPS", "points": ["Keep them small"]}],
        "scolt": "Thresholds need saying again",
    }
    return record_yaml(**said | more)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with desk_at(tmp_path) as opened:
        desk = replace(opened, settings=replace(opened.settings, members=MEMBERS))
        file_referral(desk, "CRP-2013-004", DAY)
        file_record(desk, record())
        yield desk


def issue(desk: Desk, kind: str) -> Path:
    """A paper of the meeting in the outbox, as the leak check passes it; its PDF."""
    made = send_out(desk, PLANS[kind](desk, DAY))
    assert made.passed
    return made.paths[1]


def send(desk: Desk, plan: Round) -> dict[str, EmailMessage]:
    """The drafts that were written, by file name."""
    posted = tuple(write_round(desk, plan))
    mails = (p.mail for p in posted if p.mail)
    return {m.name: email.message_from_bytes(m.read_bytes(), policy=email.policy.default) for m in mails}  # type: ignore[misc]


def words(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body is not None
    return squeezed(body.get_content())


def test_the_leadership_paper_goes_to_the_service_manager_on_the_panel(desk: Desk) -> None:
    issue(desk, "leadership")
    plan = plan_leading(desk, DAY)
    assert [b.guest.to.name for b in plan.people] == [CHAIR]
    ((name, message),) = send(desk, plan).items()
    assert name == "leadership-paper-01-csc.eml"
    assert str(message["Subject"]) == (
        "NOT PROTECTIVELY MARKED: Multi Agency Case Review Panel 27/09/13: messages and actions for the leadership team"
    )
    assert [a.get_filename() for a in message.iter_attachments()] == [
        "leadership-paper-01-csc.pdf",
        "leadership-2013-09-27.pdf",
    ]
    assert squeezed("take it to the team's next meeting") in words(message)
    assert squeezed("takes the place") not in words(message)
    assert plan_leading(desk, DAY).people == ()  # it has gone


def test_the_record_says_who_takes_it_there_or_the_coordinator_does(desk: Desk) -> None:
    issue(desk, "leadership")
    file_record(desk, record(scolt_by="Named GP"), version=2)
    issue(desk, "leadership")
    assert [b.guest.to.name for b in plan_leading(desk, DAY).people] == ["Dr Samuel Adeyemi"]
    file_record(desk, record(scolt_by="Head of service"), version=3)
    issue(desk, "leadership")
    with pytest.raises(NotFoundError, match=r"No panel member is head of service: .*--to"):
        plan_leading(desk, DAY)
    assert [b.guest.to.name for b in plan_leading(desk, DAY, "halina nowak").people] == ["Halina Nowak"]
    with pytest.raises(NotFoundError, match="There is no panel member “Nobody”"):
        plan_leading(desk, DAY, "Nobody")


@pytest.mark.parametrize(("kind", "plan"), [("themes", plan_sending), ("leadership", plan_leading)])
def test_only_the_file_that_passed_goes_out(desk: Desk, kind: str, plan: Any) -> None:
    with pytest.raises(NotFoundError, match=f"There is no {kind} paper .*pipeline {kind} --meeting"):
        plan(desk, DAY)
    path = issue(desk, kind)
    assert plan(desk, DAY).people
    path.write_bytes(b"%PDF-1.7 another")
    with pytest.raises(GapsError, match="is not the file that passed the leak check"):
        plan(desk, DAY)


@pytest.mark.parametrize(("kind", "plan"), [("themes", plan_sending), ("leadership", plan_leading)])
def test_a_paper_from_before_the_record_was_corrected_does_not_go_out(
    desk: Desk, kind: str, plan: Any
) -> None:
    issue(desk, kind)
    file_record(desk, record(scolt="Say it again"), version=2)
    with pytest.raises(GapsError, match=rf"was corrected after {kind}-2013.*pipeline {kind} --meeting"):
        plan(desk, DAY)
    issue(desk, kind)
    assert plan(desk, DAY).people


def test_a_paper_that_names_who_came_to_be_known_since_does_not_go_out(desk: Desk) -> None:
    theme = {"heading": "Core groups", "code": "CORE_GROUPS", "points": ["Oonagh's drawings said it first"]}
    file_record(desk, record(theme=[theme]), version=2)
    issue(desk, "themes")
    file_referral(desk, "CRP-2013-005", DAY, child_1_forename="Oonagh")
    with pytest.raises(GapsError, match=r"would not pass now.*pipeline leak-check --meeting 2013-09-27"):
        plan_sending(desk, DAY)


def test_a_corrected_themes_paper_goes_to_everybody_once_more_and_says_so(desk: Desk) -> None:
    issue(desk, "themes")
    first = send(desk, plan_sending(desk, DAY))
    assert squeezed("takes the place") not in words(first["themes-paper-01-csc.eml"])
    assert (plan_sending(desk, DAY).people, plan_sending(desk, DAY).before) == ((), 2)
    theme = {"heading": "Core groups", "code": "CORE_GROUPS", "points": ["Keep them small and regular"]}
    file_record(desk, record(att=[person(CHAIR, "CSC", "panel")], theme=[theme]), version=2)
    issue(desk, "themes")
    again = plan_sending(desk, DAY)
    assert [b.guest.to.name for b in again.people] == [CHAIR]
    assert [n for n in again.notes if "has gone to Ilona Zak, not there" in n]
    ((name, message),) = send(desk, again).items()
    assert name == "themes-paper-03-csc.eml"  # the earlier letters stay as they went
    assert squeezed("takes the place of the one that we sent you before") in words(message)


def test_who_had_the_paper_and_was_not_there_after_all_is_named_though_its_words_are_the_same(
    desk: Desk,
) -> None:
    issue(desk, "themes")
    send(desk, plan_sending(desk, DAY))
    absent = person("Ilona Żak", "EDUCATION", present="apologies")
    file_record(desk, record(att=[person(CHAIR, "CSC", "panel"), absent]), version=2)
    issue(desk, "themes")
    plan = plan_sending(desk, DAY)
    assert (plan.people, plan.before) == ((), 1)
    (told,) = plan.notes
    assert told.startswith("The paper has gone to Ilona Żak, not there by the record as it is now")


def test_a_message_that_may_be_passed_on_is_marked_like_its_paper(desk: Desk) -> None:
    issue(desk, "themes")
    message = send(desk, plan_sending(desk, DAY))["themes-paper-01-csc.eml"]
    assert str(message["Subject"]).startswith("NOT PROTECTIVELY MARKED: ")


def test_who_has_no_address_gets_letter_and_paper_by_post(desk: Desk) -> None:
    issue(desk, "themes")
    plan = plan_sending(desk, DAY)
    assert plan.notes == (
        "Ilona Żak has no e-mail address that is known: print the letter and themes-2013-09-27.pdf, and post both.",
    )
    send(desk, plan)
    assert plan_sending(desk, DAY).notes == ()  # it has been printed: nobody is asked twice


def test_who_was_thanked_by_post_is_not_named_again(desk: Desk) -> None:
    desk = replace(desk, clock=lambda: datetime(2013, 9, 30, 9, 0))
    plan = plan_thanks(desk, DAY)
    assert plan.notes == ("Ilona Żak has no e-mail address that is known: print the letter and post it.",)
    send(desk, plan)
    assert plan_thanks(desk, DAY).notes == ()
