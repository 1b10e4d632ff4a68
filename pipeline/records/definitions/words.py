"""Words of a definition that the settings say: {panel}, {email}, {marking}.

They are filled in when the definition is read, so that blanks, queries and papers all name the same panel, and a
blank is out of step as soon as a name it prints is changed in pipeline.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pipeline.records.settings.catalogue import SCHEMA
from pipeline.records.settings.schema import Group, Setting, Table

_SLOT = re.compile(r"\{([A-Za-z_]+)\}")


def filled(text: str, words: Mapping[str, str]) -> str:
    """The text with each {word} that is known put in; one that is not stays as it is."""
    return _SLOT.sub(lambda slot: words.get(slot[1], slot[0]), text)


def unknown(text: str, words: Mapping[str, str]) -> tuple[str, ...]:
    """The {words} of a text that nothing is known for."""
    return tuple(word for word in _SLOT.findall(text) if word not in words)


def _defaults() -> Iterator[tuple[str, str]]:
    for item in SCHEMA:
        if isinstance(item, Group) and item.key == "names":
            yield from ((setting.key, str(setting.default)) for setting in item.settings)
        elif isinstance(item, Setting) and item.key == "deadline_days":
            yield item.key, str(item.default)
        elif isinstance(item, Table) and item.key == "marking":
            yield item.key, item.default[-1][-1]


# What the words stand for in a workspace whose pipeline.yaml changes nothing.
DEFAULT_WORDS: Mapping[str, str] = dict(_defaults())
