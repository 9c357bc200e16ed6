"""Quotas: how much each person, and the members of a group together, may use."""

import math
from collections.abc import Collection
from dataclasses import dataclass, field, fields


@dataclass(frozen=True)
class Quota:
    """How much may be used: hours in a month, storage and servers at a time; what is None is not limited."""

    cpu_hours: float | None = None
    gpu_hours: float | None = None
    memory_hours: float | None = None  # of a gigabyte
    storage: float | None = None  # bytes
    servers: float | None = None

    def over(self, other: "Quota") -> "Quota":
        """Return this quota, with what it leaves open as the other says."""
        return Quota(**{name: mine if mine is not None else theirs for name, mine, theirs in self._beside(other)})

    def or_more(self, other: "Quota") -> "Quota":
        """Return the more generous of two, part by part; what one leaves open is as the other says."""
        given = ((name, [value for value in both if value is not None]) for name, *both in self._beside(other))
        return Quota(**{name: max(values) if values else None for name, values in given})

    def _beside(self, other: "Quota") -> list[tuple[str, float | None, float | None]]:
        return [(part.name, getattr(self, part.name), getattr(other, part.name)) for part in fields(self)]


@dataclass(frozen=True)
class Quotas:
    """All quotas of a workspace; infinity says that something is not limited although others are."""

    everybody: Quota = Quota()
    each: dict[str, Quota] = field(default_factory=dict)  # of each member, by group
    together: dict[str, Quota] = field(default_factory=dict)  # of all members, by group
    persons: dict[str, Quota] = field(default_factory=dict)

    def of(self, person: str, groups: Collection[str]) -> Quota:
        """Return what one person may use: as said for them, else by the most generous of their groups."""
        of_groups = Quota()
        for group in groups:
            of_groups = of_groups.or_more(self.each.get(group, Quota()))
        return finite(self.persons.get(person, Quota()).over(of_groups).over(self.everybody))

    def of_group(self, group: str) -> Quota:
        """Return what the members of a group may use together."""
        return finite(self.together.get(group, Quota()))


def finite(quota: Quota) -> Quota:
    """Return a quota with None for what is not limited."""
    limits = ((part.name, getattr(quota, part.name)) for part in fields(quota))
    return Quota(**{name: None if limit in (None, math.inf) else limit for name, limit in limits})
