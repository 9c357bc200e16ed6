"""What somebody can start now: what is known of each profile, in the order in which it helps."""

import asyncio
from collections import namedtuple
from pathlib import Path
from types import SimpleNamespace

import pytest

from faults.disk import Disk
from lyceum_hub.servers.offers import home, machine
from lyceum_hub.servers.offers.environments import Environments
from lyceum_hub.servers.offers.home import Home
from lyceum_hub.servers.offers.machine import Machine, about_cpus, about_memory, contained
from lyceum_hub.servers.offers.offer import Asker, Fact, Outcome, Preflight
from lyceum_hub.servers.profiles import Profile
from lyceum_hub.servers.refusals import DidNotStart
from support.root import need_root

SMALL, LARGE, GPU = Profile("Small", ""), Profile("Large", "", memory=10**15), Profile("GPU", "", gpus=1)
PROFILES = {"gpu": GPU, "large": LARGE, "small": SMALL}


@pytest.fixture
def ada(tmp_path: Path) -> Asker:
    return Asker("ada", frozenset(), tmp_path / "ada")


class Gpus:
    """Knows of GPUs that all are taken."""

    def about_person(self, asker):
        return [Fact("GPU-hours", "2 of 10 used this month")]

    def about_profile(self, asker, profile):
        return [Fact("GPU", "No GPU is free.", Outcome.WAITS)] if profile.gpus else []


class Closed(Gpus):
    """Knows that somebody may start nothing."""

    def about_person(self, asker):
        return [Fact("CPU-hours", f"{asker.person} has used all CPU-hours of this month.", Outcome.REFUSED)]


class Broken(Gpus):
    """Knows nothing: what it asks does not answer."""

    def about_profile(self, asker, profile):
        raise OSError("no answer")


def test_what_starts_in_full_comes_first_and_of_that_what_was_taken_last(ada: Asker):
    preflight = Preflight((Machine(), Gpus()))
    assert [offer.name for offer in preflight.offers(ada, PROFILES).offers] == ["small", "large", "gpu"]
    more = {"other": Profile("Other", ""), **PROFILES}
    assert [offer.name for offer in preflight.offers(ada, more).offers][:2] == ["other", "small"]
    assert [offer.name for offer in preflight.offers(ada, more, "small").offers][:2] == ["small", "other"]


def test_each_offer_says_why_it_does_not_start_at_once(ada: Asker):
    small, large, gpu = Preflight((Machine(), Gpus())).offers(ada, PROFILES).offers
    assert (small.outcome, small.trouble) == (Outcome.STARTS, "")
    assert large.outcome == Outcome.STARTS
    assert "1000 TB of memory may be used, but only" in large.trouble
    assert (gpu.outcome, gpu.trouble) == (Outcome.WAITS, "No GPU is free.")
    assert "GPU" not in [fact.label for fact in gpu.details]
    assert [fact.label for fact in small.details] == ["CPUs", "Memory"]


def test_what_holds_for_a_person_refuses_everything(ada: Asker):
    offers = Preflight((Gpus(), Closed())).offers(ada, PROFILES)
    assert {offer.outcome for offer in offers.offers} == {Outcome.REFUSED}
    assert {offer.trouble for offer in offers.offers} == {"ada has used all CPU-hours of this month."}
    assert [fact.label for fact in offers.own] == ["GPU-hours", "CPU-hours"]


def test_an_environment_that_is_not_there_is_told_beforehand(ada: Asker):
    gone = Profile("Gone", "", environment="/nowhere/at/all")
    small, refused = Preflight((Environments(),)).offers(ada, {"gone": gone, "small": SMALL}).offers
    assert (small.name, refused.outcome) == ("small", Outcome.REFUSED)
    assert refused.trouble == "The environment /nowhere/at/all of the profile Gone is not there."


def test_one_profile_with_nothing_short_is_no_choice(ada: Asker):
    preflight = Preflight((Machine(), Gpus()))
    assert preflight.offers(ada, {"small": SMALL}).is_plain
    for profiles in ({}, {"large": LARGE}, {"gpu": GPU}, {"small": SMALL, "other": SMALL}):
        assert not preflight.offers(ada, profiles).is_plain


def test_what_a_source_fails_to_tell_is_left_out(ada: Asker, caplog):
    (small,) = Preflight((Machine(), Broken())).offers(ada, {"small": SMALL}).offers
    assert [fact.label for fact in small.details] == ["CPUs", "Memory"]
    assert "Broken does not tell what it knows of a start" in caplog.text


def test_sizes_are_told_beside_what_is_free():
    assert about_cpus(2, 16, 12).text == "up to 2; 12 of 16 are idle"
    assert about_cpus(64, 16, 12).text == about_cpus(None, 16, 12).text == "all 16; 12 of 16 are idle"
    assert about_memory(None, 32 * 10**9, 2 * 10**9).text == "no limit; 2 GB of 32 GB are free"
    assert about_memory(4 * 10**9, 32 * 10**9, 8 * 10**9) == Fact("Memory", "up to 4 GB; 8 GB of 32 GB are free")
    assert about_memory(4 * 10**9, 32 * 10**9, 2 * 10**9).is_short


@pytest.mark.parametrize("files", machine.MEMORY)
def test_memory_is_that_of_the_container_where_we_are_in_one(tmp_path: Path, monkeypatch, files):
    for name, text in zip(files, ("1000000\n", "400000\n"), strict=True):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    assert contained(tmp_path) == [(1_000_000, 400_000)]
    monkeypatch.setattr(machine, "GROUP", tmp_path)
    assert machine.memory() == (1_000_000, 600_000)
    (tmp_path / files[0]).write_text("max\n")
    assert contained(tmp_path) == []


def test_the_room_for_somebodys_files_is_told_and_is_short_below_the_floor(ada: Asker, monkeypatch):
    (fact,) = Home(floor=1).about_person(ada)  # the home is not there before the first start
    assert (fact.outcome, fact.text.endswith("are left")) == (Outcome.STARTS, True)
    Disk = namedtuple("Disk", "f_blocks f_bavail f_frsize")
    monkeypatch.setattr(home.os, "statvfs", lambda _path: Disk(1000, 12, 1000))
    (fact,) = Home(floor=50_000).about_person(ada)
    assert (fact.outcome, fact.is_short) == (Outcome.STARTS, True)
    assert fact.text.startswith("Your home is full: 12 kB are left, and work needs 50 kB. A small JupyterLab starts")
    offers = Preflight((Home(floor=50_000),)).offers(ada, {"small": SMALL})
    assert (offers.offers[0].trouble, offers.is_plain) == (fact.text, False)


def test_a_full_disk_lets_only_a_lab_start_that_makes_room(tmp_path: Path):
    need_root()
    disk = Disk(tmp_path / "small", "1m")
    try:
        lab, run = (SimpleNamespace(home=disk.folder / "ada", name=name) for name in ("", "run-1-1"))
        asyncio.run(Home(100_000).grant(run))
        disk.fill()
        with pytest.raises(DidNotStart, match="Your home is full: 0 kB are left, and work needs 100 kB"):
            asyncio.run(Home(100_000).grant(run))
        asyncio.run(Home(100_000).grant(lab))
        assert lab.rescue_floor == 100_000
        disk.free()
        asyncio.run(Home(100_000).grant(lab))
        assert lab.rescue_floor == 0
    finally:
        disk.remove()
