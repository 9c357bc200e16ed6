"""A uniform sample of a stream of values, of bounded size.

Each value draws a random key and those with the smallest keys stay. The shares in a sample of n values are off by at
most √(ln(2 / 0.01) / 2n), all of them at once, in 99 of 100 samples.

A. Dvoretzky, J. Kiefer and J. Wolfowitz (1956), *Asymptotic minimax character of the sample distribution function*; the
constant is from P. Massart (1990), *The tight constant in the Dvoretzky–Kiefer–Wolfowitz inequality*.
"""

from math import log, sqrt
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

CHANCE = 0.01


class Sample:
    """Some of the values of Arrow arrays of one type, each as likely as any other."""

    def __init__(self, size: int, seed: int = 0) -> None:
        self.seen = 0
        self._size = size
        self._random = np.random.default_rng(seed)
        self._keys: list[NDArray[Any]] = []
        self._values: list[Any] = []
        self._kept = 0
        self._limit = 1.0

    def add(self, values: Any) -> None:
        """Take in an array without missing values."""
        self.seen += len(values)
        keys = self._random.random(len(values))
        chosen = np.flatnonzero(keys < self._limit)
        self._keys.append(keys[chosen])
        self._values.append(values.take(pa.array(chosen)))
        self._kept += len(chosen)
        if self._kept > 2 * self._size:
            self._trim()

    def _trim(self) -> None:
        """Keep only as many as there shall be, and note which key is too large from now on."""
        keys, values = np.concatenate(self._keys), pa.concat_arrays(self._values)
        if len(keys) > self._size:
            smallest = np.argpartition(keys, self._size)[: self._size]
            keys, values = keys[smallest], values.take(pa.array(smallest))
            self._limit = float(keys.max())
        self._keys, self._values, self._kept = [keys], [values], len(keys)

    def values(self) -> Any:
        """Return the values kept, as an Arrow array; None where there were none."""
        if not self._kept:
            return None
        self._trim()
        return self._values[0]

    @property
    def error(self) -> float:
        """The most by which a share is off; 0 while every value is kept."""
        return 0.0 if self.seen <= self._size else sqrt(log(2 / CHANCE) / (2 * self._size))
