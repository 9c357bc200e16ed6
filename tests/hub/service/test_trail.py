"""The audit trail: nothing of it changes unseen, and administrators read it."""

import asyncio
import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, event, insert, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from lyceum_hub.database import chain, migrate, open_database
from lyceum_hub.database.tables import audit, owners
from lyceum_hub.service.audit import record, record_all
from lyceum_hub.service.trail import HEADS, Heads, Trail, Wanted, noted
from lyceum_hub.service.verification import verify

TRIGGERS = text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
ODD = {"share": 0.1, "by": {2: 1, 10: None}, "text": "ä"}


@pytest.fixture
def trail(database):
    """Five lines: 1 to 5."""
    for number in range(1, 6):
        with database.writing() as connection:
            record(connection, "ada", "entry.publish", f"entry_{number}", **{"version": number, **ODD})
    assert [line.id for line in lines(database)] == [1, 2, 3, 4, 5]
    return database


def lines(database):
    with database.reading() as connection:
        return connection.execute(select(audit).order_by(audit.c.id)).all()


def tamper(database, *statements):
    """Do what the triggers refuse, as somebody does who may also remove the triggers."""
    sqlite = database.engine.dialect.name == "sqlite"
    with database.engine.begin() as connection:
        if sqlite:
            for name in connection.execute(TRIGGERS).scalars().all():
                connection.execute(text(f"DROP TRIGGER {name}"))
        else:
            connection.execute(text("ALTER TABLE audit DISABLE TRIGGER ALL"))
        for statement in statements:
            connection.execute(statement)


def found(database, **expected):
    return [fault.id for fault in verify(database, **expected).faults]


def test_what_was_written_is_whole(trail):
    verdict = verify(trail)
    assert (verdict.lines, verdict.head, verdict.faults) == (5, lines(trail)[-1].hash, ())


def test_an_empty_trail_is_whole(database):
    assert verify(database).faults == ()


@pytest.mark.parametrize(
    "statement",
    [
        update(audit).where(audit.c.id == 3).values(actor="eve"),
        delete(audit).where(audit.c.id == 3),
        insert(audit).values(id=3, at=datetime.now(UTC), actor="eve", action="a", subject="s"),
    ],
)
def test_the_database_refuses_to_change_a_line(trail, statement):
    before = lines(trail)
    with pytest.raises(DBAPIError, match=r"only added to|duplicate key"), trail.writing() as connection:
        connection.execute(statement)
    assert lines(trail) == before


def test_the_database_refuses_to_empty_or_replace(trail):
    sqlite = trail.engine.dialect.name == "sqlite"
    replace = "REPLACE INTO audit (id, at, actor, action, subject) VALUES (3, '2026-01-01', 'eve', 'a', 's')"
    with pytest.raises(DBAPIError, match="only added to"), trail.writing() as connection:
        connection.execute(text(replace if sqlite else "TRUNCATE audit"))


@pytest.mark.parametrize("column", ["at", "actor", "action", "subject", "detail", "hash"])
def test_a_changed_line_is_named(trail, column):
    other = {"at": datetime(2020, 1, 1, tzinfo=UTC), "detail": {"version": 4}}.get(column, "0" * 40)
    tamper(trail, update(audit).where(audit.c.id == 3).values({column: other}))
    assert found(trail)[0] == 3


def test_a_removed_line_is_named(trail):
    tamper(trail, delete(audit).where(audit.c.id.in_([2, 3])))
    (fault,) = verify(trail).faults
    assert fault.text == "Lines 2 to 3 are missing."


def test_the_first_line_removed_is_named(trail):
    tamper(trail, delete(audit).where(audit.c.id == 1))
    (fault,) = verify(trail).faults
    assert fault.text == "Line 1 is missing."


@pytest.mark.parametrize("number", [0, 6])
def test_an_inserted_line_is_named(trail, number):
    forged = {**lines(trail)[2]._asdict(), "id": number, "actor": "eve"}
    tamper(trail, insert(audit).values(forged))
    assert found(trail)[0] == number


def test_lines_that_changed_places_are_named(trail):
    numbered = ((3, 100), (4, 3), (100, 4))
    tamper(trail, *(update(audit).where(audit.c.id == old).values(id=new) for old, new in numbered))
    assert found(trail)[:2] == [3, 4]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # PostgreSQL keeps nothing that cannot be read
def test_a_line_that_cannot_be_read_is_named(trail):
    tamper(trail, text("UPDATE audit SET detail = '{' WHERE id = 2"), text("UPDATE audit SET at = 'x' WHERE id = 4"))
    assert found(trail) == [2, 4]


def test_a_cut_tail_is_found_by_the_head_that_somebody_kept(trail):
    head = verify(trail).head
    tamper(trail, delete(audit).where(audit.c.id > 3))
    assert found(trail) == []
    assert found(trail, expected=head) == [3]
    assert found(trail, noted=[chain.Link(5, head)]) == [5]
    assert found(trail, expected=lines(trail)[1].hash, noted=[chain.Link(2, lines(trail)[1].hash)]) == []


def test_a_trail_written_anew_is_found_by_the_head_that_somebody_kept(trail):
    head, kept = verify(trail).head, [row._asdict() for row in lines(trail)]
    forged = chain.chained(chain.START, [{**row, "actor": "eve"} for row in kept])
    tamper(trail, delete(audit), insert(audit).values(forged))
    assert found(trail) == []
    assert found(trail, noted=[chain.Link(5, head)]) == [5]


def test_the_head_is_noted_once_until_it_moves(trail, tmp_path):
    heads = Heads(Trail(trail), tmp_path)
    heads.note()
    heads.note()
    assert [link.id for link in noted(tmp_path)] == [5]
    with trail.writing() as connection:
        record(connection, "ada", "a", "s")
    heads.note()
    with (tmp_path / HEADS).open("a") as file:
        file.write("2026-01-01T00:00:00Z 7 torn")
    assert list(noted(tmp_path)) == [(5, lines(trail)[4].hash), (6, lines(trail)[5].hash)]
    assert found(trail, noted=noted(tmp_path)) == []


def test_the_head_is_noted_when_the_service_stops(trail, tmp_path):
    async def stop():
        noting = asyncio.create_task(Heads(Trail(trail), tmp_path).note_forever())
        while not list(noted(tmp_path)):
            await asyncio.sleep(0.01)
        with trail.writing() as connection:
            record(connection, "ada", "a", "s")
        noting.cancel()
        await asyncio.gather(noting, return_exceptions=True)

    asyncio.run(stop())
    assert [link.id for link in noted(tmp_path)] == [5, 6]


def test_nothing_is_said_of_what_was_not_done(trail):
    with suppress(ZeroDivisionError), trail.writing() as connection:
        record(connection, "ada", "a", "s")
        raise ZeroDivisionError
    with trail.writing() as connection:
        with suppress(ZeroDivisionError), connection.begin_nested():
            record(connection, "ada", "undone", "s")
            raise ZeroDivisionError
        with connection.begin_nested():
            record(connection, "ada", "done", "s")
    assert [line.action for line in lines(trail)[5:]] == ["done"]
    assert found(trail) == []


def test_a_line_outside_of_a_transaction_is_a_mistake(database):
    with database.reading() as connection, pytest.raises(KeyError):
        record(connection, "ada", "a", "s")


def test_the_trail_is_written_last(database):
    """Whoever holds the trail waits for nobody: otherwise two could wait for each other."""
    said = []
    event.listen(database.engine, "before_cursor_execute", lambda *args: said.append(args[2]))
    with database.writing() as connection:
        record(connection, "ada", "a", "s")
        connection.execute(insert(owners).values(name="ada", hub_created="now"))
    owner = next(number for number, statement in enumerate(said) if "INSERT INTO owners" in statement)
    trail = [number for number, statement in enumerate(said) if "audit" in statement or "lock" in statement]
    assert trail
    assert min(trail) > owner


def test_many_at_once_make_one_chain(database):
    def write(name):
        for number in range(10):
            with database.writing() as connection:
                record_all(connection, name, "a", [(f"{number}", {}), (f"{number}", {"more": True})])

    writers = [threading.Thread(target=write, args=(f"writer {number}",)) for number in range(6)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    verdict = verify(database)
    assert (verdict.lines, verdict.faults) == (120, ())


def test_more_lines_than_one_statement_takes(database):
    with database.writing() as connection:
        record_all(connection, "ada", "entry.publish", [(f"entry_{number}", {}) for number in range(1234)])
    assert (verify(database).lines, verify(database).faults) == (1234, ())


def test_the_trail_of_an_earlier_version_is_chained(tmp_path, new_database):
    from hub.database.test_migrations import upgrade

    for url in (f"sqlite:///{tmp_path / 'old.sqlite'}", new_database()):
        database = open_database(url)
        upgrade(database, "0007")
        row = "INSERT INTO audit (id, at, actor, action, subject, detail) VALUES"
        with database.writing() as connection:
            for number, detail in ((2, '\'{"b": 1, "a": "ä"}\''), (5, "NULL"), (6, "'{}'")):
                connection.execute(text(f"{row} ({number}, '2026-01-01 12:00:00.5', 'ada', 'a', 's', {detail})"))
        migrate(database)
        with database.writing() as connection:
            record(connection, "ada", "a", "later")
        assert [line.id for line in lines(database)] == [1, 2, 3, 4]
        assert verify(database).faults == ()
        with pytest.raises((DBAPIError, IntegrityError)), database.writing() as connection:
            connection.execute(delete(audit))
        database.engine.dispose()


def test_lines_are_found_by_what_they_say(trail):
    with trail.writing() as connection:
        record(connection, "sue", "run.cancel", "entry_2")
    store = Trail(trail)
    assert [line.id for line in store.find(Wanted())] == [6, 5, 4, 3, 2, 1]
    assert [line.id for line in store.find(Wanted(subject="entry_2"))] == [6, 2]
    assert [line.id for line in store.find(Wanted(actor="ada", limit=2, before=5))] == [4, 3]
    assert [line.id for line in store.find(Wanted(action="run.cancel"))] == [6]
    assert store.find(Wanted(since=datetime.now(UTC) + timedelta(minutes=1))) == []


def test_administrators_read_the_trail(trail, api):
    assert api("GET", "/api/audit", "steward").status_code == 403
    answer = api("GET", "/api/audit?subject=entry_5", "admin").json()
    assert answer["head"] == {"id": 5, "hash": lines(trail)[-1].hash}
    (line,) = answer["items"]
    assert (line["id"], line["actor"], line["action"], line["detail"]["version"]) == (5, "ada", "entry.publish", 5)
    assert api("GET", "/api/audit?since=2026-01-01", "admin").status_code == 422
    assert len(api("GET", "/api/audit?since=2020-01-01T00:00:00Z&before=3", "admin").json()["items"]) == 2
