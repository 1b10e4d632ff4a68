"""The themes paper: what a meeting learnt, word for word, for those who were there and those who were not.

Attendance, cases and messages of the record are never printed here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from pipeline.model.errors import GapsError, NotFoundError
from pipeline.model.filing import Submission
from pipeline.model.meeting import Action, ActionStatus, MeetingRecord, Theme
from pipeline.model.settings import Settings
from pipeline.office.desk import Desk
from pipeline.office.desk.leaks import Check, approve, check_paper, note_check
from pipeline.office.desk.leaks.reports import write_report
from pipeline.office.desk.leaks.waiting import done_waiting, let_wait
from pipeline.office.desk.pages import word_pages
from pipeline.records import files, outbox
from pipeline.rules.answers.dates import british, short
from pipeline.rules.correcting.confirmed import unconfirmed
from pipeline.rules.counting.meeting_records import as_meeting_record

TEMPLATE = "themes.docx"
_ONE_FAMILY = (
    "Only one family was discussed at this meeting: the district and the day in the title may already tell who it is."
    " Hold the paper over to the next meeting's, or to the quarterly report."
)
_DRAFT = "DRAFT, NOT TO BE SENT: the leak check has not passed it"
_DRAFTED = "themes draft"  # an event; its subject is the meeting's day
Checks = tuple[Check, ...]
_GROUPS = (
    ("Completed", (ActionStatus.COMPLETED,)),
    ("Planned", (ActionStatus.PLANNED, ActionStatus.IN_PROGRESS)),
    ("Not possible", (ActionStatus.NOT_POSSIBLE,)),
)


@dataclass(frozen=True)
class ThemeText:
    """A heading and its bullets."""

    heading: str
    points: tuple[str, ...]


@dataclass(frozen=True)
class ActionGroup:
    """Resulting actions that stand alike: "Completed", "Planned"."""

    heading: str
    actions: tuple[ThemeText, ...]


@dataclass(frozen=True)
class ThemesPaper:
    """All that templates/themes.docx can print; docs/templates.md explains each name."""

    title: str
    board: str
    panel: str
    district: str
    day: str
    day_short: str
    marking: str
    themes: tuple[ThemeText, ...]
    resulting_actions: tuple[ActionGroup, ...]


@dataclass(frozen=True)
class ThemesMade:
    """What was written, and what the leak check found in the Word file and the PDF.

    `waiting`: where the exact papers wait, and `reports` on them, when only drafts were written.
    """

    paths: tuple[Path, ...]
    checks: Checks
    waiting: tuple[Path, ...] = ()
    reports: tuple[Path, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether the paper may go out."""
        return all(check.passed for check in self.checks)


@dataclass(frozen=True)
class ThemesPlan:
    """What `pipeline themes` will write, and what a person should look at first."""

    day: date
    paper: ThemesPaper
    word: Path
    pdf: Path
    warnings: tuple[str, ...] = ()


def plan_themes(desk: Desk, day: date) -> ThemesPlan:
    """The paper for a meeting from its latest record.

    Raises NotFoundError when there is no record, or no theme, and GapsError while answers of the record are still
    to be confirmed: the paper goes out word for word.
    """
    submission = _record_of(desk, day)
    _all_confirmed(submission)
    record = as_meeting_record(submission.record)
    if not record.themes:
        raise NotFoundError(
            f"The record of {british(day)} ({submission.reference}) has no themes yet. Add them to the meeting record"
            " and drop it into the inbox again."
        )
    paper = themes_paper(record, desk.settings, own_title=submission.record.text("paper_title"))
    folder = desk.settings.folders.outbox / day.isoformat()
    stem = folder / f"themes-{day.isoformat()}"
    return ThemesPlan(
        day, paper, stem.with_suffix(".docx"), stem.with_suffix(".pdf"), _warnings(desk, submission, record)
    )


def draw_themes(desk: Desk, paper: ThemesPaper, day: date) -> tuple[bytes, bytes]:
    """The paper as Word and as PDF, in this order. Raises TemplateError or ConversionError. Writes nothing."""
    from pipeline.papers.making.word import WordProperties, render_word

    settings = desk.settings
    properties = WordProperties(paper.title, settings.names.panel, day)
    word = render_word(settings.folders.templates / TEMPLATE, paper, properties)
    return word, word_pages(desk, word, paper.title)


def write_themes(desk: Desk, plan: ThemesPlan, *, dry_run: bool = False) -> ThemesMade:
    """Issue the paper as Word and PDF when both have passed the leak check; otherwise write them as DRAFT.

    The exact bytes are checked. What has not passed waits in the records, so that its findings can be settled; the
    draft in the outbox says on every page that it must not be sent. Raises TemplateError, ConversionError or
    StorageError; then nothing is written.
    """
    papers = tuple(zip((plan.word, plan.pdf), draw_themes(desk, plan.paper, plan.day), strict=True))
    checks = tuple(check_paper(desk, plan.day, data, path.name) for path, data in papers)
    if dry_run:
        return ThemesMade((), checks)
    for check in checks:
        note_check(desk, check)
    if all(check.passed for check in checks):
        return _issue(desk, plan, papers, checks)
    return _draft(desk, plan, papers, checks)


def _issue(desk: Desk, plan: ThemesPlan, papers: Sequence[tuple[Path, bytes]], checks: Checks) -> ThemesMade:
    for check in checks:
        approve(desk, check)
    written = tuple(outbox.issue(path, data) for path, data in papers)
    desk.register.note("themes", plan.day.isoformat(), {"files": [path.name for path in written]})
    for path, _ in papers:
        done_waiting(desk, path.name)
        _remove_draft(desk, plan.day, path)
    return ThemesMade(written, checks)


def _draft(desk: Desk, plan: ThemesPlan, papers: Sequence[tuple[Path, bytes]], checks: Checks) -> ThemesMade:
    paper = replace(plan.paper, marking=_DRAFT, title=f"DRAFT: {plan.paper.title}")
    drafts = tuple(zip((path for path, _ in papers), draw_themes(desk, paper, plan.day), strict=True))
    waiting = tuple(let_wait(desk, path.name, data) for path, data in papers)
    reports = tuple(write_report(desk, c, str(path)) for c, path in zip(checks, waiting, strict=True))
    written = tuple(outbox.issue(_draft_path(path), data, private=True) for path, data in drafts)
    said = {
        path.name: hashlib.sha256(data).hexdigest() for path, (_, data) in zip(written, drafts, strict=True)
    }
    desk.register.note(_DRAFTED, plan.day.isoformat(), {"files": said})
    return ThemesMade(written, checks, waiting, reports)


def _draft_path(path: Path) -> Path:
    return path.with_name(f"{path.stem}-DRAFT{path.suffix}")


def _remove_draft(desk: Desk, day: date, path: Path) -> None:
    """A draft goes when its paper is issued, unless somebody has written in it."""
    draft = _draft_path(path)
    ours = [
        e.said.get("files", {}).get(draft.name)
        for e in desk.register.facts(_DRAFTED, subject=day.isoformat())
    ]
    if outbox.sha256_of(draft) in ours:
        files.remove_quietly(draft)


def themes_paper(record: MeetingRecord, settings: Settings, *, own_title: str = "") -> ThemesPaper:
    """The paper's words. `own_title` replaces the usual title when the record gives one."""
    names, district = settings.names, settings.district_name(record.district)
    usual = f"Themes arising from cases discussed during the {names.panel} - {district} {short(record.day)}"
    return ThemesPaper(
        title=own_title or usual,
        board=names.full_board,
        panel=names.panel,
        district=district,
        day=british(record.day),
        day_short=short(record.day),
        marking=_circulated_marking(settings.marking_on(record.day)),
        themes=tuple(_theme(t) for t in record.themes),
        resulting_actions=_groups(record.actions),
    )


def sample_paper() -> ThemesPaper:
    """A paper with every part filled in, for `pipeline check` (invented)."""
    points = ("A point with <angle> & ampersand, {{ braces }} and Łukasz’s letters", "A second point")
    text = ThemeText("Healthy challenge in core groups", points)
    return ThemesPaper(
        title="Themes arising from cases discussed during the Multi Agency Case Review Panel - Stroud 22/11/13",
        board="Exampleshire Safeguarding Children Board",
        panel="Multi Agency Case Review Panel",
        district="Stroud",
        day="22 November 2013",
        day_short="22/11/13",
        marking="NOT PROTECTIVELY MARKED",
        themes=(text, ThemeText("Listening to the child", points)),
        resulting_actions=(ActionGroup("Completed", (text,)), ActionGroup("Planned", (text,))),
    )


def _record_of(desk: Desk, day: date) -> Submission:
    found = [s for s in desk.register.meeting_records() if s.record.day("meeting_date") == day]
    if not found:
        raise NotFoundError(
            f"No meeting record for {british(day)} has arrived. Fill in the form meeting-record (Word, PDF or YAML)"
            " and drop it into the inbox; then run this again."
        )
    return found[-1]


def _all_confirmed(submission: Submission) -> None:
    count = len(unconfirmed(submission))
    if count:
        answers = "1 answer" if count == 1 else f"{count} answers"
        raise GapsError(
            f"The themes paper was not written: {answers} of the meeting record {submission.reference} must still be"
            " confirmed. Finish its correction form in the folder “needs attention” of the inbox, drop it into the"
            " inbox, and run this again."
        )


def _warnings(desk: Desk, submission: Submission, record: MeetingRecord) -> tuple[str, ...]:
    questions = tuple(f"The meeting record has an open question: {query}" for query in submission.queries)
    heard = {case.reference for case in record.cases if case.outcome == "discussed"}
    heard = heard or {case.reference for case in desk.register.referrals(record.day)}
    return (_ONE_FAMILY, *questions) if len(heard) == 1 else questions


def _theme(theme: Theme) -> ThemeText:
    return ThemeText(theme.heading, tuple(point.text for point in theme.points))


def _groups(actions: tuple[Action, ...]) -> tuple[ActionGroup, ...]:
    groups = []
    for heading, statuses in _GROUPS:
        texts = tuple(ThemeText(a.heading, a.points) for a in actions if a.status in statuses)
        if texts:
            groups.append(ActionGroup(heading, texts))
    return tuple(groups)


def _circulated_marking(panel_marking: str) -> str:
    """Themes name nobody, so they carry the lowest marking of the scheme in force, not the pack's."""
    return "OFFICIAL" if panel_marking.startswith("OFFICIAL") else "NOT PROTECTIVELY MARKED"
