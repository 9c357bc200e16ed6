"""The outbox: each message once, tried again for an hour, and only what people may know in it."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from lyceum_hub.database import tables
from lyceum_hub.service.notices.message import NotSent
from lyceum_hub.service.notices.outbox import PAUSES
from lyceum_hub.service.runs.run import State
from support.notebooks import notebook

ADA = {"on": ["failure"], "email": "ada@lab.example"}


def messages(api, run, token="ada"):
    return api("GET", f"/api/runs/{run}/messages", token).json()["items"]


def make_due(database):
    with database.writing() as connection:
        waiting = update(tables.messages).where(tables.messages.c.state == "waiting")
        connection.execute(waiting.values(next_at=datetime.now(UTC) - timedelta(seconds=1)))


def test_a_failure_is_told_by_email(api, mails, send, end):
    run = end(ADA)
    assert [message["state"] for message in messages(api, run)] == ["waiting"]
    send()
    (mail,) = mails.received
    assert (mail["To"], mail["From"], mail["Subject"]) == (
        "ada@lab.example",
        "Lyceum <lab@lab.example>",
        "Nightly load failed",
    )
    text = mail.get_content()
    assert "It went wrong." in text
    assert f"/hub/user-redirect/lab?run={run}" in text
    (message,) = messages(api, run)
    assert (message["state"], message["attempts"], message["trouble"]) == ("sent", 1, None)
    assert message["sent_at"]


def test_a_webhook_is_signed_as_the_specification_says(api, hooks, send, end):
    run = end({"on": ["success"], "webhook": hooks.url}, state=State.SUCCEEDED, reason=None)
    send()
    ((headers, body),) = hooks.received
    key = base64.b64decode(api("GET", "/api/me/webhook-key").json()["key"].removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"
    told = json.loads(body)
    assert (told["type"], told["data"]["run"]["id"], told["data"]["run"]["state"]) == ("run.success", run, "succeeded")
    other = api("GET", "/api/me/webhook-key", "ben").json()["key"]
    assert base64.b64decode(other.removeprefix("whsec_")) != key


def test_two_services_tell_of_an_end_once(app, mails, hooks, send, end):
    end(ADA, {"on": ["failure"], "webhook": hooks.url}, {**ADA, "on": ["failure", "success"]})
    assert app.state.aftermath.follow() == 0
    taken = app.state.outbox.claim(20)
    assert (len(taken), app.state.outbox.claim(20)) == (2, [])
    send()
    assert (mails.received, hooks.received) == ([], [])  # whoever took them sends them


def test_what_was_taken_by_a_service_that_died_is_sent_by_another_with_the_same_id(app, database, hooks, send, end):
    end({"on": ["failure"], "webhook": hooks.url})
    (taken,) = app.state.outbox.claim(20)
    make_due(database)
    send()
    assert hooks.received[0][0]["webhook-id"] == taken.id
    app.state.outbox.failed(taken, NotSent("It timed out."))  # the one that died comes back: too late
    with database.reading() as connection:
        assert connection.execute(select(tables.messages.c.state)).scalar_one() == "sent"


def test_what_may_pass_is_tried_eight_times_within_an_hour_and_given_up(api, database, hooks, send, end):
    assert 3000 < sum(PAUSES) < 3700
    hooks.mode = "broken"
    run = end({"on": ["failure"], "webhook": hooks.url})
    for attempt in range(1, 9):
        send()
        (message,) = messages(api, run)
        assert (message["attempts"], message["trouble"]) == (attempt, "It answered 500.")
        assert message["state"] == ("waiting" if attempt < 8 else "given_up")
        make_due(database)
    send()
    assert len(hooks.received) == 8


def test_a_try_that_failed_waits_for_the_next(api, hooks, send, end):
    hooks.mode = "broken"
    run = end({"on": ["failure"], "webhook": hooks.url})
    for _ in range(2):
        send()
    assert messages(api, run)[0]["attempts"] == 1


def test_a_receiver_that_never_answers_is_left(api, outbox, hooks, send, end):
    hooks.mode, outbox._channels["webhook"]._fetcher._seconds = "slow", 0.2
    run = end({"on": ["failure"], "webhook": hooks.url})
    send()
    (message,) = messages(api, run)
    assert (message["state"], message["trouble"]) == ("waiting", "127.0.0.1 did not answer within 0.2 seconds.")


@pytest.mark.parametrize(("mode", "trouble"), [("redirect", "redirects are not followed"), ("gone", "It answered 410")])
def test_what_will_not_pass_is_given_up_at_once(api, hooks, send, end, mode, trouble):
    hooks.mode = mode
    run = end({"on": ["failure"], "webhook": hooks.url})
    send()
    (message,) = messages(api, run)
    assert (message["state"], trouble in message["trouble"]) == ("given_up", True)


def test_a_refused_receiver_is_given_up_and_a_busy_server_tried_again(api, mails, send, end):
    for refusal, state in (("550 nobody here", "given_up"), ("450 later", "waiting")):
        mails.refusal = refusal
        run = end(ADA)
        send()
        (message,) = messages(api, run)
        assert (message["state"], refusal in message["trouble"]) == (state, True)


def test_a_receiver_that_is_down_holds_up_nobody(api, hooks, mails, send, end):
    first = end({"on": ["failure"], "webhook": "http://127.0.0.1:1/"})
    end(ADA)
    send()
    assert len(mails.received) == 1
    assert "could not be reached" in messages(api, first)[0]["trouble"]


def test_a_message_tells_no_parameters_and_no_log(app, api, hooks, send):
    body = {"notebook": notebook("top: str = 'x'"), "name": "fit", "sweep": {"top": ["CANARY-1"]}}
    rule = {"on": ["failure"], "webhook": hooks.url}
    api("POST", "/api/runs", json={**body, "notify": [rule], "secrets": ["TOKEN"]})
    run = app.state.runs.claim(9)
    app.state.runs.begin(run.id)
    app.state.runs.report(run.id, run.fence, None, "CANARY-2")
    app.state.runs.end(run.id, run.fence, State.FAILED, "Its server stopped.")
    app.state.aftermath.follow()
    send()
    assert b"CANARY" not in hooks.received[0][1]
    assert json.loads(hooks.received[0][1])["data"]["run"]["name"] == "fit"


def test_others_do_not_see_the_messages_of_a_run(api, end):
    run = end({"on": ["success"], "webhook": "https://lab.example/"})
    assert api("GET", f"/api/runs/{run}/messages", "ben").status_code == 404


def test_names_cannot_add_headers(mails, send, end, outbox):
    end(ADA, name="x\r\nBcc: eve@evil.example\r\n\r\nhello")
    send()
    (mail,) = mails.received
    assert mail["Bcc"] is None
    assert mail["Subject"].startswith("x Bcc: eve@evil.example hello failed")
