"""The hub with many people: 500 who log in at once, and its API while 200 of them have a server in name only."""

import asyncio
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import httpx
from sqlalchemy import insert, select

from bench.figures import Figure
from bench.stub import SITE
from bench.workspace import a_workspace
from lyceum_hub.accounts import Accounts
from lyceum_hub.database import open_database
from lyceum_hub.database.tables import accounts
from support.workspace import Workspace

AT_ONCE, RUNNING, TOGETHER = 500, 200, 20
PASSWORD = "correct horse battery"
PATIENCE = 600  # seconds
ASKED = 200  # times
ENTERED = 302  # leads into the workspace


def measure(times: int, everything: bool) -> list[Figure]:
    """Everybody logs in at once, from an address of their own; then an administrator's program asks the hub."""
    with a_hub_of_stubs() as running:
        people = with_accounts(running, AT_ONCE)
        began = time.perf_counter()
        answers = asyncio.run(log_in(running.url, people))
        took = time.perf_counter() - began
        failed = sum(answer != ENTERED for answer in answers)
        slow = p95(running, people[:RUNNING])
    return [
        Figure(f"{AT_ONCE} log-ins at once: errors", (failed,), unit="", most=0),
        Figure(f"{AT_ONCE} log-ins at once: until the last", (took,)),
        Figure(f"hub's API with {RUNNING} servers (p95)", (slow * 1000,), unit="ms", most=300),
    ]


@contextmanager
def a_hub_of_stubs() -> Iterator[Workspace]:
    """Yield a workspace whose servers are there in name only."""
    with TemporaryDirectory() as folder:
        site = Path(folder) / "site.py"
        site.write_text(SITE)
        with a_workspace(LYCEUM_HUB_CONFIG=str(site)) as running:
            yield running


def with_accounts(running: Workspace, number: int) -> list[str]:
    """Return the names of so many people with an account and the same password, which is hashed once."""
    database = open_database(f"sqlite:///{running.folder / 'state' / 'lyceum.sqlite'}")
    names = [f"t{uuid.uuid4().hex[:8]}" for _ in range(number)]
    known = Accounts(database, one_person=False)
    known.accept(known.invite(names[0], admin=False, by="bench"), names[0], PASSWORD)
    with database.writing() as connection:
        like = connection.execute(select(accounts).where(accounts.c.name == names[0])).one()._mapping
        for name in names[1:]:
            connection.execute(insert(accounts).values({**like, "name": name}))
    return names


async def log_in(url: str, people: list[str]) -> list[int | BaseException]:
    """Have people log in at the same time, and return the status that each gets, or what kept the answer away."""
    entering = (enter(url, name, number) for number, name in enumerate(people))
    return await asyncio.gather(*entering, return_exceptions=True)


async def enter(url: str, name: str, number: int) -> int:
    """Log in as a browser does, from an address of one's own, and return the status."""
    headers = {"X-Forwarded-For": f"10.1.{number // 250}.{number % 250 + 1}", "Host": urlsplit(url).netloc}
    at = f"http://127.0.0.1:{urlsplit(url).port}/hub/login"
    async with httpx.AsyncClient(headers=headers, timeout=PATIENCE, verify=False) as browser:
        xsrf = (await browser.get(at)).cookies["_xsrf"]
        form = {"username": name, "password": PASSWORD, "_xsrf": xsrf}
        return (await browser.post(at, data=form, headers={"Referer": url})).status_code


def p95(running: Workspace, people: list[str]) -> float:
    """Return in how many seconds 95 of 100 answers of the hub's API come while these people have a server."""
    token = (running.folder / "state" / "secrets" / "cli_token").read_text().strip()
    headers = {"Authorization": f"token {token}"}
    with httpx.Client(base_url=f"{running.url}/hub/api", headers=headers, timeout=PATIENCE) as hub:
        with ThreadPoolExecutor(TOGETHER) as together:
            list(together.map(lambda name: hub.post(f"/users/{name}/server").raise_for_status(), people))
        paths = [f"/users/{people[0]}", "/users?limit=50&state=active", "/groups", f"/users/{people[-1]}"]
        return quantiles([seconds(hub, paths[turn % len(paths)]) for turn in range(ASKED)], n=20)[-1]


def seconds(hub: httpx.Client, path: str) -> float:
    """Return how long an answer takes."""
    began = time.perf_counter()
    hub.get(path).raise_for_status()
    return time.perf_counter() - began
