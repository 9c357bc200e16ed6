"""A prefork parent whose children run what the test sends them."""

import os
import subprocess
import sys
import time
from contextlib import suppress

import pytest

from lyceum_hub.servers.prefork.forked import Forked
from lyceum_hub.servers.prefork.request import Request

PROGRAM = """
import os, random, sys
from pathlib import Path
from lyceum_hub.servers.prefork.child import become
from lyceum_hub.servers.prefork.parent import Parent

random.seed(1)
request, files = Parent(Path(sys.argv[1]), Path(sys.argv[2]).exists).serve()
become(request, *files)
sys.argv = [request.program, *request.arguments]
exec(request.arguments[0])
"""


def wait_for(look):
    """Return what a look finds, once it finds something."""
    until = time.monotonic() + 60
    while (found := look()) is None:
        assert time.monotonic() < until, "It never came."
        time.sleep(0.02)
    return found


class Nest:
    """A parent and the children that a test has it make."""

    def __init__(self, folder):
        self.folder, self.address, self.outdated = folder, folder / "socket", folder / "outdated"
        self.log = folder / "log"
        self.made = []
        self.start()

    def start(self):
        program = self.folder / "program.py"
        program.write_text(PROGRAM)
        command = [sys.executable, str(program), str(self.address), str(self.outdated)]
        with (self.folder / "parent.log").open("ab") as log:
            self.parent = subprocess.Popen(command, env={"KEY": "parent"}, stdout=log, stderr=log)
        wait_for(self.answer)

    def answer(self):
        with suppress(OSError):
            return wait_for(self.fork("pass").poll)
        return None

    def fork(self, code, account=None, **environment):
        """Fork a child that runs some code; what it prints is in the log."""
        request = Request("child", [code], environment, "/" if account else str(self.folder), account)
        with self.log.open("wb") as log:
            forked = Forked.ask(self.address, request, log.fileno())
        self.made.append(forked)
        return forked

    def say(self, code, **more):
        """Return what a child prints, having run to its end."""
        wait_for(self.fork(code, **more).poll)
        return self.log.read_text().strip()

    def stop(self):
        self.parent.kill()
        self.parent.wait()
        for forked in self.made:
            forked.close()
            with suppress(ProcessLookupError):
                os.kill(forked.pid, 9)


@pytest.fixture
def nest(tmp_path):
    tmp_path.chmod(0o755)
    made = Nest(tmp_path)
    yield made
    made.stop()
