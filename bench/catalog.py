"""The catalog at 100,000 entries: how long searches, lists and facets take, beside raw FTS5 on the same text.

python bench/catalog.py [entries]
"""

import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any

from lyceum_catalog.entries import Entry, parse_entry
from lyceum_hub.database import migrate, open_database
from lyceum_hub.service.entries.search import Query, Search
from lyceum_hub.service.entries.store import EntryStore

CONSONANTS, VOWELS = "bcdfglmnprst", "aeiou"
WORDS = 20_000
QUERIES = 200
AT_ONCE = 1_000
READERS = ("parquet", "csv")


def main(size: int) -> None:
    """Fill a new catalog, search it, and print what was measured."""
    chance = random.Random(4)
    vocabulary = Vocabulary(chance)
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{folder}/lyceum.sqlite")
        migrate(database)
        started = time.perf_counter()
        entries = fill(EntryStore(database), vocabulary, size)
        print(f"published {size} entries in {time.perf_counter() - started:.1f} s")
        raw = raw_fts5(Path(folder) / "raw.sqlite", entries)
        measure(Search(database), raw, [vocabulary.words(chance.randint(1, 3)) for _ in range(QUERIES)])


class Vocabulary:
    """Invented words, few of which are frequent, as in a language."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._words = ["".join(self._syllables()) for _ in range(WORDS)]
        self._weights = list(accumulate(1 / (rank + 10) for rank in range(WORDS)))

    def _syllables(self) -> Iterator[str]:
        for _ in range(self._chance.randint(2, 5)):
            yield self._chance.choice(CONSONANTS) + self._chance.choice(VOWELS)

    def words(self, count: int) -> str:
        """Return some words."""
        return " ".join(self._chance.choices(self._words, cum_weights=self._weights, k=count))

    def entry(self, number: int) -> Entry:
        """Return a data set."""
        owner, reader = self._chance.randint(0, 300), self._chance.choice(READERS)
        return parse_entry(
            {
                "name": f"entry_{number}",
                "title": self.words(5),
                "summary": self.words(15),
                "description": self.words(60),
                "owner": f"team {owner}",
                "steward": f"team {owner}",
                "domain": f"domain {owner % 30}",
                "licence": "CC0-1.0",
                "classification": self._chance.choice(("public", "internal", "confidential")),
                "tags": self.words(3).split(),
                "resources": [{"name": reader, "reader": reader, "url": f"data/{number}.{reader}"}],
            }
        )


def fill(store: EntryStore, vocabulary: Vocabulary, size: int) -> list[str]:
    """Publish so many entries and return their texts."""
    texts: list[str] = []
    for start in range(0, size, AT_ONCE):
        some = [vocabulary.entry(number) for number in range(start, min(start + AT_ONCE, size))]
        store.publish(some, "bench")
        texts.extend(" ".join(" ".join(field) for field in entry.words().values()) for entry in some)
    return texts


def raw_fts5(path: Path, texts: list[str]) -> sqlite3.Connection:
    """Return a database of nothing but FTS5 on the same text."""
    raw = sqlite3.connect(path)
    raw.execute("CREATE VIRTUAL TABLE words USING fts5(body, tokenize = 'porter unicode61')")
    raw.executemany("INSERT INTO words (rowid, body) VALUES (?, ?)", enumerate(texts, 1))
    raw.commit()
    return raw


def measure(search: Search, raw: sqlite3.Connection, queries: list[str]) -> None:
    """Print how long each way of asking takes."""
    ranked = "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rank LIMIT 50"
    bare = tell("raw FTS5, ranked page", lambda words: raw.execute(ranked, [words]).fetchall(), queries)
    ours = tell("search, page and total", lambda words: search.find(Query(words)), queries)
    tell("search with facets", lambda words: search.find(Query(words, facets=True)), queries)
    filters = [Query(domain=f"domain {number % 30}", facets=True) for number in range(QUERIES)]
    tell("list of a domain with facets", search.find, filters)
    tell("list of a kind with facets", search.find, [Query(kind="dataset", facets=True, offset=n) for n in range(50)])
    tell("list of all with facets", search.find, [Query(facets=True)] * 50)
    tell("misspelt", lambda words: search.find(Query(words)), [words.split()[0][:-1] + "xq" for words in queries[:50]])
    tell("completion", lambda words: search.complete(words.split()[-1][:3]), queries)
    print(f"search p95 / raw FTS5 p95: {ours / bare:.2f}")


def tell(what: str, ask: Callable[[Any], object], questions: list[Any]) -> float:
    """Print the median and the 95th percentile of some questions, in milliseconds, and return the latter."""
    taken = []
    for question in questions:
        started = time.perf_counter()
        ask(question)
        taken.append((time.perf_counter() - started) * 1000)
    p95 = statistics.quantiles(taken, n=20)[-1]
    print(f"{what:32} p50 {statistics.median(taken):7.1f} ms   p95 {p95:7.1f} ms")
    return p95


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
