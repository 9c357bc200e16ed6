"""What a person would have to remember: documented settings, one version, no outputs, the front end in the wheel."""

import json
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

import lyceum_hub
from lyceum_hub.settings import VARIABLES

ROOT = Path(__file__).parents[2]


def tracked(*patterns):
    listed = subprocess.run(["git", "ls-files", "--", *patterns], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / line for line in listed.stdout.splitlines()]


def test_every_setting_is_documented():
    readme = (ROOT / "README.md").read_text()
    assert [variable for variable in VARIABLES.values() if f"`{variable}`" not in readme] == []


def test_there_is_one_version():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    package = json.loads((ROOT / "extensions" / "package.json").read_text())
    assert project["version"] == package["version"] == lyceum_hub.__version__


def test_constraints_are_plain_pins():
    lines = [line for file in tracked("*constraints.txt") for line in file.read_text().splitlines()]
    assert [line for line in lines if not re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.+!]+", line)] == []


def test_every_folder_has_a_page_for_whom_it_serves():
    for folder in ("hub", "catalog", "extensions", "notebooks", "images"):
        assert (ROOT / folder / "README.md").exists()


def anchors(page):
    """Return the anchors of a page's headings, as GitHub names them."""
    text = re.sub(r"^```.*?^```", "", page.read_text(), flags=re.MULTILINE | re.DOTALL)
    headings = re.findall(r"^#+ (.*)", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_links_between_our_pages_lead_somewhere():
    for page in tracked("*.md"):
        for target, anchor in re.findall(r"\]\((?!https?://)([^)#]*)#?([^)]*)\)", page.read_text()):
            there = page.parent / target if target else page
            assert there.exists(), f"{page}: {target}"
            assert not anchor or anchor in anchors(there), f"{page}: {target}#{anchor}"


def test_no_tracked_file_is_large():
    assert [path for path in tracked() if path.stat().st_size > 1024 * 1024] == []


def test_the_wheel_contains_front_end_and_content(tmp_path):
    if not (ROOT / "extensions" / "lyceum_lab" / "labextension" / "package.json").exists():
        pytest.fail("The front end is not built. Run: make check")
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", tmp_path, ROOT]
    subprocess.run(build, check=True)
    (wheel,) = tmp_path.glob("lyceum-*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    for part in (
        "remoteEntry",
        "flights.yaml",
        "first_steps.ipynb",
        "0001_first_tables.py",
        "login.html",
        "lyceum_lab.json",
    ):
        assert any(part in name for name in names), part
    assert not any("node_modules" in name for name in names)
