"""Offers: each profile that somebody may take, with what is known of a start with it now."""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Protocol

from lyceum_hub.servers.profiles import Profile

log = logging.getLogger(__name__)


class Outcome(IntEnum):
    """What a start would come to now; the worst of what is known counts."""

    STARTS = 0
    WAITS = 1  # in line
    REFUSED = 2


@dataclass(frozen=True)
class Fact:
    """One thing that is known of a start: `text` is a sentence where it is short, waits or is refused."""

    label: str  # as `Memory`
    text: str
    outcome: Outcome = Outcome.STARTS
    is_short: bool = False  # it would start, with less than the profile says


@dataclass(frozen=True)
class Asker:
    """Who wants to start something."""

    person: str
    groups: frozenset[str]
    home: Path


class Source(Protocol):
    """What knows something about starts. Everything in it may block; what is missing is left out."""

    def about_person(self, asker: Asker) -> Sequence[Fact]:
        """Return what holds for everything that somebody starts: what they have used, what is left to them."""

    def about_profile(self, asker: Asker, profile: Profile) -> Sequence[Fact]:
        """Return what holds for a start with this profile."""


@dataclass(frozen=True)
class Offer:
    """A profile, and what is known of a start with it now."""

    name: str
    profile: Profile
    facts: tuple[Fact, ...]

    @property
    def outcome(self) -> Outcome:
        """What a start would come to."""
        return max((fact.outcome for fact in self.facts), default=Outcome.STARTS)

    @property
    def trouble(self) -> str:
        """Why it does not start at once, or not with all of it; empty where nothing is short."""
        worst = [fact.text for fact in self.facts if fact.outcome == self.outcome != Outcome.STARTS]
        return " ".join(dict.fromkeys(worst or [fact.text for fact in self.facts if fact.is_short]))

    @property
    def details(self) -> list[Fact]:
        """The facts that are no trouble."""
        return [fact for fact in self.facts if fact.outcome == Outcome.STARTS and not fact.is_short]


@dataclass(frozen=True)
class Offers:
    """What somebody is offered, what would start now first."""

    offers: tuple[Offer, ...]
    own: tuple[Fact, ...]  # about the person

    @property
    def is_plain(self) -> bool:
        """Tell whether there is nothing to choose, and nothing to know."""
        return len(self.offers) == 1 and not self.offers[0].trouble


@dataclass(frozen=True)
class Preflight:
    """Puts together what its sources know; what one of them fails to tell is logged and left out."""

    sources: tuple[Source, ...] = ()

    def __deepcopy__(self, _memo: object) -> "Preflight":
        return self  # the hub copies what it is configured with for each server; what is known is known once

    def offers(self, asker: Asker, profiles: dict[str, Profile], last: str | None = None) -> Offers:
        """Return what somebody is offered: what starts now in full first, of that what they took last. It may block."""
        own = tuple(self._gather(lambda source: source.about_person(asker)))
        every = [Offer(name, profile, self._facts(asker, profile, own)) for name, profile in profiles.items()]
        every.sort(key=lambda offer: (offer.outcome, bool(offer.trouble), offer.name != last))
        return Offers(tuple(every), own)

    def _facts(self, asker: Asker, profile: Profile, own: Iterable[Fact]) -> tuple[Fact, ...]:
        hindrances = (fact for fact in own if fact.outcome != Outcome.STARTS or fact.is_short)
        return (*self._gather(lambda source: source.about_profile(asker, profile)), *hindrances)

    def _gather(self, ask: Callable[[Source], Sequence[Fact]]) -> list[Fact]:
        found: list[Fact] = []
        for source in self.sources:
            try:
                found += ask(source)
            except Exception:
                log.exception("%s does not tell what it knows of a start.", type(source).__name__)
        return found
