"""The seal: signatures by a secret of the service, without which no progress and no certificate counts."""

import hashlib
import hmac
import json
from typing import Any


class Seal:
    """Signs what the service says, and knows its signature again."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()

    def of(self, what: str, said: Any) -> str:
        """Return the signature of something that is said, in hexadecimal: for one use, and no other."""
        text = json.dumps([what, said], sort_keys=True, separators=(",", ":"), ensure_ascii=True)
        return hmac.new(self._secret, text.encode(), hashlib.sha256).hexdigest()

    def is_on(self, what: str, said: Any, signature: str | None) -> bool:
        """Tell whether something is signed by this service."""
        return hmac.compare_digest(self.of(what, said).encode(), (signature or "").encode())
