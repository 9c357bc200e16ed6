"""The values for the chart of zero-to-jupyterhub: our hub, on what the chart puts around it."""

from typing import Any

from lyceum_hub.charts.told import SECRET, SECRET_FILES, SETTINGS_FOLDER, STATE, Told, parts

CONFIGURE = """\
from lyceum_hub.configure import configure
from lyceum_hub.settings import Settings

configure(c, Settings.from_environment())
"""
PLACEHOLDERS = 1  # how many more servers find a machine that is there already


def values(told: Told) -> dict[str, Any]:
    """Return the values; what they do not say is as the chart has it."""
    return {
        "hub": hub(told),
        "proxy": {"chp": {"extraCommandLineFlags": ["--host-routing"] if told.settings.origins else []}},
        "singleuser": singleuser(told),
        "prePuller": pre_puller(told),
        "scheduling": scheduling(told),
        "cull": {"enabled": False},  # our culler knows what counts as use
    }


def hub(told: Told) -> dict[str, Any]:
    """Return what the hub is: our image, which `configure` tells the rest: services, roles, scopes and profiles."""
    from_secret = {"valueFrom": {"secretKeyRef": {"name": SECRET, "key": "database_url"}}}
    site = told.settings.site_file.read_text() if told.settings.site_file else ""
    secrets = {"secretName": SECRET, "items": [{"key": name, "path": name} for name in SECRET_FILES]}
    return {
        "image": parts(told.hub_image),
        "extraEnv": {**told.environment, "LYCEUM_DATABASE_URL": from_secret},
        "extraFiles": {name: file(name, text) for name, text in told.files.items()},
        "extraConfig": {"10-lyceum": CONFIGURE, **({"20-site": site} if site else {})},
        "extraVolumes": [{"name": "lyceum-state", "emptyDir": {}}, {"name": "lyceum-secrets", "secret": secrets}],
        "extraVolumeMounts": [
            {"name": "lyceum-state", "mountPath": STATE},
            {"name": "lyceum-secrets", "mountPath": f"{STATE}/secrets", "readOnly": True},
        ],
    }


def file(name: str, text: str) -> dict[str, str]:
    """Return a file of the settings, where the environment says that it is."""
    return {"mountPath": f"{SETTINGS_FOLDER}/{name}.yaml", "stringData": text}


def singleuser(told: Told) -> dict[str, Any]:
    """Return what is left to say of people's pods: `configure` sets their image, size, account and volumes."""
    return {
        "image": parts(told.images[0]),
        "storage": {"type": "none"},
        "cloudMetadata": {"blockWithIptables": False},  # a network policy does it, which needs no root
    }


def pre_puller(told: Told) -> dict[str, Any]:
    """Return which images every machine for people's servers has beforehand, those with GPUs included."""
    more = {f"profile-{number}": parts(image) for number, image in enumerate(told.images[1:], 1)}
    return {
        "hook": {"enabled": True},
        "continuous": {"enabled": True},
        "extraImages": more,
        "extraTolerations": told.tolerations,
    }


def scheduling(told: Told) -> dict[str, Any]:
    """Return that one more server of the first profile always finds room: a placeholder makes way for it."""
    first = next(iter(told.profiles.values()), None)
    wanted = {"cpu": first.cpus, "memory": first.memory} if first else {}
    size = {name: amount for name, amount in wanted.items() if amount}
    placeholder = {"enabled": True, "replicas": PLACEHOLDERS, **({"resources": {"requests": size}} if size else {})}
    return {"podPriority": {"enabled": True}, "userPlaceholder": placeholder}
