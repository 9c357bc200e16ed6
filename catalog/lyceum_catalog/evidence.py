"""Evidence: an answer described as JSON, for the service to judge; it is small whatever the answer is."""

import math
from numbers import Integral, Real
from typing import Any

MOST_ITEMS = 1000
MOST_COLUMNS = 200
LONGEST = 1000  # characters


def evidence_of(answer: object) -> dict[str, Any]:
    """Return what is told of an answer: its kind, and its value or, of a table, its rows, columns and sums."""
    if is_table(answer):
        return table(answer)
    if (value := scalar(answer)) is not None:
        return value
    items = listed(answer)
    return {"kind": "other", "type": type(answer).__name__[:100]} if items is None else listing(items)


def scalar(answer: object) -> dict[str, Any] | None:
    """Return what is told of a single value; None for what is none."""
    if type(answer).__module__ == "numpy" and not getattr(answer, "shape", None):
        answer = getattr(answer, "item", lambda: answer)()  # numpy's numbers are Python's, with another name
    if isinstance(answer, bool):
        return {"kind": "truth", "value": answer}
    if isinstance(answer, str):
        return {"kind": "text", "value": answer[:LONGEST]}
    if isinstance(answer, Real) and (number := plain(answer)) is not None:
        return {"kind": "number", "value": number}
    return None


def plain(number: Real) -> int | float | None:
    """Return a number as JSON has it; None for one that is not finite, or too large."""
    try:
        found = float(number)
    except OverflowError:
        return None
    if not math.isfinite(found):
        return None
    return int(number) if isinstance(number, Integral) and abs(found) < 2**53 else found


def listed(answer: object) -> list[Any] | None:
    """Return the items of what is a list, or can be told as one; a set is told in order."""
    if isinstance(answer, set | frozenset):
        return sorted(answer, key=str)
    if isinstance(answer, list | tuple):
        return list(answer)
    to_list = getattr(answer, "tolist", None)  # numpy's arrays, and columns of pandas
    items = to_list() if to_list and not isinstance(answer, type) else None
    return items if isinstance(items, list) else None


def listing(items: list[Any]) -> dict[str, Any]:
    """Return what is told of a list: its first items, each a single value, and how many there are."""
    told = [scalar(item) for item in items[:MOST_ITEMS]]
    return {"kind": "list", "items": [item and item["value"] for item in told], "length": len(items)}


def is_table(answer: object) -> bool:
    """Tell whether an answer is a data frame, of pandas or of a library that is like it."""
    shape = getattr(answer, "shape", None)
    return hasattr(answer, "columns") and isinstance(shape, tuple) and len(shape) == 2


def table(answer: Any) -> dict[str, Any]:
    """Return what is told of a table; sums are those of columns of numbers."""
    columns = list(answer.columns)[:MOST_COLUMNS]
    sums = {str(column)[:300]: total for column in columns if (total := sum_of(answer, column)) is not None}
    return {
        "kind": "table",
        "rows": int(answer.shape[0]),
        "columns": [str(column)[:300] for column in columns],
        "sums": sums,
    }


def sum_of(answer: Any, column: object) -> float | int | None:
    """Return the sum of a column of numbers; None for one of something else."""
    try:
        total = scalar(answer[column].sum())
    except Exception:  # whatever a column is made of, it has no sum
        return None
    return total["value"] if total and total["kind"] == "number" else None


def is_answered(answer: object) -> bool:
    """Tell whether an exercise was answered; left as it is, it says `...`."""
    return answer is not Ellipsis
