"""What routes ask for: the stores of the application they are in, and pages of lists."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import Depends, Query, Request

from lyceum_hub.service.entries import EntryStore
from lyceum_hub.service.files import Files
from lyceum_hub.service.loop import Loop
from lyceum_hub.service.runs import RunStore
from lyceum_hub.service.schedules import ScheduleStore
from lyceum_hub.service.work import Workshop
from lyceum_hub.settings import Settings


def the_settings(request: Request) -> Settings:
    """Return the workspace's settings."""
    return request.app.state.settings  # type: ignore[no-any-return]


def the_entries(request: Request) -> EntryStore:
    """Return the entry store."""
    return request.app.state.entries  # type: ignore[no-any-return]


def the_runs(request: Request) -> RunStore:
    """Return the run store."""
    return request.app.state.runs  # type: ignore[no-any-return]


def the_schedules(request: Request) -> ScheduleStore:
    """Return the schedule store."""
    return request.app.state.schedules  # type: ignore[no-any-return]


def the_workshop(request: Request) -> Workshop:
    """Return what prepares work."""
    return request.app.state.workshop  # type: ignore[no-any-return]


def the_files(request: Request) -> Files:
    """Return the file store."""
    return request.app.state.files  # type: ignore[no-any-return]


def the_loop(request: Request) -> Loop:
    """Return the jobs loop."""
    return request.app.state.loop  # type: ignore[no-any-return]


SettingsPart = Annotated[Settings, Depends(the_settings)]
EntriesPart = Annotated[EntryStore, Depends(the_entries)]
RunsPart = Annotated[RunStore, Depends(the_runs)]
SchedulesPart = Annotated[ScheduleStore, Depends(the_schedules)]
WorkshopPart = Annotated[Workshop, Depends(the_workshop)]
FilesPart = Annotated[Files, Depends(the_files)]
LoopPart = Annotated[Loop, Depends(the_loop)]
Limit = Annotated[int, Query(ge=1, le=500)]
Offset = Annotated[int, Query(ge=0, le=1_000_000_000)]


def instant(value: datetime | None) -> str | None:
    """Return a point in time as ISO 8601 in UTC."""
    return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z") if value else None
