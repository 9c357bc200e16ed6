"""A thousand people at work on one hub: each has a server (in name only), and is noticed as people are."""

import asyncio
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import count
from statistics import quantiles

import httpx

from bench.figures import Figure
from bench.hub import PATIENCE, TOGETHER, a_hub_of_stubs
from support.workspace import Workspace

PEOPLE = 1000
REPORT_EVERY = 300  # seconds after which JupyterHub has a server tell that its person is there
LOOK_EVERY = 60  # seconds after which somebody's browser or the culler asks about a server, more often than they do
SECONDS = 60  # measured
TOO_MANY = 429


def measure(times: int, everything: bool) -> list[Figure]:
    """Start a server for everybody; then ask the hub as often as so many people have it asked, and time the answers."""
    with a_hub_of_stubs() as running:
        people = [f"t{uuid.uuid4().hex[:8]}" for _ in range(PEOPLE)]
        with a_client(running) as hub, ThreadPoolExecutor(TOGETHER) as together:
            hub.post("/users", json={"usernames": people}).raise_for_status()
            began = time.perf_counter()
            list(together.map(lambda name: start(hub, name), people))
        started = time.perf_counter() - began
        taken = asyncio.run(asked(running, people))
    return [
        Figure(f"{PEOPLE:,} servers in name only: until the last", (started,)),
        Figure(
            f"{PEOPLE:,} people at work: hub's API (p95)", (1000 * quantiles(taken, n=20)[-1],), unit="ms", most=500
        ),
    ]


def start(hub: httpx.Client, name: str) -> None:
    """Have somebody's server started; while many are, the hub asks to come again later."""
    while (answer := hub.post(f"/users/{name}/server")).status_code == TOO_MANY:
        time.sleep(1)
    answer.raise_for_status()


def settings_of(running: Workspace) -> dict[str, object]:
    """Return how an administrator's program reaches the hub."""
    token = (running.folder / "state" / "secrets" / "cli_token").read_text().strip()
    return {"base_url": f"{running.url}/hub/api", "headers": {"Authorization": f"token {token}"}, "timeout": PATIENCE}


def a_client(running: Workspace) -> httpx.Client:
    """Return an administrator's program."""
    return httpx.Client(**settings_of(running))  # type: ignore[arg-type]


async def asked(running: Workspace, people: list[str]) -> list[float]:
    """Ask at even distances, however long the answers take, and return their seconds."""
    pause = 1 / (len(people) / REPORT_EVERY + len(people) / LOOK_EVERY)
    reports = LOOK_EVERY / (LOOK_EVERY + REPORT_EVERY)
    async with httpx.AsyncClient(**settings_of(running)) as hub:  # type: ignore[arg-type]
        until, waiting, due = time.monotonic() + SECONDS, [], 0.0
        for turn in count():
            if time.monotonic() > until:
                return await asyncio.gather(*waiting)
            name, due = people[turn * 7 % len(people)], due + reports
            is_report = due >= 1
            due -= is_report
            waiting.append(asyncio.create_task(one(hub, name, is_report)))
            await asyncio.sleep(pause)
    raise AssertionError


async def one(hub: httpx.AsyncClient, name: str, is_report: bool) -> float:
    """Ask once: report that somebody is there, or look at their server; return the seconds."""
    began = time.perf_counter()
    if is_report:
        now = datetime.now(UTC).isoformat()
        body = {"last_activity": now, "servers": {"": {"last_activity": now}}}
        answer = await hub.post(f"/users/{name}/activity", json=body)
    else:
        answer = await hub.get(f"/users/{name}")
    answer.raise_for_status()
    return time.perf_counter() - began
