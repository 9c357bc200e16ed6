"""The file that describes a workspace's quotas: YAML, read as data; what is wrong in it is said by line and field."""

import logging
import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from lyceum_catalog.folders import line_of, parse_yaml
from lyceum_catalog.problems import InvalidContent, Problem
from lyceum_catalog.validation import problems_of
from lyceum_hub.errors import SettingError
from lyceum_hub.metering.quotas import Quota, Quotas
from lyceum_hub.servers import units
from lyceum_hub.servers.profiles_file import stamp_of
from lyceum_hub.settings import Settings

UNLIMITED = "unlimited"
log = logging.getLogger(__name__)


def read_hours(said: object) -> float:
    """Return the hours that a number says, or infinity for `unlimited`."""
    if isinstance(said, int | float) and not isinstance(said, bool) and said >= 0:
        return float(said)
    return unlimited(said, "a number of hours, as 40")


def read_count(said: object) -> float:
    """Return the servers that a whole number says, or infinity for `unlimited`."""
    if isinstance(said, int) and not isinstance(said, bool) and said >= 0:
        return said
    return unlimited(said, "a whole number, as 3")


def read_bytes(said: object) -> float:
    """Return the bytes that `20 GB` says, or infinity for `unlimited`."""
    return math.inf if said == UNLIMITED else units.read_size(said)


def unlimited(said: object, otherwise: str) -> float:
    """Return infinity for `unlimited`; raise ValueError for what is not."""
    if said != UNLIMITED:
        raise ValueError(f"{str(said)[:32]!r} is neither {otherwise}, nor `{UNLIMITED}`")
    return math.inf


Hours = Annotated[float, BeforeValidator(read_hours)]


class Limits(BaseModel):
    """What the file says of somebody; the fields are those of a quota."""

    model_config = ConfigDict(extra="forbid")

    cpu_hours: Hours | None = None
    gpu_hours: Hours | None = None
    memory_hours: Hours | None = None
    storage: Annotated[float, BeforeValidator(read_bytes)] | None = None
    servers: Annotated[float, BeforeValidator(read_count)] | None = None


class QuotasFile:
    """The file, read again when it has changed; while it is wrong, the quotas stay as they were."""

    def __init__(self, path: Path, *, named: bool = False) -> None:
        """Read the file; raise SettingError when it cannot be used, or when a setting names one that is not there."""
        if named and not path.exists():
            raise SettingError(f"LYCEUM_QUOTAS names {path}, which is not there. Write it, or name another file.")
        self._path = path
        self._seen = stamp_of(path)
        self._quotas = read_quotas(path) if self._seen else Quotas()

    def now(self) -> Quotas:
        """Return what the file says now."""
        if (stamp := stamp_of(self._path)) != self._seen:
            self._seen = stamp
            try:
                self._quotas = read_quotas(self._path) if stamp else Quotas()
            except SettingError as error:
                log.error("The quotas stay as they were: %s", error)
        return self._quotas


def quotas_of(settings: Settings) -> QuotasFile:
    """Return the quotas of a workspace; raise SettingError where the file that describes them cannot be used."""
    return QuotasFile(settings.quotas_file, named=bool(settings.quotas))


def read_quotas(path: Path) -> Quotas:
    """Return the quotas that a file describes; raise SettingError with everything that is wrong in it."""
    try:
        node = parse_yaml(path.read_bytes() or b"{}")
        return document(node)
    except OSError as error:
        raise SettingError(f"The quotas cannot be read: {path} ({error.strerror}).") from error
    except InvalidContent as error:
        found = sorted(error.problems, key=lambda problem: problem.line or 0)
        raise SettingError("\n".join(str(replace(problem, file=str(path))) for problem in found)) from error


def document(node: yaml.Node) -> Quotas:
    """Return what a document says; raise InvalidContent with the lines of what is wrong."""
    try:
        content = yaml.SafeLoader("").construct_document(node)
    except yaml.YAMLError as error:
        raise InvalidContent([Problem("", f"is not YAML: {error}.", "Mend the line.")]) from error
    reader = Reader()
    quotas = reader.quotas(content)
    if reader.problems:
        raise InvalidContent([replace(problem, line=line_of(node, problem.field)) for problem in reader.problems])
    return quotas


class Reader:
    """Reads a document whole, and keeps everything that is wrong in it."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def quotas(self, content: Any) -> Quotas:
        """Return what a document says, as far as it can be used."""
        said = self.fields("", content, ("everybody", "groups", "persons"))
        groups = self.fields("groups", said.get("groups"))
        of_groups = {name: self.fields(f"groups.{name}", it, ("each", "together")) for name, it in groups.items()}
        persons = self.fields("persons", said.get("persons"))
        return Quotas(
            self.quota("everybody", said.get("everybody")),
            {name: self.quota(f"groups.{name}.each", it.get("each")) for name, it in of_groups.items()},
            {name: self.quota(f"groups.{name}.together", it.get("together")) for name, it in of_groups.items()},
            {name: self.quota(f"persons.{name}", it) for name, it in persons.items()},
        )

    def fields(self, place: str, content: Any, known: Sequence[str] = ()) -> dict[str, Any]:
        """Return the fields of a place; empty where nothing can be used."""
        if content is None:
            return {}
        if not isinstance(content, dict):
            named = ", ".join(known) or "names"
            self.problems.append(Problem(place, "has no fields.", f"Write, indented below it: {named}."))
            return {}
        for name in content if known else ():
            if name not in known:
                remedy = f"Known fields: {', '.join(known)}."
                self.problems.append(Problem(f"{place}.{name}".lstrip("."), "is not a known field.", remedy))
        return {str(name): value for name, value in content.items()}

    def quota(self, place: str, content: Any) -> Quota:
        """Return the quota of a place."""
        said = self.fields(place, content)
        try:
            return Quota(**Limits.model_validate(said).model_dump())
        except ValidationError as error:
            found = problems_of(error, Limits)
            self.problems += [replace(problem, field=f"{place}.{problem.field}") for problem in found]
            return Quota()
