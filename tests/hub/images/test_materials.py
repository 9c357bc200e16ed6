"""A bill of materials names what is installed, is the same for the same packages, and can be compared."""

import json
import platform
from importlib.metadata import version

import pytest

from lyceum_hub.errors import Invalid, NotFound
from lyceum_hub.images import materials, reading


def bill(**versions: str) -> dict:
    parts = [{"type": "library", "name": name, "version": version} for name, version in versions.items()]
    return {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "components": parts}


def test_it_names_what_is_installed_with_its_licence():
    said = materials.describe()
    assert (said["bomFormat"], said["specVersion"]) == ("CycloneDX", "1.6")
    (click,) = [part for part in said["components"] if part["name"] == "click"]
    assert click == {
        "type": "library",
        "name": "click",
        "version": version("click"),
        "purl": f"pkg:pypi/click@{version('click')}",
        "licenses": [{"expression": "BSD-3-Clause"}],
    }
    assert materials.versions(said)["python"] == platform.python_version()


def test_each_package_is_named_once():
    names = [part["purl"] for part in materials.describe()["components"] if "purl" in part]
    assert len(names) == len(set(names))


def test_packages_of_the_operating_system_are_told_apart(monkeypatch):
    monkeypatch.setattr(materials, "DEBIAN", ["printf", "libc6\t2.36-9+deb12u14\tamd64\nclick\t8\tall\n"])
    first, second = materials.debian_packages()
    assert first["purl"] == "pkg:deb/debian/libc6@2.36-9%2Bdeb12u14?arch=amd64"
    assert materials.versions({"components": [first, second]})["debian/click"] == "8"


def test_a_system_of_another_kind_has_python_packages_only(monkeypatch):
    monkeypatch.setattr(materials, "DEBIAN", ["no-such-program"])
    assert list(materials.debian_packages()) == []


def test_the_same_packages_make_the_same_file(tmp_path):
    materials.record(tmp_path / "made" / "one.json")
    materials.record(tmp_path / "two.json")
    assert (tmp_path / "made" / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()
    assert reading.bill_of(str(tmp_path / "two.json")) == materials.describe()


def test_what_differs_is_told_by_name():
    before, after = (materials.versions(one) for one in (bill(numpy="2.4", Zarr="3"), bill(numpy="2.5", arrow="1")))
    assert materials.differences(before, after) == [
        {"name": "arrow", "before": "", "after": "1"},
        {"name": "numpy", "before": "2.4", "after": "2.5"},
        {"name": "Zarr", "before": "3", "after": ""},
    ]


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"bomFormat": "CycloneDX", "components": 7}'])
def test_what_is_no_bill_is_refused(tmp_path, content):
    (tmp_path / "bill.json").write_text(content)
    with pytest.raises(Invalid, match="no bill of materials"):
        reading.bill_of(str(tmp_path / "bill.json"))


@pytest.fixture
def runner(tmp_path, monkeypatch):
    """Return a function that puts a program called podman on the PATH, alone there."""
    monkeypatch.setenv("PATH", str(tmp_path))

    def put(script: str) -> None:
        (tmp_path / "podman").write_text(f"#!/bin/sh\n{script}\n")
        (tmp_path / "podman").chmod(0o755)

    return put


def test_an_image_is_asked_by_a_container_without_network(runner, tmp_path):
    runner(f"""echo "$@" > {tmp_path}/asked; echo '{json.dumps(bill(numpy="2.4"))}'""")
    assert reading.bill_of("registry.example.org/lab:1")["components"][0]["name"] == "numpy"
    assert "--network none --entrypoint cat registry.example.org/lab:1" in (tmp_path / "asked").read_text()


def test_an_image_that_is_not_there_is_named_with_the_reason(runner):
    runner("echo no such image >&2; exit 125")
    with pytest.raises(NotFound, match=r"lab:0 .* no such image") as raised:
        reading.bill_of("lab:0")
    assert "lyceum images record" in raised.value.remedy


def test_a_machine_without_containers_says_so(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NotFound, match="Neither docker nor podman"):
        reading.bill_of("lab:1")
