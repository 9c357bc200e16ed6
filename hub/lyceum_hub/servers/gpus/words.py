"""What people are told who wait for a GPU, or cannot have one."""

from collections.abc import Sequence
from datetime import datetime

from lyceum_hub.servers.gpus.devices import Device
from lyceum_hub.servers.gpus.ends import clock
from lyceum_hub.servers.gpus.leases import Lease, Wish

NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight")


def none_is_free(wish: Wish, devices: Sequence[Device], leases: Sequence[Lease], ends: Sequence[datetime] = ()) -> str:
    """Return what is wished and not free, and who has it until when; `ends` are the likely ones, soonest first."""
    return " ".join(filter(None, (lacking(wish), *in_use(wish, devices, leases, ends))))


def in_line(place: int, ends: Sequence[datetime] = (), would: bool = False) -> str:
    """Return a place in line, or what it `would` be; 1 is served next, others are told when by the likely ends."""
    are = "would be" if would else "are"
    if place == 1:
        return f"You {are} next in line."
    return f"You {are} {ordinal(place)} in line{f',{until(ends[place - 1])}' if len(ends) >= place else ''}."


def lacking(wish: Wish) -> str:
    """Return what is not free."""
    if wish.mig:
        return f"No {wish.mig} instance of a GPU is free."
    if wish.number > 1:
        return f"Fewer than {wish.number} GPUs are free."
    return "No GPU is free." if wish.share == 1 else "No share of a GPU is free."


def in_use(wish: Wish, devices: Sequence[Device], leases: Sequence[Lease], ends: Sequence[datetime]) -> list[str]:
    """Return who uses the devices of the kind that is wished: people of ours until about when, and others."""
    kind = {device.uuid for device in devices if device.mig == wish.mig}
    held = [lease for lease in leases if lease.device in kind]
    ours, others = len({lease.device for lease in held}), len(kind - {lease.device for lease in held})
    people = sorted({lease.person for lease in held})
    by = f"{counted(ours)} in use by {listed(people)}{until(ends[0]) if ends else ''}." if held else ""
    beside = f"{counted(others)} in use outside of this workspace." if others and wish.number == 1 else ""
    return [by, beside]


def until(end: datetime) -> str:
    """Return when something is likely to be free."""
    return f" until about {clock(end)}"


def counted(number: int) -> str:
    """Return a number as the beginning of a sentence."""
    name = NUMBERS[number] if number < len(NUMBERS) else str(number)
    return f"{name} {'is' if number == 1 else 'are'}"


def listed(names: Sequence[str]) -> str:
    """Return names as people list them."""
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def ordinal(number: int) -> str:
    """Return a number that tells a place."""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def instead(titles: Sequence[str]) -> str:
    """Return which profiles would start now."""
    if not titles:
        return "Nothing else starts now; try again later."
    return f"{listed(titles)} would start now."


def in_vain(seconds: float) -> str:
    """Return that a wait was as long as it may be."""
    minutes = round(seconds / 60)
    return f"None became free within {minutes} minute{'' if minutes == 1 else 's'}." if minutes else ""


def there_is_none(wish: Wish) -> str:
    """Return that this machine has nothing of what is wished."""
    if wish.mig:
        return f"This machine has no {wish.mig} instance of a GPU."
    return f"This machine has {'no GPU' if wish.number == 1 else f'fewer than {wish.number} GPUs'}."
