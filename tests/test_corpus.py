"""A sample of real files that nobody here wrote: each ends in a reason, inside the limits."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.model.errors import ReadingError
from pipeline.papers.reading.reader import read_answers
from pipeline.papers.sandbox import Sandbox
from tests import builders

CORPUS = builders.ROOT.parent / "shared" / "corpus"
EVERY = 6  # one file in so many


def sample() -> list[Path]:
    if not CORPUS.is_dir():
        return []
    return sorted(p for p in CORPUS.rglob("*") if p.is_file())[::EVERY]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(20, 1024) as made:
        yield made


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the collection of real files (../shared/corpus) is not here")
@pytest.mark.parametrize("path", sample(), ids=lambda p: f"{p.parent.name}/{p.name}")
def test_a_strange_file_is_refused_with_a_specific_reason(path: Path, sandbox: Sandbox) -> None:
    with pytest.raises(ReadingError) as caught:
        sandbox.call(read_answers, path.read_bytes(), path.name, builders.editions())
    assert caught.value.what != "Document", f"not foreseen by the reader: {caught.value}"
    assert caught.value.why and caught.value.remedy
