"""What both charts are told: settings, files, images, and which of them is secret."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lyceum_hub.errors import SettingError
from lyceum_hub.servers.kubernetes.demands import tolerations
from lyceum_hub.servers.profiles import Profile
from lyceum_hub.servers.profiles_file import profiles_of
from lyceum_hub.settings import KUBERNETES, VARIABLES, Settings

SECRET = "lyceum"  # noqa: S105 - its name; our chart makes it
SECRET_FILES = (
    *("service_token", "culler_token", "metrics_token", "cli_token", "dask_gateway_token"),
    *("webhooks", "learning"),
)
STATE, SETTINGS_FOLDER = "/var/lib/lyceum", "/etc/lyceum"
HUB, SERVICE = "http://hub:8081", "http://lyceum-api:8090"

# What describes a machine, is a secret, or is told in a way of its own.
NOT_PASSED_ON = {
    *("state", "homes", "host", "port", "hub_port", "proxy_port", "service_port", "isolation", "nvml", "home_floor"),
    *("database_url", "smtp_url", "profiles", "quotas", "hub_config", "hub_image", "spawner"),
}


@dataclass(frozen=True)
class Told:
    """One workspace, as its charts are told of it."""

    settings: Settings
    given: Mapping[str, str]  # the environment that the settings were read from

    @property
    def environment(self) -> dict[str, str]:
        """The settings of hub and service, as they find them in their environment."""
        passed = {name: variable for name, variable in VARIABLES.items() if name not in NOT_PASSED_ON}
        said = {variable: self.given[variable] for variable in passed.values() if self.given.get(variable)}
        gateway = {name: value for name, value in self.given.items() if name.startswith("DASK_GATEWAY__")}
        defaults = {"LYCEUM_HUB_ADDRESS": HUB, "LYCEUM_SERVICE_ADDRESS": SERVICE, "LYCEUM_SHARED": "/srv/lyceum"}
        fixed = {"LYCEUM_SPAWNER": KUBERNETES, "LYCEUM_STATE": STATE}
        files = {VARIABLES[name]: f"{SETTINGS_FOLDER}/{name}.yaml" for name in self.files}
        return {**defaults, **said, **gateway, **fixed, **files}

    @property
    def files(self) -> dict[str, str]:
        """The files of the settings that are there, `profiles` and `quotas`, as they are written."""
        paths = {"profiles": self.settings.profiles_file, "quotas": self.settings.quotas_file}
        return {name: path.read_text() for name, path in paths.items() if path.exists()}

    @property
    def profiles(self) -> dict[str, Profile]:
        """The profiles; raise SettingError for one that only one machine can have."""
        found = profiles_of(self.settings).all() if "profiles" in self.files else {}
        for name, profile in found.items():
            if profile.environment.startswith(("/", "~", ".")):
                said = f"The profile {name} has the folder {profile.environment} as its environment."
                raise SettingError(f"{said} On a cluster it must name an image.")
        return found

    @property
    def images(self) -> list[str]:
        """The images that people's servers are started from, the workspace's own first."""
        own = image_of(self.settings.image, "LYCEUM_IMAGE")
        return list(dict.fromkeys([own, *(one.environment for one in self.profiles.values() if one.environment)]))

    @property
    def hub_image(self) -> str:
        """The image of hub and service."""
        return image_of(self.settings.hub_image, "LYCEUM_HUB_IMAGE")

    @property
    def tolerations(self) -> list[dict[str, str]]:
        """The taints of machines that any profile may run on."""
        every = [toleration for profile in self.profiles.values() for toleration in tolerations(profile)]
        return [one for number, one in enumerate(every) if one not in every[:number]]


def image_of(name: str, variable: str) -> str:
    """Return the name of an image; raise SettingError where nothing names it."""
    if not name:
        raise SettingError(f"{variable} is not set; on a cluster it must name an image.")
    return name


def parts(image: str) -> dict[str, Any]:
    """Return an image as charts want it: its name and, behind the last colon, its tag (or digest)."""
    name, colon, tag = image.rpartition(":")
    return {"name": name, "tag": tag} if colon and "/" not in tag else {"name": image, "tag": "latest"}
