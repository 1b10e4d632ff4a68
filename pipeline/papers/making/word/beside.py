"""What stands beside the tags of a paragraph: half a tag, a name in other brackets, words that go with a tag."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.papers.making.docx_parts import W, paragraph_text

TAG = re.compile(r"\{\{(?P<value>.*?)\}\}|\{%(?P<step>.*?)%\}|\{#.*?#\}", re.DOTALL)
WHOLE = re.compile(r"(?:(tr|tc|p|r)\s)?(.*)", re.DOTALL)
SMART = str.maketrans("“”‘’", "\"\"''")
TAKES = {"p": "paragraph", "tr": "row", "tc": "cell"}  # what a tag repeats or drops
_STRAY = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
_ENDS = {"": "{{ ... }}", "%": "{% ... %}", "#": "{# ... #}"}
_NOTHING = re.compile(r"\{#.*?#\}|\{%(?:p|tr|tc)\s.*?%\}", re.DOTALL)  # what prints nothing itself
_WORD = r"(?P<name>[A-Za-z_]\w*)(?P<part>(?:\.\w+)*)"
_NEARLY = (  # a tag with a brace too few, or parted by a space; a name in brackets of another program
    re.compile(rf"\{{\s*\{{?\s*(?P<step>%\s*)?{_WORD}[^{{}}]*\}}\s*\}}?"),
    re.compile(rf"(?P<step>(?!))?(?:«|<<|\[)\s*{_WORD}\s*(?:»|>>|\])"),
)


def beside_tags(paragraph: Any, text: str, names: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """What is wrong beside the tags of a paragraph that has this text: what stands there, and a sentence."""
    rest = TAG.sub("", text)
    stray = _STRAY.search(rest)
    if stray:
        shown = rest[max(0, stray.start() - 20) : stray.end() + 20].strip()
        ends = _ENDS[stray[0].strip("{}")]
        yield (
            shown,
            f"a tag is begun or ended by {stray[0]!r} but its other end is missing: a tag looks like {ends}",
        )
    else:
        yield from _nearly(rest, names)
    yield from _taken_along(paragraph, text)


def _nearly(rest: str, names: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Names in other brackets than a tag's: they would be printed as they stand."""
    for match in (found for pattern in _NEARLY for found in pattern.finditer(rest)):
        word = next((name for name in names if name.casefold() == match["name"].casefold()), "")
        written = "{% ... %}" if match["step"] else f"{{{{ {word}{match['part']} }}}}" if word else ""
        if written:
            yield match[0], f"this is no tag and would be printed as it stands: write {written}"


def _taken_along(paragraph: Any, text: str) -> Iterator[tuple[str, str]]:
    """A tag that repeats or drops its paragraph, row or cell takes along whatever stands beside it."""
    for match in TAG.finditer(text):
        whole = WHOLE.match((match["step"] or "").translate(SMART).strip("-"))
        kind = whole[1] if whole else None
        if kind not in TAKES:
            continue
        lost = " ".join(_NOTHING.sub("", _shared(paragraph, text, kind)).split())
        if lost:
            place = TAKES[kind]
            yield (
                match[0],
                f"“{lost[:60]}” stands in the same {place} and would be lost: the tag needs a {place} of its own",
            )


def _shared(paragraph: Any, text: str, kind: str) -> str:
    """All text of what the tag takes: its paragraph, row or cell."""
    holder = next(paragraph.iterancestors(f"{W}{kind}"), None) if kind != "p" else None
    return text if holder is None else " ".join(paragraph_text(p) for p in holder.iter(W + "p"))
