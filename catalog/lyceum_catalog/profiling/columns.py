"""One column of a stream: what is measured of it batch by batch, and what may be told of it."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyarrow import compute, types

from lyceum_catalog.profiling.allowances import Allowance
from lyceum_catalog.profiling.distinct import Distinct
from lyceum_catalog.profiling.profile import MOST_TOP, ColumnProfile, Frequent, Kind, Spread
from lyceum_catalog.profiling.samples import Sample
from lyceum_catalog.profiling.spreads import Weighted, spread_of, weighted
from lyceum_catalog.profiling.tallies import Tally, is_prose

NUMERIC = ("integer", "number", "date", "datetime")
SECONDS = {"s": 1.0, "ms": 1e3, "us": 1e6, "ns": 1e9}


@dataclass(frozen=True)
class Described:
    """What an entry says of a column."""

    name: str
    personal: bool = False
    sensitive: bool = False


class Measured:
    """A column of one type, measured; values of a personal one are counted and forgotten."""

    def __init__(self, described: Described, stored: Any, allowed: Allowance, as_text: bool = False) -> None:
        self._described = described
        self._stored = stored
        self._kind = kind_of(stored)
        self._allowed = allowed
        self._as_text = as_text
        self._whole = True
        self._missing = 0
        self._lowest, self._highest = math.inf, -math.inf
        self._distinct, self._tally = Distinct(allowed.hashes), Tally(allowed.counted)
        self._sample = Sample(allowed.sample)
        self._prose = False

    def add(self, column: Any) -> None:
        """Take in an Arrow array."""
        present = present_of(column)
        self._missing += len(column) - len(present)
        if self._kind == "other" or not len(present):
            return
        self._distinct.add(hashable(present))
        if self._kind in NUMERIC and self._as_text:
            self._whole = self._whole and is_whole(present)
        if not self._described.personal:
            self._add_values(present)

    def _add_values(self, present: Any) -> None:
        """Take in what may be told of later."""
        self._tally.add(present)
        if self._kind in NUMERIC:
            numbers = numbers_of(present)
            finite = numbers[np.isfinite(numbers)]
            if len(finite):
                self._lowest = min(self._lowest, float(finite.min()))
                self._highest = max(self._highest, float(finite.max()))
                self._sample.add(pa.array(finite))
        else:
            self._prose = self._prose or is_prose(present)
            if not self._prose and self._kind == "string":
                self._sample.add(present)

    def profile(self) -> ColumnProfile:
        """Return what may be told of the column."""
        told = self._kind != "other"
        top, error = self._top()
        return ColumnProfile(
            name=self._described.name[:300],
            type=self._shown_kind(),
            stored=str(self._stored)[:300],
            personal=self._described.personal,
            sensitive=self._described.sensitive,
            missing=self._missing,
            distinct=self._distinct.count() if told else None,
            distinct_error=round(self._distinct.error(), 5),
            spread=self._spread(),
            top=top,
            top_error=round(error, 5),
        )

    def _shown_kind(self) -> Kind:
        """Return the type; a text file's numbers are whole where all of them are."""
        return "integer" if self._kind == "number" and self._as_text and self._whole else self._kind

    def _spread(self) -> Spread | None:
        """Return how the numbers are distributed; None where there are none, or none to tell of."""
        if self._described.personal or self._kind not in NUMERIC or self._lowest > self._highest:
            return None
        return spread_of(self._numbers(), self._lowest, self._highest, self._allowed.points)

    def _numbers(self) -> Weighted:
        """Return the numbers: all of them while there are few different ones, or the sample."""
        if self._tally.counts is not None:
            values = numbers_of(pa.array(list(self._tally.counts), type=plain(self._stored)))
            rows = np.array(list(self._tally.counts.values()), dtype=float)
            finite = np.isfinite(values)
            return weighted(values[finite], rows[finite])
        sample = self._sample.values().to_numpy(zero_copy_only=False)
        each = np.full(len(sample), self._sample.seen / len(sample))
        return weighted(sample, each, self._sample.error)

    def _top(self) -> tuple[list[Frequent] | None, float]:
        """Return the most frequent values, and how much their shares may be off."""
        if self._described.personal or self._kind == "other":
            return None, 0.0
        if self._tally.counts is not None:
            return frequent(self._tally.counts.items(), self._allowed.top), 0.0
        sample = self._sample.values()
        if sample is None or self._prose or self._kind in ("date", "datetime"):
            return None, 0.0
        counted = compute.value_counts(sample)
        scale, error = self._sample.seen / len(sample), self._sample.error
        pairs = zip(counted.field("values").to_pylist(), counted.field("counts").to_pylist(), strict=True)
        often = ((value, round(rows * scale)) for value, rows in pairs if rows > max(1, 2 * error * len(sample)))
        return frequent(often, self._allowed.top) or None, error


def frequent(pairs: Iterable[tuple[Any, int]], most: int) -> list[Frequent]:
    """Return the most frequent of the values that repeat, the first by name where some are as frequent."""
    named = [Frequent(value=text_of(value), rows=rows) for value, rows in pairs if rows > 1]
    return sorted(named, key=lambda item: (-item.rows, item.value))[: min(most, MOST_TOP)]


def kind_of(stored: Any) -> Kind:
    """Return the type as entries name them."""
    kinds: Mapping[Kind, bool] = {
        "boolean": types.is_boolean(stored),
        "integer": types.is_integer(stored),
        "number": types.is_floating(stored) or types.is_decimal(stored),
        "date": types.is_date(stored),
        "datetime": types.is_timestamp(stored),
        "string": is_textual(stored),
    }
    return next((kind for kind, is_it in kinds.items() if is_it), "other")


def is_textual(stored: Any) -> bool:
    """Tell whether values are text, told as such or by number in a dictionary, or times of day, shown as text."""
    if types.is_dictionary(stored):
        return is_textual(stored.value_type)
    return any(is_it(stored) for is_it in (types.is_string, types.is_large_string, types.is_string_view, types.is_time))


def plain(stored: Any) -> Any:
    """Return the type that values are counted in."""
    if is_textual(stored):
        return pa.string()
    return pa.float64() if types.is_decimal(stored) or types.is_floating(stored) else stored


def plainly(column: Any) -> Any:
    """Return a column with plain values; what is not a number is missing."""
    if types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if types.is_decimal(column.type):
        column = column.cast(pa.float64())
    if types.is_floating(column.type):
        return compute.if_else(compute.is_nan(column), pa.scalar(None, column.type), column)
    return column


def present_of(column: Any) -> Any:
    """Return the values that are there, plainly typed; not-a-number is missing too."""
    if types.is_dictionary(column.type):
        column = column.dictionary_decode()
    present = column.drop_null()
    if kind_of(column.type) == "other":
        return present
    present = present.cast(plain(column.type))
    return present.filter(compute.invert(compute.is_nan(present))) if types.is_floating(present.type) else present


def hashable(present: Any) -> NDArray[Any]:
    """Return values as they are hashed: each text once, numbers as they are."""
    if types.is_string(present.type):
        return np.asarray(compute.unique(present).to_numpy(zero_copy_only=False))
    if types.is_floating(present.type):
        return np.asarray(present.cast(pa.float64()).to_numpy(zero_copy_only=False) + 0.0)  # -0.0 is 0.0
    if types.is_date32(present.type):
        present = present.cast(pa.int32())
    elif types.is_date64(present.type) or types.is_timestamp(present.type):
        present = present.cast(pa.int64())
    return np.asarray(present.to_numpy(zero_copy_only=False))


def numbers_of(present: Any) -> NDArray[Any]:
    """Return numbers as floats: dates as days, points in time as seconds since 1970."""
    scale = 1.0
    if types.is_timestamp(present.type):
        scale, present = SECONDS[present.type.unit], present.cast(pa.int64())
    elif types.is_date(present.type):
        present = present.cast(pa.date32()).cast(pa.int32())
    return np.asarray(present.to_numpy(zero_copy_only=False), dtype=float) / scale


def is_whole(present: Any) -> bool:
    """Tell whether numbers have no decimals."""
    numbers = numbers_of(present)
    return bool(np.all(numbers == np.floor(numbers)))


def text_of(value: Any) -> str:
    """Return a value as people write it: 1.0 is 1, True is true, and 3.200000047683716 was 3.2 in four bytes."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    if isinstance(value, float) and abs(value) < 1e30 and float(np.float32(value)) == value:
        return str(np.float32(value))
    return value.isoformat() if hasattr(value, "isoformat") else str(value)[:300]
