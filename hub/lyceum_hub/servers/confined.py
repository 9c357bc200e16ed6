"""Spawners whose servers stay within their profile's size, within their group of processes, and within a sandbox."""

import shutil
import signal
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jupyterhub import orm
from traitlets import Instance, Int, Unicode, default
from traitlets.config import Configurable

from lyceum_hub.servers.confinement import Confinement
from lyceum_hub.servers.group_folders import GroupFolders
from lyceum_hub.servers.limits.groups import Group, Size
from lyceum_hub.servers.limits.limits import Limits, limits, used_up
from lyceum_hub.servers.sandbox import kernel
from lyceum_hub.servers.sandbox.gpu_files import closed_gpus, open_gpus
from lyceum_hub.servers.sandbox.sandbox import Sandbox, programs


class Confined(Configurable):
    """What spawners on one machine share: what a server may use and reach, and that nothing is left of it."""

    isolation = Unicode("personal", help="How people are kept apart: accounts, sandbox or personal.").tag(config=True)
    state = Instance(Path, allow_none=True, help="The workspace's state folder.").tag(config=True)
    shared = Instance(Path, allow_none=True, help="The folder that everybody may read.").tag(config=True)
    limits = Instance(Limits)
    group = Instance(Group, allow_none=True)
    killed_for_memory = Int(help="How many processes of the last server the kernel ended for memory.")
    confinement = Instance(Confinement, ())
    ended_because = Unicode(help="Why the last server ended, where it was not asked to; in a sentence.")

    @default("limits")
    def _limits(self) -> Limits:
        return limits(self.state) if self.state else Limits([], "")

    @property
    def group_name(self) -> str:
        """The name of the server's group of processes, and of its folder for what is passing."""
        return group_name(self.user.name, self.name)

    @property
    def temporary(self) -> Path | None:
        """The folder that a server in a sandbox sees as `/tmp`."""
        return self.state / "tmp" / self.group_name if self.state and self.isolation == "sandbox" else None

    def seen_at(self, path: str) -> str:
        """Return where the server sees a path of the folder for what is passing."""
        sandbox = self.confinement.sandbox
        inside = sandbox and sandbox.namespaces and path.startswith(f"{sandbox.temporary}/")
        return path.replace(sandbox.temporary, "/tmp", 1) if inside else path  # noqa: S108 - its own

    @property
    def gpus(self) -> str | None:
        """The GPUs that the server was given, as CUDA wants them told; None where none are given to anybody."""
        return self.environment.get("CUDA_VISIBLE_DEVICES")  # type: ignore[no-any-return]

    def confine(self, home: Path, account: Any, groups: Collection[str]) -> None:
        """Make what a server that is about to start shall enter; blocks, and asks nothing of the hub's database."""
        self.ended_because = ""
        profile = self.profile
        size = Size(profile.cpus, profile.memory, profile.processes)
        self.group, confinement = self.limits.confine(self.group_name, size, own_account=self.isolation == "accounts")
        folders = self.share(home, account, groups)
        if self.isolation == "accounts":
            confinement = replace(confinement, sockets=False, closed=closed_gpus(self.gpus))
        self.confinement = replace(confinement, sandbox=self.sandbox(home, folders))

    def share(self, home: Path, account: Any, groups: Collection[str]) -> list[Path]:
        """Make the folders of a person's groups, where there are several people."""
        if self.isolation == "personal" or not self.shared:
            return []
        return GroupFolders(self.shared, accounts=self.isolation == "accounts").ensure(groups, account, home)

    def sandbox(self, home: Path, folders: Collection[Path]) -> Sandbox | None:
        """Return what a server may see and write, where people work as one account."""
        if self.isolation != "sandbox" or not self.temporary or not self.shared:
            return None
        self.temporary.mkdir(mode=0o700, parents=True, exist_ok=True)
        reading = [*programs(), str(self.shared), *filter(None, [self.profile.environment])]
        writing = [*map(str, (home, *folders)), *open_gpus(self.gpus)]
        hidden = [str(self.shared / "groups")] if (self.shared / "groups").exists() else []
        return Sandbox(reading, writing, hidden, str(self.temporary), kernel.namespaces())

    def note_end(self, status: int | None) -> int | None:
        """Say why a server ended, where its memory was not enough; return the status."""
        memory = self.profile.memory
        if status == -signal.SIGKILL and self.killed_for_memory and memory:
            self.ended_because = used_up(self.what, memory)
            self.log.warning("%s's server: %s.", self.user.name, self.ended_because)
        return status

    def load_state(self, state: dict[str, Any]) -> None:
        """Take up the group of a server that outlived the hub."""
        super().load_state(state)
        self.group = self.limits.adopt(self.group_name) if state.get("pid") else None

    def clear_state(self) -> None:
        """Forget a server that ended, and whatever is left of it."""
        super().clear_state()
        self.leave()

    def leave(self) -> None:
        """Kill what is left of the server, and remove its group and what was passing."""
        if self.group:
            self.killed_for_memory = self.group.killed_for_memory()
            self.group.end()
            self.group = None
        if self.temporary:
            shutil.rmtree(self.temporary, ignore_errors=True)


def group_name(person: str, server: str) -> str:
    """Return what the group of a server's processes is called: a name of a folder that no other server has."""
    return quote(f"{person}:{server}", safe=":")


def begin(app: Any) -> None:
    """When the hub starts: say what cannot be held here, and end what servers of before a crash left behind."""
    if not issubclass(app.spawner_class, Confined) or not (state := app.config.Confined.get("state")):
        return
    known = {group_name(row.user.name, row.name) for row in app.db.query(orm.Spawner) if (row.state or {}).get("pid")}
    limits(state).begin(known)
    for folder in (state / "tmp").glob("*"):
        if folder.name not in known:
            shutil.rmtree(folder, ignore_errors=True)
