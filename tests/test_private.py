"""Nothing of a form may leave the computer or lie about on it: the recogniser of pictures keeps and reports nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import builders

_READ = (
    "import numpy\n"
    "from pipeline.papers.reading.scan.engine import recogniser\n"
    "recogniser('embedded').lines([numpy.full((60, 200), 255, numpy.uint8)])\n"
)


def test_the_recogniser_leaves_no_file_behind(tmp_path: Path) -> None:
    pytest.importorskip("onnxruntime", reason="the addition for scans is not installed")
    places = ("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")
    surroundings = {**os.environ, **dict.fromkeys(places, str(tmp_path)), "PYTHONDONTWRITEBYTECODE": "1"}
    surroundings.pop("ORT_DISABLE_TELEMETRY", None)
    subprocess.run([sys.executable, "-c", _READ], env=surroundings, check=True, cwd=builders.ROOT)
    assert [path.name for path in tmp_path.rglob("*")] == []
