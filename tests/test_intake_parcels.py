"""E-mails and packed folders at intake: every part in the ledger, filed exactly once, judged by the e-mail's day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from pipeline.model.answers import Answers
from pipeline.model.filing import Outcome
from pipeline.office.checks import _register_faults
from pipeline.office.desk import Desk
from pipeline.office.intake import entering, ingest, judging, leaving, parcels
from pipeline.office.intake.report import SweepReport
from pipeline.papers.reading.typed import read_typed
from pipeline.records import departure, files
from pipeline.records.originals import Originals
from pipeline.rules.arriving.apart import missing_page
from tests import builders
from tests.intake_helpers import DAY, desk_at, drop, drop_in_order, inbox_names, outcomes, typed
from tests.parcels import mail, packed, png, winmail
from tests.test_intake import OTHER, balanced

FORM, SECOND = typed(), typed(**OTHER)
PAGE = png(1240, 1754, noise=20_000)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with desk_at(tmp_path) as opened:
        yield opened


def told(report: SweepReport) -> dict[str, str]:
    return {d.name: d.outcome.value for d in report.done}


def sound(desk: Desk) -> dict[str, int]:
    """The ledger balances, and `pipeline check` has nothing to say about register and originals."""
    assert _register_faults(desk.settings, lambda: DAY) == ()
    return balanced(desk)


def test_every_part_of_an_email_is_in_the_ledger(desk: Desk) -> None:
    inner = mail(
        ("second.yaml", SECOND), subject="Second", sender="Bronwen Hale <bronwen.hale@school.example.org>"
    )
    data = mail(
        ("Überweisung.yaml", FORM),
        ("card.vcf", b"BEGIN:VCARD"),
        ("notes.txt", b"some notes"),
        ("fwd.eml", inner),
        ("all.zip", packed(("sub/form.yaml", FORM), ("b.docx", b"rubbish"), ("Thumbs.db", b"x"))),
        ("winmail.dat", winmail(("Långt namn.yaml", typed(ref_phone="")))),
        inline=[("logo", png())],
    )
    drop(desk, "mail.eml", data)
    assert told(ingest(desk)) == {
        "mail.eml": "opened",
        "mail.eml › text of the e-mail": "passed over",
        "mail.eml › text of the e-mail, as a web page": "passed over",
        "mail.eml › part 3.png": "passed over",
        "mail.eml › Überweisung.yaml": "accepted",
        "mail.eml › card.vcf": "passed over",
        "mail.eml › notes.txt": "set aside",
        "mail.eml › fwd.eml": "opened",
        "mail.eml › fwd.eml › text of the e-mail": "passed over",
        "mail.eml › fwd.eml › second.yaml": "accepted",
        "mail.eml › all.zip": "opened",
        "mail.eml › all.zip › sub/form.yaml": "duplicate",
        "mail.eml › all.zip › b.docx": "set aside",
        "mail.eml › all.zip › Thumbs.db": "passed over",
        "mail.eml › winmail.dat": "opened",
        "mail.eml › winmail.dat › Långt namn.yaml": "new version",
    }
    assert sound(desk) == {
        "accepted": 2, "duplicate": 1, "new version": 1, "set aside": 2, "opened": 4, "passed over": 6,
    }  # fmt: skip
    parents = {a.number: a.parent for a in desk.register.arrivals()}
    assert parents == {
        1: 0,
        **dict.fromkeys((2, 3, 4, 5, 6, 7, 8, 11, 15), 1),
        9: 8,
        10: 8,
        12: 11,
        13: 11,
        14: 11,
        16: 15,
    }
    aside = desk.settings.folders.inbox / "set aside"
    assert (aside / "notes.txt").read_bytes() == b"some notes" and (
        aside / "b.docx"
    ).read_bytes() == b"rubbish"
    why = (aside / "b.docx.why.txt").read_text()
    assert why.startswith("mail.eml › all.zip › b.docx\n") and "Why:" in why
    second = desk.register.submission("CRP-2013-002").origin
    assert second.inside == ("mail.eml", "fwd.eml") and second.subject == "Second"
    assert second.sender == "Bronwen Hale <bronwen.hale@school.example.org>"
    assert second.came_in == desk.register.arrivals()[0].sha256
    assert desk.originals.read(second.came_in) == data
    assert "mail.eml" not in inbox_names(desk)


def test_the_same_email_again_is_one_duplicate(desk: Desk) -> None:
    data = mail(("form.yaml", FORM))
    drop_in_order(
        desk,
        ("a.eml", data),
        ("b.eml", data),
        ("form.yaml", FORM),
        ("c.eml", mail(("form.yaml", FORM), text="Again!")),
    )
    assert outcomes(ingest(desk)) == [
        ("a.eml", "opened", ""),
        ("a.eml › text of the e-mail", "passed over", ""),
        ("a.eml › form.yaml", "accepted", "CRP-2013-001"),
        ("b.eml", "duplicate", ""),
        ("form.yaml", "duplicate", "CRP-2013-001"),
        ("c.eml", "opened", ""),
        ("c.eml › text of the e-mail", "passed over", ""),
        ("c.eml › form.yaml", "duplicate", "CRP-2013-001"),
    ]
    assert len(desk.register.history("CRP-2013-001")) == 1 and sound(desk)


def test_an_email_without_a_form_is_set_aside_as_it_came(desk: Desk) -> None:
    data = mail(
        ("card.vcf", b"BEGIN:VCARD"), text="Dear all,\r\n\r\nthe form will follow. " + "Kind regards " * 30
    )
    drop(desk, "mail.eml", data)
    report = ingest(desk)
    assert told(report)["mail.eml"] == "set aside" and sound(desk) == {"set aside": 1, "passed over": 2}
    assert (
        "it holds no form (card.vcf); its text begins “Dear all, the form will follow."
        in report.done[0].words
    )
    assert (desk.settings.folders.inbox / "set aside" / "mail.eml").read_bytes() == data
    drop(desk, "again.eml", data)  # it was not opened before: looked at again
    assert told(ingest(desk))["again.eml"] == "set aside"


def test_an_empty_packed_folder_is_set_aside(desk: Desk) -> None:
    drop(desk, "empty.zip", packed())
    drop(desk, "nothing.zip", packed(("__MACOSX/._a", b"x")))
    words = {d.name: d.words for d in ingest(desk).done if d.outcome is Outcome.SET_ASIDE}
    assert "it holds no form (__MACOSX/._a)." in words["nothing.zip"] and len(words) == 2


@pytest.mark.parametrize(
    ("sent", "received", "doubt"),
    [
        ("Mon, 26 Aug 2013 16:40:00 +0100", date(2013, 8, 26), ""),
        ("Mon, 26 Aug 2013 23:30:00 +0000", date(2013, 8, 27), ""),  # after midnight in England
        ("Mon, 26 Aug 2013 22:30:00 -0500", date(2013, 8, 27), ""),
        ("Tue, 27 Aug 2013 08:00:00 +1000", date(2013, 8, 26), ""),
        ("Mon, 14 Jan 2013 23:30:00 +0000", date(2013, 1, 14), ""),  # no summer time
        ("Mon, 2 Sep 2013 09:00:00 +0100", date(2013, 9, 2), ""),
        ("Tue, 3 Sep 2013 09:00:00 +0100", date(2013, 9, 2), "has not come yet"),
        ("Mon, 1 Jan 2001 09:00:00 +0000", date(2013, 9, 2), "more than a year ago"),
        ("no date at all", date(2013, 9, 2), "bears no date"),
    ],
)
def test_a_form_counts_as_received_on_the_emails_day(
    desk: Desk, sent: str, received: date, doubt: str
) -> None:
    drop(
        desk,
        "mail.eml",
        mail(("form.yaml", FORM), sent="").replace(b"From:", f"Date: {sent}\r\nFrom:".encode(), 1),
    )
    ingest(desk)
    filed = desk.register.submission("CRP-2013-001")
    assert filed.received == received
    words = [p.message for p in filed.problems if p.code == "received"]
    assert [doubt in w for w in words] == ([True] if doubt else [])


def test_when_the_senders_clock_is_wrong_the_servers_counts(desk: Desk) -> None:
    data = mail(("form.yaml", FORM), sent="Mon, 1 Jan 2001 09:00:00 +0000")
    drop(desk, "mail.eml", b"Received: from a by b; Thu, 29 Aug 2013 09:00:00 +0100\r\n" + data)
    ingest(desk)
    assert desk.register.submission("CRP-2013-001").received == date(2013, 8, 29)


def test_lateness_is_judged_on_the_day_the_outer_email_was_sent(tmp_path: Path) -> None:
    """The panel meets on 27 September; what came by the 6th is in time, whenever it is filed."""
    inner = mail(("form.yaml", FORM), sent="Thu, 5 Sep 2013 09:00:00 +0100", sender="a@example.org")
    in_time = mail(("fwd.eml", inner), sent="Fri, 6 Sep 2013 23:59:00 +0100")
    late = mail(("fwd.eml", inner), ("second.yaml", SECOND), sent="Sat, 7 Sep 2013 00:30:00 +0100")
    with desk_at(tmp_path, clock=lambda: datetime(2013, 9, 12, tzinfo=UTC)) as desk:
        drop_in_order(desk, ("a.eml", in_time), ("b.eml", late))
        ingest(desk)
        first, second = desk.register.submission("CRP-2013-001"), desk.register.submission("CRP-2013-002")
        assert (first.received, first.late) == (date(2013, 9, 6), False)
        assert first.origin.sender == "a@example.org" and first.origin.sent is not None
        assert (second.received, second.late) == (date(2013, 9, 7), True)


def test_the_day_that_is_told_wins(desk: Desk) -> None:
    drop(desk, "mail.eml", mail(("form.yaml", FORM)))
    ingest(desk, received=date(2013, 8, 20))
    assert desk.register.submission("CRP-2013-001").received == date(2013, 8, 20)


def test_a_part_that_cannot_be_read_is_set_aside_by_itself(desk: Desk) -> None:
    cut = (builders.ROOT / "forms" / "referral.pdf").read_bytes()[:5000]
    drop(
        desk,
        "mail.eml",
        mail(("cut.pdf", cut), ("other.yaml", b"form: NOT-OURS\n"), ("..\\..\\x/../y.docm", b"no")),
    )
    report = ingest(desk)
    assert told(report)["mail.eml"] == "opened" and sound(desk) == {
        "opened": 1,
        "passed over": 1,
        "set aside": 3,
    }
    names = {n for n in inbox_names(desk) if not n.endswith(".why.txt")}
    assert names == {"set aside/cut.pdf", "set aside/other.yaml", "set aside/y.docm"}
    why = (desk.settings.folders.inbox / "set aside" / "cut.pdf.why.txt").read_text()
    assert "stops in the middle" in why and "It came by e-mail on 02/09/2013" in why


def test_a_day_that_has_not_come_is_not_offered_as_the_day_received(desk: Desk) -> None:
    cut = (builders.ROOT / "forms" / "referral.pdf").read_bytes()[:5000]
    late = "Mon, 02 Dec 2030 08:40:00 +0000"
    drop(desk, "mail.eml", mail(("cut.pdf", cut), ("form.yaml", typed()), sent=late))
    ingest(desk)
    why = (desk.settings.folders.inbox / "set aside" / "cut.pdf.why.txt").read_text()
    assert "stops in the middle" in why and "--received" not in why


def test_set_aside_parts_of_one_name_do_not_take_each_others_place(desk: Desk) -> None:
    drop(desk, "set aside/x.txt", b"somebody's")
    drop(desk, "mail.eml", mail(("x.txt", b"one"), ("x.txt", b"two"), ("x.txt", b"three")))
    ingest(desk)
    aside = desk.settings.folders.inbox / "set aside"
    found = Counter(p.read_bytes() for p in aside.iterdir() if not p.name.endswith(".why.txt"))
    assert found == Counter([b"somebody's", b"one", b"two", b"three"])
    assert len(list(aside.glob("*.why.txt"))) == 3 and sound(desk)


def test_photographs_beside_each_other_are_one_paper(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three pictures are joined and read once; each is an arrival of that one paper; again they are known."""
    joined: list[int] = []

    def join(pictures: Any) -> bytes:
        joined.append(len(pictures))
        return b"%PDF-1.7 " + bytes([len(pictures)])

    monkeypatch.setattr(judging, "joined_pictures", join)
    read = Desk.read
    monkeypatch.setattr(
        Desk, "read", lambda self, data, name: _scan() if data[:4] == b"%PDF" else read(self, data, name)
    )
    pages = [(f"IMG_{n}.png", png(1240, 1754 + n, noise=20_000)) for n in (1, 2, 3)]
    drop(desk, "mail.eml", mail(*pages, inline=[("logo", png())]))
    report = ingest(desk)
    filed = [d for d in report.done if "IMG" in d.name]
    assert [(d.reference, d.version, d.outcome) for d in filed] == [("CRP-2013-001", 1, filed[0].outcome)] * 3
    assert filed[1].words == "picture 2 of 3 of CRP-2013-001, version 1"
    submission = desk.register.submission("CRP-2013-001")
    assert submission.kind == "pdf" and desk.originals.read(submission.sha256) == b"%PDF-1.7 \x03"
    assert joined == [3] and sound(desk)
    drop(desk, "again.zip", packed(*pages))
    again = ingest(desk)
    assert [d.outcome.value for d in again.done] == [
        "opened",
        "duplicate",
        "duplicate",
        "duplicate",
    ] and sound(desk)


def _scan() -> Answers:
    return read_typed(typed(), builders.editions())


def test_photographs_dropped_one_by_one_are_told_of_each_other_and_never_joined(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = _scan()
    words = {1: "About you", 2: "The plan", 3: "The story"}

    def photograph(self: Desk, data: bytes, name: str) -> Answers:
        had = {int.from_bytes(data[20:24], "big") - 1754} if data[:4] != b"%PDF" else {1, 2, 3}
        gaps = tuple(missing_page(n, 3, words[n]) for n in sorted({1, 2, 3} - had))
        return replace(whole, items=whole.items if 1 in had else {}, gaps=gaps)

    monkeypatch.setattr(Desk, "read", photograph)
    monkeypatch.setattr(judging, "joined_pictures", lambda pictures: b"%PDF-1.7\n")
    pages = [(f"IMG_{n}.png", png(1240, 1754 + n, noise=20_000)) for n in (1, 2, 3)]
    drop_in_order(desk, *pages, ("other.png", png(1241, 1756, noise=20_000)))
    report = ingest(desk)
    references = [d.reference for d in report.done]
    assert references == ["CRP-2013-001", "CRP-2013-002", "CRP-2013-003", "CRP-2013-004"]
    folder = desk.settings.folders.inbox / "needs attention"

    def said(number: int) -> str:
        return " ".join((folder / f"CRP-2013-00{number}.queries.txt").read_text("utf-8").split())

    assert "CRP-2013-001 is only page 1 of 3." in said(1)
    assert "came CRP-2013-002 (page 2), CRP-2013-004 (page 2), CRP-2013-003 (page 3)." in said(1)
    assert "came CRP-2013-001 (page 1), CRP-2013-003 (page 3)." in said(2), "not the other page 2"
    drop(desk, "together.zip", packed(*pages))
    again = [(d.name, d.outcome.value, d.reference) for d in ingest(desk).done]
    assert again[1:] == [(f"together.zip › IMG_{n}.png", "new version", "CRP-2013-001") for n in (1, 2, 3)]
    assert said(2).startswith("For the coordinator: CRP-2013-002 is a page that has come again with others")
    assert said(3).endswith("Nothing more needs to be done here, and nothing to be asked.")
    assert "only page 2 of 3" not in said(4) and sound(desk)


def test_photographs_that_show_no_form_are_set_aside(desk: Desk) -> None:
    drop(desk, "mail.eml", mail(("form.yaml", FORM), ("holiday.png", PAGE)))
    drop(desk, "decoration.eml", mail(("form.yaml", SECOND), inline=[("banner", PAGE)]))
    drop(desk, "pasted.eml", mail(inline=[("banner", PAGE)]))
    found = told(ingest(desk))
    assert found["mail.eml › holiday.png"] == "set aside"
    assert (
        found["decoration.eml › part 3.png"] == "passed over"
        and found["pasted.eml › part 3.png"] == "passed over"
    )
    assert found["pasted.eml"] == "set aside" and sound(desk)


def test_a_form_in_the_text_is_read_when_none_is_attached(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def written(text: str, editions: object) -> Answers | None:
        asked.append(text)
        return _scan() if "Referral form" in text else None

    monkeypatch.setattr(judging, "written_answers", written)
    pasted, pasted_text = mail(text="Referral form\r\nName: Tomos"), "Referral form\nName: Tomos"
    drop_in_order(
        desk,
        ("pasted.eml", pasted),
        ("attached.eml", mail(("second.yaml", SECOND), text="Referral form")),
        ("again.eml", pasted),
        ("inside.eml", mail(("fwd.eml", mail(text="Referral form, as well")), text="see below")),
    )
    assert outcomes(ingest(desk)) == [
        ("pasted.eml", "opened", ""),
        ("pasted.eml › text of the e-mail", "accepted", "CRP-2013-001"),
        ("attached.eml", "opened", ""),
        ("attached.eml › text of the e-mail", "set aside", ""),  # another family's than the attached one
        ("attached.eml › second.yaml", "accepted", "CRP-2013-002"),
        ("again.eml", "duplicate", "CRP-2013-001"),
        ("inside.eml", "opened", ""),
        ("inside.eml › text of the e-mail", "passed over", ""),
        ("inside.eml › fwd.eml", "opened", ""),
        ("inside.eml › fwd.eml › text of the e-mail", "new version", "CRP-2013-001"),
    ]
    filed = desk.register.history("CRP-2013-001")[0]
    assert filed.kind == "text" and desk.originals.read(filed.sha256) == pasted
    assert asked == [pasted_text, "Referral form", "Referral form, as well", "see below"] and sound(desk)


def test_a_form_in_the_text_that_is_not_the_attached_one_is_set_aside(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def written(text: str, editions: object) -> Answers | None:
        wanted = {"first": FORM, "second": SECOND}
        return next((read_typed(wanted[w], builders.editions()) for w in wanted if w in text), None)

    monkeypatch.setattr(judging, "written_answers", written)
    same, other = mail(("a.yaml", FORM), text="the first"), mail(("b.yaml", FORM + b"\n"), text="the second")
    drop_in_order(desk, ("same.eml", same), ("other.eml", other))
    report = ingest(desk)
    assert told(report)["same.eml › text of the e-mail"] == "passed over"
    assert told(report)["other.eml › text of the e-mail"] == "set aside"
    (why,) = (desk.settings.folders.inbox / "set aside").glob("*.why.txt")
    assert "the text says something else" in " ".join(why.read_text("utf-8").split())
    assert why.with_name("text of the e-mail.txt").read_text("utf-8") == "the second" and sound(desk)


def test_two_texts_of_one_email_that_say_different_things_are_doubted(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def written(text: str, editions: object) -> Answers | None:
        return read_typed(typed(child_1_surname=text.split()[-1]), builders.editions())

    monkeypatch.setattr(judging, "written_answers", written)
    drop(desk, "mail.eml", mail(text="it is Ellery", html="it is Jones"))
    ingest(desk)
    filed = desk.register.submission("CRP-2013-001")
    assert filed.answers is not None and filed.answers.items["child_1_surname"].text == "Ellery"
    doubted = {name for name, answer in filed.answers.items.items() if answer.doubt}
    assert doubted == {"child_1_surname"} and "says “Jones”" in filed.answers.items["child_1_surname"].doubt


def test_what_cannot_be_opened_is_set_aside_with_its_reason(desk: Desk) -> None:
    nested = FORM
    for _ in range(12):
        nested = packed(("in.zip" if nested is not FORM else "form.yaml", nested))
    sealed = b"From: a@example.org\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data\n\nMIIB\n"
    several = packed(*((f"{n}.txt", b"%d" % n) for n in range(400)))
    many = mail(("a.zip", several), ("b.zip", several))
    drop_in_order(desk, ("deep.zip", nested), ("sealed.eml", sealed), ("many.eml", many))
    report = ingest(desk)
    words = {d.name: d.words for d in report.done if d.outcome is Outcome.SET_ASIDE}
    assert any("10 are opened" in w for w in words.values())
    assert "encrypted" in words["sealed.eml"] and "more than 500 parts" in words["many.eml"]
    assert sound(desk)["opened"] == 10


def test_a_rehearsal_tells_everything_and_changes_nothing(desk: Desk) -> None:
    drop(desk, "mail.eml", mail(("form.yaml", FORM), ("notes.txt", b"notes")))
    report = ingest(desk, dry_run=True)
    assert list(told(report).values()) == ["opened", "passed over", "accepted", "set aside"]
    assert inbox_names(desk) == ["mail.eml"] and desk.originals.hashes() == () and balanced(desk) == {}
    assert list(told(ingest(desk)).values()) == ["opened", "passed over", "accepted", "set aside"]


class KilledError(BaseException):
    """Stands for kill -9 in this process."""


KILLS: dict[str, tuple[object, str, int]] = {  # where it dies, and at which call
    "unpack": (parcels, "unpack", 1),
    "judge": (parcels, "judge", 1),
    "put the first part": (Originals, "put", 1),
    "put the second part": (Originals, "put", 2),
    "first filed": (entering, "filed_words", 1),
    "second filed": (entering, "filed_words", 2),
    "name for what is set aside": (departure, "free_target", 1),
    "pages": (leaving, "inert_copy", 1),
    "write aside": (departure, "write_aside", 1),
    "note of what is aside": (files, "write_atomic", 1),
    "rename aside": (files, "rename_new", 1),
    "release": (departure, "release", 1),
    "in hand": (departure, "_is_kept", 1),
}


@pytest.mark.parametrize("step", KILLS)
@pytest.mark.parametrize("after", [False, True])
def test_killed_anywhere_an_email_is_filed_exactly_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, after: bool
) -> None:
    """Two forms, one of them twice, and a stranger; it dies before or after the step."""
    place, name, at = KILLS[step]
    real, calls = getattr(place, name), [0]

    def die(*args: Any, **kwargs: Any) -> Any:
        calls[0] += 1
        if calls[0] == at and not after:
            raise KilledError
        found = real(*args, **kwargs)
        if calls[0] == at:
            raise KilledError
        return found

    for module in (place, *((leaving, parcels) if name in ("unpack", "judge") else ())):
        if hasattr(module, name):
            monkeypatch.setattr(module, name, die)
    with desk_at(tmp_path) as desk:
        drop(
            desk,
            "mail.eml",
            mail(("a.yaml", FORM), ("b.yaml", SECOND), ("c.yaml", FORM), ("stranger.txt", b"no form")),
        )
        with pytest.raises(KilledError):
            ingest(desk)
    monkeypatch.undo()
    with desk_at(tmp_path) as desk:
        ingest(desk)
        assert sound(desk) == {
            "opened": 1, "accepted": 2, "duplicate": 1, "set aside": 1, "passed over": 1,
        }  # fmt: skip
        assert [s.reference for s in desk.register.latest()] == ["CRP-2013-001", "CRP-2013-002"]
        assert inbox_names(desk) == ["set aside/stranger.txt", "set aside/stranger.txt.why.txt"]
        assert all(a.released for a in desk.register.arrivals())


def test_a_name_that_is_taken_meanwhile_does_not_stop_a_part(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = departure.write_aside

    def somebody_was_quicker(inbox: Path, target: str, data: bytes, why: str) -> None:
        monkeypatch.setattr(departure, "write_aside", real)
        (inbox / "set aside").mkdir(exist_ok=True)
        (inbox / "set aside" / target).write_bytes(b"somebody's")
        real(inbox, target, data, why)

    monkeypatch.setattr(departure, "write_aside", somebody_was_quicker)
    drop(desk, "mail.eml", mail(("x.txt", b"ours")))
    ingest(desk)
    aside = desk.settings.folders.inbox / "set aside"
    assert {
        p.name: p.read_bytes() for p in aside.iterdir() if p.suffix == ".txt" and ".why" not in p.name
    } == {
        "x.txt": b"somebody's",
        "x (2).txt": b"ours",
    }
    assert sound(desk) == {"opened": 1, "passed over": 1, "set aside": 1}


def test_a_lost_share_is_not_made_anew_for_a_part(desk: Desk) -> None:
    with pytest.raises(Exception, match="is not there"):
        departure.write_aside(desk.settings.folders.inbox / "gone", "x.txt", b"x", "why")
    assert not (desk.settings.folders.inbox / "gone").exists()


def test_a_part_moved_to_another_parent_is_noticed(desk: Desk) -> None:
    drop(desk, "mail.eml", mail(("form.yaml", FORM)))
    ingest(desk)
    desk.register._open.execute("UPDATE arrival SET parent = NULL WHERE number = 3")
    assert any("came in another file" in fault for fault in desk.register.verify_events())
