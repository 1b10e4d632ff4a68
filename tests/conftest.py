"""Fixtures every test file may use."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from functools import cache

import pytest
from hypothesis import settings as hypothesis_settings

from pipeline.model.form import Form
from pipeline.papers.sandbox import Sandbox
from tests import builders

hypothesis_settings.register_profile("steady", deadline=None, max_examples=60, derandomize=True)
hypothesis_settings.load_profile("steady")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests of dozens of made-up examples do not count towards coverage, which doubles their time."""
    if config.pluginmanager.hasplugin("pytest_cov"):
        for item in items:
            if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
                item.add_marker("no_cover")


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


@pytest.fixture(scope="session")
def _readers() -> Iterator[dict[tuple[object, ...], Sandbox]]:
    made: dict[tuple[object, ...], Sandbox] = {}
    yield made
    for reader in made.values():
        reader.close()


@pytest.fixture
def warm_reader(_readers: dict[tuple[object, ...], Sandbox], monkeypatch: pytest.MonkeyPatch) -> None:
    """One reading process serves every command of the tests that ask for it, instead of one for each command."""

    def lent(*limits: float) -> contextlib.nullcontext[Sandbox]:
        return contextlib.nullcontext(_readers.setdefault(limits, Sandbox(*limits)))

    monkeypatch.setattr("pipeline.papers.sandbox.Sandbox", lent)


@pytest.fixture
def forms() -> dict[str, Form]:
    return builders.forms()


@pytest.fixture
def referral_form() -> Form:
    return builders.forms()["referral"]
