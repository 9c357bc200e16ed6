"""The health of published notebooks: asked for by administrators, shown to everybody who may read the notebook."""

from collections.abc import Collection, Iterable, Mapping
from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from lyceum_hub.servers.profiles import Profiles
from lyceum_hub.service.callers import EntriesApplier
from lyceum_hub.service.health.checks import Check, Checks
from lyceum_hub.service.routes.parts import CaretakerPart, instant

router = APIRouter(prefix="/api/checks", tags=["templates"])


class Asked(BaseModel):
    """The entries whose notebooks to check; all where none is named."""

    model_config = ConfigDict(extra="forbid")

    entries: list[Annotated[str, Field(max_length=200)]] = Field([], max_length=1000)


@router.post("", status_code=202)
def ask(caller: EntriesApplier, caretaker: CaretakerPart, body: Asked) -> dict[str, Any]:
    """Have published notebooks run now, one after the other, as they are every night."""
    return {"total": caretaker.ask(set(body.entries), caller.name)}


def health_of(checks: Checks, profiles: Profiles, names: Collection[str]) -> dict[str, list[dict[str, Any]]]:
    """Return how some entries fared with the profiles there are, by their names."""
    return shown_all(checks.of(names), profiles)


def health_of_modules(checks: Checks, profiles: Profiles, course: str) -> dict[str, list[dict[str, Any]]]:
    """Return how each module of a course fared with the profiles there are, by its name; none tells of the others."""
    found = shown_all(checks.of_modules(course), profiles)
    return {name: [{**check, "module": None} for check in ran] for name, ran in found.items()}


def shown_all(found: Mapping[str, Iterable[Check]], profiles: Profiles) -> dict[str, list[dict[str, Any]]]:
    """Return what people see of checks."""
    titles = {name: profile.title for name, profile in profiles.all().items()}
    return {
        name: [shown(check, titles[check.spot.profile]) for check in checks if check.spot.profile in titles]
        for name, checks in found.items()
    }


def shown(check: Check, title: str) -> dict[str, Any]:
    """Return what people see of a check; `module` is the one of a course that tells."""
    return {
        "profile": check.spot.profile,
        "title": title,
        "module": check.spot.module or None,
        "state": check.state,
        "version": check.version,
        "run": check.run,
        "at": instant(check.finished_at),
        "seconds": check.seconds,
    }
