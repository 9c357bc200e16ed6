"""Spots: every published notebook with each profile that it is tried with.

A notebook is a template or a module of a course. Each environment is tried once: on CPUs where a profile has it so,
else on a GPU. What computes on a GPU where there is one says so by the tag `gpu`, and is tried there as well.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from lyceum_catalog.entries import Course, Entry
from lyceum_hub.errors import NotFound
from lyceum_hub.servers.gpus.gpus import Gpus
from lyceum_hub.servers.gpus.leases import Wish
from lyceum_hub.servers.profiles import Profile, Profiles
from lyceum_hub.service.entries.access import Reader
from lyceum_hub.service.entries.store import EntryStore
from lyceum_hub.service.learning.courses import module_in

KINDS = ("template", "course")
GPU = "gpu"  # the tag of what can use one


class Spot(NamedTuple):
    """A notebook and a profile; `module` is empty where the entry is the notebook."""

    entry: str
    module: str
    profile: str

    @property
    def notebook(self) -> str:
        """The name of the notebook, as `explore_dataset` or `data_analysis/look`."""
        return f"{self.entry}/{self.module}" if self.module else self.entry


class Spots:
    """The notebooks that are published, and the profiles to try them with."""

    def __init__(self, entries: EntryStore, profiles: Profiles, gpus: Gpus) -> None:
        self._entries = entries
        self._profiles = profiles
        self._gpus = gpus

    def all(self, reader: Reader) -> list[Spot]:
        """Return the spots of every notebook that somebody may read, of profiles that they may take."""
        offered = self._profiles.offered(reader.groups)
        found = [item.entry for kind in KINDS for item in self._entries.of_kind(kind, reader)]
        return [spot for entry in found for spot in spots_of(entry, offered)]

    def module(self, spot: Spot, reader: Reader) -> tuple[int, dict[str, Any]]:
        """Return the version and the notebook of a module; raise NotFound, Forbidden or Gone."""
        found = self._entries.get(spot.entry, reader)
        if not isinstance(found.entry, Course):
            raise NotFound(f"{spot.entry!r} is a {found.entry.label}, not a course.")
        return found.version, module_in(found.entry, spot.module).notebook

    def taken(self) -> list[str]:
        """Return the profiles whose GPUs people have now; on a cluster none, for it keeps the line there."""
        leases = self._gpus.leases
        if not leases.devices.found():
            return []
        wishes = {name: Wish.of(profile) for name, profile in self._profiles.all().items()}
        return [name for name, wish in wishes.items() if wish.number and not leases.have_room_for(wish)]


def spots_of(entry: Entry, profiles: Mapping[str, Profile]) -> Iterator[Spot]:
    """Yield the spots of an entry's notebooks."""
    everywhere, on_gpu = places(profiles)
    modules = [module.name for module in entry.modules] if isinstance(entry, Course) else [""]
    for profile in [*everywhere, *(on_gpu if GPU in entry.tags else ())]:
        for module in modules:
            yield Spot(entry.name, module, profile)


def places(profiles: Mapping[str, Profile]) -> tuple[Iterable[str], Iterable[str]]:
    """Return one profile of each environment, and those with a GPU of environments that are tried on CPUs already."""
    on_cpus: dict[str, str] = {}
    on_gpus: dict[str, str] = {}
    for name, profile in profiles.items():
        (on_gpus if Wish.of(profile).number else on_cpus).setdefault(profile.environment, name)
    everywhere = {**on_gpus, **on_cpus}.values()
    return everywhere, [name for name in on_gpus.values() if name not in everywhere]
