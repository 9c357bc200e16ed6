"""Preflight: what can be known of a run before it is queued; nothing of its notebook is executed."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Row, select

from lyceum_catalog.imports import missing_modules, opened_entries
from lyceum_catalog.packages import how_to_install
from lyceum_catalog.parameters import check_parameters, infer_parameters
from lyceum_catalog.problems import InvalidContent, Problem
from lyceum_hub.database import Database
from lyceum_hub.database.tables import entries
from lyceum_hub.errors import Forbidden, Invalid, TooMany
from lyceum_hub.metering.quotas import Quotas
from lyceum_hub.servers.profiles import Profiles
from lyceum_hub.service import holdings
from lyceum_hub.service.entries.access import NOBODY, READ, SEE, Reader
from lyceum_hub.service.entries.published import FOUND
from lyceum_hub.service.runs.environments import Environments
from lyceum_hub.service.runs.quota import about_quota

LEVELS = ("error", "warning", "note")
NATIVE_KERNEL = "python3"  # the only one whose modules are known to be those of its environment


@dataclass(frozen=True)
class Finding:
    """One thing that an error (the run cannot be), a warning (it may fail) or a note is about, and what to do."""

    level: str
    about: str
    message: str
    remedy: str = ""


@dataclass(frozen=True)
class Asked:
    """What somebody asks for: a notebook with each of some choices of parameters."""

    owner: str
    notebook: Mapping[str, Any]
    choices: Sequence[Mapping[str, Any]] = ({},)
    profile: str | None = None
    timeout: int | None = None
    reader: Reader = NOBODY

    @property
    def kernel(self) -> str:
        """The name of the notebook's kernel, in lower case as Jupyter compares them."""
        return str(self.notebook["metadata"]["kernelspec"]["name"]).lower()


class Preflight:
    """Looks at what is asked for, beside what the workspace has and allows."""

    def __init__(
        self,
        database: Database,
        environments: Environments,
        profiles: Profiles,
        longest: int,
        most_queued: int,
        quotas: Callable[[], Quotas],
    ) -> None:
        self._database = database
        self._environments = environments
        self._profiles = profiles
        self._longest = longest
        self._most_queued = most_queued
        self._quotas = quotas

    def findings(self, asked: Asked) -> list[Finding]:
        """Return everything that is found, errors first."""
        asked, where, refused = self._placed(asked)
        environments = self._known(asked)
        found = [
            *refused,
            *about_parameters(asked),
            *about_kernel(asked, environments, where),
            *about_imports(asked, environments, where),
            *self._about_entries(asked),
            *self._about_limits(asked),
            *self._about_quota(asked),
        ]
        return sorted(found, key=lambda finding: LEVELS.index(finding.level))

    def _placed(self, asked: Asked) -> tuple[Asked, str, list[Finding]]:
        """Return what is asked for with the profile that it gets, what people call that, and why it cannot be had."""
        try:
            name, profile = self._profiles.choose(asked.profile, asked.reader.groups)
        except (Invalid, Forbidden) as error:
            refused = Finding("error", "limits", error.detail, error.remedy or "")
            return asked, f"the profile {asked.profile!r}", [refused]
        return replace(asked, profile=name), f"the profile {profile.title}", []

    def _known(self, asked: Asked) -> list[dict[str, Any]]:
        """Return the environments that may be the run's: the profile's, and what the owner's newest run met."""
        both = (
            self._environments.of_profile(asked.profile or ""),
            self._environments.latest_of(asked.owner, asked.profile or ""),
        )
        return [known for known in both if known]

    def _about_entries(self, asked: Asked) -> Iterator[Finding]:
        """Find entries that are opened and not published, or not to be read by who asks."""
        with self._database.reading() as connection:
            opened = entries_in(asked)
            for name, (trouble, remedy) in troubles(connection, asked.reader, opened).items():
                message = f"Cell {opened[name] + 1} opens the entry {name[:100]!r}, {trouble}."
                yield Finding("warning", "entries", message, remedy)

    def _about_quota(self, asked: Asked) -> Iterator[Finding]:
        """Find what is used up of the person's quota, and what is left."""
        profile = self._profiles.all().get(asked.profile or "")
        with self._database.reading() as connection:
            for level, message in about_quota(connection, self._quotas, asked.owner, asked.reader, profile):
                yield Finding(level, "limits", message)

    def _about_limits(self, asked: Asked) -> Iterator[Finding]:
        """Find what the quota does not allow."""
        try:
            with self._database.reading() as connection:
                holdings.check_runs(connection, asked.owner, len(asked.choices), self._most_queued)
        except TooMany as error:
            yield Finding("error", "limits", error.detail, error.remedy or "")
        if asked.timeout and asked.timeout > self._longest:
            message = f"A run may take {hours(self._longest)} at most; this one will be stopped then."
            yield Finding("warning", "limits", message, "Have it do less, or ask an administrator for more time.")


def about_parameters(asked: Asked) -> list[Finding]:
    """Find every value that does not fit, once."""
    problems: list[Problem] = []
    try:
        declared = infer_parameters(asked.notebook)
    except InvalidContent as error:
        declared, problems = [], list(error.problems)
    for values in asked.choices if not problems else ():
        try:
            check_parameters(declared, values)
        except InvalidContent as error:
            problems += error.problems
    messages = {f"{problem.field}: {problem.message}": problem.remedy for problem in problems}
    return [Finding("error", "parameters", message, remedy) for message, remedy in messages.items()]


def about_kernel(asked: Asked, environments: Sequence[Mapping[str, Any]], where: str) -> Iterator[Finding]:
    """Find a kernel that no environment has, nothing while none is known; it may be the owner's own."""
    kernels = names_in(environments, "kernels")
    if kernels and asked.kernel not in kernels:
        message = f"There is no kernel named {asked.kernel!r} in {where}."
        remedy = f"Open the notebook in JupyterLab, choose one of {', '.join(sorted(kernels))}, and save it."
        yield Finding("warning", "kernel", message, remedy)


def about_imports(asked: Asked, environments: Sequence[Mapping[str, Any]], where: str) -> Iterator[Finding]:
    """Find imports of what no environment has."""
    modules = names_in(environments, "modules")
    if modules and asked.kernel == NATIVE_KERNEL:
        for missing in missing_modules(asked.notebook, modules):
            message = f"Cell {missing.cell + 1} imports {missing.module}, which is not in {where}."
            remedy = f"{how_to_install(missing.package)} A file of your own is found in the folder of the run."
            yield Finding("warning", "imports", message, remedy)


def names_in(environments: Sequence[Mapping[str, Any]], key: str) -> set[str]:
    """Return the names that any of some environments has."""
    return {str(name) for known in environments for name in known.get(key, ())}


def entries_in(asked: Asked) -> dict[str, int]:
    """Return the entries that the notebook opens, by text or by a parameter's value, and their cells."""
    try:
        defaults = {parameter.name: parameter.default for parameter in infer_parameters(asked.notebook)}
    except InvalidContent:
        defaults = {}
    every = [{**defaults, **chosen} for chosen in asked.choices]
    return opened_entries(asked.notebook, {name: [values.get(name) for values in every] for name in every[0]})


def troubles(connection: Connection, reader: Reader, names: Collection[str]) -> dict[str, tuple[str, str]]:
    """Return what is wrong with those of some names that a reader cannot open, and what to do about it."""
    asked = (entries.c.name.in_(storable(names)), reader.may(SEE, entries.c.name))
    query = select(entries.c.name, entries.c.state, reader.may(READ, entries.c.name).label("may_read")).where(*asked)
    there = {row.name: row for row in connection.execute(query)}
    found = {name: trouble_with(there.get(name)) for name in names}
    return {name: trouble for name, trouble in found.items() if trouble}


def trouble_with(row: Row[Any] | None) -> tuple[str, str] | None:
    """Return why an entry cannot be opened, and what to do about it; None where it can."""
    if row is None:
        return "which is not published", "Search the catalog for its name."
    if row.state not in FOUND:
        return "which was retired", "Look at its page for why, and for what takes its place."
    return None if row.may_read else ("which you may not read", "Request access, and say what for.")


def storable(names: Collection[str]) -> list[str]:
    """Return the names that can be an entry's; a database refuses some texts."""
    return [name for name in names if name.isidentifier() and name.isascii()][:1000]


def hours(seconds: int) -> str:
    """Return a length of time in words."""
    return f"{seconds / 3600:.3g} hours" if seconds >= 7200 else f"{seconds // 60} minutes"
