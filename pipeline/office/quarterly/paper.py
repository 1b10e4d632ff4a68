"""What templates/quarterly-report.docx can print, name by name (docs/templates.md explains each)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from pipeline.office.desk.leaks.door import Outgoing

BOARD, CIRCULATED = "board", "circulated"  # the editions


@dataclass(frozen=True)
class ActivityRow:
    """One thing that was counted, for the quarter, the year to date and since the panel began."""

    label: str
    quarter: str
    year: str
    since: str
    rule: str = ""  # how it is counted, where that is not plain


@dataclass(frozen=True)
class MeetingRow:
    """One meeting of the quarter."""

    district: str
    day: str
    families: str
    children: str
    practitioners: str


@dataclass(frozen=True)
class CountRow:
    """A reason or a theme and how often it came. `new`: "New" or "Recurs", for a theme of the quarter."""

    label: str
    quarter: str
    year: str
    new: str = ""


@dataclass(frozen=True)
class MeetingThemes:
    """The theme headings of one meeting."""

    heading: str
    points: tuple[str, ...]


@dataclass(frozen=True)
class ActionRow:
    """One resulting action."""

    status: str
    heading: str
    what: str
    owner: str
    day: str
    new: str = ""  # "New" when it was agreed in the quarter


@dataclass(frozen=True)
class ImpactRow:
    """What was said, what was done about it, and when."""

    said: str
    did: str
    day: str


@dataclass(frozen=True)
class SinceLine:
    """One running total: its name and (words under the point, number) in order."""

    label: str
    points: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class SinceRow:
    """The running totals at one point of the chart."""

    label: str
    children: str
    attendances: str


@dataclass(frozen=True)
class ParticipationRow:
    """One agency's part in the quarter."""

    agency: str
    panel: str
    absent: str
    practitioners: str
    due: str
    on_time: str
    late: str
    none: str


@dataclass(frozen=True)
class RevisionRow:
    """A figure of an earlier report or issue that counts differently now. `because`: the numbers of its causes."""

    figure: str
    period: str
    report: str
    was: str
    now: str
    because: str = ""


@dataclass(frozen=True)
class CauseRow:
    """What has changed since a report: a form that came or was corrected, a decision, a setting."""

    number: str
    words: str


@dataclass(frozen=True)
class NextRow:
    """One coming meeting."""

    district: str
    day: str
    deadline: str


@dataclass(frozen=True)
class FrontSheet:
    """What the report is, for whom, and its key messages."""

    title: str
    panel: str
    board: str
    quarter: str
    marking: str
    edition: str  # in words: the board's own, or the one that goes round
    author: str
    chair: str
    version: str  # "Issue 2"; "" until it is written
    asked: str
    meetings_in_words: str
    since: str
    stands_on: str  # the quarter's last day, on which the actions stand as the report says
    key_messages: tuple[str, ...]


@dataclass(frozen=True)
class FigureTables:
    """What was counted, with the charts and how it was counted."""

    activity: tuple[ActivityRow, ...]
    meetings: tuple[MeetingRow, ...]
    reasons: tuple[CountRow, ...]
    theme_counts: tuple[CountRow, ...]
    chart_title: str
    chart: object  # a papers.making.word.Picture; "" before it is drawn and when there is nothing to draw
    since_title: str
    since_chart: object  # as chart
    since_lines: tuple[SinceLine, ...]
    since_rows: tuple[SinceRow, ...]  # the same as a table
    participation: tuple[ParticipationRow, ...]
    revisions: tuple[RevisionRow, ...]
    revision_causes: tuple[CauseRow, ...]  # () in the edition that goes round
    no_revision: str  # what to say when nothing was revised; "" when something was
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Sayings:
    """What was said at the meetings of the quarter, in the words of their records."""

    themes_by_meeting: tuple[MeetingThemes, ...]
    good_practice: tuple[str, ...]
    messages_to_managers: tuple[str, ...]
    messages_scolt: tuple[str, ...]
    messages_qa: tuple[str, ...]


@dataclass(frozen=True)
class Doings:
    """What is being done about it, what came of it, what is in the way and what comes next."""

    actions: tuple[ActionRow, ...]
    impact: tuple[ImpactRow, ...]
    risks: tuple[str, ...]
    next_meetings: tuple[NextRow, ...]


@dataclass(frozen=True)
class QuarterlyPaper(FrontSheet, FigureTables, Sayings, Doings):
    """All that the template can print. Figures are text, as they are printed."""

    def with_charts(self, themes: object | None, since: object | None) -> QuarterlyPaper:
        """The same paper with its charts drawn."""
        return replace(self, chart=themes or "", since_chart=since or "")


@dataclass(frozen=True)
class QuarterlyPlan(Outgoing[QuarterlyPaper]):
    """A report that wants to go out. `released`: the figures that it lets out, as printed."""

    edition: str = BOARD
    released: Mapping[str, str] = field(default_factory=dict)


def sample_quarterly() -> QuarterlyPaper:
    """A report with every part filled in, for `pipeline check` (invented)."""
    points = ("A point with <angle> & ampersand, {{ braces }} and Łukasz’s letters", "A second point")
    return QuarterlyPaper(
        title="Multi Agency Case Review Panel: quarterly report, July to September 2013 (Q2 2013/14)",
        panel="Multi Agency Case Review Panel",
        board="Exampleshire Safeguarding Children Board",
        quarter="July to September 2013 (Q2 2013/14)",
        marking="RESTRICTED",
        edition="The board's own copy: every figure in full; not for publication",
        author="Panel coordinator",
        chair="Margaret Holloway",
        version="Issue 1",
        asked="Note the themes.",
        meetings_in_words="Cheltenham (27 September 2013)",
        since="April 2012",
        stands_on="30 September 2013",
        key_messages=points,
        activity=(ActivityRow("Children discussed", "1", "3", "9", "each once"),),
        meetings=(MeetingRow("Cheltenham", "27 September 2013", "2", "5", "7"),),
        reasons=(CountRow("Second or subsequent plan", "1", "3"),),
        theme_counts=(CountRow("Core groups", "1", "2", "New"),),
        chart_title="Meetings in which each theme arose",
        chart="(the chart)",
        since_title="What the panel has done since April 2012",
        since_chart="(the chart)",
        since_lines=(SinceLine("Children discussed", (("to 31/03/13", 24), ("Q1", 30))),),
        since_rows=(SinceRow("to 31/03/13", "24", "34"),),
        themes_by_meeting=(MeetingThemes("Cheltenham, 27 September 2013", points),),
        good_practice=points,
        messages_to_managers=points,
        messages_scolt=points,
        messages_qa=points,
        actions=(
            ActionRow(
                "○ Planned", "Reflective meetings", "Share the model.", "Chair", "1 November 2013", "New"
            ),
        ),
        impact=(ImpactRow("Reading the plan aloud", "Chairs begin with the goals.", "20 June 2013"),),
        risks=points,
        participation=(ParticipationRow("Police", "1", "0", "2", "3", "1", "1", "1"),),
        revisions=(RevisionRow("Children", "quarter", "Q1 2013/14", "7", "8", "A"),),
        revision_causes=(CauseRow("Note 1", "The record of 31 May 2013: version 2."),),
        no_revision="No figure of an earlier report has changed.",
        next_meetings=(NextRow("Stroud", "22 November 2013", "1 November 2013"),),
        notes=points,
    )
