"""What a nursery is asked for: a kernel of this Python, with its arguments, folder and environment."""

import json
import os
import site
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

LONGEST = 200_000  # bytes of a message
LAUNCHER = ["-m", "ipykernel_launcher"]
TAKEN = {"env", "cwd", "kernel_id", "extra_arguments", "independent"}  # of what jupyter_client says about a launch
READ_AT_START = ("PYTHON", "LD_", "MALLOC_", "GLIBC_")  # by an interpreter and its libraries, and never again
OF_NO_MATTER = {"PYTHONUNBUFFERED"}


@dataclass(frozen=True)
class Order:
    """A kernel that is wanted."""

    arguments: list[str]
    folder: str
    environment: dict[str, str]

    def pack(self) -> bytes:
        """Return the order as a message; raise OSError when it is too long for one."""
        packed = json.dumps(asdict(self)).encode()
        if len(packed) > LONGEST:
            raise OSError("its environment is too long for a message")
        return packed

    @classmethod
    def unpack(cls, message: bytes) -> "Order":
        """Return the order that a message holds."""
        return cls(**json.loads(message))


def order_of(command: Sequence[str], about: Mapping[str, Any]) -> Order | None:
    """Return a launch as an order; None where a fork of this process would be another kernel than a start of it."""
    environment = dict(about.get("env") or os.environ)
    if list(command[:3]) != [sys.executable, *LAUNCHER] or about.keys() - TAKEN or about.get("independent"):
        return None
    if read_at_start(environment) != read_at_start(born_with()) or has_packages_at_home():
        return None
    return Order(list(command[3:]), os.path.abspath(about.get("cwd") or os.getcwd()), environment)


def read_at_start(environment: Mapping[str, str]) -> dict[str, str]:
    """Return what of an environment only a new interpreter would heed."""
    heeded = {name: value for name, value in environment.items() if name.startswith(READ_AT_START)}
    return {name: value for name, value in heeded.items() if name not in OF_NO_MATTER}


def born_with() -> dict[str, str]:
    """Return the environment that this process's interpreter was started with, here or in the parent that forked it."""
    lines = Path("/proc/self/environ").read_bytes().decode(errors="surrogateescape").split("\0")
    return dict(line.split("=", 1) for line in lines if "=" in line)


def has_packages_at_home() -> bool:
    """Tell whether the person has packages of their own, which come before those that were imported."""
    return bool(site.ENABLE_USER_SITE) and os.path.isdir(site.getusersitepackages())
