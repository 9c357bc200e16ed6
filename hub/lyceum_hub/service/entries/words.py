"""Words to search by: folded, in the forms that English and French stemming give them."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from hashlib import sha256

import snowballstemmer

from lyceum_catalog.entries import fold

WORD = re.compile(r"[^\W_]+")
LONGEST = 64
REMEMBERED = 65_536
MOST_OF_TEXT = 20_000
STEMMERS = tuple(snowballstemmer.stemmer(language) for language in ("english", "french"))


def words_of(text: str) -> list[str]:
    """Return the words of a text, folded: no accents, no case, nothing that is neither letter nor digit."""
    return [word[:LONGEST] for word in WORD.findall(fold(text))]


@lru_cache(maxsize=REMEMBERED)
def stems_of(word: str) -> tuple[str, ...]:
    """Return a folded word's stems, which all its grammatical forms share: one where both languages agree."""
    return tuple(dict.fromkeys(str(stemmer.stemWord(word)) for stemmer in STEMMERS))


@lru_cache(maxsize=REMEMBERED)
def forms_of(word: str) -> tuple[str, ...]:
    """Return what is kept of a word in an index: the word itself for its beginnings, and its stems."""
    return tuple(dict.fromkeys((word, *stems_of(word))))


def indexed(texts: Iterable[str]) -> str:
    """Return all forms of the words of some texts, separated by spaces; of a book, its beginning."""
    words = (word for text in texts for word in words_of(text[:MOST_OF_TEXT]))
    return " ".join(form for word in words for form in forms_of(word))


def facet_word(facet: str, value: str) -> str:
    """Return the word that stands for a value of a facet in an index; no text contains it."""
    return "f" + sha256(f"{facet}\0{value}".encode(errors="replace")).hexdigest()[:20]


def vocabulary_of(text: str) -> Iterator[str]:
    """Yield the words of a text that somebody may misspell."""
    return (word for word in words_of(text[:MOST_OF_TEXT]) if 3 <= len(word) <= 30 and word.isalpha())
