"""Servers within their size: one that used more memory says so, and nothing is left of one that ended."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from lyceum_hub.servers.limits.limits import limits
from lyceum_hub.servers.profiles import Profile
from lyceum_hub.servers.refusals import DidNotStart
from support.processes import is_running
from support.root import need_root
from support.servers import LISTENS, Server, server

MB = 10**6
GATE = "gate"


@pytest.fixture
def held(tmp_path: Path):
    """A state folder on a machine with control groups."""
    need_root()
    state = tmp_path / "state"
    if lacking := limits(state).lacking():
        pytest.fail(f"This test needs control groups that it may write: {lacking}")
    yield state
    limits(state).close()


def small(folder: Path, state: Path, code: str) -> Server:
    """Return a server that may use 100 MB."""
    spawner = server(folder, sys.executable, "-c", code)
    spawner.state = state
    spawner.taken = ("small", Profile("Small", "", memory=100 * MB))
    return spawner


def after(gate: str, code: str, before: str = "") -> str:
    """Return the code of a server that does something else once a file is in its home."""
    wait = f"while not os.path.exists({gate!r}):\n    time.sleep(0.02)\n"
    return LISTENS.replace("time.sleep(600)\n", before + wait + code)


async def end_of(spawner: Server) -> int:
    """Return the status that a server ends with."""
    while (status := await spawner.poll()) is None:
        await asyncio.sleep(0.02)
    return status


def test_a_start_that_needs_more_memory_says_so(tmp_path: Path, held: Path):
    with pytest.raises(DidNotStart, match="JupyterLab used more than its 100 MB of memory") as caught:
        asyncio.run(small(tmp_path, held, f"bytearray({300 * MB})").start())
    assert "larger profile" in caught.value.jupyterhub_message


def test_a_server_that_needs_more_memory_later_says_so(tmp_path: Path, held: Path, caplog):
    async def live() -> Server:
        spawner = small(tmp_path, held, after(GATE, f"bytearray({300 * MB})"))
        await spawner.start()
        (spawner.home / GATE).touch()
        await end_of(spawner)
        return spawner

    spawner = asyncio.run(live())
    assert spawner.ended_because == "JupyterLab used more than its 100 MB of memory"
    assert "ada's server: JupyterLab used more than its 100 MB of memory." in caplog.text


def test_nothing_of_a_server_outlives_it(tmp_path: Path, held: Path):
    """Neither when it is stopped nor when it ends by itself: not even a grandchild in a session of its own."""
    leaves = "if not os.fork():\n    os.setsid()\n    time.sleep(600)\n"

    async def by_itself(spawner: Server) -> None:
        (spawner.home / GATE).touch()
        await end_of(spawner)

    async def live(end: Callable[[Server], Awaitable[object]]) -> tuple[set[int], Server]:
        spawner = small(tmp_path, held, after(GATE, "", leaves))
        await spawner.start()
        while len(inside := spawner.group.processes()) < 2:
            await asyncio.sleep(0.02)
        await end(spawner)
        return inside, spawner

    for end in (Server.stop, by_itself):
        inside, spawner = asyncio.run(live(end))
        assert not [pid for pid in inside if is_running(pid)]
        assert spawner.group is None
        assert limits(held).groups.names() == set()
        assert spawner.ended_because == ""


def test_a_hub_that_was_restarted_takes_up_a_servers_group(tmp_path: Path, held: Path):
    async def live() -> None:
        spawner = small(tmp_path, held, LISTENS)
        await spawner.start()
        adopted = small(tmp_path, held, LISTENS)
        adopted.load_state(spawner.get_state())
        assert adopted.group == spawner.group
        await adopted.stop()

    asyncio.run(live())
    assert limits(held).groups.names() == set()
