"""The file that describes a workspace's profiles: YAML, read as data; what is wrong in it is said by line and field."""

import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError, field_validator

from lyceum_catalog.folders import line_of, parse_yaml
from lyceum_catalog.problems import InvalidContent, Problem
from lyceum_catalog.validation import problems_of
from lyceum_hub.errors import SettingError
from lyceum_hub.servers import units
from lyceum_hub.servers.gpus.devices import Devices
from lyceum_hub.servers.profiles import PROFILES, WITH_GPU, Profile, Profiles
from lyceum_hub.settings import Settings

NAME = re.compile(r"[a-z][a-z0-9-]{0,31}", re.ASCII)
Size = Annotated[int, BeforeValidator(units.read_size)]
Time = Annotated[int, BeforeValidator(units.read_time)]
KEY = r"([a-z0-9]([a-z0-9.-]*[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?"
VALUE = r"([A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?)?"
Label = Annotated[str, StringConstraints(pattern=rf"^{KEY}={VALUE}$", max_length=320)]
Taint = Annotated[
    str, StringConstraints(pattern=rf"^{KEY}(={VALUE})?(:(NoSchedule|PreferNoSchedule|NoExecute))?$", max_length=340)
]
log = logging.getLogger(__name__)


class Description(BaseModel):
    """What the file says of one profile."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, allow_inf_nan=False)

    title: str = Field(min_length=1, max_length=60, description="what people choose it by, as `Large`")
    description: str = Field("", max_length=300, description="a sentence that says what it is good for")
    environment: str = Field("", description="the folder of a Python environment with JupyterLab, or an image")
    cpus: float | None = Field(None, gt=0, description="a number of CPUs, as 2 or 0.5")
    memory: Size | None = None
    processes: int | None = Field(None, ge=20, description="how many processes it may have, 20 at least")
    gpus: float = Field(0, ge=0, description="a number of GPUs, or below 1 a share of one")
    mig: str = Field("", pattern=r"^(\d+g\.\d+gb)?$", description="a kind of MIG instance, as `1g.10gb`")
    groups: frozenset[str] = Field(frozenset(), description="a list of groups whose members may take it")
    price: float = Field(0, ge=0, description="what an hour costs")
    idle: Time | None = None
    most: Time | None = None
    nodes: tuple[Label, ...] = Field((), description="a list of labels of machines of a cluster, each as `zone=a`")
    tolerates: tuple[Taint, ...] = Field((), description="a list of taints, each as `dedicated=ml:NoSchedule`")

    @field_validator("gpus")
    @classmethod
    def check_gpus(cls, gpus: float) -> float:
        """Refuse one and a half GPUs."""
        if gpus > 1 and gpus != int(gpus):
            raise ValueError(f"{gpus} GPUs cannot be given: a share is one of a single GPU, as 0.5")
        return gpus

    def profile(self) -> Profile:
        """Return the profile that is described."""
        told = self.model_dump(exclude={"idle", "most"})
        return Profile(**told, idle_seconds=self.idle, most_seconds=self.most)


@dataclass
class ProfilesFile:
    """The file, read again when it has changed; while it is wrong, the profiles stay as they were."""

    path: Path
    otherwise: Mapping[str, Profile]
    _seen: object = field(default=None, init=False, compare=False)
    _profiles: Mapping[str, Profile] = field(default_factory=dict, init=False, compare=False)

    def __post_init__(self) -> None:
        self._profiles = self.otherwise
        self()

    def __call__(self) -> Mapping[str, Profile]:
        """Return what the file says now; raise SettingError where it never said anything that can be used."""
        if (stamp := stamp_of(self.path)) != self._seen:
            first, self._seen = self._seen is None, stamp
            try:
                self._profiles = read_profiles(self.path) if stamp else self.otherwise
            except SettingError as error:
                if first:
                    raise
                log.error("The profiles stay as they were: %s", error)
        return self._profiles


def profiles_of(settings: Settings) -> Profiles:
    """Return the profiles of a workspace; raise SettingError where the file that describes them cannot be used."""
    path = settings.profiles_file
    if settings.profiles and not path.exists():
        raise SettingError(f"LYCEUM_PROFILES names {path}, which is not there. Write it, or name another file.")
    return Profiles(ProfilesFile(path, built_in(settings)))


def built_in(settings: Settings) -> dict[str, Profile]:
    """Return the profiles of a workspace that describes none: one with a GPU where this machine has any."""
    has_gpu = settings.spawner == "local" and Devices.of(settings.nvml).found()
    return {**PROFILES, **({"gpu": WITH_GPU} if has_gpu else {})}


def stamp_of(path: Path) -> tuple[int, int] | None:
    """Return what changes when a file does; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def read_profiles(path: Path) -> dict[str, Profile]:
    """Return the profiles that a file describes; raise SettingError with everything that is wrong in it."""
    try:
        node = parse_yaml(path.read_bytes() or b"null")
        return dict(described(node))
    except OSError as error:
        raise SettingError(f"The profiles cannot be read: {path} ({error.strerror}).") from error
    except InvalidContent as error:
        found = sorted(error.problems, key=lambda problem: problem.line or 0)
        raise SettingError("\n".join(str(replace(problem, file=str(path))) for problem in found)) from error


def described(node: yaml.Node) -> Iterator[tuple[str, Profile]]:
    """Yield each profile of a document; raise InvalidContent with the lines of what is wrong."""
    try:
        content = yaml.SafeLoader("").construct_document(node)
    except yaml.YAMLError as error:
        raise InvalidContent([Problem("", f"is not YAML: {error}.", "Mend the line.")]) from error
    problems = [replace(problem, line=line_of(node, problem.field)) for problem in problems_in(content)]
    if problems:
        raise InvalidContent(problems)
    yield from ((name, Description.model_validate(said).profile()) for name, said in content.items())


def problems_in(content: Any) -> Iterator[Problem]:
    """Yield everything that is wrong in a document."""
    if not isinstance(content, dict):
        yield Problem("", "does not name profiles.", "Write `standard:` and below it, indented, `title: Standard`.")
        return
    for name, said in content.items():
        if not NAME.fullmatch(str(name)):
            yield Problem(str(name), "cannot be a name.", "Use small letters, digits and hyphens, 32 at most.")
        elif not isinstance(said, dict):
            yield Problem(str(name), "has no fields.", "Write, indented below it, `title: Standard`.")
        else:
            yield from (replace(found, field=f"{name}.{found.field}") for found in problems_of_profile(said))


def problems_of_profile(said: dict[str, Any]) -> list[Problem]:
    """Return what is wrong with one profile."""
    try:
        Description.model_validate(said)
    except ValidationError as error:
        return problems_of(error, Description)
    return []
