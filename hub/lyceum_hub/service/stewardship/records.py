"""Records that people propose: the same checks as for what is published, notebooks included."""

from typing import Any

from lyceum_catalog.entries import Course, Entry, Template, parse_entry
from lyceum_catalog.modules import Module
from lyceum_catalog.notebooks import parse_notebook
from lyceum_catalog.problems import InvalidContent, Problem


def entry_of(record: object) -> Entry:
    """Return the entry that somebody proposes, a notebook without its outputs; raise InvalidContent."""
    entry = parse_entry(record)
    if isinstance(entry, Template):
        return entry.model_copy(update={"notebook": parse_notebook(entry.notebook)})
    if isinstance(entry, Course):
        return entry.model_copy(update={"modules": [cleaned(module) for module in entry.modules]})
    return entry


def cleaned(module: Module) -> Module:
    """Return a module with its notebook checked and without outputs."""
    return module.model_copy(update={"notebook": parse_notebook(module.notebook)})


def problems_in(record: object) -> list[Problem]:
    """Return everything that is wrong with a record."""
    try:
        entry_of(record)
    except InvalidContent as error:
        return list(error.problems)
    return []


def shown(problem: Problem) -> dict[str, Any]:
    """Return a problem for somebody who is still writing."""
    return {"field": problem.field, "message": problem.message, "remedy": problem.remedy}
