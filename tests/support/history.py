"""Runs as they stand in the database after their lives, for the tests of what looks at them afterwards."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import insert, update

from lyceum_hub.database import tables

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


class History:
    """Puts runs that the API queued where a test wants them."""

    def __init__(self, api, database, notebook):
        self._api = api
        self._database = database
        self._notebook = notebook
        self._count = 0

    def run(self, token="ada", state="succeeded", name="work", ask=None, **values):
        """Return the id of a run that ended so, an hour after the one before."""
        body = {"notebook": self._notebook, "name": name, **(ask or {})}
        answer = self._api("POST", "/api/runs", token, json=body)
        assert answer.status_code == 201, answer.text
        at = LONG_AGO + timedelta(hours=self._count)
        self._count += 1
        usual = {"attempt": 1, "created_at": at, "started_at": at, "finished_at": at + timedelta(seconds=2.5)}
        self.put(answer.json()["id"], state=state, **{**usual, **values})
        return answer.json()["id"]

    def put(self, run, **values):
        """Change the record of a run."""
        with self._database.writing() as connection:
            connection.execute(update(tables.runs).where(tables.runs.c.id == run).values(values))

    def touch(self, run, entry, version, role="read"):
        """Note that a run read or wrote an entry."""
        line = {"run": run, "entry": entry, "version": version, "role": role, "at": LONG_AGO}
        with self._database.writing() as connection:
            connection.execute(insert(tables.run_entries).values(line))
