"""Courses: those one may take, their notebooks, and whether an answer is right."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, ConfigDict

from lyceum_catalog.modules import Module
from lyceum_hub.service.callers import CoursesTaker
from lyceum_hub.service.entries.access import reader_of
from lyceum_hub.service.entries.opinions import counts_of
from lyceum_hub.service.entries.published import Published
from lyceum_hub.service.learning.courses import Taken, course_in, module_in
from lyceum_hub.service.learning.judging import Evidence
from lyceum_hub.service.routes.health import health_of, health_of_modules
from lyceum_hub.service.routes.parts import (
    ChecksPart,
    CompletionPart,
    CoursesPart,
    DatabasePart,
    LoadsPart,
    ServerProfilesPart,
    SettingsPart,
    instant,
)
from lyceum_hub.settings import SERVICE_PREFIX, Settings

router = APIRouter(prefix="/api/courses", tags=["courses"])

CARD = {"name", "title", "summary", "level", "duration", "language", "translates", "audience", "tags", "owner"}
Name = Annotated[str, Path(max_length=200)]
Number = Annotated[int, Query(ge=1, le=1_000_000)]


class Answered(BaseModel):
    """What is told of an answer."""

    model_config = ConfigDict(extra="forbid")

    evidence: Evidence


@router.get("")
def find(
    caller: CoursesTaker,
    courses: CoursesPart,
    settings: SettingsPart,
    database: DatabasePart,
    checks: ChecksPart,
    profiles: ServerProfilesPart,
) -> dict[str, Any]:
    """List the courses that the caller may take, where they stand in each, its stars and comments, how it last ran."""
    taken = courses.all(reader_of(caller))
    seen = {item.course.name for item in taken}
    with database.reading() as connection:
        counts = counts_of(connection, seen)
    ran = health_of(checks, profiles, seen)
    items = [
        {
            **card(item, settings),
            **counts.get(item.course.name, {}),
            "prerequisites": needed(item, seen),
            "health": ran.get(item.course.name, []),
        }
        for item in taken
    ]
    return {"items": items, "total": len(items)}


@router.get("/{name}")
def read(
    caller: CoursesTaker,
    courses: CoursesPart,
    settings: SettingsPart,
    checks: ChecksPart,
    profiles: ServerProfilesPart,
    name: Name,
) -> dict[str, Any]:
    """Return a course with its modules, where the caller stands in each, and how it last ran; nothing answers it."""
    found = shown(courses.one(name, reader_of(caller)), settings)
    ran = health_of_modules(checks, profiles, name)
    modules = [{**module, "health": ran.get(module["name"], [])} for module in found["modules"]]
    return {**found, "modules": modules, "health": health_of(checks, profiles, [name]).get(name, [])}


@router.post("/{name}/enrol")
def enrol(caller: CoursesTaker, courses: CoursesPart, settings: SettingsPart, name: Name) -> dict[str, Any]:
    """Enrol the caller, unless they are; the course is returned."""
    return shown(courses.enrol(name, reader_of(caller)), settings)


@router.post("/{name}/modules/{module}/open")
def open_module(
    caller: CoursesTaker, courses: CoursesPart, loads: LoadsPart, name: Name, module: Name
) -> dict[str, Any]:
    """Return a module's notebook, which says what course it is of, and enrol the caller, unless they are."""
    taken = courses.enrol(name, reader_of(caller))
    loads.count(name, taken.published.version, caller)
    return told(taken.published, module)


@router.get("/{name}/modules/{module}")
def read_module(
    caller: CoursesTaker, courses: CoursesPart, name: Name, module: Name, version: Number | None = None
) -> dict[str, Any]:
    """Return a module's notebook, at the course's present version or an earlier one, to compare a copy with."""
    return told(courses.at_version(name, version, reader_of(caller)), module)


@router.post("/{name}/checks/{check}")
def check(caller: CoursesTaker, courses: CoursesPart, name: Name, check: Name, body: Answered) -> dict[str, Any]:
    """Judge the evidence of an answer: whether it is right, else the next hint, and after the last one the answer."""
    return vars(courses.check(name, check, body.evidence, reader_of(caller)))


@router.get("/{name}/completion")
def completion(caller: CoursesTaker, completion: CompletionPart, name: Name) -> dict[str, Any]:
    """Return how many take the course and did each module, for those who manage it; small counts are not told."""
    return completion.of(name, reader_of(caller))


def told(published: Published, name: str) -> dict[str, Any]:
    """Return a module with its notebook, which says what course it is of, and at which version."""
    course, version = course_in(published), published.version
    module = module_in(course, name)
    about = {"course": course.name, "module": name, "version": version, "language": course.language}
    notebook = {**module.notebook, "metadata": {**module.notebook.get("metadata", {}), "lyceum": about}}
    return {"title": module.title, "version": version, "notebook": notebook}


def card(taken: Taken, settings: Settings) -> dict[str, Any]:
    """Return what a card shows of a course, and where somebody stands in it."""
    course, progress = taken.course, taken.progress
    following = progress.next(course)
    page = f"{settings.url}{SERVICE_PREFIX}/certificates/{taken.certificate}"
    return {
        **course.model_dump(mode="json", include=CARD),
        "version": taken.published.version,
        "published_at": instant(taken.published.published_at),
        "manages": taken.manages,
        "enrolled": progress.enrolled,
        "modules": len(course.modules),
        "done": sum(progress.is_done(module) for module in course.modules),
        "next": following.name if following else None,
        "certificate": page if taken.certificate else None,
    }


def needed(taken: Taken, seen: set[str]) -> list[str]:
    """Return the courses to take before one, of those that the reader may take."""
    return [name for name in taken.course.prerequisites if name in seen]


def shown(taken: Taken, settings: Settings) -> dict[str, Any]:
    """Return a course with its modules and where somebody stands in each."""
    modules = [shown_module(taken, module) for module in taken.course.modules]
    return {**card(taken, settings), "description": taken.course.description, "modules": modules}


def shown_module(taken: Taken, module: Module) -> dict[str, Any]:
    """Return a module with its questions, and which are passed."""
    progress = taken.progress
    checks = [
        {"name": each.name, "question": each.question, "state": progress.state(each.name)} for each in module.checks
    ]
    about = {"name": module.name, "title": module.title, "duration": module.duration}
    return {**about, "checks": checks, "passed": progress.passed(module), "done": progress.is_done(module)}
