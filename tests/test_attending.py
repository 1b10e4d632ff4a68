"""Replies by form or by hand: the last word counts. Reminders and thanks go to the right people, once."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from pipeline.model.answers import Answer
from pipeline.office.desk.invitations import attendance
from pipeline.papers.making.letter import Attachment
from pipeline.papers.making.letter import letter as e_mail
from tests import builders
from tests.intake_helpers import typed
from tests.invitation_helpers import (
    BRONWEN,
    DAY,
    MEGAN,
    OWEN,
    desk_of,
    done,
    drop,
    letter,
    letters,
    mail,
    run,
    text_of,
    workspace,
)

MEETING = date(2013, 9, 27)
REPLY = {
    "meeting_date": "27/09/2013",
    "name": "Owen Tredwell",
    "agency": "CSC",
    "email": OWEN,
    "coming": "yes",
    "access_needs": "A room on the ground floor.",
}
RECORD = {"meeting_date": "27/09/2013", "district": "CHELTENHAM", "chair": "Margaret Holloway"}


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = workspace(tmp_path_factory.mktemp("sent") / "panel")
    done(root, "invite", "--meeting", DAY)
    return root


@pytest.fixture
def root(sent: Path, tmp_path: Path) -> Path:
    """A workspace in which Megan, Owen and Bronwen are invited."""
    return Path(shutil.copytree(sent, tmp_path / "panel"))


def reply(**changes: str) -> bytes:
    return typed(REPLY, "MACRP-REP", **changes)


def attending(root: Path, *words: str) -> str:
    return done(root, "attending", "--meeting", DAY, *words)


# forms --------------------------------------------------------------------------------------------------------------


def test_the_enclosed_form_comes_back_and_finds_its_person(root: Path) -> None:
    from pipeline.papers.making.fill_pdf import fill_pdf

    form = builders.forms()["reply"]
    blank = letter(root, "invitation-02-csc-reply.pdf")
    filled = fill_pdf(blank, form, {"coming": "yes", "access_needs": "A hearing loop."})
    told = drop(root, "scan0001.pdf", filled, today="2013-09-12")
    assert "accepted. REP-2013-09-27-01; for 27 September 2013" in told
    listed = attending(root)
    assert "Invited 3: 1 coming, 2 no reply" in listed
    assert (
        f"coming      Owen Tredwell (Social worker, Children's social care, {OWEN}), 09:30 to 10:30" in listed
    )
    assert "needs: A hearing loop." in listed
    assert "  Invited 3: 1 coming, 2 no reply" in done(root, "status")


def test_every_carrier_is_filed_and_the_last_word_counts(root: Path) -> None:
    form = builders.forms()["reply"]
    word = builders.word_form(form, REPLY | {"coming": "no", "access_needs": ""})
    told = drop(root, "a.docx", word, today="2013-09-12")
    assert "REP-2013-09-27-01" in told
    attached = e_mail(
        "Bronwen Hale <b.hale@school.example.org>",
        "panel@example.org",
        "Reply",
        "Please find attached.",
        attendance_moment(),
        [Attachment("reply.pdf", builders.pdf_form(form, by("Bronwen Hale", "EDUCATION", BRONWEN.upper())))],
    )
    assert "REP-2013-09-27-02" in drop(root, "b.eml", attached, today="2013-09-12")
    assert "Invited 3: 1 coming, 1 not, 1 no reply" in attending(root)
    again = drop(
        root, "c.yaml", reply(coming="deputy", deputy_name="Sam Okafor", deputy_email="sam@x.example.org")
    )
    assert "new version. REP-2013-09-27-01" in again
    listed = attending(root)
    assert "Invited 3: 1 coming, 1 deputy, 1 no reply" in listed
    assert "deputy: Sam Okafor, sam@x.example.org" in listed
    attending(root, "--person", "owen tredwell", "--no", "--note", "rang")
    assert "Invited 3: 1 coming, 1 not, 1 no reply" in attending(root)
    drop(root, "d.yaml", reply())
    assert "Invited 3: 2 coming, 1 no reply" in attending(root)


def by(name: str, agency: str, address: str, **more: str) -> Mapping[str, str]:
    return {
        "meeting_date": "27/09/2013",
        "name": name,
        "agency": agency,
        "email": address,
        "coming": "yes",
    } | more


def attendance_moment() -> object:

    return datetime(2013, 9, 11, 9, tzinfo=UTC)


def test_a_reply_without_an_address_is_known_by_its_name(root: Path) -> None:
    drop(root, "a.yaml", reply(email="", coming="no"))
    assert "new version. REP-2013-09-27-01" in drop(root, "b.yaml", reply())
    assert "Invited 3: 1 coming, 2 no reply" in attending(root)


def test_a_reply_of_somebody_who_is_not_invited_is_asked_about(root: Path) -> None:
    told = drop(root, "a.yaml", reply(name="Owen Treadwell", email="o@x.example.org"))
    assert "needs attention" in told
    shown = done(root, "show", "REP-2013-09-27-01")
    assert "is invited to the meeting on 27 September 2013. Is Owen Tredwell meant?" in " ".join(
        shown.split()
    )
    assert "REP-2013-09-27-01 is the reply of somebody who is not invited" in attending(root)
    drop(root, "b.yaml", reply(meeting_date="28/09/2013"))
    assert "there is no meeting on 28 September 2013" in " ".join(
        done(root, "show", "REP-2013-09-28-01").split()
    )


@pytest.mark.parametrize("unsure", ["coming", "email"])
def test_a_reply_read_from_a_scan_counts_when_it_is_confirmed(root: Path, unsure: str) -> None:
    from pipeline.office.intake.filing import Paper, propose

    with desk_of(root) as desk:
        source = root / "scan.yaml"
        source.write_bytes(reply())
        read = builders.answers(desk.forms["reply"], REPLY)
        items = {
            n: Answer(a.text, doubt="It is faint." if n == unsure else "") for n, a in read.items.items()
        }
        paper = Paper(desk.originals.keep(source), "yaml", date(2013, 9, 10))
        with desk.register.transaction():
            desk.register.file(propose(desk, paper, builders.replace(read, items=items)))
        (one,) = [i for i in attendance(desk, MEETING) if i.waits]
        assert (one.booking.guest.to.email, one.reply) == (OWEN, None)
    listed = attending(root)
    assert "Invited 3: 3 no reply (1 to be confirmed)" in listed
    assert "REP-2013-09-27-01 has to be confirmed before it counts" in listed
    told = done(root, "remind", "--meeting", DAY)
    assert "Owen Tredwell has replied, but REP-2013-09-27-01 has to be confirmed first: not reminded." in told
    assert not [n for n in letters(root) if n.startswith("reminder-02")]


# by hand ------------------------------------------------------------------------------------------------------------


def test_what_was_said_is_recorded_by_name_or_address(root: Path) -> None:
    assert "recorded: Megan Prosser: coming" in attending(root, "--person", MEGAN.upper(), "--yes")
    listed = attending(root, "--person", "MEGAN PROSSER", "--deputy", "Sam Okafor", "--note", "from noon")
    assert "Invited 3: 1 deputy, 2 no reply" in listed
    assert "deputy: Sam Okafor" in listed and "note: from noon" in listed
    attending(root, "--person", MEGAN, "--no", "--dry-run")
    assert "Invited 3: 1 deputy, 2 no reply" in attending(root)


def test_an_unknown_person_gives_the_nearest_names(root: Path) -> None:
    result = run(root, "attending", "--meeting", DAY, "--person", "Megan Proser", "--yes")
    assert result.exit_code == 9 and "Is Megan Prosser meant?" in result.output
    result = run(root, "attending", "--meeting", DAY, "--person", "Hale", "--yes")
    assert "Is Bronwen Hale meant?" in result.output
    assert run(root, "attending", "--meeting", DAY, "--yes").exit_code == 2
    assert run(root, "attending", "--meeting", DAY, "--person", MEGAN).exit_code == 2
    assert (
        run(root, "attending", "--meeting", DAY, "--person", MEGAN, "--yes", "--deputy", "X").exit_code == 2
    )


# reminders and thanks -----------------------------------------------------------------------------------------------


def test_only_those_who_have_not_replied_are_reminded_and_once(root: Path) -> None:
    attending(root, "--person", MEGAN, "--no")
    drop(root, "a.yaml", reply())
    told = done(root, "remind", "--meeting", DAY, today="2013-09-19")
    assert f"reminder: Bronwen Hale, {BRONWEN}" in told and "Written: 1. Had theirs before: 0." in told
    message = mail(root, "reminder-03-education.eml")
    assert [a.addr_spec for a in message["To"].addresses] == [BRONWEN]
    assert [p.get_filename() for p in message.iter_attachments()] == [
        "reminder-03-education.pdf",
        "reminder-03-education-reply.pdf",
    ]
    assert "Please reply by 26 September 2013" in " ".join(text_of(message).split())
    assert "Written: 0. Had theirs before: 1." in done(root, "remind", "--meeting", DAY, today="2013-09-20")


def test_those_who_were_there_by_the_record_are_thanked_once(root: Path) -> None:
    after = "2013-09-30"
    assert run(root, "thank", "--meeting", DAY).exit_code == 9  # it is still to come
    attending(root, "--person", MEGAN, "--yes")
    attending(root, "--person", "Bronwen Hale", "--deputy", "Sam Okafor")
    told = done(root, "thank", "--meeting", DAY, today=after)
    assert "There is no meeting record for 27 September 2013 yet" in told
    assert "thank-you: Megan Prosser" in told and "thank-you: Sam Okafor, by post" in told
    people = {
        1: ("Megan Prosser", "HEALTH_VISITING", "practitioner", "yes"),
        2: ("Owen Tredwell", "CSC", "practitioner", "yes"),
        3: ("Bronwen Hale", "EDUCATION", "practitioner", "none"),
        4: ("Margaret Holloway", "CSC", "panel", "yes"),
        5: ("Halina Nowak", "HEALTH_VISITING", "panel", "apologies"),
    }
    names = ("name", "agency", "kind", "present")
    rows = {f"att_{n}_{k}": v for n, values in people.items() for k, v in zip(names, values, strict=True)}
    rows |= {"theme_1_heading": "Core groups", "theme_1_points": "Keep them small"}
    record = builders.pdf_form(builders.forms()["meeting-record"], RECORD | rows)
    drop(root, "record.pdf", record, today=after)
    told = done(root, "thank", "--meeting", DAY, today=after)
    assert "Written: 2. Had theirs before: 1." in told
    assert {n for n in letters(root) if n.startswith("thank") and n.endswith(".eml")} == {
        "thank-you-01-health-visiting.eml",
        "thank-you-03-csc.eml",
        "thank-you-04-csc.eml",
    }
    owens, chairs = mail(root, "thank-you-03-csc.eml"), mail(root, "thank-you-04-csc.eml")
    assert [[a.addr_spec for a in m["To"].addresses] for m in (owens, chairs)] == [
        [OWEN],
        ["margaret.holloway@example.org"],
    ]
    share = "please share the themes with the rest of the core group"
    assert share in " ".join(text_of(owens).split())
    assert "What will you do differently" in text_of(owens).replace("\n", " ")
    for other in (chairs, mail(root, "thank-you-01-health-visiting.eml")):
        assert share not in " ".join(text_of(other).split())
    assert "Written: 0." in done(root, "thank", "--meeting", DAY, today=after)
    sent = run(root, "send-themes", "--meeting", DAY, today=after)
    assert (sent.exit_code, "There is no themes paper" in sent.output) == (9, True)
    (root / "outbox" / DAY / f"themes-{DAY}.pdf").write_bytes(b"%PDF-1.7 the themes")
    unchecked = run(root, "send-themes", "--meeting", DAY, today=after)
    assert (unchecked.exit_code, "not the file that passed" in unchecked.output) == (10, True)
    done(root, "themes", "--meeting", DAY, today=after)
    assert "Written: 3." in done(root, "send-themes", "--meeting", DAY, today=after)
    for name, asked in (("01-health-visiting", False), ("02-csc", True), ("03-csc", False)):
        message = mail(root, f"themes-paper-{name}.eml")
        assert len(message["To"].addresses) == 1
        assert [a.get_filename() for a in message.iter_attachments()][-1] == f"themes-{DAY}.pdf"
        assert (share in " ".join(text_of(message).split())) == asked
    assert "Had theirs before: 3." in done(root, "send-themes", "--meeting", DAY, today=after)
