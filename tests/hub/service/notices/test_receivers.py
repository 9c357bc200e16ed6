"""Receivers: who cannot be told is refused when it is saved, in words."""

import pytest

from support.notebooks import notebook

FAILURE = {"on": ["failure"]}


def save(api, *rules):
    return api("POST", "/api/runs", json={"notebook": notebook("a = 1"), "notify": rules})


def test_without_a_mail_server_email_is_refused(api):
    answer = save(api, {**FAILURE, "email": "ada@lab.example"})
    assert (answer.status_code, answer.json()["field"]) == (422, "notify[0].email")
    assert "no mail server" in answer.json()["detail"]
    assert "LYCEUM_SMTP_URL" in answer.json()["remedy"]


@pytest.mark.parametrize(
    "email",
    [
        "ada",
        "ada@",
        "@lab.example",
        "ada@lab.example\n",
        "ada@lab.example\r\nBcc: eve@evil.example",
        "ada@lab.example, eve@evil.example",
        "Ada <ada@lab.example>",
        "ada lovelace@lab.example",
        '"a"@lab.example',
        "ada@lab.example\u2028x",
        "a" * 250 + "@lab.example",
    ],
)
def test_what_is_no_address_is_refused(api, outbox, email):
    answer = save(api, {**FAILURE, "email": email})
    assert (answer.status_code, answer.json()["field"]) == (422, "notify[0].email"), answer.text


@pytest.mark.parametrize(
    "webhook",
    [
        "x",
        "https://",
        "ftp://example.org/",
        "http://example.org/",
        "file:///etc/passwd",
        "https://user:password@example.org/",
        "https://localhost/",
        "https://10.0.0.1/",
        "https://169.254.169.254/latest",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://exa mple.org/",
        "https://example.org/\r\nX: y",
    ],
)
def test_where_webhooks_may_not_go_is_refused(api, webhook):
    answer = save(api, {**FAILURE, "webhook": webhook})
    assert (answer.status_code, answer.json()["field"]) == (422, "notify[0].webhook"), answer.text


@pytest.mark.parametrize(
    "rule",
    [
        {"webhook": "https://example.org/"},
        {"on": [], "webhook": "https://example.org/"},
        {"on": ["failure"]},
        {"on": ["failure"], "webhook": "https://example.org/", "email": "a@b.example"},
        {"on": ["perhaps"], "webhook": "https://example.org/"},
        {"figure": {"name": "rmse"}, "webhook": "https://example.org/"},
        {"figure": {"name": "rmse", "above": 1, "below": 0}, "webhook": "https://example.org/"},
        {"figure": {"name": "rmse", "above": "much"}, "webhook": "https://example.org/"},
    ],
)
def test_a_rule_without_sense_is_refused(api, rule):
    answer = save(api, rule)
    assert answer.status_code == 422
    assert answer.json()["field"].startswith("notify[0]")


def test_a_rule_is_kept_and_shown_to_its_owner(api):
    rule = {"on": ["failure"], "figure": {"name": "rmse", "above": 0.5}, "webhook": "https://hooks.example/T0/key"}
    run = save(api, rule).json()
    assert run["notify"] == [rule]
    assert api("GET", "/api/runs", "admin").json()["items"][0]["notify"][0]["webhook"] == "https://hooks.example/…"
