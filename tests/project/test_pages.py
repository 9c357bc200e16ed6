"""What our pages tell people to type is there: each command with its options, and the check of a webhook."""

import base64
import hashlib
import hmac
import re
import shlex
import subprocess
from pathlib import Path

import click
import pytest

from lyceum_hub import cli

ROOT = Path(__file__).parents[2]
LISTED = subprocess.run(["git", "ls-files", "--", "*.md"], cwd=ROOT, capture_output=True, text=True, check=True)
PAGES = LISTED.stdout.splitlines()
BLOCK = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)


def blocks(page, language):
    return [text for kind, text in BLOCK.findall((ROOT / page).read_text()) if kind == language]


def commands(program):
    lines = [line for page in PAGES for block in blocks(page, "sh") for line in block.splitlines()]
    return [line.split(" >")[0] for line in lines if line.startswith(f"{program} ")]


def parse(words):
    """Parse a command with all its options, without calling it."""
    command, context = cli.main, None
    while isinstance(command, click.Group):
        context = click.Context(command, parent=context)
        _, command, words = command.resolve_command(context, words)
    return command.make_context(command.name, words, parent=context)


@pytest.mark.parametrize("line", commands("lyceum"))
def test_every_command_on_our_pages_is_there(line, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("work.ipynb", "portal.ttl", "old_intake.yaml"):
        Path(name).touch()
    for name in ("catalog/entries", "notebooks/templates", "courses"):
        Path(name).mkdir(parents=True)
    assert parse(shlex.split(line, comments=True)[1:])


def test_every_target_of_make_on_our_pages_is_there():
    there = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    told = {shlex.split(line, comments=True)[1] for line in commands("make")}
    assert told - there == set()


def test_the_check_of_a_webhook_tells_genuine_from_forged():
    (source,) = [block for block in blocks("hub/lyceum_hub/service/README.md", "python") if "whsec_" in block]
    key, body = b"k" * 32, b'{"type":"run.failure"}'
    signature = base64.b64encode(hmac.digest(key, b"msg_1.1700000000." + body, hashlib.sha256)).decode()
    headers = {"webhook-id": "msg_1", "webhook-timestamp": "1700000000", "webhook-signature": f"v1,{signature}"}
    known = {"webhook_key": f"whsec_{base64.b64encode(key).decode()}", "headers": headers}
    for sent, genuine in ((body, True), (body + b" ", False)):
        names = {**known, "body": sent}
        exec(source, names)
        assert names["genuine"] is genuine
