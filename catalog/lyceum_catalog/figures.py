"""Figures that a notebook records: numbers by name, shown with its run and compared with those of others."""

from numbers import Integral, Real

from lyceum_catalog.facts import tell

MOST_FIGURES = 200
LONGEST_NAME = 100
LARGEST = 1e300
recorded: set[str] = set()


class CannotRecord(ValueError):
    """A figure that cannot be recorded, and why."""


def record(name: str, value: float) -> None:
    """Record a number under a name, and print it; the last one under a name counts. Raises CannotRecord.

    Numbers of numpy and pandas do as well. A name has at most 100 characters, a run at most 200 figures.
    """
    figure = number(name, value)
    tell(figure=checked_name(name), value=figure)
    recorded.add(name)
    print(f"{name} = {figure}")  # noqa: T201 - the reader of the notebook shall see it


def checked_name(name: str) -> str:
    """Return a figure's name; raise CannotRecord when it cannot be one."""
    if not isinstance(name, str) or not name.strip() or not name.isprintable():
        raise CannotRecord(f"{name!r} is no name for a figure. Give it a word or two, such as 'mean delay'.")
    if len(name) > LONGEST_NAME:
        raise CannotRecord(f"The name {name[:30]!r}… is longer than {LONGEST_NAME} characters. Give a shorter one.")
    if name not in recorded and len(recorded) >= MOST_FIGURES:
        raise CannotRecord(f"This notebook has recorded {MOST_FIGURES} figures; {name!r} would be one too many.")
    return name


def number(name: str, value: object) -> int | float:
    """Return a finite number as Python's own; raise CannotRecord for anything else."""
    if hasattr(value, "item") and not isinstance(value, Real):
        value = value.item() if getattr(value, "size", 1) == 1 else value
    if isinstance(value, bool) or not isinstance(value, Real):
        raise CannotRecord(f"{name!r} is a {type(value).__name__}, not a number. Record single numbers.")
    plain = int(value) if isinstance(value, Integral) else float(value)
    if not abs(plain) <= LARGEST:  # nor is NaN
        raise CannotRecord(f"{name!r} is {str(plain)[:20]}, not a finite number. Record it once it is one.")
    return plain
