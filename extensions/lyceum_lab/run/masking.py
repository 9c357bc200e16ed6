"""Masking: the values of a run's secrets are replaced before anything leaves its server.

Best effort: a value that a notebook changes, encodes or writes in several pieces is not recognised. What is written in
one go but arrives in several messages is masked in the outputs of streams, which are joined first as far as they go,
not in the log.
"""

from collections.abc import Iterable, Mapping
from typing import Any

MASK = "••••"


class Mask:
    """Replaces some values in text, and in the text that lists and objects hold."""

    def __init__(self, values: Iterable[str] = ()) -> None:
        lines = {value.strip() for value in values} | {line.strip() for value in values for line in value.splitlines()}
        self._values = sorted((value for value in lines if len(value) >= 4), key=len, reverse=True)

    def __call__(self, value: Any) -> Any:
        """Return a value without the secrets."""
        if not self._values:
            return value
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, Mapping):
            return {self(key): self(item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [self(item) for item in value]
        return value

    def _text(self, text: str) -> str:
        for value in self._values:
            text = text.replace(value, MASK)
        return text
