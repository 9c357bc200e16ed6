"""A run's account: what the page about it shows, at the same cost however long the run is."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import event, insert

from lyceum_hub.database import tables
from lyceum_hub.service.runs.account import LOG_SHOWN, end_of_log
from lyceum_hub.service.runs.moves import append_log
from lyceum_hub.service.runs.store import RunStore
from lyceum_hub.service.runs.work import Work
from support.notebooks import notebook


@pytest.fixture
def run(database):
    return RunStore(database).create("ada", "work", Work("0" * 64))


def write(database, run, texts):
    with database.writing() as connection:
        for text in texts:
            append_log(connection, run.id, text)


@pytest.mark.parametrize("texts", [[], ["a"], ["a\n"] * 40, [f"{number:09}\n" for number in range(300)]])
def test_a_short_log_is_shown_whole(database, run, texts):
    write(database, run, texts)
    with database.reading() as connection:
        assert end_of_log(connection, run.id) == "".join(texts)


def test_of_a_long_log_the_end_is_shown(database, run):
    texts = [f"{number:05}" * 600 for number in range(100)]
    write(database, run, texts)
    with database.reading() as connection:
        assert end_of_log(connection, run.id) == "".join(texts)[-LOG_SHOWN:]


def test_the_page_of_a_run_takes_few_statements_however_long_it_is(app, api, database):
    made = api("POST", "/api/runs", json={"notebook": notebook("a = 1")}).json()
    with database.writing() as connection:
        touched = [{"entry": f"e{number}", "role": "read", "version": 1} for number in range(50)]
        now = datetime.now(UTC)
        connection.execute(insert(tables.run_entries), [{"run": made["id"], "at": now, **one} for one in touched])
        for number in range(200):
            append_log(connection, made["id"], f"{number}\n")
    statements = []
    event.listen(app.state.database.engine, "before_cursor_execute", lambda *heard: statements.append(heard[2]))
    page = api("GET", f"/api/runs/{made['id']}").json()
    assert (page["log"].count("\n"), len(page["entries"]), page["explanation"]) == (200, 50, None)
    assert page["entries"][0] == {"entry": "e0", "version": 1, "role": "read"}
    assert len(statements) < 20
