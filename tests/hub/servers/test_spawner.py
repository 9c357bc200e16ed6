"""How people's servers are started on this machine."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from lyceum_hub.errors import Conflict
from lyceum_hub.servers import os_accounts
from lyceum_hub.servers.refusals import DidNotStart
from lyceum_hub.servers.spawner import LocalSpawner, birth
from support.root import need_root
from support.servers import LISTENS, Server
from support.servers import server as any_server


def server(folder: Path, code: str) -> Server:
    return any_server(folder, sys.executable, "-c", code)


def test_the_command_depends_on_what_the_server_is(tmp_path: Path):
    def cmd(name: str) -> str:
        return LocalSpawner(orm_spawner=SimpleNamespace(name=name, server=None, state={})).cmd[0]

    assert cmd("").endswith("/jupyterhub-singleuser")
    assert cmd("run-0a-1").endswith("/lyceum-run")


def test_a_server_starts_at_home_keeps_files_private_and_stops(tmp_path: Path):
    async def live() -> int:
        spawner = server(tmp_path, LISTENS)
        await spawner.start()
        pid = spawner.pid
        assert spawner.log_path.read_text().split() == [str(spawner.home), str(spawner.home), "0o77"]
        assert spawner.home.stat().st_mode & 0o777 == 0o700
        adopted = server(tmp_path, LISTENS)
        adopted.load_state(spawner.get_state())
        assert adopted.pid == pid
        await spawner.stop()
        return pid

    pid = asyncio.run(live())
    assert birth(pid) is None


def test_without_a_prefork_parent_it_starts_the_ordinary_way_and_says_so(tmp_path: Path, caplog):
    async def live() -> tuple[str, int]:
        spawner = server(tmp_path, LISTENS)
        spawner.prefork = tmp_path / "socket"
        program = tmp_path / "lyceum-run"
        program.write_text(f"#!{sys.executable}{LISTENS}")
        program.chmod(0o700)
        spawner.cmd = [str(program)]
        found = await spawner.start()
        await spawner.stop()
        return found

    assert asyncio.run(live())[0] == "127.0.0.1"
    assert "started the ordinary way, which takes longer" in caplog.text


def test_another_process_with_the_same_number_is_not_adopted(tmp_path: Path):
    spawner = server(tmp_path, "")
    spawner.load_state({"pid": os.getpid(), "born": {"pid": os.getpid(), "at": 1.0}})
    assert spawner.pid == 0


def test_a_server_that_ends_while_it_starts_says_why(tmp_path: Path):
    spawner = server(tmp_path, "raise SystemExit('the disk <b>is</b> full')")
    with pytest.raises(DidNotStart) as caught:
        asyncio.run(spawner.start())
    said = "JupyterLab ended while it started. The last that it wrote (status 1): the disk <b>is</b> full"
    assert caught.value.jupyterhub_message == said
    assert "<b>" not in caught.value.jupyterhub_html_message


def test_a_command_that_does_not_exist_is_named(tmp_path: Path):
    spawner = server(tmp_path, "")
    spawner.cmd = ["/nowhere/jupyterhub-singleuser"]
    with pytest.raises(DidNotStart, match="/nowhere/jupyterhub-singleuser"):
        asyncio.run(spawner.start())


def test_a_home_of_somebody_else_is_refused(tmp_path: Path):
    home = tmp_path / "lab-ada"
    home.mkdir()
    other = SimpleNamespace(pw_uid=os.getuid() + 1, pw_gid=0, pw_name="lab-ada")
    with pytest.raises(Conflict, match="chown -R lab-ada"):
        os_accounts.ensure_home(home, other)


def test_an_account_that_is_not_ours_is_not_used(tmp_path: Path, monkeypatch):
    theirs = SimpleNamespace(pw_uid=1000, pw_gid=1000, pw_name="lab-ada", pw_gecos="Ada Lovelace,,,")
    monkeypatch.setattr(os_accounts, "find_account", lambda _login: theirs)
    with pytest.raises(Conflict, match="did not make"):
        os_accounts.ensure_account("ada", tmp_path)


def test_root_makes_an_account_with_a_home_of_its_own(tmp_path: Path):
    need_root()
    name = f"test{os.getpid()}"
    homes = tmp_path / "deep" / "homes"
    os.umask(0o077)
    try:
        account = os_accounts.ensure_account(name, homes)
        assert os_accounts.ensure_account(name, homes) == account
        home = homes / f"lab-{name}"
        assert (home.stat().st_uid, home.stat().st_mode & 0o777) == (account.pw_uid, 0o700)
        assert homes.stat().st_mode & 0o777 == 0o755
    finally:
        os.umask(0o022)
        subprocess.run(["userdel", f"lab-{name}"], check=False)
