"""`pipeline invite`: one letter a person, privately; again only what is new or has changed."""

from __future__ import annotations

import io
import shutil
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from pipeline.model.answers import Answer
from pipeline.model.filing import Ruling
from pipeline.office.desk.invitations import bookings
from pipeline.office.invitations import plan_invitations, write_invitations
from pipeline.records.outbox import one_at_a_time
from pipeline.rules.arriving.standing import decision_detail
from tests import builders
from tests.intake_helpers import typed
from tests.invitation_helpers import (
    BRONWEN,
    CHILDREN_AND_ADULTS,
    DAY,
    FIRST_NAMES,
    MEGAN,
    NEXT,
    OWEN,
    SECOND,
    desk_of,
    done,
    drop,
    entry,
    letter,
    letters,
    mail,
    rewrite,
    run,
    text_of,
    workspace,
)
from tests.pack_helpers import referral
from tests.test_cli import tree

OWENS = "invitation-02-csc"


@pytest.fixture(scope="module")
def filed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return workspace(tmp_path_factory.mktemp("filed") / "panel")


@pytest.fixture(scope="module")
def sent(filed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("sent") / "panel"
    shutil.copytree(filed, root)
    done(root, "invite", "--meeting", DAY)
    return root


@pytest.fixture
def fresh(filed: Path, tmp_path: Path) -> Path:
    """A workspace in which nobody is invited yet."""
    return Path(shutil.copytree(filed, tmp_path / "panel"))


@pytest.fixture
def invited(sent: Path, tmp_path: Path) -> Path:
    """A workspace in which three people are invited."""
    return Path(shutil.copytree(sent, tmp_path / "panel"))


def rule(root: Path, reference: str, ruling: Ruling, meeting: str | None, today: str = "2013-09-11") -> None:
    """Write down a decision about a referral."""
    with desk_of(root, date.fromisoformat(today)) as desk:
        to = date.fromisoformat(meeting) if meeting else None
        desk.register.note(ruling.value, reference, decision_detail(to, False, "A reason"))


def test_a_rehearsal_says_all_and_writes_nothing(fresh: Path) -> None:
    before = tree(fresh)
    told = done(fresh, "invite", "--meeting", DAY, "--dry-run")
    assert (
        f"invitation: Owen Tredwell, {OWEN}, 09:30 to 10:30 CRP-2013-001, 10:40 to 11:40 CRP-2013-002" in told
    )
    assert "acknowledgement: 2, invitation: 3." in told and "Nothing was written." in told
    assert tree(fresh) == before


def test_each_referrer_and_each_person_gets_one_letter(sent: Path) -> None:
    found = letters(sent)
    assert {n for n in found if n.endswith(".eml")} == {
        *(f"acknowledgement-CRP-2013-00{n}.eml" for n in (1, 2)),
        *("invitation-01-health-visiting.eml", "invitation-02-csc.eml", "invitation-03-education.eml"),
    }
    for stem in (n.removesuffix(".eml") for n in found if n.endswith(".eml")):
        kinds = {".docx", ".pdf", ".eml"} | ({".ics", "-reply.pdf"} if stem.startswith("inv") else set())
        assert {n for n in found if n.startswith(stem)} == {f"{stem}{kind}" for kind in kinds}


def test_every_draft_goes_to_one_address_and_names_nobody_of_the_cases(sent: Path) -> None:
    drafts = sorted(n for n in letters(sent) if n.endswith(".eml"))
    to = []
    for name in drafts:
        message = mail(sent, name)
        to.append([a.addr_spec for a in message["To"].addresses])
        assert (message["X-Unsent"], message["Cc"], message["Bcc"]) == ("1", None, None)
        assert message["Subject"].startswith(
            "RESTRICTED: Multi Agency Case Review Panel 27/09/13, ref CRP-2013-00"
        )
        heads = [str(v) for part in message.walk() for v in part.values()]
        for said in (*heads, *letters(sent)):
            assert not [n for n in (*CHILDREN_AND_ADULTS, *FIRST_NAMES) if n.casefold() in said.casefold()], (
                said
            )
    assert to == [[MEGAN], [BRONWEN], [MEGAN], [OWEN], [BRONWEN]]


def test_the_events_name_no_child(sent: Path) -> None:
    with desk_of(sent) as desk:
        for event in desk.register.events():
            assert not [n for n in CHILDREN_AND_ADULTS if ascii(n)[1:-1] in event.detail], event


def test_a_letter_says_all_that_is_needed_and_no_childs_name(sent: Path) -> None:
    message = mail(sent, f"{OWENS}.eml")
    pdf, calendar, reply = message.iter_attachments()
    assert [part.get_filename() for part in (pdf, calendar, reply)] == [
        f"{OWENS}.pdf",
        f"{OWENS}.ics",
        f"{OWENS}-reply.pdf",
    ]
    assert [p.get_content_type() for p in (pdf, calendar)] == ["application/pdf", "text/calendar"]
    pages = PdfReader(io.BytesIO(pdf.get_content())).pages
    printed = " ".join(" ".join(p.extract_text() for p in pages).split())
    for said in (printed, " ".join(text_of(message).split())):
        for words in (
            *("Owen Tredwell, Social worker", "CRP-2013-001 and CRP-2013-002", "Friday 27 September 2013"),
            *("09:30 to 10:30 (CRP-2013-001); 10:40 to 11:40 (CRP-2013-002)", "Beechgrove Family Centre"),
            *("60 minutes", "a day in the child’s life", "what worked", "what was hard", "not an inspection"),
            *("takes no decisions", "Margaret Holloway chairs", "Police", "step-free access"),
            *("What we discuss today is confidential.", "by 19 September 2013"),
            *("Meet the managers", "Discuss what", "Hear from", "Inspire others"),
        ):
            assert words in said, words
        assert not [name for name in CHILDREN_AND_ADULTS if name in said]


def test_the_calendar_file_is_one_entry_of_the_persons_own(sent: Path) -> None:
    method, event = entry(letter(sent, f"{OWENS}.ics"))
    assert (method, event["SEQUENCE"], event["LOCATION"][:9]) == ("PUBLISH", 0, "Beechgrov")
    assert f"{event.decoded('dtstart'):%Y-%m-%d %H:%M}" == "2013-09-27 09:30"
    assert f"{event.decoded('dtend'):%H:%M}" == "11:40"
    _, other = entry(letter(sent, "invitation-01-health-visiting.ics"))
    assert other["UID"] != event["UID"] and "owen" not in event["UID"]


def test_the_reply_form_is_filled_in_as_far_as_we_know(sent: Path) -> None:
    with desk_of(sent) as desk:
        read = desk.read(letter(sent, f"{OWENS}-reply.pdf"), "reply.pdf")
    assert (read.form_id, {name: a.text for name, a in read.items.items() if a.text}) == (
        "MACRP-REP",
        {"meeting_date": "27/09/2013", "name": "Owen Tredwell", "agency": "CSC", "email": OWEN},
    )


def test_the_referrer_is_asked_what_is_missing_in_the_letter_only(fresh: Path) -> None:
    changes = SECOND | {"child_1_dob": "31/02/2008", "parents_told": ""}
    drop(fresh, "c.yaml", typed(**changes))
    done(fresh, "invite", "--meeting", DAY)
    said = text_of(mail(fresh, "acknowledgement-CRP-2013-002.eml"))
    assert "- Child 1: Born" in said and "- Have the parents been told" in said
    assert "31/02" not in mail(fresh, "acknowledgement-CRP-2013-002.eml")["Subject"]


# again --------------------------------------------------------------------------------------------------------------


def test_nobody_is_invited_twice(invited: Path) -> None:
    before = tree(invited)
    told = done(invited, "invite", "--meeting", DAY, today="2013-09-12")
    assert "No letter is due. Invited before, unchanged: 3." in told
    assert tree(invited) == before


def test_only_new_people_are_invited(invited: Path) -> None:
    drop(
        invited,
        "c.yaml",
        typed(
            **SECOND,
            cg_4_name="Sam Okafor",
            cg_4_agency="GP",
            cg_4_lead="no",
            cg_4_invite="yes",
            cg_4_email="sam.okafor@gp.example.org",
        ),
    )
    before = letters(invited)
    done(invited, "invite", "--meeting", DAY)
    assert {n for n in letters(invited) - before if n.endswith(".eml")} == {"invitation-04-gp.eml"}


def test_another_venue_is_told_to_everybody_with_the_same_entry_raised(invited: Path) -> None:
    _, first = entry(letter(invited, f"{OWENS}.ics"))
    rewrite(invited / "meetings.yaml", "Beechgrove Family Centre, Example Street", "Elm Hall")
    told = done(invited, "invite", "--meeting", DAY)
    assert "change-of-date-or-venue: 3. Invited before, unchanged: 0." in told
    name = "change-of-date-or-venue-02-csc-2"
    method, event = entry(letter(invited, f"{name}.ics"))
    assert (method, event["UID"], event["SEQUENCE"]) == ("PUBLISH", first["UID"], 1)
    said = text_of(mail(invited, f"{name}.eml"))
    assert "- The venue is now Elm Hall (it was Beechgrove Family Centre, Example Street)." in " ".join(
        said.split("\n")
    )
    assert not [n for n in letters(invited) if n.endswith("2-reply.pdf")]


def test_a_case_that_is_deferred_cancels_or_changes_what_it_touches(invited: Path) -> None:
    rule(invited, "CRP-2013-002", Ruling.DEFERRED, NEXT)
    told = done(invited, "invite", "--meeting", DAY)
    assert "change-of-date-or-venue: 1, cancelled: 1. Invited before, unchanged: 1." in told
    said = text_of(mail(invited, "change-of-date-or-venue-02-csc-2.eml"))
    assert "CRP-2013-002 is not heard on this day any more." in said
    method, event = entry(letter(invited, "cancelled-03-education-2.ics"))
    assert (method, event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 1)
    assert event["UID"] == entry(letter(invited, "invitation-03-education.ics"))[1]["UID"]
    gone = " ".join(text_of(mail(invited, "cancelled-03-education-2.eml")).split())
    assert "CRP-2013-002 is to be heard on 22 November 2013 in Stroud instead. You will get another" in gone
    done(invited, "invite", "--meeting", NEXT)
    assert {n for n in letters(invited, NEXT) if n.endswith(".eml")} == {
        "invitation-01-education.eml",
        "invitation-02-csc.eml",
    }


@pytest.mark.parametrize(
    "ruling, words", [(Ruling.WITHDRAWN, "has been withdrawn"), (Ruling.DECLINED, "will not be heard")]
)
def test_a_case_that_is_not_heard_at_all_is_cancelled_without_the_reason(
    invited: Path, ruling: Ruling, words: str
) -> None:
    rule(invited, "CRP-2013-002", ruling, None)
    done(invited, "invite", "--meeting", DAY)
    said = text_of(mail(invited, "cancelled-03-education-2.eml"))
    assert f"CRP-2013-002 {words}" in " ".join(said.split()) and "A reason" not in said


def test_who_is_asked_for_another_day_gets_one_letter_that_takes_the_old_day_out(invited: Path) -> None:
    rule(invited, "CRP-2013-002", Ruling.MOVED, NEXT)
    told = done(invited, "invite", "--meeting", NEXT)
    assert (
        "change-of-date-or-venue: 1" in told and "invitation: 1" in told
    )  # Owen has another case on the old day
    name = "change-of-date-or-venue-01-education"
    said = " ".join(text_of(mail(invited, f"{name}.eml", NEXT)).split())
    assert "The day is now Friday 22 November 2013 (it was Friday 27 September 2013)." in said
    assert entry(letter(invited, f"{name}.ics", NEXT))[0] == "PUBLISH"
    method, gone = entry(letter(invited, f"{name}-old-day.ics", NEXT))
    assert (method, gone["UID"]) == (
        "CANCEL",
        entry(letter(invited, "invitation-03-education.ics"))[1]["UID"],
    )
    assert "cancelled" not in done(invited, "invite", "--meeting", DAY)


def test_who_is_not_ticked_any_more_is_told_so(invited: Path) -> None:
    drop(invited, "c.yaml", typed(**SECOND | {"cg_1_invite": "no"}))
    done(invited, "invite", "--meeting", DAY)
    said = " ".join(text_of(mail(invited, "cancelled-03-education-2.eml")).split())
    assert "You are no longer among those whom the referral CRP-2013-002 asks us to invite." in said


def test_who_was_cancelled_and_comes_back_is_invited_anew(invited: Path) -> None:
    rule(invited, "CRP-2013-002", Ruling.DEFERRED, NEXT)
    done(invited, "invite", "--meeting", DAY)
    rule(invited, "CRP-2013-002", Ruling.MOVED, DAY)
    assert "invitation: 1" in done(invited, "invite", "--meeting", DAY)
    assert entry(letter(invited, "invitation-03-education-3.ics"))[1]["SEQUENCE"] == 2


def test_a_meeting_that_was_taken_out_is_called_off(invited: Path) -> None:
    rewrite(invited / "meetings.yaml", "date: 2013-09-27", "date: 2013-10-04")
    told = done(invited, "invite", "--meeting", DAY)
    assert "cancelled: 3." in told
    said = text_of(mail(invited, "cancelled-02-csc-2.eml"))
    assert "There is no meeting on 27 September 2013." in " ".join(said.split())
    assert run(invited, "invite", "--meeting", "2013-09-26").exit_code == 9


def test_the_order_of_the_cases_is_kept_once_people_were_told(invited: Path) -> None:
    with desk_of(invited) as desk:
        (fact,) = desk.register.facts("case order", subject=DAY)
        assert fact.said["order"] == ["CRP-2013-001", "CRP-2013-002"]


def test_a_run_that_was_stopped_goes_on_where_it_was(fresh: Path, sent: Path) -> None:
    with desk_of(fresh) as desk:
        writing = write_invitations(desk, plan_invitations(desk, date(2013, 9, 27)))
        for _ in range(3):
            next(writing)
    told = done(fresh, "invite", "--meeting", DAY)
    assert "invitation: 2. Invited before, unchanged: 1." in told
    assert letters(fresh) == letters(sent)


# who is not written to ----------------------------------------------------------------------------------------------


def file_doubtful(root: Path, **doubts: str) -> None:
    """A new version of the second case in which some answers are not sure."""
    from pipeline.office.intake.filing import Paper, propose

    with desk_of(root, date(2013, 9, 4)) as desk:
        source = root / "scan.yaml"
        source.write_bytes(typed(**SECOND) + b"# scanned\n")
        sha256 = desk.originals.keep(source)
        answers = builders.answers(desk.forms["referral"], builders.referral_items(**SECOND))
        items = {n: Answer(a.text, doubt=doubts.get(n, "")) for n, a in answers.items.items()}
        answers = builders.replace(answers, items=items)
        with desk.register.transaction():
            desk.register.file(propose(desk, Paper(sha256, "yaml", date(2013, 9, 4)), answers))


def test_an_address_that_nobody_has_confirmed_is_not_written_to(fresh: Path) -> None:
    file_doubtful(fresh, ref_email="It is smudged.", cg_1_email="It is smudged.", cg_3_invite="Two ticks.")
    told = done(fresh, "invite", "--meeting", DAY)
    assert "CRP-2013-002, the referrer (Bronwen Hale): name or e-mail address is not confirmed" in told
    assert "CRP-2013-002, core group member 3 (Idris Vane): whether to invite them is not confirmed" in told
    assert "Finish the correction form of CRP-2013-002" in told
    found = {n for n in letters(fresh) if n.endswith(".eml")}
    assert found == {"acknowledgement-CRP-2013-001.eml", "invitation-01-health-visiting.eml", f"{OWENS}.eml"}


def test_a_doubt_that_comes_later_takes_no_invitation_back(invited: Path) -> None:
    file_doubtful(
        invited, ref_email="It is smudged.", cg_1_email="It is smudged.", cg_2_email="It is smudged."
    )
    told = done(invited, "invite", "--meeting", DAY)
    assert "No letter is due. Invited before, unchanged: 3." in told


def test_what_is_no_address_is_named_and_a_blank_one_is_posted(fresh: Path) -> None:
    extra = {"cg_3_email": "idris at the surgery", "cg_3_invite": "yes"}
    more = {
        "cg_4_name": "Sam Okafor",
        "cg_4_agency": "GP",
        "cg_4_email": "not known",
        "cg_4_lead": "no",
        "cg_4_invite": "yes",
    }
    drop(fresh, "c.yaml", typed(**SECOND | extra | more))
    told = done(fresh, "invite", "--meeting", DAY)
    assert "core group member 3 (Idris Vane): what stands as the e-mail address is none" in told
    assert "Sam Okafor has no e-mail address: print the letter and post it." in told
    assert {n for n in letters(fresh) if "-gp" in n} == {
        f"invitation-04-gp{end}" for end in (".docx", ".pdf", ".ics", "-reply.pdf")
    }


def test_two_names_at_one_address_are_pointed_out(fresh: Path) -> None:
    drop(fresh, "c.yaml", typed(**SECOND | {"cg_3_email": BRONWEN, "cg_3_invite": "yes"}))
    told = done(fresh, "invite", "--meeting", DAY)
    assert f"Bronwen Hale and Idris Vane have one e-mail address, {BRONWEN}" in told
    assert "invitation: 3." in told


def test_an_address_that_was_put_right_is_written_to_and_the_old_one_named(invited: Path) -> None:
    changes = {
        "ref_email": "bronwen.hale@school.example.org",
        "cg_1_email": "bronwen.hale@school.example.org",
    }
    drop(invited, "c.yaml", typed(**SECOND | changes))
    told = done(invited, "invite", "--meeting", DAY)
    assert f"Bronwen Hale was invited at another address before ({BRONWEN})." in told
    assert "cancelled" not in told
    to = mail(invited, "invitation-03-education-2.eml")["To"].addresses
    assert [a.addr_spec for a in to] == ["bronwen.hale@school.example.org"]


def test_a_late_case_waits_for_the_chair(fresh: Path) -> None:
    late = {
        "ref_name": "Gwen Pike",
        "ref_email": "g.pike@gp.example.org",
        "child_1_surname": "Lock",
        "child_1_dob": "05/05/2005",
    }
    late |= {
        "child_2_surname": "Lock",
        "child_2_dob": "06/06/2006",
        "adult_1_name": "Una Lock",
        "child_1_case_ref": "1",
    }
    late |= {"cg_1_name": "Gwen Pike", "cg_1_email": "g.pike@gp.example.org"}
    drop(fresh, "c.yaml", typed(**SECOND | late), today="2013-09-09")
    told = done(fresh, "invite", "--meeting", DAY)
    assert "CRP-2013-003 came late and the chair has not accepted it" in told and "invitation: 3." in told
    assert "came after the deadline" in text_of(mail(fresh, "acknowledgement-CRP-2013-003.eml"))
    rule(fresh, "CRP-2013-003", Ruling.ACCEPTED_LATE, DAY)
    assert "invitation: 1" in done(fresh, "invite", "--meeting", DAY, today="2013-09-12")


def test_nobody_is_invited_to_a_meeting_that_is_over(fresh: Path) -> None:
    result = run(fresh, "invite", "--meeting", DAY, today="2013-09-28")
    assert result.exit_code == 9 and "is over" in result.output


def test_one_letter_that_cannot_be_made_keeps_no_other_back(filed: Path, tmp_path: Path) -> None:
    root = tmp_path / "panel"
    shutil.copytree(filed, root)
    word = "W" * 200
    drop(root, "c.yaml", typed(referral(3, cg_1_name=word, cg_1_email="w@example.org")))
    result = run(root, "invite", "--meeting", DAY)
    assert result.exit_code == 11
    assert f"{word} has no letter." in result.output and "Everybody else has theirs." in result.output
    with desk_of(root) as desk:
        told = {booking.guest.to.email for booking in bookings(desk, date(2013, 9, 27))}
        assert told == {MEGAN, OWEN, BRONWEN}


@pytest.mark.parametrize("command", ["invite", "circulate"])
def test_two_commands_at_once_do_not_write_to_anybody_twice(fresh: Path, command: str) -> None:
    with one_at_a_time(fresh / "records"):
        result = run(fresh, command, "--meeting", DAY)
        assert result.exit_code == 12 and "Another pipeline command is writing papers" in result.output
        done(fresh, command, "--meeting", DAY, "--dry-run")
    assert letters(fresh) == set()
