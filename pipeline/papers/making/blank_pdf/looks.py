"""How a chosen tick box and a chosen radio button look: drawn lines, no font, so that every viewer agrees.

Their frames are printed on the page, not part of the picture: a viewer that makes new pictures leaves frames out.
"""

from __future__ import annotations

from pipeline.papers.making.blank_pdf.plan import TICK

EMPTY = ""
TICKED = "q 0 G 1.5 w 1 J 1 j 2 4.9 m 4 2.6 l 7.7 7.3 l S Q"


def chosen() -> str:
    """A dot in the middle of a square of `TICK` points, as PDF drawing operators."""
    c, r = TICK / 2, 2.5
    k = r * 0.5523  # how far the handles of a quarter circle stand from its ends
    return (
        f"q 0 g {c + r:.3f} {c:.3f} m {c + r:.3f} {c + k:.3f} {c + k:.3f} {c + r:.3f} {c:.3f} {c + r:.3f} c "
        f"{c - k:.3f} {c + r:.3f} {c - r:.3f} {c + k:.3f} {c - r:.3f} {c:.3f} c "
        f"{c - r:.3f} {c - k:.3f} {c - k:.3f} {c - r:.3f} {c:.3f} {c - r:.3f} c "
        f"{c + k:.3f} {c - r:.3f} {c + r:.3f} {c - k:.3f} {c + r:.3f} {c:.3f} c f Q"
    )
