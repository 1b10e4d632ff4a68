"""The workspace's list of names: `templates/names.txt`, or the one that came with the program."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from pipeline.model.leaks import NameLists
from pipeline.records.files import storing
from pipeline.records.workspace import starter_folder
from pipeline.rules.leaks.text.folding import folded

NAMES_FILE = "names.txt"
_SHORT, _ORDINARY = "short forms", "ordinary words"


def load_names(templates: Path) -> NameLists:
    """Short forms and names that are ordinary words. `templates`: the workspace's folder of that name.

    Raises StorageError when a list that is there cannot be read.
    """
    path = templates / NAMES_FILE
    if not path.is_file():
        path = starter_folder() / "templates" / NAMES_FILE
    with storing(f"read {path}"):
        data = path.read_bytes()
    return parse_names(data.decode("utf-8-sig", errors="replace"))


def parse_names(text: str) -> NameLists:
    """The lists of a text. What stands before the first heading, and an unknown heading's lines, are left out.

    The version is the first part of the SHA-256 of what the lines say, so that a changed list shows.
    """
    lines = tuple(_lines(text))
    groups = tuple(g for section, names in lines if section == _SHORT if len(g := tuple(names)) > 1)
    ordinary = frozenset(n for section, names in lines if section == _ORDINARY for n in names)
    version = hashlib.sha256(repr((groups, sorted(ordinary))).encode()).hexdigest()[:8]
    return NameLists(groups, ordinary, version)


def _lines(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    section = ""
    for line in text.splitlines():
        plain = line.partition("#")[0].strip()
        heading = re.fullmatch(r"\[(.*)\]", plain)
        if heading:
            section = " ".join(heading[1].split()).casefold()
        elif plain:
            names = ("".join(folded(name)) for name in re.split(r"[,:;=]", plain))
            yield section, tuple(dict.fromkeys(n for n in names if n))
