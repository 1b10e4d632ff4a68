"""Fixtures every test file may use."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest
from hypothesis import settings as hypothesis_settings

from pipeline.model.form import Form
from tests import builders

hypothesis_settings.register_profile("steady", deadline=None, max_examples=60, derandomize=True)
hypothesis_settings.load_profile("steady")


@pytest.fixture(scope="session", autouse=True)
def _blanks_made_once() -> Iterator[None]:
    """Plans of blanks take those of a definition that were made before: the same definition gives the same bytes.

    The tests of the makers call these themselves, and hold that.
    """
    from pipeline.papers.making import blank_pdf, blank_word

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blank_pdf, "build_blank_pdf", cache(blank_pdf.build_blank_pdf))
        patch.setattr(blank_word, "build_blank_word", cache(blank_word.build_blank_word))
        yield


@pytest.fixture
def forms() -> dict[str, Form]:
    return builders.forms()


@pytest.fixture
def referral_form() -> Form:
    return builders.forms()["referral"]
