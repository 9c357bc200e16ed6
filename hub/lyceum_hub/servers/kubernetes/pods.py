"""How a pod stands, read from what the cluster says of it: no machine yet, no image, running, or ended."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lyceum_hub.servers.kubernetes.placement import why_unplaced

SERVER = "notebook"  # what KubeSpawner calls the container of a server
OUT_OF_MEMORY = "OOMKilled"
MOST_SHOWN = 300  # characters of a message of the cluster's

# The cluster tries these again for ever; somebody has to change something first.
HOPELESS = {
    "ImagePullBackOff": "The image {image} cannot be fetched: {message}",
    "InvalidImageName": "The image {image} has a name that cannot be: {message}",
    "ErrImageNeverPull": "The image {image} is not there: {message}",
    "CreateContainerConfigError": "Its container cannot be made: {message}",
    "CreateContainerError": "Its container cannot be made: {message}",
    "RunContainerError": "Its container cannot be started: {message}",
}
STEPS = {
    "Scheduled": "A machine was found",
    "TriggeredScaleUp": "The cluster adds a machine, which takes some minutes",
    "Pulling": "Fetching the image, which takes minutes the first time",
    "Pulled": "The image is there",
    "FailedMount": "Waiting for the home to be attached",
    "FailedAttachVolume": "Waiting for the home to be attached",
}


@dataclass(frozen=True)
class End:
    """How the container of a server ended: its exit code, and the cluster's word for why."""

    code: int
    reason: str

    @property
    def status(self) -> int:
        """How it ended, as for a process of this machine: below 0 is a signal."""
        return 128 - self.code if self.code > 128 else self.code

    @property
    def is_out_of_memory(self) -> bool:
        """Whether the kernel ended it because its memory was not enough."""
        return self.reason == OUT_OF_MEMORY


def status_of(pod: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what the cluster says of how a pod stands; empty where there is none."""
    return pod.get("status") or {}


def end_of(pod: Mapping[str, Any]) -> End | None:
    """Return how a pod's server ended; None while it runs, or has not begun."""
    for container in status_of(pod).get("containerStatuses") or ():
        ended = (container.get("state") or {}).get("terminated")
        if container["name"] == SERVER and ended:
            return End(ended["exitCode"], ended.get("reason") or "")
    return None


def hindrance(pod: Mapping[str, Any]) -> str:
    """Return why a pod has no machine yet, in a sentence; empty where it has one."""
    for condition in status_of(pod).get("conditions") or ():
        if condition["type"] == "PodScheduled" and condition["status"] == "False":
            return why_unplaced(condition.get("message") or "")
    return ""


def hopeless(pod: Mapping[str, Any]) -> str:
    """Return why a pod will not start unless somebody changes something; empty where it may."""
    status = status_of(pod)
    for container in (*(status.get("initContainerStatuses") or ()), *(status.get("containerStatuses") or ())):
        waiting = (container.get("state") or {}).get("waiting") or {}
        if sentence := HOPELESS.get(waiting.get("reason", "")):
            message = (waiting.get("message") or "").strip()[:MOST_SHOWN]
            return sentence.format(image=container["image"], message=message).strip(" :") + "."
    return ""


def step_of(event: Mapping[str, Any]) -> str | None:
    """Return what an event says of how far a start has come; None where it says nothing new to a person."""
    return STEPS.get(event.get("reason") or "")
