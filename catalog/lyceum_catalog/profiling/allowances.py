"""How much of each column is kept and told: many columns take no more memory and no more room than few."""

from dataclasses import dataclass

from lyceum_catalog.profiling.profile import MOST_POINTS, MOST_TOP


@dataclass(frozen=True)
class Allowance:
    """What one column may take: values sampled, values counted one by one, hashes; points and top values told."""

    sample: int
    counted: int
    hashes: int
    points: int
    top: int


def allowance(columns: int) -> Allowance:
    """Return what each of so many columns may take; all of them stay below a gigabyte, and a profile below 2 MiB."""

    def part(whole: int, least: int, most: int) -> int:
        return max(least, min(most, whole // max(columns, 1)))

    return Allowance(
        sample=part(2_000_000, 1024, 65_536),
        counted=part(2_000_000, 50, 4000),
        hashes=part(16_000_000, 1024, 16_384),
        points=part(24_000, 10, MOST_POINTS),
        top=part(4000, 3, MOST_TOP),
    )
