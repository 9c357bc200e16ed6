"""Drafts: data sets read from somebody else's file, with what had to be put in or left out."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from lyceum_catalog.entries import Dataset, fold, parse_entry
from lyceum_catalog.problems import InvalidContent, Problem

MOST_ENTRIES = 100
LINE = 300


@dataclass(frozen=True)
class Given:
    """What a file may not say: who imports it, and the shared folder that paths are below."""

    person: str
    root: str = ""


@dataclass
class Drafts:
    """Data sets that a file describes, and notes on what was put in for what it lacks or left out."""

    entries: list[Dataset] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)


@dataclass
class Draft:
    """A record on its way; `place` names it in the file, `line` says where it stands, if that is known."""

    place: str
    record: dict[str, Any]
    line: int | None = None
    notes: list[Problem] = field(default_factory=list)

    def note(self, name: str, message: str, remedy: str = "") -> None:
        """Keep what a reviewer should know."""
        self.notes.append(Problem(f"{self.place}: {name}", message, remedy, line=self.line))

    def put_in(self, name: str, value: str, why: str) -> None:
        """Say something that the file does not, and that it was put in."""
        if not self.record.get(name):
            self.record[name] = value
            self.note(name, f"{why}; {value!r} was put in.", "Check it before you submit the draft.")


def checked(drafts: Sequence[Draft], given: Given) -> Drafts:
    """Return the data sets that drafts describe; raise InvalidContent with all that is wrong in any of them."""
    if not 0 < len(drafts) <= MOST_ENTRIES:
        says = f"describes {len(drafts) or 'no'} data sets; from 1 to {MOST_ENTRIES} are imported at once."
        raise refused("", says, "Import it in parts." if drafts else "Choose another file.")
    found, problems = Drafts(), list[Problem]()
    for draft in drafts:
        try:
            found.entries.append(entry_of(draft, given))
        except InvalidContent as error:
            problems += [located(problem, draft) for problem in error.problems]
        found.notes += draft.notes
    problems += list(repeated(found.entries))
    if problems:
        raise InvalidContent(problems)
    return found


def entry_of(draft: Draft, given: Given) -> Dataset:
    """Return the data set of one draft, with what every entry has to say."""
    draft.put_in("owner", given.person, "no publisher is named")
    draft.put_in("steward", given.person, "nobody is named who looks after it")
    draft.put_in("licence", "LicenseRef-unknown", "no licence is named")
    draft.put_in("classification", "internal", "nothing says who may read it")
    draft.put_in("title", draft.record["name"], "it has no title")
    draft.put_in("summary", line(draft.record.get("description") or draft.record["title"]), "it has no summary")
    entry = parse_entry(draft.record)
    assert isinstance(entry, Dataset)
    return entry


def located(problem: Problem, draft: Draft) -> Problem:
    """Return a problem of a record, said of the place in the file that the record comes from."""
    return Problem(f"{draft.place}: {problem.field}", problem.message, problem.remedy, line=draft.line)


def repeated(entries: Iterable[Dataset]) -> Iterable[Problem]:
    """Yield a problem for each name that two data sets have."""
    seen: set[str] = set()
    for entry in entries:
        if entry.name in seen:
            yield Problem(entry.name, "is the name of two data sets.", "Rename one, or import them apart.")
        seen.add(entry.name)


def name_of(said: str) -> str:
    """Return a name that an entry can have, as close as possible to what is said."""
    plain = re.sub(r"[^a-z0-9]+", "_", fold(said)).strip("_")[:100]
    return plain if plain[:1].isalpha() else f"data_{plain}"[:100].rstrip("_")


def line(text: str) -> str:
    """Return text on one line, shortened at a word."""
    words = " ".join(text.split())
    return words if len(words) <= LINE else words[: LINE - 1].rsplit(" ", 1)[0] + "…"


def refused(place: str, message: str, remedy: str, at: int | None = None) -> InvalidContent:
    """Return the refusal of a file for one thing in it."""
    return InvalidContent([Problem(place, message, remedy, line=at)])


Reading = Callable[[str, Given], Drafts]
