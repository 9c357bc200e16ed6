"""Differences: what changes in an entry, field by field, as people read it."""

from collections.abc import Mapping
from typing import Any

Record = Mapping[str, Any]

LABELS = {
    "title": "Title",
    "summary": "Summary",
    "description": "Description",
    "owner": "Owner",
    "steward": "Steward",
    "domain": "Domain",
    "licence": "Licence",
    "classification": "Classification",
    "tags": "Tags",
    "contact": "Contact",
    "source": "Source",
    "links": "Links",
    "glossary": "Glossary",
    "retention": "Retention",
    "access": "Access",
    "derived_from": "Made from",
    "review_every": "Confirmed every (days)",
    "resources": "Resources",
    "columns": "Columns",
    "rows": "Rows",
    "quality": "Quality",
    "outcome": "Outcome",
    "level": "Level",
    "duration": "Duration (minutes)",
    "language": "Language",
    "translates": "Translates",
    "audience": "For",
    "prerequisites": "Courses before it",
    "modules": "Modules",
}
UNSAID = ("kind", "name", "notebook")
MARKDOWN = ("description",)
TABLES = ("modules", "links", "glossary", "resources", "columns", "quality")
LISTS = ("tags", "derived_from", "prerequisites")
VALUES = ("access", "review_every", "rows", "outcome", "duration")


def difference(before: Record | None, now: Record) -> dict[str, Any]:
    """Return the fields in which two records of an entry differ, as `{fields, notebook}`; a new one had none before.

    Each field is `{field, label, before, now, kind}`; what is empty is None. `notebook` tells whether the notebook of a
    template changed, or one of a course: notebooks are compared cell by cell, elsewhere.
    """
    notebooks = [notebooks_in(record) for record in (before or {}, now)]
    old, now = without_notebooks(before or {}), without_notebooks(now)
    names = [*(name for name in now if name not in UNSAID), *(name for name in old if name not in {*now, *UNSAID})]
    changed = [name for name in names if said(old, name) != said(now, name)]
    return {
        "fields": [field_of(name, said(old, name), said(now, name)) for name in changed],
        "notebook": notebooks[0] != notebooks[1],
    }


def notebooks_in(record: Record) -> list[Any]:
    """Return the notebooks of a record: a template's, or those of a course's modules."""
    return [record.get("notebook"), *(module.get("notebook") for module in record.get("modules", []))]


def without_notebooks(record: Record) -> Record:
    """Return a record whose modules are told without their notebooks."""
    if not (modules := record.get("modules")):
        return record
    told = [{name: value for name, value in module.items() if name != "notebook"} for module in modules]
    return {**record, "modules": told}


def said(record: Record, name: str) -> Any:
    """Return what a record says in a field; None where it says nothing."""
    value = record.get(name)
    return None if value in ("", [], {}) else value


def field_of(name: str, before: Any, now: Any) -> dict[str, Any]:
    """Return how one field changes."""
    label = LABELS.get(name, name.replace("_", " ").capitalize())
    return {"field": name, "label": label, "before": before, "now": now, "kind": kind_of(name)}


def kind_of(name: str) -> str:
    """Return how a field is shown: as text, Markdown, a list, a table or a value."""
    kinds = {"markdown": MARKDOWN, "table": TABLES, "list": LISTS, "value": VALUES}
    return next((kind for kind, names in kinds.items() if name in names), "text")
