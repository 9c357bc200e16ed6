"""A process with a nursery, that starts kernels as a Lab does; the test talks to it in lines of Python."""

import json
import os
import subprocess
import sys
from contextlib import suppress

import psutil
import pytest

LAB = """
import asyncio, json, logging, os, sys, traceback
from ipykernel import kernelapp
from jupyter_client.ioloop import AsyncIOLoopKernelRestarter
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning import KernelProvisionerFactory
from traitlets.config import Config
from lyceum_lab.kernels import nursery
from lyceum_lab.kernels.provisioner import NAME

nursery.begin()
logging.basicConfig()
config = Config()
config.KernelProvisionerFactory.default_provisioner_name = NAME
KernelProvisionerFactory.instance(config=config)
manager, client = AsyncKernelManager(kernel_name="python3", autorestart=True), None

async def start(**more):
    await manager.start_kernel(**more)
    await connect()

async def connect():
    global client
    if client:
        client.stop_channels()
    client = manager.client()
    client.start_channels()
    await client.wait_for_ready(timeout=60)

def take(said, message):
    content = message["content"]
    said.append(content.get("text") or content.get("ename") or content.get("data", {}).get("text/plain", ""))

async def say(code):
    said = []
    await client.execute_interactive(code, output_hook=lambda message: take(said, message), timeout=60)
    return "".join(said).strip()

async def interrupted():
    client.execute("print('asleep', flush=True); import time; time.sleep(600)", stop_on_error=False)
    await heard("stream")
    await manager.interrupt_kernel()
    return (await heard("error"))["content"]["ename"]

async def heard(kind):
    while (message := await client.get_iopub_msg(timeout=60))["msg_type"] != kind:
        pass
    return message

async def watched():
    global ended, again
    ended, again = [], asyncio.Event()
    restarter = AsyncIOLoopKernelRestarter(kernel_manager=manager, time_to_dead=0.2)
    poll = manager.provisioner.poll
    async def note():
        ended.append(await poll())
        return ended[-1]
    manager.provisioner.poll = note
    restarter.add_callback(lambda *_: again.set(), "restart")
    restarter.start()

async def restarted():
    await asyncio.wait_for(again.wait(), 60)
    return next(status for status in ended if status is not None)

async def live():
    space = globals()
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        try:
            space["it"] = await eval(f"({line.strip()})")
            print("\\x02" + json.dumps(space["it"]), flush=True)
        except Exception as error:
            print("\\x02" + json.dumps({"error": traceback.format_exc()}), flush=True)

asyncio.run(live())
"""


class Lab:
    """A process that starts one kernel."""

    def __init__(self, folder):
        self.log = folder / "log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-c", LAB],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                cwd=folder,
                env={**os.environ, "HOME": str(folder), "PYTHONUNBUFFERED": "1"},
            )

    def do(self, line):
        """Return what an awaitable comes to there."""
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()
        while said := self.process.stdout.readline():
            if said.startswith("\x02"):
                came = json.loads(said[1:])
                assert not isinstance(came, dict), came["error"] + self.log.read_text()
                return came
        raise AssertionError(self.log.read_text())

    def say(self, code):
        """Return what the kernel prints."""
        return self.do(f"say({code!r})")

    @property
    def nursery(self):
        return psutil.Process(self.process.pid).children()[0]

    def stop(self):
        children = psutil.Process(self.process.pid).children(recursive=True) if self.process.poll() is None else []
        for process in (self.process, *children):
            with suppress(psutil.NoSuchProcess):
                process.kill()
        self.process.wait()


@pytest.fixture
def lab(tmp_path):
    made = Lab(tmp_path)
    yield made
    made.stop()
