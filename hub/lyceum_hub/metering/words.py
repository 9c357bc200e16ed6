"""Words: why a quota refuses a start, and what would start instead."""

from collections.abc import Sequence

from lyceum_hub.metering.amounts import HOURS, UNITS, figure
from lyceum_hub.metering.months import Month
from lyceum_hub.metering.standing import Measure
from lyceum_hub.servers.units import size


def refusal(measure: Measure, month: Month, instead: Sequence[str] = ()) -> str:
    """Return why nothing starts: the limit, what is used, when it is free again, and what would start now."""
    if measure.what in HOURS:
        return f"{hours_used_up(measure, month)} {when(measure, month, instead)}"
    return storage_used_up(measure) if measure.what == "storage" else servers_used_up(measure)


def hours_used_up(measure: Measure, month: Month) -> str:
    """Return which hours are used up."""
    unit, limit, used, group = UNITS[measure.what], figure(measure.limit), figure(measure.used), measure.group
    if measure.limit == 0:
        return f"The members of {group} have no {unit}." if group else f"You have no {unit}."
    if group:
        return (
            f"The {limit} {unit} that the members of {group} have together in {month.name} are used up: "
            f"{used} are used."
        )
    return f"Your {limit} {unit} of {month.name} are used up: {used} are used."


def when(measure: Measure, month: Month, instead: Sequence[str]) -> str:
    """Return what would start now, and when the hours begin anew."""
    anew = f"on 1 {month.next.name} they begin anew" if measure.limit else "an administrator can give some"
    if instead:
        return f"On CPU you can start now ({', '.join(instead)}); {anew}."
    return f"{anew[0].upper()}{anew[1:]}. What runs goes on."


MAKE_ROOM = "JupyterLab starts all the same: remove there what is no longer needed, then runs start again."


def storage_used_up(measure: Measure) -> str:
    """Return who stores too much."""
    held, most = size(measure.used or 0), size(measure.limit or 0)
    if measure.group:
        return f"The shared folder of {measure.group} holds {held}, and {most} are allowed. {MAKE_ROOM}"
    return f"Your home folder holds {held}, and {most} are allowed. {MAKE_ROOM}"


def servers_used_up(measure: Measure) -> str:
    """Return who has too many servers."""
    most, running = figure(measure.limit), ", ".join(sorted(name or "JupyterLab" for name in measure.running))
    if measure.group:
        said = f"The members of {measure.group} may have {most} servers at the same time, and as many run."
        return f"{said} Start again when one has ended."
    if not measure.limit:
        return "You may have no server. An administrator can allow some."
    said = f"You may have {most} servers at the same time, and these run: {running}."
    return f"{said} Stop one (Home shows them), then start again."
