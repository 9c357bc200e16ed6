"""Modules of a course: a notebook each, with the checks that it asks for and what is expected of their answers."""

import math
import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, model_validator

from lyceum_catalog.notebooks import source_of
from lyceum_catalog.parts import Line, Name, Part

CALL = re.compile(r"""\bcheck\(\s*(["'])([^"'\n]*)\1""")
FORMS = ("number", "text", "one_of", "list", "table", "true")


def finite(number: float | int) -> float | int:
    """Refuse what is no number that others can be compared with."""
    if not math.isfinite(number):
        raise ValueError("is no finite number")
    return number


Number = Annotated[float | int, AfterValidator(finite)]
Value = str | bool | Number
Values = list[Value]
Passage = Annotated[str, Field(min_length=1, max_length=4000)]


class ExpectedTable(Part):
    """What is expected of a table: how many rows, columns that are among its own, and the sums of some."""

    rows: int | None = Field(default=None, ge=0)
    columns: list[Annotated[str, Field(max_length=300)]] = Field(default=[], max_length=200)
    sums: dict[str, Number] = Field(default={}, max_length=200)


class Expected(Part):
    """What is expected of an answer: exactly one of the fields says it; `tolerance` belongs to `number`."""

    number: Number | None = None
    tolerance: Annotated[Number, Field(ge=0)] | None = None
    text: Annotated[str, Field(max_length=1000)] | None = None
    one_of: Annotated[Values, Field(min_length=1, max_length=100)] | None = None
    list: Annotated[Values, Field(max_length=1000)] | None = None
    table: ExpectedTable | None = None
    true: Literal[True] | None = None

    @model_validator(mode="after")
    def check_form(self) -> "Expected":
        """Refuse nothing, several things at once, and a tolerance of what is no number."""
        if len(self.said()) != 1:
            raise ValueError(f"says {' and '.join(self.said()) or 'nothing'}; say exactly one of {', '.join(FORMS)}")
        if self.tolerance is not None and self.number is None:
            raise ValueError("has a tolerance, which only a number has")
        return self

    def said(self) -> tuple[str, ...]:
        """Return which forms it says something in."""
        return tuple(form for form in FORMS if getattr(self, form) is not None)


class Check(Part):
    """An answer that a module asks for: what is expected, hints in order, and the code that solves it."""

    name: Name
    question: Line = ""
    expect: Expected = Field(description="what the answer has to be, such as {number: 6.4, tolerance: 0.05}")
    hints: list[Passage] = Field(default=[], max_length=20)
    answer: Passage = Field(description="the code that sets the answer, shown after the last hint")


class Module(Part):
    """A notebook of a course, as one works through it."""

    name: Name = Field(description="the name of its file, without the ending")
    title: Line = Field(min_length=1, description="what it is about, in a few words")
    duration: int = Field(ge=1, le=600, description="minutes")
    checks: list[Check] = Field(min_length=1, max_length=50, description="at least one answer that is checked")
    notebook: dict[str, Any] = Field(description="the name of a notebook beside the file")

    @model_validator(mode="after")
    def check_calls(self) -> "Module":
        """Refuse checks that the notebook does not call, and calls of checks that are not described."""
        asked, known = set(called(self.notebook)), {check.name for check in self.checks}
        if missing := sorted(known - asked):
            raise ValueError(f'describes {missing[0]!r}, which its notebook never checks: add check("{missing[0]}", …)')
        if unknown := sorted(asked - known):
            raise ValueError(f"checks {unknown[0]!r} in its notebook, and describes no such check: add it to checks")
        return self


def called(notebook: Mapping[str, Any]) -> Iterator[str]:
    """Yield the names of the checks that a notebook's code calls."""
    cells = notebook.get("cells")
    for cell in cells if isinstance(cells, list) else []:
        if isinstance(cell, dict) and cell.get("cell_type") == "code":
            yield from (found[2] for found in CALL.finditer(source_of(cell)))
