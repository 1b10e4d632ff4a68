"""What a tag would print of the sample: text, or something that is no text."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from typing import Any


def cannot_print(env: Any, text: str, scope: Mapping[str, object], unknown: object) -> str:
    """Why the value of an expression cannot be printed, "" when it can.

    `scope`: the sample's names; one that is `unknown` makes the answer "".
    """
    import jinja2
    from jinja2 import meta

    used = meta.find_undeclared_variables(env.parse("{{ " + text + " }}"))
    if any(scope.get(name, unknown) is unknown or isinstance(scope[name], Mapping) for name in used):
        return ""
    try:
        value = env.compile_expression(text, undefined_to_none=False)(**scope)
        return _of_the_program(value, scope) if isinstance(value, str) else _no_text(value, text)
    except jinja2.UndefinedError:
        return "this asks for something that is not always there: a list may be shorter"
    except (jinja2.TemplateError, TypeError, ValueError, ArithmeticError, AttributeError):
        return "this cannot be worked out: a filter or sign in it does not fit what it is given. Leave it out"


def _no_text(value: object, text: str) -> str:
    """A value that is no text, number or picture, in words."""
    if isinstance(value, int | float | None):
        return ""
    if isinstance(value, Sequence):
        plain = all(isinstance(one, str | int | float) for one in value)
        how = f"write {{{{ {text}|join('; ') }}}} or go" if plain else "go"
        return f"this is a list: {how} through it with {{%p for one in {text} %}}"
    if not dataclasses.is_dataclass(value):
        return "this is no text that can be printed: end it with |join('; ')"
    names = [f.name for f in dataclasses.fields(value)]
    if "png" in names:
        return ""  # a picture
    return f"this has parts: say which, {', '.join(f'{text}.{name}' for name in names[:6])}"


def _of_the_program(printed: str, scope: Mapping[str, object]) -> str:
    """Names of the program's own nouns stand in a text where a list of things with parts was joined."""
    if any(f"{noun}(" in printed for noun in {n for value in scope.values() for n in _nouns(value)}):
        return (
            "these have parts, and cannot be joined as they are: go through them with {%p for one in ... %}"
        )
    return ""


def _nouns(value: object) -> Iterator[str]:
    if isinstance(value, tuple | list):
        for one in value:
            yield from _nouns(one)
    elif dataclasses.is_dataclass(value):
        yield type(value).__name__
        for field in dataclasses.fields(value):
            yield from _nouns(getattr(value, field.name))
