"""Allowance: what somebody has used and has left, as the page for a start tells it beforehand."""

from collections.abc import Sequence
from dataclasses import dataclass

from lyceum_hub.metering.amounts import HOURS, TITLES, amount
from lyceum_hub.metering.metering import Metering
from lyceum_hub.metering.standing import Measure, Standing
from lyceum_hub.metering.words import refusal
from lyceum_hub.servers.offers.offer import Asker, Fact, Outcome
from lyceum_hub.servers.profiles import Profile


@dataclass(frozen=True)
class Allowance:
    """Quotas, as one of the sources of what is known of starts."""

    metering: Metering

    def about_person(self, asker: Asker) -> Sequence[Fact]:
        """Return how much is used of what is limited, and what refuses every start."""
        stands = self._standing(asker)
        hindrance = stands.hindrance(gpus=0, beyond_storage=True)
        limited = [one for one in (*stands.own, *stands.groups) if one.limit is not None and one != hindrance]
        refused = [Fact(title(hindrance), refusal(hindrance, stands.month), Outcome.REFUSED)] if hindrance else []
        return [*refused, *(Fact(title(one), in_words(one, stands)) for one in limited)]

    def about_profile(self, asker: Asker, profile: Profile) -> Sequence[Fact]:
        """Return what refuses a start with this profile only."""
        if not (profile.gpus or profile.mig):
            return ()
        stands = self._standing(asker)
        hindrance = stands.hindrance(gpus=1, beyond_storage=True)
        if hindrance is None or hindrance.what != "gpu_hours":
            return ()
        return [Fact(title(hindrance), refusal(hindrance, stands.month), Outcome.REFUSED)]

    def _standing(self, asker: Asker) -> Standing:
        return self.metering.standing(asker.person, asker.groups)


def title(measure: Measure) -> str:
    """Return what is counted, and for whom where it is a group."""
    what = "Your files" if measure.what == "storage" and not measure.group else TITLES[measure.what]
    return f"{what} of {measure.group}" if measure.group else what


def in_words(measure: Measure, stands: Standing) -> str:
    """Return how much is used of what is allowed."""
    if measure.what == "storage" and measure.is_used_up:
        return refusal(measure, stands.month)
    when = f" in {stands.month.name}" if measure.what in HOURS else ""
    if measure.used is None:
        return f"{amount(measure.what, measure.limit)} are allowed"
    return f"{amount(measure.what, measure.used)} of {amount(measure.what, measure.limit)} are used{when}"
