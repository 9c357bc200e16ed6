"""What people ask of a schedule: when it fires or what it waits for, and what it keeps."""

from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from lyceum_hub.errors import Invalid
from lyceum_hub.service.routes.work import WorkRequest
from lyceum_hub.service.schedules.occurrences import CatchUp, Overlap
from lyceum_hub.service.schedules.schedule import After, Rules
from lyceum_hub.service.schedules.timing import Timing

CRON = "five fields: minute, hour, day of month, month, day of week"
LONGEST_INTERVAL = 366 * 86400
Interval = Annotated[int, Field(ge=60, le=LONGEST_INTERVAL, description="seconds between firings, instead of cron")]


class TimingRequest(BaseModel):
    """When to fire."""

    model_config = ConfigDict(extra="forbid")

    cron: str | None = Field(None, max_length=100, description=CRON)
    every: Interval | None = None
    timezone: str = Field("UTC", max_length=64, description="an IANA name such as Europe/Paris")
    start: AwareDatetime | None = Field(None, description="nothing fires before; intervals are counted from here")
    end: AwareDatetime | None = Field(None, description="nothing fires after")

    def timing(self, waits: bool = False) -> Timing:
        """Return the timing, of a schedule that may wait for something else; raise Invalid when it would never fire."""
        return Timing.checked(self.cron, self.timezone, self.every, self.start, self.end, waits)


class AfterRequest(BaseModel):
    """What to wait for instead of a time: an ending of another schedule's runs, or a new version of an entry."""

    model_config = ConfigDict(extra="forbid")

    schedule: str | None = Field(None, max_length=32)
    on: Literal["success", "failure", "end"] = "success"
    entry: str | None = Field(None, max_length=200)

    def after(self) -> After:
        """Return what is waited for; raise Invalid when it is not one thing."""
        if bool(self.schedule) == bool(self.entry):
            remedy = "Give the id of a schedule and `on`, or the name of an entry."
            raise Invalid("It waits for one thing.", field="after", remedy=remedy)
        return After(None, None, self.entry) if self.entry else After(self.schedule, self.on, None)


class KeepRequest(BaseModel):
    """Of how many of its runs, and for how many days, outputs and logs are kept."""

    model_config = ConfigDict(extra="forbid")

    count: int | None = Field(None, ge=1, le=1_000_000)
    days: int | None = Field(None, ge=1, le=36_500)


class ScheduleRequest(WorkRequest, TimingRequest):
    """What to execute, and when."""

    after: AfterRequest | None = Field(None, description="instead of cron or every")
    overlap: Overlap = Field(Overlap.SKIP, description="what a firing does while an earlier run has not ended")
    catch_up: CatchUp = Field(CatchUp.LATEST, description="which firings are made up for after downtime")
    follow: bool = Field(False, description="with a template: every firing takes its newest version")
    keep: KeepRequest | None = None

    def rules(self) -> Rules:
        """Return what it does at a firing, and what it keeps; raise Invalid when it cannot follow."""
        check_follow(self.follow, self.template)
        return Rules(self.overlap, self.catch_up, self.follow, *kept(self.keep))


def check_follow(follow: bool, template: str | None) -> None:
    """Raise Invalid when there is no template to follow."""
    if follow and not template:
        raise Invalid("Only a template can be followed.", field="follow", remedy="Name a template, or follow nothing.")


def kept(keep: KeepRequest | None) -> tuple[int | None, int | None]:
    """Return of how many runs, and for how many days, things are kept; none: of all, for ever."""
    return (keep.count, keep.days) if keep else (None, None)


def keep_fields(rules: Rules) -> dict[str, Any]:
    """Return what people see of what is kept."""
    return {
        name: value for name, value in (("count", rules.keep_count), ("days", rules.keep_days)) if value is not None
    }
