"""The entry: one record for everything the catalog holds, in several kinds."""

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Annotated, Any, ClassVar, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, ValidationError, model_validator

from lyceum_catalog.modules import Module
from lyceum_catalog.parts import Line, Name, Part, Text
from lyceum_catalog.problems import InvalidContent, Problem
from lyceum_catalog.readers import READERS, URL_SCHEMES
from lyceum_catalog.validation import problems_of

TAKEN = ("complete", "schema", "records", "drafts")


def free(name: str) -> str:
    """Refuse a name that an address of the catalog has taken."""
    if name in TAKEN:
        raise ValueError(f"{name!r} is the name of a page of the catalog; choose another")
    return name


def plain_url(url: str) -> str:
    """Refuse a URL that is relative to nowhere, of a scheme we do not read, or with code in it."""
    if "{" in url or "}" in url:
        raise ValueError("contains braces, which Intake would run as code; write the whole URL")
    scheme = urlsplit(url).scheme
    if scheme and scheme not in URL_SCHEMES:
        raise ValueError(f"has the scheme {scheme!r}; use one of {', '.join(URL_SCHEMES)}, or a relative path")
    if urlsplit(url).password:
        raise ValueError("holds a password; everybody who reads the entry would have it. Leave it out")
    if ".." in PurePosixPath(url).parts:
        raise ValueError("climbs out of its folder with '..'; name the file from the shared folder on")
    return url


Who = Annotated[
    str,
    Field(
        pattern=r"^(everybody|stewards|administrators|(group|person):[^\s:]{1,64})$",
        description="everybody, stewards, administrators, group:NAME or person:NAME",
    ),
]
Url = Annotated[str, AfterValidator(plain_url), Field(min_length=1, max_length=2000)]


class Reference(Part):
    """How a column's values are spread in the population that the data are about, and who says so."""

    shares: dict[str, float | int] = Field(min_length=1, max_length=100, description="the share of each value, 0 to 1")
    source: Line = Field(min_length=1)

    @model_validator(mode="after")
    def check_shares(self) -> "Reference":
        """Refuse shares that are none, or that are more than the whole."""
        if any(share < 0 for share in self.shares.values()) or sum(self.shares.values()) > 1.001:
            raise ValueError("needs shares from 0 to 1 that are together at most 1")
        return self


class Column(Part):
    """One column of a data set."""

    name: Line
    type: Literal["integer", "number", "string", "boolean", "date", "datetime"]
    unit: Line = ""
    description: Text = ""
    personal: bool = False
    sensitive: bool = False
    reference: Reference | None = None


class Resource(Part):
    """One way to read a data set: a reader, and where the data lie."""

    name: Name = Field(description="a short name such as parquet")
    reader: Literal[tuple(READERS)] = Field(description=f"how to read it: {', '.join(READERS)}")  # type: ignore[valid-type]
    url: Url = Field(description="a path below the shared folder, or a URL")
    options: dict[str, Any] = Field(default={})

    @model_validator(mode="after")
    def check_url(self) -> "Resource":
        """Refuse a URL that this reader does not read."""
        scheme, schemes = urlsplit(self.url).scheme, READERS[self.reader].schemes
        if scheme and scheme not in schemes:
            says = f"{scheme!r} is nothing that the reader {self.reader} reads"
            raise ValueError(f"{says}; use {', '.join(schemes)}, or a path")
        if self.reader == "images" and not PurePosixPath(self.url).match("*[*]*"):
            raise ValueError("names no files; end the URL of a folder of images with a pattern such as /*.png")
        return self

    @model_validator(mode="after")
    def check_options(self) -> "Resource":
        """Refuse options that the reader does not have."""
        known = READERS[self.reader].options
        if unknown := set(self.options) - set(known.model_fields):
            has = ", ".join(known.model_fields) or "none"
            raise ValueError(f"options has {', '.join(sorted(unknown))}, unknown to the reader {self.reader} ({has})")
        known.model_validate(self.options)
        return self


class Link(Part):
    """Something to read on."""

    title: Line
    url: Annotated[str, Field(pattern=r"^https?://", max_length=2000)]


class Term(Part):
    """A word as it is meant here."""

    term: Line = Field(min_length=1)
    meaning: Text = Field(min_length=1)


class Expectation(Part):
    """What holds for a column when the data are as they should be."""

    column: Line = Field(min_length=1)
    expect: Literal["present", "unique", "between", "one_of"]
    low: float | int | None = None
    high: float | int | None = None
    values: list[str | float | int | bool] = Field(default=[])
    share: float | int = Field(default=1.0, gt=0, le=1, description="the share of rows that have to")

    @model_validator(mode="after")
    def check_bounds(self) -> "Expectation":
        """Refuse bounds and values that are missing or have nothing to do here."""
        bounded = self.low is not None or self.high is not None
        if bounded != (self.expect == "between"):
            raise ValueError("needs low or high where it expects `between`, and nowhere else")
        if bool(self.values) != (self.expect == "one_of"):
            raise ValueError("needs values where it expects `one_of`, and nowhere else")
        return self


class Outcome(Part):
    """The column that says how it ended for somebody, and which value of it was good for them."""

    column: Line = Field(min_length=1)
    favourable: str | int | float | bool


class Access(Part):
    """Who may see, read and manage an entry beyond its owner and steward; nothing said: as its classification says."""

    see: list[Who] = Field(default=[])
    read: list[Who] = Field(default=[])
    manage: list[Who] = Field(default=[])


class Entry(Part):
    """What every kind of entry says about itself."""

    kind: str
    name: Annotated[Name, AfterValidator(free)] = Field(description="lower-case letters, digits and underscores")
    title: Line = Field(min_length=1, description="what it is, in a few words")
    summary: Line = Field(min_length=1, description="one sentence for the card")
    description: Text = ""
    owner: Line = Field(min_length=1, description="the person, or group:NAME, that answers for it")
    steward: Line = Field(min_length=1, description="the person, or group:NAME, that looks after the entry")
    domain: Line = ""
    licence: Line = Field(min_length=1, description="an SPDX identifier such as CC0-1.0")
    classification: Literal["public", "internal", "confidential", "personal"]
    tags: list[Line] = Field(default=[])
    contact: Line = ""
    source: Line = ""
    links: list[Link] = Field(default=[])
    glossary: list[Term] = Field(default=[], description="words as they are meant here")
    retention: Line = Field(default="", description="how long it is kept, and why")
    access: Access | None = Field(default=None, description="who may see, read and manage it")
    derived_from: list[Name] = Field(default=[], description="the entries that it was made from")
    review_every: int = Field(default=0, ge=0, le=3650, description="days after which it has to be confirmed")

    label: ClassVar[str] = "entry"
    later: ClassVar[frozenset[str]] = frozenset(
        {"glossary", "retention", "access", "derived_from", "review_every"}
    )  # no field of the first records

    def record(self) -> dict[str, Any]:
        """Return the entry as JSON; a field that came later stands there only where it says something."""
        said = self.model_dump(mode="json")
        for column in said.get("columns", []):
            if column["reference"] is None:
                del column["reference"]
        return {name: value for name, value in said.items() if name not in self.later or self.says(name, value)}

    def says(self, name: str, value: object) -> bool:
        """Tell whether a field holds more than what it holds where nobody filled it in."""
        return bool(value) and value != type(self).model_fields[name].default

    def content_hash(self) -> str:
        """Return the SHA-256 of the canonical JSON, in hexadecimal: the same content has the same hash."""
        canonical = json.dumps(self.record(), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(canonical.encode()).hexdigest()

    def words(self) -> dict[str, list[str]]:
        """Return the texts to find the entry by, the weightiest first: its names, tags, columns and all the rest."""
        terms = [text for term in self.glossary for text in (term.term, term.meaning)]
        rest = [self.summary, self.description, self.owner, self.steward, self.source, *terms]
        return {"names": [self.name, self.title], "tags": [self.domain, *self.tags], "columns": [], "body": rest}


class Dataset(Entry):
    """A data set: columns, and the resources to read it by; the first resource is the default."""

    kind: Literal["dataset"] = "dataset"
    resources: list[Resource] = Field(min_length=1, description="at least one reader with a URL")
    columns: list[Column] = Field(default=[])
    rows: int | None = Field(default=None, ge=0, description="how many rows it has")
    quality: list[Expectation] = Field(default=[], description="what holds when the data are as they should be")
    outcome: Outcome | None = Field(default=None, description="what was decided about people, if anything was")

    label: ClassVar[str] = "data set"
    later: ClassVar[frozenset[str]] = Entry.later | {"quality", "outcome"}

    @model_validator(mode="after")
    def check_columns(self) -> "Dataset":
        """Refuse what is said of a column that is not described."""
        described = {column.name for column in self.columns}
        if unknown := [item.column for item in self.quality if item.column not in described]:
            raise ValueError(f"quality expects something of {', '.join(unknown)}, no column that is described")
        if self.outcome and self.outcome.column not in described:
            raise ValueError(f"outcome names {self.outcome.column}, no column that is described")
        return self

    def words(self) -> dict[str, list[str]]:
        """Return the texts to find the data set by, its columns included."""
        said = super().words()
        described = [column.description for column in self.columns]
        return {**said, "columns": [column.name for column in self.columns], "body": [*said["body"], *described]}


class Lesson(Entry):
    """What people read and work through, in one language: how hard it is, and how long it takes."""

    level: Literal["beginner", "intermediate", "advanced"] = "beginner"
    duration: int = Field(default=15, ge=1, le=600, description="minutes")
    language: Literal["en", "fr"] = Field(default="en", description="the language it is written in: en or fr")
    translates: Annotated[str, Field(pattern=r"^([a-z][a-z0-9_]*)?$", max_length=100)] = Field(
        default="", description="the name of the English entry that it says in another language"
    )

    later: ClassVar[frozenset[str]] = Entry.later | {"language", "translates"}

    @model_validator(mode="after")
    def check_translation(self) -> "Lesson":
        """Refuse a translation into the language of what it translates, and of itself."""
        if self.translates and (self.language == "en" or self.translates == self.name):
            raise ValueError("translates is for what is not in English: it names the English entry, another one")
        return self


class Template(Lesson):
    """A notebook to start from."""

    kind: Literal["template"] = "template"
    notebook: dict[str, Any]

    label: ClassVar[str] = "template"


class Course(Lesson):
    """Notebooks to learn from, one after another; how long it takes is what its modules take together."""

    kind: Literal["course"] = "course"
    audience: Line = Field(default="", description="whom it is for")
    prerequisites: list[Name] = Field(default=[], max_length=20, description="the courses to take before it")
    modules: list[Module] = Field(min_length=1, max_length=50, description="its notebooks, in order")

    label: ClassVar[str] = "course"

    @model_validator(mode="after")
    def check_modules(self) -> "Course":
        """Refuse names that are there twice, and a duration that is not that of the modules."""
        checks = [check.name for module in self.modules for check in module.checks]
        for what, names in (("modules", [module.name for module in self.modules]), ("checks", checks)):
            if twice := sorted({name for name in names if names.count(name) > 1}):
                raise ValueError(f"names {', '.join(twice)} twice among its {what}")
        together = sum(module.duration for module in self.modules)
        if together > 600 or ("duration" in self.model_fields_set and self.duration != together):
            raise ValueError(f"takes {together} minutes, its modules together: of at most 600; leave duration out")
        self.duration = together
        return self

    def words(self) -> dict[str, list[str]]:
        """Return the texts to find the course by: titles and questions, and nothing that answers them."""
        said = super().words()
        questions = [check.question for module in self.modules for check in module.checks]
        return {**said, "body": [*said["body"], self.audience, *(module.title for module in self.modules), *questions]}


KINDS: dict[str, type[Entry]] = {"dataset": Dataset, "template": Template, "course": Course}


def json_schema(kind: str) -> dict[str, Any]:
    """Return the JSON Schema of a kind's records, for editors."""
    schema = KINDS[kind].model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def parse_entry(record: object) -> Entry:
    """Return the entry that a record describes; raise InvalidContent with every problem found."""
    if not isinstance(record, Mapping):
        raise InvalidContent([Problem("", "is not an entry.", "Write fields such as `name:` and `title:`.")])
    kind = record.get("kind", "dataset")
    if not isinstance(kind, str) or kind not in KINDS:
        raise InvalidContent([Problem("kind", f"{kind!r} is no kind.", f"Use one of {', '.join(KINDS)}.")])
    try:
        return KINDS[kind].model_validate(dict(record))
    except ValidationError as error:
        raise InvalidContent(problems_of(error, KINDS[kind])) from error


def fold(text: str) -> str:
    """Return text to search in: compatibility forms, no accents, no case."""
    if text.isascii():
        return text.casefold()
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(character for character in decomposed if not unicodedata.combining(character)).casefold()
