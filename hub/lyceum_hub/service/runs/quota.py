"""The quota that a run would be counted against: what refuses it, what it waits for, and what is left."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from sqlalchemy import Connection

from lyceum_hub.metering.amounts import TITLES, amount
from lyceum_hub.metering.quotas import Quotas
from lyceum_hub.metering.standing import Measure, Standing, standing
from lyceum_hub.metering.words import refusal
from lyceum_hub.servers.profiles import Profile
from lyceum_hub.service.entries.access import Reader

Told = tuple[str, str]  # a level of a finding, and its message


def about_quota(
    connection: Connection, quotas: Callable[[], Quotas], person: str, reader: Reader, profile: Profile | None
) -> Iterator[Told]:
    """Yield a warning where no run would start now, or a note where it would wait; then what is left."""
    stands = standing(connection, quotas(), person, reader.groups, datetime.now(UTC))
    gpus = (profile.gpus or bool(profile.mig)) if profile else 0
    hindrance = stands.hindrance(gpus)
    if hindrance:
        waits = " A run waits until then." if hindrance.passes else ""
        yield "note" if waits else "warning", f"{refusal(hindrance, stands.month)}{waits}"
    left = [left_of(one) for one in counted(stands, gpus) if one is not hindrance]
    if left:
        yield "note", f"Left of what you may use in {stands.month.name}: {'; '.join(left)}."


def counted(stands: Standing, gpus: float) -> list[Measure]:
    """Return what is limited of what a run uses up."""
    used_up = [one for one in (*stands.own, *stands.groups) if one.what.endswith("_hours") and one.limit is not None]
    return [one for one in used_up if gpus or one.what != "gpu_hours"]


def left_of(measure: Measure) -> str:
    """Return how much of something is left, and whose it is."""
    left = max(0.0, (measure.limit or 0) - (measure.used or 0))
    whose = f" of {measure.group}" if measure.group else ""
    what = f"{TITLES[measure.what]}{whose}"
    return f"{what} {amount(measure.what, left)} of {amount(measure.what, measure.limit)}"
