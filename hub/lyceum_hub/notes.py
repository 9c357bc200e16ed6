"""What a workspace writes down in its state folder for other processes to read: its ports, and what runs."""

import json
from typing import Any

from lyceum_hub.settings import Settings

PORTS = "ports.json"
RUN = "run.json"  # there while the workspace runs


def read_note(settings: Settings, name: str) -> dict[str, Any]:
    """Return a note; empty if it was never written, or cannot be read."""
    try:
        note = json.loads((settings.state / name).read_text())
    except (OSError, ValueError):
        return {}
    return note if isinstance(note, dict) else {}


def write_note(settings: Settings, name: str, note: dict[str, Any]) -> None:
    """Write a note for ourselves alone, whole or not at all."""
    path = settings.state / name
    temporary = path.with_name(f".{name}")
    temporary.touch(mode=0o600)
    temporary.write_text(json.dumps(note, indent=2) + "\n")
    temporary.replace(path)


def remove_note(settings: Settings, name: str) -> None:
    """Remove a note."""
    (settings.state / name).unlink(missing_ok=True)
