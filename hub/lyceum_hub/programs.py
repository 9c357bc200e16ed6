"""The programs a workspace consists of, and what each is told."""

import os
import socket
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path

import httpx
from jinja2 import Environment, FileSystemLoader

from lyceum_hub.checks import find_node, find_proxy, hindrance
from lyceum_hub.notes import PORTS, read_note, write_note
from lyceum_hub.pages.words import Words
from lyceum_hub.servers.prefork.request import address
from lyceum_hub.settings import VARIABLES, Settings
from lyceum_hub.supervisor import Program

HERE = Path(__file__).parent
INNER_PORTS = ("hub_port", "proxy_port", "service_port")


def with_ports(settings: Settings) -> Settings:
    """Return the settings with inner ports that are free: those set, else those of last time, else new ones."""
    known = read_note(settings, PORTS)
    chosen = {name: choose_port(settings, name, known.get(name)) for name in INNER_PORTS}
    write_note(settings, PORTS, chosen)
    return replace(settings, **chosen)  # type: ignore[arg-type]


def choose_port(settings: Settings, name: str, last: int | None) -> int:
    """Return the port set in the environment, or last time's if it is free, or a free one."""
    if os.environ.get(VARIABLES[name]):
        return int(getattr(settings, name))
    return last if last and not hindrance("127.0.0.1", last) else free_port()


def free_port() -> int:
    """Return a port of this machine that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def programs(settings: Settings) -> list[Program]:
    """Return the programs in the order they are started in; they are stopped in the opposite one."""
    environment = {**os.environ, **{VARIABLES[name]: str(getattr(settings, name)) for name in VARIABLES}}
    hub = python("jupyterhub", "-f", str(HERE / "jupyterhub_config.py"))
    return [
        proxy(settings, environment),
        *([prefork(settings)] if settings.spawner == "local" else []),
        Program("service", python("lyceum_hub.service"), environment, f"{settings.service_url}/health"),
        Program("hub", hub, environment, f"http://127.0.0.1:{settings.hub_port}/hub/health", grace=60),
        culler(settings, environment),
    ]


def proxy(settings: Settings, environment: dict[str, str]) -> Program:
    """Return the proxy: the only program that others than this machine may reach."""
    pages = settings.state / "pages"
    command = [
        *(find_node() or "node", str(find_proxy())),
        *("--ip", settings.host, "--port", str(settings.port)),
        *("--api-ip", "127.0.0.1", "--api-port", str(settings.proxy_port)),
        *("--error-path", str(pages), "--log-level", "warn"),
        *(["--host-routing"] if settings.origins else []),
    ]
    told = {"CONFIGPROXY_AUTH_TOKEN": settings.secret("proxy_token")}
    return Program("proxy", command, {**environment, **told}, after_restart=partial(restore_routes, settings))


def prefork(settings: Settings) -> Program:
    """Return the program that people's servers are forks of; it knows nothing but where to listen."""
    return Program("prefork", python("lyceum_hub.servers.prefork", str(address(settings.state))), {"LANG": "C.UTF-8"})


def restore_routes(settings: Settings) -> bool:
    """Have the hub tell a new proxy where everything is, which it would do by itself only every five minutes."""
    headers = {"Authorization": f"token {settings.secret('cli_token')}"}
    try:
        return httpx.post(f"{settings.hub_api_url}/proxy", headers=headers, timeout=5).is_success
    except httpx.HTTPError:
        return False


def culler(settings: Settings, environment: dict[str, str]) -> Program:
    """Return the program that stops people's Labs when nobody uses them; runs end by themselves."""
    told = {"JUPYTERHUB_API_TOKEN": settings.secret("culler_token")}
    return Program("culler", python("lyceum_hub.culling"), {**environment, **told}, waits=True)


def python(module: str, *arguments: str) -> list[str]:
    """Return the command that runs a module with this Python."""
    return [sys.executable, "-m", module, *arguments]


def write_proxy_pages(settings: Settings) -> None:
    """Write the page that the proxy shows while the hub, or somebody's server, does not answer."""
    folder = settings.state / "pages"
    folder.mkdir(mode=0o700, exist_ok=True)
    templates = Environment(loader=FileSystemLoader(HERE / "pages" / "templates"), autoescape=True, extensions=[Words])
    page = templates.get_template("not_answering.html").render(workspace=settings.name, base_url="/hub/")
    (folder / "error.html").write_text(page)
