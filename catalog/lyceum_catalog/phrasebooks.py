"""Phrasebooks: what is said in English, recognised by its wording and said in another language.

What happens is told in English where it happens: databases, logs and histories keep it so. Whoever shows it to a
person says it in theirs: `said(text, "fr", PHRASES)`. A folder of phrases has a .po file for each language; keys are
the texts of the sources with their places numbered, `There is no profile %1.`; what is not recognised stays as it is.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

LANGUAGES = ("en", "fr")
PHRASES = Path(__file__).parent / "phrases"
PART = "part"  # the context of phrases that stand in the places of others
PLACE = re.compile(r"%(\d)")
NUMBER = re.compile(r"\d{1,3}(,\d{3})*(\.\d+)?")
END_OF_SENTENCE = re.compile(r"(?<=[.!?…]) ")
LONGEST, MOST_SENTENCES = 4000, 40  # characters and sentences of a text; what is longer is none of ours
MOST_OF_PHRASE = 4  # sentences


@dataclass(frozen=True)
class Phrase:
    """The words of a phrase between its places, and how another language says it."""

    fixed: tuple[str, ...]
    said: str

    @property
    def weight(self) -> int:
        """How many characters tell it from other phrases."""
        return sum(map(len, self.fixed))

    def places(self, text: str) -> list[str] | None:
        """Return what stands in its places; None when the text is another phrase."""
        if len(self.fixed) == 1:
            return [] if text == self.fixed[0] else None
        first, *between, last = self.fixed
        if len(text) < len(first) + len(last) or not (text.startswith(first) and text.endswith(last)):
            return None
        rest, found = text[len(first) : len(text) - len(last)], []
        for words in between:
            place, there, rest = rest.partition(words)
            if not there:
                return None
            found.append(place)
        return [*found, rest]


class Phrasebook:
    """The phrases of one language."""

    def __init__(self, phrases: Iterable[Phrase], parts: Iterable[Phrase]) -> None:
        self._phrases = sorted(phrases, key=lambda phrase: -phrase.weight)
        self._parts = sorted(parts, key=lambda part: -part.weight)

    def say(self, text: str) -> str:
        """Return a text in the book's language, as far as its sentences are known."""
        if len(text) > LONGEST or text.count("\n") + len(END_OF_SENTENCE.findall(text)) > MOST_SENTENCES:
            return text
        return "\n".join(self._line(line) for line in text.split("\n"))

    def _line(self, line: str) -> str:
        """Return a line whose sentences are told apart so that as many words as can be are recognised."""
        sentences = END_OF_SENTENCE.split(line)
        best: list[tuple[int, list[str]]] = [(0, [])]
        for end in range(1, len(sentences) + 1):
            ways = []
            for start in range(max(0, end - MOST_OF_PHRASE), end):
                weight, said = self._phrase(" ".join(sentences[start:end]))
                ways.append((best[start][0] + weight, [*best[start][1], said]))
            best.append(max(ways, key=lambda way: way[0]))
        return " ".join(best[-1][1])

    def _phrase(self, text: str) -> tuple[int, str]:
        """Return how much of a phrase is recognised, and the phrase."""
        for phrase in self._phrases:
            if (places := phrase.places(text)) is not None:
                return phrase.weight, filled(phrase.said, [self.part(place) for place in places])
        return 0, text

    def part(self, text: str) -> str:
        """Return what stands in a place: a part, sentences, or what is no language's."""
        for part in self._parts:
            if (places := part.places(text)) is not None:
                return filled(part.said, [figure(place) for place in places])
        return self._line(text) if text.endswith((".", "!", "?")) else text


@lru_cache(maxsize=4096)
def said(text: str, language: str, *folders: Path) -> str:
    """Return a text in a language, as far as the phrases in some folders go."""
    return text if language == "en" else phrasebook(language, folders).say(text)


def part(text: str, language: str, *folders: Path) -> str:
    """Return what stands in a place of phrases, such as a state, in a language."""
    return text if language == "en" else phrasebook(language, folders).part(text)


@lru_cache
def phrasebook(language: str, folders: tuple[Path, ...]) -> Phrasebook:
    """Return the phrases of a language."""
    phrases: list[Phrase] = []
    parts: list[Phrase] = []
    for folder in folders:
        for context, text, translation in read(folder / f"{language}.po"):
            kind = parts if context == PART else phrases
            kind.append(Phrase(tuple(PLACE.split(text)[::2]), translation))
    return Phrasebook(phrases, parts)


def read(path: Path) -> list[tuple[str | None, str, str]]:
    """Return the context, the text and the translation of each phrase of a file."""
    from babel.messages.pofile import read_po  # only where somebody wants another language than English

    with path.open("rb") as file:
        found = read_po(file, abort_invalid=True)
    return [(one.context, str(one.id), str(one.string)) for one in found if one.id]


def filled(phrase: str, places: Sequence[str]) -> str:
    """Return a phrase with what stands in its places."""
    return PLACE.sub(lambda place: places[int(place[1]) - 1], phrase)


def figure(text: str) -> str:
    """Return a number as French writes it; everything else as it is."""
    if not NUMBER.fullmatch(text):
        return text
    return text.replace(",", "\u202f").replace(".", ",")


def asked_for(accepted: str) -> str:
    """Return the language of ours that the header `Accept-Language` names first; English when it names none."""
    for one in accepted.split(","):
        language = one.split(";")[0].strip().lower().partition("-")[0]
        if language in LANGUAGES:
            return language
    return "en"
