"""Replicas that claim at the same time: each run is taken by one of them."""

from concurrent.futures import ThreadPoolExecutor

from lyceum_hub.service.runs import store
from lyceum_hub.service.runs.run import State
from lyceum_hub.service.runs.store import RunStore
from lyceum_hub.service.runs.work import Work

RUNS = 40


def test_replicas_that_claim_at_once_take_each_run_once(database):
    replicas = [RunStore(database) for _ in range(4)]
    asked = {replicas[0].create("ada", "work", Work("hash")).id for _ in range(RUNS)}
    with ThreadPoolExecutor(len(replicas)) as beside:
        claimed = [run for found in beside.map(claim_all, replicas) for run in found]
    assert sorted(run.id for run in claimed) == sorted(asked)
    assert {run.attempt for run in claimed} == {1}


def claim_all(replica):
    """Claim until every run has been taken."""
    found = []
    while replica.find(state=State.QUEUED)[1]:
        if run := replica.claim(2 * RUNS):
            found.append(run)
    return found


def test_a_run_that_another_replica_takes_between_two_looks_is_not_taken_again(database, monkeypatch):
    if database.engine.dialect.name == "sqlite":
        return  # there, only one transaction writes at a time
    ours, other = RunStore(database), RunStore(database)
    ours.create("ada", "work", Work("hash"))
    look, taken = store.one, []

    def look_after_the_other(connection, run_id, *more):
        if not taken:
            taken.append(None)
            taken.append(other.claim(9))
        return look(connection, run_id, *more)

    monkeypatch.setattr(store, "one", look_after_the_other)
    claimed = ours.claim(9)
    assert [run.attempt for run in (claimed, taken[1]) if run] == [1]
