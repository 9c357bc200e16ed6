"""Hubs, servers and processes in name only: what the hub does around a start and an end, in its order."""

from types import SimpleNamespace

from jupyterhub import orm

from lyceum_hub.servers.gpus.leases import Wish
from lyceum_hub.servers.gpus.provision import GpuProvision
from lyceum_hub.servers.profiles import Profile, Profiles

PROFILES = {
    "plain": Profile("Plain", "CPUs only."),
    "gpu": Profile("One GPU", "A whole GPU.", gpus=1, most_seconds=7200),
    "two": Profile("Two GPUs", "Two whole GPUs.", gpus=2),
    "half": Profile("Half a GPU", "A share.", gpus=0.5),
    "part": Profile("A part", "An instance.", mig="1g.10gb"),
    "many": Profile("Many GPUs", "More than there are.", gpus=8),
    "gone": Profile("Gone", "An environment that is not there.", environment="/nowhere/at/all"),
}


class Spawner:
    """A server to be, as provisions see it."""

    def __init__(self, db, person, profile="gpu", name=""):
        self.name = name
        self._log_name = f"{person}:{name}"
        self.user = SimpleNamespace(name=person, groups=[], db=db)
        self.profile = PROFILES[profile]
        self.profiles = Profiles(lambda: PROFILES)
        self.environment = {"LANG": "C"}
        self.waits_for = ""

    @property
    def server(self):
        """Return the server's name among all."""
        return f"{self.user.name}/{self.name}"

    @property
    def sees(self):
        """Return the GPUs that its environment shows."""
        return list(filter(None, self.environment["CUDA_VISIBLE_DEVICES"].split(",")))


class Machine:
    """The processes that live, whatever a hub thinks, and the hub's database."""

    def __init__(self, monkeypatch):
        self.db = orm.new_session_factory("sqlite:///:memory:")()
        self.alive = {}  # a server's name → its spawner
        monkeypatch.setattr("lyceum_hub.servers.gpus.provision.is_alive", self.alive.__contains__)

    def note(self, spawner, is_running):
        """Have the hub's database know whether a server runs, as the hub does before and after all else."""
        user = orm.User.find(self.db, spawner.user.name) or orm.User(name=spawner.user.name)
        row = user.orm_spawners.get(spawner.name) or orm.Spawner(name=spawner.name, user=user)
        self.db.add_all([user, row])
        row.server = orm.Server(base_url=f"/user/{spawner.server}") if is_running else None
        self.db.commit()

    def double(self):
        """Return the GPUs that living processes have more of than there is."""
        load = {}
        for spawner in self.alive.values():
            for uuid in spawner.sees:
                load[uuid] = load.get(uuid, 0) + Wish.of(spawner.profile).share
        return [uuid for uuid, share in load.items() if share > 1]


class Hub:
    """One life of a hub."""

    def __init__(self, machine, leases, patience=30.0, look_every=0.01):
        self.machine = machine
        self.provision = GpuProvision(leases, patience, "pynvml", look_every)
        self.is_killed = False

    async def start(self, spawner):
        """Start a server; what is refused is stopped, as the hub does."""
        self.machine.note(spawner, True)
        try:
            await self.provision.grant(spawner)
        except Exception:
            await self.stop(spawner)
            raise
        if not self.is_killed:
            self.machine.alive[spawner.server] = spawner

    async def stop(self, spawner):
        """Stop a server, and have it give back what it holds."""
        self.machine.alive.pop(spawner.server, None)
        await self.forget(spawner)

    async def forget(self, spawner):
        """Count a server as ended."""
        self.machine.note(spawner, False)
        await self.provision.give_back(spawner)
