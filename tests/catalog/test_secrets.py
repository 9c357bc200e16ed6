"""Secrets: kept by name in the owner's home, for nobody else to read."""

import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from lyceum_catalog.secrets import CannotFind, CannotKeep, forget, keep, names, place, secret


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("LYCEUM_RUN_FACTS", raising=False)
    return tmp_path


def test_a_secret_is_kept_replaced_and_forgotten():
    keep("TOKEN_OF_B", "first value")
    keep("A_PASSWORD", "é 密\nline")
    keep("TOKEN_OF_B", "second value")
    assert names() == ["A_PASSWORD", "TOKEN_OF_B"]
    assert (secret("TOKEN_OF_B"), secret("A_PASSWORD")) == ("second value", "é 密\nline")
    forget("TOKEN_OF_B")
    assert names() == ["A_PASSWORD"]


def test_only_the_owner_can_read_the_file():
    keep("TOKEN_OF_B", "value")
    assert stat.S_IMODE(place().stat().st_mode) == 0o600
    assert stat.S_IMODE(place().parent.stat().st_mode) == 0o700


def test_what_is_not_there_is_said_with_what_to_do():
    with pytest.raises(CannotFind, match=r"'MISSING'.*Run as job"):
        secret("MISSING")
    with pytest.raises(CannotFind, match="'MISSING' to remove"):
        forget("MISSING")


def test_a_run_has_what_it_was_given_and_no_more(monkeypatch):
    keep("GIVEN", "of the file")
    keep("OTHER", "of the file")
    monkeypatch.setenv("LYCEUM_RUN_FACTS", "/dev/null")
    monkeypatch.setenv("GIVEN", "of the run")
    assert secret("GIVEN") == "of the run"
    with pytest.raises(CannotFind, match=r"'OTHER'.*start the run"):
        secret("OTHER")


@pytest.mark.parametrize(
    "name", ["", "lower", "1A", "_A", "A-B", "A\n", "Ä", "A" * 65, "PATH", "LD_PRELOAD", "PYTHONPATH", "LYCEUM_TOKEN"]
)
def test_a_name_that_cannot_be_used_is_refused(name):
    with pytest.raises(CannotKeep) as refused:
        keep(name, "value")
    assert refused.value.field == "name"
    assert not place().exists()


@pytest.mark.parametrize("value", ["", "abc", "   a   ", "nul\0value", "half \ud800", "x" * 32_769])
def test_a_value_that_cannot_be_used_is_refused_and_not_repeated(value):
    with pytest.raises(CannotKeep) as refused:
        keep("NAME", value)
    assert refused.value.field == "value"
    assert not value or value not in str(refused.value)


def test_a_name_that_only_begins_like_one_of_the_machine_is_taken():
    keep("LDAP_PASSWORD", "value")
    keep("PATH_TO_KEY", "value")
    assert names() == ["LDAP_PASSWORD", "PATH_TO_KEY"]


def test_what_cannot_be_read_is_not_written_over():
    keep("NAME", "value")
    place().write_text("[1")
    for attempt in (names, lambda: keep("OTHER", "value")):
        with pytest.raises(CannotFind, match="cannot be read"):
            attempt()
    assert place().read_text() == "[1"


def test_no_change_is_lost_among_many():
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: keep(f"NAME_{number}", "value"), range(24)))
    assert len(names()) == 24
    assert [path.name for path in place().parent.iterdir()] == ["secrets.json"]
