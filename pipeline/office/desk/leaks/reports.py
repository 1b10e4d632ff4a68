"""The report of a leak check, in the records: it lists identifiers, so only its owner may read it."""

from __future__ import annotations

from pathlib import Path

from pipeline.model.leaks import Level
from pipeline.office.desk import Desk
from pipeline.office.desk.leaks.checking import NEVER, Check, Noted
from pipeline.records import files

FOLDER = "leak-reports"  # in the records


def report_path(desk: Desk, check: Check) -> Path:
    """Where the report of a check lies."""
    return desk.settings.folders.records / FOLDER / f"{check.sha256[:12]}.html"


def write_report(desk: Desk, check: Check, paper: str) -> Path:
    """Write the report; `paper`: what to type for the file in a command. Raises StorageError."""
    from pipeline.papers.making.leak_report import LeakReport, ReportLine, leak_report

    about = (
        ("Quarter" if check.scope.quarter else "Meeting", check.scope.words),
        ("File", paper),
        ("SHA-256", f"{check.sha256} (of the exact bytes that were checked; any change voids the check)"),
        ("Read", f"{check.places} texts, seen and unseen"),
        ("Checked with", check.versions),
    )
    lines = tuple(ReportLine(n.number, n.finding, n.settled, how_to_settle(n, paper)) for n in check.noted)
    marking = desk.settings.marking_on(check.scope.day)
    path = report_path(desk, check)
    with files.storing("Making the folder for leak reports"):
        files.make_folder(path.parent, 0o700)
    page = leak_report(LeakReport(marking, check.name, check.verdict, lines, about))
    files.write_atomic(path, page, private=True)
    return path


def how_to_settle(noted: Noted, paper: str) -> str:
    """The command that settles a finding, or what else to do."""
    if noted.finding.rule in NEVER:
        return "Nobody can let this pass: make the paper anew, so that all of it can be read."
    base = f'pipeline clear-leak --file "{paper}" --finding {noted.number} --reason "..."'
    if noted.finding.level is Level.STOP:
        return f'Change the text. Only the chair can let it stand:\n{base} --override-by "the chair\'s name"'
    return f"Change the text, or say why it may stand:\n{base}"
