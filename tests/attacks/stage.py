"""A workspace with a victim and an attacker, each started as its spawner starts everybody; prints what got through.

A program of its own, because the whole of it runs as an account that is not root, or as root.
"""

import asyncio
import json
import os
import signal
import sys
from pathlib import Path
from types import SimpleNamespace

import psutil

from attacks import attacks, victim
from lyceum_hub.servers.prefork.parent import Parent
from lyceum_hub.servers.prefork.request import address
from lyceum_hub.servers.sandbox import gpu_files, kernel
from support.servers import Server

SECRET = victim.SECRET.decode()


class Person(Server):
    """Somebody's server on this stage."""

    def get_env(self):
        return self.user_env({"PORT": str(self.port), "SECRET": SECRET, "PATH": os.defpath})


class FakeGpus:
    """Two GPUs of a machine that has none: their files, which everybody may open, and what the driver says of them."""

    def __init__(self, folder: Path) -> None:
        gpu_files.DEVICES, gpu_files.ABOUT = folder / "dev", folder / "about"
        self.files = [gpu_files.DEVICES / f"nvidia{minor}" for minor in (0, 1)]
        for minor, file in enumerate(self.files):
            about = gpu_files.ABOUT / str(minor)
            about.mkdir(parents=True)
            about.joinpath("information").write_text(f"GPU UUID: GPU-{minor}\nDevice Minor: {minor}\n")
            gpu_files.DEVICES.mkdir(exist_ok=True)
            file.write_bytes(victim.SECRET)
            file.chmod(0o666)
        gpu_files.DEVICES.chmod(0o755)


def person(folder: Path, name: str, groups: list[str], isolation: str, script: object, *told: str) -> Person:
    """Return the server of a person, which runs a script of ours; it cannot read the script itself."""
    spawner = Person(
        user=SimpleNamespace(name=name, url=f"/user/{name}/", groups=[SimpleNamespace(name=group) for group in groups]),
        orm_spawner=SimpleNamespace(name="", server=None, state={}),
        as_root=isolation == "accounts",
        isolation=isolation,
        homes=folder / "homes",
        state=folder / "state",
        shared=folder / "shared",
        logs=folder / "state/logs",
        term_timeout=2,
    )
    spawner.cmd = [sys.executable, "-c", Path(script.__file__).read_text(), *told]
    return spawner


def furnish(folder: Path) -> int:
    """Make the state of a workspace, with a prefork parent; return the parent's number."""
    state = folder / "state"
    for inner in ("logs", "secrets"):
        (state / inner).mkdir(parents=True, mode=0o700)
    state.chmod(0o700)
    for name in ("hub.sqlite", "lyceum.sqlite", "secrets/cookie_secret"):
        (state / name).write_bytes(victim.SECRET)
    if not (parent := os.fork()):
        os.closerange(3, 1000)
        Parent(address(state), lambda: False).serve()
        os._exit(0)
    while not address(state).exists():
        pass
    return parent


def process_of(server: Person) -> int:
    """Return the number of a server's process, seen from outside."""
    inner = psutil.Process(server.pid).children()
    return inner[0].pid if inner else server.pid


async def play(folder: Path, isolation: str, names: tuple[str, str]) -> dict[str, object]:
    """Start both, and return what the attacker got."""
    parent, club = furnish(folder), f"club{names[0]}"
    paper = folder / "shared/groups" / club
    if isolation == "personal":
        paper.mkdir(parents=True)
    gpus = FakeGpus(folder)
    ada = person(folder, names[0], [club], isolation, victim, str(paper))
    ada.environment = {"CUDA_VISIBLE_DEVICES": "GPU-0"}
    await ada.start()
    known = {**places(folder, ada, gpus), "hub": os.getpid(), "parent": parent}
    eve = person(folder, names[1], [], isolation, attacks, json.dumps(known))
    eve.environment = {"CUDA_VISIBLE_DEVICES": "GPU-1"}
    await eve.start()
    found = json.loads((eve.home / "found.json").read_text())
    for server in (eve, ada):
        await server.stop()
    os.kill(parent, signal.SIGKILL)
    ada.limits.close()
    return found


def places(folder: Path, server: Person, gpus: FakeGpus) -> dict[str, object]:
    """Return where the victim's secrets are and the workspace's, as somebody knows who has looked around."""
    told = json.loads(server.log_path.read_text().splitlines()[0])
    server.log_path.write_text(SECRET)
    folders = {"state": folder / "state", "shared": folder / "shared", "log": server.log_path}
    devices = {"gpu": gpus.files[0], "own_gpu": gpus.files[1]}
    return {**told, "pid": process_of(server), **{name: str(path) for name, path in (folders | devices).items()}}


if __name__ == "__main__":
    os.umask(0o077)
    where, isolation, namespaces, *names = sys.argv[1:]
    kernel.namespaces = lambda: namespaces
    sys.stdout.write(json.dumps(asyncio.run(play(Path(where), isolation, names))))
