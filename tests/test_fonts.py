"""The printing fonts: ours by default, a council's own by setting, and plain words when a file is wrong."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from reportlab.pdfbase import pdfmetrics

from pipeline.model.errors import SettingsError
from pipeline.papers.making.fonts import BOLD, FONT_FOLDER, REGULAR, missing_letters, register_fonts


def test_our_own_fonts_are_used_when_none_are_named() -> None:
    names = register_fonts()
    assert (names.regular, names.bold) == ("LiberationSans-Regular", "LiberationSans-Bold")
    assert pdfmetrics.getFont(names.bold).face.filename == str(BOLD)
    assert (FONT_FOLDER / "OFL.txt").is_file()


def test_asking_twice_gives_the_same_font_and_another_file_another(tmp_path: Path) -> None:
    font = pdfmetrics.getFont(register_fonts().regular)
    assert pdfmetrics.getFont(register_fonts().regular) is font
    own = tmp_path / REGULAR.name
    shutil.copy(BOLD, own)
    names = register_fonts(own)
    assert names.regular not in register_fonts().regular
    assert register_fonts(own) == names
    assert pdfmetrics.stringWidth("wide", names.regular, 9) == pdfmetrics.stringWidth("wide", names.bold, 9)


@pytest.mark.parametrize("content", [None, b"not a font at all"])
def test_a_font_that_cannot_be_used_is_a_mistake_in_the_settings(
    tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "broken.ttf"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SettingsError, match=r"broken\.ttf cannot be used.*leave the setting empty"):
        register_fonts(bold=path)


def test_letters_that_the_font_lacks_are_told_once_each() -> None:
    regular = register_fonts().regular
    assert missing_letters("Zoë Łukasz ŵ Ж\n", regular) == ""
    assert missing_letters("Zoë 漢 🙂 漢", regular) == "漢🙂"
