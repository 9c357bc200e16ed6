"""Metrics: how the workspace is used and how it fares, as Prometheus reads it, from what the database says now."""

import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import ColumnElement, Connection, Select, case, func, or_, select

from lyceum_hub.database import Database
from lyceum_hub.database.tables import runs, server_days, server_refusals, server_sessions
from lyceum_hub.service.runs.run import State

BUCKETS = (0.25, 0.5, 1, 2, 5, 10, 30, 60, 120, 300)  # seconds for a start
SESSION, DAY = server_sessions.c, server_days.c
IS_OPEN = SESSION.ended_at.is_(None)
USED: dict[str, tuple[str, ColumnElement[Any]]] = {
    "lyceum_server_seconds": ("Seconds that servers ran.", DAY.seconds),
    "lyceum_cpu_seconds": ("Seconds of processors that servers used.", DAY.cpu_seconds),
    "lyceum_gpu_seconds": ("Seconds for which servers held a GPU.", DAY.seconds * SESSION.gpus),
    "lyceum_memory_byte_seconds": ("Bytes of memory that servers held, times seconds.", DAY.memory_byte_seconds),
    "lyceum_cost": ("What servers cost by the prices of their profiles.", DAY.seconds * SESSION.price / 3600),
}


class Metrics(Collector):
    """The metrics of a workspace, counted anew whenever they are read; every replica tells the same."""

    def __init__(self, database: Database, folders: Mapping[str, Path]) -> None:
        self._database = database
        self._folders = folders

    def text(self) -> bytes:
        """Return them in the format that Prometheus reads; it blocks."""
        registry = CollectorRegistry(auto_describe=False)
        registry.register(self)
        return generate_latest(registry)

    def describe(self) -> Iterable[Metric]:
        """Return nothing: the registry would read the database to learn names that never collide."""
        return ()

    def collect(self) -> Iterator[Metric]:
        """Yield every metric."""
        with self._database.reading() as connection:
            yield from about_servers(connection)
            yield from about_use(connection)
            yield start_seconds(connection)
            yield from about_runs(connection)
        yield from about_disks(self._folders)


def about_servers(connection: Connection) -> Iterator[Metric]:
    """Yield what runs, what waits, and what became of starts."""
    labels = (SESSION.profile, SESSION.kind)
    running = select(*labels, func.count()).where(IS_OPEN, SESSION.started_at.is_not(None)).group_by(*labels)
    yield gauge(connection, "lyceum_servers", "Servers that run.", running, "profile", "kind")
    waiting = select(func.count()).select_from(server_sessions).where(IS_OPEN, SESSION.started_at.is_(None))
    yield gauge(connection, "lyceum_servers_waiting", "Servers that wait to be given what they need.", waiting)
    people = select(func.count(SESSION.person.distinct())).where(IS_OPEN)
    yield gauge(connection, "lyceum_people_with_servers", "People who have a server.", people)
    held = select(func.coalesce(func.sum(SESSION.gpus), 0)).where(IS_OPEN, SESSION.started_at.is_not(None))
    yield gauge(connection, "lyceum_gpus_held", "GPUs that servers hold.", held)
    started = select(*labels, func.count()).where(SESSION.ready_at.is_not(None)).group_by(*labels)
    yield counter(connection, "lyceum_server_starts", "Servers that were started.", started, "profile", "kind")
    refused = select(server_refusals.c.reason, func.count()).group_by(server_refusals.c.reason)
    yield counter(connection, "lyceum_server_refusals", "Servers that did not start.", refused, "reason")


def about_use(connection: Connection) -> Iterator[Metric]:
    """Yield what servers have used, by profile."""
    for name, (help_text, used) in USED.items():
        joined = server_sessions.join(server_days, DAY.session == SESSION.id)
        query = select(SESSION.profile, func.sum(used)).select_from(joined).group_by(SESSION.profile)
        yield counter(connection, name, help_text, query, "profile")


def start_seconds(connection: Connection) -> Metric:
    """Return how long servers took to answer after they had got all that they need."""
    took = seconds_between(connection, SESSION.started_at, SESSION.ready_at)
    within = [func.sum(case((took <= bound, 1), else_=0)) for bound in BUCKETS]
    query = select(func.count(), func.sum(took), *within).where(SESSION.ready_at.is_not(None))
    count, total, *counts = connection.execute(query).one()
    buckets = [(str(bound), found or 0) for bound, found in zip(BUCKETS, counts, strict=True)]
    metric = HistogramMetricFamily("lyceum_server_start_seconds", "Seconds from a start to an answering server.")
    metric.add_metric([], [*buckets, ("+Inf", count)], total or 0)
    return metric


def about_runs(connection: Connection) -> Iterator[Metric]:
    """Yield how runs stand, and for how long the oldest one waits that could start."""
    states = select(runs.c.state, func.count()).group_by(runs.c.state)
    yield gauge(connection, "lyceum_runs", "Runs of notebooks.", states, "state")
    now = datetime.now(UTC)
    may_start = or_(runs.c.not_before.is_(None), runs.c.not_before <= now)
    oldest = connection.execute(select(func.min(runs.c.since)).where(runs.c.state == State.QUEUED, may_start)).scalar()
    lag = GaugeMetricFamily("lyceum_run_queue_lag_seconds", "Seconds for which the oldest run waits that may start.")
    lag.add_metric([], max(0.0, (now - oldest).total_seconds()) if oldest else 0)
    yield lag


def about_disks(folders: Mapping[str, Path]) -> Iterator[Metric]:
    """Yield the room on the disks."""
    free = GaugeMetricFamily("lyceum_disk_free_bytes", "Bytes that are free where a folder lies.", labels=["folder"])
    size = GaugeMetricFamily("lyceum_disk_size_bytes", "Bytes of the disk where a folder lies.", labels=["folder"])
    for name, folder in folders.items():
        with suppress(OSError):
            found = shutil.disk_usage(folder)
            free.add_metric([name], found.free)
            size.add_metric([name], found.total)
    yield free
    yield size


def gauge(connection: Connection, name: str, text: str, query: Select[Any], *labels: str) -> Metric:
    """Return what is so now: a value for each row, the last of its columns."""
    return filled(GaugeMetricFamily(name, text, labels=labels), connection, query)


def counter(connection: Connection, name: str, text: str, query: Select[Any], *labels: str) -> Metric:
    """Return what has come together since the workspace began."""
    return filled(CounterMetricFamily(name, text, labels=labels), connection, query)


def filled(metric: Any, connection: Connection, query: Select[Any]) -> Metric:
    """Return a metric with the rows of a query."""
    for *labels, value in connection.execute(query):
        metric.add_metric([str(label) for label in labels], value or 0)
    found: Metric = metric
    return found


def seconds_between(connection: Connection, since: Any, until: Any) -> ColumnElement[Any]:
    """Return the seconds from one instant to another, as this database computes them."""
    if connection.dialect.name == "sqlite":
        return (func.julianday(until) - func.julianday(since)) * 86400
    return func.extract("epoch", until - since)
