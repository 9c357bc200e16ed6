"""People's servers and runs as pods of a real cluster."""

import httpx
import pytest

from support.kernels import start_cell
from support.notebooks import notebook
from support.on_cluster import wait_for


@pytest.fixture
def lab(on_cluster):
    """Return a function that returns a client of somebody's JupyterLab once it answers, and stops it afterwards."""
    names = []

    def start(name, token, **options):
        names.append(name)
        on_cluster.ask_for_lab(name, **options)
        on_cluster.started(name)
        return httpx.Client(base_url=on_cluster.url, headers={"Authorization": f"token {token}"}, timeout=60)

    yield start
    for name in names:
        on_cluster.stop_lab(name)


def pods_of(cluster, namespace, name):
    found = cluster.ask("list_namespaced_pod", namespace, label_selector=f"hub.jupyter.org/username={name}")
    return [pod.metadata.uid for pod in found.items]


def texts(output):
    return "".join("".join(item.get("text", "")) for cell in output["cells"] for item in cell.get("outputs", []))


def test_a_lab_is_a_pod_and_answers_through_the_proxy(on_cluster, lab):
    name, token = on_cluster.person()
    client = lab(name, token)
    assert client.get(f"/user/{name}/api/status").status_code == 200
    start_cell(client, f"/user/{name}", "open('answer.txt', 'w').write(str(6 * 7))")
    answer = f"/user/{name}/api/contents/answer.txt"
    wait_for(lambda: client.get(answer).json().get("content") == "42", "the cell did not write into the home")


def test_a_run_is_a_pod_and_its_output_arrives_with_its_owner_away(on_cluster):
    _, token = on_cluster.person()
    ended = on_cluster.ended(
        token, notebook=notebook("top = 1", "print(top * 2)"), parameters={"top": 21}, name="twice"
    )
    assert ended["state"] == "succeeded", (ended["reason"], ended["error"])
    assert "42" in texts(on_cluster.api(token, "GET", f"/api/runs/{ended['id']}/output").json())


def test_a_kernel_that_runs_out_of_memory_says_so(on_cluster):
    _, token = on_cluster.person()
    greedy = "held = []\nwhile True: held.append(bytearray(50_000_000))"
    ended = on_cluster.ended(token, notebook=notebook("top = 1", greedy), name="greedy", profile="small")
    assert ended["state"] == "kernel_died"
    assert "ran out of memory" in ended["reason"]


def test_who_finds_no_gpu_is_told_why_and_gets_the_next_that_is_free(on_cluster, cluster):
    cluster.advertise_gpus(2)
    first, second, third = (on_cluster.person()[0] for _ in range(3))
    try:
        for name in (first, second):
            on_cluster.ask_for_lab(name, profile="gpu")
            on_cluster.started(name)
        on_cluster.ask_for_lab(third, profile="gpu")
        progress = on_cluster.progress(third)
        waits = next(event for event in progress if event.get("waits"))
        assert "too few GPUs free" in waits["message"]
        on_cluster.stop_lab(first)
        assert any(event.get("ready") for event in progress)
    finally:
        for name in (second, third):
            on_cluster.stop_lab(name)


def test_a_killed_hub_finds_the_pods_again(on_cluster, cluster, namespace, lab):
    name, token = on_cluster.person()
    client = lab(name, token)
    kernel = start_cell(client, f"/user/{name}", "kept = 1")
    before = pods_of(cluster, namespace, name)
    on_cluster.kill_hub()
    assert client.get(f"/user/{name}/api/kernels").json()[0]["id"] == kernel
    on_cluster.start_hub()
    assert client.get(f"/user/{name}/api/kernels").json()[0]["id"] == kernel
    assert on_cluster.hub("GET", f"/users/{name}").json()["servers"][""]["ready"]
    assert pods_of(cluster, namespace, name) == before
    assert len(before) == 1
