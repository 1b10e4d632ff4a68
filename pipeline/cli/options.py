"""What commands share: the workspace and the day they work on, dates as people type them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from pipeline.model.form import Form
    from pipeline.model.settings import Settings
    from pipeline.office.desk import Desk

    _DayType = click.ParamType[date]
else:
    _DayType = click.ParamType  # older versions of click know no subscript here


class Session:
    """What was said before the command's name; what it needs from the disk is read when it is asked for."""

    def __init__(self, workspace: Path | None, today: date | None) -> None:
        self.workspace = workspace
        self.today = today

    @property
    def root(self) -> Path:
        """The workspace's folder. Raises WorkspaceError."""
        if self.workspace is not None:
            return self.workspace.absolute()
        from pipeline.records.workspace import find_workspace

        return find_workspace(Path.cwd())

    def settings(self) -> Settings:
        """The workspace's settings. Raises SettingsError or WorkspaceError."""
        from pipeline.records.settings import load_settings

        return load_settings(self.root)

    @staticmethod
    def forms(settings: Settings) -> dict[str, Form]:
        """The forms defined in the workspace. Raises DefinitionError."""
        from pipeline.records.workspace import workspace_forms

        return workspace_forms(settings)

    @contextlib.contextmanager
    def desk(self, *, alone: bool = False) -> Iterator[Desk]:
        """The open desk of the workspace. Raises SettingsError, DefinitionError, RegisterError and others.

        `alone`: no other command that writes papers runs meanwhile; two at once would write to people twice.
        """
        from pipeline.office.desk import open_desk
        from pipeline.records.outbox import one_at_a_time
        from pipeline.records.workspace import make_own_folders

        settings = self.settings()
        make_own_folders(settings.folders)
        with (
            open_desk(settings, self.forms(settings), self.clock) as desk,
            one_at_a_time(settings.folders.records) if alone else contextlib.nullcontext(),
        ):
            yield desk

    def clock(self) -> datetime:
        """Now; with --today, this time of that day."""
        now = datetime.now().astimezone()
        if self.today is None:
            return now
        return now.replace(year=self.today.year, month=self.today.month, day=self.today.day)


class Day(_DayType):
    """A date: 2013-09-27 or 27/09/2013; a meeting's day is completed by the shell from the settings."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The date, or click's usage error."""
        if isinstance(value, date):
            return value
        from pipeline.records.settings.values import read_day

        try:
            return read_day(str(value).strip())
        except ValueError as err:
            why = str(err).rstrip(".")
            self.fail(f"{value!r} is not a date ({why}); write 2013-09-27 or 27/09/2013.", param, ctx)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """The meeting days of the workspace that begin like this."""
        from click.shell_completion import CompletionItem

        from pipeline.model.errors import PipelineError

        if param.name not in ("meeting", "to"):
            return []
        try:  # the group itself is not run for a completion, so there is no session yet
            meetings = Session(ctx.find_root().params.get("workspace"), None).settings().meetings
        except PipelineError:  # completion must not print messages
            return []
        days = ((m.day.isoformat(), m.district) for m in meetings)
        return [CompletionItem(day, help=district) for day, district in days if day.startswith(incomplete)]


DAY = Day()

meeting_day = click.option("--meeting", type=DAY, required=True, help="The day of the meeting.")
quarter_name = click.option(
    "--quarter", required=True, help="The quarter, such as 2013-14-Q2 (July to September 2013)."
)
dry_run = click.option("--dry-run", is_flag=True, help="Say what would be done; write nothing.")
pass_session = click.make_pass_decorator(Session)
