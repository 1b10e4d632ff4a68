"""The quarterly report, too, leaves only when the leak check has passed its exact bytes: both editions."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from pipeline.model.errors import LeakError
from pipeline.model.leaks import Verdict
from pipeline.model.meeting import Quarter
from pipeline.office.desk import Desk
from pipeline.office.desk.leaks import check_paper
from pipeline.office.desk.leaks.papers import kind_of
from pipeline.office.desk.leaks.scope import of_meeting, of_quarter
from pipeline.office.leaks import check, settle
from pipeline.office.quarterly import plan_quarterly, write_quarterly
from pipeline.office.quarterly.ledger import RELEASED
from pipeline.office.status import status
from tests.intake_helpers import desk_at
from tests.invitation_helpers import done, drop, run
from tests.leak_families import DAY, file_families
from tests.papers_helpers import file_record, file_referral, pdf_text, record_yaml

Q3 = Quarter(2013, 3)
STEM = "quarterly-report-2013-14-Q3"
EDITIONS = ("board", "circulated")


def record(day: str = "22/11/2013", *points: str, **more: Any) -> bytes:
    theme = [
        {
            "heading": "Core groups",
            "theme_code": "CORE_GROUPS",
            "points": list(points) or ["Keep them small."],
        }
    ]
    return record_yaml(
        **{"meeting_date": day, "district": "STROUD", "chair": "Ruth Amberley", "theme": theme, **more}
    )


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with desk_at(tmp_path, clock=lambda: datetime(2014, 1, 10, 9, tzinfo=UTC)) as made:
        file_families(made)
        yield made


def papers(desk: Desk) -> list[str]:
    return sorted(p.name for p in desk.settings.folders.outbox.rglob("*") if p.is_file())


def test_both_editions_are_issued_and_approved_charts_and_all(desk: Desk) -> None:
    file_record(desk, record())
    for edition in EDITIONS:
        made = write_quarterly(desk, plan_quarterly(desk, Q3, edition))
        assert made.passed, [n.finding for c in made.checks for n in c.noted]
        with zipfile.ZipFile(made.paths[0]) as word:
            assert any("media" in name for name in word.namelist())  # its chart needs nobody's look
    assert papers(desk) == [f"{STEM}{e}.{end}" for e in ("-circulated", "") for end in ("docx", "pdf")]
    assert len(desk.register.facts("leak approved")) == 4
    assert desk.register.facts("quarterly report", subject="2013-14-Q3")
    assert desk.register.facts("quarterly report circulated", subject="2013-14-Q3")
    checked = check(desk, of_quarter(Q3))
    assert [(c.path.name, c.check.verdict) for c in checked] == [
        (f"{STEM}{e}.{end}", Verdict.CLEAR) for e in ("", "-circulated") for end in ("docx", "pdf")
    ]


def test_how_its_actions_stand_names_nobody_of_a_family_called_amber_green(desk: Desk) -> None:
    file_referral(desk, "CRP-2013-090", DAY, adult_1_name="Amber Green")
    stand = ("planned", "in_progress", "completed", "planned")
    due = ("31/01/2014", "31/01/2014", "", "01/12/2013")
    said = [
        {
            "heading": f"A long word: interpretation {n}",
            "status": how,
            "due": day,
            "text": ["Ask all teams for it"],
        }
        for n, (how, day) in enumerate(zip(stand, due, strict=True), 1)
    ]
    file_record(desk, record(action=said))
    for edition in EDITIONS:
        made = write_quarterly(desk, plan_quarterly(desk, Q3, edition))
        assert made.passed, [n.finding for c in made.checks for n in c.noted]
        words = pdf_text(made.paths[1].read_bytes())
        assert all(how in words for how in ("○ Amber:", "► Amber:", "● Green:", "▲ Red:"))
    file_record(desk, record("22/11/2013", "Top tip: write to Amber again."), version=2)
    assert not write_quarterly(desk, plan_quarterly(desk, Q3, "board")).passed


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_report_that_names_a_child_is_a_draft_and_in_no_ledger(desk: Desk, edition: str) -> None:
    file_record(desk, record("22/11/2013", "Top tip: draw mornings, as Gracie's worker did."))
    made = write_quarterly(desk, plan_quarterly(desk, Q3, edition))
    end = "" if edition == "board" else "-circulated"
    assert [c.verdict for c in made.checks] == [Verdict.STOP, Verdict.STOP]
    assert papers(desk) == [f"{STEM}{end}-DRAFT.docx", f"{STEM}{end}-DRAFT.pdf"]
    assert "DRAFT, NOT TO BE SENT" in pdf_text(made.paths[1].read_bytes())
    assert not desk.register.facts(RELEASED, "issue", "quarterly report", "quarterly report circulated")
    (line, *_) = status(desk).unpassed
    assert line.startswith(f"{STEM}{end}.docx was not issued") and "--quarter 2013-14-Q3" in line
    file_record(desk, record(), version=2)
    again = write_quarterly(desk, plan_quarterly(desk, Q3, edition))
    assert again.passed and papers(desk) == [f"{STEM}{end}.docx", f"{STEM}{end}.pdf"]
    assert "Issue 1" in pdf_text(again.paths[1].read_bytes())  # the draft was no issue
    assert not status(desk).unpassed


def test_a_case_of_any_meeting_that_it_counts_is_looked_for(desk: Desk) -> None:
    """The quarter's report prints words about families of the quarter before, whose own papers are long out."""
    family = {"child_1_forename": "Peredur", "child_1_surname": "Cadwallader", "child_1_known_as": ""}
    own = {"child_1_dob": "11/11/2010", "child_1_nhs_no": "", "child_1_case_ref": "", "child_2_forename": ""}
    none = {"child_2_surname": "", "child_2_dob": "", "child_2_sex": "", "child_2_setting": ""}
    file_referral(desk, "CRP-2013-009", date(2013, 9, 27), **family, **own, **none)
    file_record(desk, record("22/11/2013", "Top tip: as we did for Peredur, ask early."))
    made = write_quarterly(desk, plan_quarterly(desk, Q3), dry_run=True)
    assert made.checks[0].verdict is Verdict.STOP and made.paths == ()
    own = check_paper(desk, of_meeting(DAY), b"As we did for Peredur, ask early.", "a.txt")
    assert own.verdict is Verdict.REVIEW  # a meeting's own papers take other meetings' cases a level lower


def test_the_chair_of_one_of_its_meetings_may_override_and_nobody_else(desk: Desk) -> None:
    file_record(desk, record("22/11/2013", "Top tip: ask Gracie's school."))
    write_quarterly(desk, plan_quarterly(desk, Q3))
    waiting = [c.path for c in check(desk, of_quarter(Q3))]
    number = check(desk, of_quarter(Q3))[0].check.open[0].number
    with pytest.raises(LeakError, match="Only the chair of a meeting of the quarter"):
        settle(desk, waiting[0], number, "agreed with the board", by="Somebody Else")
    chair = next(m.chair for m in desk.settings.meetings if m.day == DAY)
    for path in waiting:
        for noted in check(desk, of_quarter(Q3), [path])[0].check.open:
            settle(desk, path, noted.number, "agreed with the board", by=chair)
    assert write_quarterly(desk, plan_quarterly(desk, Q3)).passed


def test_who_chairs_may_be_named_whole_and_a_child_of_that_first_name_may_not(desk: Desk) -> None:
    family = {"child_1_forename": "Ruth", "child_1_surname": "Ellerby", "child_1_known_as": ""}
    file_referral(desk, "CRP-2013-031", DAY, **family)
    file_record(desk, record())
    made = write_quarterly(desk, plan_quarterly(desk, Q3))
    assert made.passed, [n.finding for c in made.checks for n in c.noted]
    assert "Ruth Amberley" in pdf_text(made.paths[1].read_bytes())
    file_record(
        desk,
        record("22/11/2013", "Top tip: the visit was unannounced and Ruth was not seen alone."),
        version=2,
    )
    assert not write_quarterly(desk, plan_quarterly(desk, Q3), dry_run=True).passed


def test_a_chart_that_somebody_has_drawn_into_is_looked_at(desk: Desk) -> None:
    file_record(desk, record())
    path = write_quarterly(desk, plan_quarterly(desk, Q3)).paths[0]
    assert check_paper(desk, of_quarter(Q3), path.read_bytes(), path.name).verdict is Verdict.CLEAR
    changed = check_paper(desk, of_quarter(Q3), with_a_dot_in_its_chart(path.read_bytes()), path.name)
    assert {n.finding.rule for n in changed.noted} == {"LC22"}


def with_a_dot_in_its_chart(word: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word)) as before, zipfile.ZipFile(out, "w") as after:
        for info in before.infolist():
            data = before.read(info)
            if "media/" in info.filename:
                with Image.open(io.BytesIO(data)) as picture:
                    dotted = picture.convert("RGB")
                dotted.putpixel((3, 3), (9, 9, 9))
                saved = io.BytesIO()
                dotted.save(saved, "PNG")
                data = saved.getvalue()
            after.writestr(info, data)
    return out.getvalue()


def test_without_any_known_case_no_report_passes(tmp_path: Path) -> None:
    with desk_at(tmp_path, clock=lambda: datetime(2014, 1, 10, 9, tzinfo=UTC)) as desk:
        file_record(desk, record())
        made = write_quarterly(desk, plan_quarterly(desk, Q3))
    assert {n.finding.rule for c in made.checks for n in c.noted} == {"LC31"} and not made.passed


@pytest.mark.parametrize(
    ("name", "again"),
    [
        ("themes-2013-11-22.docx", "pipeline themes --meeting 2013-11-22"),
        ("leadership-2013-11-22.pdf", "pipeline leadership --meeting 2013-11-22"),
        (f"{STEM}.pdf", "pipeline quarterly-report --quarter 2013-14-Q3"),
        (f"{STEM}-circulated.docx", "pipeline quarterly-report --quarter 2013-14-Q3 --edition circulated"),
        ("themes-2013-14-Q3.docx", ""),
        ("quarterly-report-2013-11-22.docx", ""),
        ("quarterly-report-2013-15-Q3.docx", ""),
        ("letter.docx", ""),
        ("themes-2013-11-22", ""),
    ],
)
def test_a_files_name_tells_which_paper_it_is(name: str, again: str) -> None:
    found = kind_of(name)
    assert (found[0].again(found[1]) if found else "") == again


def test_the_commands_name_each_other(tmp_path: Path) -> None:
    root = tmp_path / "w"
    done(tmp_path, "init", str(root))
    drop(root, "r.yaml", record("27/09/2013", "A plan read out is a plan understood."))
    made = run(root, "quarterly-report", "--quarter", "2013-14-Q2", "--edition", "both", today="2013-10-04")
    assert made.exit_code == 10 and "would" not in made.output
    assert made.output.count("was written as DRAFT only") == 2
    assert "`pipeline quarterly-report --quarter 2013-14-Q2 --edition circulated` again" in made.output
    checked = run(root, "leak-check", "--quarter", "2013-14-Q2", today="2013-10-04")
    assert checked.exit_code == 14 and checked.output.count("STOP  quarterly-report-2013-14-Q2") == 4
    for words in ((), ("--quarter", "2013-14-Q2", "--meeting", "2013-09-27")):
        said = run(root, "leak-check", *words)
        assert said.exit_code == 2 and "Name the meeting" in said.output
