"""Sweeps: the same work once for each combination of some parameters' values."""

import json
from collections.abc import Mapping, Sequence
from itertools import product
from math import prod
from typing import Any

from lyceum_hub.errors import Invalid

MOST_RUNS = 100
MOST_NAME = 200


def combinations(sweep: Mapping[str, Sequence[Any]]) -> list[dict[str, Any]]:
    """Return every choice of one value a parameter, the last parameter's changing fastest; raise Invalid."""
    for name, values in sweep.items():
        if not values:
            raise Invalid(f"{name} has no values.", field=f"sweep.{name}", remedy="Give a list of one or more.")
    count = prod(len(values) for values in sweep.values())
    if count > MOST_RUNS:
        remedy = f"Choose fewer values: at most {MOST_RUNS} runs make a sweep."
        raise Invalid(f"The values make {count} runs.", field="sweep", remedy=remedy)
    return [dict(zip(sweep, values, strict=True)) for values in product(*sweep.values())]


def name_of(title: str, chosen: Mapping[str, Any]) -> str:
    """Return the name of one run of a sweep, such as `Nightly (top=3)`."""
    values = ", ".join(f"{name}={json.dumps(value, ensure_ascii=False)}" for name, value in chosen.items())
    return f"{title} ({values})"[:MOST_NAME]


def title_of(name: str) -> str:
    """Return the title in the name of one run of a sweep."""
    title, opening, _ = name.rpartition(" (")
    return title if opening else name


def differing(parameters: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the names of the parameters whose values differ."""
    first = parameters[0]
    return [name for name in first if any(each[name] != first[name] for each in parameters)]
