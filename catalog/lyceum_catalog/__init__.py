"""What the workspace knows: entries, the readers they may use, templates and their parameters."""

from lyceum_catalog.opening import open_entry

__all__ = ["open_entry"]
