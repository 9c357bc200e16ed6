"""The table of scopes, and what is made from it."""

import pytest

from lyceum_hub import scopes


def scopes_of(role: str) -> list[str]:
    return next(entry["scopes"] for entry in scopes.roles() if entry["name"] == role)


def test_everybody_reads_and_proposes_entries_and_starts_runs_but_publishes_nothing():
    allowed = {scopes.ENTRIES_READ, scopes.ENTRIES_PROPOSE, scopes.RUNS_READ, scopes.RUNS_WRITE}
    assert allowed <= set(scopes_of("user"))
    assert scopes.ENTRIES_PUBLISH not in scopes_of("user")


def test_stewards_publish_what_others_propose_and_nothing_past_review():
    assert scopes.ENTRIES_PUBLISH in scopes_of("steward")
    assert [role for role in scopes.ROLES if scopes.ENTRIES_APPLY in scopes_of(role)] == ["lyceum-cli"]


def test_a_runs_server_can_only_read_entries_compute_and_report():
    may = {*scopes.OWN_SERVER, scopes.THE_GATEWAY, scopes.ENTRIES_READ, scopes.RUNS_REPORT}
    assert set(scopes.server_scopes("run-0a-1")) == may
    assert scopes.RUNS_REPORT not in scopes.server_scopes("")
    assert scopes.RUNS_WRITE in scopes.server_scopes("")


def test_administrators_hold_what_their_hub_scope_implies():
    about_entries = {scopes.ENTRIES_PUBLISH, scopes.ENTRIES_APPLY}
    about_others = {scopes.RUNS_READ_ALL, scopes.AUDIT_READ, scopes.USE_READ_ALL, scopes.METRICS_READ}
    assert scopes.granted(["admin:users"]) == about_entries | about_others
    assert scopes.granted(["admin:users!user=ada"]) == set()
    assert scopes.granted(["custom:lyceum:runs:read", "self"]) == {scopes.RUNS_READ}


def test_a_table_that_names_an_unknown_role_is_refused(monkeypatch):
    monkeypatch.setitem(scopes.SCOPES, "custom:lyceum:x", scopes.Scope("…", ("nobody",)))
    with pytest.raises(ValueError, match="nobody"):
        scopes.check_table()
