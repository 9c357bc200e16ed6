"""Containers of the images under test, as a cluster starts them: without root, their root read-only, within limits."""

import json
import os
import shlex
import shutil
import subprocess
import time

RUNNERS = ("docker", "podman")
ASKED = (
    "--read-only",
    "--memory",
    "1g",
    "--pids-limit",
    "300",
    "--cap-drop",
    "all",
    "--security-opt",
    "no-new-privileges",
)
WRITABLE = ("--tmpfs", "/tmp", "--volume", "/home/lyceum", "--volume", "/var/lib/lyceum")
PATIENCE = 300  # seconds


def runner() -> str:
    """Return what runs containers here."""
    for name in RUNNERS:
        if shutil.which(name) and subprocess.run([name, "info"], capture_output=True).returncode == 0:
            return name
    raise AssertionError("Neither Docker nor podman runs containers here. Install one (on Debian: apt install podman).")


def call(*arguments: str, check: bool = True) -> subprocess.CompletedProcess:
    """Have the runner do something."""
    done = subprocess.run([runner(), *arguments], capture_output=True, text=True)
    assert not check or done.returncode == 0, done.stderr
    return done


def about(image: str) -> dict:
    """Return what an image says of itself."""
    return json.loads(call("image", "inspect", image).stdout)[0]


def once(image: str, *command: str) -> subprocess.CompletedProcess:
    """Run one command in a container without network."""
    return call("run", "--rm", "--no-healthcheck", "--network", "none", *ASKED, *WRITABLE, image, *command)


class Container:
    """A container that serves; LYCEUM_RUN_ARGS are further arguments, as a machine may need."""

    def __init__(self, image: str, *command: str, port: int, **environment: str) -> None:
        told = [part for name, value in environment.items() for part in ("--env", f"{name}={value}")]
        more = shlex.split(os.environ.get("LYCEUM_RUN_ARGS", ""))
        published = ["--publish", f"127.0.0.1::{port}"]
        started = call("run", "--detach", *published, *ASKED, *WRITABLE, *told, *more, image, *command)
        self.id = started.stdout.strip()
        self.address = f"http://{call('port', self.id, str(port)).stdout.splitlines()[0]}"

    def __enter__(self) -> "Container":
        return self

    def __exit__(self, *_) -> None:
        call("rm", "--force", "--volumes", self.id)

    def do(self, *command: str, check: bool = True) -> subprocess.CompletedProcess:
        """Run a command in the container."""
        return call("exec", self.id, *command, check=check)

    def is_healthy(self) -> bool:
        """Say what the image's own health check says just now."""
        (_, check) = self.inspect()["Config"]["Healthcheck"]["Test"]
        return self.do("sh", "-c", check, check=False).returncode == 0

    def inspect(self) -> dict:
        """Return what the runner knows of the container."""
        return json.loads(call("container", "inspect", self.id).stdout)[0]

    def wait_until(self, holds) -> None:
        """Return once something holds; fail with the log when it does not in time, or the container has ended."""
        end = time.monotonic() + PATIENCE
        while not holds():
            assert self.runs(), self.log()
            assert time.monotonic() < end, self.log()
            time.sleep(0.5)

    def runs(self) -> bool:
        """Say whether the container has not ended."""
        return self.inspect()["State"]["Running"]

    def log(self) -> str:
        """Return what the container said."""
        done = call("logs", self.id)
        return done.stdout + done.stderr
