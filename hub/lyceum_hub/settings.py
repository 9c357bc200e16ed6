"""Every setting of a workspace, read from the environment in one place."""

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from lyceum_hub.errors import SettingError
from lyceum_hub.servers.sandbox.kernel import lacking

SERVICE_PREFIX = "/services/lyceum"
ACCOUNTS, SANDBOX, PERSONAL, PODS = "accounts", "sandbox", "personal", "pods"  # how people are kept apart
KUBERNETES = "kubernetes"  # the spawner whose servers run elsewhere than the hub
LOOPBACK = ("127.0.0.1", "localhost", "::1")
NO_SUBDOMAINS = "none"
OFF = "off"
ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:[0-9]+)?/?")
ADDRESSES = ("LYCEUM_URL", "LYCEUM_HUB_ADDRESS", "LYCEUM_SERVICE_ADDRESS")


@dataclass(frozen=True)
class Settings:
    """One workspace: where it lives, where it answers, and what it allows.

    Each field is read from the environment variable named in `VARIABLES`; the README documents them all.
    """

    state: Path
    shared: Path
    homes: Path
    host: str = "127.0.0.1"
    port: int = 8000
    subdomain_host: str = ""
    public_url: str = ""
    hub_address: str = ""
    service_address: str = ""
    image: str = ""
    hub_image: str = ""
    home_size: str = "10Gi"
    home_class: str = ""
    shared_claim: str = ""
    hub_port: int = 8081
    proxy_port: int = 8001
    service_port: int = 8090
    database_url: str = ""
    files_url: str = ""
    name: str = "Lyceum"
    tagline: str = "A shared place for data, notebooks and learning."
    authenticator: str = "lyceum"
    hub_config: str = ""
    spawner: str = "local"
    isolation: str = ""
    profiles: str = ""
    quotas: str = ""
    currency: str = "EUR"
    home_floor: int = 50
    max_runs: int = 4
    max_queued: int = 1000
    max_schedules: int = 1000
    run_timeout: int = 6 * 3600
    nightly: str = "3"
    caretaker: str = "caretaker"
    idle_timeout: int = 3600
    idle_warning: int = 600
    gpu_idle_timeout: int = 1800
    gpu_wait: int = 1800
    nvml: str = "pynvml"
    keep_time: int = 4 * 3600
    kernel_idle_timeout: int = 4 * 3600
    cluster_idle_timeout: int = 3600
    smtp_url: str = ""
    mail_from: str = "lyceum@localhost"
    private_hosts: str = ""
    as_root: bool = field(default_factory=lambda: os.geteuid() == 0)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Read the settings; raise SettingError naming the variable that cannot be read."""
        as_root = os.geteuid() == 0
        state = Path(environment.get("LYCEUM_STATE") or default_state(environment)).expanduser().absolute()
        given = {
            name: read(environment[variable], variable, cls.__dataclass_fields__[name].type)
            for name, variable in VARIABLES.items()
            if environment.get(variable)
        }
        defaults: dict[str, object] = {
            "shared": Path("/srv/lyceum") if as_root else state / "shared",
            "homes": Path("/home") if as_root else state / "homes",
            "database_url": f"sqlite:///{state / 'lyceum.sqlite'}",
            "files_url": f"file://{state / 'files'}",
        }
        found = cls(**{**defaults, **given, "state": state, "as_root": as_root})  # type: ignore[arg-type]
        return replace(found, isolation=found.choose_isolation())

    def choose_isolation(self) -> str:
        """Return how people are kept apart: as it is set, or the best that this machine can do."""
        if self.on_cluster:
            possible = {PODS: ""}
        elif self.as_root:
            possible = {ACCOUNTS: ""}
        else:
            needs_root = "only root can give people accounts of their own"
            possible = {SANDBOX: lacking(self.state, self.homes), PERSONAL: "", ACCOUNTS: needs_root}
        chosen = self.isolation or next(name for name, problem in possible.items() if not problem)
        if problem := possible.get(chosen, f"it must be {' or '.join(possible)}"):
            raise SettingError(f"LYCEUM_ISOLATION is {chosen!r}, but {problem}.")
        return chosen

    @property
    def on_cluster(self) -> bool:
        """Whether people's servers are pods of a cluster, and charts start what `lyceum up` starts elsewhere."""
        return self.spawner == KUBERNETES

    @property
    def one_person(self) -> bool:
        """Whether the workspace is for one person, because nothing would keep two apart."""
        return self.isolation == PERSONAL

    @property
    def origins(self) -> str:
        """The address whose subdomains are people's servers; empty where all of them share one origin.

        On this machine alone that needs no name server: browsers know what ends in `.localhost`.
        """
        if self.subdomain_host or self.public_url or self.host not in LOOPBACK or self.on_cluster:
            return "" if self.subdomain_host == NO_SUBDOMAINS else self.subdomain_host.rstrip("/")
        return f"http://localhost:{self.port}"

    @property
    def url(self) -> str:
        """Where people's browsers reach the workspace, without a closing slash."""
        return self.origins or self.public_url or f"http://{self.host}:{self.port}"

    @property
    def hub_api_url(self) -> str:
        """Where our own processes reach the hub's API."""
        return f"{self.hub_address or f'http://127.0.0.1:{self.hub_port}'}/hub/api"

    @property
    def service_origin(self) -> str:
        """Where the service answers, without its path."""
        return self.service_address or f"http://127.0.0.1:{self.service_port}"

    @property
    def service_host(self) -> str:
        """The address that the service listens on: other machines reach it on a cluster alone."""
        return "0.0.0.0" if self.on_cluster else "127.0.0.1"  # noqa: S104 - network policies say who reaches a pod

    @property
    def service_url(self) -> str:
        """Where our own processes and people's servers reach the service."""
        return f"{self.service_origin}{SERVICE_PREFIX}"

    @property
    def site_file(self) -> Path | None:
        """The site's own configuration of JupyterHub, where a setting names one."""
        return Path(self.hub_config).expanduser().absolute() if self.hub_config else None

    @property
    def profiles_file(self) -> Path:
        """The file that describes the profiles, which may be missing where no setting names it."""
        return Path(self.profiles).expanduser().absolute() if self.profiles else self.state / "profiles.yaml"

    @property
    def quotas_file(self) -> Path:
        """The file that describes the quotas, which may be missing where no setting names it."""
        return Path(self.quotas).expanduser().absolute() if self.quotas else self.state / "quotas.yaml"

    @property
    def nightly_hour(self) -> int | None:
        """The hour (UTC) at which published notebooks are run each night; None for never."""
        return None if self.nightly == OFF else int(self.nightly)

    @property
    def private_hosts_listed(self) -> frozenset[str]:
        """The hosts that webhooks may reach although they are private."""
        return frozenset(host.strip().lower() for host in self.private_hosts.split(",") if host.strip())

    def secret(self, name: str) -> str:
        """Return the secret kept in the state folder under this name, made at its first use (mode 0600)."""
        path = self.state / "secrets" / name
        if not path.exists():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_once(path, secrets.token_hex(32))
        return path.read_text()


VARIABLES = {
    "state": "LYCEUM_STATE",
    "shared": "LYCEUM_SHARED",
    "homes": "LYCEUM_HOMES",
    "host": "LYCEUM_HOST",
    "port": "LYCEUM_PORT",
    "subdomain_host": "LYCEUM_SUBDOMAIN_HOST",
    "public_url": "LYCEUM_URL",
    "hub_address": "LYCEUM_HUB_ADDRESS",
    "service_address": "LYCEUM_SERVICE_ADDRESS",
    "image": "LYCEUM_IMAGE",
    "hub_image": "LYCEUM_HUB_IMAGE",
    "home_size": "LYCEUM_HOME_SIZE",
    "home_class": "LYCEUM_HOME_CLASS",
    "shared_claim": "LYCEUM_SHARED_CLAIM",
    "hub_port": "LYCEUM_HUB_PORT",
    "proxy_port": "LYCEUM_PROXY_PORT",
    "service_port": "LYCEUM_SERVICE_PORT",
    "database_url": "LYCEUM_DATABASE_URL",
    "files_url": "LYCEUM_FILES_URL",
    "name": "LYCEUM_NAME",
    "tagline": "LYCEUM_TAGLINE",
    "authenticator": "LYCEUM_AUTHENTICATOR",
    "hub_config": "LYCEUM_HUB_CONFIG",
    "spawner": "LYCEUM_SPAWNER",
    "isolation": "LYCEUM_ISOLATION",
    "profiles": "LYCEUM_PROFILES",
    "quotas": "LYCEUM_QUOTAS",
    "currency": "LYCEUM_CURRENCY",
    "home_floor": "LYCEUM_HOME_FLOOR",
    "max_runs": "LYCEUM_MAX_RUNS",
    "max_queued": "LYCEUM_MAX_QUEUED",
    "max_schedules": "LYCEUM_MAX_SCHEDULES",
    "run_timeout": "LYCEUM_RUN_TIMEOUT",
    "nightly": "LYCEUM_NIGHTLY",
    "caretaker": "LYCEUM_CARETAKER",
    "idle_timeout": "LYCEUM_IDLE_TIMEOUT",
    "idle_warning": "LYCEUM_IDLE_WARNING",
    "gpu_idle_timeout": "LYCEUM_GPU_IDLE_TIMEOUT",
    "gpu_wait": "LYCEUM_GPU_WAIT",
    "nvml": "LYCEUM_NVML",
    "keep_time": "LYCEUM_KEEP_TIME",
    "kernel_idle_timeout": "LYCEUM_KERNEL_IDLE_TIMEOUT",
    "cluster_idle_timeout": "LYCEUM_CLUSTER_IDLE_TIMEOUT",
    "smtp_url": "LYCEUM_SMTP_URL",
    "mail_from": "LYCEUM_MAIL_FROM",
    "private_hosts": "LYCEUM_PRIVATE_HOSTS",
}


def default_state(environment: Mapping[str, str]) -> Path:
    """Return the user's data folder for Lyceum, after the XDG base directory specification."""
    data = environment.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(data) / "lyceum"


def read(text: str, variable: str, kind: object) -> object:
    """Return the text as the kind a setting wants: Path, int or str."""
    if kind is Path:
        return Path(text).expanduser().absolute()
    if kind is int:
        if not text.isdecimal():
            raise SettingError(f"{variable} is {text!r}; it must be a whole number.")
        if variable.endswith("_PORT") and not 0 < int(text) < 65536:
            raise SettingError(f"{variable} is {text!r}; ports go from 1 to 65535.")
        return int(text)
    if variable == "LYCEUM_SUBDOMAIN_HOST" and not (ORIGIN.fullmatch(text) or text == NO_SUBDOMAINS):
        raise SettingError(f"{variable} is {text!r}; it must be as https://lab.example.org, or {NO_SUBDOMAINS}.")
    if variable == "LYCEUM_NIGHTLY" and not (text == OFF or (text.isdecimal() and int(text) < 24)):
        raise SettingError(f"{variable} is {text!r}; it must be an hour from 0 to 23, or {OFF}.")
    if variable in ADDRESSES and not ORIGIN.fullmatch(text):
        raise SettingError(f"{variable} is {text!r}; it must be as https://lab.example.org.")
    return text.rstrip("/") if variable in ADDRESSES else text


def write_once(path: Path, text: str) -> None:
    """Write a private file, unless somebody else wrote it first."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(temporary, path)
    except FileExistsError:
        pass
    finally:
        temporary.unlink()
