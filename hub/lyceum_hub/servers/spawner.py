"""People's servers as processes of this machine: JupyterLab, or one notebook run."""

import asyncio
import os
import pwd
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from pathlib import Path
from subprocess import DEVNULL, STDOUT, SubprocessError
from typing import Any

import psutil
from jupyterhub.spawner import LocalProcessSpawner, set_user_setuid
from jupyterhub.utils import random_port
from traitlets import Bool, Dict, Instance, default

from lyceum_hub.culling.stopped import Stoppable
from lyceum_hub.errors import LyceumError
from lyceum_hub.servers.confined import Confined
from lyceum_hub.servers.deaths import why
from lyceum_hub.servers.environments import path_in, program_of
from lyceum_hub.servers.os_accounts import ensure_account
from lyceum_hub.servers.prefork.child import PROGRAMS
from lyceum_hub.servers.prefork.forked import Forked
from lyceum_hub.servers.prefork.request import Request
from lyceum_hub.servers.profiled import Profiled
from lyceum_hub.servers.refusals import DidNotStart
from lyceum_hub.servers.rescue import Rescuing

BIN = Path(sys.executable).parent
LOG_TAIL = 4000  # bytes shown to a person whose server did not start
LOGS_KEPT = 7 * 24 * 3600  # seconds
LOOK_EVERY = 0.05  # seconds between looks at a server that starts


class LocalSpawner(Rescuing, Confined, Profiled, Stoppable, LocalProcessSpawner):
    """Starts servers as the person's own account where root starts the workspace, else as ours."""

    as_root = Bool(help="Run each person as an operating system account of their own.").tag(config=True)
    homes = Instance(Path, help="The folder that holds people's homes.").tag(config=True)
    logs = Instance(Path, help="The folder that holds the servers' logs.").tag(config=True)
    prefork = Instance(Path, allow_none=True, help="Where the prefork parent listens.").tag(config=True)
    account = Instance(pwd.struct_passwd, allow_none=True)
    forked = Instance(Forked, allow_none=True)
    born = Dict(help="When the process began: another may have its number after a restart of the machine.")
    step = "Preparing the home folder"
    waits_for = ""  # a sentence, while the start waits for something that others have

    @default("cmd")
    def _cmd(self) -> list[str]:
        return [str(BIN / ("lyceum-run" if self.name.startswith("run-") else "jupyterhub-singleuser"))]

    @property
    def home(self) -> Path:
        """The person's home folder."""
        return Path(self.homes) / (f"lab-{self.user.name}" if self.as_root else self.user.name)

    @property
    def log_path(self) -> Path:
        """Where the server's output goes: a file of the hub's, which the server writes to through an open handle."""
        return Path(self.logs) / f"{self.user.name}{'-' if self.name else ''}{self.name}.log"

    async def start(self) -> tuple[str, int]:
        """Start the server and return its address once it answers; raise DidNotStart saying why it does not."""
        try:
            self.account = await asyncio.to_thread(self.prepare_home)
            groups = {group.name for group in self.user.groups}
            await asyncio.to_thread(self.confine, self.home, self.account, groups)
            await asyncio.to_thread(self.make_rescue_folder, self.account)
            self.step = f"Starting {self.what}"
            found = await self.start_process()
        except LyceumError as error:
            raise DidNotStart(error.sentence) from error
        except (OSError, SubprocessError) as error:
            raise DidNotStart(f"{self.what} could not be started: {error}") from error
        await self.wait_until_it_answers()
        return found

    async def start_process(self) -> tuple[str, int]:
        """Start the process, forked where the prefork parent is there, and return where it will answer."""
        self.port = random_port()
        own = None if self.rescue_folder else program_of(self.profile, Path(self.cmd[0]).name)
        with self.open_log() as log:
            if own or not (self.prefork and await self.fork(self.prefork, log.fileno())):
                self.popen_kwargs = {"stdin": DEVNULL, "stdout": log, "stderr": STDOUT, "executable": own}
                await super().start()
        self.born = {"pid": self.pid, "at": birth(self.pid)}
        return self.ip or "127.0.0.1", self.port

    async def fork(self, parent: Path, log: int) -> bool:
        """Have the prefork parent start the process; return whether it did, and say where it did not."""
        account = self.account.pw_name if self.as_root and self.account else None
        command: list[str] = [*self.cmd, *self.get_args()]
        program = Path(command[0]).name
        request = Request(program, command[1:], self.get_env(), str(self.home), account, self.confinement)
        if request.program not in PROGRAMS:
            return False
        try:
            self.forked = await asyncio.to_thread(Forked.ask, parent, request, log)
        except (OSError, ValueError) as error:
            self.log.warning("%s is started the ordinary way, which takes longer: %s", self.what, error)
            self.step = f"Starting {self.what} the ordinary way, which takes longer"
            return False
        self.proc, self.pid = None, self.forked.pid
        return True

    async def poll(self) -> int | None:
        """Return None while the server runs, else the status it ended with, or 0 where nobody knows it."""
        forked: Forked | None = self.forked
        if forked and (ended := forked.poll()) is not None:
            self.clear_state()
            return self.note_end(ended)
        return self.note_end(await super().poll())

    def prepare_home(self) -> pwd.struct_passwd:
        """Return the account to run as, its home made."""
        if self.as_root:
            return ensure_account(self.user.name, self.homes)
        self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        return pwd.getpwuid(os.geteuid())

    def open_log(self) -> Any:
        """Open an empty log for the server, and drop the logs of long ago."""
        self.logs.mkdir(mode=0o700, parents=True, exist_ok=True)
        for path in self.logs.glob("*.log"):
            if path.stat().st_mtime < time.time() - LOGS_KEPT:
                path.unlink(missing_ok=True)
        self.log_path.write_bytes(b"")
        return self.log_path.open("ab")

    async def wait_until_it_answers(self) -> None:
        """Return when the server says so, or its port is open; the hub's start_timeout bounds the wait."""
        while not (await self.says_so() or await is_open(self.port)):
            if (status := await self.poll()) is not None:
                raise self.death(status)

    async def says_so(self) -> bool:
        """Return as soon as a forked server says that it answers, or, with False, when it is time for a look."""
        forked: Forked | None = self.forked
        if forked:
            return await forked.readiness.is_told_within(LOOK_EVERY)
        await asyncio.sleep(LOOK_EVERY)
        return False

    def death(self, status: int) -> DidNotStart:
        """Return why a server ended while it started, with the end of its log."""
        log = self.log_path.read_bytes()[-LOG_TAIL:].decode(errors="replace")
        if self.ended_because:
            return DidNotStart(f"{self.ended_because} while it started. Choose a larger profile.", log)
        return DidNotStart(f"{self.what} ended while it started. {why(status, log)}", log)

    async def progress(self) -> AsyncIterator[dict[str, Any]]:
        """Tell the page that waits what happens, and how far a start of some seconds has come."""
        began = time.monotonic()
        while True:
            if self.waits_for:
                began = time.monotonic()
                yield {"progress": 5, "message": self.waits_for, "waits": True}
            else:
                share = 1 - 0.8 ** (time.monotonic() - began)
                yield {"progress": round(5 + 90 * share), "message": f"{self.step}…"}
            await asyncio.sleep(0.3)

    def make_preexec_fn(self, name: str) -> Callable[[], None]:
        """Return what a new process does first: become the person, within their limits, and go home."""
        home, account, confinement = self.home, self.account, self.confinement
        become = set_user_setuid(account.pw_name, chdir=False) if self.as_root and account else lambda: None

        def begin() -> None:
            os.umask(0o077)
            confinement.enter()
            become()
            confinement.close()
            os.chdir(home)

        return begin

    def user_env(self, env: dict[str, str]) -> dict[str, str]:
        """Return the environment with who the person is on this machine."""
        login = self.account.pw_name if self.account else self.user.name
        env["PATH"] = path_in(self.profile, env.get("PATH", os.defpath))
        whose = {"HOME": str(self.home), "USER": login, "LOGNAME": login, "SHELL": "/bin/bash"}
        return self.in_rescue({**env, **whose})

    def get_state(self) -> dict[str, Any]:
        """Return what a restarted hub needs to know."""
        return {**super().get_state(), **({"born": self.born} if self.born else {})}

    def load_state(self, state: dict[str, Any]) -> None:
        """Adopt a server that outlived the hub, if its process is still the one we started."""
        super().load_state(state)
        self.born = state.get("born", {})
        if self.pid and birth(self.pid) != self.born.get("at"):
            self.clear_state()

    def clear_state(self) -> None:
        """Forget a server that ended."""
        super().clear_state()
        self.born = {}
        if self.forked:
            self.forked.close()
            self.forked = None

    async def stop(self, now: bool = False) -> None:
        """Ask the server to end, and end it and its children when it does not."""
        if self.pid and not now:
            await self._signal(signal.SIGTERM)
            await self.wait_for_death(self.term_timeout)
        if self.pid and await self.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(self.pid, signal.SIGKILL)
            await self.wait_for_death(self.kill_timeout)
        await asyncio.to_thread(self.leave)
        self.ended_because = ""


def birth(pid: int) -> float | None:
    """Return when a process began, in seconds since the epoch; None if there is none."""
    try:
        return float(psutil.Process(pid).create_time())
    except psutil.NoSuchProcess:
        return None


async def is_open(port: int) -> bool:
    """Return whether something listens on a port of this machine."""
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    return True
