"""What the members in pipeline.yaml must not be: two people whom a paper or a file name cannot tell apart."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.records.files import MEMBER_FILE, safe_name
from pipeline.records.settings.reading import Reading
from pipeline.rules.answers.identifiers import email


def member_faults(reading: Reading) -> Iterator[tuple[int, str]]:
    """Members of one name, or of names that give one file name: nobody could tell their papers apart."""
    seen: dict[str, int] = {}
    files: dict[str, int] = {}
    for row in reading.tables["members"]:
        name = " ".join(row.text("name").casefold().split())
        file = safe_name(name, MEMBER_FILE).casefold()
        if name and name in seen:
            yield row.line, f"`members` has {row.text('name')} twice (first on line {seen[name]})"
        elif name and file in files:
            yield (
                row.line,
                f"`members` has {row.text('name')}, whose files would have the name of the member on line "
                f"{files[file]}: write one of the names otherwise",
            )
        address = row.text("email")
        if address and email(address).value.casefold() != address.casefold():
            yield (
                row.line,
                f"`members` has {row.text('name')} with an email that is not one address: {address!r}",
            )
        seen.setdefault(name, row.line)
        files.setdefault(file, row.line)
