"""An image's bill of materials: its packages, Python's and Debian's, as CycloneDX 1.6."""

import json
import platform
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from lyceum_catalog.environment import heads

BILL = Path("/usr/share/lyceum/sbom.json")  # in every image
DEBIAN = ["dpkg-query", "--show", "--showformat", "${Package}\t${Version}\t${Architecture}\n"]


def record(file: Path = BILL) -> dict[str, Any]:
    """Write the bill of this environment and return it; the same packages make the same file."""
    bill = describe()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(bill, indent=1) + "\n")
    return bill


def describe() -> dict[str, Any]:
    """Return what is installed here."""
    python = {"type": "platform", "name": "python", "version": platform.python_version()}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "components": [python, *map(component_of, heads()), *debian_packages()],
    }


def component_of(said: Mapping[str, str]) -> dict[str, Any]:
    """Return a Python package, with its licence where it tells that as an SPDX expression."""
    name = said["Name"].lower().replace("_", "-")
    licence = said.get("License-Expression")
    return {
        "type": "library",
        "name": said["Name"],
        "version": said["Version"],
        "purl": f"pkg:pypi/{name}@{quote(said['Version'])}",
        **({"licenses": [{"expression": licence}]} if licence else {}),
    }


def debian_packages() -> Iterator[dict[str, Any]]:
    """Yield the packages of the operating system, where it is one of Debian's kind."""
    if not shutil.which(DEBIAN[0]):
        return
    for line in subprocess.run(DEBIAN, capture_output=True, text=True, check=True).stdout.splitlines():
        name, version, architecture = line.split("\t")
        address = f"pkg:deb/debian/{quote(name)}@{quote(version)}?arch={architecture}"
        yield {"type": "library", "group": "debian", "name": name, "version": version, "purl": address}


def versions(bill: Mapping[str, Any]) -> dict[str, str]:
    """Return the version of each package of a bill; those of the operating system are told apart."""
    parts = [part for part in bill["components"] if "version" in part]
    return {f"{part['group']}/{part['name']}" if "group" in part else part["name"]: part["version"] for part in parts}


def differences(before: Mapping[str, str], after: Mapping[str, str]) -> list[dict[str, str]]:
    """Return the packages that are not the same in both; a version is empty where a package is missing."""
    names = sorted({*before, *after}, key=str.lower)
    pairs = ({"name": name, "before": before.get(name, ""), "after": after.get(name, "")} for name in names)
    return [pair for pair in pairs if pair["before"] != pair["after"]]
