"""Copies of templates and modules: each says in its metadata which version it was made from, to be updated."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

NAME = re.compile(r"[a-z][a-z0-9_]{0,199}", re.ASCII)


@dataclass(frozen=True)
class Origin:
    """What a copy was made from: an entry, its version, the hash of what was copied, and of a course which module."""

    entry: str
    version: int
    hash: str
    module: str = ""

    def at(self, version: int, notebook: Mapping[str, Any]) -> "Origin":
        """Return the same at another version, where the notebook is this one."""
        return replace(self, version=version, hash=hash_of(notebook))


def marked(notebook: dict[str, Any], entry: str, version: int, module: str = "") -> dict[str, Any]:
    """Return a notebook of an entry as a copy of a version, which says so."""
    metadata = notebook.get("metadata", {})
    said = {**about(metadata), "copied": asdict(Origin(entry, version, hash_of(notebook), module))}
    return {**notebook, "metadata": {**metadata, "lyceum": said}}


def origin_of(notebook: Mapping[str, Any]) -> Origin | None:
    """Return what a notebook says it is a copy of; None where it says nothing that can be true."""
    said = about(notebook.get("metadata", {})).get("copied")
    if not isinstance(said, dict):
        return None
    entry, version, content_hash = (said.get(name) for name in ("entry", "version", "hash"))
    module = said.get("module", "")
    named = is_name(entry) and (module == "" or is_name(module))
    numbered = type(version) is int and 0 < version <= 1_000_000
    return Origin(str(entry), int(version or 0), str(content_hash), str(module)) if named and numbered else None


def is_name(said: object) -> bool:
    """Tell whether something can be the name of an entry or a module."""
    return isinstance(said, str) and bool(NAME.fullmatch(said))


def hash_of(notebook: Mapping[str, Any]) -> str:
    """Return the SHA-256 of what a notebook has people read and run: cells with their metadata."""
    cells = [
        {**{name: cell.get(name) for name in ("cell_type", "metadata")}, "source": source_of(cell)}
        for cell in notebook.get("cells", [])
    ]
    canonical = json.dumps(cells, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def source_of(cell: Mapping[str, Any]) -> str:
    """Return a cell's source, which notebooks keep as text or as a list of lines."""
    source = cell.get("source", "")
    return source if isinstance(source, str) else "".join(source)


def about(metadata: Any) -> dict[str, Any]:
    """Return what a notebook's metadata say of its entry."""
    said = metadata.get("lyceum") if isinstance(metadata, dict) else None
    return said if isinstance(said, dict) else {}
