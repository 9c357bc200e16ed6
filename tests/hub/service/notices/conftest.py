"""Runs that end, a workspace that can send, and what was received."""

import asyncio

import pytest

from lyceum_hub.service.notices.addresses import Fetcher, Resolver, trusted
from lyceum_hub.service.notices.mail import Mail
from lyceum_hub.service.notices.outbox import Outbox
from lyceum_hub.service.notices.receivers import Receivers
from lyceum_hub.service.notices.webhook import Webhook
from lyceum_hub.service.runs.run import State
from support.certificates import Authority
from support.mailbox import mailbox
from support.notebooks import notebook
from support.sink import sink

LOCAL = frozenset({"127.0.0.1"})


@pytest.fixture
def hooks():
    with sink() as server:
        yield server


@pytest.fixture
def mails():
    with mailbox() as server:
        yield server


@pytest.fixture(autouse=True)
def read_authorities_anew():
    trusted.cache_clear()
    yield
    trusted.cache_clear()


@pytest.fixture
def authority(tmp_path, monkeypatch):
    """An authority that this process trusts."""
    made = Authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(made.file))
    return made


@pytest.fixture
def outbox(app, hooks, mails):
    """The application's outbox, allowed to reach the sink and the mailbox."""
    state = app.state
    state.workshop._receivers = Receivers(True, LOCAL)
    webhook = Webhook(Fetcher(LOCAL, Resolver(), seconds=60), state.webhook_keys)
    return Outbox(state.outbox, {"webhook": webhook, "email": Mail(mails.url, "Lyceum <lab@lab.example>")})


@pytest.fixture
def send(outbox):
    """Let the outbox send what is due."""

    async def once():
        await outbox.turn()
        await asyncio.gather(*outbox._tasks)

    return lambda: asyncio.run(once())


@pytest.fixture
def end(app, api):
    """Ask for a run, let it end and its end be followed; return its id."""

    def finish(*rules, state=State.FAILED, reason="It went wrong.", **more):
        body = {"notebook": notebook("top: int = 1"), "name": "Nightly load", "notify": rules, **more}
        answer = api("POST", "/api/runs", json=body)
        assert answer.status_code == 201, answer.text
        run = app.state.runs.claim(9)
        assert run.id == answer.json()["id"]
        app.state.runs.end(run.id, run.fence, state, reason)
        app.state.aftermath.follow()
        return run.id

    return finish
