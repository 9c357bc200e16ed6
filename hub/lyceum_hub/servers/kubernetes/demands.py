"""What a profile demands of a cluster: GPUs by the names that NVIDIA's device plugin gives them, and machines."""

from lyceum_hub.servers.profiles import Profile

GPU = "nvidia.com/gpu"
SHARE = "nvidia.com/gpu.shared"  # what the plugin calls a time slice of a GPU
MIG = "nvidia.com/mig-"


def gpus(profile: Profile) -> dict[str, str]:
    """Return the GPUs that a profile has, as a pod asks for them."""
    if profile.mig:
        return {f"{MIG}{profile.mig}": "1"}
    if 0 < profile.gpus < 1:
        return {SHARE: "1"}
    return {GPU: f"{profile.gpus:g}"} if profile.gpus else {}


def node_selector(profile: Profile) -> dict[str, str]:
    """Return the labels that a machine must have."""
    return dict(label.split("=", 1) for label in profile.nodes)


def tolerations(profile: Profile) -> list[dict[str, str]]:
    """Return the taints that a pod ignores: those its profile names, and those of machines kept for GPUs."""
    taints = [*profile.tolerates, *([GPU] if gpus(profile) else [])]
    return [toleration(taint) for taint in dict.fromkeys(taints)]


def toleration(taint: str) -> dict[str, str]:
    """Return the toleration of a taint that is written as `key`, `key=value` or `key=value:effect`."""
    named, _, effect = taint.partition(":")
    key, equals, value = named.partition("=")
    matched = {"operator": "Equal", "value": value} if equals else {"operator": "Exists"}
    return {"key": key, **matched, **({"effect": effect} if effect else {})}
