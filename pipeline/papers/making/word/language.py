"""The language of Word templates: Jinja's, cut down to what a paper needs, and sandboxed."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Sequence
from typing import Any

FILTERS = (
    *("abs", "capitalize", "default", "first", "join", "last", "length", "list", "lower", "replace"),
    *("reverse", "round", "sort", "sum", "title", "trim", "upper"),
)
TESTS = (
    *("defined", "divisibleby", "eq", "equalto", "even", "false", "ge", "gt", "in", "le", "lt", "ne", "none"),
    *("odd", "true"),
)


def template_language(finalize: Callable[..., Any] | None = None) -> Any:
    """The Jinja environment in which every Word template is read and rendered.

    A misspelt name is an error, never a blank; filters that let markup through (safe, xmlattr) are not there.
    """
    import jinja2
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    env = ImmutableSandboxedEnvironment(undefined=jinja2.StrictUndefined, autoescape=True, finalize=finalize)
    env.filters = {name: env.filters[name] for name in FILTERS}
    env.tests = {name: env.tests[name] for name in TESTS}
    env.globals = {}
    return env


def outermost(tree: Any, kinds: tuple[type, ...]) -> Iterator[Any]:
    """Nodes of these kinds that are not inside another of them, without names that only receive a value."""
    for child in tree.iter_child_nodes():
        if isinstance(child, kinds):
            if getattr(child, "ctx", "load") == "load":
                yield child
        else:
            yield from outermost(child, kinds)


def nearest(word: str, known: Sequence[str]) -> str:
    """The end of a message about an unknown name: the one that was probably meant, else all that are known."""
    close = difflib.get_close_matches(word, known, 1, 0.5)
    return f"; did you mean {close[0]!r}?" if close else f"; known here: {listed(known)}"


def listed(names: Sequence[str]) -> str:
    """Names for a message."""
    return ", ".join(names)
