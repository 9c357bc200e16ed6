"""The keys by which Labs know the culler: each Lab has its own, so that what one learns opens no other.

The culler never shows its hub token to a person's server, which could stop other people's with it.
"""

import hmac
from dataclasses import dataclass, field
from typing import Any

HEADER = "X-Lyceum-Culler"


@dataclass(frozen=True)
class Keys:
    """All keys, made from a secret of the workspace."""

    secret: str = field(repr=False)

    def of(self, owner: str, name: str) -> str:
        """Return the key of one server of one person."""
        return hmac.digest(self.secret.encode(), f"{owner}/{name}".encode(), "sha256").hex()

    def __call__(self, spawner: Any) -> str:
        """Return the key of a spawner's server, for the hub's `Spawner.environment`."""
        return self.of(spawner.user.name, spawner.name)
