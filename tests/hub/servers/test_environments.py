"""A profile's own environment: its programs start there, or it is said what it lacks."""

import asyncio
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from lyceum_hub.errors import NotFound
from lyceum_hub.servers.environments import path_in, program_of
from lyceum_hub.servers.profiles import Profile, Profiles
from lyceum_hub.servers.refusals import DidNotStart
from support.servers import LISTENS, server

OURS = Profile("Standard", "")


@pytest.fixture
def theirs(tmp_path: Path) -> Profile:
    """A profile with an environment of its own that has JupyterLab, and nothing for runs."""
    (tmp_path / "own" / "bin").mkdir(parents=True)
    program = tmp_path / "own" / "bin" / "jupyterhub-singleuser"
    program.write_text(f"#!{sys.executable}\nprint(__file__)\n{LISTENS}")
    program.chmod(0o755)
    return Profile("Forecasting", "", environment=str(tmp_path / "own"))


def test_a_profile_without_one_has_the_workspaces():
    assert program_of(OURS, "jupyterhub-singleuser") is None
    assert path_in(OURS, "/usr/bin") == "/usr/bin"


def test_programs_are_looked_for_in_it_first(theirs: Profile):
    assert program_of(theirs, "jupyterhub-singleuser") == Path(theirs.environment, "bin", "jupyterhub-singleuser")
    assert path_in(theirs, "/usr/bin") == f"{theirs.environment}/bin:/usr/bin"


def test_what_is_missing_is_said_with_what_to_do(theirs: Profile):
    gone = replace(theirs, environment="/nowhere/at/all")
    with pytest.raises(NotFound) as refused:
        program_of(gone, "jupyterhub-singleuser")
    assert str(refused.value) == "The environment /nowhere/at/all of the profile Forecasting is not there."
    with pytest.raises(NotFound, match="has no lyceum-run") as refused:
        program_of(theirs, "lyceum-run")
    assert f"{theirs.environment}/bin/pip install 'lyceum[lab]'" in refused.value.sentence


def test_a_server_is_started_with_it_the_ordinary_way(theirs: Profile, tmp_path: Path):
    async def live() -> str:
        spawner = server(tmp_path, "/ours/bin/jupyterhub-singleuser")
        spawner.profiles = Profiles(lambda: {"forecasting": theirs})
        spawner.prefork = tmp_path / "nobody listens here"
        await spawner.start()
        told = spawner.log_path.read_text()
        await spawner.stop()
        return told

    assert asyncio.run(live()).startswith(f"{theirs.environment}/bin/jupyterhub-singleuser\n")


def test_a_server_whose_environment_is_gone_says_so(theirs: Profile, tmp_path: Path):
    spawner = server(tmp_path, "/ours/bin/lyceum-run")
    spawner.profiles = Profiles(lambda: {"forecasting": theirs})
    with pytest.raises(DidNotStart, match="has no lyceum-run"):
        asyncio.run(spawner.start())
