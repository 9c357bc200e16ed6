"""When GPUs that are held are likely to be free again, and the words for it."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert, update

from lyceum_hub.database.tables import server_sessions
from lyceum_hub.database.tables.gpus import gpu_leases
from lyceum_hub.servers.gpus.ends import ENOUGH, clock, likely_end
from lyceum_hub.servers.gpus.leases import Wish
from lyceum_hub.servers.gpus.words import in_line, none_is_free

HOUR = timedelta(hours=1)
LASTED = [hours * HOUR for hours in (0.5, 1, 2, 3, 4, 5, 6)]


@pytest.mark.parametrize(
    ("held", "most", "expected"),
    [
        (0, None, 3),  # the half of all
        (0, 2, 2),  # never beyond the maximum age
        (1.5, None, 4),  # those that ended earlier say nothing
        (2.5, None, None),  # too few got as old
        (2.5, 8, 8),
    ],
)
def test_a_server_lasts_as_half_of_those_that_got_as_old_at_most_until_its_maximum_age(held, most, expected):
    now = datetime.now(UTC)
    since = now - held * HOUR
    end = likely_end(since, since + most * HOUR if most else None, LASTED, now)
    assert end == (None if expected is None else since + expected * HOUR)


def session(number, now, **more):
    return {
        "id": str(number),
        "person": "ada",
        "server": f"run-{number}-1",
        "kind": "run",
        "profile": "gpu",
        "price": 0,
        "asked_at": now - 9 * HOUR,
        "started_at": now - 9 * HOUR,
        "ended_at": now - 7 * HOUR,
        "cpu_seconds": 0,
        "memory_byte_seconds": 0,
        "gpus": 1,
    } | more


def test_what_lately_held_a_gpu_tells_when_the_next_ones_are_free(leases, database):
    now = datetime.now(UTC)
    for person in ("ben/", "eve/"):
        leases.take(person, Wish(1))
    assert leases.ends() == []
    with database.writing() as connection:
        told = [session(number, now) for number in range(ENOUGH)]
        others = [session(100 + number, now, gpus=0, started_at=now - 20 * HOUR) for number in range(9)]
        connection.execute(insert(server_sessions), [*told, *others, session(999, now, ended_at=None)])
        ben = gpu_leases.c.server == "ben/"
        connection.execute(update(gpu_leases).where(ben).values(since=now - HOUR))
    first, second = ends = leases.ends()
    assert first == now + HOUR
    assert second - now >= 2 * HOUR
    said = none_is_free(Wish(1), leases.devices.found(), leases.all(), ends)
    assert said == f"No GPU is free. Two are in use by ben and eve until about {clock(first)}."
    assert in_line(1, ends) == "You are next in line."
    assert in_line(2, ends, would=True) == f"You would be 2nd in line, until about {clock(second)}."
    assert in_line(3, ends) == "You are 3rd in line."


def test_another_day_is_named():
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    assert clock(tomorrow).endswith(f" on {tomorrow.astimezone().day} {tomorrow.astimezone():%B}")
