"""Spelling: words that the catalog holds, found by the letters they share with one that it does not."""

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from itertools import islice

from sqlalchemy import Connection, func, select
from sqlalchemy.dialects.postgresql import insert  # SQLite writes ON CONFLICT the same way

from lyceum_hub.database.tables import word_trigrams

AT_ONCE = 5_000
CANDIDATES = 60
MOST_ALIKE = 10
ALIKE = 0.72  # two letters of seven in the wrong order are 0.86


def trigrams(word: str) -> set[str]:
    """Return every three letters in a row, the word's beginning and end marked."""
    padded = f"  {word} "
    return {padded[start : start + 3] for start in range(len(padded) - 2)}


def learn(connection: Connection, words: Iterable[str]) -> None:
    """Keep words to correct others by; those that are known already stay as they are."""
    new = insert(word_trigrams).on_conflict_do_nothing()
    rows = ({"trigram": part, "word": word} for word in sorted(unknown(connection, words)) for part in trigrams(word))
    while some := list(islice(rows, AT_ONCE)):
        connection.execute(new, some)


def unknown(connection: Connection, words: Iterable[str]) -> set[str]:
    """Return the words that no entry ever held."""
    asked = sorted(set(words))
    parts = (asked[start : start + AT_ONCE] for start in range(0, len(asked), AT_ONCE))
    return set(asked) - {word for part in parts for word in known(connection, part)}


def known(connection: Connection, words: Sequence[str]) -> Iterable[str]:
    """Return those of some words that entries held."""
    starts = {f"  {word[0]}" for word in words}
    query = select(word_trigrams.c.word).where(word_trigrams.c.trigram.in_(starts), word_trigrams.c.word.in_(words))
    return connection.execute(query).scalars()


def alike(connection: Connection, word: str) -> list[str]:
    """Return the words that somebody who wrote this one may have meant, the likeliest first."""
    return get_close_matches(word, candidates(connection, word), n=MOST_ALIKE, cutoff=ALIKE)


def candidates(connection: Connection, word: str) -> Iterator[str]:
    """Yield the words that share most trigrams with this one."""
    shared = func.count()
    query = (
        select(word_trigrams.c.word)
        .where(word_trigrams.c.trigram.in_(trigrams(word)))
        .group_by(word_trigrams.c.word)
        .having(shared >= len(word) // 4 + 1)
        .order_by(shared.desc(), word_trigrams.c.word)
        .limit(CANDIDATES)
    )
    yield from connection.execute(query).scalars()
