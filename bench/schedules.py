"""A thousand schedules due in the same minute: how soon all are queued, and how the APIs answer meanwhile."""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import quantiles

import httpx

from bench import notebooks
from bench.engine import timed
from bench.figures import Figure
from bench.workspace import Person, a_workspace
from support.workspace import Workspace

SCHEDULES = 1000
OWNERS = 10
PATIENCE = 180  # seconds
STARTS = 8  # so many starts are looked at


def measure(times: int, everything: bool) -> list[Figure]:
    """Schedules of ten owners, one of whom has nine in ten, on a workspace that really starts their runs."""
    with a_workspace() as running:
        due = make(running, [Person(running) for _ in range(OWNERS)])
        database = running.folder / "state" / "lyceum.sqlite"
        time.sleep(max(0, (due - datetime.now(UTC)).total_seconds() - 1))
        with probing(running.note["hub_api_url"]) as hub, probing(f"{running.service}/health") as service:
            wait_until(lambda: len(instants(database, "created_at")) >= SCHEDULES)
            wait_until(lambda: len(owners_of_starts(database)) >= STARTS)
        queued = instants(database, "created_at")
        occurrences = set(rows(database, "SELECT schedule, scheduled_for FROM runs"))
        starts = owners_of_starts(database)[:STARTS]
    wrong = abs(SCHEDULES - len(queued)) + len(queued) - len(occurrences)
    return [
        Figure("1,000 schedules: last one queued after", (max(queued) - due.timestamp(),), most=5),
        Figure("1,000 schedules: lost or doubled", (wrong,), unit="", most=0),
        Figure("1,000 schedules: hub's API meanwhile, p95", (p95(hub),), unit="ms", most=300),
        Figure("1,000 schedules: service's API meanwhile, p95", (p95(service),), unit="ms", most=300),
        Figure(f"1,000 schedules: first {STARTS} starts, of one owner", (most_of_one(starts),), unit="", most=2),
    ]


def make(running: Workspace, people: list[Person]) -> datetime:
    """Make the schedules, all due at one instant, and return it."""
    due = (datetime.now(UTC) + timedelta(seconds=90)).replace(second=0, microsecond=0)
    due += timedelta(minutes=1)
    timing = {"cron": f"{due.minute} {due.hour} * * *", "timezone": "UTC"}
    for number in range(SCHEDULES):
        person = people[number % OWNERS if number < SCHEDULES // 10 else 0]
        body = {"notebook": notebooks.empty(), "name": f"nightly {number}", **timing}
        person.call("POST", "/schedules", json=body)
    if datetime.now(UTC) > due:
        raise RuntimeError("Making the schedules took longer than there was time.")
    return due


@contextmanager
def probing(url: str) -> Iterator[list[float]]:
    """Yield a list that grows by the milliseconds of each answer, ten times a second, while the block runs."""
    taken: list[float] = []
    leaving = threading.Event()

    def probe() -> None:
        with httpx.Client(timeout=30) as client:
            while not leaving.wait(0.1):
                taken.append(1000 * timed(lambda: client.get(url)))

    thread = threading.Thread(target=probe)
    thread.start()
    try:
        yield taken
    finally:
        leaving.set()
        thread.join()


def p95(values: list[float]) -> float:
    """Return the value that 95 in 100 do not exceed."""
    return quantiles(values, n=20)[-1]


def rows(database: Path, query: str) -> list[tuple[str, ...]]:
    """Return what the database says."""
    with closing(sqlite3.connect(database, timeout=30)) as connection:
        return connection.execute(query).fetchall()


def instants(database: Path, column: str) -> list[float]:
    """Return when runs did something, in seconds since the epoch."""
    found = rows(database, f"SELECT {column} FROM runs WHERE {column} IS NOT NULL")
    return [datetime.fromisoformat(value).replace(tzinfo=UTC).timestamp() for (value,) in found]


def owners_of_starts(database: Path) -> list[str]:
    """Return the owners of the runs that were started, in that order."""
    started = "SELECT owner FROM run_events JOIN runs ON runs.id = run WHERE run_events.state = 'starting'"
    return [owner for (owner,) in rows(database, f"{started} ORDER BY run_events.id")]


def most_of_one(starts: list[str]) -> int:
    """Return how many of some starts one owner had."""
    return max(starts.count(owner) for owner in starts)


def wait_until(is_so: Callable[[], bool]) -> None:
    """Wait until something is so; raise TimeoutError when it does not come about."""
    until = time.monotonic() + PATIENCE
    while not is_so():
        if time.monotonic() > until:
            raise TimeoutError("It did not come about.")
        time.sleep(0.2)
