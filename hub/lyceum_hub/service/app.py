"""The service put together: stores, loop, routes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from fastapi import FastAPI
from starlette.datastructures import State

from lyceum_catalog.environment import describe
from lyceum_hub import __version__
from lyceum_hub.database import open_database
from lyceum_hub.metering.metrics import Metrics
from lyceum_hub.metering.quotas_file import quotas_of
from lyceum_hub.servers.gpus.gpus import gpus_of
from lyceum_hub.servers.profiles import Profiles as ServerProfiles
from lyceum_hub.servers.profiles_file import profiles_of
from lyceum_hub.service import problems
from lyceum_hub.service.api import routes
from lyceum_hub.service.callers import Callers
from lyceum_hub.service.entries.comments import Comments as EntryComments
from lyceum_hub.service.entries.drafts import Drafts
from lyceum_hub.service.entries.events import LoadEvents
from lyceum_hub.service.entries.fingerprints import Fingerprints
from lyceum_hub.service.entries.index import catch_up
from lyceum_hub.service.entries.likeness import Likeness
from lyceum_hub.service.entries.loads import Loads
from lyceum_hub.service.entries.openings import Openings
from lyceum_hub.service.entries.profiles import Profiles
from lyceum_hub.service.entries.publications import Publications
from lyceum_hub.service.entries.requests import Requests
from lyceum_hub.service.entries.saved import SavedSearches
from lyceum_hub.service.entries.search import Search
from lyceum_hub.service.entries.shelves import Shelves
from lyceum_hub.service.entries.stars import Stars
from lyceum_hub.service.entries.store import EntryStore
from lyceum_hub.service.files import Files
from lyceum_hub.service.health.caretaker import Caretaker
from lyceum_hub.service.health.checks import Checks
from lyceum_hub.service.health.spots import Spots
from lyceum_hub.service.hub import Hub
from lyceum_hub.service.language import Listen
from lyceum_hub.service.learning.certificates import Certificates
from lyceum_hub.service.learning.completion import Completion
from lyceum_hub.service.learning.courses import Courses
from lyceum_hub.service.learning.seal import Seal
from lyceum_hub.service.learning.workshops import Workshops
from lyceum_hub.service.limits import LimitBodies, RefuseZeros
from lyceum_hub.service.loop import Loop
from lyceum_hub.service.notices.addresses import Fetcher, Resolver
from lyceum_hub.service.notices.mail import Mail
from lyceum_hub.service.notices.notices import Notices
from lyceum_hub.service.notices.outbox import Channel, Outbox, OutboxStore
from lyceum_hub.service.notices.receivers import Receivers
from lyceum_hub.service.notices.webhook import Keys, Webhook
from lyceum_hub.service.owners import Owners, OwnerStore
from lyceum_hub.service.runs.aftermath import Aftermath
from lyceum_hub.service.runs.comparison import Comparisons
from lyceum_hub.service.runs.environments import Environments
from lyceum_hub.service.runs.lineage import Lineage
from lyceum_hub.service.runs.parts import Parts
from lyceum_hub.service.runs.preflight import Preflight
from lyceum_hub.service.runs.retention import Retention
from lyceum_hub.service.runs.store import RunStore
from lyceum_hub.service.runs.work import Workshop
from lyceum_hub.service.schedules.firing import Firings
from lyceum_hub.service.schedules.store import ScheduleStore
from lyceum_hub.service.stewardship.comments import Comments
from lyceum_hub.service.stewardship.inbox import Inboxes
from lyceum_hub.service.stewardship.lifecycle import Lifecycle
from lyceum_hub.service.stewardship.overview import Stewardship
from lyceum_hub.service.stewardship.proposals import Proposals
from lyceum_hub.service.stewardship.review import Review
from lyceum_hub.service.stewardship.upkeep import Upkeep
from lyceum_hub.service.trail import Heads, Trail
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
        routes=routes(),
    )
    state = app.state
    state.settings, state.started_at = settings, datetime.now(UTC)
    state.database, state.files = open_database(settings.database_url), Files(settings.files_url)
    state.hub = hub or Hub(settings.hub_api_url, settings.secret("service_token"))
    state.owners = OwnerStore(state.database)
    state.callers, state.trail = Callers(state.hub, state.owners), Trail(state.database)
    state.server_profiles, state.gpus = profiles_of(settings), gpus_of(settings, state.database)
    state.quotas, state.metrics = quotas_of(settings), Metrics(state.database, folders(settings))
    for add in (add_entries, add_stewardship, add_learning, add_runs, add_notices, add_checks, add_loop):
        add(state)
    problems.install(app)
    app.add_middleware(LimitBodies)
    app.add_middleware(RefuseZeros)
    app.add_middleware(Listen)
    return app


def add_entries(state: State) -> None:
    """Add the catalog."""
    settings, database, files = state.settings, state.database, state.files
    state.entries, state.search, state.publications = EntryStore(database), Search(database), Publications(database)
    state.saved, state.shelves = SavedSearches(database), Shelves(database, settings.name)
    state.profiles, state.requests = Profiles(database, files), Requests(database)
    state.stars, state.entry_comments, state.likeness = Stars(database), EntryComments(database), Likeness()
    state.loads, state.load_events = Loads(database, settings.caretaker), LoadEvents(database)
    state.fingerprints = Fingerprints(database, settings.shared)
    state.entries.followers.append(state.fingerprints.entry_published)
    state.openings = Openings(database, settings.shared, state.fingerprints, state.loads)


def add_stewardship(state: State) -> None:
    """Add proposals, their review, and what looks after entries."""
    database, entries = state.database, state.entries
    state.drafts, state.proposals, state.comments = Drafts(state.files), Proposals(database), Comments(database)
    state.review, state.lifecycle = Review(database, entries), Lifecycle(database, entries)
    state.inboxes, state.stewardship = Inboxes(database), Stewardship(database)
    state.upkeep = Upkeep(database, state.hub, state.inboxes, state.stewardship)


def add_learning(state: State) -> None:
    """Add courses, what people did of them, and workshops."""
    database, seal = state.database, Seal(state.settings.secret("learning"))
    state.courses, state.certificates = Courses(database, seal, state.settings.name), Certificates(database, seal)
    state.completion, state.workshops = Completion(database, seal), Workshops(database, seal)


def add_runs(state: State) -> None:
    """Add runs and schedules, and what makes them."""
    settings, database, files = state.settings, state.database, state.files
    state.runs = RunStore(database, settings.max_queued)
    state.schedules = ScheduleStore(database, settings.max_schedules)
    state.environments, state.retention = Environments(database, files), Retention(database, files)
    state.comparisons, state.lineage = Comparisons(database, state.environments), Lineage(database)
    limits = (settings.run_timeout, settings.max_queued, state.quotas.now)
    state.preflight = Preflight(database, state.environments, state.server_profiles, *limits)
    receivers = Receivers(bool(settings.smtp_url), settings.private_hosts_listed)
    state.workshop = Workshop(state.entries, files, state.server_profiles, settings.run_timeout, receivers)
    state.firings = Firings(database, state.workshop, settings.max_queued)
    state.entries.followers.append(state.firings.entry_published)


def add_notices(state: State) -> None:
    """Add the outbox, and what sends what is in it."""
    state.outbox = OutboxStore(state.database)
    state.webhook_keys = Keys(state.settings.secret("webhooks"), state.owners)
    state.sending = Outbox(state.outbox, channels(state.settings, state.webhook_keys))


def add_checks(state: State) -> None:
    """Add what runs published notebooks each night."""
    settings, spots = state.settings, Spots(state.entries, state.server_profiles, state.gpus)
    state.checks = Checks(state.database)
    whose = (settings.caretaker, settings.nightly_hour)
    state.caretaker = Caretaker(state.database, state.hub, spots, state.checks, *whose)


def add_loop(state: State) -> None:
    """Add the loop that carries out runs and schedules."""
    settings, followers = state.settings, (state.checks.run_ended,)
    state.aftermath = Aftermath(state.database, state.firings, Notices(settings.name, settings.url), followers)
    state.loop = Loop(state.runs, state.firings, state.aftermath, state.hub, Parts(state.files), settings.max_runs)


def folders(settings: Settings) -> dict[str, Path]:
    """Return the folders whose disks are watched."""
    return {"state": settings.state, "homes": settings.homes, "shared": settings.shared}


def channels(settings: Settings, keys: Keys) -> dict[str, Channel]:
    """Return the ways in which this workspace can tell people."""
    webhook = Webhook(Fetcher(settings.private_hosts_listed, Resolver()), keys)
    mail = {"email": Mail(settings.smtp_url, settings.mail_from)} if settings.smtp_url else {}
    return {"webhook": webhook, **mail}


@asynccontextmanager
async def with_loop(app: FastAPI) -> AsyncIterator[None]:
    """Run the jobs loop while the service runs, and import now what checks the first notebook."""
    background = asyncio.get_running_loop().run_in_executor
    background(None, import_module, "nbformat")
    background(None, prepare_search, app)
    if app.state.settings.spawner == "local":  # runs have the environment that the service has
        background(None, keep_own_environment, app.state.environments, app.state.server_profiles)
    state = app.state
    people, heads = Owners(state.owners, state.hub), Heads(state.trail, state.settings.state)
    work = (state.loop.run_forever(), state.sending.send_forever(), state.retention.keep_up_forever())
    about_use = (state.loads.keep_forever(), state.fingerprints.make_forever(), state.upkeep.keep_up_forever())
    checking = state.caretaker.look_forever(state.workshop, state.runs, state.loop)
    parts = (*work, people.watch(), heads.note_forever(), *about_use, checking)
    tasks = [asyncio.create_task(part) for part in parts]
    yield
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def prepare_search(app: FastAPI) -> None:
    """Have everything found that is published, before somebody searches."""
    catch_up(app.state.database)
    app.state.search.prepare()


def keep_own_environment(environments: Environments, profiles: ServerProfiles) -> None:
    """Keep this process's environment as that of the profiles that have none of their own."""
    for name, profile in profiles.all().items():
        if not profile.environment:
            environments.keep_of_profile(name, describe())
