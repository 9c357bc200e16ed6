"""Shelves: the names of the data sets that somebody may read, all or a domain's, in parts that Intake opens quickly."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from lyceum_catalog.entries import fold
from lyceum_hub.database import Database
from lyceum_hub.database.tables import entries, entry_index
from lyceum_hub.errors import NotFound
from lyceum_hub.service.entries.access import READ, Reader

MOST_ENTRIES = 100


@dataclass(frozen=True)
class Shelf:
    """Names of data sets, in order, and what they have in common."""

    title: str
    names: tuple[str, ...]

    @property
    def parts(self) -> list[tuple[str, ...]]:
        """Return the names in parts that a catalog holds."""
        starts = range(0, len(self.names), MOST_ENTRIES)
        return [self.names[start : start + MOST_ENTRIES] for start in starts]

    def part(self, number: int) -> tuple[str, ...]:
        """Return the names of a part, counted from 1; raise NotFound."""
        if not 1 <= number <= len(self.parts):
            raise NotFound(f"{self.title} has {len(self.parts)} parts.", remedy="Open the catalog that names them.")
        return self.parts[number - 1]


class Shelves:
    """The catalog's data sets by their names and domains."""

    def __init__(self, database: Database, title: str) -> None:
        self._database = database
        self._title = title

    def all(self, reader: Reader) -> Shelf:
        """Return all data sets."""
        return Shelf(self._title, tuple(name for name, _ in self._datasets(reader)))

    def domains(self, reader: Reader) -> dict[str, Shelf]:
        """Return the data sets of each domain, by the domain's name in addresses."""
        found: dict[str, tuple[str, list[str]]] = {}
        for name, domain in self._datasets(reader):
            if domain:
                found.setdefault(slug(domain), (domain, []))[1].append(name)
        return {key: Shelf(title, tuple(names)) for key, (title, names) in sorted(found.items())}

    def of_domain(self, domain: str, reader: Reader) -> Shelf:
        """Return the data sets of a domain, by its name or as addresses write it; raise NotFound."""
        domains = self.domains(reader)
        if slug(domain) not in domains:
            raise NotFound(f"There is no domain {domain!r}.", remedy=f"Known domains: {', '.join(domains) or 'none'}.")
        return domains[slug(domain)]

    def _datasets(self, reader: Reader) -> Sequence[tuple[str, str]]:
        """Return the name and domain of each data set, in order; what else the index knows of them stays unread."""
        domain = entry_index.c.card["domain"].as_string()
        query = (
            select(entry_index.c.name, domain)
            .join(entries, entries.c.name == entry_index.c.name)
            .where(entries.c.kind == "dataset", reader.may(READ, entry_index.c.name))
            .order_by(entry_index.c.name)
        )
        with self._database.reading() as connection:
            return [(name, domain) for name, domain in connection.execute(query)]


def slug(domain: str) -> str:
    """Return a domain as addresses and Python names write it."""
    return re.sub(r"[^a-z0-9]+", "_", fold(domain)).strip("_") or "other"
