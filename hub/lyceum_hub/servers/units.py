"""Amounts as people write and read them: sizes such as `4 GB` in bytes, lengths of time such as `2 h` in seconds."""

import re

SIZES = {"kB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12, "KiB": 2**10, "MiB": 2**20, "GiB": 2**30, "TiB": 2**40}
TIMES = {"s": 1, "min": 60, "h": 3600, "d": 24 * 3600}
AMOUNT = re.compile(r"(\d+(?:\.\d+)?)\s*([A-Za-z]+)", re.ASCII)
LONGEST = 32  # characters of an amount


def read_size(text: object) -> int:
    """Return the bytes that `4 GB` says; raise ValueError saying how a size is written."""
    return amount(text, SIZES, "a size such as `4 GB` or `512 MiB`")


def read_time(text: object) -> int:
    """Return the seconds that `2 h` says; raise ValueError saying how a length of time is written."""
    return amount(text, TIMES, "a length of time such as `45 min`, `2 h` or `3 d`")


def amount(text: object, units: dict[str, int], what: str) -> int:
    """Return a number with a unit as a whole number of the smallest unit, which is more than none."""
    by_name = {unit.lower(): factor for unit, factor in units.items()}
    found = AMOUNT.fullmatch(str(text).strip()[:LONGEST])
    factor = by_name.get(found[2].lower()) if found else None
    value = int(float(found[1]) * factor) if found and factor else 0
    if value < 1:
        raise ValueError(f"{str(text)[:LONGEST]!r} is not {what}")
    return value


def size(count: float) -> str:
    """Return bytes in words, with the unit that leaves few digits: `1.5 GB`."""
    unit, factor = next(((unit, SIZES[unit]) for unit in ("TB", "GB", "MB") if count >= SIZES[unit]), ("kB", 1000))
    return f"{figure(count / factor)} {unit}"


def time(seconds: float) -> str:
    """Return a length of time in words: `2 h`, `1.5 d`."""
    unit, factor = next(((unit, TIMES[unit]) for unit in ("d", "h", "min") if seconds >= TIMES[unit]), ("s", 1))
    return f"{figure(seconds / factor)} {unit}"


def figure(value: float) -> str:
    """Return a number with as many digits as one reads at a glance."""
    return f"{value:.0f}" if value >= 100 else f"{value:.2g}" if value < 10 else f"{value:.3g}"
