"""What people change of a schedule, and which of it only its owner may: what runs in whose name, and for whom."""

from dataclasses import replace
from typing import Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from lyceum_hub.errors import Forbidden
from lyceum_hub.service.callers import Caller
from lyceum_hub.service.entries.access import Reader
from lyceum_hub.service.routes.content import Content
from lyceum_hub.service.routes.timing import AfterRequest, Interval, KeepRequest, check_follow, kept
from lyceum_hub.service.routes.work import (
    MOST_RULES,
    Group,
    NotifyRequest,
    RetriesRequest,
    SecretName,
    check_group,
    rules_in,
)
from lyceum_hub.service.runs.retries import Retries
from lyceum_hub.service.runs.work import Work, Workshop
from lyceum_hub.service.schedules.occurrences import CatchUp, Overlap
from lyceum_hub.service.schedules.schedule import After, Rules, Schedule, retimed

# The work runs as its owner: who could change these would have somebody else execute, tell or keep what they choose.
OWNERS_ONLY = ("parameters", "profile", "retries", "secrets", "notify", "follow", "after", "keep", "shared_with")
MAY_LACK = ("start", "end", "retries", "after", "keep", "shared_with")


class ScheduleChange(BaseModel):
    """What shall be different."""

    model_config = ConfigDict(extra="forbid")

    name: str | None = Field(None, min_length=1, max_length=200)
    cron: str | None = Field(None, max_length=100)
    every: Interval | None = None
    timezone: str | None = Field(None, max_length=64)
    start: AwareDatetime | None = Field(None, description="null: from now on")
    end: AwareDatetime | None = Field(None, description="null: for ever")
    after: AfterRequest | None = None
    overlap: Overlap | None = None
    catch_up: CatchUp | None = None
    follow: bool | None = None
    keep: KeepRequest | None = Field(None, description="null: everything")
    parameters: Content | None = None
    profile: str | None = None
    retries: RetriesRequest | None = Field(None, description="null: none")
    secrets: list[SecretName] | None = Field(None, max_length=50)
    notify: list[NotifyRequest] | None = Field(None, max_length=MOST_RULES)
    shared_with: Group | None = Field(None, description="null: nobody")
    enabled: bool | None = None

    def named(self) -> dict[str, Any]:
        """Return what the request names; null is a value for what a schedule may lack."""
        named = {name: getattr(self, name) for name in self.model_fields_set}
        return {name: value for name, value in named.items() if value is not None or name in MAY_LACK}


def changed(schedule: Schedule, body: ScheduleChange, caller: Caller, workshop: Workshop) -> Schedule:
    """Return a schedule with what a caller changes of it; raise when they may not, or when it would not fit."""
    changes = body.named()
    check_owner(schedule, changes, caller)
    after = after_in(schedule.after, changes)
    return replace(
        schedule,
        name=changes.get("name", schedule.name),
        timing=retimed(schedule.timing, changes, after),
        after=after,
        rules=rules_with(schedule, changes),
        work=work_with(schedule.work, changes, workshop, caller.viewer.reader),
        shared_with=changes.get("shared_with", schedule.shared_with),
        enabled=changes.get("enabled", schedule.enabled),
    )


def check_owner(schedule: Schedule, changes: dict[str, Any], caller: Caller) -> None:
    """Refuse what would have others execute, tell or share what the caller chooses."""
    meant = [name for name in OWNERS_ONLY if name in changes]
    if schedule.after.is_set and ("cron" in changes or "every" in changes):
        meant.append("after")
    if meant and caller.name != schedule.owner:
        what = ", ".join(meant)
        said = f"{schedule.name} runs as {schedule.owner}; only {schedule.owner} changes its {what}."
        raise Forbidden(said, field=meant[0], remedy="Pause it, or make a schedule of your own.")
    if changes.get("shared_with") != schedule.shared_with:
        check_group(caller, changes.get("shared_with"))


def after_in(after: After, changes: dict[str, Any]) -> After:
    """Return what is waited for after a change; a time that is named takes its place."""
    if "after" in changes:
        return changes["after"].after() if changes["after"] else After()
    return After() if "cron" in changes or "every" in changes else after


def rules_with(schedule: Schedule, changes: dict[str, Any]) -> Rules:
    """Return a schedule's rules with what a request changes of them."""
    rules = schedule.rules
    follow = changes.get("follow", rules.follows_template)
    check_follow(follow, schedule.work.template)
    keep = kept(changes["keep"]) if "keep" in changes else (rules.keep_count, rules.keep_days)
    overlap, catch_up = changes.get("overlap", rules.overlap), changes.get("catch_up", rules.catch_up)
    return Rules(overlap, catch_up, follow, *keep)


def work_with(work: Work, changes: dict[str, Any], workshop: Workshop, reader: Reader) -> Work:
    """Return work with what a request changes of it; raise when it does not fit."""
    if "parameters" in changes or "profile" in changes:
        work = workshop.changed(work, reader, changes.get("parameters"), changes.get("profile"))
    if "retries" in changes:
        work = replace(work, retries=Retries.of(changes["retries"].model_dump() if changes["retries"] else None))
    if "secrets" in changes:
        work = replace(work, secrets=sorted(set(changes["secrets"])))
    return workshop.telling(work, rules_in(changes["notify"])) if "notify" in changes else work
