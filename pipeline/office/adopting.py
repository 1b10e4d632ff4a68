"""Adopting another organisation's blank: what each of its boxes is to our record, proposed for a person to finish."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.model.adoption import Mapped, Proposal, TheirBox
from pipeline.model.errors import NotFoundError, ReadingError, StorageError, WorkspaceError
from pipeline.model.form import Form
from pipeline.model.settings import Settings
from pipeline.office.desk import Caller
from pipeline.records.definitions import Adopted, load_adopted
from pipeline.records.files import safe_name, storing, write_atomic
from pipeline.rules.adopting import propose

_LARGEST = 64 * 1024 * 1024  # bytes of a blank


@dataclass(frozen=True)
class Adoption:
    """What adopting a blank will write: a mapping (`text`) and the blank beside it. `added`: boxes put into it."""

    proposal: Proposal
    definition: Path
    text: str
    blank: Path
    data: bytes
    added: int


def plan_adoption(
    settings: Settings,
    forms: Mapping[str, Form],
    theirs: Path,
    as_form: str,
    name: str = "",
    *,
    sandbox: Caller | None = None,
) -> Adoption:
    """Read the blank `theirs` and propose which of its boxes is which of form `as_form`. Writes nothing.

    `name`: of the new files (their file's name unless said). Raises NotFoundError (no such form or file),
    WorkspaceError (a file of that name is there: nothing is overwritten), ReadingError (no blank form) or StorageError.
    """
    from pipeline.papers.reading.theirs import read_blank

    form = forms.get(as_form)
    if form is None:
        raise NotFoundError(f"There is no form {as_form!r}; the forms are {', '.join(forms)}.")
    if not theirs.is_file():
        raise NotFoundError(f"There is no file {theirs}; name the blank form to adopt.")
    with storing(f"Reading {theirs.name}"):
        data = theirs.read_bytes()
    with _limited(settings, sandbox) as limited:
        prepared = limited.call(read_blank, data, theirs.name, form)
        proposal = limited.call(propose, form, prepared.blank)
    stem = safe_name(name or theirs.stem, 60).lower().replace(" ", "-")
    folder = settings.folders.forms
    definition, blank = folder / f"{stem}.yaml", folder / f"{stem}{prepared.end}"
    for path in (definition, *(folder / f"{stem}{end}" for end in (".pdf", ".docx"))):
        if path.exists():
            raise WorkspaceError(f"{path} is there already; nothing was changed. Choose another --name.")
    title = prepared.blank.title or theirs.stem
    text = "".join(f"{line}\n" for line in _lines(proposal, title, blank.name, prepared.added))
    return Adoption(proposal, definition, text, blank, prepared.data, prepared.added)


def write_adoption(plan: Adoption) -> None:
    """Write the blank, then the mapping that names it. Raises StorageError."""
    write_atomic(plan.blank, plan.data)
    write_atomic(plan.definition, plan.text.encode())


@contextlib.contextmanager
def _limited(settings: Settings, sandbox: Caller | None) -> Iterator[Caller]:
    """The limited process that is given, else one for this piece of work."""
    if sandbox is not None:
        yield sandbox
        return
    from pipeline.papers.sandbox import Sandbox

    with Sandbox(settings.intake.read_seconds, settings.intake.read_memory) as made:
        yield made


def adopted_faults(
    settings: Settings, forms: Mapping[str, Form], *, sandbox: Caller | None = None
) -> tuple[str, ...]:
    """Every fault of the adopted forms' files, with its line, and every box that a blank does not have."""
    found = load_adopted(settings.folders.forms, forms)
    faults = [fault for form in found.left_out for fault in form.faults]
    if found.ready:
        with _limited(settings, sandbox) as limited:
            faults += [fault for form in found.ready for fault in _blank_faults(settings, form, limited)]
    return tuple(faults)


def _blank_faults(settings: Settings, adopted: Adopted, limited: Caller) -> list[str]:
    try:
        return list(_box_faults(settings, adopted, limited))
    except (ReadingError, StorageError) as err:
        why = " ".join(str(err).split()).rstrip(".")
        return [f"{adopted.name}.yaml: the blank {adopted.blank} cannot be read: {why}"]


def _box_faults(settings: Settings, adopted: Adopted, limited: Caller) -> Iterator[str]:
    import difflib

    from pipeline.papers.reading.theirs import read_blank

    path = settings.folders.forms / adopted.blank
    with storing(f"Reading {path.name}"):
        data = path.read_bytes()
    prepared = limited.call(read_blank, data, path.name, adopted.form)
    known = [box.name for box in prepared.blank.boxes]
    for box in adopted.names:
        if box not in known:
            near = difflib.get_close_matches(box, known, 1)
            meant = f"; did you mean {near[0]!r}?" if near else ""
            yield f"{adopted.name}.yaml: line {adopted.lines.get(box, 1)}: {path.name} has no box {box!r}{meant}"


def _lines(proposal: Proposal, title: str, blank: str, added: int) -> Iterator[str]:
    form = proposal.form
    yield f"# Another organisation's form, read as the panel's {form.title.lower()} ({form.id})."
    yield "# Written by `pipeline forms adopt`. Please finish it: compare every line with the blank, take out"
    yield "# what is wrong, put in what you know better from the comments. Then run `pipeline forms check`."
    yield "# What may stand here is listed in docs/forms.md. The number is how much speaks for a line, from 0 to 1."
    if added:
        yield f"# This form had no boxes of its own: {added} were put into {blank} where it has room for answers."
    yield ""
    yield f"adopts: {form.name}"
    yield f"title: {_quoted(title)}"
    yield f"blank: {_quoted(blank)}"
    yield "names:  # their box: our field"
    yield from (f"  {_pair(found)}" for found in proposal.mapped)
    yield from _commented("Perhaps. Take the # off when it is right:", map(_pair, proposal.doubtful))
    yield from _commented("Boxes that fit none of our fields:", map(_unknown, proposal.unknown))
    yield from _commented("What our form needs and this one does not seem to ask:", proposal.missing)
    yield from _codes(proposal)


def _commented(title: str, lines: Iterator[str] | tuple[str, ...]) -> Iterator[str]:
    found = list(lines)
    if found:
        yield f"  # {title}"
        yield from (f"  # {line}" for line in found)


def _pair(found: Mapped) -> str:
    return f"{_quoted(found.box.name)}: {found.target}  # {found.score:.2f} {_said(found.box)}"


def _unknown(box: TheirBox) -> str:
    return f"{_quoted(box.name)}:  # {_said(box)}"


def _said(box: TheirBox) -> str:
    """Their words for a box, on one line, for a comment."""
    words = " ".join(f"{box.question} {box.label}".split())
    page = f", page {box.page}" if box.page else ""
    return f"“{words[:80]}”{page}"


def _codes(proposal: Proposal) -> Iterator[str]:
    """What their choices are called, where that is not our own name."""
    groups = [(m, {s: c for s, c in m.codes.items() if s != c}) for m in proposal.mapped]
    groups = [(m, codes) for m, codes in groups if codes]
    if groups:
        yield "codes:  # what is stored when a choice of theirs is made: our answer"
    for found, codes in groups:
        yield f"  {_quoted(found.box.name)}:"
        for state, code in codes.items():
            yield f"    {_quoted(state)}: {_quoted(code)}  # “{found.box.states.get(state, state)}”"


def _quoted(text: str) -> str:
    """A word as YAML reads it back, whatever stands in it."""
    return json.dumps(" ".join(text.split()) if "\n" in text else text, ensure_ascii=False)
