"""The themes paper: what a meeting learnt, word for word, for those who were there and those who were not.

Attendance, cases and messages of the record are never printed here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from pipeline.model.errors import GapsError, NotFoundError
from pipeline.model.filing import Submission
from pipeline.model.meeting import Action, ActionStatus, MeetingRecord, Theme
from pipeline.model.settings import Settings
from pipeline.office.desk import Desk
from pipeline.office.desk.head import Head, head_of, sample_head
from pipeline.office.desk.leaks.door import Outgoing, outgoing
from pipeline.office.desk.leaks.papers import THEMES
from pipeline.office.desk.leaks.scope import of_meeting
from pipeline.office.desk.records import all_confirmed, one_family, open_questions, record_of
from pipeline.rules.answers.dates import british
from pipeline.rules.counting.meeting_records import as_meeting_record

_TITLE = "Themes arising from cases discussed during the"
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
class ThemesPaper(Head):
    """All that templates/themes.docx can print; docs/templates.md explains each name."""

    themes: tuple[ThemeText, ...]
    resulting_actions: tuple[ActionGroup, ...]


def plan_themes(desk: Desk, day: date) -> Outgoing[ThemesPaper]:
    """The paper for a meeting from its latest record.

    Raises NotFoundError when there is no record, or no theme, and GapsError while answers of the record are still
    to be confirmed or a theme has no heading: the paper goes out word for word.
    """
    submission = record_of(desk, day)
    all_confirmed(submission, "The themes paper")
    record = as_meeting_record(submission.record)
    if not record.themes:
        raise NotFoundError(
            f"The record of {british(day)} ({submission.reference}) has no themes yet. Add them to the meeting record"
            " and drop it into the inbox again."
        )
    _headed(submission, record)
    paper = themes_paper(record, desk.settings, own_title=submission.record.text("paper_title"))
    warnings = (*one_family(desk, record), *open_questions(submission))
    return outgoing(desk.settings, THEMES, of_meeting(day), paper, warnings)


def _headed(submission: Submission, record: MeetingRecord) -> None:
    """Raises GapsError when a theme has bullets and no heading: its place in the paper would be blank."""
    nameless = next((theme for theme in record.themes if not theme.heading), None)
    if nameless is not None:
        first = nameless.points[0].text if nameless.points else "it has no bullet either"
        raise GapsError(
            f"The themes paper was not written: a theme in {submission.reference} has no heading (its first bullet:"
            f" “{first}”). Write the heading into the box of that theme and drop the record into the inbox again."
        )


def themes_paper(record: MeetingRecord, settings: Settings, *, own_title: str = "") -> ThemesPaper:
    """The paper's words. `own_title` replaces the usual title when the record gives one."""
    head = head_of(record, settings, _TITLE)
    return ThemesPaper(
        **vars(replace(head, title=own_title or head.title)),
        themes=tuple(_theme(t) for t in record.themes),
        resulting_actions=_groups(record.actions),
    )


def sample_paper() -> ThemesPaper:
    """A paper with every part filled in, for `pipeline check` (invented)."""
    points = ("A point with <angle> & ampersand, {{ braces }} and Łukasz’s letters", "A second point")
    text = ThemeText("Healthy challenge in core groups", points)
    return ThemesPaper(
        **vars(sample_head(_TITLE)),
        themes=(text, ThemeText("Listening to the child", points)),
        resulting_actions=(ActionGroup("Completed", (text,)), ActionGroup("Planned", (text,))),
    )


def _theme(theme: Theme) -> ThemeText:
    return ThemeText(theme.heading, tuple(point.text for point in theme.points))


def _groups(actions: tuple[Action, ...]) -> tuple[ActionGroup, ...]:
    groups = []
    for heading, statuses in _GROUPS:
        texts = tuple(ThemeText(a.heading, a.points) for a in actions if a.status in statuses)
        if texts:
            groups.append(ActionGroup(heading, texts))
    return tuple(groups)
