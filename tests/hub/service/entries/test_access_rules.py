"""Who may see, read and manage an entry is the same by every path, and what one may not see is nowhere."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert, select

from lyceum_catalog.entries import parse_entry
from lyceum_hub.database import tables
from lyceum_hub.scopes import server_scopes
from lyceum_hub.service.entries import access
from lyceum_hub.service.entries.index import catch_up
from lyceum_hub.settings import SERVICE_PREFIX
from support.notebooks import notebook
from support.records import dataset

WORD = "zanzibarite"  # in no entry but the hidden ones
RISK = ["group:risk"]
HIDDEN = dataset("ledger", title=f"The {WORD} ledger", domain="Vaults", tags=[WORD], access={"see": RISK})
CLOSED = dataset("salaries", domain="People", classification="confidential")
OPEN = dataset("flights", domain="Travel", derived_from=["ledger"])
TEMPLATE = {key: value for key, value in HIDDEN.items() if key != "resources"} | {
    "kind": "template",
    "name": "audit_vaults",
    "title": f"Audit {WORD}",
    "notebook": notebook(f"# {WORD}\nx = 1"),
}
HELD = {
    "ben": {"ledger": "", "salaries": "see"},
    "gil": {"ledger": "see read", "salaries": "see"},
    "run-of-gil": {"ledger": "see read", "salaries": "see"},
    "gra": {"ledger": "see read", "salaries": "see read"},
    "exp": {"ledger": "", "salaries": "see"},
    "ada": {"ledger": "see read manage", "salaries": "see read manage"},
    "run-of-ada": {"ledger": "see read", "salaries": "see read"},
    "steward": {"ledger": "see read manage", "salaries": "see read manage"},
    "run-of-sue": {"ledger": "see read", "salaries": "see read"},
    "admin": {"ledger": "see read manage", "salaries": "see read manage"},
}


@pytest.fixture
def people(hub):
    hub.groups |= {"risk": ["gil"], "team": ["gil", "ben"]}
    for name in ("gil", "gra", "exp"):
        hub.created[name] = "2026-01-01T00:00:00Z"
        hub.holders[name] = {**hub.holders["ben"], "name": name}
    for name in ("gil", "ada", "sue"):
        hub.holders[f"run-of-{name}"] = {"name": name, "admin": False, "scopes": server_scopes("run-1")}


@pytest.fixture
def catalog(api, app, people):
    """Entries of which one is hidden, one is closed, and two grants for each, of which one is over."""
    publish(api, HIDDEN, CLOSED, OPEN, TEMPLATE)
    for entry in ("ledger", "salaries"):
        grant(app, entry, "gra", timedelta(hours=1))
        grant(app, entry, "exp", -timedelta(seconds=1))
    return api


def publish(api, *records):
    answer = api("POST", "/api/entries", "admin", json=list(records))
    assert answer.status_code == 200, answer.text


def grant(app, entry, person, time):
    now = datetime.now(UTC)
    row = {"id": f"{entry}-{person}", "entry": entry, "person": person, "purpose": "A study.", "state": "granted"}
    with app.state.database.writing() as connection:
        connection.execute(insert(tables.entry_requests).values(**row, asked_at=now, expires_at=now + time))


def said_of(api, token, name):
    """Return by each path what rights it acts upon."""
    ask = lambda path: api("GET", path, token)  # noqa: E731
    found = {item["name"]: item for item in ask("/api/entries").json()["items"]}
    page, records = ask(f"/api/entries/{name}"), ask("/api/entries/records").json()["items"]
    record = page.json() if page.status_code == 200 else {"may": {}}
    domain = {"ledger": "vaults", "salaries": "people"}[name]
    opened = api("POST", "/api/preflight", token, json={"notebook": notebook(f"open_entry({name!r})")})
    troubles = [item["message"] for item in opened.json().get("findings", []) if item["about"] == "entries"]
    seen = {
        "list": name in found,
        "search": name in [item["name"] for item in ask(f"/api/entries?q={name}").json()["items"]],
        "page": page.status_code == 200,
        "dcat": ask(f"/api/entries/{name}/dcat.ttl").status_code == 200,
        "versions": ask(f"/api/entries/{name}/versions").status_code == 200,
        "completion": name in ask(f"/api/entries/complete?q={name[:4]}").json()["items"],
    }
    read = {
        "list": found.get(name, {}).get("may_read", False),
        "page": record["may"].get("read", False),
        "resources": bool(record.get("resources")),
        "snippet": bool(record.get("snippet")),
        "url": bool(record.get("intake_url")),
        "yaml": ask(f"/intake/e/{name}.yaml").status_code == 200,
        "json": ask(f"/intake/e/{name}.json").status_code == 200,
        "names": name in ask("/intake/names.json").json()["items"],
        "catalog": f"{name}:" in ask("/intake/catalog.yaml").text,
        "v1": f"{name}:" in ask("/intake/v1/catalog.yaml").text,
        "part": f"{name}:" in ask("/intake/parts/1.yaml").text,
        "domain": f"{name}:" in ask(f"/intake/domains/{domain}.yaml").text,
        **({"preflight": not troubles} if opened.status_code == 200 else {}),
    }
    manage = {
        "page": record["may"].get("manage", False),
        "records": name in [item["record"]["name"] for item in records],
    }
    return {"see": seen, "read": read, "manage": manage}


@pytest.mark.parametrize("token", HELD)
@pytest.mark.parametrize("name", ["ledger", "salaries"])
def test_every_path_acts_upon_the_same_rights(catalog, token, name):
    held = HELD[token][name].split()
    for right, paths in said_of(catalog, token, name).items():
        assert paths == dict.fromkeys(paths, right in held), (token, name, right)


@pytest.mark.parametrize("token", HELD)
def test_only_those_who_read_a_template_run_it(catalog, token):
    may = "read" in HELD[token]["ledger"] and token != "gra" and token != "exp"
    assert (catalog("GET", "/api/templates/audit_vaults", token).status_code == 200) is may
    listed = [item["name"] for item in catalog("GET", "/api/templates", token).json()["items"]]
    assert ("audit_vaults" in listed) is may
    if not token.startswith("run"):
        status = 201 if may else 404
        assert catalog("POST", "/api/runs", token, json={"template": "audit_vaults"}).status_code == status
        every = {"template": "audit_vaults", "cron": "0 6 * * *"}
        assert catalog("POST", "/api/schedules", token, json=every).status_code == status
        assert catalog("POST", "/api/preflight", token, json={"template": "audit_vaults"}).status_code in (200, status)


def test_who_sees_but_does_not_read_is_told_what_to_do(catalog):
    for path in ("/intake/e/salaries.yaml", "/intake/e/salaries.json"):
        answer = catalog("GET", path, "ben")
        assert answer.status_code == 403
        assert "Request access" in answer.json()["remedy"]
    opened = {"notebook": notebook('open_entry("salaries")')}
    findings = catalog("POST", "/api/preflight", "ben", json=opened).json()["findings"]
    assert ["which you may not read" in item["message"] for item in findings if item["about"] == "entries"] == [True]


def test_totals_facets_and_words_count_only_what_is_seen(catalog):
    for token, total, tags in (("ben", 2, []), ("gil", 4, [{"value": WORD, "count": 2}]), ("ben", 2, [])):
        found = catalog("GET", "/api/entries?facets=true", token).json()
        assert (found["total"], found["facets"]["tag"]) == (total, tags)
    domains = catalog("GET", "/api/entries?facets=true", "ben").json()["facets"]["domain"]
    assert [item["value"] for item in domains] == ["People", "Travel"]
    assert catalog("GET", "/api/entries?domain=Vaults", "ben").json()["total"] == 0
    assert "Vaults" not in catalog("GET", "/intake/domains/nowhere.yaml", "ben").text


def test_misspelt_words_are_corrected_only_to_words_that_one_sees(catalog):
    corrected = {token: catalog("GET", "/api/entries?q=zanzibrite", token).json()["corrected"] for token in HELD}
    seen = {token: WORD if "see" in held["ledger"] else None for token, held in HELD.items()}
    assert corrected == seen


def test_a_hidden_word_is_corrected_like_one_that_nobody_ever_wrote(catalog):
    publish(catalog, dataset("stones", title="Zanzibarites of the coast"))
    for query in (WORD, "zanzibarute"):
        found = catalog("GET", f"/api/entries?q={query}", "ben").json()
        assert [item["name"] for item in found["items"]] == ["stones"], query


def test_the_entries_that_another_names_are_told_only_to_those_who_see_them(catalog):
    derived = {token: catalog("GET", "/api/entries/flights", token).json()["derived_from"] for token in ("ben", "gil")}
    assert derived == {"ben": [], "gil": ["ledger"]}


def test_a_new_version_with_other_rules_is_for_others_at_once(catalog):
    publish(catalog, {**HIDDEN, "access": {"see": ["person:ben"]}})
    assert catalog("GET", "/api/entries/ledger", "ben").status_code == 200
    assert catalog("GET", "/api/entries/ledger", "gil").status_code == 404
    publish(catalog, {**HIDDEN, "access": {}})
    assert catalog("GET", "/api/entries", "exp").json()["total"] == 3


def test_an_index_that_is_made_again_lets_in_nobody_else(catalog, app):
    with app.state.database.writing() as connection:
        for table in (tables.entry_index, tables.entry_access):
            connection.execute(table.delete())
    assert catalog("GET", "/api/entries/ledger", "gil").status_code == 404, "nobody without its rows"
    assert catch_up(app.state.database) == 4
    assert [catalog("GET", "/api/entries/ledger", token).status_code for token in ("ben", "gil")] == [404, 200]


def routes(app, method="get"):
    paths = app.openapi()["paths"].items()
    return [path.removeprefix(SERVICE_PREFIX) for path, methods in paths if method in methods]


def filled(path, name):
    """Return an address with a name, and something for whatever else it takes."""
    return re.sub(r"{(\w+)}", lambda found: name if found[1] == "name" else "1", path)


@pytest.mark.parametrize("hidden", ["ledger", "audit_vaults"])
def test_to_strangers_every_address_of_a_hidden_entry_answers_as_if_there_was_none(catalog, app, hidden):
    body = {"purpose": "A study.", "reason": "Old.", "tell": False}
    named = [(method, path) for method in ("get", "post") for path in routes(app, method) if "{name}" in path]
    assert len(named) > 15
    for method, path in named:
        more = {"json": body} if method == "post" else {}
        both = [catalog(method.upper(), filled(path, name), "ben", **more) for name in (hidden, "nothing")]
        answers = [(answer.status_code, answer.text.replace(hidden, "nothing")) for answer in both]
        assert answers[0] == answers[1], (method, path)


def test_no_answer_to_a_stranger_tells_of_a_hidden_entry(catalog, app):
    publish(catalog, {**HIDDEN, "summary": f"More {WORD}."})
    run = shared_run_that_reads(catalog, app, "ledger")
    proposal = catalog("POST", "/api/proposals", "ada", json={"record": {**HIDDEN, "title": WORD}, "submit": True})
    assert proposal.status_code == 201, proposal.text
    ids = {"run_id": run, "proposal": proposal.json()["id"], "name": "flights"}
    asked = "?facets=true&q=zanzi&entry=ledger&sort=&limit=100"
    for path in routes(app):
        address = re.sub(r"{(\w+)}", lambda found: ids.get(found[1], "1"), path)
        for query in ("", asked, f"?q={WORD}"):
            answer = catalog("GET", address + query, "ben")
            assert answer.status_code < 500, (address + query, answer.text)
            told = answer.text.replace(f"There is no published entry {'ledger'!r}", "")
            assert WORD not in told.lower(), (address + query, answer.text)
            assert "ledger" not in told, (address + query, answer.text)


def shared_run_that_reads(api, app, entry):
    """Return the id of a run of somebody who may see an entry, shared with a group of whom one may not."""
    asked = {"notebook": notebook("x = 1"), "shared_with": "team", "name": "Quarterly"}
    run = api("POST", "/api/runs", "gil", json=asked).json()["id"]
    runs = app.state.runs
    claimed = runs.claim(10)
    runs.begin(run)
    runs.report(run, claimed.fence, None, "", {}, [{"entry": entry, "role": "read", "version": 1}])
    from lyceum_hub.service.runs.run import State

    runs.end(run, claimed.fence, State.SUCCEEDED, None)
    return run


def test_a_run_tells_its_owner_no_more_of_an_entry_than_the_run_told(catalog, app, hub):
    hub.groups["team"] = ["ben"]
    hub.groups["risk"] = []
    asked = {"notebook": notebook("x = 1")}
    run = catalog("POST", "/api/runs", "ben", json=asked).json()["id"]
    runs = app.state.runs
    claimed = runs.claim(10)
    runs.begin(run)
    told = [{"entry": entry, "role": "read", "version": 1} for entry in ("ledger", "nothing")]
    runs.report(run, claimed.fence, None, "", {}, told)
    from lyceum_hub.service.runs.run import State

    runs.end(run, claimed.fence, State.SUCCEEDED, None)
    for path in ("/api/lineage?limit=1", "/api/lineage/export"):
        answer = catalog("GET", path, "ben").text
        assert WORD not in answer
        assert '"summary"' not in answer
    inputs = catalog("GET", "/api/lineage?limit=1", "ben").json()["items"][0]["inputs"]
    assert [item["name"] for item in inputs] == ["ledger", "nothing"]
    assert [sorted(item["facets"]) for item in inputs] == [["version"], ["version"]]


def test_what_an_entry_says_comes_before_its_classification():
    cases = [
        ("public", {}, "everybody", "everybody"),
        ("personal", {}, "everybody", None),
        ("personal", {"read": ["everybody"]}, "everybody", "everybody"),
        ("internal", {"see": RISK}, "group:risk", "group:risk"),
        ("confidential", {"see": RISK}, "group:risk", None),
        ("confidential", {"read": RISK}, "everybody", "group:risk"),
        ("public", {"read": RISK}, "everybody", "group:risk"),
    ]
    for classification, said, seeing, reading in cases:
        record = dataset("x", classification=classification, **({"access": said} if said else {}))
        held = access.holders(parse_entry(record))
        assert seeing in held["see"], (classification, said)
        assert held["read"] - {"person:ada", "person:sue"} == ({reading} if reading else set()), (classification, said)
        assert held["manage"] == {"person:ada", "person:sue"}


def test_a_name_that_no_account_can_have_manages_nothing(catalog, app):
    publish(catalog, dataset("long", owner="x" * 200, steward="group:risk", classification="confidential"))
    with app.state.database.reading() as connection:
        rows = select(tables.entry_access.c.who).where(tables.entry_access.c.entry == "long")
        assert set(connection.execute(rows).scalars()) == {"group:risk", "everybody"}
