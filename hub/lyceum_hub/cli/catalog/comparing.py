"""Files beside what is published: line by line, as YAML shows it."""

from collections.abc import Iterable
from difflib import unified_diff

from lyceum_catalog.entries import Entry
from lyceum_catalog.folders import files_of


def compared(files: Iterable[Entry], published: Iterable[Entry]) -> tuple[list[str], int]:
    """Return a diff for each entry that publishing the files would change, and how many others are published."""
    there = {entry.name: entry for entry in published}
    mine = list(files)
    changed = [entry for entry in mine if not same(entry, there.get(entry.name))]
    others = there.keys() - {entry.name for entry in mine}
    return [change_of(entry, there.get(entry.name)) for entry in changed], len(others)


def same(entry: Entry, other: Entry | None) -> bool:
    """Tell whether two entries have the same content."""
    return other is not None and entry.content_hash() == other.content_hash()


def change_of(entry: Entry, published: Entry | None) -> str:
    """Return what changes in an entry, or that it is new."""
    if published is None:
        return f"{entry.name}: new"
    before, after = ([line for _, text in files_of(one) for line in text.splitlines()] for one in (published, entry))
    return "\n".join(unified_diff(before, after, f"{entry.name} (published)", f"{entry.name} (file)", lineterm=""))
