"""Writes docs/settings.md from the settings' schema: `python -m tests.make_settings_page`."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.records.settings.calendar import CALENDAR
from pipeline.records.settings.catalogue import SCHEMA
from pipeline.records.settings.schema import Group, Item, Names, Setting, Table
from tests.builders import ROOT

PAGE = ROOT / "docs" / "settings.md"
HEAD = """\
# Settings

Every setting of `pipeline.yaml`, made from the program's own list of them (`python -m tests.make_settings_page`). The
file in the repository is a commented catalogue with each default; a line that you delete goes back to its default.
Mistakes are reported all at once, each with its line and the nearest right word.
"""


def page() -> str:
    """The whole page."""
    single = tuple(item for item in SCHEMA if isinstance(item, Setting))
    lines = ["", "## On a line of their own", "", *_rows(single)]
    lines += [line for item in SCHEMA if not isinstance(item, Setting) for line in _item(item)]
    lines += ["", "# The calendar, `meetings.yaml`"]
    lines += [line for item in CALENDAR for line in _item(item)]
    return HEAD + "".join(f"{line}\n" for line in lines)


def _item(item: Item) -> Iterator[str]:
    yield from ("", f"## `{item.key}`", "")
    if isinstance(item, Group):
        yield from _rows(item.settings)
    elif isinstance(item, Names):
        yield f"{item.help} Written as `CODE: printed name`."
        yield from ("", "Default: " + ", ".join(f"`{code}` {name}" for code, name in item.default))
    elif isinstance(item, Table):
        yield f"{item.help} A list; each line has these keys:"
        yield ""
        yield from _rows(item.columns)


def _rows(settings: tuple[Setting, ...]) -> Iterator[str]:
    yield from ("| key | what | kind | default |", "|---|---|---|---|")
    for one in settings:
        kind = " or ".join(one.choices) if one.choices else one.want.value
        default = ", ".join(one.default) if isinstance(one.default, tuple) else one.default
        needed = "must be given" if one.needed else (default or "blank")
        yield f"| `{one.key}` | {one.help} | {kind} | {needed} |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
