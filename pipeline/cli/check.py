"""`pipeline check`: everything that can be checked, with every fault printed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from pipeline.cli.options import Session, pass_session
from pipeline.cli.progress import progress

if TYPE_CHECKING:
    from pipeline.model.form import Form
    from pipeline.model.settings import Settings


@click.command("check")
@pass_session
def command(session: Session) -> None:
    """Check settings, forms, templates, register, originals, folders and the Word engine.

    Every fault is printed; the exit code is 13 when there is one. A NOTE is no fault: examples that are still in
    pipeline.yaml, for instance.

    \b
    Example:
      pipeline check
    """
    from pipeline.model.errors import CheckFailedError
    from pipeline.office.checks import TaskChecks, run_checks

    tasks = TaskChecks(blanks=_blank_faults, templates=_template_faults)
    faults = 0
    with progress("Checking") as bar:
        for check in run_checks(session.root, session.clock, tasks):
            note = f" ({check.note})" if check.note else ""
            bar.say(f"{check.title}: {'in order' if not check.faults else 'FAULTS'}{note}")
            for fault in check.faults:
                bar.say(f"  {fault}")
            for advice in check.advice:
                bar.say(f"  NOTE {advice}")
            faults += len(check.faults)
    if faults:
        raise CheckFailedError(f"{faults} faults found." if faults > 1 else "1 fault found.")


def _blank_faults(settings: Settings, forms: Mapping[str, Form]) -> tuple[str, ...]:
    """The panel's blanks against its definitions, adopted forms against their blanks."""
    from pipeline.office.adopting import adopted_faults
    from pipeline.office.blanks import out_of_step

    return (*out_of_step(settings, forms), *adopted_faults(settings, forms))


def _template_faults(settings: Settings, forms: Mapping[str, Form]) -> tuple[str, ...]:
    """Every fault of every template, rendered with the sample of the task that uses it."""
    from pipeline.office import leadership, themes
    from pipeline.office.desk import letters
    from pipeline.office.desk.leaks.papers import BOARD, LEADERSHIP, THEMES
    from pipeline.office.quarterly import paper as quarterly_paper
    from pipeline.office.quarterly.planning import no_place
    from pipeline.papers.making.word import template_faults

    samples = {
        THEMES.template: themes.sample_paper(),
        LEADERSHIP.template: leadership.sample_leadership(),
        BOARD.template: quarterly_paper.sample_quarterly(),
        **{f"{letters.FOLDER}/{kind}.docx": letters.sample_letter() for kind in letters.LETTERS},
    }
    faults = tuple(
        f"{name}: {fault}"
        for name, sample in samples.items()
        for fault in template_faults(settings.folders.templates / name, sample)
    )
    broken = any(fault.startswith(BOARD.template) for fault in faults)
    return faults if broken else (*faults, *no_place(settings.folders.templates))
