"""The API put together: every route, in the order in which a request tries them."""

from functools import cache

from fastapi import APIRouter
from starlette.routing import BaseRoute

from lyceum_hub.service import problems
from lyceum_hub.service.routes import (
    audit,
    certificates,
    comparison,
    courses,
    drafts,
    entries,
    gpus,
    graph,
    groups,
    health,
    inbox,
    intake,
    lifecycle,
    lineage,
    opening,
    opinions,
    preflight,
    profiles,
    proposals,
    readiness,
    reports,
    requests,
    runs,
    schedules,
    searches,
    standards,
    templates,
    usage,
    use,
    versions,
    workshops,
    workspace,
)
from lyceum_hub.settings import SERVICE_PREFIX

RUNS = (runs, comparison, preflight, lineage, groups, reports, schedules)
STEWARDSHIP = (drafts, proposals, readiness, lifecycle, inbox)
ENTRIES = (entries, versions, profiles, use, opinions, graph, requests, intake, opening, searches, standards)
LEARNING = (templates, health, courses, workshops, certificates)


@cache
def routes() -> list[BaseRoute]:
    """Return the routes; services of one process share them, since what each takes and answers is long to work out."""
    api = APIRouter(responses=problems.RESPONSES)
    for part in (workspace, gpus, usage, audit, *STEWARDSHIP, *ENTRIES, *LEARNING, *RUNS):
        api.include_router(part.router, prefix=SERVICE_PREFIX)
    return api.routes
