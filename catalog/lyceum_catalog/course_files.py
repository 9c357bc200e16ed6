"""Courses as folders: `course.yaml`, and the notebooks that it names beside it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from lyceum_catalog.entries import Course
from lyceum_catalog.layout import text_of
from lyceum_catalog.notebooks import parse_notebook
from lyceum_catalog.problems import InvalidContent, Problem

COURSE = "course.yaml"
DEFAULTS = {"kind": "course", "licence": "BSD-3-Clause", "classification": "public"}


def course_record(said: object, folder: Path) -> object:
    """Return the record of a course, given what its file says; raise InvalidContent for what its notebooks lack."""
    if not isinstance(said, Mapping) or not isinstance(said.get("modules"), list):
        return {**DEFAULTS, **said} if isinstance(said, Mapping) else said
    problems: list[Problem] = []
    modules = [with_notebook(module, number, folder, problems) for number, module in enumerate(said["modules"])]
    if problems:
        raise InvalidContent(problems)
    return {**DEFAULTS, **said, "modules": modules}


def with_notebook(module: object, number: int, folder: Path, problems: list[Problem]) -> object:
    """Return a module with the notebook that it names, and note what is wrong with that."""
    if not isinstance(module, Mapping) or "notebook" not in module:
        return module
    module = {**module, "checks": [with_words(check) for check in listed(module.get("checks"))]}
    field, named = f"modules[{number}].notebook", module["notebook"]
    path = folder / named if isinstance(named, str) else folder
    if path.suffix != ".ipynb" or path.parent != folder:
        problems.append(Problem(field, f"{named!r} names no notebook.", "Write the name of an .ipynb file beside it."))
        return module
    try:
        return {"name": path.stem, **module, "notebook": parse_notebook(path.read_bytes())}
    except OSError:
        problems.append(Problem(field, f"{named} is not beside {COURSE}.", "Add the file, or mend the name."))
    except InvalidContent as error:
        problems.extend(replace(each, field=field, message=f"{named} {each.message}") for each in error.problems)
    return module


def listed(checks: object) -> list[Any]:
    """Return the checks of a module; none where they are no list."""
    return checks if isinstance(checks, list) else []


def with_words(check: object) -> object:
    """Return a check whose `true: true` is meant as the word: YAML reads it as no text."""
    if not isinstance(check, Mapping) or not isinstance(check.get("expect"), Mapping):
        return check
    return {**check, "expect": {"true" if form is True else form: said for form, said in check["expect"].items()}}


def files_of_course(course: Course) -> list[tuple[str, str]]:
    """Return the names and texts of the files of a course's folder."""
    said = course.model_dump(mode="json", exclude_defaults=True, exclude={"kind", "duration"})
    modules = [{"notebook": f"{module.pop('name')}.ipynb", **rest(module)} for module in said["modules"]]
    described = text_of({"name": course.name, **said, "modules": modules})
    return [(f"{course.name}/{COURSE}", described), *notebooks_of(course)]


def rest(module: dict[str, Any]) -> dict[str, Any]:
    """Return what a module says beside its notebook."""
    return {name: value for name, value in module.items() if name != "notebook"}


def notebooks_of(course: Course) -> Iterator[tuple[str, str]]:
    """Yield the names and texts of a course's notebooks."""
    for module in course.modules:
        text = json.dumps(module.notebook, indent=1, ensure_ascii=False) + "\n"
        yield f"{course.name}/{module.name}.ipynb", text
