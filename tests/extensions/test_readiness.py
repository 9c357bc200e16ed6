"""The word of a server to the hub that it answers."""

import os

import pytest

from lyceum_hub.servers.prefork.readiness import VARIABLE
from lyceum_lab import readiness


@pytest.fixture
def pipe(monkeypatch):
    """The end of a pipe that the hub reads, whose other end a server finds in its environment."""
    reading, writing = os.pipe()
    monkeypatch.setenv(VARIABLE, str(writing))
    yield reading
    os.close(reading)


def test_it_is_said_once_and_kernels_do_not_inherit_where(pipe):
    readiness.take()
    assert VARIABLE not in os.environ
    readiness.tell()
    readiness.tell()
    assert [os.read(pipe, 10), os.read(pipe, 10)] == [b"1", b""]


def test_a_hub_that_listens_no_more_harms_nobody(monkeypatch):
    reading, writing = os.pipe()
    os.close(reading)
    monkeypatch.setenv(VARIABLE, str(writing))
    readiness.take()
    readiness.tell()
    assert readiness.pipe is None


def test_where_nobody_waits_nothing_is_said(monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    readiness.take()
    readiness.tell()
    assert readiness.pipe is None
