"""The embedded recogniser: the models that come in rapidocr's package, run by onnxruntime. Nothing is ever fetched."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from pipeline.papers.reading.scan.errors import WholePaperError
from pipeline.papers.reading.scan.lines import Line
from pipeline.papers.reading.scan.picture import INSTALL

_HEIGHT = 48  # pixels of a line, as the model was taught
_WIDER = 1.15  # times as wide as they are: letters of print that stand close are told apart better
_WIDEST = 3200  # pixels; longer lines are squeezed
_NARROWEST = 96
_STEP = 8  # pixels to one column of the model's answer
_MODELS = "models"
_THREADS = 2
# Letters of the languages that are written here in Latin letters, and the signs around them. The model also knows
# some 18,000 Chinese signs, which it would see in smudges.
_SIGNS = "–—‘’‚“”„…•€™"
# How much each is favoured where the model wavers: the letters of Welsh and Polish names before their rarer twins, and
# curly quotes, which it only thinks of where they are.
_AT_HOME = "ŴŵŶŷĄąĆćĘęŁłŃńŚśŹźŻżŒœ"
_RARE, _CURLY = 0.3, 4.0
_TRACE = 0.04
_HAT, _SEEN = 4e-9, 0.3  # share of a plain letter that the trace is, where that is seen
_CLEAR_HAT, _HARDLY_SEEN = 5e-7, 0.01  # the trace itself, where hardly anything is


class Embedded:
    """Reads lines one by one: a line costs as much as it is long, and little memory."""

    def __init__(self) -> None:
        self._model = _model()

    def lines(self, pictures: Sequence[Any]) -> list[Line]:
        """The text of each picture of one line."""
        return [self._line(picture) for picture in pictures]

    def _line(self, picture: Any) -> Line:
        session, letters, known = self._model
        odds = session.run(None, {session.get_inputs()[0].name: _prepared(picture)})[0][0]
        return _spelt(odds * known, letters)


def _prepared(picture: Any) -> Any:
    """A line as the model wants it: 48 pixels tall, from -1 (black) to 1, three equal colours."""
    import cv2
    import numpy

    tall, wide = picture.shape
    width = int(min(_WIDEST, max(_STEP, round(_WIDER * wide * _HEIGHT / tall))))
    way = cv2.INTER_CUBIC if tall < _HEIGHT else cv2.INTER_AREA
    line = cv2.resize(picture, (width, _HEIGHT), interpolation=way).astype(numpy.float32) / 127.5 - 1
    beside = max(0, _NARROWEST - width) // 2  # a letter alone keeps its shape
    line = numpy.pad(line, ((0, 0), (beside, beside + -(width + 2 * beside) % _STEP)), constant_values=1)
    return numpy.ascontiguousarray(numpy.broadcast_to(line, (1, 3, *line.shape)))


def _spelt(odds: Any, letters: Sequence[str]) -> Line:
    """The likeliest letter of each column; a letter that goes on is one, and 0 stands for none (CTC)."""
    _put_on_hats(odds, letters)
    best, sure = odds.argmax(axis=1), odds.max(axis=1).clip(0, 1)
    text: list[str] = []
    scores: list[float] = []
    before = 0
    for column, (letter, score) in enumerate(zip(best.tolist(), sure.tolist(), strict=True)):
        if letter and letter != before:
            if letters[letter] == "E" and (not text or text[-1] == " "):
                text.append(_first_half(odds[max(0, column - 2) : column], letters, "".join(text[-2:-1])))
            text.append(letters[letter])
            scores.append(score)
        elif letter:
            scores[-1] = max(scores[-1], score)
        before = letter
    mean = sum(scores) / len(scores) if scores else 0.0
    return Line("".join(text).strip(), mean, min(scores, default=0.0))


def _put_on_hats(odds: Any, letters: Sequence[str]) -> None:
    """Favour Ŵ and Ŷ where the faintest trace of them is: the model, who hardly knows them, sees a doubtful W or Y.

    A plain W leaves a tenth of that trace at most.
    """
    for plain, hatted in ("WŴ", "YŶ"):
        bare, hat = odds[:, letters.index(plain)], odds[:, letters.index(hatted)]
        there = ((bare > _SEEN) & (hat > _HAT * bare)) | ((bare > _HARDLY_SEEN) & (hat > _CLEAR_HAT))
        hat[there] = 1.0


def _first_half(odds: Any, letters: Sequence[str], before: str) -> str:
    """C or A where a trace of it is left before an E that begins a word: the model sees Œ and Æ as two letters.

    `before`: the last letter of the word before, whose own trace it may be.
    """
    traces = [(float(odds[:, letters.index(half)].max(initial=0.0)), half) for half in "CA"]
    trace, half = max(traces)
    return half if trace > _TRACE and half != before else ""


@lru_cache(maxsize=1)
def _model() -> tuple[Any, tuple[str, ...], Any]:
    """The session, its letters by number (0: none), and how much each is favoured (0: never read)."""
    import numpy

    session = session_of("*_rec_*.onnx")
    named = session.get_modelmeta().custom_metadata_map["character"].splitlines()
    letters = ("", *named, " ")
    known = numpy.array([_favour(letter) for letter in letters], numpy.float32)
    return session, letters, known


def _favour(letter: str) -> float:
    if letter and not _is_known(letter):
        return 0.0
    if letter in ("“", "”"):
        return _CURLY
    return _RARE if letter >= "\u0100" and letter not in _AT_HOME and letter not in _SIGNS else 1.0


def _is_known(letter: str) -> bool:
    return len(letter) == 1 and (" " <= letter <= "~" or "\xa1" <= letter <= "\u017f" or letter in _SIGNS)


def session_of(name: str) -> Any:
    """The model of rapidocr's package whose file is called so. Raises ReadingError: not installed."""
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # later builds would report their use; read as it is loaded
    try:
        import onnxruntime
    except ImportError as err:
        raise _missing() from err
    onnxruntime.set_default_logger_severity(4)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = _THREADS, 1
    options.add_session_config_entry(
        "session.intra_op.allow_spinning", "0"
    )  # leave the other programs their time
    options.enable_cpu_mem_arena = False  # it keeps all that it ever took
    options.log_severity_level = 4
    path = _model_path(name)
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def _model_path(name: str) -> Path:
    """Where rapidocr's package keeps a model; the package itself is not imported, it could fetch others."""
    found = importlib.util.find_spec("rapidocr")
    folders = [Path(p) / _MODELS for p in (found.submodule_search_locations or ())] if found else []
    models = sorted(path for folder in folders for path in folder.glob(name))
    if not models:
        raise _missing()
    return models[0]


def _missing() -> WholePaperError:
    why = "pictures can be read only with an addition to this program that is not installed."
    return WholePaperError("Scan or photograph", why, INSTALL)
