"""What a Lab tells of its packages, and what it remembers of those before."""

import json

import pytest

from lyceum_lab import packages

OLD = {"image": "lab:1", "packages": {"Python": "3.11.1", "gone": "1", "same": "1", "Newer": "1.9"}}
NEW = {"image": "lab:2", "packages": {"Python": "3.11.2", "added": "1", "same": "1", "Newer": "1.10"}}


def test_the_first_environment_is_no_change(tmp_path, monkeypatch):
    monkeypatch.setattr(packages, "environment", lambda: OLD)
    for _ in range(2):
        told = packages.listed(tmp_path)
        assert (told["image"], told["since"], told["changed"]) == ("lab:1", None, [])
    assert {"name": "same", "version": "1"} in told["items"]


def test_what_changed_stays_told_until_it_changes_again(tmp_path, monkeypatch):
    packages.remember(tmp_path, OLD)
    monkeypatch.setattr(packages, "environment", lambda: NEW)
    first, second = packages.listed(tmp_path), packages.listed(tmp_path)
    assert first == second
    assert first["since"]
    assert [(one["name"], one["before"], one["now"]) for one in first["changed"]] == [
        ("added", None, "1"),
        ("gone", "1", None),
        ("Newer", "1.9", "1.10"),
        ("Python", "3.11.1", "3.11.2"),
    ]
    now, before = packages.remember(tmp_path, OLD)
    assert (now["packages"], before["packages"]) == (OLD["packages"], NEW["packages"])


@pytest.mark.parametrize("kept", ["", "[]", '{"now": 1, "before": null}', '{"now": {"since": "x"}, "before": null}'])
def test_a_memory_that_cannot_be_read_is_none(tmp_path, kept):
    file = tmp_path / packages.MEMORY
    file.parent.mkdir(parents=True)
    file.write_text(kept)
    assert packages.remember(tmp_path, NEW)[1] is None
    assert json.loads(file.read_text())["now"]["packages"] == NEW["packages"]


def test_a_home_that_takes_nothing_is_told_all_the_same(tmp_path):
    (tmp_path / ".local").write_text("in the way")
    assert packages.remember(tmp_path, NEW)[0]["packages"] == NEW["packages"]
    assert [path.name for path in tmp_path.iterdir()] == [".local"]


def test_the_route_lists_what_is_installed_here(lab):
    told = lab.client.get("/lyceum/packages").json()
    assert {"jupyterlab", "pandas", "Python"} <= {item["name"] for item in told["items"]}
    assert told["since"] is None
