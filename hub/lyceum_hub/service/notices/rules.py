"""Rules: what the owner of a run wants to be told of, and which of it an ended run meets."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from lyceum_hub.service.runs.run import State


@dataclass(frozen=True)
class Ending:
    """How a run ended: its state and its figures."""

    state: State
    figures: Mapping[str, float]

    @property
    def is_failure(self) -> bool:
        """Tell whether it failed by itself; what people or schedules stop has not failed."""
        return self.state not in (State.SUCCEEDED, State.CANCELLED)


@dataclass(frozen=True)
class Bound:
    """A bound that a figure may cross."""

    name: str
    above: float | None = None
    below: float | None = None

    def passed_by(self, figures: Mapping[str, float]) -> str | None:
        """Return how a run's figure is beyond the bound, in words; None when it is not, or there is none."""
        value = figures.get(self.name)
        if value is None:
            return None
        if self.above is not None and value > self.above:
            return f"{self.name} is {value:g}, above {self.above:g}."
        if self.below is not None and value < self.below:
            return f"{self.name} is {value:g}, below {self.below:g}."
        return None


@dataclass(frozen=True)
class Rule:
    """Of what to tell one receiver."""

    on: frozenset[str]
    bound: Bound | None
    channel: str
    receiver: str

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Rule":
        """Return the rule that JSON describes."""
        channel = "email" if stored.get("email") else "webhook"
        bound = Bound(**stored["figure"]) if stored.get("figure") else None
        return cls(frozenset(stored.get("on", ())), bound, channel, stored[channel])

    def met(self, ending: Ending, before: Ending | None) -> dict[str, str]:
        """Return what of an ending is to be told, each with its words; `before` is how the schedule's last run ended.

        A figure crosses its bound where the run before was not beyond it.
        """
        happened = {"failure": "failed"} if ending.is_failure else {}
        if ending.state is State.SUCCEEDED:
            happened["success"] = "succeeded"
            if before and before.is_failure:
                happened["recovery"] = "succeeded again"
        found = {event: words for event, words in happened.items() if event in self.on}
        crossed = self.bound.passed_by(ending.figures) if self.bound else None
        if self.bound and crossed and not (before and self.bound.passed_by(before.figures)):
            found["figure"] = crossed
        return found


def veiled(rule: Mapping[str, Any]) -> dict[str, Any]:
    """Return a rule as others than its owner see it."""
    return {**rule, **({"webhook": veiled_receiver(rule["webhook"])} if "webhook" in rule else {})}


def veiled_receiver(receiver: str) -> str:
    """Return a receiver as others than the owner see it: of a webhook, whose path may be a password, the host."""
    parts = urlsplit(receiver)
    return f"{parts.scheme}://{parts.hostname}/…" if parts.scheme else receiver
