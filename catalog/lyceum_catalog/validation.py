"""Pydantic's findings, in words that say what to do."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from lyceum_catalog.problems import Problem

PLAIN = {
    "string_pattern_mismatch": "is not written as it has to be.",
    "string_type": "is no text.",
    "int_type": "is no whole number.",
    "float_type": "is no number.",
    "float_parsing": "is no number.",
    "int_parsing": "is no whole number.",
    "bool_type": "is neither true nor false.",
    "list_type": "is no list.",
    "frozen_set_type": "is no list.",
    "dict_type": "has no fields.",
}


def problems_of(error: ValidationError, model: type[BaseModel]) -> list[Problem]:
    """Return one problem for each thing that pydantic found wrong with a record of the model."""
    return [problem_of(finding, model) for finding in error.errors(include_url=False)]


def problem_of(finding: Any, model: type[BaseModel]) -> Problem:
    """Return what one finding says, with its remedy."""
    location, kind = finding["loc"], finding["type"]
    owner = model_at(model, location[:-1])
    if kind in ("missing", "string_too_short", "too_short"):
        return Problem(path_of(location), "is missing.", f"Add it: {meaning(owner, location[-1])}.")
    if kind == "extra_forbidden":
        return Problem(path_of(location), "is not a known field.", suggestion(str(location[-1]), fields_of(owner)))
    if kind == "literal_error":
        return Problem(path_of(location), f"{finding['input']!r} is not known.", f"Use {finding['ctx']['expected']}.")
    if kind == "value_error":
        return Problem(path_of(location), f"{finding['ctx']['error']}.")
    message = PLAIN.get(kind, f"{finding['msg']}.")
    remedy = f"It is {meaning(owner, location[-1])}." if location and meaning(owner, location[-1]) else ""
    return Problem(path_of(location), message, remedy)


def path_of(location: Iterable[str | int]) -> str:
    """Return a location as people write it: `resources[0].reader`."""
    parts = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in location)
    return "".join(parts).removeprefix(".")


def model_at(model: type[BaseModel] | None, location: Iterable[str | int]) -> type[BaseModel] | None:
    """Return the model that a location leads to, if it leads to one."""
    for part in location:
        if model is None or isinstance(part, int):
            continue
        field = model.model_fields.get(part)
        model = field and next(
            (kind for kind in (field.annotation, *get_args(field.annotation)) if is_model(kind)), None
        )
    return model


def is_model(kind: object) -> bool:
    """Tell whether a type is a model of ours."""
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def fields_of(model: type[BaseModel] | None) -> list[str]:
    """Return the fields that a model has."""
    return list(model.model_fields) if model else []


def meaning(model: type[BaseModel] | None, name: str | int) -> str:
    """Return what a field is for."""
    field = model.model_fields.get(str(name)) if model else None
    return (field.description or f"a value for `{name}`") if field else f"a value for `{name}`"


def suggestion(name: str, known: list[str]) -> str:
    """Return what somebody who wrote this name probably meant."""
    close = get_close_matches(name, known, 1)
    return f"Did you mean `{close[0]}`?" if close else f"Known fields: {', '.join(known)}."
