"""Quotas are described in a file, resolved for a person, and refuse a start in a sentence that helps."""

import asyncio
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from lyceum_hub.errors import SettingError
from lyceum_hub.metering.quotas import Quota, Quotas
from lyceum_hub.metering.quotas_file import QuotasFile, read_quotas
from lyceum_hub.metering.sessions import Reading
from lyceum_hub.metering.storage import bytes_in, keep
from lyceum_hub.servers.refusals import DidNotStart
from support.metered import Spawner, read_in_name


@pytest.fixture(autouse=True)
def readings(monkeypatch):
    read_in_name(monkeypatch)


def described(tmp_path, text):
    path = tmp_path / "quotas.yaml"
    path.write_text(text)
    return path


GOOD = """
everybody: {cpu_hours: 100, gpu_hours: 10, storage: 20 GB, servers: 3}
groups:
  students: {each: {gpu_hours: 2}}
  forecasting:
    each: {gpu_hours: 40}
    together: {gpu_hours: 400, storage: 2 TB}
  admins: {each: {cpu_hours: unlimited}}
persons:
  ada: {gpu_hours: 80, servers: unlimited}
"""


def test_a_person_has_what_is_said_for_them_else_the_most_of_their_groups(tmp_path):
    quotas = read_quotas(described(tmp_path, GOOD))
    assert quotas.of("ben", []) == Quota(cpu_hours=100, gpu_hours=10, storage=20e9, servers=3)
    assert quotas.of("ben", ["students", "forecasting"]).gpu_hours == 40
    assert quotas.of("ben", ["students"]).gpu_hours == 2
    assert quotas.of("ben", ["admins", "students"]).cpu_hours is None
    assert quotas.of("ada", ["students"]) == Quota(cpu_hours=100, gpu_hours=80, storage=20e9)
    assert quotas.of_group("forecasting") == Quota(gpu_hours=400, storage=2e12)
    assert quotas.of_group("students") == Quota()


BAD = """
everybody:
  gpu_hours: -1
  storage: 20 GBs
  cpu_hour: 3
groups:
  students:
    servers: 3
persons:
  ada: {servers: 2.5}
  ben: many
"""


def test_what_is_wrong_is_said_by_line_and_field_with_what_to_do(tmp_path):
    path = described(tmp_path, BAD)
    with pytest.raises(SettingError) as caught:
        read_quotas(path)
    assert str(caught.value).splitlines() == [
        f"{path}:3: everybody.gpu_hours: '-1' is neither a number of hours, as 40, nor `unlimited`.",
        f"{path}:4: everybody.storage: '20 GBs' is not a size such as `4 GB` or `512 MiB`.",
        f"{path}:5: everybody.cpu_hour: is not a known field. Did you mean `cpu_hours`?",
        f"{path}:8: groups.students.servers: is not a known field. Known fields: each, together.",
        f"{path}:10: persons.ada.servers: '2.5' is neither a whole number, as 3, nor `unlimited`.",
        f"{path}:11: persons.ben: has no fields. Write, indented below it: names.",
    ]


@pytest.mark.parametrize(
    "text", ["everybody: !!python/object:os.system {}", "- a", "a: b: c", "everybody: &a {}\nx: *a"]
)
def test_a_file_is_data_and_nothing_else(tmp_path, text):
    with pytest.raises(SettingError, match=r"quotas\.yaml"):
        read_quotas(described(tmp_path, text))


def test_a_file_that_changes_is_read_again_and_one_that_is_wrong_changes_nothing(tmp_path):
    path = described(tmp_path, "everybody: {servers: 3}")
    file = QuotasFile(path)
    path.write_text("everybody: {servers: many}")
    assert file.now().everybody.servers == 3
    path.write_text("everybody: {servers: 12}")
    assert file.now().everybody.servers == 12
    path.unlink()
    assert file.now() == Quotas()
    with pytest.raises(SettingError, match="not there"):
        QuotasFile(path, named=True)


def refused(hub, spawner):
    """Return how a start is refused."""
    with pytest.raises(DidNotStart) as caught:
        asyncio.run(hub.start(spawner))
    return caught.value.jupyterhub_message


def use(hub, person, hours, profile="standard", groups=(), cpu_hours=0.0, name="before"):
    """Have somebody use a server for some hours."""

    async def live():
        spawner = Spawner(person, name, profile, groups)
        await hub.start(spawner)
        hub.clock.pass_(hours=hours)
        spawner.use = Reading(cpu_hours * 3600, 0)
        await hub.look()
        await hub.stop(spawner)

    asyncio.run(live())


def test_hours_that_are_used_up_say_what_starts_now_and_when_they_begin_anew(hub, clock):
    hub.quotas = Quotas(Quota(gpu_hours=40))
    use(hub, "ada", 41.25, "gpu")
    assert refused(hub, Spawner("ada", profile="gpu")) == (
        "Your 40 GPU-hours of November are used up: 41.2 are used. "
        "On CPU you can start now (Standard); on 1 December they begin anew."
    )
    asyncio.run(hub.start(Spawner("ada")))
    asyncio.run(hub.start(Spawner("ben", profile="gpu")))
    clock.at = datetime(2026, 12, 1, tzinfo=UTC)
    asyncio.run(hub.start(Spawner("ada", "next", "gpu")))


def test_hours_of_processors_that_are_used_up_keep_everything_from_starting(hub):
    hub.quotas = Quotas(Quota(cpu_hours=5))
    use(hub, "ada", 1, cpu_hours=5)
    assert refused(hub, Spawner("ada")) == (
        "Your 5 CPU-hours of November are used up: 5 are used. On 1 December they begin anew. What runs goes on."
    )


def test_a_group_shares_its_hours(hub):
    hub.quotas = Quotas(together={"team": Quota(gpu_hours=10)})
    use(hub, "ada", 6, "gpu", ["team"])
    use(hub, "ben", 5, "gpu", ["team", "others"])
    assert refused(hub, Spawner("carla", profile="gpu", groups=["team"])).startswith(
        "The 10 GPU-hours that the members of team have together in November are used up: 11 are used. On CPU"
    )
    asyncio.run(hub.start(Spawner("dora", profile="gpu", groups=["others"])))


def test_servers_at_the_same_time_are_named(hub):
    hub.quotas = Quotas(Quota(servers=2))
    for name in ("", "run-1"):
        asyncio.run(hub.start(Spawner("ada", name)))
    assert refused(hub, Spawner("ada", "more")) == (
        "You may have 2 servers at the same time, and these run: JupyterLab, run-1. "
        "Stop one (Home shows them), then start again."
    )


def test_nothing_at_all_is_said_as_that(hub):
    hub.quotas = Quotas(Quota(gpu_hours=0))
    assert refused(hub, Spawner("ada", profile="gpu")) == (
        "You have no GPU-hours. On CPU you can start now (Standard); an administrator can give some."
    )


def test_who_stores_too_much_can_make_room_but_runs_nothing(hub, database, clock, tmp_path):
    hub.quotas = Quotas(Quota(storage=1000))
    keep(database, "person:ada", 5_000_000_000, clock())
    assert "Your home folder holds 5 GB, and 1 kB are allowed." in refused(hub, Spawner("ada", "run-1"))
    asyncio.run(hub.start(Spawner("ada")))
    (tmp_path / "ada").mkdir()
    hub.quotas = Quotas(Quota(storage=1_000_000))
    asyncio.run(hub.start(Spawner("ada", "run-1")))  # counted anew: the home is empty


def test_a_folder_is_counted_and_a_link_out_of_it_is_not(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    (tmp_path / "large").write_bytes(b"x" * 3_000_000)
    (home / "own").write_bytes(b"x" * 1_000_000)
    (home / "link").symlink_to(tmp_path / "large")
    held = asyncio.run(bytes_in(home, 60))
    assert 1_000_000 <= held < 2_000_000
    assert asyncio.run(bytes_in(tmp_path / "nowhere", 60)) is None
    assert asyncio.run(bytes_in(home, 0)) is None


def test_what_is_left_is_told_before_a_start(hub, database):
    from lyceum_hub.metering.allowance import Allowance
    from lyceum_hub.metering.standing import standing
    from lyceum_hub.servers.offers.offer import Asker, Outcome
    from support.metered import PROFILES

    hub.quotas = Quotas(Quota(gpu_hours=2, servers=3))
    use(hub, "ada", 3, "gpu")

    def stand(person, groups):
        with database.reading() as connection:
            return standing(connection, hub.quotas, person, groups, hub.clock())

    allowance, ada = Allowance(SimpleNamespace(standing=stand)), Asker("ada", frozenset(), None)
    assert [(fact.label, fact.text) for fact in allowance.about_person(ada)] == [
        ("GPU", "3 hours of 2 hours are used in November"),
        ("Servers at the same time", "0 of 3 are used"),
    ]
    assert allowance.about_profile(ada, PROFILES["standard"]) == ()
    (fact,) = allowance.about_profile(ada, PROFILES["gpu"])
    assert (fact.outcome, fact.text[:40]) == (Outcome.REFUSED, "Your 2 GPU-hours of November are used up")
