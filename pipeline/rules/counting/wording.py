"""Words that count a few people: "both children", "the only family". A paper that goes round does not print them."""

from __future__ import annotations

import re

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_WHO = (
    r"(?:child(?:ren)?|bab(?:y|ies)|siblings?|brothers?|sisters?|sons?|daughters?|boys?|girls?|twins?|triplets"
    r"|teenagers?|famil(?:y|ies)|cases?|referrals?|parents?|mothers?|fathers?|households?|practitioners?|people)"
)
_BETWEEN = r"(?:\s+(?:other|more|young(?:er|est)?|old(?:er|est)?|small|unborn|single|of\s+the|of\s+these|of\s+them))*"


def counts_a_few(text: str, threshold: int) -> bool:
    """Whether a text says how many there were of whom, where that is at most `threshold`, or that all or none were."""
    numbers = [w for n, w in enumerate(_NUMBERS) if 1 <= n <= threshold]
    numbers += [str(n) for n in range(1, threshold + 1)]
    few = "|".join(sorted(numbers, key=len, reverse=True))
    patterns = (
        rf"(?<![\w.,/])(?:{few}){_BETWEEN}\s+{_WHO}\b",
        rf"\b(?:both|the\s+only|an\s+only|the\s+sole|a\s+single|all\s+the|neither|either|none){_BETWEEN}\s+{_WHO}\b",
        rf"\b{_WHO}\s+of\s+(?:{few})\b",
        r"\b(?:an?|the)\s+(?:twins?|triplets)\b|\bonly\s+child\b",
        rf"(?<!\w)(?:{few}|\d+)\s*(?:%|per\s?cent\b)",
    )
    return any(re.search(pattern, text, re.IGNORECASE) for pattern in patterns)
