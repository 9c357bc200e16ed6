"""How often each value stands there, while there are few different ones."""

from typing import Any

from pyarrow import compute, types

LONGEST = 200  # characters; longer texts are prose, of which no value is frequent


class Tally:
    """An exact count of each value, given up (`counts` is None) when there are too many or they are too long."""

    def __init__(self, most: int) -> None:
        self.counts: dict[Any, int] | None = {}
        self._most = most

    def add(self, values: Any) -> None:
        """Count the values of an Arrow array without missing ones."""
        if self.counts is None or not len(values):
            return
        found = compute.value_counts(values)
        if len(found) > self._most or is_prose(found.field("values")):
            self.counts = None
            return
        for value, count in zip(found.field("values").to_pylist(), found.field("counts").to_pylist(), strict=True):
            self.counts[value] = self.counts.get(value, 0) + count
        if len(self.counts) > self._most:
            self.counts = None


def is_prose(values: Any) -> bool:
    """Tell whether an array holds long texts."""
    if not (types.is_string(values.type) or types.is_large_string(values.type)):
        return False
    return bool((compute.max(compute.utf8_length(values)).as_py() or 0) > LONGEST)
