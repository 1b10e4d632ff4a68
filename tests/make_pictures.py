"""Draws the pictures of README and docs from the demo's papers: `python -m tests.make_pictures`.

Needs nothing beyond the program's own libraries: pages are drawn by PDFium.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from tests import test_correction_form
from tests.builders import ROOT

PICTURES = ROOT / "docs" / "pictures"
GREY = (150, 155, 160)
GAP = 14


def main() -> None:
    """Run the demo in a temporary folder and draw the pages the docs show."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "demo"
        subprocess.run([sys.executable, "-m", "pipeline", "demo", str(home)], check=True, cwd=ROOT)
        outbox = home / "outbox"
        pack = outbox / "2013-09-27" / "briefing-pack-2013-09-27-issue-2.pdf"
        PICTURES.mkdir(exist_ok=True)
        draw(pack, (1, 5, 29, 31), "pack.png")
        draw(pack, (9,), "form.png", width=720)
        draw(outbox / "2013-09-27" / "themes-2013-09-27.pdf", (1,), "themes.png", width=640)
        draw(outbox / "2013-09-27" / "leadership-2013-09-27.pdf", (1,), "leadership.png", width=640)
        correction = Path(folder) / "correction.pdf"
        correction.write_bytes(test_correction_form.made())
        draw(correction, (1, 2, 5), "correction.png", width=1200)
        draw(outbox / "quarterly" / "quarterly-report-2013-14-Q2.pdf", (1, 2), "quarterly.png", width=1100)


def draw(pdf: Path, pages: tuple[int, ...], name: str, *, width: int = 1400) -> None:
    """Pages (from 1) side by side on grey, `width` pixels together."""
    import pypdfium2
    from PIL import Image

    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()
    pictures = [document[number - 1].render(scale=2).to_pil() for number in pages]
    each = (width - GAP * (len(pages) + 1)) // len(pages)
    scaled = [p.resize((each, round(p.height * each / p.width)), Image.Resampling.LANCZOS) for p in pictures]
    sheet = Image.new("RGB", (width, max(p.height for p in scaled) + 2 * GAP), GREY)
    for number, picture in enumerate(scaled):
        sheet.paste(picture, (GAP + number * (each + GAP), GAP))
    sheet.quantize(64).save(PICTURES / name, optimize=True)


if __name__ == "__main__":
    main()
