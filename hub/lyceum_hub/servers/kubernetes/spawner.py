"""People's servers as pods of a cluster: JupyterLab, or one notebook run."""

import asyncio
import time
from asyncio import Future
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

from kubernetes_asyncio.client.rest import ApiException
from kubespawner import KubeSpawner
from traitlets import Instance, Unicode, default

from lyceum_hub.culling.stopped import Stoppable
from lyceum_hub.servers.deaths import why
from lyceum_hub.servers.kubernetes import demands, pods, volumes
from lyceum_hub.servers.limits.limits import used_up
from lyceum_hub.servers.profiled import Profiled
from lyceum_hub.servers.refusals import DidNotStart

LOOK_EVERY = 0.1  # seconds between looks at what the hub has been told of a pod that starts
LOG_TAIL = 4000  # bytes shown to a person whose server did not start
SPARE = 5  # seconds before the hub gives a start up by itself, and says less
USERNAME = "hub.jupyter.org/username"


class KubernetesSpawner(Profiled, Stoppable, KubeSpawner):
    """Starts each server as a pod that is what its profile says."""

    home = Instance(Path, (Path("/home/lyceum"),), help="Where a pod has its person's home.").tag(config=True)
    shared = Instance(Path, (Path("/srv/lyceum"),), help="Where a pod has what everybody may read.").tag(config=True)
    standard_image = Unicode(help="The image of profiles that name none.").tag(config=True)
    shared_claim = Unicode(help="The claim of the volume with shared folders; empty: there is none.").tag(config=True)
    ended_because = Unicode(help="Why the last server ended, where it was not asked to; in a sentence.")

    @default("cmd")
    def _cmd(self) -> list[str]:
        return ["lyceum-run" if self.name.startswith("run-") else "jupyterhub-singleuser"]

    async def load_user_options(self) -> None:
        """Have the pod be what the profile says, each time that one is started."""
        profile = self.profile
        self.image = profile.environment or self.standard_image
        self.cpu_limit = self.cpu_guarantee = profile.cpus
        self.mem_limit = self.mem_guarantee = profile.memory
        self.extra_resource_limits = self.extra_resource_guarantees = demands.gpus(profile)
        self.node_selector = demands.node_selector(profile)
        self.tolerations = demands.tolerations(profile)
        self.pod_affinity_preferred = [self.near_own_pods()]
        self.mount()

    def mount(self) -> None:
        """Have the pod see its person's home, and what is shared with them."""
        homes, at_home = volumes.home(self.pvc_name, self.home)
        others, at_others = volumes.shared(self.shared_claim, self.shared, self.home, self.groups)
        self.volumes, self.volume_mounts = [*homes, *others], [*at_home, *at_others]

    def get_env(self) -> dict[str, str]:
        """Return the environment; without a GPU of its own, an image with CUDA would see all that its machine has."""
        hidden = {} if demands.gpus(self.profile) else {"NVIDIA_VISIBLE_DEVICES": "void"}
        return {**super().get_env(), **hidden}

    def near_own_pods(self) -> dict[str, Any]:
        """Return the wish for the machine of the person's other servers: many volumes are attached to one alone."""
        person = self._build_common_labels({})[USERNAME]
        term = {"labelSelector": {"matchLabels": {USERNAME: person}}, "topologyKey": "kubernetes.io/hostname"}
        return {"weight": 100, "podAffinityTerm": term}

    def start(self) -> "Future[str]":
        """Start the pod; the result is its address. Raises DidNotStart saying why it does not run."""
        self.ended_because = ""
        self._start_future = asyncio.ensure_future(self.start_pod())
        return self._start_future

    async def start_pod(self) -> str:
        """Return the address of the pod as soon as it runs; KubeSpawner itself looks every few seconds only."""
        await self._start_watching_pods()
        before, until = uid_of(self.pod), time.monotonic() + self.start_timeout - SPARE
        start = asyncio.ensure_future(self._start())
        try:
            while not start.done():
                await asyncio.wait([start], timeout=LOOK_EVERY)
                if uid_of(pod := self.pod) not in (None, before):
                    await self.check_start(pod, until)
                    if self.is_pod_running(pod):
                        return str(self._get_pod_url(pod))
            return str(await start)
        except ApiException as error:
            raise DidNotStart(f"The cluster does not make {self.what}: {error.reason}.") from error
        finally:
            start.cancel()

    async def check_start(self, pod: Mapping[str, Any], until: float) -> None:
        """Raise DidNotStart for a pod that ended, or can never run, or does not run when it is time to give up."""
        if ended := pods.end_of(pod):
            raise await self.death(ended)
        if problem := pods.hopeless(pod):
            raise DidNotStart(f"{problem} Tell an administrator, or choose another profile.")
        if time.monotonic() > until:
            waited = f"{self.what} did not start within {self.start_timeout // 60} minutes."
            raise DidNotStart(f"{waited} {pods.hindrance(pod) or self.step + '.'}")

    @property
    def pod(self) -> dict[str, Any]:
        """What the cluster says of the pod; empty where there is none, or it goes away."""
        known = self.pod_reflector.pods if self.pod_reflector else {}
        found: dict[str, Any] = known.get(f"{self.namespace}/{self.pod_name}") or {}
        return {} if found.get("metadata", {}).get("deletionTimestamp") else found

    @property
    def step(self) -> str:
        """What happens just now, as far as events tell."""
        steps = filter(None, map(pods.step_of, self.events))
        return [f"Starting {self.what}", *steps][-1]

    async def death(self, ended: pods.End) -> DidNotStart:
        """Return why a server ended while it started, with the end of its log."""
        log = await self.end_of_log()
        if self.note_end(ended):
            return DidNotStart(f"{self.ended_because} while it started. Choose a larger profile.", log)
        return DidNotStart(f"{self.what} ended while it started. {why(ended.status, log)}", log)

    async def end_of_log(self) -> str:
        """Return the last that a server wrote."""
        try:
            found = await self.api.read_namespaced_pod_log(self.pod_name, self.namespace, container=pods.SERVER)
        except ApiException:
            return ""
        return str(found)[-LOG_TAIL:]

    def note_end(self, ended: pods.End) -> bool:
        """Say why a server ended, where its memory was not enough; return whether that was so."""
        memory = self.profile.memory
        if ended.is_out_of_memory and memory:
            self.ended_because = used_up(self.what, memory)
        return ended.is_out_of_memory and bool(memory)

    async def poll(self) -> int | None:
        """Return None while the pod runs, else the status it ended with."""
        if ended := pods.end_of(self.pod):
            self.note_end(ended)
        status: int | None = await super().poll()
        return status

    async def progress(self) -> AsyncIterator[dict[str, Any]]:
        """Tell the page that waits what happens: what a pod without a machine waits for, or how far it has come."""
        began = time.monotonic()
        while True:
            if waits_for := pods.hindrance(self.pod):
                began = time.monotonic()
                yield {"progress": 5, "message": waits_for, "waits": True}
            else:
                share = 1 - 0.9 ** (time.monotonic() - began)
                yield {"progress": round(5 + 90 * share), "message": f"{self.step}…"}
            await asyncio.sleep(0.3)


def uid_of(pod: Mapping[str, Any]) -> str | None:
    """Return what tells a pod from an earlier one of its name; None where there is none."""
    found: str | None = pod.get("metadata", {}).get("uid")
    return found
