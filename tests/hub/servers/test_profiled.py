"""A server's profile: named by its options, refused with a sentence, and kept while the server runs."""

import asyncio
from types import SimpleNamespace

import pytest

from lyceum_hub.errors import Forbidden, Invalid
from lyceum_hub.servers.profiles import Profile, Profiles
from lyceum_hub.servers.refusals import DidNotStart
from lyceum_hub.servers.spawner import LocalSpawner

SMALL = Profile("Small", "Two CPUs.", cpus=2, memory=2**32)
LARGE = Profile("Large", "A GPU.", gpus=1, groups=frozenset({"forecasting"}))
OFFER = {"small": SMALL, "large": LARGE}


def server(*groups, **options):
    return LocalSpawner(
        user=SimpleNamespace(name="ada", url="/user/ada/", groups=[SimpleNamespace(name=name) for name in groups]),
        orm_spawner=SimpleNamespace(name="", server=None, state={}),
        profiles=Profiles(lambda: OFFER),
        user_options=options,
    )


def start(spawner):
    asyncio.run(spawner._run_apply_user_options(spawner.user_options))


def test_without_a_choice_it_is_the_first_that_the_person_may_take():
    assert server().profile == SMALL
    assert server("forecasting").profile_name == "small"
    only_for_some = server("forecasting")
    only_for_some.profiles = Profiles(lambda: {"large": LARGE})
    assert only_for_some.profile == LARGE


def test_a_run_gets_the_profile_that_it_asks_for():
    run = server("forecasting", profile="large", run="0a")
    start(run)
    assert (run.profile_name, run.profile) == ("large", LARGE)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"profile": "huge"}, "There is no profile 'huge'. Use small."),
        ({"profile": "large"}, "The profile 'large' is for members of forecasting only. Use small."),
        ({"profile": ["large"]}, "There is no profile \"['large']\". Use small."),
    ],
)
def test_what_cannot_be_taken_is_refused_with_a_sentence(options, sentence):
    spawner = server(**options)
    with pytest.raises(DidNotStart) as refused:
        start(spawner)
    assert refused.value.jupyterhub_message == sentence


def test_who_is_offered_nothing_is_told_so():
    spawner = server()
    spawner.profiles = Profiles(lambda: {"large": LARGE})
    with pytest.raises(DidNotStart, match=r"No profile is offered to you\. Ask an administrator"):
        start(spawner)


def test_a_running_server_keeps_the_profile_that_it_was_started_with():
    spawner = server("forecasting", profile="large")
    start(spawner)
    adopted = server()
    adopted.profiles = Profiles(lambda: {"small": SMALL})
    adopted.load_state(spawner.get_state())
    assert (adopted.profile_name, adopted.profile) == ("large", LARGE)


def test_a_next_start_takes_anew():
    spawner = server("forecasting", profile="large")
    start(spawner)
    spawner.user_options = {}
    start(spawner)
    assert spawner.profile == SMALL


def test_a_stored_profile_of_an_older_or_newer_kind_is_read():
    assert Profile.of({**LARGE.as_dict(), "name": "large", "colour": "red"}) == LARGE
    assert Profile.of({"title": "Small", "description": "Few."}).cpus is None


def test_the_offer_is_that_of_the_groups():
    assert list(Profiles(lambda: OFFER).offered({"forecasting"})) == ["small", "large"]
    assert list(Profiles(lambda: OFFER).offered(())) == ["small"]
    with pytest.raises(Invalid):
        Profiles(lambda: OFFER).choose("x" * 1000, ())
    with pytest.raises(Forbidden):
        Profiles(lambda: OFFER).choose("large", ())
