"""Which settings in an Office file only say how something looks or hangs together, and so hold no words of anybody."""

from __future__ import annotations

import re

from pipeline.papers.reading.inside.usual_fonts import is_usual_font

# Elements whose settings name styles, fonts or languages.
_STYLING_WORDS = """
pStyle rStyle tblStyle basedOn next link numStyleLink styleLink rFonts lsdException latin ea cs sym buFont font
lang themeFontLang eastAsianLayout Default Override Choice panose1 sig charset compatSetting schemaLibrary
"""
_STYLING = frozenset(_STYLING_WORDS.split())
# Settings that hold words wherever they stand.
_WORDS_WORDS = """
name descr title alt tooltip author initials string caption href src query description userId providerId
docLocation tgtFrame fullDate displayText help statusText dir address
"""
_WORDS = frozenset(_WORDS_WORDS.split())
# Elements whose value is words.
_NAMED_WORDS = """
tag alias docVar docPart bookmarkStart comment person placeholder headerSource dataSource query udl
connectString mailSubject addressFieldName mappedName table listItem default statusText helpText property
entryMacro exitMacro category definedName sheet pivotCacheDefinition
"""
_NAMED = frozenset(_NAMED_WORDS.split())
_IDENTIFIERS_WORDS = """
paraId textId uri Ignorable Requires ProgID spid spt type ContentType Type
"""
_IDENTIFIERS = frozenset(_IDENTIFIERS_WORDS.split())
_MOMENT = re.compile(
    r"\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[-+]\d\d:\d\d)?|D:\d{14}(?:Z|[-+]\d\d'\d\d'?)?(?:00'00'?)?"
)
_DULL = re.compile(
    r"[a-z][A-Za-z0-9]*"  # a word of the file format: nextPage, dkGray
    r"|[-+#]?[0-9A-Fa-f.,%:;()\s-]*(?:pt|in|cm|mm|px|pc|em|emu)?"  # a number, a colour, a measure
    r"|\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[-+]\d\d:\d\d)?"  # the moment a program worked on it
    r"|\{[0-9A-Fa-f-]{36}\}|rId\d+|[a-z]{2}-[A-Z]{2}|_[A-Za-z]+\d+"
    r"|(?:https?|urn):/{0,2}(?:schemas\.|purl\.)\S+|application/\S+",
    re.DOTALL,
)
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*|[A-Z][a-z]{3}")  # a language or script: en-GB, Jpan
_TAGGED, _TAGS = (
    frozenset(("lang", "themeFontLang", "font")),
    frozenset(("val", "eastAsia", "bidi", "script")),
)
_OWN_SCHEMA = re.compile(r"(?:urn:(?!schemas)|https?://(?!schemas\.|purl\.|www\.w3\.))", re.IGNORECASE)
_STYLE_WORDS = frozenset(
    [
        "normal",
        "heading",
        "title",
        "subtitle",
        "strong",
        "emphasis",
        "list",
        "bullet",
        "number",
        "continue",
        "body",
        "text",
        "first",
        "indent",
        "table",
        "grid",
        "header",
        "footer",
        "footnote",
        "endnote",
        "reference",
        "hyperlink",
        "followedhyperlink",
        "caption",
        "toc",
        "index",
        "quote",
        "intense",
        "subtle",
        "plain",
        "light",
        "medium",
        "dark",
        "colorful",
        "shading",
        "accent",
        "page",
        "line",
        "annotation",
        "subject",
        "balloon",
        "macro",
        "date",
        "signature",
        "closing",
        "default",
        "paragraph",
        "font",
        "no",
        "revision",
        "unresolved",
        "mention",
        "smart",
        "char",
        "block",
        "salutation",
        "note",
        "book",
        "html",
        "placeholder",
        "tablenormal",
        "web",
        "contents",
        "internet",
        "link",
        "label",
        "figures",
        "of",
        "authorities",
        "envelope",
        "address",
        "return",
        "document",
        "map",
        "message",
        "hashtag",
        "aconvention",
        "outline",
        "bibliography",
        "top",
        "bottom",
        "form",
        "z",
        "effects",
        "spacing",
        "lead",
        "e",
        "mail",
    ]
)
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_STYLE_WORD = re.compile(r"[^\W\d_]+")


def is_words(element: str, name: str, value: str) -> bool:
    """Whether a setting may hold somebody's words. `element`, `name`: without their namespace."""
    if is_moment(value) or name.startswith("rsid") or (name in _IDENTIFIERS and not _OWN_SCHEMA.match(value)):
        return False
    if element in _TAGGED and name in _TAGS and _TAG.fullmatch(value):
        return False
    if element in _STYLING or element in ("style", "name"):
        return not (_is_usual_style(value) or is_usual_font(value) or _DULL.fullmatch(value))
    if name in _WORDS or element in _NAMED:
        return True
    return not _DULL.fullmatch(value)


def is_moment(text: str) -> bool:
    """Whether a text is the moment at which a program wrote something, to the second."""
    return _MOMENT.fullmatch(text.strip()) is not None


def _is_usual_style(value: str) -> bool:
    words = _STYLE_WORD.findall(_HUMP.sub(" ", value))
    return all(word.casefold() in _STYLE_WORDS for word in words)
