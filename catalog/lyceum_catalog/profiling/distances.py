"""How far two distributions lie apart, and how likely such a distance is by chance, in plain Python."""

import math
from collections.abc import Sequence

SMALLEST_SHARE = 0.0001  # instead of nothing, of which there is no logarithm
TINY = 1e-300


def stability(before: Sequence[float], now: Sequence[float]) -> float:
    """Return the population stability index of two lists of shares: 0 where they are the same.

    It is Jeffreys's divergence Σ (q - p) ln(q / p): H. Jeffreys (1946), *An invariant form for the prior probability in
    estimation problems*, Proc. R. Soc. A 186. N. Siddiqi (2006), *Credit Risk Scorecards*, chapter 9, calls less than
    0.1 no change, up to 0.25 a small one, and more a large one.
    """
    pairs = [(max(p, SMALLEST_SHARE), max(q, SMALLEST_SHARE)) for p, q in zip(before, now, strict=True)]
    return sum((q - p) * math.log(q / p) for p, q in pairs)


def smirnov_p(distance: float, before: float, now: float) -> float:
    """Return how likely two samples of these sizes lie so far apart by chance: the test of Kolmogorov and Smirnov.

    The limit 2 Σ (-1)^(k-1) exp(-2 k² λ²) with the correction of M. A. Stephens (1970), *Use of the Kolmogorov–Smirnov,
    Cramér–von Mises and related statistics without extensive tables*, J. R. Stat. Soc. B 32.
    """
    root = math.sqrt(before * now / (before + now))
    scaled = (root + 0.12 + 0.11 / root) * distance
    if scaled < 0.2:  # the series converges slowly there, to 1
        return 1.0
    terms = (2 * (-1) ** (k - 1) * math.exp(-2 * (k * scaled) ** 2) for k in range(1, 101))
    return min(1.0, max(0.0, math.fsum(terms)))


def chi_square(before: Sequence[float], now: Sequence[float]) -> tuple[float, int]:
    """Return Pearson's statistic of two lists of counts, and its degrees of freedom; what is nowhere does not count.

    K. Pearson (1900), *On the criterion …*, Philosophical Magazine 50; for two samples, as for any table of counts.
    """
    cells = [(p, q) for p, q in zip(before, now, strict=True) if p + q > 0]
    all_before, all_now = sum(p for p, _ in cells), sum(q for _, q in cells)
    total = all_before + all_now
    if not all_before or not all_now or len(cells) < 2:
        return 0.0, 0
    expected = [((p + q) * all_before / total, (p + q) * all_now / total) for p, q in cells]
    terms = ((p - e) ** 2 / e + (q - f) ** 2 / f for (p, q), (e, f) in zip(cells, expected, strict=True))
    return math.fsum(terms), len(cells) - 1


def chi_square_p(statistic: float, freedom: int) -> float:
    """Return how likely Pearson's statistic is as large by chance: the upper incomplete gamma function Q(f/2, x/2).

    By its series below f/2 + 1 and by its continued fraction above: M. Abramowitz and I. Stegun (1964), *Handbook of
    Mathematical Functions*, 6.5.29 and 6.5.31, evaluated as W. J. Lentz (1976) does, Applied Optics 15.
    """
    if freedom < 1 or statistic <= 0:
        return 1.0
    a, x = freedom / 2, statistic / 2
    front = math.exp(-x + a * math.log(x) - math.lgamma(a))
    part = 1 - front * series(a, x) if x < a + 1 else front * fraction(a, x)
    return min(1.0, max(0.0, part))


def series(a: float, x: float) -> float:
    """Return the sum that gives the lower incomplete gamma function."""
    term = total = 1 / a
    for n in range(1, 10_000):
        term *= x / (a + n)
        total += term
        if term < total * 1e-15:
            break
    return total


def fraction(a: float, x: float) -> float:
    """Return the continued fraction that gives the upper incomplete gamma function."""
    b = x + 1 - a
    c, d = 1 / TINY, 1 / b
    value = d
    for n in range(1, 10_000):
        step = -n * (n - a)
        b += 2
        d = 1 / (step * d + b or TINY)
        c = b + step / c or TINY
        value *= c * d
        if abs(c * d - 1) < 1e-15:
            break
    return value
