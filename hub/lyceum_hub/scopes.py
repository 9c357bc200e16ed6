"""Who may do what: every scope of ours in one table, and the hub's roles made from it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

ENTRIES_READ = "custom:lyceum:entries:read"
ENTRIES_PROPOSE = "custom:lyceum:entries:propose"
ENTRIES_PUBLISH = "custom:lyceum:entries:publish"
ENTRIES_APPLY = "custom:lyceum:entries:apply"
RUNS_READ = "custom:lyceum:runs:read"
RUNS_WRITE = "custom:lyceum:runs:write"
RUNS_READ_ALL = "custom:lyceum:runs:read-all"
RUNS_REPORT = "custom:lyceum:runs:report"
AUDIT_READ = "custom:lyceum:audit:read"
USE_READ = "custom:lyceum:use:read"
USE_READ_ALL = "custom:lyceum:use:read-all"
METRICS_READ = "custom:lyceum:metrics:read"
COURSES_TAKE = "custom:lyceum:courses:take"


@dataclass(frozen=True)
class Scope:
    """A permission: the roles that hold it, and a scope of the hub's that implies it."""

    description: str
    roles: tuple[str, ...]
    implied_by: str | None = None


@dataclass(frozen=True)
class Role:
    """A role of the hub: the hub's own scopes it carries beside ours, and who has it."""

    description: str
    scopes: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    services: tuple[str, ...] = ()


# The hub's role `admin` cannot be given scopes of ours; a token that carries `admin:users` implies them instead.
# The token of a server gets those of the role `server` that its owner holds, when it starts and at each use: so the one
# of a steward's JupyterLab publishes, and nobody else's.
SCOPES = {
    ENTRIES_READ: Scope("Find and read catalog entries and templates.", ("user", "server", "lyceum-cli")),
    ENTRIES_PROPOSE: Scope("Propose catalog entries and templates.", ("user", "server", "lyceum-cli")),
    ENTRIES_PUBLISH: Scope("Publish what others propose.", ("steward", "server", "lyceum-cli"), "admin:users"),
    ENTRIES_APPLY: Scope("Publish entries that are reviewed elsewhere, as code.", ("lyceum-cli",), "admin:users"),
    RUNS_READ: Scope("See one's own runs and schedules.", ("user", "server", "lyceum-cli")),
    RUNS_WRITE: Scope("Start, cancel and schedule one's own runs.", ("user", "server", "lyceum-cli")),
    RUNS_READ_ALL: Scope("See everybody's runs and schedules.", ("lyceum-cli",), "admin:users"),
    RUNS_REPORT: Scope("Report a run's progress and end; for a run's own server.", ("user",)),
    AUDIT_READ: Scope("Read the audit trail.", ("lyceum-cli",), "admin:users"),
    USE_READ: Scope("See what one has used, and may use.", ("user", "server", "lyceum-cli")),
    USE_READ_ALL: Scope("See what everybody uses, and what it costs.", ("lyceum-cli",), "admin:users"),
    COURSES_TAKE: Scope("Take courses, and see one's own progress.", ("user", "server", "lyceum-cli")),
    METRICS_READ: Scope("Read the metrics of the workspace.", ("lyceum-metrics",), "admin:users"),
}

DASK_GATEWAY = "dask-gateway"  # a service of the hub on clusters that have one
THE_SERVICE = "access:services!service=lyceum"
THE_GATEWAY = f"access:services!service={DASK_GATEWAY}"
OWN_SERVER = ("users:activity!user", "access:servers!server")

ROLES = {
    "user": Role("Everybody.", ("self", THE_SERVICE, THE_GATEWAY)),
    "server": Role("A person's JupyterLab.", (*OWN_SERVER, THE_SERVICE, THE_GATEWAY)),
    "steward": Role("Those who review and publish what others propose.", groups=("stewards",)),
    "lyceum-service": Role(
        "The service: starts runs as their owners' servers.",
        ("admin:servers", "access:servers", "list:users", "read:users", "read:hub"),
        services=("lyceum",),
    ),
    "lyceum-culler": Role(
        "Stops servers that nobody uses.",
        ("read:servers", "delete:servers"),
        services=("lyceum-culler",),
    ),
    "lyceum-metrics": Role("Prometheus.", ("read:metrics",), services=("lyceum-metrics",)),
    "lyceum-cli": Role(
        "The command line of the state folder's owner.",
        ("admin:users", "admin:servers", "tokens", "read:hub", "list:services", "read:services", THE_SERVICE),
        services=("lyceum-cli",),
    ),
}


def roles() -> list[dict[str, Any]]:
    """Return the roles as JupyterHub's `load_roles` wants them."""
    return [load_role(name, role) for name, role in ROLES.items()]


def load_role(name: str, role: Role) -> dict[str, Any]:
    """Return one role as JupyterHub wants it; who has it stands there only where we decide it."""
    holders = {"groups": role.groups, "services": role.services}
    return {
        "name": name,
        "description": role.description,
        "scopes": [*role.scopes, *scopes_of(name)],
        **{kind: list(names) for kind, names in holders.items() if names},
    }


def scopes_of(role: str) -> list[str]:
    """Return our scopes that a role holds."""
    return [name for name, scope in SCOPES.items() if role in scope.roles]


def custom_scopes() -> dict[str, dict[str, str]]:
    """Return our scopes as JupyterHub's `custom_scopes` wants them."""
    return {name: {"description": scope.description} for name, scope in SCOPES.items()}


def server_scopes(server_name: str) -> list[str]:
    """Return what the token of a person's server may do; a run's server can only read entries, compute and report."""
    if server_name.startswith("run-"):
        return [*OWN_SERVER, THE_GATEWAY, ENTRIES_READ, RUNS_REPORT]
    return [*ROLES["server"].scopes, *scopes_of("server")]


def granted(carried: Iterable[str]) -> frozenset[str]:
    """Return our scopes that a token grants, given the expanded scopes it carries at the hub."""
    carried = frozenset(carried)
    return frozenset(name for name, scope in SCOPES.items() if name in carried or scope.implied_by in carried)


def check_table() -> None:
    """Refuse a table that names a role we do not define."""
    for name, scope in SCOPES.items():
        unknown = set(scope.roles) - ROLES.keys()
        if unknown or not name.startswith("custom:lyceum:"):
            raise ValueError(f"The scope {name} is held by roles that do not exist: {unknown}.")


check_table()
