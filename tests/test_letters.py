"""office/desk/letters: one person, one letter, three files; no name where others can see it."""

from __future__ import annotations

import email
import email.policy
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.model.letters import Recipient
from pipeline.office.desk import Desk
from pipeline.office.desk.letters import letter_to, listed, post
from pipeline.papers.making.mail import Enclosure, draft_mail
from tests.builders import MEETINGS
from tests.intake_helpers import desk_at

MEGAN = Recipient("Megan Prosser", "megan.prosser@health.example.org", "Health visitor", "Health visiting")
REFERENCE = "CRP-2013-014"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    with desk_at(tmp_path) as found:
        yield found


def test_a_letter_is_written_as_word_pdf_and_a_draft_to_one_person(desk: Desk, tmp_path: Path) -> None:
    letter = letter_to(desk, MEGAN, MEETINGS[0], [REFERENCE])
    letter = replace(letter, queries=("Date of birth of child 1: it is missing.",))
    posted = post(desk, tmp_path / "out", f"ack-{REFERENCE}", "acknowledgement", letter, MEGAN, MEETINGS[0])
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == [
        f"ack-{REFERENCE}.docx",
        f"ack-{REFERENCE}.eml",
        f"ack-{REFERENCE}.pdf",
    ]
    assert posted.mail is not None
    mail = email.message_from_bytes(posted.mail.read_bytes(), policy=email.policy.default)
    assert mail["X-Unsent"] == "1"
    assert [a.addr_spec for a in mail["To"].addresses] == [MEGAN.email]
    assert mail["Cc"] is None
    assert mail["Subject"].startswith("RESTRICTED: Multi Agency Case Review Panel ")
    assert mail["Subject"].endswith(f", ref {REFERENCE}: your referral")
    text = mail.get_body(("plain",)).get_content()
    assert "- Date of birth of child 1: it is missing." in text
    (pdf,) = mail.iter_attachments()
    assert (pdf.get_filename(), pdf.get_content()) == (f"ack-{REFERENCE}.pdf", posted.pdf.read_bytes())


def test_the_same_letter_again_gives_the_same_bytes(desk: Desk, tmp_path: Path) -> None:
    letter = letter_to(desk, MEGAN, MEETINGS[0], [REFERENCE])
    made = [
        [
            p.read_bytes()
            for p in post(desk, tmp_path / at, "ack", "acknowledgement", letter, MEGAN, None).paths
        ]
        for at in ("one", "two")
    ]
    assert made[0] == made[1]


def test_without_an_address_there_is_no_draft(desk: Desk, tmp_path: Path) -> None:
    nobody = replace(MEGAN, email="")
    letter = letter_to(desk, nobody, None, [REFERENCE])
    assert post(desk, tmp_path / "out", "ack", "acknowledgement", letter, nobody, None).mail is None


@pytest.mark.parametrize(
    "address", ["one@example.org, two@example.org", "a@example.org;b@example.org", "nobody"]
)
def test_a_draft_never_has_two_addresses(address: str) -> None:
    with pytest.raises(ValueError):
        draft_mail(("Panel", "panel@example.org"), ("Ann", address), "A subject", "Text", ())


def test_a_subject_cannot_bring_its_own_lines() -> None:
    made = draft_mail(
        ("Panel", "panel@example.org"),
        ("Ann", "ann@example.org"),
        "A\r\nBcc: other@example.org",
        "Text",
        (Enclosure("a.ics", b"x", "text/calendar"),),
    )
    mail = email.message_from_bytes(made, policy=email.policy.default)
    assert (mail["Subject"], mail["Bcc"]) == ("A Bcc: other@example.org", None)


def test_lists_are_put_in_words() -> None:
    assert [listed(w) for w in ((), ("A",), ("A", "B"), ("A", "B", "C"))] == [
        "",
        "A",
        "A and B",
        "A, B and C",
    ]
