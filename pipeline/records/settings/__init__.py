"""Settings: `pipeline.yaml` checked as a whole and frozen into `Settings`.

Every fault is reported at once, with its line and, for a word that is not known, the nearest one that is.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, time
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pipeline.model.errors import SettingsError, WorkspaceError
from pipeline.model.form import Choice
from pipeline.model.meeting import Meeting
from pipeline.model.people import Agency, District, PanelMember
from pipeline.model.settings import (
    Folders,
    IntakeSettings,
    Marking,
    OpeningBalance,
    PackSettings,
    PanelNames,
    Settings,
)
from pipeline.records.settings.reading import Reading, TableRow, read_settings

if TYPE_CHECKING:
    from pipeline.records.definitions import Lists

SETTINGS_FILE = "pipeline.yaml"
_FOLDERS = ("inbox", "outbox", "records", "forms", "templates")
_WRITTEN = ("inbox", "outbox", "records")
T = TypeVar("T")


def load_settings(root: Path) -> Settings:
    """The settings of the workspace `root`. Raises SettingsError (every fault) or WorkspaceError (no file)."""
    path = root / SETTINGS_FILE
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError as err:
        raise WorkspaceError(
            f"{root} is not a workspace: it has no {SETTINGS_FILE}. Make one with `pipeline init DIR`."
        ) from err
    except UnicodeDecodeError as err:
        raise SettingsError([f"{path}: this file is not UTF-8 text; save it again as UTF-8."]) from err
    except OSError as err:
        raise WorkspaceError(f"{path} cannot be read ({err.strerror or err}).") from err
    return parse_settings(text, root, shown=str(path))


def parse_settings(text: str, root: Path, *, shown: str = SETTINGS_FILE) -> Settings:
    """The settings in a file's text, for the workspace `root`. Raises SettingsError listing every fault."""
    try:
        reading = read_settings(text)
    except SettingsError as err:
        raise SettingsError([f"{shown} {fault}" for fault in err.faults]) from err
    folders = _folders(reading, Path(os.path.abspath(root)))  # noqa: PTH100 (resolve() would follow a share's links)
    for line, message in (
        *_folder_faults(reading, folders),
        *_day_faults(reading),
        *_font_faults(reading, folders),
    ):
        reading.fault(line, message)
    if reading.faults:
        ordered = sorted(reading.faults, key=lambda fault: fault[0])
        raise SettingsError(
            [
                f"{shown} line {line}: {message}" if line else f"{shown}: {message}"
                for line, message in ordered
            ]
        )
    return _settings(reading, folders)


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
        members=tuple(
            PanelMember(r.text("name"), r.text("role"), r.text("agency"), r.text("email"))
            for r in reading.tables["members"]
        ),
        meetings=tuple(meetings),
        markings=tuple(sorted(markings, key=lambda m: m.since)),
        deadline_days=_as(int, values["deadline_days"]),
        intake=IntakeSettings(**{**_group(reading, "intake"), "polling": polling}),  # type: ignore[arg-type]
        pack=PackSettings(**_group(reading, "pack")),  # type: ignore[arg-type]
        opening=OpeningBalance(**_group(reading, "opening_balance")),  # type: ignore[arg-type]
        word_engine=str(values["word_engine"]),
        scan_engine=str(values["scan_engine"]),
        regular_font=_font(folders, values["fonts.regular"]),
        bold_font=_font(folders, values["fonts.bold"]),
        secure_email_domains=_as(tuple, values["secure_email_domains"]),
        reference_prefix=str(values["reference_prefix"]),
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
    """Days given twice."""
    for table, column in (("meetings", "date"), ("marking", "since")):
        seen: dict[object, int] = {}
        for row in reading.tables[table]:
            day = row.values[column]
            if day is not None and day in seen:
                yield row.line, f"`{table}` has {day} twice (first on line {seen[day]})"
            seen.setdefault(day, row.line)


def _font_faults(reading: Reading, folders: Folders) -> Iterator[tuple[int, str]]:
    fonts = {key: _font(folders, reading.values[key]) for key in ("fonts.regular", "fonts.bold")}
    for key, path in fonts.items():
        if path is not None and not path.is_file():
            yield reading.lines[key], f"`{key}`: there is no file {path}"
    if (fonts["fonts.regular"] is None) != (fonts["fonts.bold"] is None):
        line = max(reading.lines[key] for key in fonts)
        yield line, "`fonts` needs both `regular` and `bold`, or neither"
