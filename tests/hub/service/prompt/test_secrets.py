"""Secrets at the prompt: values come unseen, stay in their owner's home, and are never shown."""

import json
import stat

import pytest


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("JUPYTERHUB_USER", "ada")
    return tmp_path / "home"


def kept(home):
    return json.loads((home / ".config/lyceum/secrets.json").read_text())


@pytest.mark.parametrize("typed", ["s3cret = x", "s3cret = x\n", "s3cret = x\r\n"])
def test_a_secret_is_set_listed_and_deleted(home, lyceum, asked, typed):
    done = lyceum("secret", "set", "DATABASE_PASSWORD", input=typed)
    assert (done.exit_code, "s3cret" in done.output) == (0, False)
    assert kept(home) == {"DATABASE_PASSWORD": "s3cret = x"}
    assert stat.S_IMODE((home / ".config/lyceum/secrets.json").stat().st_mode) == 0o600
    assert lyceum("secret", "list").stdout == "DATABASE_PASSWORD\n"
    assert asked("secret", "list") == {"items": ["DATABASE_PASSWORD"]}
    assert asked("secret", "delete", "DATABASE_PASSWORD")["deleted"]
    assert kept(home) == {}


def test_a_value_on_the_command_line_is_refused_and_not_repeated(home, refused):
    said = refused("secret", "set", "TOKEN", "hunter2222")
    assert "Everybody on this machine sees" in said
    assert "hunter2222" not in said
    assert not home.exists()


@pytest.mark.parametrize(
    ("arguments", "typed", "says"),
    [
        (("set", "lower"), "long enough", "Use capital letters"),
        (("set", "PATH"), "long enough", "already means something"),
        (("set", "SHORT"), "abc", "at least 4 characters"),
        (("set", "EMPTY"), "", "at least 4 characters"),
        (("delete", "NEVER"), "", "There is no secret 'NEVER'"),
    ],
)
def test_what_cannot_be_a_secret_is_refused_in_a_sentence(home, refused, arguments, typed, says):
    assert says in refused("secret", *arguments, input=typed)


def test_a_broken_file_is_named(home, lyceum, refused):
    lyceum("secret", "set", "TOKEN", input="abcd")
    (home / ".config/lyceum/secrets.json").write_text("[")
    assert "cannot be read" in refused("secret", "list")


def test_outside_the_workspace_it_says_where_secrets_lie(refused, monkeypatch):
    monkeypatch.delenv("JUPYTERHUB_USER", raising=False)
    assert "Use a terminal in JupyterLab" in refused("secret", "list")
