"""Tests that make accounts of the machine need root; without it they fail and say so."""

import os

import pytest


def need_root() -> None:
    """Fail where somebody else than root runs the tests."""
    if os.geteuid() != 0:
        pytest.fail("This test makes or uses accounts of the machine. Run the tests as root.")
