"""Sources: the entries that data sets were made from, and those that templates open, as present versions say."""

from collections.abc import Iterable

from sqlalchemy import Connection, delete, insert

from lyceum_catalog.entries import Entry, Template
from lyceum_catalog.imports import opened_entries
from lyceum_catalog.parameters import infer_parameters
from lyceum_catalog.problems import InvalidContent
from lyceum_hub.database.tables import entry_sources

LONGEST_NAME = 200


def put(connection: Connection, found: Iterable[Entry]) -> None:
    """Keep what these entries need of others, in place of what earlier versions did."""
    some = list(found)
    rows = [{"entry": entry.name, "source": name} for entry in some for name in sources_of(entry)]
    connection.execute(delete(entry_sources).where(entry_sources.c.entry.in_([entry.name for entry in some])))
    if rows:
        connection.execute(insert(entry_sources), rows)


def sources_of(entry: Entry) -> list[str]:
    """Return the names of the entries that one was made from or, as a template, opens; itself is none of them."""
    opened = opened_by(entry) if isinstance(entry, Template) else ()
    names = dict.fromkeys((*entry.derived_from, *opened))
    return [name for name in names if name != entry.name and len(name) <= LONGEST_NAME and name.isprintable()]


def opened_by(template: Template) -> Iterable[str]:
    """Return the entries that a template's notebook opens, by name or by the default of a parameter."""
    try:
        defaults = {parameter.name: [parameter.default] for parameter in infer_parameters(template.notebook)}
    except InvalidContent:
        defaults = {}
    return opened_entries(template.notebook, defaults)
