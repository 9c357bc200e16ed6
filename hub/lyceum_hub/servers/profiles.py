"""The profiles that servers and runs can have: an environment, a size, and who may take it."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from lyceum_hub.errors import Forbidden, Invalid


@dataclass(frozen=True)
class Profile:
    """What a server is started with; what is None or empty is not limited."""

    title: str
    description: str
    environment: str = ""  # the folder of a Python environment, or an image; empty: the workspace's own
    cpus: float | None = None
    memory: int | None = None  # bytes
    processes: int | None = None
    gpus: float = 0  # whole ones, or below 1 a share of one
    mig: str = ""  # the kind of MIG instance that is taken instead of a whole GPU, as `1g.10gb`
    groups: frozenset[str] = frozenset()  # whose members may take it; empty: everybody
    price: float = 0  # of an hour, in the workspace's currency
    idle_seconds: int | None = None  # after which a server that nobody uses is stopped; None: as the workspace says
    most_seconds: int | None = None  # after which every server is stopped
    nodes: tuple[str, ...] = ()  # labels of the machines of a cluster that it may run on, each as `zone=a`
    tolerates: tuple[str, ...] = ()  # taints of machines that it may run on, each as `dedicated=ml:NoSchedule`

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Profile":
        """Return the profile that JSON describes, whatever an older Lyceum wrote more."""
        known = {field.name for field in fields(cls)} - {"groups", "nodes", "tolerates"}
        given = {name: value for name, value in stored.items() if name in known}
        nodes, tolerates = (tuple(stored.get(name, ())) for name in ("nodes", "tolerates"))
        return cls(**given, nodes=nodes, tolerates=tolerates, groups=frozenset(stored.get("groups", ())))

    def as_dict(self) -> dict[str, Any]:
        """Return the profile as JSON."""
        return {**asdict(self), "groups": sorted(self.groups)}

    def is_for(self, groups: Collection[str]) -> bool:
        """Tell whether somebody in these groups may take it."""
        return not self.groups or not self.groups.isdisjoint(groups)


DEFAULT = "standard"
PROFILES = {DEFAULT: Profile("Standard", "The standard environment, on the CPUs and memory of this machine.")}
WITH_GPU = Profile("GPU", "The standard environment, with a GPU of this machine.", gpus=1)


@dataclass(frozen=True)
class Profiles:
    """The profiles of a workspace, in the order in which people are offered them."""

    describe: Callable[[], Mapping[str, Profile]] = lambda: PROFILES

    def __deepcopy__(self, _memo: object) -> "Profiles":
        return self  # the hub copies what it is configured with for each server; the file is read once

    def all(self) -> dict[str, Profile]:
        """Return every profile by its name."""
        return dict(self.describe())

    def offered(self, groups: Collection[str]) -> dict[str, Profile]:
        """Return what somebody in these groups may take, the first of it being what they get without a choice."""
        return {name: profile for name, profile in self.all().items() if profile.is_for(groups)}

    def choose(self, name: str | None, groups: Collection[str]) -> tuple[str, Profile]:
        """Return the profile of a name, or the first one; raise Invalid or Forbidden where it cannot be taken."""
        offered = self.offered(groups)
        if not offered:
            raise Forbidden("No profile is offered to you.", remedy="Ask an administrator for a group that has one.")
        name = name or next(iter(offered))
        if name not in offered:
            raise self._refusal(name, offered)
        return name, offered[name]

    def _refusal(self, name: str, offered: Collection[str]) -> Invalid | Forbidden:
        remedy = f"Use {', '.join(offered)}."
        if profile := self.all().get(name):
            whose = " or ".join(sorted(profile.groups))
            return Forbidden(f"The profile {name!r} is for members of {whose} only.", field="profile", remedy=remedy)
        return Invalid(f"There is no profile {name[:64]!r}.", field="profile", remedy=remedy)
