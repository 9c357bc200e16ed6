"""The Python environments that profiles have of their own, each a folder of this machine."""

from contextlib import suppress
from pathlib import Path

from lyceum_hub.errors import NotFound
from lyceum_hub.servers.profiles import Profile

LAB = "jupyterhub-singleuser"
PACKAGES = {LAB: "jupyterhub jupyterlab", "lyceum-run": "'lyceum[lab]'"}


def program_of(profile: Profile, program: str) -> Path | None:
    """Return the program of the profile's own environment, None where it has none; raise NotFound where it lacks it."""
    if not profile.environment:
        return None
    found = folder_of(profile) / "bin" / program
    if not found.parents[1].is_dir():
        said = f"The environment {profile.environment} of the profile {profile.title} is not there."
        raise NotFound(said, remedy="Tell an administrator, or choose another profile.")
    if not found.is_file():
        said = f"The environment {profile.environment} of the profile {profile.title} has no {program}."
        install = f"{found.parent}/pip install {PACKAGES.get(program, program)}"
        raise NotFound(said, remedy=f"An administrator installs it with `{install}`; or choose another profile.")
    return found


def is_there(profile: Profile) -> bool:
    """Return whether JupyterLab could be started in a profile's environment."""
    with suppress(NotFound):
        program_of(profile, LAB)
        return True
    return False


def path_in(profile: Profile, path: str) -> str:
    """Return where a server of a profile looks for programs: first in the profile's own environment."""
    return f"{folder_of(profile) / 'bin'}:{path}" if profile.environment else path


def folder_of(profile: Profile) -> Path:
    """Return the folder of a profile's own environment."""
    return Path(profile.environment).expanduser()
