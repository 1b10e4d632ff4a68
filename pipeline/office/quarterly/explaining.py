"""Every figure of a quarterly report traced: the meetings and the references that it counts, and what revised it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipeline.model.meeting import Quarter
from pipeline.office.desk import Desk
from pipeline.office.quarterly.editions import Edition
from pipeline.office.quarterly.ledger import releases
from pipeline.office.quarterly.material import Count, material_of
from pipeline.office.quarterly.naming import Names, names_of
from pipeline.office.quarterly.paper import BOARD, CIRCULATED
from pipeline.office.quarterly.planning import edition_of, must_add_up, must_be_reportable
from pipeline.office.quarterly.revising import Cause, report_words, revised
from pipeline.rules.counting.traces import Part


@dataclass(frozen=True)
class Explained:
    """A figure: in words, as each edition prints it ("" where it does not), and what it counts."""

    name: str
    figure: str
    period: str
    board: str
    circulated: str
    parts: tuple[Part, ...]
    versions: tuple[str, ...]  # the forms that it counts, each with its version


@dataclass(frozen=True)
class RevisionExplained:
    """A figure of an edition that is not as it was printed."""

    edition: str
    figure: str
    period: str
    report: str
    was: str
    now: str
    causes: tuple[Cause, ...]


@dataclass(frozen=True)
class Explanation:
    """A quarter's figures and revisions."""

    quarter: Quarter
    figures: tuple[Explained, ...]
    revisions: tuple[RevisionExplained, ...]


def explain(desk: Desk, quarter: Quarter) -> Explanation:
    """Trace every figure that a report of the quarter prints. Raises what `plan_quarterly` raises."""
    must_be_reportable(desk, quarter)
    count, names = Count(material_of(desk)), names_of(desk.settings, desk.forms)
    must_add_up(count, quarter)
    board, circulated = (
        edition_of(count, quarter, name, desk.settings, releases(desk, name)) for name in (BOARD, CIRCULATED)
    )
    found = tuple(
        _explained(name, board, circulated, count, names) for name in sorted(board.texts, key=names.order)
    )
    revisions = tuple(
        RevisionExplained(
            edition.name,
            names.figure(one.revision.printed.name),
            names.period(one.revision.printed.name),
            report_words(one.revision.printed, edition),
            one.revision.printed.text,
            one.revision.now,
            one.causes,
        )
        for edition in (board, circulated)
        for one in revised(desk, count, edition, names)
    )
    return Explanation(quarter, found, revisions)


def _explained(name: str, board: Edition, circulated: Edition, count: Count, names: Names) -> Explained:
    settings = names.settings
    parts = count.parts(name) or ()
    if name.startswith("districts:"):
        parts = tuple(replace(part, why=settings.district_name(part.why)) for part in parts)
    filed = count.material.filed
    references = dict.fromkeys(r for part in parts for r in part.references if r in filed)
    return Explained(
        name=name,
        figure=names.figure(name),
        period=names.period(name),
        board=board.texts[name],
        circulated=circulated.texts.get(name, ""),
        parts=parts,
        versions=tuple(f"{r} version {filed[r].version}" for r in references if filed[r].version > 1),
    )
