"""The profiles that servers and runs can have."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Profile:
    """An environment and a size."""

    title: str
    description: str


PROFILES = {"standard": Profile("Standard", "The standard environment, on the CPUs and memory of this machine.")}
