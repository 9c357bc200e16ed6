"""When a Lab is told that it will be stopped, and when it is; nothing here looks at a clock."""

from dataclasses import dataclass

from lyceum_hub.culling.reasons import Reason, Why

AGE_WARNING = 3600.0  # seconds; half of what the profile gives where that is shorter


@dataclass(frozen=True)
class Limits:
    """What a Lab may do, in seconds; None or 0: without end."""

    idle: float | None
    most: float | None
    warning: float  # from being told to being stopped

    @property
    def idle_warning(self) -> float:
        """From being told to being stopped for want of use."""
        return min(self.warning, (self.idle or 0) / 2)

    @property
    def age_warning(self) -> float:
        """From being told to being stopped for its age."""
        return min(AGE_WARNING, (self.most or 0) / 2)


@dataclass(frozen=True)
class Notice:
    """What the person has been told: why, and in how many seconds."""

    why: Why
    left: float

    def __str__(self) -> str:
        return f"it is stopped in {self.left:.0f} seconds ({self.why})"


@dataclass(frozen=True)
class Use:
    """What a Lab says of itself, in seconds of a clock that never jumps."""

    idle: float
    busy: bool
    kept: float  # for how long the person still wants it kept
    notice: Notice | None = None


@dataclass(frozen=True)
class Plan:
    """What is to be done with a Lab: it is stopped for a reason, else it shows a notice, or none."""

    stop: Reason | None = None
    notice: Notice | None = None


def plan(limits: Limits, use: Use | None, age: float, told: float | None) -> Plan:
    """Return what is to be done with a Lab of some age, whose person was told of its end so many seconds ago.

    Where it does not answer, nobody knows whether somebody uses it, and only its age can end it.
    """
    if limits.most and told is not None and age >= limits.most and told >= limits.age_warning:
        return Plan(stop=Reason(Why.AGE, limits.most))
    if limits.idle and use and is_over(limits, use):
        return Plan(stop=Reason(Why.IDLE, limits.idle))
    due = [notice for notice in (of_age(limits, age, told), of_idleness(limits, use)) if notice]
    return Plan(notice=min(due, key=lambda notice: notice.left, default=None))


def is_over(limits: Limits, use: Use) -> bool:
    """Tell whether nobody uses a Lab, and its person has been told for long enough."""
    warned = use.notice is not None and use.notice.why is Why.IDLE and use.notice.left <= 0
    return warned and is_unused(use) and use.idle >= (limits.idle or 0)


def is_unused(use: Use) -> bool:
    """Tell whether nothing runs in a Lab and nobody wants it kept."""
    return not use.busy and use.kept <= 0


def of_idleness(limits: Limits, use: Use | None) -> Notice | None:
    """Return what a person is told whose Lab nobody has used for most of the time that it may be idle."""
    if not limits.idle or use is None or not is_unused(use) or use.idle < limits.idle - limits.idle_warning:
        return None
    if use.notice and use.notice.why is Why.IDLE:
        return use.notice
    return Notice(Why.IDLE, limits.idle_warning)


def of_age(limits: Limits, age: float, told: float | None) -> Notice | None:
    """Return what a person is told whose Lab is near its end, whatever runs in it."""
    if not limits.most or age < limits.most - limits.age_warning:
        return None
    return Notice(Why.AGE, max(limits.most - age, limits.age_warning - (told or 0)))
