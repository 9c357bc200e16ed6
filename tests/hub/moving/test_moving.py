"""A workspace moves with all that it keeps, between SQLite and PostgreSQL, and comes back; or nothing of it does."""

import json
import stat
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import insert, inspect, select

from lyceum_hub.accounts import FIRST, Accounts
from lyceum_hub.database import revisions
from lyceum_hub.database.tables import audit, inbox, metadata, owners
from lyceum_hub.errors import Conflict, Forbidden, Unavailable
from lyceum_hub.moving import manifest as manifests
from lyceum_hub.moving.archive import Archive
from lyceum_hub.moving.departure import file_for
from lyceum_hub.moving.tables import NOT_MOVED, moved
from lyceum_hub.service.learning.certificates import Certificates
from lyceum_hub.service.learning.seal import Seal
from lyceum_hub.service.trail import noted
from lyceum_hub.service.verification import verify
from lyceum_hub.settings import PERSONAL

LATER = "2027-01-01T00:00:00Z"
ROWS = 3  # at least, in each table of the workspace that moves
MADE_ANEW = {"alembic_version", "entry_words"}  # by migrations; by the service, with the parts that SQLite gives it


class MakesAccountsAnew:
    """A hub whose accounts are made when somebody asks for them, as a cluster's are."""

    def bring(self, people):
        return {person.name: LATER for person in people.people}


def test_every_table_is_moved_or_there_is_a_reason(full):
    there = {name for name in inspect(full.database.engine).get_table_names() if not name.startswith("entry_words_")}
    assert there - MADE_ANEW == {table.name for table in moved()} | NOT_MOVED.keys()


def test_there_is_something_to_lose_in_every_table(full):
    assert [table.name for table in metadata.sorted_tables if len(full.rows(table)) < ROWS] == []


def test_a_workspace_moves_and_comes_back(full, new_place, kind, tmp_path):
    away, back = new_place("away", kind), new_place("back")
    away.take_in(full.export(tmp_path / "there.zip"))
    for table in set(moved()) - {audit}:
        assert away.rows(table) == full.rows(table), table.name
    back.take_in(away.export(tmp_path / "back.zip"))
    for table in set(moved()) - {audit}:
        assert back.rows(table) == full.rows(table), table.name
    for place in (away, back):
        assert {key: place.files.get(key) for key in place.files.keys("")} == {
            key: full.files.get(key) for key in full.files.keys("")
        }
        assert place.hub.known() == full.hub.known()
        assert (place.settings.state / "quotas.yaml").read_text() == "everybody: {hours: 5}\n"


def test_what_was_signed_counts_and_the_trail_goes_on(full, new_place, kind, packed):
    with full.database.reading() as connection:
        last = connection.execute(select(audit.c.hash).order_by(audit.c.id.desc()).limit(1)).scalar_one()
    away = new_place("away", kind)
    away.settings.secret("learning")  # as a workspace that was started has one already
    away.take_in(packed)
    assert Certificates(away.database, Seal(away.settings.secret("learning"))).get("c0de").valid
    verdict = verify(away.database, noted(away.settings.state), expected=last)
    assert verdict.faults == ()
    with away.database.reading() as connection:
        actions = connection.execute(select(audit.c.action).order_by(audit.c.id)).scalars().all()
    assert actions[-2:] == ["workspace.export", "workspace.import"]


def test_new_rows_are_numbered_after_those_that_came(new_place, kind, packed):
    away = new_place("away", kind)
    away.take_in(packed)
    with away.database.writing() as connection:
        row = {"at": datetime.now(UTC), "kind": "k", "entry": "e", "text": "t"}
        assert connection.execute(insert(inbox).values(row)).inserted_primary_key == (ROWS + 1,)


def test_a_link_for_the_first_administrator_makes_way(new_place, kind, packed):
    away = new_place("away", kind)
    people = Accounts(away.database, one_person=False)
    people.first_link()
    people.first_link()
    away.take_in(packed)
    with away.database.reading() as connection:
        assert FIRST not in connection.execute(select(audit.c.actor)).scalars().all()
    with pytest.raises(Exception, match="The audit trail is only added to"), away.database.writing() as connection:
        connection.execute(audit.delete())


def test_a_workspace_that_is_not_empty_is_refused_and_stays_as_it_was(new_place, kind, packed):
    away = new_place("away", kind)
    people = Accounts(away.database, one_person=False)
    people.accept(people.first_link(), "eve", "correct horse")
    with pytest.raises(Conflict, match="not empty; it has rows in its tables: 1 in accounts, 1 in audit, 1 in inv"):
        away.take_in(packed)
    assert [account.name for account in people.all()] == ["eve"]
    assert away.files.keys("") == []
    assert not away.hub.known().people


def test_it_fails_whole_and_can_be_done_again(new_place, kind, packed):
    away = new_place("away", kind)
    away.files.put("outputs/r1/1.ipynb", b"somebody else's")
    with pytest.raises(Conflict, match=r"another outputs/r1/1\.ipynb already"):
        away.take_in(packed)
    assert away.count() == 0
    away.files.delete("outputs/r1/1.ipynb")
    away.take_in(packed)
    assert away.count() > 100


def test_rows_that_arrive_otherwise_than_they_left_are_found(new_place, packed, tmp_path):
    away = new_place("away")
    with away.database.engine.begin() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER meddle AFTER INSERT ON schedules BEGIN UPDATE schedules SET name = 'x'; END"
        )
    with pytest.raises(Conflict, match="Of schedules the database has 3 rows that are not the 3 of the archive"):
        away.take_in(packed)
    assert away.count() == 0


def test_who_has_an_account_at_another_hub_is_not_taken_for_a_stranger(new_place, packed):
    away = new_place("away")
    away.take_in(packed, MakesAccountsAnew())
    with away.database.reading() as connection:
        found = {row.name: row.hub_created for row in connection.execute(select(owners))}
    assert found.pop("ada") == LATER
    assert LATER not in found.values()


def test_several_people_are_refused_where_nothing_keeps_them_apart(new_place, packed):
    alone = new_place("alone")
    alone = replace(alone, settings=replace(alone.settings, isolation=PERSONAL))
    with pytest.raises(Forbidden, match="This workspace is for one person"):
        alone.take_in(packed)
    assert alone.count() == 0


@pytest.mark.parametrize(
    ("known", "remedy"),
    [
        (lambda: revisions()[1:], "Install Lyceum 0.1.0 or newer here"),
        (lambda: ["9999", *revisions()], "Start the old workspace once with this version"),
    ],
)
def test_an_archive_of_another_version_is_refused(packed, monkeypatch, known, remedy):
    found = known()
    monkeypatch.setattr(manifests, "revisions", lambda: found)
    with pytest.raises(Conflict) as refused:
        Archive(packed)
    assert remedy in refused.value.remedy


def test_tables_of_another_version_are_not_written_to(new_place, packed):
    away = new_place("away")
    with away.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0003'")
    with pytest.raises(Conflict, match=r"tables of another version already \(0003\)"):
        away.take_in(packed)
    with pytest.raises(Unavailable, match="not those of this version"):
        away.export(packed.with_name("other.zip"))
    assert not packed.with_name("other.zip").exists()


def test_an_archive_is_closed_to_others_and_never_written_over(full, packed):
    assert stat.S_IMODE(packed.stat().st_mode) == 0o600
    before = packed.read_bytes()
    with pytest.raises(Conflict, match="is there already"):
        full.export(packed)
    assert packed.read_bytes() == before
    assert file_for(full.settings, packed.parent).name.startswith("old-and-full-2")


def test_no_token_and_no_cookie_leaves(full, packed):
    for name in ("cookie_secret", "service_token", "cli_token"):
        full.settings.secret(name)
    path = full.export(packed.with_name("again.zip"))
    content = path.read_bytes()
    for name in ("cookie_secret", "service_token", "cli_token"):
        assert full.settings.secret(name).encode() not in content
    assert full.settings.secret("learning").encode() in content


def test_the_manifest_counts_what_there_is(packed, full):
    with Archive(packed) as archive:
        said = json.loads(archive.manifest.written())
    assert said["workspace"] == "Old, and full"
    assert {name: count["rows"] for name, count in said["tables"].items()} == {
        table.name: len(full.rows(table)) for table in moved()
    }
