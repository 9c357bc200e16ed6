"""Work that goes on while its owner is away follows no entry that they may no longer see or read."""

import pytest

from support.notebooks import notebook
from support.records import dataset

RISK = ["group:risk"]
SECRET = dataset("ledger", owner="sue", access={"see": RISK})
TEMPLATE = {key: value for key, value in SECRET.items() if key != "resources"} | {
    "kind": "template",
    "name": "audit_vaults",
    "notebook": notebook("x = 1"),
}


def publish(api, *records):
    answer = api("POST", "/api/entries", "admin", json=list(records))
    assert answer.status_code == 200, answer.text


def again(hub):
    """Have the hub's word on somebody asked for anew, as after a few seconds."""
    hub.holders[f"ben-{len(hub.holders)}"] = hub.holders["ben"]
    return list(hub.holders)[-1]


@pytest.fixture
def catalog(api, hub):
    hub.groups["risk"] = ["ben"]
    publish(api, SECRET, TEMPLATE)
    return api


def test_a_schedule_waits_only_for_what_its_owner_sees(catalog, hub):
    asked = {"notebook": notebook("x = 1"), "after": {"entry": "ledger"}}
    assert catalog("POST", "/api/schedules", "ada", json=asked).status_code == 422
    assert catalog("POST", "/api/schedules", "ben", json=asked).status_code == 201
    publish(catalog, {**SECRET, "summary": "Second."})
    assert catalog("GET", "/api/runs", "ben").json()["total"] == 1
    hub.groups["risk"] = []
    assert catalog("GET", "/api/entries/ledger", again(hub)).status_code == 404
    publish(catalog, {**SECRET, "summary": "Third."})
    assert catalog("GET", "/api/runs", "ben").json()["total"] == 1


def test_a_schedule_follows_its_template_only_as_far_as_its_owner_reads_it(catalog, hub):
    asked = {"template": "audit_vaults", "follow": True, "cron": "0 6 * * *"}
    schedule = catalog("POST", "/api/schedules", "ben", json=asked).json()["id"]
    publish(catalog, {**TEMPLATE, "notebook": notebook("x = 2")})
    run = catalog("POST", f"/api/schedules/{schedule}/run", "ben").json()
    assert run["template_version"] == 2
    hub.groups["risk"] = []
    catalog("GET", "/api/entries", again(hub))
    publish(catalog, {**TEMPLATE, "notebook": notebook("x = 3")})
    answer = catalog("POST", f"/api/schedules/{schedule}/run", "ben")
    assert answer.status_code == 409
    assert "no published entry 'audit_vaults'" in answer.json()["detail"]
