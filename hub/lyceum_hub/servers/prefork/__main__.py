"""Run the prefork parent: import once what servers need, and fork them."""

import importlib
import os
import pkgutil
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from lyceum_hub.servers.prefork.child import become, program
from lyceum_hub.servers.prefork.packages import Packages
from lyceum_hub.servers.prefork.parent import Parent

SERVERS = ("lyceum_lab.forked", "jupyterhub.singleuser", "jupyterlab.labapp", "lyceum_lab.run.server", "httpcore")
KERNELS = ("kernelapp", "debugger")
CONSOLES = ("core.debugger", "core.oinspect", "core.completerlib", "core.logger", "extensions.storemagic")
EXTENSIONS = (
    *("jupyter_lsp.serverextension", "jupyter_lsp.virtual_documents_shadow", "jupyter_server_terminals.app"),
    *("jupyter_server.services.shutdown", "notebook_shim.nbserver", "jinja2.ext", "tornado.platform.asyncio"),
)
OURS = (
    *("compute.panel", "gpus", "handlers", "idle", "previews", "proposals", "records", "results", "secrets"),
    "updates",
)


def main() -> None:
    """Serve requests; in a child, be what was asked for."""
    del sys.path[0]  # the folder that the workspace was started in, from which nobody's server shall import
    packages = Packages()
    import_all()
    check_threads()
    request, files = Parent(Path(sys.argv[1]), packages.have_changed).serve()
    become(request, *files)
    sys.exit(program(request)())


def import_all() -> None:
    """Import what servers import."""
    for name in names():
        with suppress(ImportError):  # a server that needs it says so itself
            importlib.import_module(name)


def names() -> Iterator[str]:
    """Yield the modules that servers and kernels import when they start."""
    yield from (*SERVERS, *EXTENSIONS, *handlers())
    for package, parts in (("ipykernel", KERNELS), ("IPython", CONSOLES), ("lyceum_lab", OURS)):
        yield from (f"{package}.{part}" for part in parts)


def handlers() -> Iterator[str]:
    """Yield the modules that Jupyter's server imports when it starts: the handlers of its services."""
    for package in ("jupyter_server", "jupyter_server_terminals", "jupyterlab.handlers"):
        folders = importlib.import_module(package).__path__
        found = (module.name for module in pkgutil.walk_packages(folders, f"{package}."))
        yield from (name for name in found if "handlers" in name)


def check_threads() -> None:
    """Refuse to fork from a process with threads: their locks would stay taken for ever in the children."""
    if (threads := len(os.listdir("/proc/self/task"))) > 1:
        sys.exit(f"An import started {threads - 1} threads, so that nothing can be forked.")


if __name__ == "__main__":
    main()
