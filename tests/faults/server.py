"""A run's server reduced to its bones: it takes the run up, works for a while, hands in a notebook and ends.

`python -m faults.server SERVER LEDGER FOLDER SERVICE…`: the fake hub starts it, and knows it by its file in the folder.
Time goes `SPEED` times as fast for the service as for us, so pauses and patience are that much shorter than a real
server's.
"""

import http.client
import json
import os
import sys
import time
from pathlib import Path

from faults import ledger
from faults.clock import SPEED

BEAT_SECONDS = 5 / SPEED
PATIENCE_SECONDS = 60 / SPEED
PREFIX = "/services/lyceum/api/runs"


class Refused(Exception):
    """The service does not let this server go on."""


class Service:
    """The replicas of the service; what does not answer at one is asked of the next."""

    def __init__(self, server, addresses):
        self._server = server
        self._run = server.split("-")[1]
        self._addresses = addresses

    def send(self, method, step, body, patience=PATIENCE_SECONDS):
        """Return the answer to a step; raise Refused for a 4xx, or when nobody answers in time but was waited for."""
        until = time.monotonic() + patience
        while True:
            for address in self._addresses:
                status, answer = self._try(address, method, step, body)
                if 400 <= status < 500:
                    raise Refused(f"{step}: {status} {answer}")
                if status < 300:
                    return answer
            if not patience:
                return None
            if time.monotonic() >= until:
                raise Refused(f"{step}: nobody answers")
            time.sleep(0.1)

    def _try(self, address, method, step, body):
        connection = http.client.HTTPConnection(address, timeout=2)
        headers = {"Authorization": f"token {self._server}", "Content-Type": "application/json"}
        try:
            connection.request(method, f"{PREFIX}/{self._run}/{step}", json.dumps(body), headers)
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read() or "null")
        except (OSError, http.client.HTTPException, ValueError):
            return 599, None
        finally:
            connection.close()


def main(server, path, folder, *addresses):
    """Execute the run that this server was started for."""
    run, attempt = server.split("-")[1:]
    if register(Path(folder, server)):
        try:
            execute(Service(server, addresses), lambda what: ledger.write(path, run, attempt, what))
        except Refused:
            ledger.write(path, run, attempt, "refused")


def register(file):
    """Note our pid under our name, in one step, unless a server of that name has done so; tell whether it is ours."""
    mine = file.with_name(f".{os.getpid()}")
    mine.write_text(str(os.getpid()))
    try:
        os.link(mine, file)
        return True
    except FileExistsError:
        return False
    finally:
        mine.unlink()


def execute(service, note):
    """Take the run up, work, and tell."""
    work(service, note, service.send("POST", "begin", {}))


def work(service, note, job):
    """Work for as long as the job says, unless it is wanted stopped."""
    fence, seconds = job["fence"], job["parameters"]["seconds"]
    note("begin")
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        time.sleep(min(BEAT_SECONDS, seconds))
        note("beat")
        answer = service.send("POST", "report", {"fence": fence, "log": "tick\n"}, patience=0)
        if answer and answer["wanted"] == "stopped":
            return finish(service, note, fence, job, "cancelled")
    return finish(service, note, fence, job, "failed" if job["parameters"].get("fails") else "succeeded")


def finish(service, note, fence, job, state):
    """Hand in the notebook, large enough to be torn, and say how it ended."""
    note("end")
    job["notebook"]["metadata"]["padding"] = "x" * 50_000
    service.send("PUT", f"output?fence={fence}", job["notebook"])
    service.send("POST", "end", {"fence": fence, "state": state})


if __name__ == "__main__":
    main(*sys.argv[1:])
