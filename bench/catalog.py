"""The catalog at 100,000 entries: how long searches, lists and facets take, beside raw FTS5 on the same text."""

import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from bench import intake
from bench.figures import Figure
from bench.invented import Vocabulary
from lyceum_catalog.entries import parse_entry
from lyceum_hub.database import migrate, open_database
from lyceum_hub.service.entries.access import EVERYBODY, Reader
from lyceum_hub.service.entries.queries import Query
from lyceum_hub.service.entries.search import Search
from lyceum_hub.service.entries.store import EntryStore

SIZE = 100_000
QUERIES = 60
AT_ONCE = 1_000
READER = Reader("ada", frozenset({EVERYBODY, "person:ada", "group:analysts"}))
RANKED = "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rank LIMIT 50"
MOST_MS = 150


def measure(times: int, everything: bool) -> list[Figure]:
    """Search a large catalog as somebody who sees nearly all of it; then open and apply one of 10,000 entries."""
    with tempfile.TemporaryDirectory() as folder:
        vocabulary, search, raw = filled(Path(folder), SIZE)
        found = [beside_raw(vocabulary, search, raw, times), *alone(vocabulary, search, times)]
    return [*found, *intake.measure(times, everything)]


def filled(folder: Path, size: int) -> tuple[Vocabulary, Search, sqlite3.Connection]:
    """Return a catalog of so many entries, and nothing but FTS5 on the same text."""
    vocabulary = Vocabulary(random.Random(4))
    database = open_database(f"sqlite:///{folder}/lyceum.sqlite")
    migrate(database)
    store, texts = EntryStore(database), list[str]()
    started = time.perf_counter()
    for start in range(0, size, AT_ONCE):
        some = [parse_entry(vocabulary.record(number)) for number in range(start, min(start + AT_ONCE, size))]
        store.publish(some, "bench")
        texts.extend(" ".join(" ".join(field) for field in entry.words().values()) for entry in some)
    sys.stderr.write(f"published {size} entries in {time.perf_counter() - started:.0f} s\n")
    return vocabulary, Search(database), raw_fts5(folder / "raw.sqlite", texts)


def raw_fts5(path: Path, texts: Sequence[str]) -> sqlite3.Connection:
    """Return a database of nothing but FTS5."""
    raw = sqlite3.connect(path)
    raw.execute("CREATE VIRTUAL TABLE words USING fts5(body, tokenize = 'porter unicode61')")
    raw.executemany("INSERT INTO words (rowid, body) VALUES (?, ?)", enumerate(texts, 1))
    raw.commit()
    return raw


def beside_raw(vocabulary: Vocabulary, search: Search, raw: sqlite3.Connection, times: int) -> Figure:
    """Ask both the same, one question after the other, in rounds of new questions; of each round the p95 counts."""
    ours, theirs = [], []
    for _ in range(times + 1):
        mine, bare = [], []
        for words in asked(vocabulary):
            bare.append(took(lambda words=words: raw.execute(RANKED, [words]).fetchall()))
            mine.append(took(lambda words=words: search.find(Query(words), READER)))
        ours.append(p95(mine))
        theirs.append(p95(bare))
    return Figure(f"search {SIZE:,} entries, p95; raw FTS5", tuple(ours[1:]), tuple(theirs[1:]), "ms", most=2)


def alone(vocabulary: Vocabulary, search: Search, times: int) -> list[Figure]:
    """Measure what has nothing beside it, in rounds of questions that were not asked before."""
    chance = vocabulary.chance
    questions: dict[str, Callable[[], object]] = {
        "search with facets, p95": lambda: search.find(
            Query(vocabulary.words(chance.randint(1, 3)), facets=True), READER
        ),
        "list of a domain with facets, p95": lambda: search.find(
            Query(domain=f"domain {chance.randrange(30)}", tag=vocabulary.words(1), facets=True), READER
        ),
        "list of all with facets, p95": lambda: search.find(Query(offset=chance.randrange(SIZE), facets=True), READER),
        "list of a kind by date, p95": lambda: search.find(
            Query(kind="dataset", sort="date", offset=chance.randrange(1000), facets=True), READER
        ),
        "misspelt search, p95": lambda: search.find(Query(vocabulary.words(1)[:-1] + "xq"), READER),
        "completion, p95": lambda: search.complete(vocabulary.words(1)[:3], READER),
    }
    return [Figure(what, rounds(ask, times), unit="ms", most=most_of(what)) for what, ask in questions.items()]


def most_of(what: str) -> float | None:
    """Return how many milliseconds are wanted: of lists, and of what counts facets."""
    return MOST_MS if "list" in what or "facets" in what else None


def rounds(ask: Callable[[], object], times: int) -> tuple[float, ...]:
    """Return the p95 of some rounds of questions, in milliseconds; the first round does not count."""
    return tuple(p95([took(ask) for _ in range(QUERIES)]) for _ in range(times + 1))[1:]


def asked(vocabulary: Vocabulary) -> list[str]:
    """Return a round of questions of one to three words."""
    return [vocabulary.words(vocabulary.chance.randint(1, 3)) for _ in range(QUERIES)]


def took(ask: Callable[[], Any]) -> float:
    """Return how many milliseconds an answer took."""
    started = time.perf_counter()
    ask()
    return (time.perf_counter() - started) * 1000


def p95(taken: Sequence[float]) -> float:
    """Return the 95th percentile."""
    return statistics.quantiles(taken, n=20)[-1]
