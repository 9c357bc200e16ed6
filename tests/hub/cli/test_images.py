"""`lyceum images` records, lists and compares packages, in words and as JSON."""

import json

import pytest
from click.testing import CliRunner

from lyceum_hub import cli


def lyceum(*arguments: str):
    return CliRunner().invoke(cli.main, ["images", *map(str, arguments)])


@pytest.fixture
def recorded(tmp_path):
    """Return the bill of this environment, and one that differs in one package."""
    before, after = tmp_path / "before.json", tmp_path / "after.json"
    said = lyceum("record", "--to", before)
    assert said.output.endswith(f"packages are recorded in {before}.\n"), said.output
    content = json.loads(before.read_text())
    next(part for part in content["components"] if part["name"] == "click")["version"] = "99"
    after.write_text(json.dumps(content))
    return before, after


def test_what_is_installed_is_listed(recorded):
    assert lyceum("packages").output == lyceum("packages", recorded[0]).output
    assert "click" in [item["name"] for item in json.loads(lyceum("packages", "--json").output)["items"]]


def test_two_images_are_compared(recorded):
    assert lyceum("compare", recorded[0], recorded[0]).output == "Both have the same packages.\n"
    heading, click = lyceum("compare", *recorded).output.splitlines()
    assert heading.split() == ["PACKAGE", "BEFORE", "AFTER"]
    assert (click.split()[0], click.split()[2]) == ("click", "99")
    assert len(json.loads(lyceum("compare", *recorded, "--json").output)["items"]) == 1


def test_a_file_that_cannot_be_written_is_named():
    said = lyceum("record", "--to", "/sys/bill.json")
    assert said.exit_code == 1
    assert said.stderr.startswith("/sys/bill.json cannot be written: ")
    assert "as root" in said.stderr
