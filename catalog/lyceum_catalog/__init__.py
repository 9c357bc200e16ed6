"""What the workspace knows: entries, the readers they may use, templates and their parameters."""

from lyceum_catalog.checking import check
from lyceum_catalog.figures import record
from lyceum_catalog.opening import open_entry, wrote
from lyceum_catalog.secrets import secret

__all__ = ["check", "open_entry", "record", "secret", "wrote"]
