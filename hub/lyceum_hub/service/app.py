"""The service put together: stores, loop, routes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from importlib import import_module

from fastapi import FastAPI

from lyceum_catalog.environment import describe
from lyceum_hub import __version__
from lyceum_hub.database import open_database
from lyceum_hub.service import problems
from lyceum_hub.service.callers import Callers
from lyceum_hub.service.entries.store import EntryStore
from lyceum_hub.service.files import Files
from lyceum_hub.service.hub import Hub
from lyceum_hub.service.limits import LimitBodies
from lyceum_hub.service.loop import Loop
from lyceum_hub.service.owners import OwnerStore
from lyceum_hub.service.routes import entries, groups, intake, reports, runs, schedules, templates, workspace
from lyceum_hub.service.runs.environments import Environments
from lyceum_hub.service.runs.store import RunStore
from lyceum_hub.service.runs.work import Workshop
from lyceum_hub.service.schedules.store import ScheduleStore
from lyceum_hub.settings import SERVICE_PREFIX, Settings


def create_app(settings: Settings, hub: Hub | None = None) -> FastAPI:
    """Return the service of a workspace."""
    app = FastAPI(
        title="Lyceum",
        version=__version__,
        summary="Catalog, runs and schedules of a data science workspace.",
        openapi_url=f"{SERVICE_PREFIX}/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=with_loop,
    )
    database, files = open_database(settings.database_url), Files(settings.files_url)
    hub = hub or Hub(settings.hub_api_url, settings.secret("service_token"))
    state = app.state
    state.settings, state.database, state.files, state.hub = settings, database, files, hub
    state.started_at = datetime.now(UTC)
    state.owners = OwnerStore(database)
    state.callers = Callers(hub, state.owners)
    state.entries = EntryStore(database)
    state.runs, state.schedules = RunStore(database), ScheduleStore(database)
    state.workshop = Workshop(state.entries, files, settings.run_timeout)
    state.environments = Environments(database, files)
    state.loop = Loop(state.runs, state.schedules, hub, settings.max_runs)
    problems.install(app)
    app.add_middleware(LimitBodies)
    for routes in (workspace, entries, intake, templates, runs, groups, reports, schedules):
        app.include_router(routes.router, prefix=SERVICE_PREFIX)
    return app


@asynccontextmanager
async def with_loop(app: FastAPI) -> AsyncIterator[None]:
    """Run the jobs loop while the service runs, and import now what checks the first notebook."""
    background = asyncio.get_running_loop().run_in_executor
    background(None, import_module, "nbformat")
    if app.state.settings.spawner == "local":  # runs have the environment that the service has
        background(None, keep_own_environment, app.state.environments)
    loop = asyncio.create_task(app.state.loop.run_forever())
    yield
    loop.cancel()


def keep_own_environment(environments: Environments) -> None:
    """Keep this process's environment as that of the standard profile."""
    environments.keep_of_profile("standard", describe())
