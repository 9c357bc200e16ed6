"""The environment that notebooks run in here: its Python, packages, importable modules and kernels."""

import json
import os
import pkgutil
import platform
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import takewhile
from pathlib import Path
from typing import Any

from jupyter_core.paths import jupyter_path

METADATA = ("*.dist-info/METADATA", "*.egg-info/PKG-INFO")
NATIVE_KERNEL = "python3"


def describe() -> dict[str, Any]:
    """Return the environment of this process as JSON; nothing is imported, and the working folder is left out."""
    return {
        "python": platform.python_version(),
        "packages": packages(),
        "modules": modules(),
        "kernels": kernels(),
    }


def packages() -> dict[str, str]:
    """Return the version of each installed package."""
    return {said["Name"]: said["Version"] for said in heads()}


def heads() -> list[dict[str, str]]:
    """Return what each installed package says of itself, by name; what comes first on the path counts."""
    found: dict[str, dict[str, str]] = {}
    for file in (file for folder in lasting_path() for pattern in METADATA for file in folder.glob(pattern)):
        said = dict(head_of(file))
        if "Name" in said and "Version" in said:
            found.setdefault(said["Name"], said)
    return sorted(found.values(), key=lambda said: said["Name"].lower())


def head_of(metadata: Path) -> Iterator[tuple[str, str]]:
    """Yield a package's metadata up to its description, which importlib would parse too, and at length."""
    with metadata.open(encoding="utf-8", errors="replace") as lines:
        for line in takewhile(str.strip, lines):
            key, _, value = line.partition(":")
            yield key, value.strip()


def modules() -> list[str]:
    """Return the names that `import` finds at the top level; a plain folder is one too."""
    path = lasting_path()
    found = {module.name for module in pkgutil.iter_modules(map(str, path))}
    folders = {child.name for folder in path for child in folder.iterdir() if child.is_dir()}
    importable = {name for name in found | folders if name.isidentifier() and name != "__pycache__"}
    return sorted(importable | sys.stdlib_module_names | set(sys.builtin_module_names))


def kernels() -> list[str]:
    """Return the names of the kernels, in lower case as Jupyter compares them."""
    folders = [Path(folder) for folder in jupyter_path("kernels")]
    found = {spec.parent.name.lower() for folder in folders for spec in folder.glob("*/kernel.json") if is_json(spec)}
    return sorted(found | ({NATIVE_KERNEL} if find_spec("ipykernel") else set()))


def is_json(file: Path) -> bool:
    """Tell whether a file can be read and holds an object."""
    try:
        return isinstance(json.loads(file.read_bytes()), dict)
    except (OSError, ValueError):
        return False


def lasting_path() -> list[Path]:
    """Return the folders where modules are looked for, but for the one that this process happens to be in."""
    folders = [Path(entry) for entry in sys.path if entry and os.access(entry, os.R_OK | os.X_OK)]
    return [folder for folder in folders if folder.is_dir() and folder != Path.cwd()]
