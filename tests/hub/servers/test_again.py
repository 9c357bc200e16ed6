"""JupyterLabs that waited in line when the hub was killed are asked for again, once the next hub answers."""

import asyncio
import json
from types import SimpleNamespace

import pytest
from jupyterhub import orm

from lyceum_hub.errors import Unavailable
from lyceum_hub.servers import again
from lyceum_hub.servers.again import TASKS, Again
from lyceum_hub.servers.gpus.places import Places
from lyceum_hub.service.hub import CannotStart


class Beginning:
    """A hub that does not answer at first, and has nothing for eve."""

    def __init__(self):
        self.silent = 2
        self.asked = []

    async def start_server(self, person, name, options):
        if self.silent:
            self.silent -= 1
            raise Unavailable("The hub does not answer.")
        self.asked.append((person, name, options))
        if person == "eve":
            raise CannotStart("No profile of that name.")


@pytest.fixture
def places(tmp_path):
    """The line as it was: two JupyterLabs, a run, and somebody who has no account any more."""
    path = tmp_path / "line.json"
    path.write_text(json.dumps(["ada/", "bob/run-1-1", "eve/second", "gone/"]))
    return Places(path)


@pytest.fixture
def app():
    """As much of a hub's application as is asked: its database, in which people's choices stand."""
    session = orm.new_session_factory("sqlite://")()
    for person, name in (("ada", ""), ("bob", "run-1-1"), ("eve", "second")):
        session.add(orm.Spawner(name=name, user=orm.User(name=person), user_options={"profile": "gpu"}))
    session.commit()
    return SimpleNamespace(db=session)


def test_jupyterlabs_are_asked_for_again_as_their_people_had(places, app, monkeypatch, caplog):
    monkeypatch.setattr(again, "PAUSE", 0)
    hub = Beginning()

    async def life():
        Again(places, hub).begin(app)
        await asyncio.gather(*TASKS)

    asyncio.run(life())
    assert sorted(hub.asked) == [("ada", "", {"profile": "gpu"}), ("eve", "second", {"profile": "gpu"})]
    assert "The server of eve, which waited when the hub ended, did not start: No profile" in caplog.text
