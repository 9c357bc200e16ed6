"""How many different values there are: exact for few, estimated for many, in memory that does not grow.

The k smallest hashes are kept. As hashes are spread evenly, the k-th smallest tells how dense they lie, and so how many
there are: (k - 1) / h with h in 0…1, off by 1 / √(k - 2) (a standard error).

Z. Bar-Yossef and others (2002), *Counting distinct elements in a data stream*, RANDOM. The unbiased form and its error:
K. Beyer and others (2007), *On synopses for distinct-value estimation under multiset operations*, SIGMOD.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

KEPT = 16_384
WHOLE = 2.0**64


class Distinct:
    """A count of different values: exact up to `kept`, then off by about 0.8 %."""

    def __init__(self, kept: int = KEPT) -> None:
        self._kept = kept
        self._hashes: NDArray[Any] = np.empty(0, dtype=np.uint64)

    def add(self, values: NDArray[Any]) -> None:
        """Take in values: numbers, or objects that are text or bytes."""
        from pandas.util import hash_array  # 64 bits, the same in every process

        hashes = hash_array(values, categorize=False)
        if self.is_full:
            hashes = hashes[hashes < self._hashes[-1]]
        if len(hashes):
            found = np.sort(np.concatenate([self._hashes, hashes]))  # numpy.unique takes ten times as long
            is_new = np.concatenate([[True], found[1:] != found[:-1]])
            self._hashes = found[is_new][: self._kept]

    @property
    def is_full(self) -> bool:
        """Tell whether there may be more values than are kept."""
        return len(self._hashes) == self._kept

    def count(self) -> int:
        """Return how many different values there were."""
        if not self.is_full:
            return len(self._hashes)
        return round((self._kept - 1) * WHOLE / float(self._hashes[-1]))

    def error(self) -> float:
        """Return the standard error of the count as a share of it."""
        return (self._kept - 2) ** -0.5 if self.is_full else 0.0
