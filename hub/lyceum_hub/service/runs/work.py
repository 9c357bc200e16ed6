"""What a run or a schedule executes: a notebook pinned by its content, with checked parameters."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import PurePosixPath
from typing import Any

from sqlalchemy import Connection

from lyceum_catalog.entries import Template
from lyceum_catalog.notebooks import parse_notebook
from lyceum_catalog.parameters import check_parameters, infer_parameters
from lyceum_hub.errors import Invalid, NotFound
from lyceum_hub.servers.profiles import Profiles
from lyceum_hub.service.entries.access import READ, Reader, require
from lyceum_hub.service.entries.published import Published, present_version, usable
from lyceum_hub.service.entries.store import EntryStore
from lyceum_hub.service.files import Files
from lyceum_hub.service.notices.receivers import Receivers
from lyceum_hub.service.runs.retries import Retries


@dataclass(frozen=True)
class Work:
    """A notebook by its content's hash, its parameters, and where and how long it may run.

    `secrets` are names, looked up where it runs; `notify` says whom to tell of its end; `resumes` is the id of a
    failed run that it takes up.
    """

    notebook_hash: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    template: str | None = None
    template_version: int | None = None
    profile: str = "standard"
    folder: str = ""
    timeout: int = 6 * 3600
    retries: Retries | None = None
    secrets: Sequence[str] = ()
    notify: Sequence[Mapping[str, Any]] = ()
    resumes: str | None = None

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Work":
        """Return the work that JSON describes."""
        return cls(**{**stored, "retries": Retries.of(stored.get("retries"))})

    def as_dict(self) -> dict[str, Any]:
        """Return the work as JSON."""
        return asdict(self)


class Workshop:
    """Prepares work: finds the template, checks the notebook and its parameters, and keeps a copy."""

    def __init__(
        self, entries: EntryStore, files: Files, profiles: Profiles, longest: int, receivers: Receivers
    ) -> None:
        self._entries = entries
        self._files = files
        self._profiles = profiles
        self._longest = longest
        self._receivers = receivers

    def prepare(
        self,
        reader: Reader,
        template: str | None = None,
        notebook: object = None,
        parameters: Mapping[str, Any] | None = None,
        profile: str | None = None,
        folder: str = "",
        timeout: int | None = None,
        retries: Mapping[str, Any] | None = None,
        secrets: Sequence[str] = (),
        notify: Sequence[Mapping[str, Any]] = (),
    ) -> Work:
        """Return work whose notebook is stored; raise Invalid, InvalidContent, NotFound, Forbidden or Gone."""
        version, content = self.found(reader, template, notebook)
        check_parameters(infer_parameters(content), parameters or {})
        self._receivers.check(notify)
        return Work(
            notebook_hash=self._keep(content),
            parameters=dict(parameters or {}),
            template=template,
            template_version=version,
            profile=self._profiles.choose(profile, reader.groups)[0],
            folder=inner_folder(folder),
            timeout=min(timeout or self._longest, self._longest),
            retries=Retries.of(retries),
            secrets=sorted(set(secrets)),
            notify=list(notify),
        )

    def found(self, reader: Reader, template: str | None, notebook: object) -> tuple[int | None, dict[str, Any]]:
        """Return a template's version and notebook, or no version and the notebook given, checked; raise as above."""
        if (template is None) == (notebook is None):
            raise Invalid("Name either a template or give a notebook.", field="template")
        if template is None:
            return None, parse_notebook(notebook)
        return template_of(self._entries.get(template, reader))

    def notebook(self, work: Work) -> dict[str, Any]:
        """Return the notebook that work executes."""
        return dict(json.loads(self._files.get(notebook_key(work.notebook_hash))))

    def each(self, work: Work, choices: Sequence[Mapping[str, Any]]) -> list[Work]:
        """Return the same work with each of some choices of parameters; raise when one does not fit."""
        declared = infer_parameters(self.notebook(work))
        every = [{**work.parameters, **chosen} for chosen in choices]
        for parameters in every:
            check_parameters(declared, parameters)
        return [replace(work, parameters=parameters) for parameters in every]

    def changed(self, work: Work, reader: Reader, parameters: Mapping[str, Any] | None, profile: str | None) -> Work:
        """Return the same notebook with other parameters or another profile; raise when they do not fit."""
        parameters = work.parameters if parameters is None else parameters
        check_parameters(infer_parameters(self.notebook(work)), parameters)
        profile, _ = self._profiles.choose(profile or work.profile, reader.groups)
        return replace(work, parameters=dict(parameters), profile=profile)

    def telling(self, work: Work, notify: Sequence[Mapping[str, Any]]) -> Work:
        """Return the same work with others to tell of its end; raise when they cannot be told."""
        self._receivers.check(notify)
        return replace(work, notify=list(notify))

    def newest(self, work: Work, connection: Connection, reader: Reader) -> Work:
        """Return the work with its template's present version; raise when nobody may have that or it does not fit."""
        assert work.template
        if present_version(connection, work.template) == work.template_version:
            return work
        require(connection, reader, work.template, READ)
        version, content = template_of(usable(connection, work.template, reader))
        check_parameters(infer_parameters(content), work.parameters)
        return replace(work, notebook_hash=self._keep(content), template_version=version)

    def _keep(self, notebook: Mapping[str, Any]) -> str:
        content_hash = hash_of(notebook)
        self._files.put(notebook_key(content_hash), content_of(notebook))
        return content_hash


def template_of(found: Published) -> tuple[int, dict[str, Any]]:
    """Return the version and the notebook of a template; raise NotFound for what is none."""
    if not isinstance(found.entry, Template):
        raise NotFound(f"{found.entry.name!r} is a {found.entry.label}, not a template.", field="template")
    return found.version, found.entry.notebook


def content_of(notebook: Mapping[str, Any]) -> bytes:
    """Return a notebook as it is kept: the same one always in the same bytes."""
    return json.dumps(notebook, sort_keys=True, separators=(",", ":")).encode()


def hash_of(notebook: Mapping[str, Any]) -> str:
    """Return what tells a checked notebook from others."""
    return hashlib.sha256(content_of(notebook)).hexdigest()


def notebook_key(content_hash: str) -> str:
    """Return where the file store keeps a notebook."""
    return f"notebooks/{content_hash}.ipynb"


def inner_folder(folder: str) -> str:
    """Return a folder below the owner's home; raise Invalid for one that is elsewhere."""
    path = PurePosixPath(folder.strip())
    if path.is_absolute() or ".." in path.parts or "\0" in folder:
        raise Invalid(f"{folder!r} is not below your home folder.", field="folder", remedy="Name a folder in it.")
    return "" if str(path) == "." else str(path)
