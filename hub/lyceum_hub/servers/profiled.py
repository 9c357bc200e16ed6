"""Spawners whose servers have a profile: what they are started with, and keep while they run."""

import asyncio
from typing import Any

from traitlets import Instance, Tuple, default
from traitlets.config import Configurable

from lyceum_hub.errors import LyceumError
from lyceum_hub.servers.offers.offer import Asker, Offers, Preflight
from lyceum_hub.servers.profiles import Profile, Profiles
from lyceum_hub.servers.refusals import DidNotStart


class Profiled(Configurable):
    """What every spawner of ours has: `profile`, named by the options that a server is asked for with.

    The profile is the one that was taken when the server was last started, whatever has changed since; before that,
    the one that a start would take, or DidNotStart where that is unknown or not offered to the person.
    """

    profiles = Instance(Profiles, (), help="The profiles of the workspace.").tag(config=True)
    preflight = Instance(Preflight, (), help="What is known of starts beforehand.").tag(config=True)
    taken = Tuple(help="The name of the profile of the last start, and the profile.")

    @property
    def profile(self) -> Profile:
        """What the server is started with."""
        found: Profile = (self.taken or self.choose_profile())[1]
        return found

    @property
    def profile_name(self) -> str:
        """The name of its profile."""
        return str((self.taken or self.choose_profile())[0])

    @property
    def what(self) -> str:
        """What the server is, in people's words."""
        return "the run" if self.name.startswith("run-") else "JupyterLab"

    @property
    def groups(self) -> frozenset[str]:
        """The groups that its person is in."""
        return frozenset(group.name for group in self.user.groups)

    def choose_profile(self) -> tuple[str, Profile]:
        """Return the profile that the options name, or the first that the person may take."""
        profiles: Profiles = self.profiles
        asked = self.user_options.get("profile")
        try:
            return profiles.choose(asked and str(asked), self.groups)
        except LyceumError as error:
            raise DidNotStart(error.sentence) from error

    async def get_options_form(self) -> Offers | str:
        """Return what the page for a start shows; nothing where there is nothing to choose and nothing to know."""
        if self.name.startswith("run-"):
            return ""
        offers = await self.offers()
        forgotten = self.last_profile not in (None, *(offer.name for offer in offers.offers))
        return "" if offers.is_plain and not forgotten else offers

    async def offers(self) -> Offers:
        """Return what the person is offered now."""
        profiles: Profiles = self.profiles
        asker = Asker(self.user.name, self.groups, self.home)
        offered = profiles.offered(asker.groups)
        return await asyncio.to_thread(self.preflight.offers, asker, offered, self.last_profile)

    @property
    def last_profile(self) -> str | None:
        """The name of the profile that the person chose last."""
        found: str | None = (self.orm_spawner.user_options or {}).get("profile")
        return found

    @default("options_from_form")
    def _options_from_form(self) -> Any:
        return lambda form: {"profile": form["profile"][-1]} if form.get("profile") else {}

    @default("apply_user_options")
    def _apply_user_options(self) -> Any:
        return type(self).take_profile

    def take_profile(self, _options: object = None) -> None:
        """Take the profile for a start, and for as long as that server runs."""
        self.taken = self.choose_profile()

    def get_state(self) -> dict[str, Any]:
        """Return what a restarted hub needs to know."""
        taken = {"profile": {"name": self.taken[0], **self.taken[1].as_dict()}} if self.taken else {}
        return {**super().get_state(), **taken}

    def load_state(self, state: dict[str, Any]) -> None:
        """Have the profile again that a running server was started with."""
        super().load_state(state)
        if found := state.get("profile"):
            self.taken = (found["name"], Profile.of(found))
