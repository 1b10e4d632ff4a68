"""A finished Word paper as plain text, for the body of the e-mail that carries it."""

from __future__ import annotations

from pipeline.papers.making.docx_parts import BODY, W, paragraph_text, parse, unzip


def plain_text(docx: bytes) -> str:
    """The body's words, a paragraph a line with a blank line between; list items begin with "- "."""
    root = parse(unzip(docx)[BODY])
    lines: list[str] = []
    for paragraph in root.iter(W + "p"):
        text = paragraph_text(paragraph).strip()
        if not text:
            continue
        item = _style(paragraph).startswith("List")
        if lines and not (item and lines[-1].startswith("- ")):
            lines.append("")
        lines.append(f"- {text}" if item else text)
    return "\n".join(lines) + "\n"


def _style(paragraph: object) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")  # type: ignore[attr-defined]
    return "" if style is None else str(style.get(f"{W}val"))
