"""Mail: which servers can be used, and that no password is told in the clear."""

import asyncio
from datetime import UTC, datetime

import pytest

from lyceum_hub.errors import SettingError
from lyceum_hub.service.notices import mail
from lyceum_hub.service.notices.mail import Mail
from lyceum_hub.service.notices.message import Message, NotSent

RUN = {"id": "r", "finished_at": "2026-01-01", "url": "http://lab/", "owner": "ada"}
CONTENT = {
    "subject": "Nightly",
    "sentence": "Nightly failed.",
    "figures": {"rmse": 0.5},
    "run": RUN,
    "workspace": "Lab",
}
NOW = datetime.now(UTC)
MESSAGE = Message("m", "r", "ada", "email", "a@b.example", CONTENT, "waiting", 0, None, NOW, NOW, None)


@pytest.mark.parametrize("url", ["http://mail", "smtp://", "mail.example:25", "smtp://user:secret@host:port"])
def test_what_is_no_mail_server_is_refused_without_its_password(url):
    with pytest.raises(SettingError) as refused:
        Mail(url, "lab@lab.example")
    assert "secret" not in str(refused.value)


def test_a_password_is_told_only_where_nobody_listens(mails, monkeypatch):
    monkeypatch.setattr(mail, "is_here", lambda host: False)
    url = mails.url.replace("//", "//ada:secret@")
    with pytest.raises(NotSent, match="offers no encryption"):
        asyncio.run(Mail(url, "lab@lab.example").send(MESSAGE))
    assert mails.received == []


def test_a_password_is_told_once_the_line_is_encrypted(mails, authority):
    mails.context = authority.context("localhost")
    url = mails.url.replace("//127.0.0.1", "//ada:secret@localhost")
    asyncio.run(Mail(url, "lab@lab.example").send(MESSAGE))
    assert (len(mails.passwords), len(mails.received)) == (1, 1)


def test_a_server_that_speaks_tls_from_the_start(mails, authority):
    mails.socket = authority.context("localhost").wrap_socket(mails.socket, server_side=True)
    asyncio.run(Mail(mails.url.replace("smtp://127.0.0.1", "smtps://localhost"), "lab@lab.example").send(MESSAGE))
    assert len(mails.received) == 1


def test_a_server_of_another_name_is_told_nothing(mails, authority):
    mails.context = authority.context("mail.example")
    url = mails.url.replace("//127.0.0.1", "//ada:secret@localhost")
    with pytest.raises(NotSent, match="could not be used"):
        asyncio.run(Mail(url, "lab@lab.example").send(MESSAGE))
    assert (mails.passwords, mails.received) == ([], [])


def test_figures_are_in_the_mail(mails):
    asyncio.run(Mail(mails.url, "lab@lab.example").send(MESSAGE))
    assert "rmse = 0.5" in mails.received[0].get_content()


def test_a_server_that_is_away_is_said_so():
    with pytest.raises(NotSent, match="could not be used"):
        asyncio.run(Mail("smtp://127.0.0.1:1", "lab@lab.example").send(MESSAGE))
