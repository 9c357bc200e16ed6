"""The cluster that KUBECONFIG names, as its administrator asks it."""

import asyncio
import os
import time

from kubernetes_asyncio import client, config

PATIENCE = 300  # seconds


class Cluster:
    """One cluster; each question is a connection of its own, so that any thread may ask."""

    def ask(self, what: str, *arguments, api: str = "CoreV1Api", **more):
        """Call a method of one of the cluster's APIs."""

        async def call():
            await config.load_kube_config(os.environ["KUBECONFIG"])
            async with client.ApiClient() as connection:
                return await getattr(getattr(client, api)(connection), what)(*arguments, **more)

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
