"""New lines for meetings.yaml: added after the last meeting, with every line and comment of the person kept."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

import yaml

from pipeline.model.errors import SettingsError, StorageError
from pipeline.model.meeting import Meeting
from pipeline.records.broken_yaml import plain_fault
from pipeline.records.files import storing, write_atomic
from pipeline.records.settings import CALENDAR_FILE, SETTINGS_FILE, load_settings, parse_settings

_KEY = "meetings"
_PLAIN = re.compile(r"[A-Za-z][A-Za-z .’'-]*[A-Za-z.]")  # words that need no quotation marks
_WORDS = frozenset(("true", "false", "yes", "no", "on", "off", "null"))
_BOM = "\ufeff"


def meeting_line(meeting: Meeting) -> str:
    """A meeting as it stands in meetings.yaml, without the dash; blanks and the usual start are left out."""
    parts = {"date": meeting.day.isoformat(), "district": meeting.district}
    parts["venue"] = _quoted(meeting.venue)
    if meeting.start != Meeting(meeting.day, "").start:
        parts["start"] = f'"{meeting.start:%H:%M}"'
    parts["chair"] = _quoted(meeting.chair)
    parts["cases"] = str(meeting.cases or "")
    parts["directions"] = _quoted(meeting.directions)
    return "{" + ", ".join(f"{key}: {value}" for key, value in parts.items() if value) + "}"


def _quoted(words: str) -> str:
    if _PLAIN.fullmatch(words) and words.casefold() not in _WORDS:
        return words
    return json.dumps(words, ensure_ascii=False) if words else ""


def add_meetings(root: Path, meetings: Sequence[Meeting]) -> Path:
    """Add meetings to the workspace's meetings.yaml, which is made when there is none; the file's path.

    The new text is read back before it is written: it holds what was there and what is added, or nothing is written.
    Raises SettingsError or StorageError.
    """
    path = (root / CALENDAR_FILE).resolve()  # it may be a link to a shared folder
    with storing(f"Reading {CALENDAR_FILE}"):
        old = path.read_bytes() if path.exists() else None
    before = load_settings(root)
    if old is None and before.meetings:
        raise SettingsError(
            [f"Your meetings stand in {SETTINGS_FILE}: move those lines to {CALENDAR_FILE} first."]
        )
    text = with_meetings((old or b"").decode("utf-8"), meetings)
    settings_text = (root / SETTINGS_FILE).read_bytes().decode("utf-8-sig")
    after = parse_settings(settings_text, root, calendar=text.removeprefix(_BOM), calendar_shown=str(path))
    wanted = sorted((*before.meetings, *meetings), key=lambda m: m.day)
    if [*after.meetings] != wanted or after.closed != before.closed:
        raise SettingsError([f"The lines could not be added to {path}; add them yourself."])
    if (path.read_bytes() if path.exists() else None) != old:
        raise StorageError(f"{path} was changed just now, so nothing was written to it. Try again.")
    write_atomic(path, text.encode("utf-8"))
    return path


def with_meetings(text: str, meetings: Sequence[Meeting]) -> str:
    """The text of meetings.yaml with meetings added. Raises SettingsError when it cannot be understood."""
    end = "\r\n" if "\r\n" in text else "\n"
    lines = [meeting_line(m) for m in meetings]
    mark = len(_BOM) if text.startswith(_BOM) else 0
    key, listed = _found(text[mark:])
    if key is None:
        before = text if not text or text.endswith("\n") else text + end
        return f"{before}{_KEY}:{end}" + "".join(f"  - {line}{end}" for line in lines)
    if isinstance(listed, yaml.SequenceNode) and listed.flow_style:
        return _in_brackets(text, mark, listed, lines, end)
    items = listed.value if isinstance(listed, yaml.SequenceNode) else []
    at = _after_line(text, mark + _last(items[-1] if items else key))
    dash = re.match(r" *", _line_of(text, mark + items[-1].start_mark.index)) if items else None
    indent = dash.group() if dash else "  "
    gap = "" if at == 0 or text[at - 1] == "\n" else end
    return text[:at] + gap + "".join(f"{indent}- {line}{end}" for line in lines) + text[at:]


def _found(text: str) -> tuple[yaml.Node | None, yaml.Node | None]:
    """The key `meetings` and what stands under it."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)  # the quick loader counts marks in bytes
    except yaml.YAMLError as err:
        raise SettingsError([f"{CALENDAR_FILE} {plain_fault(text, err)}"]) from err
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    return next(((k, v) for k, v in pairs if k.value == _KEY), (None, None))


def _in_brackets(text: str, mark: int, listed: yaml.SequenceNode, lines: Sequence[str], end: str) -> str:
    """A list in brackets grows inside them."""
    after = listed.value[-1].end_mark if listed.value else listed.start_mark
    at = mark + after.index + (0 if listed.value else 1)
    joined = f",{end}  ".join(lines)
    return text[:at] + (f",{end}  {joined}" if listed.value else joined) + text[at:]


def _last(node: yaml.Node) -> int:
    """The index of the last character of what a person wrote for this node."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _last(last[1] if isinstance(last, tuple) else last)
    return max(node.end_mark.index - 1, node.start_mark.index)


def _after_line(text: str, index: int) -> int:
    found = text.find("\n", index)
    return len(text) if found < 0 else found + 1


def _line_of(text: str, index: int) -> str:
    return text[text.rfind("\n", 0, index) + 1 :]
