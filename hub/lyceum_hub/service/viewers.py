"""Viewers: whose runs and schedules somebody may see, as a condition of the query itself."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, FromClause, true

from lyceum_hub.service.entries.access import NOBODY, Reader


@dataclass(frozen=True)
class Viewer:
    """Somebody who sees what is theirs and what is shared with their groups, or everything; of entries, as a reader."""

    name: str
    groups: frozenset[str] = frozenset()
    sees_all: bool = False
    reader: Reader = NOBODY

    def sees(self, table: FromClause) -> ColumnElement[bool]:
        """Return the condition that a row of runs or schedules is this viewer's to see."""
        if self.sees_all:
            return true()
        return (table.c.owner == self.name) | table.c.shared_with.in_(sorted(self.groups))
