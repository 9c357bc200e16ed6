"""Who holds what: whole GPUs, shares, MIG instances."""

import shutil
import threading
from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from lyceum_hub.database import open_database
from lyceum_hub.database.tables import audit, gpu_leases
from lyceum_hub.servers.gpus.devices import Devices
from lyceum_hub.servers.gpus.leases import Leases, Wish
from lyceum_hub.servers.profiles import Profile
from support.fake_nvml import FakeGpu, FakeNvml, instance

WHOLE = Wish(1)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request, fresh_sqlite, tmp_path):
    if request.param == "sqlite":
        url = f"sqlite:///{shutil.copy(fresh_sqlite, tmp_path / 'lyceum.sqlite')}"
    else:
        url = request.getfixturevalue("new_database")(like=request.getfixturevalue("fresh_postgresql"))
    opened = open_database(url)
    yield opened
    opened.engine.dispose()


def uuids(devices):
    return [device.uuid for device in devices]


@pytest.mark.parametrize(
    ("given", "wish"),
    [
        ({}, Wish(0)),
        ({"gpus": 1}, Wish(1)),
        ({"gpus": 2}, Wish(2)),
        ({"gpus": 0.25}, Wish(1, 0.25)),
        ({"mig": "1g.10gb"}, Wish(1, 1, "1g.10gb")),
        ({"mig": "1g.10gb", "gpus": 2}, Wish(1, 1, "1g.10gb")),
    ],
)
def test_a_profile_says_what_is_wished(given, wish):
    assert Wish.of(Profile("A", "B", **given)) == wish


def test_a_whole_gpu_is_held_by_one_until_it_is_freed(leases):
    assert uuids(leases.take("ada/", WHOLE)) == ["GPU-0"]
    assert uuids(leases.take("ben/", WHOLE)) == ["GPU-1"]
    assert leases.take("eve/", WHOLE) == []
    leases.free("ada/")
    leases.free("ada/")
    assert uuids(leases.take("eve/", WHOLE)) == ["GPU-0"]


def test_all_that_is_wished_or_nothing(leases):
    leases.take("ada/", WHOLE)
    assert leases.take("ben/", Wish(2)) == []
    assert [lease.server for lease in leases.all()] == ["ada/"]
    leases.free("ada/")
    assert uuids(leases.take("ben/", Wish(2))) == ["GPU-0", "GPU-1"]


def test_shares_fill_one_gpu_before_the_next_so_that_others_stay_whole(leases):
    for person in ("ada", "ben", "eve"):
        assert uuids(leases.take(f"{person}/", Wish(1, 0.333))) == ["GPU-0"]
    assert uuids(leases.take("joe/", Wish(1, 0.5))) == ["GPU-1"]
    assert leases.take("zoe/", WHOLE) == []
    assert uuids(leases.take("zoe/", Wish(1, 0.5))) == ["GPU-1"]
    assert leases.take("max/", Wish(1, 0.1)) == []


def test_instances_are_leased_by_their_kind_and_not_as_gpus(database):
    parts = [instance("MIG-a"), instance("MIG-b", "3g.40gb")]
    leases = Leases(database, Devices(FakeNvml(FakeGpu("GPU-0", parts=parts))))
    assert leases.take("ada/", WHOLE) == []
    assert uuids(leases.take("ada/", Wish(1, mig="3g.40gb"))) == ["MIG-b"]
    assert leases.take("ben/", Wish(1, mig="3g.40gb")) == []
    assert uuids(leases.take("ben/", Wish(1, mig="1g.10gb"))) == ["MIG-a"]


def test_who_asks_again_keeps_what_it_has_and_gets_what_it_wishes_now(leases):
    leases.take("ada/", WHOLE)
    assert uuids(leases.take("ada/", WHOLE)) == ["GPU-0"]
    assert uuids(leases.take("ada/", Wish(2))) == ["GPU-0", "GPU-1"]
    assert uuids(leases.take("ada/", Wish(1, 0.5))) == ["GPU-0"]
    assert [(lease.device, lease.share) for lease in leases.all()] == [("GPU-0", 0.5)]


def test_a_gpu_that_others_compute_on_is_not_given_away(leases, nvml):
    nvml.gpus[0].pids.add(4711)
    assert uuids(leases.take("ada/", WHOLE)) == ["GPU-1"]
    assert leases.take("ben/", WHOLE) == []
    nvml.gpus[1].pids.add(4712)  # ada's own work
    assert uuids(leases.take("ada/", WHOLE)) == ["GPU-1"]
    nvml.gpus[0].pids.clear()
    assert uuids(leases.take("ben/", WHOLE)) == ["GPU-0"]


def test_the_trail_tells_who_held_what(leases, database):
    leases.take("ada/", WHOLE, timedelta(hours=2))
    (lease,) = leases.all()
    assert (lease.person, lease.until - lease.since) == ("ada", timedelta(hours=2))
    leases.free("ada/")
    with database.reading() as connection:
        lines = connection.execute(select(audit.c.actor, audit.c.action, audit.c.subject).order_by(audit.c.id)).all()
    assert [tuple(line) for line in lines] == [("ada", "gpu.lease", "ada/"), ("ada", "gpu.free", "ada/")]


WISHES = st.sampled_from([Wish(1), Wish(2), Wish(1, 0.5), Wish(1, 0.25)])
STEPS = st.lists(st.tuples(st.sampled_from("abcdefg"), st.one_of(st.none(), WISHES)), max_size=40)


def is_sound(leases):
    """Tell whether no GPU is given away more than once."""
    load = Counter()
    for lease in leases.all():
        load[lease.device] += lease.share
    return all(share <= 1 for share in load.values())


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_starts_and_ends_no_gpu_is_given_away_twice(leases, database, steps):
    with database.writing() as connection:
        connection.execute(delete(gpu_leases))
    for person, wish in steps:
        if wish:
            leases.take(f"{person}/", wish)
        else:
            leases.free(f"{person}/")
        assert is_sound(leases)


def test_hubs_that_take_at_the_same_moment_share_out_every_gpu_once(database):
    gpus = [FakeGpu(f"GPU-{number}") for number in range(4)]
    got, together = {}, threading.Barrier(8)

    def start(person):
        own = open_database(database.engine.url.render_as_string(hide_password=False))
        together.wait()
        got[person] = uuids(Leases(own, Devices(FakeNvml(*gpus))).take(f"{person}/", WHOLE))
        own.engine.dispose()

    hubs = [threading.Thread(target=start, args=(person,)) for person in "abcdefgh"]
    for hub in hubs:
        hub.start()
    for hub in hubs:
        hub.join()
    assert sorted(uuid for held in got.values() for uuid in held) == [gpu.uuid for gpu in gpus]
