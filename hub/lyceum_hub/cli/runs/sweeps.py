"""Sweeps at the prompt: `name=1,2,3` or `name=1..10`, a list of values for each parameter."""

import json
import re
from collections.abc import Sequence
from typing import Any

from lyceum_hub.cli.runs.work import Source, split
from lyceum_hub.errors import Invalid
from lyceum_hub.service.runs.sweeps import MOST_RUNS

SPAN = re.compile(r"\s*(-?\d+)\.\.(-?\d+)\s*", re.ASCII)


def sweep_of(source: Source, texts: Sequence[str]) -> dict[str, list[Any]]:
    """Return the values that texts give for each parameter."""
    return {name: values_of(source, name, text) for name, text in map(split, texts)}


def values_of(source: Source, name: str, text: str) -> list[Any]:
    """Return the values of one parameter: a JSON list, whole numbers from first to last, or what commas part."""
    if text.lstrip().startswith("["):
        return listed(name, text)
    if span := SPAN.fullmatch(text):
        return whole_numbers(name, int(span[1]), int(span[2]))
    return [source.read({name: part.strip()})[name] for part in text.split(",")]


def listed(name: str, text: str) -> list[Any]:
    """Return the values of a JSON list."""
    try:
        return list(json.loads(text))
    except ValueError as error:
        raise Invalid(f"The values of {name} are no JSON list: {error}.", remedy=f"Write {name}=1,2,3.") from error


def whole_numbers(name: str, first: int, last: int) -> list[int]:
    """Return the numbers from a first to a last."""
    if not first <= last < first + MOST_RUNS:
        remedy = f"Write {name}=1..10, at most {MOST_RUNS} values from the lower to the higher."
        raise Invalid(f"{first}..{last} makes no sweep.", remedy=remedy)
    return list(range(first, last + 1))
