"""Addresses: nothing inside our network is reached, whatever a name resolves to, or says a moment later."""

import asyncio

import pytest

from lyceum_hub.service.notices.addresses import Fetcher, Resolver, Unreachable, is_public
from support.sink import METADATA, sink

PRIVATE = [
    "127.0.0.1",
    "127.8.8.8",
    "0.0.0.0",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "169.254.169.254",
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "2002:7f00:1::",
    "2001:0:7f00:1::",
    "fe80::1",
    "fe80::1%1",
    "fc00::1",
    "fd00:ec2::254",
    "ff02::1",
]


class Names:
    """A resolver that answers in turn with what it is given; the last answer stays."""

    def __init__(self, *answers):
        self.answers = list(answers)

    async def __call__(self, host, port):
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def post(fetcher, url, content=b"{}"):
    return asyncio.run(fetcher.post(url, content, {}))


@pytest.fixture
def received():
    with sink() as server:
        yield server


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_known_in_every_disguise(address):
    assert not is_public(address)
    with pytest.raises(Unreachable, match="private address") as refused:
        post(Fetcher((), Names(["93.184.215.14", address])), "https://example.org/")
    assert refused.value.for_good


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "64:ff9b::5db8:d70e"])
def test_those_of_the_internet_are_not(address):
    assert is_public(address)


@pytest.mark.parametrize("host", ["127.0.0.1", "2130706433", "0x7f.1", "0177.0.0.1", "localhost", "[::1]"])
def test_this_machine_is_not_reached_however_it_is_written(received, host):
    with pytest.raises(Unreachable):
        post(Fetcher((), Resolver()), f"http://{host}:{received.server_port}/")
    assert received.received == []


def test_a_host_that_is_allowed_is_reached_by_its_name(received):
    fetcher = Fetcher({"hooks.example"}, Names(["127.0.0.1"]))
    assert post(fetcher, f"http://hooks.example:{received.server_port}/a?b=c") == 204
    assert received.received[0][0]["Host"] == f"hooks.example:{received.server_port}"


def test_a_name_that_resolves_to_something_else_a_moment_later_leads_nowhere_else(received):
    names = Names(["192.0.2.1"], ["127.0.0.1"])  # what is checked is what is connected to
    fetcher = Fetcher({"rebinds.example"}, names, seconds=0.5)
    with pytest.raises(Unreachable):
        post(fetcher, f"http://rebinds.example:{received.server_port}/")
    assert (received.received, names.answers) == ([], [["127.0.0.1"]])


def test_an_encrypted_receiver_has_to_prove_its_name(received, authority):
    received.encrypt(authority.context("hooks.example"))
    fetcher = Fetcher({"hooks.example", "other.example"}, Names(["127.0.0.1"]))
    assert post(fetcher, f"https://hooks.example:{received.server_port}/") == 204
    with pytest.raises(Unreachable, match=r"other\.example"):
        post(fetcher, f"https://other.example:{received.server_port}/")
    assert len(received.received) == 1


def test_a_receiver_that_nobody_vouches_for_is_not_told(received, authority, monkeypatch):
    received.encrypt(authority.context("hooks.example"))
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(Unreachable, match="CERTIFICATE_VERIFY_FAILED"):
        post(Fetcher({"hooks.example"}, Names(["127.0.0.1"])), f"https://hooks.example:{received.server_port}/")
    assert received.received == []


def test_redirects_are_not_followed(received):
    fetcher = Fetcher({"127.0.0.1"}, Resolver())
    received.mode = "redirect"
    for target in (METADATA, received.url):
        received.target = target
        assert post(fetcher, received.url) == 302
    assert received.followed == []


def test_a_slow_receiver_is_left(received):
    received.mode = "slow"
    with pytest.raises(Unreachable, match=r"did not answer within 0\.2 seconds"):
        post(Fetcher({"127.0.0.1"}, Resolver(), seconds=0.2), received.url)


def test_a_large_answer_is_not_read(received):
    received.mode = "huge"
    assert post(Fetcher({"127.0.0.1"}, Resolver()), received.url) == 200
    assert received.written < 10 * 1024**2


def test_too_much_is_not_sent(received):
    with pytest.raises(Unreachable, match="more to send"):
        post(Fetcher({"127.0.0.1"}, Resolver()), received.url, b"x" * (1024**2 + 1))
    assert received.received == []


def test_nobody_there_is_said_so():
    with pytest.raises(Unreachable, match="could not be reached"):
        post(Fetcher({"127.0.0.1"}, Resolver()), "http://127.0.0.1:1/")
    with pytest.raises(Unreachable, match="no host named"):
        post(Fetcher((), Resolver()), "https://nowhere.invalid/")
