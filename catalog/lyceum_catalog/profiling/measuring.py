"""The profile of a stream: every column is measured batch by batch, in memory that does not grow with the rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
from pyarrow import compute

from lyceum_catalog.profiling.allowances import allowance
from lyceum_catalog.profiling.batches import CannotProfile, Stream
from lyceum_catalog.profiling.columns import Described, Measured, plainly, text_of
from lyceum_catalog.profiling.groups import Crossing
from lyceum_catalog.profiling.profile import MOST_COLUMNS, ColumnProfile, Decided, Profile

GUARDED = ("confidential", "personal")


@dataclass(frozen=True)
class Subject:
    """What is profiled: a version of an entry, and what its record says of the columns."""

    name: str
    version: int
    resource: str
    record: Mapping[str, Any]

    @property
    def columns(self) -> dict[str, Mapping[str, Any]]:
        """What the record says of each column."""
        return {column["name"]: column for column in self.record.get("columns", [])}

    def described(self, name: str) -> Described:
        """Return what is said of a column; one that nobody described is personal where the data are guarded."""
        said = self.columns.get(name)
        if said is None:
            return Described(name, personal=self.record.get("classification") in GUARDED)
        return Described(name, bool(said.get("personal")), bool(said.get("sensitive")))


def profile_of(subject: Subject, stream: Stream) -> Profile:
    """Return the profile of a stream; raise CannotProfile where the record does not fit the data."""
    measurement = Measurement(subject, stream)
    for batch in stream.batches:
        measurement.add(batch)
    return measurement.profile()


class Measurement:
    """What is known of the columns of a stream so far."""

    def __init__(self, subject: Subject, stream: Stream) -> None:
        names = stream.schema.names
        if len(names) > MOST_COLUMNS:
            raise CannotProfile(f"The data have {len(names)} columns; a profile has at most {MOST_COLUMNS}.")
        self._subject = subject
        self._rows = 0
        self._outcome = outcome_of(subject, names)
        described = [subject.described(name) for name in names]
        allowed = allowance(len(names))
        kinds = zip(described, stream.schema.types, strict=True)
        self._columns = [Measured(said, kind, allowed, stream.as_text) for said, kind in kinds]
        self._crossings = {place: Crossing() for place, said in enumerate(described) if said.sensitive}

    def add(self, batch: Any) -> None:
        """Take in a record batch."""
        self._rows += batch.num_rows
        for measured, column in zip(self._columns, batch.columns, strict=True):
            measured.add(column)
        if self._crossings:
            good = is_favourable(batch, self._outcome)
            for place, crossing in self._crossings.items():
                crossing.add(batch.column(place), good)

    def profile(self) -> Profile:
        """Return the profile of what was taken in."""
        subject = self._subject
        return Profile(
            entry=subject.name,
            version=subject.version,
            resource=subject.resource,
            rows=self._rows,
            outcome=self._outcome and Decided(column=self._outcome[0], favourable=text_of(self._outcome[1])),
            columns=[self._told(place, measured) for place, measured in enumerate(self._columns)],
        )

    def _told(self, place: int, measured: Measured) -> ColumnProfile:
        """Return what is told of a column, with its groups where it has some."""
        column = measured.profile()
        if place not in self._crossings:
            return column
        reference = (self._subject.columns[column.name].get("reference")) or {}
        groups = self._crossings[place].groups(reference.get("shares"), reference.get("source", ""))
        return column.model_copy(update={"groups": groups})


def outcome_of(subject: Subject, names: list[str]) -> tuple[str, Any] | None:
    """Return the column of the outcome and the value that was good for people; None where the record says nothing."""
    said = subject.record.get("outcome")
    if not said:
        return None
    if said["column"] not in names:
        raise CannotProfile(f"The entry's outcome is the column {said['column']!r}, which the data do not have.")
    return said["column"], said["favourable"]


def is_favourable(batch: Any, outcome: tuple[str, Any] | None) -> Any:
    """Return for each row whether the outcome was good; missing where it is not known."""
    if outcome is None:
        return pa.nulls(batch.num_rows, pa.bool_())
    column, favourable = batch.column(outcome[0]), outcome[1]
    try:
        return compute.equal(plainly(column), pa.scalar(favourable).cast(plainly(column).type))
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        said = f"The entry's outcome is good where {outcome[0]} is {favourable!r}, which no {column.type} can be."
        raise CannotProfile(said) from error
