"""The report of a leak check as one HTML page: no script, nothing fetched, every text escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from pipeline.model.leaks import CLEAR_WORDS, SETTLED_WORDS, Finding, Verdict
from pipeline.rules.answers.dates import british

_SHOWN = 1200  # letters of a sentence
_ADVICE = {
    Verdict.STOP: "It must not go out like this. Change the text (in the meeting record, not in the paper), or ask "
    "the chair whether it may stand, with a reason.",
    Verdict.REVIEW: "Look at each finding. Change the text, or clear the finding with a reason.",
    Verdict.CLEAR: CLEAR_WORDS,
}
_QUESTION = (
    "Then read the whole paper once more and ask: would a neighbour, a relative or somebody at the school gate know "
    "who this is?"
)
_STYLE = (
    "body{font:16px/1.5 Arial,sans-serif;margin:0 auto;max-width:50em;padding:1em;color:#111;background:#fff}"
    ".mark{text-align:center;font-weight:bold;letter-spacing:.05em;border:2px solid #111;padding:.3em}"
    "h1{font-size:1.5em;margin:.8em 0 .2em}h2{font-size:1.1em;margin:0 0 .3em}"
    ".verdict{font-size:1.3em;font-weight:bold;padding:.4em .6em;border:3px solid #111}"
    ".STOP{border-color:#a00000}.REVIEW{border-color:#8a5a00}.CLEAR{border-color:#005a2b}"
    "section{border:1px solid #999;border-left-width:.5em;margin:1em 0;padding:.6em .9em;break-inside:avoid}"
    "blockquote{margin:.4em 0;padding:.4em .8em;background:#f3f3f3;white-space:pre-wrap;overflow-wrap:anywhere}"
    "mark{background:#ffe45c;color:#111;font-weight:bold;padding:0 .1em;border-bottom:3px solid #a00000}"
    "dl{margin:.4em 0;display:grid;grid-template-columns:9em 1fr;gap:.1em .6em}dt{font-weight:bold}"
    "dd{margin:0;overflow-wrap:anywhere}code{font-size:.9em;background:#f3f3f3;user-select:all}.small{font-size:.85em;overflow-wrap:anywhere}"
)


@dataclass(frozen=True)
class ReportLine:
    """One finding as the report shows it. `settled`: what a person said, "" while it is open."""

    number: int
    finding: Finding
    settled: str
    command: str


@dataclass(frozen=True)
class LeakReport:
    """All that the report prints. `about`: (word, text) lines at its head."""

    marking: str
    paper: str
    verdict: Verdict
    lines: Sequence[ReportLine]
    about: Sequence[tuple[str, str]]


def leak_report(report: LeakReport) -> bytes:
    """The page. Same report, same bytes."""
    mark = f'<p class="mark">{escape(report.marking)} - it lists identifiers. Keep it here; send it to nobody.</p>'
    body = (
        mark,
        f"<h1>Leak check of {escape(report.paper)}</h1>",
        f'<p class="verdict {report.verdict}">{report.verdict}</p>',
        f"<p>{escape(_verdict_words(report))}</p>",
        f"<p>{escape(_QUESTION)}</p>",
        _list(report.about),
        *(_section(line) for line in report.lines),
        mark,
    )
    return (_head(report.paper) + "\n".join(body) + "\n</body></html>\n").encode("utf-8", "replace")


def _head(paper: str) -> str:
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return (
        '<!DOCTYPE html>\n<html lang="en-GB"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        f"<title>Leak check of {escape(paper)}</title><style>{_STYLE}</style></head>\n<body>\n"
    )


def _verdict_words(report: LeakReport) -> str:
    if report.verdict is Verdict.CLEAR and report.lines:
        return SETTLED_WORDS
    return _ADVICE[report.verdict]


def _section(line: ReportLine) -> str:
    finding = line.finding
    rows = [
        ("Where", finding.place + (" (no reader sees it)" if finding.hidden else "")),
        ("Why", finding.why),
    ]
    if finding.identifier is not None:
        of = finding.identifier
        rows.append(("Matches", f"{of.kind}: {british(of.day) if of.day else of.text}"))
        rows.append(("Whose", of.whose))
    rows.append(("Rule", finding.rule))
    rows.append(("Settled" if line.settled else "To settle it", line.settled or line.command))
    title = f"{line.number}. {finding.level}" + (" - settled" if line.settled else "")
    quote = f"<blockquote>{_marked(finding)}</blockquote>" if finding.sentence else ""
    style = "CLEAR" if line.settled else str(finding.level)
    return f'<section class="{style}"><h2>{escape(title)}</h2>{quote}{_list(rows)}</section>'


def _marked(finding: Finding) -> str:
    """The sentence with the words that were found marked; a long one is cut round them."""
    sentence, words = finding.sentence, finding.matched
    at = sentence.find(words) if words else -1
    if at < 0:
        shown = escape(sentence[:_SHOWN])
        return shown + (f" <mark>{escape(words)}</mark>" if words else "")
    start = max(0, at - _SHOWN // 2)
    before, after = sentence[start:at], sentence[at + len(words) : at + len(words) + _SHOWN // 2]
    return f"{'… ' if start else ''}{escape(before)}<mark>{escape(words)}</mark>{escape(after)}"


def _list(rows: Iterable[tuple[str, str]]) -> str:
    return "<dl>" + "".join(f"<dt>{escape(a)}</dt><dd>{_said(b)}</dd>" for a, b in rows) + "</dl>"


def _said(text: str) -> str:
    """A text; a command stands on a line of its own, to be copied."""
    words, _, command = text.partition("\n")
    return escape(words) + (f"<br><code>{escape(command)}</code>" if command else "")
