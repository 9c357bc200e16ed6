"""People's servers and runs as pods of a real cluster."""

from support.cluster import wait_for
from support.kernels import start_cell
from support.notebooks import notebook, texts
from support.on_cluster import OF_HUB, of


def test_a_lab_is_a_pod_and_answers_through_the_proxy(on_cluster, lab):
    name, token = on_cluster.person()
    client = lab(name, token)
    assert client.get(f"/user/{name}/api/status").status_code == 200
    start_cell(client, f"/user/{name}", "open('answer.txt', 'w').write(str(6 * 7))")
    answer = f"/user/{name}/api/contents/answer.txt"
    wait_for(lambda: client.get(answer).json().get("content") == "42", "the cell did not write into the home")


def test_a_run_is_a_pod_and_its_output_arrives_with_its_owner_away(on_cluster):
    _, token = on_cluster.person()
    twice = notebook("top = 1", "print(top * 2)")
    ended = on_cluster.ended(token, on_cluster.asked(token, notebook=twice, parameters={"top": 21}, name="twice"))
    assert ended["state"] == "succeeded", (ended["reason"], ended["error"])
    assert "42" in texts(on_cluster.api(token, "GET", f"/api/runs/{ended['id']}/output").json())


def test_a_kernel_that_runs_out_of_memory_says_so(on_cluster):
    _, token = on_cluster.person()
    greedy = "held = []\nwhile True: held.append(bytearray(50_000_000))"
    asked = on_cluster.asked(token, notebook=notebook("top = 1", greedy), name="greedy", profile="small")
    ended = on_cluster.ended(token, asked)
    assert ended["state"] == "kernel_died"
    assert "ran out of memory" in ended["reason"]


def test_who_finds_no_gpu_is_told_why_and_gets_the_next_that_is_free(on_cluster):
    on_cluster.cluster.advertise_gpus(2)
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


def test_a_killed_hub_finds_the_pods_again(on_cluster, lab):
    name, token = on_cluster.person()
    client = lab(name, token)
    kernel = start_cell(client, f"/user/{name}", "kept = 1")
    before = on_cluster.uids(**of(name))
    on_cluster.kill(**OF_HUB)
    assert client.get(f"/user/{name}/api/kernels").json()[0]["id"] == kernel
    on_cluster.answers()
    assert client.get(f"/user/{name}/api/kernels").json()[0]["id"] == kernel
    assert on_cluster.hub("GET", f"/users/{name}").json()["servers"][""]["ready"]
    assert on_cluster.uids(**of(name)) == before
    assert len(before) == 1
