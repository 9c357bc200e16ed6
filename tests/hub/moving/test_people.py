"""The hub's people and groups: in the file of a stopped hub, and by the API of one that runs."""

from types import SimpleNamespace

import pytest

from lyceum_hub.cli.hub_api import HubApi
from lyceum_hub.moving.people import Group, People, Person, RunningHub, StoppedHub
from lyceum_hub.settings import Settings

MADE = "2026-03-01T08:00:00.123456Z"
TEAM = Group(name="moved-team", properties={"room": "12"})
MOVED = People(
    people=[
        Person(name="moved-ada", admin=True, created=MADE, groups=["moved-team", "stewards"]),
        Person(name="moved-ben", admin=False, created=MADE, groups=[]),
    ],
    groups=[TEAM, Group(name="stewards", properties={})],
)


@pytest.fixture
def stopped(tmp_path):
    return StoppedHub(Settings.from_environment({"LYCEUM_STATE": str(tmp_path)}))


def test_a_hub_that_was_never_started_knows_nobody(stopped, tmp_path):
    assert stopped.known() == People()
    assert not (tmp_path / "hub.sqlite").exists()


def test_a_stopped_hub_keeps_when_accounts_were_made(stopped):
    assert stopped.bring(MOVED) == {"moved-ada": MADE, "moved-ben": MADE}
    assert stopped.known() == MOVED


def test_bringing_people_again_changes_nothing(stopped):
    stopped.bring(MOVED)
    assert stopped.bring(MOVED) == {"moved-ada": MADE, "moved-ben": MADE}
    assert stopped.known() == MOVED


def test_a_running_hub_is_told_by_its_api_however_often(small_hub):
    told = SimpleNamespace(
        on_cluster=True, hub_api_url=small_hub.settings.hub_api_url, secret=small_hub.settings.secret
    )
    hub = RunningHub(HubApi(told))
    made = hub.bring(MOVED)
    assert hub.bring(MOVED) == made
    assert MADE not in made.values()
    known = hub.known()
    ada, ben = (next(one for one in known.people if one.name == name) for name in ("moved-ada", "moved-ben"))
    assert (ada.admin, sorted(ada.groups)) == (True, ["moved-team", "stewards"])
    assert (ben.admin, ben.groups) == (False, [])
    assert TEAM in known.groups
