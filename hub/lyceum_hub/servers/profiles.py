"""The profiles that servers and runs can have: an environment, a size, and who may take it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Profile:
    """What a server is started with; what is None or empty is not limited."""

    title: str
    description: str
    environment: str = ""  # the folder of a Python environment, or an image; empty: the workspace's own
    cpus: float | None = None
    memory: int | None = None  # bytes
    processes: int | None = None
    gpus: float = 0  # whole ones, or below 1 a share of one
    mig: str = ""  # the kind of MIG instance that is taken instead of a whole GPU, as `1g.10gb`
    groups: frozenset[str] = frozenset()  # whose members may take it; empty: everybody
    price: float = 0  # of an hour, in the workspace's currency
    idle_seconds: int | None = None  # after which a server that nobody uses is stopped; None: as the workspace says
    most_seconds: int | None = None  # after which every server is stopped


DEFAULT = "standard"
PROFILES = {DEFAULT: Profile("Standard", "The standard environment, on the CPUs and memory of this machine.")}
