"""What holds for each image: who runs it, what it says of itself, how large it is, what it holds."""

import json
from pathlib import Path

from support import containers

ROOT = Path(__file__).parents[2]


def canonical(package):
    return package.lower().replace("_", "-")


def test_an_image_is_no_larger_than_it_may_be(image, most, capsys):
    size = containers.about(image)["Size"]
    with capsys.disabled():
        print(f"\n{image}: {size / 10**6:.0f} MB")  # noqa: T201 - whoever builds images wants to know
    assert size < most


def test_an_image_says_what_it_is(image):
    labels = containers.about(image)["Config"]["Labels"]
    assert labels["org.opencontainers.image.title"] == image.partition("/")[2].partition(":")[0]
    for name in ("description", "licenses", "version", "revision", "base.name"):
        assert labels[f"org.opencontainers.image.{name}"]


def test_nobody_is_root_and_the_root_cannot_be_written(image):
    assert containers.once(image, "id", "--user").stdout.strip() == "1000"
    written = "touch /opt/lyceum/written /usr/written || touch ~/written /tmp/written && ls /tmp/written"
    said = containers.once(image, "sh", "-c", written)
    assert said.stderr.count("Read-only file system") == 2
    assert said.stdout.strip() == "/tmp/written"


def test_the_bill_of_materials_names_what_is_installed(image):
    bill = json.loads(containers.once(image, "cat", "/usr/share/lyceum/sbom.json").stdout)
    parts = {part["purl"].partition("?")[0] for part in bill["components"] if "purl" in part}
    frozen = containers.once(image, "pip", "list", "--format", "freeze").stdout.splitlines()
    assert {f"pkg:pypi/{canonical(name)}@{version}" for name, version in (line.split("==") for line in frozen)} == {
        part for part in parts if part.startswith("pkg:pypi/")
    }
    assert any(part.startswith("pkg:deb/debian/libc6@") for part in parts)


def test_each_version_is_the_one_that_is_pinned(image):
    pins = dict(line.split("==") for line in (ROOT / "constraints.txt").read_text().splitlines())
    pinned = {canonical(name): version for name, version in pins.items()}
    frozen = dict(
        line.split("==") for line in containers.once(image, "pip", "list", "--format", "freeze").stdout.split()
    )
    not_ours = {"lyceum", "pip", "setuptools", "wheel"}
    assert {name: one for name, one in frozen.items() if pinned.get(canonical(name)) != one}.keys() <= not_ours
