"""A pod that starts, or does not: what its person is told of it."""

import asyncio
from contextlib import aclosing

import pytest

from lyceum_hub.servers.profiles import Profile
from lyceum_hub.servers.refusals import DidNotStart
from support.pods import FakeCluster, PodSpawner, settings_of, spawner_of

SMALL = Profile("Small", "", memory=10**9)
RUNNING = {"phase": "Running", "podIP": "10.1.2.3"}
UNPLACED = {"type": "PodScheduled", "status": "False", "message": "0/1 nodes are available: 1 Insufficient cpu."}
NO_CPUS = "The cluster has no place for it yet: its only machine has too few CPUs free."


def container(**state):
    return [{"name": "notebook", "image": "example.org/lab:1", "ready": "running" in state, "state": state}]


@pytest.fixture
def started(tmp_path):
    """Return a function that starts a server while a cluster says some things one after the other."""
    settings = settings_of(tmp_path)

    def start(*said, profile=SMALL, most=60, at_first=None):
        async def begin():
            spawner = spawner_of(settings, profile, cls=PodSpawner)
            spawner.cluster, spawner.start_timeout = FakeCluster(), most
            if at_first:
                spawner.cluster.says("jupyter-ada", "0", **at_first)
            found = spawner.start()
            for number, status in enumerate(said, 1):
                await asyncio.sleep(0.2)
                spawner.cluster.says("jupyter-ada", str(number), **status)
            return await found

        return asyncio.run(begin())

    return start


def refusal(started, *said, **how):
    with pytest.raises(DidNotStart) as refused:
        started(*said, **how)
    return refused.value.jupyterhub_message


def test_a_pod_that_runs_answers_at_its_address(started):
    assert started({}, {**RUNNING, "containerStatuses": container(running={})}) == "http://10.1.2.3:8888"


def test_the_pod_of_an_earlier_server_is_not_taken_for_the_new_one(started):
    earlier = {**RUNNING, "podIP": "10.9.9.9", "containerStatuses": container(running={})}
    later = {**RUNNING, "containerStatuses": container(running={})}
    assert started({}, later, at_first=earlier) == "http://10.1.2.3:8888"


@pytest.mark.parametrize(
    ("ended", "sentence"),
    [
        (
            {"exitCode": 137, "reason": "OOMKilled"},
            "JupyterLab used more than its 1 GB of memory while it started. Choose a larger profile.",
        ),
        (
            {"exitCode": 1, "reason": "Error"},
            "JupyterLab ended while it started. It ran out of memory: choose a profile with more, "
            "or stop something else that runs.",
        ),
    ],
)
def test_a_server_that_ends_while_it_starts_says_why(started, ended, sentence):
    assert refusal(started, {"phase": "Failed", "containerStatuses": container(terminated=ended)}) == sentence


def test_an_image_that_cannot_be_fetched_ends_the_start(started):
    waiting = {"reason": "ImagePullBackOff", "message": "no such host"}
    told = refusal(started, {"containerStatuses": container(waiting=waiting)})
    assert told.startswith("The image example.org/lab:1 cannot be fetched: no such host. Tell an administrator")


def test_a_pod_that_found_no_machine_in_time_says_what_was_lacking(started):
    assert refusal(started, {"conditions": [UNPLACED]}, most=5).endswith(NO_CPUS)


def test_while_a_pod_has_no_machine_the_page_says_why(tmp_path):
    async def first_two():
        spawner = spawner_of(settings_of(tmp_path), SMALL, cls=PodSpawner)
        spawner.cluster = FakeCluster()
        spawner.cluster.says("jupyter-ada", "1", conditions=[UNPLACED])
        async with aclosing(spawner.progress()) as progress:
            first = await anext(progress)
            spawner.cluster.says("jupyter-ada", "1")
            return first, await anext(progress)

    waits, starts = asyncio.run(first_two())
    assert waits == {"progress": 5, "message": NO_CPUS, "waits": True}
    assert starts["message"] == "Starting JupyterLab…"


def test_a_server_that_used_up_its_memory_is_remembered_so(tmp_path):
    async def polled():
        spawner = spawner_of(settings_of(tmp_path), SMALL, cls=PodSpawner)
        spawner.cluster, spawner.delete_stopped_pods = FakeCluster(), False
        ended = {"exitCode": 137, "reason": "OOMKilled"}
        spawner.cluster.says("jupyter-ada", "1", phase="Failed", containerStatuses=container(terminated=ended))
        return await spawner.poll(), spawner.ended_because

    assert asyncio.run(polled()) == (137, "JupyterLab used more than its 1 GB of memory")


def test_a_restarted_hub_knows_pod_and_profile_again(tmp_path):
    async def again():
        spawner = spawner_of(settings_of(tmp_path), SMALL)
        spawner.take_profile()
        state = spawner.get_state()
        other = spawner_of(settings_of(tmp_path), Profile("Other", ""))
        other.load_state(state)
        return spawner, other

    spawner, other = asyncio.run(again())
    assert (other.pod_name, other.profile) == (spawner.pod_name, SMALL)


def test_the_page_for_a_start_chooses_a_profile(tmp_path):
    async def chosen():
        spawner = spawner_of(settings_of(tmp_path), SMALL)
        return spawner.options_from_form({"profile": ["chosen"]}), await spawner.get_options_form()

    assert asyncio.run(chosen()) == ({"profile": "chosen"}, "")
