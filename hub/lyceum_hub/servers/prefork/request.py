"""What the hub asks of the prefork parent, and what it is answered, as messages on a socket."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from lyceum_hub.servers.confinement import Confinement

LONGEST = 200_000  # bytes of a message


@dataclass(frozen=True)
class Request:
    """A server to start: which program with which arguments, as whom, where, and with which environment."""

    program: str
    arguments: list[str]
    environment: dict[str, str]
    folder: str
    account: str | None  # of the operating system; none: as the parent
    confinement: Confinement = field(default_factory=Confinement)


def address(state: Path) -> Path:
    """Return where the parent of a workspace listens: a socket that only the workspace's owner reaches."""
    return state / "prefork.sock"


def pack(request: Request) -> bytes:
    """Return a request as a message; raise ValueError when it is too long for one."""
    packed = json.dumps(asdict(request)).encode()
    if len(packed) > LONGEST:
        raise ValueError("The environment of the server is too long.")
    return packed


def unpack(message: bytes) -> Request:
    """Return the request that a message holds; raise ValueError or TypeError where it holds none."""
    told = {**json.loads(message)}
    return Request(**{**told, "confinement": Confinement.of(told.get("confinement", {}))})
