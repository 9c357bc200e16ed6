"""The arena of the loop's fault tests: replicas of the service, a hub, a database and a disk, all to be harmed."""

import os
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

from faults import ledger, programs
from faults.clients import Client
from faults.clock import Clock
from faults.disk import Disk
from support.workspace import free_port

PATIENCE = 120  # seconds
STATE = ("id", "state", "reason", "server", "attempt", "work", "output", "schedule", "scheduled_for")


@dataclass
class Arena:
    """Two replicas of the service and a hub on one database and one small disk."""

    folder: Path
    disk: Disk | None
    database: object
    clock: Clock
    nursery: programs.Nursery
    services: list
    hub: object

    @property
    def outputs(self):
        """The folder that outputs are named in."""
        return (self.disk.folder if self.disk else self.folder) / "files"

    @property
    def servers(self):
        """The pids of the servers of runs."""
        names = (self.folder / "servers").glob("run-*")
        return [int(path.read_text()) for path in names if path.exists()]

    @property
    def client(self):
        return Client([service.address for service in self.services], "ada")

    def start(self, enough=all):
        """Start what does not run, and wait until all of the service answers, or any of it."""
        for program in (self.hub, *self.services):
            program.start()
        until = time.monotonic() + PATIENCE
        while not enough(service.answers() for service in self.services):
            assert time.monotonic() < until, self.said()
            time.sleep(0.1)

    def said(self):
        """Return the ends of the logs."""
        return "\n".join(f"--- {service.name}\n{service.log.read_text()[-3000:]}" for service in self.services)

    def runs(self):
        """Return the rows of all runs, by plain SQL."""
        return self.database.rows(f"SELECT {', '.join(STATE)} FROM runs")

    def lines(self):
        """Return the lines of the ledger."""
        return ledger.read(self.folder / "ledger")

    def stop(self):
        """End everything."""
        for program in (*self.services, self.hub):
            program.kill()
        self.nursery.close()
        if self.disk:
            self.disk.remove()
        shutil.rmtree(self.folder, ignore_errors=True)


def make_arena(folder, disk, database, environment):
    """Return an arena whose programs are not started."""
    hub_port = free_port()
    clock = Clock(folder / "clock")
    clock.set_up()
    nursery = programs.Nursery({**environment, "LYCEUM_HUB_PORT": str(hub_port)}, folder / "clock")
    services = [programs.Service(name, free_port(), nursery, folder) for name in ("one", "two")]
    hub = programs.Hub(hub_port, folder, folder / "ledger", services)
    return Arena(folder, disk, database, clock, nursery, services, hub)


def settings(state, url):
    """Return the settings of a service."""
    own = {"STATE": state, "SHARED": state, "HOMES": state, "DATABASE_URL": url, "MAX_RUNS": 6}
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LYCEUM_", "JUPYTERHUB_"))}
    return kept | {f"LYCEUM_{name}": str(value) for name, value in own.items()}
