"""Processes of servers, whatever the hub remembers of them."""

from contextlib import suppress

import psutil
from jupyterhub.utils import url_escape_path


def is_alive(server: str) -> bool:
    """Tell whether a process of a server (PERSON/NAME) lives: the server itself, or what it started.

    A server that was forked bears its address in its command, one that was started the ordinary way in its environment.
    """
    person, _, name = server.partition("/")
    address = "/".join(("/user", url_escape_path(person), *([url_escape_path(name)] if name else []), ""))
    return any(bears(process, address) for process in psutil.process_iter())


def bears(process: psutil.Process, address: str) -> bool:
    """Tell whether a process is of a server; none is that ended meanwhile, or whose environment is closed to us."""
    with suppress(psutil.Error, OSError):
        if process.status() == psutil.STATUS_ZOMBIE:
            return False
        said = [*process.cmdline(), process.environ().get("JUPYTERHUB_SERVICE_PREFIX", "")]
        return any(text.endswith(address) for text in said)
    return False
