"""Judging: whether the evidence of an answer is what its check expects; nothing is executed, and nothing kept."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from lyceum_catalog.modules import Expected, ExpectedTable

RELATIVE = 1e-9  # by how much equal numbers may differ that were computed in another order
IN_SUMS = 1e-6

Single = Annotated[str, Field(max_length=1000)] | bool | float | int | None


class Evidence(BaseModel):
    """What is told of an answer; fields of another kind than the one told count for nothing."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)

    kind: Literal["number", "text", "truth", "list", "table", "other"]
    value: Single = None
    items: list[Single] = Field(default=[], max_length=1000)
    length: int = Field(default=0, ge=0, lt=2**53)
    rows: int = Field(default=0, ge=0, lt=2**53)
    columns: list[Annotated[str, Field(max_length=300)]] = Field(default=[], max_length=200)
    sums: dict[str, float | int] = Field(default={}, max_length=200)
    type: str = Field(default="", max_length=100)


KIND_OF = {"number": "number", "text": "text", "list": "list", "table": "table", "true": "truth"}


def judge(expected: Expected, evidence: Evidence) -> str:
    """Return `right`, what is wrong in general (`rows`, `columns`, `sums`, `items`, `value`), or the kind asked for."""
    (form,) = expected.said()
    wanted = KIND_OF.get(form)
    if wanted and evidence.kind != wanted:
        return f"a_{wanted}"
    return JUDGES[form](expected, evidence)


def number(expected: Expected, evidence: Evidence) -> str:
    """Judge a number, by its tolerance."""
    return verdict(is_number(evidence.value) and close(evidence.value, expected.number, expected.tolerance or 0))


def text(expected: Expected, evidence: Evidence) -> str:
    """Judge a text; case and outer blanks do not count."""
    return verdict(same(expected.text, evidence.value))


def one_of(expected: Expected, evidence: Evidence) -> str:
    """Judge a single value, by those that are as good as each other."""
    single = evidence.kind in ("number", "text", "truth")
    return verdict(single and any(same(value, evidence.value) for value in expected.one_of or ()))


def items(expected: Expected, evidence: Evidence) -> str:
    """Judge a list: the same items in the same order."""
    wanted = expected.list or []
    if evidence.length != len(wanted) or len(evidence.items) != len(wanted):
        return "items"
    return "right" if all(map(same, wanted, evidence.items)) else "items"


def table(expected: Expected, evidence: Evidence) -> str:
    """Judge a table by its rows, by columns that it must have, and by their sums."""
    wanted = expected.table or ExpectedTable()
    if wanted.rows is not None and wanted.rows != evidence.rows:
        return "rows"
    if not set(wanted.columns) <= set(evidence.columns):
        return "columns"
    return "right" if sums_fit(wanted.sums, evidence.sums) else "sums"


def sums_fit(wanted: Mapping[str, float | int], found: Mapping[str, float | int]) -> bool:
    """Tell whether the sums of columns are what they should be."""
    return all(column in found and close(found[column], total, 0, IN_SUMS) for column, total in wanted.items())


def truth(_: Expected, evidence: Evidence) -> str:
    """Judge what has to be true."""
    return verdict(evidence.value is True)


JUDGES: dict[str, Callable[[Expected, Evidence], str]] = {
    "number": number,
    "text": text,
    "one_of": one_of,
    "list": items,
    "table": table,
    "true": truth,
}


def verdict(is_right: bool) -> str:
    """Return the word for a value that is right, or not."""
    return "right" if is_right else "value"


def same(wanted: Any, found: Any) -> bool:
    """Tell whether two single values are the same: texts but for case and blanks, numbers but for rounding."""
    if isinstance(wanted, str) and isinstance(found, str):
        return wanted.strip().casefold() == found.strip().casefold()
    if is_number(wanted) and is_number(found):
        return close(found, wanted, 0)
    return type(wanted) is type(found) and bool(wanted == found)


def is_number(value: object) -> bool:
    """Tell whether a value is a number; true and false are none."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def close(found: Any, wanted: Any, tolerance: float, relative: float = RELATIVE) -> bool:
    """Tell whether two numbers differ by no more than a tolerance."""
    return math.isclose(float(found), float(wanted), rel_tol=relative, abs_tol=float(tolerance))


def hints_for(hints: Sequence[str], tries: int) -> str | None:
    """Return the hint for somebody who tried so often; None after the last one, when the answer is told."""
    return hints[tries - 1] if 0 < tries <= len(hints) else None
