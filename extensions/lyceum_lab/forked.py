"""What the prefork parent's children run: the programs as their scripts run them, with a nursery for kernels."""

import importlib
import re
import sys
from pathlib import Path

from jupyter_core.paths import jupyter_runtime_dir

from lyceum_lab import readiness
from lyceum_lab.kernels import nursery
from lyceum_lab.kernels.provisioner import NAME

OPTIONS = (
    f"--KernelProvisionerFactory.default_provisioner_name={NAME}",
    "--LabApp.extension_manager=readonly",  # nobody installs into the workspace's environment from their Lab
)


def lab() -> int | None:
    """Be a person's JupyterLab."""
    from jupyterhub.singleuser import main

    begin()
    look_for_home()
    forget_killed()
    sys.argv += OPTIONS
    status: int | None = main()
    return status


def run() -> None:
    """Be the server of a run."""
    from lyceum_lab.run import main

    begin()
    main()


def begin() -> None:
    """Do what must be done before a server has read anything or has a second thread."""
    readiness.take()
    forget_trash()
    nursery.begin()


def forget_trash() -> None:
    """Have the trash looked for in the present home: where it was imported was another's."""
    if trash := sys.modules.get("send2trash.plat_other"):
        importlib.reload(trash)


def look_for_home() -> None:
    """Keep settings and layouts in the present home: JupyterLab chose their folders when it was imported."""
    from jupyterlab.commands import get_user_settings_dir, get_workspaces_dir
    from jupyterlab.labapp import LabApp

    for name, folder in (("user_settings_dir", get_user_settings_dir()), ("workspaces_dir", get_workspaces_dir())):
        LabApp.class_traits()[name].default_value = folder
        LabApp._static_immutable_initial_values[name] = folder  # what traitlets made of it


def forget_killed() -> None:
    """Remove what this person's servers left that were killed: files that name processes which are gone."""
    for path in Path(jupyter_runtime_dir()).glob("jpserver-*"):
        named = re.match(r"jpserver-([0-9]+)", path.name)
        if named and not Path("/proc", named[1]).exists():
            path.unlink(missing_ok=True)
