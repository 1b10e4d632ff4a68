"""Password files: put beside a locked form, used once, then overwritten and deleted; kept nowhere.

`form.pdf` is opened by what stands in `form.password.txt` or `form.pdf.password.txt` in the same folder.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.model.filing import Outcome
from pipeline.office.desk import Desk
from pipeline.office.desk.reading import called
from pipeline.office.intake.filing import Paper
from pipeline.office.intake.report import Run
from pipeline.records import departure, inbox
from pipeline.records.inbox import Found, Nature
from pipeline.records.register.arrivals import Arrival

_ENDING = ".password.txt"
_LARGEST = 4096  # bytes
_LABEL = re.compile(r"(?i)^\s*(?:the\s+)?password(?:\s+is)?\s*[:=]\s*(\S.*)$")
UNUSED = (
    "it holds a password but belongs to no file here, or is too long for one: "
    "put it beside the locked form, called like that (form.pdf and form.password.txt), or delete it"
)


@dataclass(frozen=True)
class Keys:
    """The password files of a sweep: by the name of the file each belongs to, and those that belong to none."""

    by_name: Mapping[str, Found] = field(default_factory=dict)
    idle: tuple[Found, ...] = ()

    def of(self, name: str) -> Found | None:
        """The password file of the file with this name."""
        return self.by_name.get(name)

    @property
    def names(self) -> frozenset[str]:
        """The names of all of them."""
        return frozenset(key.name for key in (*self.by_name.values(), *self.idle))


def keys_among(found: Sequence[Found]) -> Keys:
    """Tell the password files from the others. A PDF comes before another file of its name."""
    keys = [item for item in found if _is_key(item)]
    others = sorted(
        (item for item in found if not _is_key(item)), key=lambda f: not f.name.lower().endswith(".pdf")
    )
    by_name: dict[str, Found] = {}
    idle = []
    for key in keys:
        stem = key.name[: -len(_ENDING)].casefold()
        owner = next((o for o in others if o.name.casefold() == stem), None)
        owner = owner or next((o for o in others if _without_ending(o.name).casefold() == stem), None)
        if owner is None or owner.name in by_name or key.identity.size > _LARGEST:
            idle.append(key)
        else:
            by_name[owner.name] = key
    return Keys(by_name, tuple(idle))


def _is_key(item: Found) -> bool:
    """By its name alone: one that is too long must not become an original either, where it would stay."""
    return item.nature is Nature.FILE and item.name.lower().endswith(_ENDING)


def _without_ending(name: str) -> str:
    folder, slash, last = name.rpartition("/")
    stem, dot, _ = last.rpartition(".")
    return folder + slash + (stem if dot and stem else last)


@dataclass(frozen=True)
class Unlocked:
    """A paper whose lock was opened: the bytes to read, and the paper with the copy whose pages a pack shows."""

    data: bytes
    paper: Paper


def unlocked(desk: Desk, paper: Paper, data: bytes, key: Found, *, keep: bool) -> Unlocked:
    """Open a locked PDF and, to `keep`, store the copy without its lock. One that is not locked stays as it is.

    Raises ReadingError (the password does not open it), SourceUnreadableError (the password file) or StorageError.
    """
    from pipeline.papers.reading.unlocking import unlock

    with called("PDF"):
        copy = desk.sandbox.call(unlock, data, _passwords(inbox.read_in_place(key)[1]))
    if not copy:
        return Unlocked(data, paper)
    sha256 = desk.originals.put(copy) if keep else hashlib.sha256(copy).hexdigest()
    return Unlocked(copy, replace(paper, origin=replace(paper.origin, pages=sha256, pages_kind=paper.kind)))


def _passwords(data: bytes) -> tuple[str, ...]:
    """The first line that says anything, as it is and in the ways people mean it."""
    encodings = ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1252")
    found: list[str] = []
    for encoding in encodings:
        lines = data.decode(encoding, "ignore").replace("\r", "\n").split("\n")
        line = next((line for line in lines if line.strip()), "")
        labelled = _LABEL.match(line)
        found += [line, line.strip(), *([labelled[1].strip()] if labelled else [])]
    composed = [unicodedata.normalize("NFC", text) for text in found]
    return tuple(dict.fromkeys(text for text in (*found, *composed) if text))


def burn(desk: Desk, key: Found, run: Run) -> None:
    """Overwrite and delete a password file, and forget that it was there."""
    try:
        burnt = departure.shred(key)
    except OSError as err:
        words = (
            f"{key.shown} holds a password and cannot be deleted: {err.strerror or err}. Delete it yourself."
        )
        run.troubles.append(words)
        return
    if burnt:
        for arrival in desk.register.unreleased():
            if arrival.name == key.name and arrival.outcome is Outcome.WAITING:
                desk.register.gone(arrival)


def burn_used(desk: Desk, found: Sequence[Found], run: Run) -> frozenset[str]:
    """Delete the password files of what an interrupted sweep had decided; their names."""
    there, keys = {item.name: item for item in found}, keys_among(found)
    used = [keys.of(a.name) for a in desk.register.unreleased() if _is_decided(a, there)]
    for key in used:
        if key is not None:
            burn(desk, key, run)
    return frozenset(key.name for key in used if key is not None)


def _is_decided(arrival: Arrival, there: Mapping[str, Found]) -> bool:
    found = there.get(arrival.name)
    return found is not None and arrival.outcome is not Outcome.WAITING and found.key == arrival.identity
