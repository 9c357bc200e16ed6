"""Invented entries: words of which few are frequent, as in a language, and data sets described in them."""

import random
from collections.abc import Iterator
from itertools import accumulate
from typing import Any

CONSONANTS, VOWELS = "bcdfglmnprst", "aeiou"
WORDS = 20_000
READERS = ("parquet", "csv")
HIDDEN = 50  # of so many entries one is only for a group


class Vocabulary:
    """Invented words, and records that are made of them."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self._words = ["".join(self._syllables()) for _ in range(WORDS)]
        self._weights = list(accumulate(1 / (rank + 10) for rank in range(WORDS)))

    def _syllables(self) -> Iterator[str]:
        for _ in range(self.chance.randint(2, 5)):
            yield self.chance.choice(CONSONANTS) + self.chance.choice(VOWELS)

    def words(self, count: int) -> str:
        """Return some words."""
        return " ".join(self.chance.choices(self._words, cum_weights=self._weights, k=count))

    def record(self, number: int) -> dict[str, Any]:
        """Return the record of a data set."""
        owner, reader = self.chance.randint(0, 300), self.chance.choice(READERS)
        hidden = {"access": {"see": ["group:few"], "read": [], "manage": []}} if number % HIDDEN == 0 else {}
        return {
            "name": f"entry_{number}",
            "title": self.words(5),
            "summary": self.words(15),
            "description": self.words(60),
            "owner": f"team {owner}",
            "steward": f"team {owner}",
            "domain": f"domain {owner % 30}",
            "licence": "CC0-1.0",
            "classification": self.chance.choice(("public", "internal", "confidential")),
            "tags": self.words(3).split(),
            "resources": [{"name": reader, "reader": reader, "url": f"data/{number}.{reader}"}],
            **hidden,
        }
