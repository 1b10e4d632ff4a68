"""Form definitions: `forms/*.yaml` read into `Form` values.

What may stand in a definition is documented in docs/forms.md. Every fault of a file is reported at once, each
with the line it stands on.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import yaml

from pipeline.model.errors import DefinitionError
from pipeline.model.form import Form
from pipeline.records import files
from pipeline.records.broken_yaml import plain_fault
from pipeline.records.definitions.adopted import Adopted, AdoptedForms, LeftOut, is_adopted, parse_adopted
from pipeline.records.definitions.builder import CHECKS, Builder, Lists
from pipeline.records.definitions.crossing import cross_faults, earlier_faults
from pipeline.records.definitions.lines import LinedLoader
from pipeline.records.definitions.words import DEFAULT_WORDS
from pipeline.rules.checking.needed import missing_names

__all__ = [
    "CHECKS",
    "Adopted",
    "AdoptedForms",
    "LeftOut",
    "Lists",
    "load_adopted",
    "load_form",
    "load_forms",
    "parse_form",
]


def load_forms(folder: Path, lists: Lists, words: Mapping[str, str] = DEFAULT_WORDS) -> dict[str, Form]:
    """Every form defined in `folder`, by name; forms of other organisations (`load_adopted`) are none of these.

    `lists` are the settings' lists ("@agencies", "@districts"), `words` what {panel}, {email} and the like stand
    for. Raises StorageError when the folder cannot be listed, DefinitionError naming file,
    line and what to mend, also when a name that the program needs is gone.
    """
    own = [path for path in _definitions(folder) if not _theirs(path)]
    forms = {path.stem: parse_form(path.stem, _text(path), lists, words, shown=path.name) for path in own}
    faults = [f"{name}.yaml: {fault}" for name, form in forms.items() for fault in missing_names(form)]
    if faults:
        raise DefinitionError("\n".join(faults))
    return forms


def load_adopted(folder: Path, forms: Mapping[str, Form]) -> AdoptedForms:
    """The forms of other organisations that the panel has adopted, those with a fault left out. `forms`: its own.

    Raises StorageError when the folder cannot be listed.
    """
    ready: list[Adopted] = []
    left_out: list[LeftOut] = []
    for path in _definitions(folder):
        if path.stem in forms or not _theirs(path):
            continue
        try:
            ready.append(parse_adopted(path, _text(path), forms))
        except DefinitionError as err:
            left_out.append(LeftOut(tuple(str(err).splitlines())))
    return AdoptedForms(tuple(ready), tuple(left_out))


def _definitions(folder: Path) -> list[Path]:
    """Every definition in the folder; what an editor or a file server leaves there begins with a dot."""
    with files.storing("The form definitions cannot be listed"):
        paths = list(folder.iterdir()) if folder.is_dir() else []
    return sorted(path for path in paths if path.suffix == ".yaml" and not path.name.startswith("."))


def _theirs(path: Path) -> bool:
    """Whether a file is an adopted form's, also when it was saved as something else than UTF-8."""
    try:
        return is_adopted(path.read_bytes().decode("utf-8", "replace").replace("\0", ""))
    except OSError:
        return False  # reading it as one of our own says why


def load_form(path: Path, lists: Lists, words: Mapping[str, str] = DEFAULT_WORDS) -> Form:
    """The form defined in one file. Raises DefinitionError listing every fault with its line."""
    return parse_form(path.stem, _text(path), lists, words, shown=path.name)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as err:
        raise DefinitionError(f"{path.name}: this file is not UTF-8 text; save it again as UTF-8.") from err
    except OSError as err:
        raise DefinitionError(f"{path.name}: this file cannot be read ({err.strerror or err}).") from err


def parse_form(
    name: str, text: str, lists: Lists, words: Mapping[str, str] = DEFAULT_WORDS, *, shown: str = ""
) -> Form:
    """The form in a definition's text. Raises DefinitionError listing every fault with its line."""
    try:
        data = yaml.load(text, Loader=LinedLoader)
    except yaml.YAMLError as err:
        raise DefinitionError(f"{shown or name}: {plain_fault(text, err)}") from err
    builder = Builder(lists, words)
    form = builder.form(name, data)
    faults = builder.faults or [*cross_faults(form, builder.lines), *earlier_faults(form, builder.versions)]
    if faults:
        raise DefinitionError("\n".join(f"{shown or name}: {fault}" for fault in faults))
    return form
