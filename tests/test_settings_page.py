"""The reference of settings is the schema, word for word."""

from __future__ import annotations

from tests.make_settings_page import PAGE, page


def test_the_reference_of_settings_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m tests.make_settings_page"
