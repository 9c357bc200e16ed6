"""Workshops: started by who manages a course, joined by code, looked at and ended by their instructor."""

from typing import Annotated, Any

from fastapi import APIRouter, Path
from pydantic import BaseModel, ConfigDict, Field

from lyceum_hub.service.callers import CoursesTaker
from lyceum_hub.service.entries.access import reader_of
from lyceum_hub.service.learning.progress import Progress
from lyceum_hub.service.learning.workshops import Dashboard, Workshop
from lyceum_hub.service.routes.parts import WorkshopsPart, instant

router = APIRouter(prefix="/api/workshops", tags=["courses"])

Code = Annotated[str, Path(max_length=40)]


class Planned(BaseModel):
    """A workshop to start; from the end on nobody joins, and nobody's progress is shown."""

    model_config = ConfigDict(extra="forbid")

    course: str = Field(max_length=200)
    title: str = Field(min_length=1, max_length=200, pattern=r"^[^\r\n]*$")
    hours: int = Field(default=8, ge=1, le=24 * 31)


@router.get("")
def find(caller: CoursesTaker, workshops: WorkshopsPart) -> dict[str, Any]:
    """List the workshops that the caller gives or has joined."""
    items = [shown(workshop, caller.name) for workshop in workshops.of(caller.name)]
    return {"items": items, "total": len(items)}


@router.post("", status_code=201)
def start(caller: CoursesTaker, workshops: WorkshopsPart, body: Planned) -> dict[str, Any]:
    """Start a workshop on a course that the caller manages."""
    return shown(workshops.start(reader_of(caller), body.course, body.title, body.hours), caller.name)


@router.get("/{code}")
def read(caller: CoursesTaker, workshops: WorkshopsPart, code: Code) -> dict[str, Any]:
    """Return where the people of a workshop stand, to its instructor; nobody once it is over."""
    return dashboard(workshops.dashboard(reader_of(caller), code), caller.name)


@router.post("/{code}/join")
def join(caller: CoursesTaker, workshops: WorkshopsPart, code: Code) -> dict[str, Any]:
    """Join a workshop: be enrolled in its course, and be seen by its instructor until it is over."""
    return shown(workshops.join(reader_of(caller), code), caller.name)


@router.post("/{code}/end")
def end(caller: CoursesTaker, workshops: WorkshopsPart, code: Code) -> dict[str, Any]:
    """End a workshop of the caller's now."""
    return shown(workshops.end(reader_of(caller), code), caller.name)


def shown(workshop: Workshop, person: str) -> dict[str, Any]:
    """Return a workshop as one of its people sees it."""
    times = {"at": instant(workshop.at), "ends_at": instant(workshop.ends_at)}
    return {**vars(workshop), **times, "over": workshop.is_over, "gives": workshop.instructor == person}


def dashboard(found: Dashboard, person: str) -> dict[str, Any]:
    """Return a workshop with where its people stand, and how many are stuck at each check."""
    checks = [
        {"name": check.name, "question": check.question, "module": module.title, "stuck": stuck_at(found, check.name)}
        for module in found.course.modules
        for check in module.checks
    ]
    people = [{"name": name, "checks": standing(progress, found)} for name, progress in found.people.items()]
    return {**shown(found.workshop, person), "checks": checks, "people": people}


def stuck_at(found: Dashboard, check: str) -> int:
    """Return how many people tried a check and have not passed it."""
    return sum(progress.state(check) == "tried" for progress in found.people.values())


def standing(progress: Progress, found: Dashboard) -> list[dict[str, Any]]:
    """Return the state of each check that somebody has tried, and how often they were wrong."""
    names = [check.name for module in found.course.modules for check in module.checks if check.name in progress.tries]
    return [{"name": name, "state": progress.state(name), "tries": progress.tries[name].tries} for name in names]
