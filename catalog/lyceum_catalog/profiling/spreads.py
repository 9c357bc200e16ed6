"""How numbers are distributed: quantiles, a histogram and the points of a distribution function, of weighted values."""

from dataclasses import dataclass
from math import ceil
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lyceum_catalog.profiling.profile import Histogram, Quantile, Spread

SHARES = (0.0, 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 1.0)
TAIL = 0.005  # on either side, outside the histogram, so that a far value does not hide the others
BINS = 30
Numbers = NDArray[Any]


@dataclass(frozen=True)
class Weighted:
    """Different numbers in rising order, the rows that each stands for, and the most by which a share is off."""

    values: Numbers
    rows: Numbers
    error: float = 0.0

    @property
    def shares(self) -> Numbers:
        """The part of the rows with at most each value."""
        total: Numbers = np.cumsum(self.rows) / self.rows.sum()
        return np.minimum(total, 1.0)

    def quantile(self, share: float) -> float:
        """Return the smallest value that a share of the rows do not exceed."""
        place = int(np.searchsorted(self.shares, share - 1e-12))
        return float(self.values[min(place, len(self.values) - 1)])


def weighted(values: Numbers, rows: Numbers, error: float = 0.0) -> Weighted:
    """Return numbers with how often each stands there."""
    different, places = np.unique(values, return_inverse=True)
    return Weighted(different, np.bincount(places, weights=rows), error)


def spread_of(found: Weighted, lowest: float, highest: float, points: int) -> Spread:
    """Return the spread of numbers whose lowest and highest are known exactly."""
    values, shares = digest(found, points)
    ends = {0.0: lowest, 1.0: highest}
    quantiles = [Quantile(share=share, value=ends.get(share, found.quantile(share))) for share in SHARES]
    return Spread(
        points=values, shares=shares, quantiles=quantiles, histogram=histogram(found), error=round(found.error, 5)
    )


def digest(found: Weighted, points: int) -> tuple[list[float], list[float]]:
    """Return points that divide the rows evenly, each value where there are few, and the share up to each."""
    places = np.arange(len(found.values))
    if len(places) > points:
        steps = np.linspace(0, 1, points + 1)
        places = np.unique(np.minimum(np.searchsorted(found.shares, steps - 1e-12), len(places) - 1))
    return found.values[places].astype(float).tolist(), np.round(found.shares[places], 6).tolist()


def histogram(found: Weighted) -> Histogram:
    """Return the histogram of the middle 99 %; few whole numbers get a bar each."""
    low, high = found.quantile(TAIL), found.quantile(1 - TAIL)
    inside = (found.values >= low) & (found.values <= high)
    whole = bool(np.all(found.values[inside] == np.floor(found.values[inside])))
    if whole:
        width = ceil((high - low + 1) / BINS)
        low, high = low - 0.5, low - 0.5 + width * ceil((high - low + 1) / width)
        bins = round((high - low) / width)
    else:
        bins = BINS
    counts, _ = np.histogram(found.values[inside], bins=bins, range=(low, high), weights=found.rows[inside])
    below, above = found.rows[found.values < low].sum(), found.rows[found.values > high].sum()
    rounded = [round(float(count)) for count in counts]
    return Histogram(low=low, high=high, counts=rounded, below=round(float(below)), above=round(float(above)))
