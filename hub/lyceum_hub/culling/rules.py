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
    gpu: float | None = None  # with a GPU that it does not use

    @property
    def idle_warning(self) -> float:
        """From being told to being stopped for want of use."""
        return min(self.warning, (self.idle or 0) / 2)

    @property
    def gpu_warning(self) -> float:
        """From being told to being stopped for a GPU."""
        return min(self.warning, (self.gpu or 0) / 2)

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


@dataclass(frozen=True)
class State:
    """How a Lab stands: as the hub sees it, and where it answers, as it says itself."""

    age: float
    told: float | None = None  # since its person was told of its end for its age
    gpu: float | None = None  # since it has used a GPU that it holds
    use: Use | None = None


def plan(limits: Limits, state: State) -> Plan:
    """Return what is to be done with a Lab.

    Where it does not answer, nobody knows whether somebody uses it, and only its age can end it.
    """
    if limits.most and state.told is not None and state.age >= limits.most and state.told >= limits.age_warning:
        return Plan(stop=Reason(Why.AGE, limits.most))
    due = [of_age(limits, state.age, state.told)]
    if state.use and is_unused(state.use):
        for_idleness = of_rest(Why.IDLE, state.use, state.use.idle, limits.idle, limits.idle_warning)
        for_gpu = of_rest(Why.GPU, state.use, state.gpu, limits.gpu, limits.gpu_warning)
        if ended := [reason for reason in (for_idleness, for_gpu) if isinstance(reason, Reason)]:
            return Plan(stop=ended[0])
        due += [notice for notice in (for_idleness, for_gpu) if isinstance(notice, Notice)]
    return Plan(notice=min(filter(None, due), key=lambda notice: notice.left, default=None))


def is_unused(use: Use) -> bool:
    """Tell whether nothing runs in a Lab and nobody wants it kept."""
    return not use.busy and use.kept <= 0


def of_rest(why: Why, use: Use, rested: float | None, most: float | None, warning: float) -> Notice | Reason | None:
    """Return what follows from a rest: nothing yet, a notice, or the end, once the person has been told for so long."""
    if not most or rested is None or rested < most - warning:
        return None
    if use.notice is None or use.notice.why is not why:
        return Notice(why, warning)
    return Reason(why, most) if use.notice.left <= 0 and rested >= most else use.notice


def of_age(limits: Limits, age: float, told: float | None) -> Notice | None:
    """Return what a person is told whose Lab is near its end, whatever runs in it."""
    if not limits.most or age < limits.most - limits.age_warning:
        return None
    return Notice(Why.AGE, max(limits.most - age, limits.age_warning - (told or 0)))
