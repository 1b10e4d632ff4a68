"""What is decided about a referral after it came: the five commands on a real workspace, and where the case stands."""

from __future__ import annotations

import email
import email.policy
from dataclasses import replace
from datetime import date, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import NamedTuple

import pypdfium2
import pytest
from click.testing import CliRunner, Result

from pipeline.cli.main import main
from pipeline.model.errors import GapsError, NotFoundError, PipelineError
from pipeline.model.filing import Ruling, Submission
from pipeline.model.record import Problem, Severity
from pipeline.office.desk import open_desk
from pipeline.office.desk.referrer import referrer_of
from pipeline.office.intake import ingest
from pipeline.records.register import Register
from pipeline.records.settings import load_settings
from pipeline.records.workspace import init_workspace, workspace_forms
from tests.builders import MEETINGS
from tests.intake_helpers import Inline, typed
from tests.test_filing import OTHER

FIRST, SECOND = "CRP-2013-001", "CRP-2013-002"
SEPTEMBER, NOVEMBER, NEXT = date(2013, 9, 27), date(2013, 11, 22), date(2014, 1, 31)
CALENDAR = "meetings:\n" + "".join(
    f'  - {{date: {m.day}, district: {m.district}, venue: "{m.venue}", chair: {m.chair}, cases: 2}}\n'
    for m in MEETINGS
)
CALENDAR += "  - {date: 2014-01-31, district: CHELTENHAM, venue: Room 3, chair: Ruth Amberley}\n"


class Panel(NamedTuple):
    """A workspace, worked in by the commands."""

    root: Path

    def decide(self, *words: str, today: str = "2013-09-10") -> Result:
        """A decision without its letter, which takes a second to make."""
        return self.run(*words, "--no-letter", today=today)

    def run(self, *words: str, today: str = "2013-09-10") -> Result:
        return CliRunner().invoke(main, ["--workspace", str(self.root), "--today", today, *words])

    def drop(self, data: bytes, today: str, name: str = "form.yaml") -> str:
        """What is told when a form is dropped on a day; read in this process, because that is quick."""
        (self.root / "inbox" / name).write_bytes(data)
        settings = load_settings(self.root)
        settings = replace(settings, intake=replace(settings.intake, settle_seconds=0.0))
        now = datetime.fromisoformat(f"{today}T10:00:00+00:00")
        with open_desk(settings, workspace_forms(settings), lambda: now, sandbox=Inline()) as desk:
            return "\n".join(done.words for done in ingest(desk).done)

    def referral(self, reference: str = FIRST) -> Submission:
        with Register(self.root / "records", lambda: None, "CRP") as register:  # type: ignore[arg-type,return-value]
            return register.submission(reference)

    def letters(self, day: str) -> list[str]:
        folder = self.root / "outbox" / day / "letters"
        return sorted(p.name for p in folder.iterdir()) if folder.is_dir() else []

    def stands(self, reference: str = FIRST) -> tuple[date | None, bool, Ruling | None]:
        found = self.referral(reference)
        return found.meeting, found.late, found.decision.ruling if found.decision else None


@pytest.fixture
def panel(tmp_path: Path) -> Panel:
    """A workspace with one referral that is late for September."""
    made = Panel(tmp_path / "panel")
    init_workspace(made.root)
    (made.root / "meetings.yaml").write_text(CALENDAR, "utf-8")
    told = made.drop(typed(), "2013-09-10")
    assert "for 27 September 2013, late: the chair decides" in told
    return made


def pdf_words(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as pdf:
        return " ".join(" ".join(page.get_textpage().get_text_bounded().split()) for page in pdf)


# late ---------------------------------------------------------------------------------------------------------------


def test_a_late_referral_waits_for_the_chair_and_the_next_meeting_is_offered(panel: Panel) -> None:
    status = panel.run("status").output
    assert f"late: the chair decides (pipeline accept-late {FIRST} --reason" in status
    show = panel.run("show", FIRST).output
    assert f"late: the chair decides (pipeline accept-late {FIRST} --reason" in show
    assert (
        "The chair may accept it, or it can go to the next meeting in the district, 31 January 2014." in show
    )
    pack = panel.run("build-pack", "--meeting", "2013-09-27", "--dry-run")
    assert pack.exit_code == GapsError.exit_code
    assert f"Gap: {FIRST}: it came late, on 10 September 2013, and the chair has not decided" in pack.output


def test_accepted_late_it_stays_with_its_meeting_and_the_pack_says_by_whom(panel: Panel) -> None:
    result = panel.run("accept-late", FIRST.lower(), "--reason", "the  baby is due\nsoon", today="2013-09-12")
    assert result.exit_code == 0, result.output
    assert (
        f"{FIRST}: accepted late for the meeting on 27 September 2013: the baby is due soon" in result.output
    )
    assert panel.stands() == (SEPTEMBER, True, Ruling.ACCEPTED_LATE)
    stem = f"{FIRST}-accepted-late-2013-09-12"
    assert panel.letters("2013-09-27") == [f"{stem}.docx", f"{stem}.eml", f"{stem}.pdf"]
    pack = panel.run("build-pack", "--meeting", "2013-09-27", "--dry-run")
    assert pack.exit_code == 0, pack.output
    note = (
        "came late, on 10 September 2013; the chair accepted it on 12 September 2013: the baby is due soon."
    )
    assert f"Note: {FIRST} {note}" in pack.output
    for told in (panel.run("status").output, panel.run("show", FIRST).output):
        assert "ccepted late by the chair on 12 September 2013: the baby is due soon" in told
        assert "the chair decides" not in told and "The chair may accept it" not in told
    again = panel.decide("accept-late", FIRST, "--reason", "once more")
    assert again.exit_code == PipelineError.exit_code
    assert "was accepted late by the chair on 12 September 2013" in again.output


def test_a_corrected_form_leaves_the_chairs_decision_standing(panel: Panel) -> None:
    panel.decide("accept-late", FIRST, "--reason", "agreed")
    told = panel.drop(typed(ref_phone="01632 960199"), "2013-09-16")
    assert "for 27 September 2013, accepted late by the chair on 10 September 2013: agreed" in told
    assert panel.stands() == (SEPTEMBER, True, Ruling.ACCEPTED_LATE)
    assert panel.referral().first_received == date(2013, 9, 10)
    assert panel.letters("2013-09-27") == []


# moved, deferred ----------------------------------------------------------------------------------------------------


def test_a_resent_form_keeps_the_meeting_it_was_moved_to(panel: Panel) -> None:
    result = panel.decide("move", FIRST, "--to", "2013-11-22", "--reason", "on leave", today="2013-09-12")
    assert result.exit_code == 0, result.output
    assert "Please look: That meeting is in Stroud; the case is in Cheltenham." in result.output
    assert panel.stands() == (NOVEMBER, False, Ruling.MOVED)
    told = panel.drop(typed(ref_phone="01632 960199"), "2013-11-12")  # after November's deadline
    assert "version 2" in told and "for 22 November 2013, moved on 12 September 2013" in told
    assert panel.stands() == (NOVEMBER, False, Ruling.MOVED)
    panel.drop(typed(ref_phone="01632 960198"), "2013-11-13")
    found = panel.referral()
    assert (found.version, found.meeting, found.late) == (3, NOVEMBER, False)
    assert found.first_received == date(2013, 9, 10)
    assert not [p for p in found.problems if p.code == "X4"]
    elsewhere = panel.drop(typed(ref_phone="01632 960197", preferred_meeting="31/01/2014"), "2013-11-14")
    assert "for 31 January 2014" in elsewhere
    assert panel.stands() == (NEXT, False, None)


def test_a_move_settles_what_was_asked_about_the_meeting(panel: Panel) -> None:
    unmet = typed(**OTHER, preferred_meeting="28/09/2013")
    panel.drop(unmet, "2013-09-02", "other.yaml")
    assert [q.code for q in panel.referral(SECOND).queries] == ["meeting"]
    panel.decide("move", SECOND, "--to", "2014-01-31", "--reason", "rang on the 3rd", today="2013-09-03")
    assert panel.referral(SECOND).queries == ()
    assert panel.stands(SECOND) == (NEXT, False, Ruling.MOVED)


def test_who_asks_for_an_earlier_meeting_is_judged_on_the_day_of_asking(panel: Panel) -> None:
    panel.drop(typed(**OTHER, preferred_meeting="31/01/2014"), "2013-09-02", "other.yaml")
    result = panel.decide("move", SECOND, "--to", "2013-09-27", "--reason", "they rang", today="2013-09-12")
    assert (
        "It is late for the meeting on 27 September 2013, whose deadline was 6 September 2013"
        in result.output
    )
    assert panel.stands(SECOND) == (SEPTEMBER, True, Ruling.MOVED)
    assert panel.decide("accept-late", SECOND, "--reason", "agreed", today="2013-09-13").exit_code == 0
    assert panel.stands(SECOND) == (SEPTEMBER, True, Ruling.ACCEPTED_LATE)


def test_deferred_without_a_day_it_goes_to_the_next_meeting_in_its_district(panel: Panel) -> None:
    result = panel.decide("defer", FIRST, "--reason", "no room", today="2013-09-12")
    assert result.exit_code == 0, result.output
    assert panel.stands() == (NEXT, False, Ruling.DEFERRED)
    (panel.root / "meetings.yaml").write_text(
        CALENDAR.replace("date: 2014-01-31", "date: 2014-01-30"), "utf-8"
    )
    none = panel.decide("defer", FIRST, "--reason", "again", today="2014-01-31")
    assert none.exit_code == NotFoundError.exit_code
    assert "No later meeting in Cheltenham" in none.output and "--to DATE" in none.output


def test_a_case_that_was_not_reached_can_be_deferred_after_its_meeting(panel: Panel) -> None:
    late = panel.decide("accept-late", FIRST, "--reason", "too late now", today="2013-09-30")
    assert late.exit_code == PipelineError.exit_code and "is over" in late.output
    assert panel.decide("defer", FIRST, "--reason", "no time", today="2013-09-30").exit_code == 0
    assert panel.stands() == (NEXT, False, Ruling.DEFERRED)


def test_a_meeting_whose_day_was_changed_leaves_its_cases_behind_and_says_so(panel: Panel) -> None:
    changed = CALENDAR.replace("2013-09-27", "2013-09-30")
    (panel.root / "meetings.yaml").write_text(changed, "utf-8")
    told = f"Please look: {FIRST} goes to 27 September 2013, which is not in meetings.yaml: pipeline move {FIRST}"
    assert told in panel.run("calendar", "show").output
    refused = panel.decide("accept-late", FIRST, "--reason", "agreed")
    assert refused.exit_code == NotFoundError.exit_code
    assert panel.run("move", FIRST, "--to", "2013-09-30", "--reason", "the day has changed").exit_code == 0
    assert panel.stands() == (date(2013, 9, 30), True, Ruling.MOVED)
    assert "Please look: CRP" not in panel.run("calendar", "show").output


# declined, withdrawn ------------------------------------------------------------------------------------------------


def test_a_withdrawn_case_disappears_from_the_next_pack(panel: Panel) -> None:
    panel.drop(typed(**OTHER), "2013-09-02", "other.yaml")
    before = panel.run("build-pack", "--meeting", "2013-09-27", "--dry-run").output
    assert FIRST in before and SECOND in before
    assert panel.decide("withdraw", FIRST, "--reason", "the plan has ended").exit_code == 0
    after = panel.run("build-pack", "--meeting", "2013-09-27", "--dry-run")
    assert after.exit_code == 0 and FIRST not in after.output and SECOND in after.output
    status = panel.run("status").output
    assert f"Declined or withdrawn\n  {FIRST}: withdrawn on 10 September 2013: the plan has ended" in status
    assert "Withdrawn on 10 September 2013: the plan has ended" in panel.run("show", FIRST).output
    assert FIRST not in panel.run("status", today="2013-12-10").output


def test_what_was_declined_asks_nothing_more_and_comes_again_as_a_new_referral(panel: Panel) -> None:
    panel.drop(typed(ask_of_panel=""), "2013-09-11")
    attention = panel.root / "inbox" / "needs attention"
    assert len(list(attention.glob(f"{FIRST}*"))) == 2
    panel.decide("decline", FIRST, "--reason", "a first plan", today="2013-09-12")
    told = panel.drop(typed(ref_phone="01632 960199"), "2013-09-13")
    assert list(attention.glob(f"{FIRST}*")) == []
    assert SECOND in told
    again = f"warning: It came before as {FIRST}, which was declined on 12 September 2013: a first plan."
    assert again in panel.run("show", SECOND).output


def test_what_was_withdrawn_by_mistake_can_be_taken_up_again(panel: Panel) -> None:
    panel.decide("withdraw", FIRST, "--reason", "a slip")
    for words in (["defer", FIRST], ["withdraw", FIRST], ["accept-late", FIRST], ["decline", FIRST]):
        refused = panel.decide(*words, "--reason", "again")
        assert refused.exit_code == PipelineError.exit_code
        assert f"{FIRST} was withdrawn on 10 September 2013: a slip. To take it up again: pipeline move" in (
            refused.output
        )
    back = panel.decide("move", FIRST, "--to", "2013-09-27", "--reopen", "--reason", "it was another case")
    assert back.exit_code == 0, back.output
    assert panel.stands() == (SEPTEMBER, True, Ruling.MOVED)
    needless = panel.decide("move", FIRST, "--to", "2013-11-22", "--reopen", "--reason", "again")
    assert "neither declined nor withdrawn" in needless.output


# what is refused ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words,code,said",
    [
        (["defer", "CRP-2013-099"], NotFoundError.exit_code, "CRP-2013-099"),
        (["move", FIRST, "--to", "2013-10-04"], NotFoundError.exit_code, "no meeting on 4 October 2013"),
        (["move", FIRST, "--to", "2013-06-24"], 1, "The meeting on 24 June 2013 is over"),
        (["move", FIRST, "--to", "2013-09-27"], 1, "goes to the meeting on 27 September 2013 already"),
        (["move", FIRST], 2, "--to"),
        (["decline", FIRST, "--reason", "  "], 2, "write the reason, in quotes"),
    ],
)
def test_what_cannot_be_is_refused_in_plain_words(
    panel: Panel, words: list[str], code: int, said: str
) -> None:
    given = words if "--reason" in words else [*words, "--reason", "because"]
    refused = panel.run(*given)
    assert refused.exit_code == code and said in refused.output
    assert panel.stands() == (SEPTEMBER, True, None)


def test_what_is_in_time_needs_no_chair_and_to_defer_means_later(panel: Panel) -> None:
    panel.drop(typed(**OTHER, preferred_meeting="22/11/2013"), "2013-09-02", "other.yaml")
    early = panel.decide("accept-late", SECOND, "--reason", "why not")
    assert early.exit_code == 1 and "is not late for the meeting on 22 November 2013" in early.output
    back = panel.decide("defer", SECOND, "--to", "2013-09-27", "--reason", "sooner")
    assert back.exit_code == 1 and f"pipeline move {SECOND} --to 2013-09-27" in back.output


def test_a_case_that_was_discussed_stays_where_it_was(panel: Panel) -> None:
    record = (
        "form: MACRP-REC\nmeeting_date: 27/09/2013\ndistrict: Cheltenham\nchair: Ruth Amberley\n"
        f"case:\n  - {{referral_ref: {FIRST}, outcome: Discussed, children: 2}}\n"
        "theme:\n  - {heading: Visits, points: [Seen often.]}\n"
    )
    panel.drop(record.encode(), "2013-09-30", "record.yaml")
    refused = panel.decide("withdraw", FIRST, "--reason", "too late", today="2013-09-30")
    assert refused.exit_code == 1 and "was discussed on 27 September 2013" in refused.output


def test_a_rehearsal_says_everything_and_writes_nothing(panel: Panel) -> None:
    result = panel.run("defer", FIRST, "--reason", "no room", "--dry-run")
    assert result.exit_code == 0
    assert f"{FIRST}: would be deferred to the meeting on 31 January 2014: no room" in result.output
    assert f"{FIRST}-deferred-2013-09-10.docx" in result.output
    assert panel.stands() == (SEPTEMBER, True, None)
    assert list((panel.root / "outbox").rglob("*.docx")) == []


# letters ------------------------------------------------------------------------------------------------------------

LETTERS = [
    (
        ["accept-late", FIRST],
        "2013-09-27",
        ("accepted it: it goes to the meeting on Friday 27 September 2013",),
    ),
    (
        ["move", FIRST, "--to", "2013-11-22"],
        "2013-11-22",
        ("Friday 22 November 2013 in Stroud", "1 November 2013"),
    ),
    (["defer", FIRST], "2014-01-31", ("was to be heard on 27 September 2013", "Friday 31 January 2014")),
    (
        ["decline", FIRST],
        "2013-09-27",
        ("decided not to take it", "The next meeting in Cheltenham is on Friday 31 January"),
    ),
    (["withdraw", FIRST], "2013-09-27", ("has been withdrawn, as you asked. It will not be heard",)),
]


@pytest.mark.parametrize("words,folder,said", LETTERS, ids=[words[0] for words, _, _ in LETTERS])
def test_each_decision_has_its_letter_to_the_referrer(
    panel: Panel, words: list[str], folder: str, said: tuple[str, ...]
) -> None:
    assert panel.run(*words, "--reason", "for a <good> reason & more").exit_code == 0
    letters = panel.root / "outbox" / folder / "letters"
    (pdf,) = letters.glob(f"{FIRST}-*-2013-09-10.pdf")
    shown = pdf_words(pdf)
    for part in (*said, "Megan Prosser", FIRST, "The reason: for a <good> reason & more"):
        assert part in shown, part
    (mail,) = letters.glob("*.eml")
    message = email.message_from_bytes(mail.read_bytes(), policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    assert message["To"].addresses[0].addr_spec == "megan.prosser@health.example.org"
    everything = f"{shown} {message['Subject']} {mail.name}"
    assert not [name for name in ("Ellery", "Tomos", "Fernhollow", "Larkrise") if name in everything]


def test_an_address_that_nobody_has_confirmed_is_written_to_by_nobody(panel: Panel) -> None:
    panel.drop(typed(**{**OTHER, "ref_email": "bronwen.hale at school"}), "2013-09-02", "other.yaml")
    result = panel.run("withdraw", SECOND, "--reason", "as asked")
    assert "No e-mail address of the referrer is confirmed" in result.output
    assert [n for n in panel.letters("2013-09-27") if n.endswith(".eml")] == []


def test_an_address_that_waits_for_a_person_is_in_no_letter(panel: Panel) -> None:
    doubted = Problem("ref_email", "E-mail", "is it right?", Severity.QUERY, "confirm")
    settings = load_settings(panel.root)
    sure = referrer_of(settings, panel.referral())
    unsure = referrer_of(settings, replace(panel.referral(), problems=(doubted,)))
    assert (sure.email, sure.agency) == ("megan.prosser@health.example.org", "Health visiting")
    assert (unsure.name, unsure.email) == ("Megan Prosser", "")


# a full meeting -----------------------------------------------------------------------------------------------------


def test_a_meeting_without_room_says_so_and_drops_nobody(panel: Panel) -> None:
    panel.drop(typed(**OTHER), "2013-09-02", "other.yaml")
    third = {k: v.replace("Quillan", "Ostrander").replace("Hale", "Finch") for k, v in OTHER.items()}
    third |= {"ref_email": "b.finch@school.example.org", "cg_1_email": "b.finch@school.example.org"}
    third |= {"child_1_dob": "04/04/2005", "child_2_dob": "05/05/2006"}
    told = panel.drop(typed(**third), "2013-09-03", "third.yaml")
    full = "The meeting on 27 September 2013 has room for 2 cases and this is the third; the chair decides"
    assert full in told
    assert full in panel.run("status").output
    assert f"warning: {full}." in panel.run("show", "CRP-2013-003").output
    assert f"Please look: {full}." in panel.run("calendar", "show", "--meeting", "2013-09-27").output
    pack = panel.run("build-pack", "--meeting", "2013-09-27", "--dry-run").output
    assert f"Note: CRP-2013-003: {full}." in pack
    assert panel.stands("CRP-2013-003")[0] == SEPTEMBER
    panel.decide("withdraw", FIRST, "--reason", "ended")
    assert "has room for" not in panel.run("show", "CRP-2013-003").output
    back = panel.run("move", FIRST, "--to", "2013-09-27", "--reopen", "--reason", "a slip", "--dry-run")
    assert f"Please look: {full}." in back.output
