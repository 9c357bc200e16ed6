"""The state machine of proposals under any sequence of moves by anybody: nothing unseen is ever published."""

import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from hypothesis.strategies import integers, sampled_from
from sqlalchemy import func, select

from lyceum_catalog.entries import parse_entry
from lyceum_hub.database import open_database
from lyceum_hub.database.tables import audit, entries, entry_versions, proposals
from lyceum_hub.errors import Conflict, Forbidden, NotFound
from lyceum_hub.service.entries.access import Reader
from lyceum_hub.service.entries.store import EntryStore
from lyceum_hub.service.stewardship.proposal import MOVES, OPEN, State
from lyceum_hub.service.stewardship.proposals import Proposals
from lyceum_hub.service.stewardship.review import Review
from support.flights import FLIGHTS

REFUSED = (Conflict, Forbidden, NotFound)
STEWARDS = ("sue", "tim")
PEOPLE = ("ada", "ben", "mia", *STEWARDS)
GROUPS = {"mia": {"group:aviation"}}
MANAGERS = {"flights": {"ada", "mia", *STEWARDS}, "delays": set(STEWARDS)}  # until delays are published


def reader(name):
    return Reader(name, frozenset({"everybody", f"person:{name}", *GROUPS.get(name, ())}), manages_all=name in STEWARDS)


def an_entry(name, number):
    return parse_entry({**FLIGHTS, "name": name, "summary": f"Number {number}."})


class Catalog(RuleBasedStateMachine):
    """Everybody tries everything; the machine remembers who wrote what, and what whoever approved looked at."""

    made = Bundle("made")
    fresh: Path

    def __init__(self):
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        shutil.copy(self.fresh, Path(self.folder.name) / "l.sqlite")
        self.database = open_database(f"sqlite:///{self.folder.name}/l.sqlite")
        self.store = EntryStore(self.database)
        self.proposals, self.review = Proposals(self.database), Review(self.database, self.store)
        self.writers, self.seen, self.changes = {}, {}, 0
        self.store.publish([an_entry("flights", 0)], "root")
        self.published, self.there = 1, {"flights"}

    def teardown(self):
        self.database.engine.dispose()
        self.folder.cleanup()

    def attempt(self, call, *arguments):
        """Return what a call returns, which is one change then; None where it is refused."""
        try:
            found = call(*arguments)
        except REFUSED:
            return None
        self.changes += 1
        return found

    @rule(target=made, who=sampled_from(PEOPLE), name=sampled_from(("flights", "delays")), number=integers(1, 3))
    def propose(self, who, name, number):
        found = self.attempt(self.proposals.add, reader(who), an_entry(name, number), None, "", False)
        if found:
            self.writers[found.id] = {who}
        return found and found.id

    @rule(proposal=made, who=sampled_from(PEOPLE), number=integers(1, 3), stale=integers(0, 1))
    def edit(self, proposal, who, number, stale):
        held = self.held(proposal)
        if held is None:
            return
        entry = an_entry(held.entry, number)
        if self.attempt(self.proposals.edit, reader(who), proposal, entry, "", held.revision - stale):
            assert not stale
            assert who == held.author or who in self.managers(held.entry)
            self.writers[proposal].add(who)

    @rule(proposal=made, who=sampled_from(PEOPLE), stale=integers(0, 1))
    def submit(self, proposal, who, stale):
        held = self.held(proposal)
        if held and self.attempt(self.proposals.submit, reader(who), proposal, held.revision - stale):
            assert (held.state, held.author, stale) == (State.DRAFT, who, 0)

    @rule(proposal=made, who=sampled_from(PEOPLE))
    def send_back(self, proposal, who):
        if proposal and self.attempt(self.proposals.send_back, reader(who), proposal, "No."):
            assert who not in self.writers[proposal]

    @rule(proposal=made, who=sampled_from(PEOPLE))
    def withdraw(self, proposal, who):
        if proposal:
            self.attempt(self.proposals.withdraw, reader(who), proposal)

    @rule(proposal=made, who=sampled_from(PEOPLE))
    def look(self, proposal, who):
        held = self.held(proposal)
        if held:
            self.seen[who, proposal] = held.content_hash

    @rule(proposal=made, who=sampled_from(PEOPLE))
    def approve(self, proposal, who):
        looked_at = self.seen.get((who, proposal))
        if looked_at is None:
            return
        before = self.held(proposal)
        if done := self.attempt(self.review.approve, reader(who), proposal, looked_at):
            self.published += 1
            assert before.state is State.IN_REVIEW
            assert who not in self.writers[proposal]
            assert who in self.managers(done.entry)
            assert self.hash_of(done.entry, done.version) == looked_at
            self.there.add(done.entry)

    @invariant()
    def versions_are_numbered_without_gaps_and_as_many_as_were_approved(self):
        with self.database.reading() as connection:
            counted = connection.execute(
                select(entries.c.name, entries.c.version, func.count())
                .join_from(entries, entry_versions)
                .group_by(entries.c.name, entries.c.version)
            ).all()
        assert all(version == count for _, version, count in counted)
        assert sum(count for *_, count in counted) == self.published

    @invariant()
    def every_change_has_its_line_in_the_trail(self):
        with self.database.reading() as connection:
            lines = connection.execute(select(func.count()).where(audit.c.action.like("proposal.%"))).scalar_one()
        assert lines == self.changes

    @invariant()
    def what_is_not_open_says_who_decided(self):
        with self.database.reading() as connection:
            rows = connection.execute(select(proposals)).all()
        for row in rows:
            assert row.state in OPEN or row.decided_by
            assert (row.version is not None) == (row.state == State.PUBLISHED)

    def managers(self, entry):
        """Return who may manage an entry: both of them, once they are there, have the same owner and steward."""
        return MANAGERS["flights"] if entry in self.there else MANAGERS[entry]

    def held(self, proposal):
        return self.proposals.get(reader("sue"), proposal) if proposal else None

    def hash_of(self, name, version):
        with self.database.reading() as connection:
            theirs = (entry_versions.c.name == name, entry_versions.c.version == version)
            return connection.execute(select(entry_versions.c.content_hash).where(*theirs)).scalar_one()


def test_nothing_unseen_is_ever_published(fresh_sqlite):
    machine = type("Machine", (Catalog,), {"fresh": fresh_sqlite})
    few = settings(max_examples=30, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(machine, settings=few)


def test_only_open_proposals_move():
    assert {before for before, _ in MOVES} == set(OPEN)
    assert set(MOVES.values()) == set(State)
