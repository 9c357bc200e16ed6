"""The cluster that KUBECONFIG names, as its administrator asks it."""

import asyncio
import json
import os
import time

from kubernetes_asyncio import client, config
from kubernetes_asyncio.stream import WsApiClient

PATIENCE = 300  # seconds
INPUT, OUTPUT, ERRORS, END = range(4)  # what a command's messages are about
CHUNK = 2**16


class Cluster:
    """One cluster; each question is a connection of its own, so that any thread may ask."""

    def ask(self, what: str, *arguments, api: str = "CoreV1Api", **more):
        """Call a method of one of the cluster's APIs."""

        async def call():
            await config.load_kube_config(os.environ["KUBECONFIG"])
            async with client.ApiClient() as connection:
                return await getattr(getattr(client, api)(connection), what)(*arguments, **more)

        return asyncio.run(call())

    def do(self, namespace: str, pod: str, *command: str, given: bytes = b"") -> bytes:
        """Run a command in a pod, and return what it printed; what it is given has no end, so it has to count."""
        told = {"command": list(command), "stdin": True, "stdout": True, "stderr": True, "_preload_content": False}

        async def call() -> bytes:
            await config.load_kube_config(os.environ["KUBECONFIG"])
            async with WsApiClient() as connection:
                ask = client.CoreV1Api(connection).connect_get_namespaced_pod_exec
                async with await ask(pod, namespace, **told) as socket:
                    return await talk(socket, given)

        return asyncio.run(call())

    def serves(self, group: str, version: str) -> bool:
        """Whether the cluster knows a version of a group of its API."""
        groups = {one.name: one.versions for one in self.ask("get_api_versions", api="ApisApi").groups}
        return version in [one.version for one in groups.get(group, ())]

    def address(self, namespace: str, name: str, port: int, **labels: str) -> str:
        """Make an address within the cluster of the pods with these labels; small clusters have no names."""
        service = {"metadata": {"name": name}, "spec": {"selector": labels, "ports": [{"port": port}]}}
        made = self.ask("create_namespaced_service", namespace, service)
        return f"http://{made.spec.cluster_ip}:{port}"

    def advertise_gpus(self, count: int) -> None:
        """Have the first node say that it has so many GPUs, where it has none."""
        node = self.ask("list_node").items[0].metadata.name
        patch = [{"op": "add", "path": "/status/capacity/nvidia.com~1gpu", "value": str(count)}]
        self.ask("patch_node_status", node, patch)
        wait_for(
            lambda: (self.ask("read_node", node).status.allocatable or {}).get("nvidia.com/gpu") == str(count),
            "the node does not have the GPUs",
        )


def wait_for(condition, problem: str) -> None:
    """Return once a condition holds."""
    until = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < until, problem
        time.sleep(0.3)


async def talk(socket, given: bytes) -> bytes:
    """Give a command what it reads, and return what it printed once it ended well."""
    for start in range(0, len(given), CHUNK):
        await socket.send_bytes(bytes([INPUT]) + given[start : start + CHUNK])
    said = {OUTPUT: b"", ERRORS: b"", END: b""}
    async for message in socket:
        said[message.data[0]] += message.data[1:]
    assert json.loads(said[END])["status"] == "Success", said[ERRORS].decode()
    return said[OUTPUT]
