"""A sample of real files that nobody here wrote, dropped into an inbox: each ends with a true reason, none is lost."""

from __future__ import annotations

import pytest

from pipeline.model.filing import Outcome
from tests.bench.reading.collection import FOLDER, Taken, every_file, take

EVERY = 30  # one file in so many
NOT_HERE = "the collection of real files (../shared/corpus) is not here"
ENDS = (Outcome.SET_ASIDE, Outcome.DUPLICATE, Outcome.OPENED, Outcome.PASSED_OVER)


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> Taken:
    return take(every_file()[::EVERY], tmp_path_factory.mktemp("corpus"))


@pytest.mark.skipif(not FOLDER.is_dir(), reason=NOT_HERE)
def test_every_file_is_kept_decided_and_counted(taken: Taken) -> None:
    assert taken.faults == ()
    assert taken.seen == len(taken.report.done) >= len(every_file()[::EVERY])


@pytest.mark.skipif(not FOLDER.is_dir(), reason=NOT_HERE)
def test_none_is_one_of_our_forms_and_each_reason_was_foreseen(taken: Taken) -> None:
    for done in taken.report.done:
        assert done.outcome in ENDS, f"{done.name}: {done.outcome.value}"
        assert done.words
        assert not done.words.startswith("Document:"), (
            f"not foreseen by the reader: {done.name}: {done.words}"
        )
