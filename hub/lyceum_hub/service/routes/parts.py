"""What routes ask for: the stores of the application they are in, and pages of lists."""

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import Depends, Query, Request

from lyceum_hub.service.entries.store import EntryStore
from lyceum_hub.service.files import Files
from lyceum_hub.service.loop import Loop
from lyceum_hub.service.runs.environments import Environments
from lyceum_hub.service.runs.store import RunStore
from lyceum_hub.service.runs.work import Workshop
from lyceum_hub.service.schedules.store import ScheduleStore
from lyceum_hub.settings import Settings


def part(name: str) -> Any:
    """Return the dependency on a part of the application that a request is made to."""

    def find(request: Request) -> Any:
        return getattr(request.app.state, name)

    return Depends(find)


SettingsPart = Annotated[Settings, part("settings")]
EntriesPart = Annotated[EntryStore, part("entries")]
RunsPart = Annotated[RunStore, part("runs")]
SchedulesPart = Annotated[ScheduleStore, part("schedules")]
WorkshopPart = Annotated[Workshop, part("workshop")]
FilesPart = Annotated[Files, part("files")]
EnvironmentsPart = Annotated[Environments, part("environments")]
LoopPart = Annotated[Loop, part("loop")]
Limit = Annotated[int, Query(ge=1, le=500)]
Offset = Annotated[int, Query(ge=0, le=1_000_000_000)]


def instant(value: datetime | None) -> str | None:
    """Return a point in time as ISO 8601 in UTC."""
    return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z") if value else None
