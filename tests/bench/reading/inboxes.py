"""Reading by way of the inbox: drop, `ingest`, and look at what was filed."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path

from pipeline.model.answers import Answers
from pipeline.model.errors import ReadingError
from pipeline.office.desk import open_desk
from pipeline.office.intake import ingest
from tests import builders

CLOCK = datetime(2013, 9, 5, 9, 0, tzinfo=UTC)


def answers_by_inbox(data: bytes, name: str) -> Answers:
    """The answers of the one paper that a dropped file holds. Raises ReadingError when none was filed."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        settings = builders.settings(Path(folder))
        (settings.folders.inbox / name).write_bytes(data)
        with open_desk(settings, builders.forms(), lambda: CLOCK) as desk:
            report = ingest(desk)
            for done in report.done:
                if done.reference and (filed := desk.register.submission(done.reference)).answers:
                    return filed.answers
            words = "; ".join(f"{d.name}: {d.outcome.value}: {d.words}" for d in report.done)
            raise ReadingError(name, f"nothing was filed ({words}).", "See the reasons.")
