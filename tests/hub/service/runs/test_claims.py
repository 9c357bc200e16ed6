"""Replicas that act at the same time: each run is taken, and moved, by one of them."""

from concurrent.futures import ThreadPoolExecutor, wait

import pytest

from lyceum_hub.errors import Conflict
from lyceum_hub.service.runs import moves, store
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


def test_a_run_is_not_taken_up_while_it_is_being_ended(database):
    replica = RunStore(database)
    replica.create("ada", "work", Work("hash"))
    run = replica.claim(9)
    with ThreadPoolExecutor(1) as beside:
        with database.writing() as connection:
            held = moves.held(connection, run.id, run.fence)
            begun = beside.submit(replica.begin, run.id)
            wait([begun], timeout=1)
            assert moves.move(connection, held, State.LOST, "Its server is gone.")
        with pytest.raises(Conflict):
            begun.result()


def test_the_server_of_an_active_run_is_not_forgotten(database):
    replica = RunStore(database)
    replica.create("ada", "work", Work("hash"))
    run = replica.claim(9)
    replica.forget_server(run)
    assert replica.get(run.id).server == run.server_name
    replica.end(run.id, run.fence, State.FAILED, "It failed.")
    replica.forget_server(run)
    assert replica.get(run.id).server is None
