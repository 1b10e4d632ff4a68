"""`python -m tests.bench.reading`: how exactly every carrier is read, then how fast.

    --carrier X    only the carriers or ways with X in their name (acroform, flat, word, office, printed, scan, mail)
    --forms N      so many generated forms a way (100; a way whose program is slow takes fewer)
    --form NAME    referral (the default), agency-check, reply or meeting-record
    --seed N       other forms of the same kinds
    --faults N     print so many faults a way
    --short        a few forms of the quickest ways, and the speeds without that of scans
    --speed        the speeds only
    --corpus       real files that nobody here wrote, dropped into a real inbox

For each way: forms, answers, how many are exact, right but doubted, wrong and flagged, WRONG AND NOT FLAGGED, missed
and flagged, forms set aside. Exits with 1 when anything is wrong and not flagged. Shares below a way's goal are
printed as such. The carriers whose paper does not keep the line breaks of long answers (printed forms, scans,
pasted text) are compared without them.
"""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence

from tests.bench.reading.measuring import Tally, measure
from tests.bench.reading.ways import Way, every

_HEAD = (
    "carrier and way",
    "forms",
    "answers",
    "exact",
    "",
    "doubted",
    "wrong+flag",
    "UNSEEN",
    "missed",
    "set aside",
)
_ROW = "{:<46} {:>5} {:>7} {:>7} {:>7} {:>7} {:>10} {:>6} {:>6} {:>9}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what is asked for; 1 when a wrong answer was not flagged or a file of the collection was lost."""
    logging.disable(logging.ERROR)  # what the programs that fill the forms complain about
    asked = _parser().parse_args(arguments)
    if asked.corpus:
        from tests.bench.reading import collection

        return collection.main(asked.carrier)
    broken = 0 if asked.speed else _exactness(asked)
    if asked.speed or asked.short:
        from tests.bench.reading import speed

        speed.main(short=asked.short)
    return broken


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="How exactly and how fast every carrier is read.")
    parser.add_argument("--carrier", default="")
    parser.add_argument("--forms", type=int, default=100)
    parser.add_argument("--form", default="referral")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--faults", type=int, default=3)
    for name in ("--short", "--speed", "--corpus"):
        parser.add_argument(name, action="store_true")
    return parser


def _exactness(asked: argparse.Namespace) -> int:
    print(_ROW.format(*_HEAD))
    tallies = []
    for way in chosen(asked.carrier, asked.short):
        count = min(asked.forms, 6 if way.group != "scan" else 1) if asked.short else asked.forms
        tallies.append(measure(way, asked.form, count, asked.seed, print))
        _show(tallies[-1], asked.faults)
    unseen = sum(t.score.unseen for t in tallies)
    print(f"wrong and not flagged: {unseen}")
    return int(unseen > 0)


def chosen(wanted: str, short: bool) -> tuple[Way, ...]:
    """The ways whose carrier or name holds the words."""
    return tuple(w for w in every() if wanted in f"{w.group}: {w.name}" and (w.short or not short))


def _show(tally: Tally, most: int) -> None:
    score, way = tally.score, tally.way
    share = f"{100 * score.share:.2f} %"
    cells = (tally.forms, score.fields, score.exact, share, score.doubted, score.wrong_flagged, score.unseen)
    print(_ROW.format(f"{way.group}: {way.name}", *cells, score.missed, tally.refused), flush=True)
    if score.share < way.goal:
        print(f"    below its goal of {100 * way.goal:g} %")
    for fault in sorted(tally.faults, key=lambda f: not f.unseen)[:most]:
        print(f"    {fault.case}: {fault.said}"[:300])


if __name__ == "__main__":
    sys.exit(main())
