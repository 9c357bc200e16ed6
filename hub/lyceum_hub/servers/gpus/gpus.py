"""The GPUs of a workspace: what is there, who holds it, what is free, and who holds some without using it."""

from collections import defaultdict
from dataclasses import dataclass

from lyceum_hub.database import Database, open_database
from lyceum_hub.servers.gpus.devices import Device, Devices
from lyceum_hub.servers.gpus.leases import ALMOST, Lease, Leases
from lyceum_hub.settings import Settings


@dataclass(frozen=True)
class Kind:
    """The devices of one model, memory and kind of MIG instance, and how many of them are free now."""

    model: str
    memory: int  # bytes
    mig: str
    number: int
    free: int  # wholly
    room: float  # the largest share of one that is free


@dataclass(frozen=True)
class Holding:
    """A device, who holds it, and whether somebody computes on it who holds no lease."""

    device: Device
    leases: tuple[Lease, ...]
    is_used_by_others: bool

    @property
    def room(self) -> float:
        """The share of it that is free."""
        return 0.0 if self.is_used_by_others else max(0.0, 1 - sum(lease.share for lease in self.leases))


class Gpus:
    """The GPUs of this machine. Everything here blocks, and is asked of any process of the workspace."""

    def __init__(self, leases: Leases) -> None:
        self.leases = leases

    def holders(self) -> list[Holding]:
        """Return every device, with who holds it since when."""
        by_device = defaultdict(list)
        for lease in self.leases.all():
            by_device[lease.device].append(lease)
        return [self._holding(device, tuple(by_device[device.uuid])) for device in self.leases.devices.found()]

    def free(self) -> list[Kind]:
        """Return what is free of each model and memory."""
        kinds: dict[tuple[str, int, str], list[Holding]] = defaultdict(list)
        for holding in self.holders():
            kinds[holding.device.model, holding.device.memory, holding.device.mig].append(holding)
        return [kind_of(*of, alike) for of, alike in kinds.items()]

    def unused(self) -> list[Lease]:
        """Look at the GPUs, and return the leases whose device is not used, each with when it last was (`used_at`).

        To be asked every minute or so: what is seen here is all that is known of use. A share counts as used when
        anybody uses the device, and where a device does not tell how busy it is, any process on it counts.
        """
        leases = self.leases.all()
        used = {uuid for uuid in {lease.device for lease in leases} if self._is_used(uuid)}
        if in_use := [lease for lease in leases if lease.device in used]:
            self.leases.note_use(in_use)
        return [lease for lease in leases if lease.device not in used]

    def _is_used(self, uuid: str) -> bool:
        use = self.leases.devices.use(uuid)
        if use is None:
            return True  # nobody can tell
        return bool(use.pids) if use.busy is None else use.busy > 0

    def _holding(self, device: Device, leases: tuple[Lease, ...]) -> Holding:
        return Holding(device, leases, not leases and self.leases.is_busy(device))


def kind_of(model: str, memory: int, mig: str, alike: list[Holding]) -> Kind:
    """Return what is free of devices that are alike."""
    room = [holding.room for holding in alike]
    return Kind(model, memory, mig, len(alike), sum(share >= ALMOST for share in room), round(max(room), 3))


def gpus_of(settings: Settings, database: Database | None = None) -> Gpus:
    """Return the GPUs of a workspace."""
    return Gpus(Leases(database or open_database(settings.database_url), Devices.of(settings.nvml)))
