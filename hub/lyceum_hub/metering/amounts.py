"""Amounts of what is counted, as people read them; needs nothing but Python, for the prompt in people's servers."""

from typing import Literal

from lyceum_hub.servers.units import size

By = Literal["person", "group", "profile"]
HOURS = ("cpu_hours", "gpu_hours", "memory_hours")
UNITS = {"cpu_hours": "CPU-hours", "gpu_hours": "GPU-hours", "memory_hours": "GB-hours of memory"}
SHORT = {"cpu_hours": " hours", "gpu_hours": " hours", "memory_hours": " GB-hours"}
TITLES = {
    "cpu_hours": "CPU",
    "gpu_hours": "GPU",
    "memory_hours": "Memory",
    "storage": "Storage",
    "servers": "Servers at the same time",
}


def amount(what: str, value: float | None) -> str:
    """Return how much of something it is, with its unit."""
    if value is None:
        return "not counted yet"
    if what == "storage":
        return size(value) if value else "0 GB"
    return f"{figure(value)}{SHORT.get(what, '')}"


def figure(value: float | None) -> str:
    """Return a number with at most one digit behind the point."""
    return f"{value or 0:,.1f}".removesuffix(".0")
