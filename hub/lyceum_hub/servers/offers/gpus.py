"""The GPUs of this machine: which of them are free now, and how long the line for them is."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lyceum_hub.servers import units
from lyceum_hub.servers.gpus import words
from lyceum_hub.servers.gpus.devices import Device
from lyceum_hub.servers.gpus.leases import Leases, Wish, choose
from lyceum_hub.servers.gpus.line import Line
from lyceum_hub.servers.offers.offer import Asker, Fact, Outcome
from lyceum_hub.servers.profiles import Profile


@dataclass(frozen=True)
class Gpus:
    """What profiles with GPUs ask for, beside who holds them and who waits."""

    leases: Leases
    line: Line

    def about_person(self, asker: Asker) -> Sequence[Fact]:
        """Return nothing: it is the same for all."""
        return ()

    def about_profile(self, asker: Asker, profile: Profile) -> Sequence[Fact]:
        """Return which GPUs are free, or who has them and the place in line."""
        wish = Wish.of(profile)
        if not wish.number:
            return ()
        kind = [device for device in self.leases.devices.found() if device.mig == wish.mig]
        if len(kind) < wish.number:
            return [Fact("GPU", words.there_is_none(wish), Outcome.REFUSED)]
        if not self.leases.have_room_for(wish):
            ends = self.leases.ends()
            lacking = words.none_is_free(wish, kind, self.leases.all(), ends)
            place = words.in_line(len(self.line) + 1, ends, would=True)
            return [Fact("GPU", f"{lacking} {place}", Outcome.WAITS)]
        return [Fact("GPU", in_words(wish, kind, self._free(wish, kind)))]

    def _free(self, wish: Wish, kind: Sequence[Device]) -> list[Device]:
        held = self.leases.all()
        leased = {lease.device for lease in held}
        fits = (device for device in kind if choose(replace(wish, number=1), [device], held))
        return [device for device in fits if device.uuid in leased or not self.leases.is_busy(device)]


def in_words(wish: Wish, kind: Sequence[Device], free: Sequence[Device]) -> str:
    """Return what a server gets, and how many devices of each model are free for it."""
    asked = f"{units.figure(wish.share)} of one" if wish.share < 1 else str(wish.number)
    every, left = (Counter((one.model, one.memory) for one in devices) for devices in (kind, free))
    counts = [f"{left[one]} of {count} {one[0]} with {units.size(one[1])}" for one, count in every.items()]
    return f"{asked}; {' and '.join(counts)} {'is' if len(free) == 1 else 'are'} free"
