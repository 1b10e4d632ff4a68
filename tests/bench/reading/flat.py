"""PDF forms without fields any more: flattened or printed by several programs, scaled, shifted, cropped, turned."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tests.bench.reading.drawn import drawn
from tests.bench.reading.living import ours, without_fields, xfdf
from tests.bench.reading.ways import Way, run
from tests.filled_forms import FilledForm, blank


def by_pdfium(case: FilledForm) -> bytes:
    """As Chrome and Edge print it."""
    import pypdfium2

    pdf = pypdfium2.PdfDocument(ours(case))
    pdf.init_forms()
    for number in range(len(pdf)):
        page = pdf[number]
        page.flatten(1)  # for print
        page.close()
    out = io.BytesIO()
    pdf.save(out)
    pdf.close()
    return without_fields(out.getvalue())


def by_pdftk(case: FilledForm) -> bytes:
    files = {"blank.pdf": blank(case.form.name, "pdf"), "answers.xfdf": xfdf(case)}
    command = ["pdftk", "blank.pdf", "fill_form", "answers.xfdf", "output", "out.pdf", "flatten"]
    return run(command, files, "out.pdf")


def by_qpdf(case: FilledForm) -> bytes:
    command = ["qpdf", "--generate-appearances", "--flatten-annotations=all", "in.pdf", "out.pdf"]
    return without_fields(run(command, {"in.pdf": ours(case)}, "out.pdf"))


def by_poppler(case: FilledForm) -> bytes:
    """As Evince and Okular print it."""
    return run(["pdftocairo", "-pdf", "in.pdf", "out.pdf"], {"in.pdf": ours(case)}, "out.pdf")


def poppler_again(case: FilledForm) -> bytes:
    """Flattened by PDFium, then printed to PDF once more by poppler and cairo: other fonts, letters placed singly."""
    return run(["pdftocairo", "-pdf", "in.pdf", "out.pdf"], {"in.pdf": by_pdfium(case)}, "out.pdf")


def by_ghostscript(case: FilledForm) -> bytes:
    """Flattened by PDFium, then through Ghostscript, as many "PDF printers" are."""
    command = ["gs", "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=pdfwrite", "-sOutputFile=out.pdf", "in.pdf"]
    return run(command, {"in.pdf": by_pdfium(case)}, "out.pdf")


def via_postscript(case: FilledForm) -> bytes:
    """Printed to a PostScript printer whose output becomes a PDF again."""
    middle = run(["pdftops", "in.pdf", "out.ps"], {"in.pdf": by_pdfium(case)}, "out.ps")
    command = ["gs", "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=pdfwrite", "-sOutputFile=out.pdf", "in.ps"]
    return run(command, {"in.ps": middle}, "out.pdf")


def by_draw(case: FilledForm) -> bytes:
    """Opened in LibreOffice Draw and exported."""
    command = ["soffice", "-env:UserInstallation=file:///tmp/lo-bench", "--headless", "--convert-to", "pdf"]
    command += ["--infilter=draw_pdf_import", "--outdir", "made", "in.pdf"]
    return run(command, {"in.pdf": by_pdfium(case)}, "made/in.pdf")


_DRAWN = drawn()


def changed(change: Callable[[Any], None]) -> Callable[[FilledForm], bytes]:
    """Drawn pages, changed by pikepdf."""

    def make(case: FilledForm) -> bytes:
        import pikepdf

        with pikepdf.open(io.BytesIO(_DRAWN(case))) as pdf:
            change(pdf)
            out = io.BytesIO()
            pdf.save(out)
            return out.getvalue()

    return make


def placed(
    a: float, b: float, c: float, d: float, e: float, f: float, size: tuple[int, int] = (595, 842)
) -> Any:
    """Every page's content drawn through a matrix, on paper of `size` points."""

    def change(pdf: Any) -> None:
        for page in pdf.pages:
            page.contents_add(f"q {a} {b} {c} {d} {e} {f} cm\n".encode(), prepend=True)
            page.contents_add(b"\nQ")
            page.MediaBox = [0, 0, *size]
            if "/CropBox" in page:
                del page["/CropBox"]

    return change


def _cropped(pdf: Any) -> None:
    for page in pdf.pages:
        page.CropBox = [18, 12, 580, 830]
        page.MediaBox = [10, 5, 590, 836]


def _sideways(pdf: Any) -> None:
    for number, page in enumerate(pdf.pages):
        page.Rotate = (90, 180, 270)[number % 3]


def _shuffled(pdf: Any) -> None:
    pages = list(pdf.pages)
    for page in pages[:-1]:
        pdf.pages.append(page)
        del pdf.pages[0]


def _with_letter(pdf: Any) -> None:
    """A covering letter before, a blank page after the first page."""
    import pypdfium2

    letter = pypdfium2.PdfDocument.new()
    letter.new_page(595, 842)
    out = io.BytesIO()
    letter.save(out)
    import pikepdf

    with pikepdf.open(io.BytesIO(out.getvalue())) as other:
        pdf.pages.insert(0, other.pages[0])
        pdf.pages.insert(2, other.pages[0])


def _page_twice(pdf: Any) -> None:
    pdf.pages.append(pdf.pages[0])


# pdftk and qpdf take the field's font for one with one byte a letter: boxes or wrong letters stand on the paper, and
# all that can be asked for is that nothing of it is believed
_PRINTED = (
    Way("flat", "flattened by PDFium", ".pdf", by_pdfium, short=True),
    Way("flat", "flattened by pdftk: letters lost", ".pdf", by_pdftk, 0.0, 17, "pdftk", "latin"),
    Way("flat", "flattened by qpdf: letters lost", ".pdf", by_qpdf, 0.0, 17, "qpdf", "latin"),
    Way("flat", "printed by poppler", ".pdf", by_poppler, needs="pdftocairo", letters="latin", most=34),
    Way("flat", "PDFium, then poppler", ".pdf", poppler_again, needs="pdftocairo", most=34),
    Way("flat", "PDFium, then Ghostscript", ".pdf", by_ghostscript, needs="gs", most=34),
    Way("flat", "PDFium, PostScript, Ghostscript", ".pdf", via_postscript, needs="gs", most=17),
    Way("flat", "PDFium, then LibreOffice Draw", ".pdf", by_draw, needs="soffice", most=8),
)  # fmt: skip
_MOVED = (
    Way(
        "flat",
        "scaled to 93 %, shifted",
        ".pdf",
        changed(placed(0.93, 0, 0, 0.93, 24, 9)),
        most=50,
        short=True,
    ),
    Way("flat", "on Letter paper", ".pdf", changed(placed(0.94, 0, 0, 0.94, 26, 0, (612, 792))), most=34),
    Way("flat", "on A5, scaled to 70 %", ".pdf", changed(placed(0.7, 0, 0, 0.7, 0, 3, (420, 595))), most=34),
    Way("flat", "cropped", ".pdf", changed(_cropped), most=34),
    Way("flat", "turned by the viewer", ".pdf", changed(_sideways), most=34),
    Way(
        "flat",
        "content turned by 90 degrees",
        ".pdf",
        changed(placed(0, 1, -1, 0, 842, 0, (842, 595))),
        most=34,
    ),
    Way(
        "flat",
        "content askew by a degree",
        ".pdf",
        changed(placed(0.99985, 0.01745, -0.01745, 0.99985, 7, -5)),
        most=17,
    ),
    Way("flat", "pages out of order", ".pdf", changed(_shuffled), most=34),
    Way("flat", "among other pages", ".pdf", changed(_with_letter), most=34),
    Way("flat", "a page twice", ".pdf", changed(_page_twice), most=17),
)
WAYS = (*_PRINTED, *(replace(way, letters="fitting") for way in _MOVED))
