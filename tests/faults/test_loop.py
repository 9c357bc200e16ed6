"""Two replicas of the service, a hub and the servers of runs, harmed at random moments: every promise is kept.

The service is the real program on a real database; the hub and the servers of runs are small programs of ours. Time
goes faster for the service, so that its lease of a minute is over in seconds.
"""

import os
import signal
import time
from contextlib import suppress

import pytest

from faults.arena import PATIENCE
from faults.checker import FINAL, Evidence, complaints
from faults.clients import WORK, Crowd
from faults.clock import SPEED
from faults.nemesis import Nemesis, say
from faults.timers import flood, later, wake

pytestmark = pytest.mark.faults

FAULTS = 85
LEASE = 60 / SPEED  # seconds
HOUR, DAY = 3600, 24 * 3600


def test_every_promise_is_kept_whatever_breaks(arena, request):
    nemesis = Nemesis(f"loop-{request.node.callspec.id}")
    teach(nemesis, arena)
    schedules = make_schedules(arena.client)
    with Crowd(arena.client, nemesis.random, ask) as crowd:
        while nemesis.faults < FAULTS:
            nemesis.strike(pause=0.2)
            arena.start(enough=any)
    recover(arena, schedules)
    evidence = Evidence(crowd.promised, arena.runs(), arena.lines(), arena.outputs, crowd.read)
    say(f"{evidence}, {nemesis}")
    found = [*complaints(evidence), *crowd.trouble]
    assert not found, "\n".join([str(nemesis), *found, arena.said()])
    assert arena.database.is_whole()
    assert evidence.states["succeeded"], nemesis


def ask(client, number, chance):
    """Ask for a run: short or long, some failing, some tried again."""
    retries = {"most": 2, "delay": chance.choice([0, 20])} if chance.random() < 0.5 else None
    parameters = {"seconds": round(chance.uniform(0.1, 2.0), 2), "fails": chance.random() < 0.2}
    return client.run(f"key-{number}", parameters, retries)


def make_schedules(client):
    """Make schedules that fire every minute, with every rule for overlaps and for what was missed."""
    rules = [("allow", "all"), ("skip", "latest"), ("replace", "none"), ("replace", "latest")]
    work = {"notebook": WORK, "parameters": {"seconds": 0.5}, "every": 60}
    bodies = [{**work, "name": f"{lap} {late}", "overlap": lap, "catch_up": late} for lap, late in rules]
    made = [client.ask("POST", "/schedules", json=body) for body in bodies]
    assert {answer.status_code for answer in made} == {201}, made[0].text
    return [answer.json()["id"] for answer in made]


def teach(nemesis, arena):
    """Teach the nemesis what it can do here."""
    for service in arena.services:
        nemesis.knows(f"kill service {service.name}", service.kill, 3)
        nemesis.knows(f"pause service {service.name}", lambda s=service: pause(s, nemesis.random.uniform(0, 2 * LEASE)))
    nemesis.knows("kill the hub", arena.hub.kill, 3)
    nemesis.knows("pause the hub", lambda: pause(arena.hub, 1))
    nemesis.knows("kill a server", lambda: hit(nemesis, arena, signal.SIGKILL), 6)
    nemesis.knows("pause a server", lambda: freeze(nemesis, arena), 3)
    nemesis.knows("lock the database", lambda: arena.database.lock(nemesis.random.choice([0.5, 2, 6])), 2)
    nemesis.knows("jump the clock", lambda: arena.clock.jump(nemesis.random.choice([HOUR, -HOUR, DAY, -DAY])))
    if hasattr(arena.database, "cut"):
        nemesis.knows("cut connections", arena.database.cut, 3)
    if arena.disk:
        nemesis.knows("fill the disk", lambda: flood(arena.disk), 2)
    else:
        say("The disk is not filled: only root can mount a small one.")


def pause(program, seconds):
    """Stop a program's world for a while."""
    program.pause()
    later(seconds, program.resume)


def hit(nemesis, arena, number):
    """Send a signal to the server of some run; tell whether there was one."""
    if not (servers := arena.servers):
        return False
    victim = nemesis.random.choice(servers)
    with suppress(ProcessLookupError):
        os.kill(victim, number)
    return victim


def freeze(nemesis, arena):
    """Stop the server of some run until its lease has passed, then let it go on, if it lives so long."""
    if victim := hit(nemesis, arena, signal.SIGSTOP):
        later(nemesis.random.uniform(0, 2 * LEASE), wake, victim)
    return victim


def recover(arena, schedules):
    """Give back what was taken, stop the schedules, and wait until every run has ended and nothing is left of it."""
    if arena.disk:
        arena.disk.free()
    for program in (arena.hub, *arena.services):
        program.resume()
    arena.start()
    for schedule in schedules:
        assert arena.client.ask("DELETE", f"/schedules/{schedule}").status_code in (204, 404)
    arena.clock.jump(10 * DAY)  # whatever waits for its time has come to it
    until = time.monotonic() + PATIENCE
    while any(row["state"] not in FINAL or row["server"] for row in arena.runs()) and time.monotonic() < until:
        time.sleep(0.3)
