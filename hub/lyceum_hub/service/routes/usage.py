"""Use of servers: one's own and one's quota, everybody's for administrators, and metrics for Prometheus."""

from datetime import UTC, date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response

from lyceum_hub.errors import Invalid
from lyceum_hub.metering.amounts import By
from lyceum_hub.metering.reports import Asked, as_csv, as_json, file_name, report
from lyceum_hub.metering.standing import Measure, standing
from lyceum_hub.metering.use import use_of_person
from lyceum_hub.service.callers import MetricsReader, UseReader
from lyceum_hub.service.routes.parts import DatabasePart, MetricsPart, QuotasPart, SettingsPart, answers

router = APIRouter(tags=["use"])


class Csv(Response):
    """A table for spreadsheets."""

    media_type = "text/csv"


class Prometheus(Response):
    """Metrics in the text format of Prometheus."""

    media_type = "text/plain"


def asked(
    caller: UseReader,
    by: By = "person",
    since: Annotated[date | None, Query(alias="from", description="the first day, in UTC")] = None,
    until: Annotated[date | None, Query(alias="to", description="the last day")] = None,
) -> Asked:
    """Return what a report is asked about: everybody where the caller may know it, else the caller alone."""
    found = Asked.of(by, since, until, None if caller.sees_all_use else caller.name)
    if found.since > found.until:
        raise Invalid(f"{found.since} is after {found.until}.", field="from", remedy="Name the earlier day first.")
    return found


AskedPart = Annotated[Asked, Depends(asked)]


@router.get("/api/me/usage")
def mine(caller: UseReader, database: DatabasePart, quotas: QuotasPart, settings: SettingsPart) -> dict[str, Any]:
    """Return what the caller has used this month, and how much of what they may; storage is in bytes."""
    at = datetime.now(UTC)
    with database.reading() as connection:
        stands = standing(connection, quotas.now(), caller.name, caller.groups or (), at)
        use = use_of_person(connection, caller.name, stands.month)
    return {
        "month": f"{stands.month.first:%Y-%m}",
        "begins_anew": stands.month.next.first.isoformat(),
        "currency": settings.currency,
        "use": use.as_dict(),
        "quotas": [shown(measure) for measure in (*stands.own, *stands.groups)],
    }


@router.get("/api/usage")
def usage(asked: AskedPart, database: DatabasePart, settings: SettingsPart) -> dict[str, Any]:
    """Return what was used in some time by each person, group or profile; who was in several groups is in each."""
    return as_json(asked, report(database, asked), settings.currency)


@router.get("/api/usage.csv", response_class=Csv, responses=answers(Csv.media_type, "string"))
def usage_table(asked: AskedPart, database: DatabasePart, settings: SettingsPart) -> Csv:
    """Return the same as a table for spreadsheets."""
    found = as_csv(asked, report(database, asked), settings.currency)
    return Csv(found, headers={"Content-Disposition": f'attachment; filename="{file_name(asked)}"'})


@router.get("/metrics", response_class=Prometheus, responses=answers(Prometheus.media_type, "string"))
def metrics(caller: MetricsReader, metrics: MetricsPart) -> Prometheus:
    """Return how the workspace is used and how it fares."""
    return Prometheus(metrics.text())


def shown(measure: Measure) -> dict[str, Any]:
    """Return one thing that is counted, as JSON."""
    used = None if measure.used is None else round(measure.used, 6)
    return {"what": measure.what, "group": measure.group or None, "used": used, "limit": measure.limit}
