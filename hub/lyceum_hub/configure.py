"""Settings → JupyterHub's configuration. These functions only set, so they can run any number of times."""

import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import quote

from lyceum_hub import scopes
from lyceum_hub.accounts import NAME
from lyceum_hub.authenticator import authenticator_class
from lyceum_hub.culling.keys import Keys
from lyceum_hub.errors import SettingError
from lyceum_hub.pages import TEMPLATES
from lyceum_hub.servers.prefork.request import address
from lyceum_hub.servers.offers.home import Home
from lyceum_hub.servers.offers.machine import Machine
from lyceum_hub.servers.offers.offer import Preflight
from lyceum_hub.servers.provisions import provisions
from lyceum_hub.servers.profiles_file import profiles_of
from lyceum_hub.settings import Settings

SPAWNERS = {"local": "lyceum_hub.servers.spawner:LocalSpawner"}
BIN = Path(sys.executable).parent
DAY = 24 * 3600

# What people's servers may inherit from the process that starts the workspace; everything else may be a secret.
INHERITED = ("LANG", "LC_ALL", "TZ", "LD_LIBRARY_PATH", "CUDA_VISIBLE_DEVICES", "NVIDIA_VISIBLE_DEVICES")
CERTIFICATES = ("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")


def configure(c: Any, settings: Settings) -> None:
    """Set everything the hub needs to know."""
    set_addresses(c, settings)
    set_storage(c, settings)
    set_rights(c, settings)
    set_login(c, settings)
    set_servers(c, settings)
    set_pages(c, settings)


def set_addresses(c: Any, settings: Settings) -> None:
    """Set where the proxy, which the supervisor starts, and the hub answer."""
    c.JupyterHub.bind_url = settings.url
    c.JupyterHub.hub_bind_url = f"http://127.0.0.1:{settings.hub_port}"
    c.ConfigurableHTTPProxy.should_start = False
    c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{settings.proxy_port}"
    c.ConfigurableHTTPProxy.auth_token = settings.secret("proxy_token")


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
            "url": f"http://127.0.0.1:{settings.service_port}",
            "api_token": settings.secret("service_token"),
            "display": False,
        },
        {"name": "lyceum-culler", "api_token": settings.secret("culler_token")},
        {"name": "lyceum-cli", "api_token": settings.secret("cli_token"), "admin": True},
    ]
    c.JupyterHub.custom_scopes = scopes.custom_scopes()
    c.JupyterHub.load_groups = {"stewards": {"users": []}}
    c.JupyterHub.load_roles = scopes.roles()


def set_login(c: Any, settings: Settings) -> None:
    """Set how people log in."""
    c.JupyterHub.authenticator_class = authenticator_class(settings.authenticator)
    c.Authenticator.username_pattern = rf"^{NAME.pattern}\Z"
    c.Workspace.one_person = not settings.as_root
    c.Workspace.database_url = settings.database_url


def set_servers(c: Any, settings: Settings) -> None:
    """Set how people's servers are started, and what they see."""
    c.JupyterHub.spawner_class = spawner_class(settings.spawner)
    c.JupyterHub.allow_named_servers = True
    c.JupyterHub.cleanup_servers = True
    c.JupyterHub.concurrent_spawn_limit = 20
    c.JupyterHub.init_spawners_timeout = 30
    granted = provisions()
    c.Spawner.pre_spawn_hook = granted.grant
    c.Spawner.post_stop_hook = granted.give_back
    c.Spawner.default_url = "/lab"
    c.Spawner.poll_interval = 5
    c.Spawner.poll_jitter = 0
    c.Spawner.start_timeout = 120
    c.Spawner.http_timeout = 60
    c.Spawner.server_token_scopes = lambda spawner: scopes.server_scopes(spawner.name)
    c.Spawner.env_keep = [*INHERITED, *CERTIFICATES]
    c.Spawner.environment = {**environment(settings), "LYCEUM_CULLER_KEY": Keys(settings.secret("culler_token"))}
    c.Profiled.profiles = profiles_of(settings)
    c.LocalProcessSpawner.term_timeout = 10
    c.LocalSpawner.as_root = settings.as_root
    c.LocalSpawner.homes = settings.homes
    c.LocalSpawner.prefork = address(settings.state)
    c.LocalSpawner.logs = settings.state / "logs" / "servers"


def environment(settings: Settings) -> dict[str, str]:
    """Return what every server of a person finds in its environment beside what the hub gives it."""
    system = "/usr/local/bin:/usr/bin:/bin"
    return {
        "PATH": f"{BIN}:{system if settings.as_root else os.environ.get('PATH', system)}",
        "LYCEUM_SERVICE_URL": settings.service_url,
        "LYCEUM_KEEP_TIME": str(settings.keep_time),
        "LYCEUM_KERNEL_IDLE_TIMEOUT": str(settings.kernel_idle_timeout),
        "INTAKE_ALLOW_IMPORT": "False",
        "OMP_WAIT_POLICY": "PASSIVE",  # else scikit-learn's threads spin while they wait for a core
    c.Profiled.preflight = Preflight((Machine(), Home(settings.home_floor * 10**6)))
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
    c.JupyterHub.template_vars = {
        "workspace": settings.name,
        "tagline": settings.tagline,
        "one_person": not settings.as_root,
        "invites_open": settings.authenticator == "lyceum",
        "logo_data": quote(logo),
    }
        "currency": settings.currency,
