"""Servers of people that run a command of ours instead of JupyterLab."""

from pathlib import Path
from types import SimpleNamespace

from lyceum_hub.servers.spawner import LocalSpawner

LISTENS = """
import os, socket, sys, time
print(os.getcwd(), os.environ["HOME"], oct(os.umask(0)), flush=True)
listener = socket.create_server(("127.0.0.1", int(os.environ["PORT"])))
time.sleep(600)
"""


class Server(LocalSpawner):
    """A server of ada's that runs a command of ours instead of JupyterLab, and knows where it is to listen."""

    def get_env(self):
        return self.user_env({"PORT": str(self.port)})

    def get_args(self):
        return []


def server(folder: Path, *command: str, name: str = "") -> Server:
    """Return a server whose home and log lie in a folder."""
    spawner = Server(
        user=SimpleNamespace(name="ada", url="/user/ada/", groups=[]),
        orm_spawner=SimpleNamespace(name=name, server=None, state={}),
        homes=folder / "homes",
        logs=folder / "logs",
        term_timeout=2,
    )
    spawner.cmd = list(map(str, command))
    return spawner
