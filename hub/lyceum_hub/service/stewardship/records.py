"""Records that people propose: the same checks as for what is published, and notebooks that write out no secret."""

from typing import Any

from lyceum_catalog.entries import Course, Entry, Template, parse_entry
from lyceum_catalog.exposure import Exposure, exposures
from lyceum_catalog.modules import Module
from lyceum_catalog.notebooks import parse_notebook
from lyceum_catalog.problems import InvalidContent, Problem


def entry_of(record: object) -> Entry:
    """Return the entry that somebody proposes, a notebook without its outputs; raise InvalidContent."""
    entry = parse_entry(record)
    if isinstance(entry, Template):
        return entry.model_copy(update={"notebook": cleaned(entry.notebook, "notebook")})
    if isinstance(entry, Course):
        return entry.model_copy(update={"modules": [cleaned_module(*each) for each in enumerate(entry.modules)]})
    return entry


def cleaned_module(place: int, module: Module) -> Module:
    """Return a module with its notebook checked and without outputs."""
    return module.model_copy(update={"notebook": cleaned(module.notebook, f"modules[{place}].notebook")})


def cleaned(content: object, field: str) -> dict[str, Any]:
    """Return a notebook without outputs; raise InvalidContent where it is none, or writes out what looks secret.

    What is proposed is kept, read by reviewers and then by all: a secret in it would be given away at once.
    """
    notebook = parse_notebook(content)
    if found := [shown for shown in exposures(notebook) if shown.is_open]:
        raise InvalidContent([secret_in(field, shown) for shown in found])
    return notebook


def secret_in(field: str, shown: Exposure) -> Problem:
    """Return what a notebook writes out that looks secret, and the two ways on."""
    message = f"shows what may be a secret, {shown.name} in cell {shown.cell + 1}."
    return Problem(field, message, "Keep it with your secrets; if it is none, write `# not a secret` behind it.")


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
