"""Secrets through a person's server: names come out, values only go in."""

import json
import stat

import httpx


def put(lab, name, value):
    return lab.client.put(f"/lyceum/secrets/{name}", json={"value": value})


def test_keeps_lists_and_forgets_by_name(lab):
    assert put(lab, "DATABASE_PASSWORD", "hunter two").status_code == 204
    assert put(lab, "API_KEY", "a b c d").status_code == 204
    listed = lab.client.get("/lyceum/secrets")
    assert listed.json() == {"items": ["API_KEY", "DATABASE_PASSWORD"]}
    assert lab.client.delete("/lyceum/secrets/API_KEY").status_code == 204
    assert lab.client.get("/lyceum/secrets").json() == {"items": ["DATABASE_PASSWORD"]}


def test_a_value_lies_in_the_home_and_is_never_answered(lab):
    assert put(lab, "DATABASE_PASSWORD", "hunter two").content == b""
    file = lab.home.parent / ".config" / "lyceum" / "secrets.json"
    assert json.loads(file.read_text())["DATABASE_PASSWORD"] == "hunter two"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert lab.client.get("/lyceum/secrets/DATABASE_PASSWORD").status_code == 405
    assert "hunter" not in lab.client.get("/lyceum/secrets").text


def test_says_what_is_wrong_with_which_field(lab):
    for name, value, field in (("lower", "a value", "name"), ("PATH", "a value", "name"), ("GOOD", "abc", "value")):
        refused = put(lab, name, value)
        assert (refused.status_code, refused.json()["field"]) == (422, field)
    assert put(lab, "GOOD", 7).json()["field"] == "value"
    assert lab.client.delete("/lyceum/secrets/NOBODY").status_code == 404


def test_is_for_the_owner_only(lab):
    with httpx.Client(base_url=lab.client.base_url, timeout=60) as stranger:
        assert stranger.get("/lyceum/secrets").status_code == 403
        assert stranger.put("/lyceum/secrets/MINE", json={"value": "a value"}).status_code == 403
