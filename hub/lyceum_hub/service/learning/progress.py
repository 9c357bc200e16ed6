"""Progress: which checks of a course somebody has passed, as this service judged and signed it, and nothing else."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from lyceum_catalog.entries import Course
from lyceum_catalog.modules import Module
from lyceum_hub.database.tables import check_tries, enrolments
from lyceum_hub.service.learning.seal import Seal

PASSED = "passed"  # what the signature of a passed check is for


@dataclass(frozen=True)
class Try:
    """How often somebody tried a check in vain, and when they passed it."""

    tries: int
    at: datetime
    passed_at: datetime | None

    @property
    def state(self) -> str:
        """Tell whether it is passed, or only tried."""
        return "passed" if self.passed_at else "tried"


@dataclass(frozen=True)
class Progress:
    """Where somebody stands in a course: what they tried, by the names of its checks."""

    enrolled: bool = False
    tries: Mapping[str, Try] = field(default_factory=dict)

    def state(self, check: str) -> str:
        """Return `passed`, `tried` or `open`."""
        return self.tries[check].state if check in self.tries else "open"

    def passed(self, module: Module) -> int:
        """Return how many checks of a module are passed."""
        return sum(self.state(check.name) == "passed" for check in module.checks)

    def is_done(self, module: Module) -> bool:
        """Tell whether all checks of a module are passed."""
        return self.passed(module) == len(module.checks)

    def next(self, course: Course) -> Module | None:
        """Return the first module that is not done; None at the end."""
        return next((module for module in course.modules if not self.is_done(module)), None)


def signed(person: str, course: str, check: str, passed_at: datetime) -> list[str]:
    """Return what the signature of a passed check says."""
    return [person, course, check, passed_at.isoformat(timespec="seconds")]


def progress_of(connection: Connection, seal: Seal, person: str, names: Iterable[str]) -> dict[str, Progress]:
    """Return where somebody stands in courses, by name."""
    wanted = sorted(set(names))
    theirs = select(enrolments.c.course).where(enrolments.c.person == person, enrolments.c.course.in_(wanted))
    taken = set(connection.execute(theirs).scalars())
    tries: dict[str, dict[str, Try]] = {name: {} for name in wanted}
    about = select(check_tries).where(check_tries.c.person == person, check_tries.c.course.in_(wanted))
    for row in connection.execute(about):
        tries[row.course][row.check] = try_of(row, seal)
    return {name: Progress(name in taken, tries[name]) for name in wanted}


def try_of(row: Row[Any], seal: Seal) -> Try:
    """Return what a row says; that a check is passed counts only where this service has signed it."""
    passed_at = row.passed_at
    if passed_at and not seal.is_on(PASSED, signed(row.person, row.course, row.check, passed_at), row.signature):
        passed_at = None
    return Try(row.tries, row.at, passed_at)
