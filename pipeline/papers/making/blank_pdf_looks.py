"""How tick boxes and radio buttons look, empty and chosen: drawn lines, no font, so that every viewer agrees."""

from __future__ import annotations

from pipeline.papers.making.blank_pdf_plan import LINE, TICK

_STROKE = "{:g} {:g} {:g} RG 0.7 w".format(*LINE)


def tick_look(on: bool) -> str:
    """A square; with a bold tick in it when chosen. PDF drawing operators in a square of `TICK` points."""
    side = TICK - 0.8
    square = f"q 1 g {_STROKE} 0.4 0.4 {side:g} {side:g} re B"
    return f"{square} 0 G 1.5 w 1 J 1 j 2 4.9 m 4 2.6 l 7.7 7.3 l S Q" if on else f"{square} Q"


def radio_look(on: bool) -> str:
    """A circle; with a dot in it when chosen."""
    middle = TICK / 2
    ring = f"q 1 g {_STROKE} {_circle(middle, middle - 0.4)} B"
    return f"{ring} 0 g {_circle(middle, 2.4)} f Q" if on else f"{ring} Q"


def _circle(middle: float, radius: float) -> str:
    c, r, k = middle, radius, radius * 0.5523
    return (
        f"{c + r:.3f} {c:.3f} m {c + r:.3f} {c + k:.3f} {c + k:.3f} {c + r:.3f} {c:.3f} {c + r:.3f} c "
        f"{c - k:.3f} {c + r:.3f} {c - r:.3f} {c + k:.3f} {c - r:.3f} {c:.3f} c "
        f"{c - r:.3f} {c - k:.3f} {c - k:.3f} {c - r:.3f} {c:.3f} {c - r:.3f} c "
        f"{c + k:.3f} {c - r:.3f} {c + r:.3f} {c - k:.3f} {c + r:.3f} {c:.3f} c h"
    )
