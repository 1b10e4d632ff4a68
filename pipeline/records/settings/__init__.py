"""Settings: `pipeline.yaml` checked as a whole and frozen into `Settings`.

Every fault is reported at once, with its line and, for a word that is not known, the nearest one that is.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import date, time
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pipeline.model.errors import SettingsError, WorkspaceError
from pipeline.model.form import Choice
from pipeline.model.meeting import Closed, Meeting
from pipeline.model.people import Agency, District, PanelMember
from pipeline.model.settings import (
    CalendarSettings,
    Folders,
    IntakeSettings,
    Marking,
    OpeningBalance,
    PackSettings,
    PanelNames,
    Settings,
    Timeline,
)
from pipeline.records.settings.members import member_faults
from pipeline.records.settings.reading import Reading, TableRow, read_calendar, read_settings

if TYPE_CHECKING:
    from pipeline.records.definitions import Lists

SETTINGS_FILE, CALENDAR_FILE = "pipeline.yaml", "meetings.yaml"
_FOLDERS = ("inbox", "outbox", "records", "forms", "templates")
_WRITTEN = ("inbox", "outbox", "records")
T = TypeVar("T")


def load_settings(root: Path) -> Settings:
    """The settings of the workspace `root`. Raises SettingsError (every fault) or WorkspaceError (no file)."""
    path, calendar = root / SETTINGS_FILE, root / CALENDAR_FILE
    text = _text(path)
    if text is None:
        raise WorkspaceError(
            f"{root} is not a workspace: it has no {SETTINGS_FILE}. Make one with `pipeline init DIR`."
        )
    return parse_settings(text, root, shown=str(path), calendar=_text(calendar), calendar_shown=str(calendar))


def _text(path: Path) -> str | None:
    """A file's text, None when it is not there. Raises SettingsError or WorkspaceError."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as err:
        raise SettingsError([f"{path}: this file is not UTF-8 text; save it again as UTF-8."]) from err
    except OSError as err:
        raise WorkspaceError(f"{path} cannot be read ({err.strerror or err}).") from err


def parse_settings(
    text: str,
    root: Path,
    *,
    shown: str = SETTINGS_FILE,
    calendar: str | None = None,
    calendar_shown: str = CALENDAR_FILE,
) -> Settings:
    """The settings in the files' texts, for the workspace `root`. Raises SettingsError listing every fault.

    `calendar`: the text of meetings.yaml; None: there is none, and what pipeline.yaml says of meetings counts.
    """
    reading = _understood(read_settings, text, shown)
    folders = _folders(reading, Path(os.path.abspath(root)))  # noqa: PTH100 (resolve() would follow a share's links)
    reading.faults += [
        *_folder_faults(reading, folders),
        *_day_faults(reading),
        *_font_faults(reading, folders),
        *member_faults(reading),
    ]
    told = _told(reading, shown)
    if calendar is not None:
        days = _understood(lambda words: read_calendar(words, reading), calendar, calendar_shown)
        days.faults += _day_faults(days)
        for table in days.tables:
            if reading.tables[table]:
                line = reading.lines[table]
                told.append(
                    f"{shown} line {line}: `{table}` stands in {CALENDAR_FILE} now; move these lines there."
                )
        reading.tables |= days.tables
        told += _told(days, calendar_shown)
    if told:
        raise SettingsError(told)
    return _settings(reading, folders)


def _understood(read: Callable[[str], Reading], text: str, shown: str) -> Reading:
    try:
        return read(text)
    except SettingsError as err:
        raise SettingsError([f"{shown} {fault}" for fault in err.faults]) from err


def _told(reading: Reading, shown: str) -> list[str]:
    """The faults in order of their lines, each with its file."""
    ordered = sorted(reading.faults, key=lambda fault: fault[0])
    return [f"{shown} line {line}: {message}" if line else f"{shown}: {message}" for line, message in ordered]


def form_lists(settings: Settings) -> Lists:
    """The lists that form definitions may point to: "@agencies" and "@districts"."""
    return {
        "@agencies": tuple(Choice(a.code, a.name) for a in settings.agencies),
        "@districts": tuple(Choice(d.code, d.name) for d in settings.districts),
    }


def form_words(settings: Settings) -> dict[str, str]:
    """What the words in braces of a form definition stand for: {panel}, {email}, {marking} and the like.

    A blank form has no date, so its marking is the newest one there is.
    """
    names = {name: str(value) for name, value in asdict(settings.names).items()}
    marking = settings.markings[-1].text if settings.markings else ""
    return names | {"deadline_days": str(settings.deadline_days), "marking": marking}


def _folders(reading: Reading, root: Path) -> Folders:
    paths = {name: Path(os.path.abspath(root / str(reading.values[name]))) for name in _FOLDERS}  # noqa: PTH100
    return Folders(root=root, **paths)


def _settings(reading: Reading, folders: Folders) -> Settings:
    values = reading.values
    meetings = sorted((_meeting(row) for row in reading.tables["meetings"]), key=lambda m: m.day)
    markings = (Marking(_as(date, r.values["since"]), r.text("text")) for r in reading.tables["marking"])
    polling = {"auto": None, "true": True, "false": False}[str(values["intake.polling"])]
    return Settings(
        folders=folders,
        names=PanelNames(**{k: str(v) for k, v in _group(reading, "names").items()}),
        districts=tuple(District(n.code, n.name) for n in reading.names["districts"]),
        agencies=tuple(Agency(n.code, n.name) for n in reading.names["agencies"]),
        members=tuple(_member(row, folders) for row in reading.tables["members"]),
        meetings=tuple(meetings),
        markings=tuple(sorted(markings, key=lambda m: m.since)),
        deadline_days=_as(int, values["deadline_days"]),
        timeline=Timeline(**_group(reading, "timeline")),  # type: ignore[arg-type]
        calendar=CalendarSettings(**_group(reading, "calendar")),  # type: ignore[arg-type]
        closed=tuple(_closed(row) for row in reading.tables["closed"]),
        intake=IntakeSettings(**{**_group(reading, "intake"), "polling": polling}),  # type: ignore[arg-type]
        pack=PackSettings(**_group(reading, "pack")),  # type: ignore[arg-type]
        opening=OpeningBalance(**_group(reading, "opening_balance")),  # type: ignore[arg-type]
        disclosure_threshold=_as(int, values["disclosure_threshold"]),
        word_engine=str(values["word_engine"]),
        scan_engine=str(values["scan_engine"]),
        regular_font=_font(folders, values["fonts.regular"]),
        bold_font=_font(folders, values["fonts.bold"]),
        secure_email_domains=_as(tuple, values["secure_email_domains"]),
        reference_prefix=str(values["reference_prefix"]),
        passphrases=str(values["passphrases"]),
    )


def _group(reading: Reading, name: str) -> dict[str, object]:
    start = f"{name}."
    return {key.removeprefix(start): value for key, value in reading.values.items() if key.startswith(start)}


def _as(kind: type[T], value: object) -> T:
    """The value, which the schema has already proved to be of this kind."""
    assert isinstance(value, kind)
    return value


def _meeting(row: TableRow) -> Meeting:
    return Meeting(
        _as(date, row.values["date"]),
        row.text("district"),
        row.text("venue"),
        _as(time, row.values["start"]),
        row.text("chair"),
        _as(int, row.values["cases"]),
        row.text("directions"),
    )


def _closed(row: TableRow) -> Closed:
    return Closed(_as(date, row.values["from"]), _as(date, row.values["to"]), row.text("name"))


def _member(row: TableRow, folders: Folders) -> PanelMember:
    folder = row.text("folder")
    return PanelMember(
        row.text("name"),
        row.text("role"),
        row.text("agency"),
        row.text("email"),
        folders.root / folder if folder else None,
        row.text("edition"),
    )


def _font(folders: Folders, value: object) -> Path | None:
    return folders.root / value if isinstance(value, str) and value else None


def _folder_faults(reading: Reading, folders: Folders) -> Iterator[tuple[int, str]]:
    """Folders that overlap, are files, or cannot be written."""
    paths = {name: getattr(folders, name) for name in _FOLDERS}
    for one, other in combinations(_FOLDERS, 2):
        line = max(reading.lines[one], reading.lines[other])
        if _same(paths[one], paths[other]):
            yield line, f"`{one}` and `{other}` are the same folder, {paths[one]}; each needs its own"
        elif _inside(paths[one], paths[other]) or _inside(paths[other], paths[one]):
            inner, outer = (one, other) if _inside(paths[one], paths[other]) else (other, one)
            yield line, f"`{inner}` lies inside `{outer}` ({paths[inner]}); put them side by side"
    for name in _FOLDERS:
        wrong = _unusable(paths[name], folders.root, name)
        if wrong:
            yield reading.lines[name], f"`{name}`: {wrong}"


def _unusable(path: Path, root: Path, name: str) -> str:
    """Why a folder cannot be used, "" when it can.

    A folder outside the workspace that is not there is no fault of the settings: a share may come and go.
    """
    if _same(path, root) or _inside(root, path):
        return f"{path} holds the workspace itself; name a folder inside it or elsewhere"
    if path.exists() and not path.is_dir():
        return f"{path} is a file, not a folder"
    if name not in _WRITTEN:
        return "" if path.is_dir() else f"the folder {path} is not there"
    home = next(p for p in (path, *path.parents) if p.exists())
    if not home.is_dir():
        return f"{path} cannot be made, because {home} is a file"
    if (path.exists() or _inside(path, root)) and not os.access(home, os.W_OK | os.X_OK):
        return f"{home} cannot be written; ask for the right to write there or name another folder"
    return ""


def _key(path: Path) -> Path:
    return Path(os.path.normcase(os.path.realpath(path)))


def _same(one: Path, other: Path) -> bool:
    return _key(one) == _key(other)


def _inside(inner: Path, outer: Path) -> bool:
    return _key(outer) in _key(inner).parents


def _day_faults(reading: Reading) -> Iterator[tuple[int, str]]:
    """Days given twice, and days that end before they begin."""
    for table, column in (("meetings", "date"), ("marking", "since")):
        seen: dict[object, int] = {}
        for row in reading.tables.get(table, ()):
            day = row.values[column]
            if day is not None and day in seen:
                yield row.line, f"`{table}` has {day} twice (first on line {seen[day]})"
            seen.setdefault(day, row.line)
    for row in reading.tables.get("closed", ()):
        first, last = row.values["from"], row.values["to"]
        if isinstance(first, date) and isinstance(last, date) and last < first:
            yield row.line, f"`closed` ends on {last}, before it begins on {first}"


def _font_faults(reading: Reading, folders: Folders) -> Iterator[tuple[int, str]]:
    fonts = {key: _font(folders, reading.values[key]) for key in ("fonts.regular", "fonts.bold")}
    for key, path in fonts.items():
        if path is not None and not path.is_file():
            yield reading.lines[key], f"`{key}`: there is no file {path}"
    if (fonts["fonts.regular"] is None) != (fonts["fonts.bold"] is None):
        line = max(reading.lines[key] for key in fonts)
        yield line, "`fonts` needs both `regular` and `bold`, or neither"
