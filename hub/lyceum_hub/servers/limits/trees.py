"""The kernel's trees of control groups, version 1 and 2, and where in them a process stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

OURS = frozenset({"memory", "cpu", "pids"})


@dataclass(frozen=True)
class Place:
    """A control group: its folder, the version of its tree, and which controllers of ours there are."""

    folder: Path
    version: int
    controllers: frozenset[str]

    def below(self, *names: str) -> "Place":
        """Return the place of a group further down."""
        return Place(self.folder.joinpath(*names), self.version, self.controllers)


def places(process: str = "self", proc: Path = Path("/proc")) -> list[Place]:
    """Return where a process stands in each tree that is mounted here and limits something."""
    mounts = list(read_mounts((proc / process / "mountinfo").read_text()))
    lines = (proc / process / "cgroup").read_text().splitlines()
    found = (place_of(line, mounts) for line in lines)
    return [place for place in found if place and place.controllers]


@dataclass(frozen=True)
class Mount:
    """A tree as it is mounted: from which group on, where, and with which controllers (version 1)."""

    root: str
    point: Path
    version: int
    controllers: frozenset[str]


def read_mounts(mountinfo: str) -> Iterator[Mount]:
    """Yield the trees among the mounts; the format is that of proc(5)."""
    for line in mountinfo.splitlines():
        mount, _, about = line.partition(" - ")
        kind, _, options = about.split(" ", 2)
        if kind in ("cgroup", "cgroup2"):
            root, point = mount.split(" ")[3:5]
            yield Mount(root, Path(point), 2 if kind == "cgroup2" else 1, frozenset(options.split(",")))


def place_of(line: str, mounts: list[Mount]) -> Place | None:
    """Return the place that a line of /proc/<pid>/cgroup names, if its tree is mounted."""
    _, names, path = line.split(":", 2)
    version = 1 if names else 2
    for mount in mounts:
        if mount.version == version and (version == 2 or set(names.split(",")) <= mount.controllers):
            inner = PurePosixPath(path)
            below = inner.relative_to(mount.root) if inner.is_relative_to(mount.root) else PurePosixPath()
            folder = mount.point if ".." in below.parts else mount.point / below
            return Place(folder, version, OURS & controllers_of(folder, names))
    return None


def controllers_of(folder: Path, names: str) -> frozenset[str]:
    """Return the controllers of a group: those of its tree, or those that version 2 lets it use."""
    if names:
        return frozenset(names.split(","))
    try:
        return frozenset((folder / "cgroup.controllers").read_text().split())
    except OSError:
        return frozenset()
