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
from pipeline.records.definitions.builder import CHECKS, Builder, Lists
from pipeline.records.definitions.crossing import cross_faults
from pipeline.records.definitions.lines import LinedLoader
from pipeline.records.definitions.words import DEFAULT_WORDS
from pipeline.rules.needed import missing_names

__all__ = ["CHECKS", "Lists", "load_form", "load_forms", "parse_form"]


def load_forms(folder: Path, lists: Lists, words: Mapping[str, str] = DEFAULT_WORDS) -> dict[str, Form]:
    """Every form defined in `folder`, by name.

    `lists` are the settings' lists ("@agencies", "@districts"), `words` what {panel}, {email} and the like stand
    for. Raises StorageError when the folder cannot be listed, DefinitionError naming file,
    line and what to mend, also when a name that the program needs is gone.
    """
    with files.storing("The form definitions cannot be listed"):
        paths = sorted(path for path in folder.iterdir() if path.suffix == ".yaml") if folder.is_dir() else []
    forms = {path.stem: load_form(path, lists, words) for path in paths}
    faults = [f"{name}.yaml: {fault}" for name, form in forms.items() for fault in missing_names(form)]
    if faults:
        raise DefinitionError("\n".join(faults))
    return forms


def load_form(path: Path, lists: Lists, words: Mapping[str, str] = DEFAULT_WORDS) -> Form:
    """The form defined in one file. Raises DefinitionError listing every fault with its line."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as err:
        raise DefinitionError(f"{path.name}: this file is not UTF-8 text; save it again as UTF-8.") from err
    except OSError as err:
        raise DefinitionError(f"{path.name}: this file cannot be read ({err.strerror or err}).") from err
    return parse_form(path.stem, text, lists, words, shown=path.name)


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
    faults = builder.faults or list(cross_faults(form, builder.lines))
    if faults:
        raise DefinitionError("\n".join(f"{shown or name}: {fault}" for fault in faults))
    return form
