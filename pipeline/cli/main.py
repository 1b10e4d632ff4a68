"""The command `pipeline`: its options, its list of commands and how errors leave it.

Commands are imported when they are called, so `pipeline --help` needs nothing but click; a test holds that.
"""

from __future__ import annotations

import io
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from pipeline import __version__
from pipeline.cli.options import DAY, Session

# command: (module in this folder, what it does); the order is the order of the work. A module of several commands
# names the one after a colon.
COMMANDS = {
    "init": ("init", "Make a new workspace."),
    "demo": ("demo", "Run the whole cycle on invented cases in a new folder."),
    "ingest": ("ingest", "Take in what is in the inbox, once."),
    "watch": ("watch", "Take in forms as they are dropped, until stopped."),
    "status": ("status", "Show what came in, what waits and what needs attention."),
    "calendar": ("calendar", "Propose meetings, show what is due when, write the year's calendar file."),
    "acknowledge-risk": (
        "acknowledge_risk",
        "Say that children's social care was rung about an urgent check.",
    ),
    "show": ("show", "Show one referral: answers, problems, differences, history."),
    "accept-late": ("decisions:accept_late", "The chair accepts a referral that came late."),
    "move": ("decisions:move", "Move a referral to another meeting, as its referrer asks."),
    "defer": ("decisions:defer", "Put a referral off to a later meeting."),
    "decline": ("decisions:decline", "The panel does not take a referral."),
    "withdraw": ("decisions:withdraw", "The referrer takes a referral back."),
    "circulate": ("circulate", "Make each agency's copies and pre-filled checks for a meeting."),
    "checks": ("checks", "Show which agency knows whom and who has not replied; write chasers."),
    "chair-sheet": ("chair_sheet", "Write what is for the chair alone."),
    "invite": ("invite", "Write the invitations to a meeting, and what has changed about them."),
    "remind": ("rounds:remind", "Remind those who were invited and have not replied."),
    "attending": ("attending", "List who comes to a meeting; record who said so."),
    "build-pack": ("build_pack", "Make the briefing pack of a meeting."),
    "copies": ("copies", "Make each panel member's own copy of the pack."),
    "members": ("members", "The panel's members: passphrases, slips, withheld cases."),
    "deliver": ("delivery:deliver", "Put members' copies into their own folders."),
    "issued": ("delivery:issued", "Show who was given which copy of a pack."),
    "recall": ("delivery:recall", "Take delivered copies of a pack back."),
    "destroyed": ("delivery:destroyed", "Record that a member has destroyed their copies."),
    "carry-notes": ("carry_notes", "Move a reader's notes to the same pages of a new issue."),
    "record-form": ("record_form", "Write the record form of a meeting, pre-filled."),
    "thank": ("rounds:thank", "Thank those who came to a meeting."),
    "themes": ("outgoing:themes", "Make the themes paper of a meeting."),
    "send-themes": ("rounds:send_themes", "Send the themes paper to all who came."),
    "leak-check": ("leak_check", "Find what tells who is meant in a paper, seen or unseen."),
    "clear-leak": ("clear_leak", "Say why a finding of the leak check may stand."),
    "leadership": ("outgoing:leadership", "Make the leadership team's paper of a meeting."),
    "send-leadership": (
        "rounds:send_leadership",
        "Send the leadership paper to the Service Manager on the panel.",
    ),
    "actions": ("actions", "List the actions: overdue, open, done since the meeting before."),
    "quarterly-report": ("outgoing:quarterly_report", "Make the sub-group report of a quarter."),
    "explain": ("explain", "List the meetings and references that each figure of a report counts."),
    "forms": ("forms", "List, check and build the blank forms."),
    "check": ("check", "Check settings, forms, templates, register and folders."),
}


class LazyGroup(click.Group):
    """A group that imports a command's module only when the command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order of the work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, imported now; None when there is no such command."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(import_module(f"pipeline.cli.{module}"), name or "command")
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with the nearest command for a misspelt one."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            import difflib

            close = difflib.get_close_matches(args[0], COMMANDS, 1)
            hint = f" Did you mean {close[0]!r}?" if close else ""
            ctx.fail(f"There is no command {args[0]!r}.{hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, without importing any of them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, help_text) for name, (_, help_text) in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; an error raised on purpose becomes one message and its own exit code."""
        from pipeline.model.errors import PipelineError

        try:
            return super().invoke(ctx)
        except PipelineError as err:
            click.echo(f"Error: {err}", err=True)
            ctx.exit(err.exit_code)


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Start with: pipeline demo. Every command explains itself: pipeline COMMAND --help.",
)
@click.option(
    "--workspace",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="The workspace; otherwise the nearest folder upwards that has a pipeline.yaml.",
)
@click.option("--today", type=DAY, help="Work as if it were this day (for catching up and rehearsals).")
@click.version_option(__version__, prog_name="pipeline")
@click.pass_context
def main(ctx: click.Context, workspace: Path | None, today: Any) -> None:
    """The paperwork of a case review panel: forms in, briefing packs, themes papers and reports out."""
    _print_anything()
    ctx.obj = Session(workspace, today)


def _print_anything() -> None:
    """A letter that the terminal or a Windows pipe does not know becomes "?", not a crash."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
