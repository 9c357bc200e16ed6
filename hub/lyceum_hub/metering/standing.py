"""Standing: what somebody has used of what they may, and what is refused because of it."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import Connection

from lyceum_hub.metering.amounts import HOURS
from lyceum_hub.metering.months import Month
from lyceum_hub.metering.quotas import Quota, Quotas
from lyceum_hub.metering.use import running_of, stored_by, use_of_group, use_of_person

PARTS = tuple(part.name for part in fields(Quota))


@dataclass(frozen=True)
class Measure:
    """How much of one thing is used and allowed: of a person, or of the members of a group together.

    `used` is None where nobody has counted it, `limit` where there is none. `running` names the servers that run.
    """

    what: str  # a part of a quota
    used: float | None
    limit: float | None
    group: str = ""
    running: tuple[str, ...] = ()

    @property
    def is_used_up(self) -> bool:
        """Tell whether nothing more of it may be used."""
        return self.limit is not None and self.used is not None and self.used >= self.limit

    @property
    def passes(self) -> bool:
        """Tell whether what is used up is free again as soon as some server ends."""
        return self.what == "servers" and bool(self.limit)


@dataclass(frozen=True)
class Standing:
    """Everything that is counted of a person in a month, and of their groups where that is limited."""

    month: Month
    own: tuple[Measure, ...]
    groups: tuple[Measure, ...] = ()

    def hindrance(self, gpus: float, beyond_storage: bool = False) -> Measure | None:
        """Return what keeps a server with so many GPUs from starting, if anything does."""
        skipped = {*(() if gpus else ("gpu_hours",)), *(("storage",) if beyond_storage else ())}
        found = (measure for measure in (*self.own, *self.groups) if measure.what not in skipped)
        return next((measure for measure in found if measure.is_used_up), None)


def standing(connection: Connection, quotas: Quotas, person: str, groups: Collection[str], at: datetime) -> Standing:
    """Return how somebody stands."""
    month = Month.of(at)
    theirs = [measure for group in sorted(groups) for measure in of_group(connection, quotas, group, month)]
    return Standing(month, of_person(connection, quotas.of(person, groups), person, month), tuple(theirs))


def of_person(connection: Connection, quota: Quota, person: str, month: Month) -> tuple[Measure, ...]:
    """Return every measure of a person."""
    running = tuple(running_of(connection, "person", person))
    use, stored = use_of_person(connection, person, month), stored_by(connection, f"person:{person}")
    used = {**{name: getattr(use, name) for name in HOURS}, "storage": stored, "servers": len(running)}
    return tuple(
        Measure(name, used[name], getattr(quota, name), running=running if name == "servers" else ()) for name in PARTS
    )


def of_group(connection: Connection, quotas: Quotas, group: str, month: Month) -> list[Measure]:
    """Return the measures of a group that are limited."""
    quota = quotas.of_group(group)
    if quota == Quota():
        return []
    running = running_of(connection, "group", group)
    use, stored = use_of_group(connection, group, month), stored_by(connection, f"group:{group}")
    used = {**{name: getattr(use, name) for name in HOURS}, "storage": stored, "servers": len(running)}
    limited = [name for name in PARTS if getattr(quota, name) is not None]
    return [Measure(name, used[name], getattr(quota, name), group) for name in limited]
