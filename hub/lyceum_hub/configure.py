"""Settings → JupyterHub's configuration. These functions only set, so they can run any number of times."""

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from lyceum_hub import scopes
from lyceum_hub.accounts import NAME
from lyceum_hub.authenticator import authenticator_class
from lyceum_hub.culling.keys import Keys
from lyceum_hub.errors import SettingError
from lyceum_hub.metering.allowance import Allowance
from lyceum_hub.metering.metering import metering_of
from lyceum_hub.pages import TEMPLATES
from lyceum_hub.pages.words import Words, language_at_start
from lyceum_hub.servers.again import Again
from lyceum_hub.servers.gpus.line import LONGEST
from lyceum_hub.servers.gpus.provision import gpu_provision
from lyceum_hub.servers.kubernetes.cluster import set_cluster
from lyceum_hub.servers.offers.environments import Environments
from lyceum_hub.servers.offers.gpus import Gpus
from lyceum_hub.servers.offers.home import Home
from lyceum_hub.servers.offers.machine import Machine
from lyceum_hub.servers.offers.offer import Preflight
from lyceum_hub.servers.prefork.request import address
from lyceum_hub.servers.profiles_file import profiles_of
from lyceum_hub.servers.provisions import Provision, provisions
from lyceum_hub.servers.sandbox.kernel import LABEL
from lyceum_hub.service.hub import Hub
from lyceum_hub.settings import KUBERNETES, SANDBOX, SERVICE_PREFIX, Settings

SPAWNERS = {
    "local": "lyceum_hub.servers.spawner:LocalSpawner",
    KUBERNETES: "lyceum_hub.servers.kubernetes.spawner:KubernetesSpawner",
}
BIN = Path(sys.executable).parent
DAY = 24 * 3600

# What people's servers may inherit from the process that starts the workspace; everything else may be a secret.
LANGUAGE = ("LANG", "LC_ALL", "TZ")
INHERITED = ("LD_LIBRARY_PATH", "CUDA_VISIBLE_DEVICES", "NVIDIA_VISIBLE_DEVICES")
GATEWAY = tuple(f"DASK_GATEWAY__{name}" for name in ("ADDRESS", "PUBLIC_ADDRESS", "PROXY_ADDRESS", "AUTH__TYPE"))
CERTIFICATES = ("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")


def configure(c: Any, settings: Settings) -> None:
    """Set everything the hub needs to know."""
    if not settings.on_cluster:  # where the hub's chart says it
        set_addresses(c, settings)
        set_storage(c, settings)
    if settings.origins:
        set_origins(c, settings)
    set_rights(c, settings)
    set_login(c, settings)
    set_servers(c, settings)
    set_pages(c, settings)


def set_addresses(c: Any, settings: Settings) -> None:
    """Set where the proxy, which the supervisor starts, and the hub answer."""
    c.JupyterHub.bind_url = f"http://{settings.host}:{settings.port}"
    c.JupyterHub.hub_bind_url = f"http://127.0.0.1:{settings.hub_port}"
    c.ConfigurableHTTPProxy.should_start = False
    c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{settings.proxy_port}"
    c.ConfigurableHTTPProxy.auth_token = settings.secret("proxy_token")


def set_origins(c: Any, settings: Settings) -> None:
    """Give each person's server an origin of its own, so that nothing shown there can act in another's session.

    The service, which shows nothing that others wrote but as data, stays where programs look for it.
    """
    c.JupyterHub.subdomain_host = settings.url
    hosts = {urlsplit(settings.url).hostname, settings.host, "127.0.0.1"}
    target = settings.service_origin
    c.Proxy.extra_routes = {f"{host}{SERVICE_PREFIX}/": target for host in sorted(filter(None, hosts))}


def set_storage(c: Any, settings: Settings) -> None:
    """Keep the hub's own state in the state folder."""
    settings.secret("cookie_secret")
    c.JupyterHub.db_url = f"sqlite:///{settings.state / 'hub.sqlite'}"
    c.JupyterHub.cookie_secret_file = str(settings.state / "secrets" / "cookie_secret")
    c.JupyterHub.log_level = "INFO"


def set_rights(c: Any, settings: Settings) -> None:
    """Set the services, scopes and roles."""
    c.JupyterHub.services = [
        {
            "name": "lyceum",
            "url": settings.service_origin,
            "api_token": settings.secret("service_token"),
            "display": False,
        },
        {"name": "lyceum-culler", "api_token": settings.secret("culler_token")},
        {"name": "lyceum-metrics", "api_token": settings.secret("metrics_token")},
        {"name": "lyceum-cli", "api_token": settings.secret("cli_token"), "admin": True},
        *([dask_gateway(settings)] if settings.on_cluster else []),
    ]
    c.JupyterHub.custom_scopes = scopes.custom_scopes()
    caretakers = [] if settings.one_person else [settings.caretaker]
    c.JupyterHub.load_groups = {"stewards": {"users": []}, "caretakers": {"users": caretakers}}
    c.JupyterHub.load_roles = scopes.roles()


def dask_gateway(settings: Settings) -> dict[str, Any]:
    """Return the Dask Gateway that may stand beside, as a service: who reaches it is in the roles."""
    return {"name": scopes.DASK_GATEWAY, "api_token": settings.secret("dask_gateway_token"), "display": False}


def set_login(c: Any, settings: Settings) -> None:
    """Set how people log in."""
    c.JupyterHub.authenticator_class = authenticator_class(settings.authenticator)
    c.Authenticator.username_pattern = rf"^{NAME.pattern}\Z"
    c.Workspace.one_person = settings.one_person
    c.Workspace.database_url = settings.database_url


def set_servers(c: Any, settings: Settings) -> None:
    """Set how people's servers are started, and what they see."""
    c.JupyterHub.spawner_class = spawner_class(settings.spawner)
    c.JupyterHub.allow_named_servers = True
    c.JupyterHub.cleanup_servers = True
    c.JupyterHub.concurrent_spawn_limit = 20 + LONGEST  # those in line for a GPU keep nobody else from starting
    c.JupyterHub.init_spawners_timeout = 30
    c.Spawner.default_url = "/lab"
    c.Spawner.poll_interval = 5
    c.Spawner.poll_jitter = 0
    c.Spawner.start_timeout = 120
    c.Spawner.http_timeout = 60
    c.Spawner.server_token_scopes = lambda spawner: scopes.server_scopes(spawner.name)
    of_each = {"LYCEUM_CULLER_KEY": Keys(settings.secret("culler_token")), "LYCEUM_LANGUAGE": language_at_start}
    c.Spawner.environment = {**environment(settings), **of_each}
    c.Profiled.profiles = profiles_of(settings)
    c.Workspace.metering = metering_of(settings)
    if settings.on_cluster:
        set_pods(c, settings)
    else:
        set_processes(c, settings)


def set_pods(c: Any, settings: Settings) -> None:
    """Set what is so where servers are pods: what they hold is the cluster's to give."""
    set_granted(c, ())
    c.Spawner.env_keep = [*LANGUAGE, *GATEWAY]
    c.Profiled.preflight = Preflight((Allowance(c.Workspace.metering),))
    set_cluster(c, settings)


def set_processes(c: Any, settings: Settings) -> None:
    """Set what is so where servers are processes of this machine."""
    gpus = gpu_provision(settings)
    c.Workspace.again = Again(gpus.line.places, Hub(settings.hub_api_url, settings.secret("service_token")))
    home = Home(settings.home_floor * 10**6)
    set_granted(c, (home, gpus))
    c.Spawner.env_keep = [*LANGUAGE, *INHERITED, *CERTIFICATES, *GATEWAY]
    of_machine = (Environments(), Machine(), Gpus(gpus.leases, gpus.line), home)
    c.Profiled.preflight = Preflight((*of_machine, Allowance(c.Workspace.metering)))
    c.LocalProcessSpawner.term_timeout = 10
    c.LocalSpawner.as_root = settings.as_root
    c.Confined.isolation = settings.isolation
    c.Confined.state = settings.state
    c.Confined.shared = settings.shared
    c.LocalSpawner.homes = settings.homes
    c.LocalSpawner.prefork = address(settings.state)
    c.LocalSpawner.logs = settings.state / "logs" / "servers"


def set_granted(c: Any, more: Sequence[Provision]) -> None:
    """Set what a server is given before it starts, beside a place within the quota."""
    granted = provisions(c.Workspace.metering, *more)
    c.Spawner.pre_spawn_hook = granted.grant
    c.Spawner.post_stop_hook = granted.give_back


def environment(settings: Settings) -> dict[str, str]:
    """Return what every server of a person finds in its environment beside what the hub gives it."""
    system = "/usr/local/bin:/usr/bin:/bin"
    path = f"{BIN}:{system if settings.as_root else os.environ.get('PATH', system)}"
    return {
        **({} if settings.on_cluster else {"PATH": path}),
        "LYCEUM_SERVICE_URL": settings.service_url,
        "LYCEUM_KEEP_TIME": str(settings.keep_time),
        "LYCEUM_KERNEL_IDLE_TIMEOUT": str(settings.kernel_idle_timeout),
        "DASK_DISTRIBUTED__SCHEDULER__IDLE_TIMEOUT": str(settings.cluster_idle_timeout),
        "INTAKE_ALLOW_IMPORT": "False",
        "OMP_WAIT_POLICY": "PASSIVE",  # else scikit-learn's threads spin while they wait for a core
        "PYTHONUNBUFFERED": "1",
    }


def spawner_class(name: str) -> Any:
    """Return the class for a value of LYCEUM_SPAWNER."""
    if name not in SPAWNERS:
        raise SettingError(f"LYCEUM_SPAWNER is {name!r}; it must be one of {', '.join(SPAWNERS)}.")
    module, _, attribute = SPAWNERS[name].partition(":")
    return getattr(import_module(module), attribute)


def set_pages(c: Any, settings: Settings) -> None:
    """Set the look of the hub's pages."""
    logo = (TEMPLATES / "logo.svg").read_text().replace("currentColor", "#3b7ea8")
    c.JupyterHub.template_paths = [str(TEMPLATES)]
    c.JupyterHub.jinja_environment_options = {"extensions": [Words]}
    c.JupyterHub.template_vars = {
        "workspace": settings.name,
        "tagline": settings.tagline,
        "one_person": settings.one_person,
        "sandbox_label": LABEL if settings.isolation == SANDBOX else "",
        "invites_open": settings.authenticator == "lyceum",
        "currency": settings.currency,
        "logo_data": quote(logo),
    }
