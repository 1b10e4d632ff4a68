"""Earlier issues of a pack in the outbox: marked on every page, under a name that says so."""

from __future__ import annotations

from pathlib import Path

from pipeline.model.errors import ConversionError, StorageError
from pipeline.model.pack import PackPlan
from pipeline.office.desk import Desk
from pipeline.office.desk.packs import paper_name
from pipeline.records import files, outbox
from pipeline.rules.answers.dates import british

_MARK = "-SUPERSEDED"


def supersede(desk: Desk, plan: PackPlan) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    """Mark what lies in the outbox of the issues before this one; the files, and a sentence for each trouble.

    A file that is open in another program stays as it is; the next build tries again.
    """
    day = plan.meeting.day
    folder = desk.settings.folders.outbox / day.isoformat()
    marked: list[Path] = []
    troubles: list[str] = []
    for number in range(1, plan.issue):
        path = folder / f"{paper_name(day)}-issue-{number}.pdf"
        if not path.is_file():
            continue
        try:
            marked.append(_marked(desk, path, plan, number))
        except (StorageError, ConversionError) as err:
            troubles.append(f"{path.name} could not be marked as superseded ({err}) Delete it by hand.")
    return tuple(marked), tuple(troubles)


def _marked(desk: Desk, path: Path, plan: PackPlan, number: int) -> Path:
    from pipeline.papers.making.binder import superseded

    with files.storing(f"Reading {path.name}"):
        data = path.read_bytes()
    line = f"SUPERSEDED: issue {plan.issue} of the pack for {british(plan.meeting.day)} replaces this issue {number}."
    target = outbox.issue(path.with_name(f"{path.stem}{_MARK}.pdf"), superseded(data, line))
    with files.storing(f"Removing {path.name}"):
        path.unlink()
    desk.register.note("superseded", paper_name(plan.meeting.day), {"issue": number, "by": plan.issue})
    return target
