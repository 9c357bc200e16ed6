"""Hours, processors and memory are counted from real starts and ends, once, whatever happens to the hub."""

import asyncio
import contextlib
import itertools
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from lyceum_hub.database.tables import server_days, server_refusals, server_sessions
from lyceum_hub.metering.quotas import Quota, Quotas
from lyceum_hub.metering.servers import Server
from lyceum_hub.metering.sessions import Reading
from lyceum_hub.metering.use import use_by
from lyceum_hub.servers.refusals import DidNotStart
from support.metered import Clock, HubInName, Spawner, read_in_name

YEAR = (date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture(autouse=True)
def readings(monkeypatch):
    read_in_name(monkeypatch)


def used(database, by="person", since=YEAR[0], until=YEAR[1], person=None):
    with database.reading() as connection:
        return {line.who: line.use for line in use_by(connection, by, since, until, person)}


def rows(database, table=server_sessions):
    with database.reading() as connection:
        return list(connection.execute(select(table)))


def test_a_start_and_an_end_are_hours(hub, clock, database):
    async def live():
        ada = Spawner("ada", profile="gpu", groups=["analysts", "staff"])
        await hub.start(ada)
        clock.pass_(minutes=30)
        ada.use = Reading(900, 2e9)
        await hub.look()
        clock.pass_(minutes=30)
        ada.cpu_seconds = 1800.0
        await hub.stop(ada)

    asyncio.run(live())
    use = used(database)["ada"]
    assert (use.servers, use.hours, use.cpu_hours, use.gpu_hours, use.cost) == (1, 1, 0.5, 1, 3)
    assert use.memory_hours == pytest.approx(2)
    assert used(database, "group") == {"analysts": use, "staff": use}
    assert used(database, "profile") == {"gpu": use}
    assert used(database, "group", person="ben") == {}
    (row,) = rows(database)
    assert (row.kind, row.ended_at, row.cpu_seconds) == ("lab", clock(), 1800)
    assert row.ready_at == row.started_at


def test_hours_count_on_the_day_on_which_they_were(hub, clock, database):
    async def live():
        clock.at = datetime(2026, 11, 30, 23, tzinfo=UTC)
        ada = Spawner("ada")
        await hub.start(ada)
        clock.pass_(hours=3)
        ada.use = Reading(5400, 1e9)
        await hub.look()
        await hub.stop(ada)

    asyncio.run(live())
    november, december = (date(2026, 11, 1), date(2026, 11, 30)), (date(2026, 12, 1), date(2026, 12, 31))
    assert [used(database, "person", *month)["ada"].hours for month in (november, december)] == pytest.approx([1, 2])
    assert used(database, "person", *december)["ada"].cpu_hours == pytest.approx(1)
    assert used(database, "person", *december)["ada"].memory_hours == pytest.approx(2)


def test_on_another_machine_the_limits_are_counted(hub, clock, database):
    async def live():
        pod = Spawner("ada", is_local=False)
        await hub.start(pod)
        clock.pass_(hours=1)
        await hub.look()
        clock.pass_(hours=1)
        await hub.stop(pod)

    asyncio.run(live())
    use = used(database)["ada"]
    assert (use.hours, use.cpu_hours, use.memory_hours) == pytest.approx((2, 4, 8))


def test_what_ends_while_no_hub_is_there_ends_where_it_was_last_seen(hub, clock, database):
    async def live():
        ada, ben = Spawner("ada"), Spawner("ben")
        await hub.start(ada)
        await hub.start(ben)
        clock.pass_(minutes=10)
        await hub.look()
        hub.crash()
        hub.alive.discard(("ada", ""))
        clock.pass_(hours=5)
        await hub.come_back()
        await hub.look()

    asyncio.run(live())
    use = used(database)
    assert use["ada"].hours == pytest.approx(1 / 6)
    assert use["ben"].hours == pytest.approx(5 + 1 / 6)


def test_what_an_earlier_hub_started_is_looked_at_as_soon_as_it_is_taken_up(hub, clock, database, monkeypatch):
    monkeypatch.setattr("lyceum_hub.metering.meter.GLANCE_EVERY", 0.01)

    async def live():
        ada = Spawner("ada")
        await hub.start(ada)
        hub.crash()
        clock.pass_(hours=3)
        looking = asyncio.create_task(hub.meter.look_forever(lambda: [Server(ada, runs=True)]))
        while not used(database).get("ada"):
            await asyncio.sleep(0.01)
        looking.cancel()
        await asyncio.gather(looking, return_exceptions=True)
        await hub.stop(ada)

    asyncio.run(live())
    assert used(database)["ada"].hours == pytest.approx(3)


def test_what_the_hub_knows_nothing_of_is_ended_by_the_next_look(hub, clock, database):
    async def live():
        ada = Spawner("ada")
        await hub.start(ada)
        clock.pass_(minutes=10)
        await hub.look()
        hub.servers.clear()
        clock.pass_(minutes=10)
        await hub.look()

    asyncio.run(live())
    assert used(database)["ada"].hours == pytest.approx(1 / 6)
    assert rows(database)[0].ended_at


def test_a_start_that_fails_costs_nothing_and_is_kept_with_its_reason(hub, clock, database):
    async def live():
        with pytest.raises(DidNotStart):
            await hub.start(Spawner("ada", profile="gpu"), fails=DidNotStart("No GPU is free.", kind="gpu"))
        with pytest.raises(ValueError, match="bad"):
            await hub.start(Spawner("ada"), fails=ValueError("bad"))
        await hub.start(Spawner("ada"))

    asyncio.run(live())
    assert [(row.reason, row.sentence) for row in rows(database, server_refusals)] == [
        ("gpu", "No GPU is free."),
        ("start", "bad"),
    ]
    assert sum(row.ended_at is None for row in rows(database)) == 1
    assert sum(use.hours for use in used(database).values()) == 0


def test_a_clock_that_goes_back_takes_nothing_away(hub, clock, database):
    async def live():
        ada = Spawner("ada")
        await hub.start(ada)
        clock.pass_(hours=2)
        await hub.look()
        clock.pass_(hours=-1)
        await hub.look()
        await hub.stop(ada)

    asyncio.run(live())
    assert used(database)["ada"].hours == pytest.approx(2)


NUMBERS = itertools.count()
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["start", "stop", "die", "look", "crash", "wait", "work"]),
        st.integers(0, 2),
        st.integers(1, 100_000),
    ),
    max_size=40,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example([("start", 0, 1000), ("work", 0, 1000)])
@given(STEPS)
def test_whatever_starts_ends_and_crashes_the_hours_are_those_of_the_ledger(database, tmp_path, steps):
    clock, people = Clock(), [f"person-{next(NUMBERS)}" for _ in range(3)]
    hub = HubInName(database, clock, tmp_path)
    asyncio.run(Ledger(hub, clock, people).live(steps, database))


class Ledger:
    """Counts by itself what a hub's servers use: as long as they run, or were seen to where nobody was there."""

    def __init__(self, hub, clock, people):
        self.hub, self.clock, self.people = hub, clock, people
        self.hours = dict.fromkeys(people, 0.0)
        self.cpu = dict.fromkeys(people, 0.0)
        self.spawners = {}
        self.counted = {}  # until when, of those that run
        self.away = False  # a hub that crashed is not back yet

    async def live(self, steps, database):
        for step, number, value in steps:
            if step in ("start", "stop", "look") and self.away:
                await self.come_back()
            await getattr(self, step)(self.people[number], value)
            self.clock.pass_(milliseconds=1 + value % 1000)  # nothing is used in no time
        await self.come_back()
        await self.hub.look()
        self.count_all()
        use = used(database)
        for person in self.people:
            found = use.get(person)
            assert (found.hours if found else 0) == pytest.approx(self.hours[person] / 3600, abs=1e-9), steps
            assert (found.cpu_hours if found else 0) == pytest.approx(self.cpu[person] / 3600, abs=1e-9)
        check_rows(database, self.people)

    def count(self, person):
        now = self.clock()
        self.hours[person] += (now - self.counted[person]).total_seconds()
        self.counted[person] = now

    def count_all(self):
        for person in self.spawners:
            self.count(person)

    async def start(self, person, _value):
        if person not in self.spawners:
            self.spawners[person] = Spawner(person)
            await self.hub.start(self.spawners[person])
            self.counted[person] = self.clock()

    async def stop(self, person, _value):
        if person in self.spawners:
            self.count(person)
            spawner = self.spawners.pop(person)
            spawner.cpu_seconds = spawner.use.cpu_seconds
            await self.hub.stop(spawner)

    async def die(self, person, _value):
        """End by itself; the hub sees it at its next poll, or when it is back."""
        if person in self.spawners and not self.away:
            await self.stop(person, 0)
        elif person in self.spawners:
            spawner = self.spawners.pop(person)
            self.cpu[person] -= spawner.use.cpu_seconds - spawner.seen
            self.hub.alive.discard((person, ""))

    async def look(self, _person, _value):
        await self.hub.look()
        self.count_all()
        self.note_seen()

    def note_seen(self):
        for spawner in self.spawners.values():
            spawner.seen = spawner.use.cpu_seconds

    async def crash(self, _person, _value):
        if not self.away:
            await self.look(None, 0)
            self.hub.crash()
            self.away = True

    async def come_back(self):
        self.away = False
        await self.hub.come_back()
        self.note_seen()

    async def wait(self, _person, value):
        self.clock.pass_(seconds=value)

    async def work(self, person, value):
        if person in self.spawners:
            spawner = self.spawners[person]
            spawner.use = Reading(spawner.use.cpu_seconds + value, 1e9)
            self.cpu[person] += value


def check_rows(database, people):
    """See that the days of each session add up to it, and that nobody has two open ones."""
    with database.reading() as connection:
        sums = select(server_days.c.session, func.sum(server_days.c.cpu_seconds)).group_by(server_days.c.session)
        days = dict(connection.execute(sums).all())
    mine = [row for row in rows(database) if row.person in people]
    assert all(row.cpu_seconds == pytest.approx(days.get(row.id, 0), abs=1e-6) for row in mine)
    still = [row.person for row in mine if row.ended_at is None]
    assert len(still) == len(set(still))


def test_two_starts_at_once_get_the_last_place_once(hub, database):
    hub.quotas = Quotas(Quota(servers=1))

    async def live():
        both = [hub.start(Spawner("ada", name)) for name in ("one", "two")]
        return await asyncio.gather(*both, return_exceptions=True)

    refused = [error for error in asyncio.run(live()) if error]
    assert [type(error) for error in refused] == [DidNotStart]
    assert len(rows(database)) == 1


def test_a_place_that_was_never_taken_is_free_again(hub, database):
    hub.quotas = Quotas(Quota(servers=1))

    async def live():
        with contextlib.suppress(ValueError):
            await hub.start(Spawner("ada"), fails=ValueError("bad"))
        await hub.start(Spawner("ada"))

    asyncio.run(live())
    assert len([row for row in rows(database) if not row.ended_at]) == 1
