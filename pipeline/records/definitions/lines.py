"""A definition's data with its lines: each mapping carries the line it starts on."""

from __future__ import annotations

from typing import Any

import yaml

LINE = "\0line"


_DATE = "tag:yaml.org,2002:timestamp"


class LinedLoader(yaml.CSafeLoader):
    """The safe loader; each mapping also carries the line it starts on, under `LINE`. A date stays the words it is."""

    yaml_implicit_resolvers = {  # noqa: RUF012 (the name and kind that the base class asks for)
        first: [(tag, pattern) for tag, pattern in resolvers if tag != _DATE]
        for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
    }


def _mapping_with_line(loader: LinedLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    data = dict(loader.construct_pairs(node, deep=True))
    data[LINE] = node.start_mark.line + 1
    return data


LinedLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping_with_line)
