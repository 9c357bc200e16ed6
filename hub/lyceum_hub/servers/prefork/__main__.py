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

SERVERS = ("jupyterhub.singleuser", "jupyterlab.labapp", "lyceum_lab.run.server", "ipykernel.kernelapp")
EXTENSIONS = ("lyceum_lab.handlers", "jupyter_lsp.serverextension", "jupyter_server_terminals.app", "notebook_shim")


def main() -> None:
    """Serve requests; in a child, be what was asked for."""
    packages = Packages()
    import_all()
    check_threads()
    request, log = Parent(Path(sys.argv[1]), packages.have_changed).serve()
    become(request, log)
    sys.exit(program(request)())


def import_all() -> None:
    """Import what servers import."""
    for name in (*SERVERS, *EXTENSIONS, *handlers()):
        with suppress(ImportError):  # a server that needs it says so itself
            importlib.import_module(name)


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
