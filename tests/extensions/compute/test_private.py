"""A real cluster: computes, within its limits, for its owner alone, and ends however its notebook ends."""

import asyncio
import os
import signal
import socket
import ssl

import psutil
import pytest
from distributed import Client, Security
from distributed.core import Status, rpc
from jupyter_client import KernelManager

from lyceum_lab.compute import cluster, records
from lyceum_lab.compute.clusters import security_of
from support.processes import command

GIB = 2**30
IN_A_NOTEBOOK = """
from lyceum_lab.compute import cluster
from distributed import Client
print(Client(cluster(1)).submit(sum, [1, 2, 3]).result())
"""


@pytest.fixture(scope="module")
def others():
    """The ports on which this process listens for other tests."""
    return ports([psutil.Process()])


@pytest.fixture(scope="module")
def own(tmp_path_factory, others):
    """A cluster of two workers within limits as the hub tells them."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
        environment.setenv("MEM_LIMIT", str(2 * GIB))
        environment.setenv("CPU_LIMIT", "2")
        environment.setenv("CUDA_VISIBLE_DEVICES", "")
        environment.setenv("JUPYTERHUB_SERVICE_PREFIX", "/user/ada/")
        environment.setattr("os.sched_getaffinity", lambda _: {0, 1})
        made = cluster()
        yield made
        made.close()


def test_it_computes(own):
    with Client(own) as client:
        assert client.submit(sum, [1, 2, 3]).result() == 6


def test_its_workers_keep_to_the_limits(own):
    workers = own.scheduler_info["workers"].values()
    assert sum(worker["nthreads"] for worker in workers) == 2
    assert sum(worker["memory_limit"] for worker in workers) == 1.5 * GIB


def test_calling_again_returns_it(own):
    assert cluster() is own
    with pytest.raises(ValueError, match="has room for 2 workers, 3 do not fit into the 2 CPUs"):
        cluster(3)


def test_its_owner_reaches_it_by_its_address_and_sees_its_dashboard_in_lab(own):
    with Client(own.scheduler_address, set_as_default=False) as client:
        assert client.submit(sum, [1, 2]).result() == 3
        assert client.dashboard_link == own.dashboard_link == f"/user/ada/dask/dashboard/{own.id}/status"


def test_of_other_addresses_no_keys_are_told(own):
    assert security_of({"address": "tcp://127.0.0.1:8786"}) is None


def ports(processes):
    found = [each for process in processes for each in process.net_connections("tcp")]
    return {each.laddr.port for each in found if each.status == psutil.CONN_LISTEN}


def test_each_of_its_ports_is_on_loopback_and_wants_a_certificate(own, others):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    workers = [psutil.Process(nanny.pid) for nanny in own.workers.values()]
    found = ports([psutil.Process(), *workers]) - others
    assert len(found) >= 4  # the scheduler, the workers and who minds them
    for port in found:
        with socket.create_connection(("127.0.0.1", port)) as plain, context.wrap_socket(plain) as stranger:
            assert refusal(stranger) == "TLSV13_ALERT_CERTIFICATE_REQUIRED"


def refusal(stranger):
    try:
        return stranger.recv(1)
    except ssl.SSLError as error:
        return error.reason


@pytest.mark.parametrize("keys", [None, Security.temporary()], ids=["no keys", "other keys"])
def test_strangers_are_refused(own, keys):
    async def ask():
        arguments = keys.get_connection_args("client") if keys else {}
        address = own.scheduler_address if keys else own.scheduler_address.replace("tls", "tcp")
        async with rpc(address, timeout=2, connection_args=arguments) as scheduler:
            await scheduler.identity()

    with pytest.raises(OSError, match=r"."):
        asyncio.run(ask())


def test_another_notebook_is_told_of_it(own):
    assert [record.id for record in records.running()] == [own.id]
    with pytest.MonkeyPatch.context() as environment:
        environment.setattr("lyceum_lab.compute.clusters.of_this_process", {})
        environment.setattr("lyceum_lab.compute.clusters.cpu_cluster", lambda *_: None)
        with pytest.warns(UserWarning, match=f"Your cluster {own.name} is running too"):
            cluster()


@pytest.mark.usefixtures("own_place")
def test_idle_for_too_long_it_ends_and_the_next_call_makes_another(family, eventually):
    before = set(family(os.getpid()))
    first = cluster(1, idle="200ms")
    assert eventually(lambda: first.status == Status.closed)
    assert records.running() == []
    assert eventually(lambda: {each for each in family(os.getpid()) if "spawn_main" in command(each)} <= before)
    assert cluster(1) is not first


def test_it_ends_with_a_kernel_that_is_killed_and_leaves_no_file(own_place, family, eventually, tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    manager = KernelManager(kernel_name="python3")
    manager.start_kernel()
    client = manager.blocking_client()
    client.start_channels()
    client.wait_for_ready(60)
    said = []
    client.execute_interactive(IN_A_NOTEBOOK, timeout=120, output_hook=lambda message: said.append(message["content"]))
    assert "6\n" in "".join(content.get("text", "") for content in said), said
    kernel, *others = family(manager.provisioner.pid)
    assert others
    os.kill(kernel.pid, signal.SIGKILL)
    assert eventually(lambda: not any(other.is_running() for other in others))
    assert list(tmp_path.glob("lyceum*")) == []
    assert records.running() == []
    client.stop_channels()
    manager.shutdown_kernel(now=True)
    manager.cleanup_resources()
