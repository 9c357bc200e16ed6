"""Search: ranked, stemmed in two languages, forgiving, faceted; the same on SQLite and PostgreSQL."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, insert, select, text, update

from lyceum_hub.database.tables import entries, entry_index
from lyceum_hub.service.entries.index import catch_up


def record(name, **more):
    given = {
        "name": name,
        "title": name.capitalize(),
        "summary": "A table.",
        "owner": "open-data",
        "steward": "open-data",
        "licence": "CC0-1.0",
        "classification": "public",
        "resources": [{"name": "parquet", "reader": "parquet", "url": f"samples/{name}.parquet"}],
    }
    return {**given, **more}


SHORT = [  # in their order when "fli" is typed, which is a stem of its own: that of "flies"
    record("insects", summary="How far a house fly flies."),
    record("delays", title="Flights that were late", summary="Of flights, the late flights."),
    record("moths", tags=["flight"]),
]

CSV = [{"name": "csv", "reader": "csv", "url": "samples/x.csv"}]
CATALOG = [
    record("flights", title="Flights out of New York", tags=["aviation", "time-series"], domain="transport"),
    record("airports", summary="Where flights begin and end.", tags=["aviation"], domain="transport", resources=CSV),
    record("penguins", title="Penguins of the Palmer islands", tags=["biology"], domain="nature", owner="palmer"),
    record("logements", title="Décisions sur les logements", description="Données régionales.", owner="ville"),
    record("loans", title="Mortgage decisions", classification="personal", tags=["fairness"], domain="finance"),
]

FOUND = {
    "flight": ["flights", "airports"],  # the title counts more than the summary
    "penguin": ["penguins"],
    "island": ["penguins"],
    "mortgages": ["loans"],
    "logement": ["logements"],
    "donnée régionale": ["logements"],
    "DONNEES": ["logements"],
    "decision": ["loans", "logements"],
    "pengu": ["penguins"],
    "new yo": ["flights"],
    "flight penguin": [],
    "pengiuns": ["penguins"],
    "flihgts new": ["flights"],
    "mortgge decisions": ["loans"],
    "zzzzqqq": [],
}
NARROWED = {
    "domain=transport": ["airports", "flights"],
    "tag=aviation&format=csv": ["airports"],
    "owner=palmer": ["penguins"],
    "classification=personal": ["loans"],
    "q=flights&format=parquet": ["flights"],
    "tag=avia": [],
    "kind=dataset&sort=name&limit=2&offset=1": ["flights", "loans"],
    "q=flight&sort=name": ["airports", "flights"],
}


@pytest.fixture
def catalog(api):
    assert api("POST", "/api/entries", "admin", json=CATALOG).status_code == 200
    return api


def found(api, query):
    answer = api("GET", f"/api/entries?{query}")
    assert answer.status_code == 200, answer.text
    return [item["name"] for item in answer.json()["items"]]


def test_words_are_found_in_their_forms_begun_and_misspelt(catalog):
    assert {query: found(catalog, f"q={query}") for query in FOUND} == FOUND


def test_what_begins_like_the_last_word_comes_after_what_holds_it(catalog):
    assert catalog("POST", "/api/entries", "admin", json=SHORT).status_code == 200
    assert found(catalog, "q=flies") == ["insects"]
    first, *others = found(catalog, "q=fli")
    assert first == "insects"
    assert sorted(others) == ["airports", "delays", "flights", "moths"]
    assert found(catalog, "q=new fli") == ["flights"]
    assert found(catalog, "q=fli new") == []
    assert found(catalog, "q=fli&sort=name") == ["airports", "delays", "flights", "insects", "moths"]
    assert catalog("GET", "/api/entries?q=fli&facets=1").json()["facets"]["kind"] == [{"value": "dataset", "count": 5}]


def test_pages_follow_by_relevance_past_what_is_hidden(catalog):
    closed = {"title": "Tides", "access": {"see": ["group:few"]}}  # the title counts most
    tides = [record(f"basin_{n}", summary="Tide. " * (n + 1), **(closed if n % 2 else {})) for n in range(6)]
    assert catalog("POST", "/api/entries", "admin", json=tides).status_code == 200
    whole = found(catalog, "q=tide")
    assert sorted(whole) == ["basin_0", "basin_2", "basin_4"]
    assert [found(catalog, f"q=tide&limit=1&offset={page}") for page in range(4)] == [*([name] for name in whole), []]
    answer = catalog("GET", "/api/entries?q=tide&limit=1&facets=1").json()
    assert (answer["total"], answer["facets"]["kind"]) == (3, [{"value": "dataset", "count": 3}])


def test_what_was_meant_is_told_when_a_word_was_misspelt(catalog):
    assert catalog("GET", "/api/entries?q=pengiuns").json()["corrected"] == "penguins"
    assert catalog("GET", "/api/entries?q=penguins").json()["corrected"] is None


def test_facets_narrow_what_is_found(catalog):
    assert {query: found(catalog, query) for query in NARROWED} == NARROWED


def test_facets_are_counted_among_what_is_found_when_asked_for(catalog):
    assert "facets" not in catalog("GET", "/api/entries").json()
    facets = catalog("GET", "/api/entries?facets=1").json()["facets"]
    assert facets["tag"][0] == {"value": "aviation", "count": 2}
    assert {item["value"]: item["count"] for item in facets["format"]} == {"parquet": 4, "csv": 1}
    assert facets["updated_within"] == [{"value": days, "count": 5} for days in (7, 30, 365)]
    assert facets["state"] == [{"value": "published", "count": 5}]
    facets = catalog("GET", "/api/entries?facets=1&q=flight&format=csv").json()["facets"]
    assert facets["domain"] == [{"value": "transport", "count": 1}]
    assert catalog("GET", "/api/entries?facets=1&q=%25").json()["facets"] == {}


def test_a_new_version_is_found_and_counted_instead_of_the_old_one(catalog):
    catalog("GET", "/api/entries?facets=1")
    catalog("POST", "/api/entries", "admin", json=record("penguins", title="Birds", tags=["birds"]))
    assert found(catalog, "q=birds") == ["penguins"]
    assert found(catalog, "q=palmer") == []
    facets = catalog("GET", "/api/entries?facets=1").json()["facets"]
    assert {"value": "birds", "count": 1} in facets["tag"]
    assert "biology" not in [item["value"] for item in facets["tag"]]


def test_what_goes_or_comes_late_is_counted_as_it_is(catalog, database):
    def kinds():
        return catalog("GET", "/api/entries?facets=1").json()["facets"]["kind"]

    assert kinds() == [{"value": "dataset", "count": 5}]
    oldest = select(entry_index).order_by(entry_index.c.id).limit(2)
    with database.writing() as connection:
        first, second = connection.execute(oldest).mappings().all()
        connection.execute(delete(entry_index).where(entry_index.c.id <= second["id"]))
    assert kinds() == [{"value": "dataset", "count": 3}]
    with database.writing() as connection:
        connection.execute(insert(entry_index).values(**first))
    assert kinds() == [{"value": "dataset", "count": 4}]


def test_the_deprecated_are_counted_until_they_are_restored(catalog):
    def states():
        counted = catalog("GET", "/api/entries?facets=1").json()["facets"]["state"]
        return {item["value"]: item["count"] for item in counted}

    assert states() == {"published": 5}
    assert catalog("POST", "/api/entries/loans/deprecate", "admin", json={"reason": "Old."}).status_code == 200
    assert states() == {"published": 4, "deprecated": 1}
    assert found(catalog, "state=deprecated") == ["loans"]
    assert catalog("POST", "/api/entries/loans/restore", "admin", json={}).status_code == 200
    assert states() == {"published": 5}


def test_what_changed_lately_is_told_from_what_did_not(catalog, database):
    with database.writing() as connection:
        long_ago = datetime.now(UTC) - timedelta(days=20)
        connection.execute(update(entry_index).where(entry_index.c.name == "loans").values(updated_at=long_ago))
    assert "loans" not in found(catalog, "updated_within=7")
    assert "loans" in found(catalog, "updated_within=30")
    assert found(catalog, "sort=date")[-1] == "loans"
    assert found(catalog, "q=decision&updated_within=7") == ["logements"]


def test_a_query_is_completed_from_names_and_tags(catalog):
    def completed(begun):
        return catalog("GET", "/api/entries/complete", params={"q": begun}).json()["items"]

    assert completed("pen") == ["penguins"]
    assert completed("new y") == ["new york"]
    assert completed("a") == ["aviation", "airports"]
    assert completed("") == completed("  ") == completed("%") == []


HOSTILE = [
    '"', "'", "''; DROP TABLE entries; --", "AND", "NOT", "OR OR", "NEAR(a b)", "a NOT b", "title:x", "^x",
    "*", "x*", "-x", "(", ")", "{a b}: c", "a + b", "\\", "%", "_", "a:*", "!a", "a & b", "a | b", "a <-> b",
    "\0", "a\0b", "\ud800", "\uffff", "x" * 10_000, "x " * 5_000, "é" * 600, "🙂", "日本語",
    ":match", "{narrowed}", "f" * 21, "ﬀ", "İ",
]  # fmt: skip


def test_no_query_breaks_or_widens_the_search(catalog):
    for words in HOSTILE:
        hostile = words.encode(errors="surrogatepass")
        for path in ("/api/entries", "/api/entries/complete"):
            assert catalog("GET", path, params={"q": hostile}).status_code == 200, words
        narrowed = catalog("GET", "/api/entries", params={"q": hostile, "tag": hostile})
        assert narrowed.json()["total"] == 0, words
    assert catalog("GET", "/api/entries").json()["total"] == len(CATALOG)


def test_what_cannot_be_asked_is_a_problem_of_the_request(api):
    for query in ("sort=size", "updated_within=-1", "updated_within=x", "limit=0", "facets=perhaps"):
        assert api("GET", f"/api/entries?{query}").status_code == 422, query


def test_an_index_that_is_behind_catches_up(catalog, database):
    with database.writing() as connection:
        connection.execute(text("DELETE FROM entry_words"))
        connection.execute(text("DELETE FROM entry_index"))
    assert found(catalog, "") == []
    assert catch_up(database) == len(CATALOG)
    assert found(catalog, "q=penguin") == ["penguins"]
    assert catch_up(database) == 0
    with database.writing() as connection:
        connection.execute(update(entries).where(entries.c.name == "loans").values(state="retired"))
    assert catch_up(database) == 0
