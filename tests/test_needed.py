"""The names that the program needs: a definition that has lost one is refused before anything is filed with it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipeline.model.errors import DefinitionError
from pipeline.records.definitions import load_forms
from pipeline.rules.checking.needed import NEEDED, missing_names
from tests import builders


def test_the_panels_own_forms_have_every_name() -> None:
    forms = builders.forms()
    assert set(NEEDED) <= set(forms)
    assert [fault for form in forms.values() for fault in missing_names(form)] == []


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("meeting-record", "name: meeting_date", "name: meeting_day", "field `meeting_date`"),
        ("meeting-record", "repeat: theme", "repeat: themes", "repeat `theme`"),
        ("referral", "{name: forename", "{name: forenames", "column of `child` `forename`"),
    ],
)
def test_a_name_that_is_gone_is_told_with_the_nearest(
    tmp_path: Path, name: str, old: str, new: str, told: str
) -> None:
    folder = Path(shutil.copytree(builders.ROOT / "forms", tmp_path / "forms"))
    path = folder / f"{name}.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(DefinitionError) as stopped:
        load_forms(folder, builders.LISTS)
    (fault,) = str(stopped.value).splitlines()
    assert fault.startswith(f"{name}.yaml: the program needs the {told}, which is not there any more.")
    assert f"`{new.split()[-1]}` is the nearest" in fault


def test_a_form_of_the_workspaces_own_needs_no_name() -> None:
    form = builders.forms()["agency-check"]
    assert list(missing_names(type(form)("feedback", "FB", "1.0", "Feedback", ()))) == []
