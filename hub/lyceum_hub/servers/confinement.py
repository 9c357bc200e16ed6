"""What a new process enters before it reads anything of its person's: its group, its limits, its sandbox."""

import resource
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lyceum_hub.servers.sandbox import landlock, namespaces
from lyceum_hub.servers.sandbox.sandbox import Sandbox


@dataclass(frozen=True)
class Confinement:
    """The control groups, limits and sandbox of a process."""

    groups: list[str] = field(default_factory=list)  # the files that it writes to in order to enter them
    most: dict[str, int] = field(default_factory=dict)  # by the names of the module `resource`
    sandbox: Sandbox | None = None
    sockets: bool = True  # whether it may reach the abstract sockets of others
    closed: list[str] = field(default_factory=list)  # files of devices that it must not open

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> "Confinement":
        """Return the confinement that JSON describes; raise TypeError where it describes none."""
        sandbox = told.get("sandbox")
        return cls(**{**told, "sandbox": Sandbox(**sandbox) if sandbox else None})

    def enter(self) -> None:
        """Enter groups and limits, for good; called in the new process while it may still."""
        for group in self.groups:
            Path(group).write_text("0")
        for name, value in self.most.items():
            limit = getattr(resource, name)
            _, hard = resource.getrlimit(limit)
            value = value if hard == resource.RLIM_INFINITY else min(value, hard)
            resource.setrlimit(limit, (value, value))

        if self.closed:
            namespaces.close_files(self.closed)
        if not self.sockets:
            landlock.leave_sockets()

    def close(self) -> None:
        """Enter the sandbox, for good; called once the process is who it shall be, and may return in another."""
        if self.sandbox:
            self.sandbox.enter()
