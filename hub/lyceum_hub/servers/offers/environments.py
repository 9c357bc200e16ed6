"""The environments of profiles that have one of their own: whether JupyterLab is there to be started."""

from collections.abc import Sequence
from dataclasses import dataclass

from lyceum_hub.errors import NotFound
from lyceum_hub.servers.environments import LAB, program_of
from lyceum_hub.servers.offers.offer import Asker, Fact, Outcome
from lyceum_hub.servers.profiles import Profile


@dataclass(frozen=True)
class Environments:
    """What is missing in folders of this machine."""

    def about_person(self, asker: Asker) -> Sequence[Fact]:
        """Return nothing: it is the same for all."""
        return ()

    def about_profile(self, asker: Asker, profile: Profile) -> Sequence[Fact]:
        """Return that the profile's environment is not there, or lacks JupyterLab."""
        try:
            program_of(profile, LAB)
        except NotFound as error:
            return [Fact("Environment", error.detail, Outcome.REFUSED)]
        return ()
