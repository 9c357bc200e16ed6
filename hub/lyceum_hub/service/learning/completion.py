"""Completion: how many people have done each module of a course, told such that nobody is exposed."""

from collections import Counter

from sqlalchemy import select

from lyceum_catalog.entries import Course
from lyceum_hub.database import Database
from lyceum_hub.database.tables import check_tries, enrolments
from lyceum_hub.service.entries import access
from lyceum_hub.service.entries.access import MANAGE, Reader
from lyceum_hub.service.learning.courses import course_named
from lyceum_hub.service.learning.progress import Progress, Try, try_of
from lyceum_hub.service.learning.seal import Seal

FEWEST = 10  # people, as in profiles of data; of fewer nothing is told
STEP = 5  # counts are told in steps, so that two of them do not tell of the one who came between


class Completion:
    """Counts of those who take courses."""

    def __init__(self, database: Database, seal: Seal) -> None:
        self._database = database
        self._seal = seal

    def of(self, name: str, reader: Reader) -> dict[str, object]:
        """Return how many take a course, and did each module; for those who manage it, else Forbidden."""
        with self._database.reading() as connection:
            found = course_named(connection, name, reader)
            access.require(connection, reader, name, MANAGE)
            taking = connection.execute(select(enrolments.c.person).where(enrolments.c.course == name)).scalars().all()
            rows = connection.execute(select(check_tries).where(check_tries.c.course == name)).all()
        tries: dict[str, dict[str, Try]] = {person: {} for person in taking}
        for row in rows:
            tries.setdefault(row.person, {})[row.check] = try_of(row, self._seal)
        assert isinstance(found.entry, Course)
        return counted(found.entry, [Progress(True, theirs) for theirs in tries.values()])


def counted(course: Course, standing: list[Progress]) -> dict[str, object]:
    """Return the counts of a course as they are told; None where too few would be meant."""
    done = Counter(module.name for progress in standing for module in course.modules if progress.is_done(module))
    modules = [{"name": each.name, "title": each.title, "done": told(done[each.name])} for each in course.modules]
    finished = sum(progress.next(course) is None for progress in standing)
    return {"people": told(len(standing)), "done": told(finished), "fewest": FEWEST, "step": STEP, "modules": modules}


def told(count: int) -> int | None:
    """Return a count as it is told: in steps, and not at all where it is small."""
    return count - count % STEP if count >= FEWEST else None
