"""Leases: which server holds which GPU, whole or as a share; nobody else gets what is held."""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, text

from lyceum_hub.database import Database
from lyceum_hub.database.tables.gpus import gpu_leases
from lyceum_hub.servers.gpus.devices import Device, Devices
from lyceum_hub.servers.gpus.ends import lasted, likely_end
from lyceum_hub.servers.profiles import Profile
from lyceum_hub.service import audit

ALMOST = 0.999  # three thirds, as people write them, are a whole


@dataclass(frozen=True)
class Wish:
    """What a profile asks for: so many whole GPUs, a share of one, or an instance of a kind."""

    number: int
    share: float = 1
    mig: str = ""

    @classmethod
    def of(cls, profile: Profile) -> "Wish":
        """Return what a profile asks for."""
        number = 1 if profile.mig else math.ceil(profile.gpus)  # CUDA sees one instance only
        return cls(number, profile.gpus if 0 < profile.gpus < 1 else 1, profile.mig)


@dataclass(frozen=True)
class Lease:
    """A device that a server holds."""

    server: str
    device: str
    share: float
    since: datetime
    until: datetime | None
    used_at: datetime

    @property
    def person(self) -> str:
        """Whose server it is."""
        return self.server.partition("/")[0]


class Leases:
    """The leases of this machine's GPUs. Everything here blocks."""

    def __init__(self, database: Database, devices: Devices) -> None:
        self._database = database
        self.devices = devices

    def all(self) -> list[Lease]:
        """Return what is held, the oldest first."""
        with self._database.reading() as connection:
            return held(connection)

    def ends(self) -> list[datetime]:
        """Return when what is held is likely to be free again, soonest first, but for what nobody can tell of."""
        now = datetime.now(UTC)
        with self._database.reading() as connection:
            spans = lasted(connection)
            ends = (likely_end(lease.since, lease.until, spans, now) for lease in held(connection))
            return sorted(end for end in ends if end)

    def have_room_for(self, wish: Wish) -> bool:
        """Tell whether a wish would be met now."""
        return bool(choose(wish, self._usable(self.devices.found()), self.all()))

    def take(self, server: str, wish: Wish, lasts: timedelta | None = None) -> list[Device]:
        """Lease what a server wishes and return it: what it has already, or nothing where too little is free."""
        devices = self._usable(self.devices.found())
        if not meet(server, wish, devices, self.all()):
            return []
        with self._database.writing() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("LOCK TABLE gpu_leases IN EXCLUSIVE MODE"))
            leases = held(connection)
            met = meet(server, wish, devices, leases)
            if met != own(server, wish, devices, leases):
                remove(connection, [server])
                add(connection, server, met, wish.share, lasts)
            return met

    def free(self, *servers: str) -> None:
        """Free what servers hold; once they hold nothing this changes nothing."""
        with self._database.writing() as connection:
            if freed := [lease for lease in held(connection) if lease.server in servers]:
                remove(connection, servers)
                by_server = {lease.server: lease.person for lease in freed}
                for server, person in by_server.items():
                    audit.record(connection, person, "gpu.free", server)

    def note_use(self, leases: Collection[Lease]) -> None:
        """Note that leases were in use just now."""
        with self._database.writing() as connection:
            for lease in leases:
                one = (gpu_leases.c.server == lease.server) & (gpu_leases.c.device == lease.device)
                connection.execute(gpu_leases.update().where(one).values(used_at=datetime.now(UTC)))

    def _usable(self, devices: Sequence[Device]) -> list[Device]:
        """Return the devices but for those that somebody computes on who holds no lease."""
        leased = {lease.device for lease in self.all()}
        return [device for device in devices if device.uuid in leased or not self.is_busy(device)]

    def is_busy(self, device: Device) -> bool:
        """Tell whether a process computes on a device, or nobody can tell."""
        use = self.devices.use(device.uuid)
        return use is None or bool(use.pids)


def meet(server: str, wish: Wish, devices: Sequence[Device], leases: Sequence[Lease]) -> list[Device]:
    """Return what a server has of its wish already, else what it can have; nothing where too little is free."""
    others = [lease for lease in leases if lease.server != server]
    return own(server, wish, devices, leases) or choose(wish, devices, others)


def choose(wish: Wish, devices: Sequence[Device], leases: Sequence[Lease]) -> list[Device]:
    """Return the devices that meet a wish, the fullest ones first so that others stay whole; nothing where too few."""
    loads = {device.uuid: 0.0 for device in devices if device.mig == wish.mig}
    for lease in leases:
        if lease.device in loads:
            loads[lease.device] += lease.share
    fits = [device for device in devices if device.uuid in loads and loads[device.uuid] + wish.share <= 2 - ALMOST]
    fits.sort(key=lambda device: -loads[device.uuid])
    return fits[: wish.number] if len(fits) >= wish.number else []


def own(server: str, wish: Wish, devices: Sequence[Device], leases: Sequence[Lease]) -> list[Device]:
    """Return what a server has already, where that is what it wishes."""
    has = {lease.device for lease in leases if lease.server == server and math.isclose(lease.share, wish.share)}
    kept = [device for device in devices if device.uuid in has and device.mig == wish.mig]
    return kept if len(kept) == wish.number else []


def held(connection: Connection) -> list[Lease]:
    """Return all leases, the oldest first."""
    rows = connection.execute(select(gpu_leases).order_by(gpu_leases.c.since, gpu_leases.c.device))
    return [Lease(**row._mapping) for row in rows]


def add(
    connection: Connection, server: str, devices: Sequence[Device], share: float, lasts: timedelta | None = None
) -> None:
    """Write down that a server holds devices."""
    now = datetime.now(UTC)
    terms = {"share": share, "since": now, "until": now + lasts if lasts else None, "used_at": now}
    connection.execute(insert(gpu_leases), [{"server": server, "device": one.uuid, **terms} for one in devices])
    person, uuids = server.partition("/")[0], [device.uuid for device in devices]
    audit.record(connection, person, "gpu.lease", server, devices=uuids, share=share)


def remove(connection: Connection, servers: Collection[str]) -> None:
    """Remove what servers hold."""
    connection.execute(delete(gpu_leases).where(gpu_leases.c.server.in_(servers)))
