"""Fixtures every test file may use."""

from __future__ import annotations

import pytest
from hypothesis import settings as hypothesis_settings

from pipeline.model.form import Form
from tests import builders

hypothesis_settings.register_profile("steady", deadline=None, max_examples=60, derandomize=True)
hypothesis_settings.load_profile("steady")


@pytest.fixture
def forms() -> dict[str, Form]:
    return builders.forms()


@pytest.fixture
def referral_form() -> Form:
    return builders.forms()["referral"]
