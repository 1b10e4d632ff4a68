"""Words that count a few people: "both children", "the only family". A paper that goes round does not print them."""

from __future__ import annotations

import re

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_WHO = (
    r"(?:child(?:ren)?|bab(?:y|ies)|siblings?|brothers?|sisters?|sons?|daughters?|boys?|girls?|twins?|triplets"
    r"|teenagers?|famil(?:y|ies)|cases?|referrals?|parents?|mothers?|fathers?|households?|practitioners?|people)"
)
_BETWEEN = r"(?:\s+(?:other|more|young(?:er|est)?|old(?:er|est)?|small|unborn|single|of\s+the|of\s+these|of\s+them))*"
# Any other words that say which: "two very young children"; but not "one plan for children", "two things help parents".
_WHICH = (
    r"(?:\s+(?!(?:an?|the|and|or|of|for|with|to|in|on|at|by|from|per|as|than|that|who|which|when|where|if|but|not|is|are"
    r"|was|were|be|has|have|had|can|may|must|should|will|between|before|after|about|into|without|until|while|every|each"
    r"|\w*[^\Wus]s)\b)[\w’'-]+){0,2}"
)
_PART = r"(?:a\s+(?:couple|pair|handful)\s+of|half(?:\s+of)?)(?:\s+(?:the|these|those))?"


def counts_a_few(text: str, threshold: int) -> bool:
    """Whether a text says how many there were of whom, where that is at most `threshold`, or that all or none were."""
    numbers = [w for n, w in enumerate(_NUMBERS) if 1 <= n <= threshold]
    numbers += [str(n) for n in range(1, threshold + 1)]
    few = "|".join(sorted(numbers, key=len, reverse=True))
    patterns = (
        rf"(?<![\w.,/])(?:{few}|both|the\s+only|an\s+only){_WHICH}\s+{_WHO}\b",
        rf"(?<![\w.,/])(?:{few}){_BETWEEN}\s+{_WHO}\b",
        rf"\b(?:both|the\s+only|an\s+only|the\s+sole|a\s+single|all\s+the|neither|either|none){_BETWEEN}\s+{_WHO}\b",
        rf"\b{_PART}{_WHICH}\s+{_WHO}\b",
        rf"\b{_WHO}\s+of\s+(?:{few})\b",
        rf"\b{_WHO}\s*[:=(]\s*(?:{few})\b(?![.,/]\d)",
        r"\b(?:an?|the)\s+(?:twins?|triplets)\b|\bonly\s+child\b",
        rf"(?<!\w)(?:{few}|\d+)\s*(?:%|per\s?cent\b)",
    )
    return any(re.search(pattern, text, re.IGNORECASE) for pattern in patterns)
