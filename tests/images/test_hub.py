"""The image of hub and service: the command line is there, the service answers, the hub is configured."""

from support import containers

CONFIGURATION = "/opt/lyceum/lib/python3.11/site-packages/lyceum_hub/jupyterhub_config.py"


def test_the_command_line_is_there(images):
    assert "Start the workspace" in containers.once(images["hub"], "lyceum", "--help").stdout


def test_there_is_neither_a_proxy_nor_what_only_servers_need(images):
    said = containers.once(images["hub"], "sh", "-c", "! which node jupyter-lab configurable-http-proxy && pip list")
    assert "jupyterhub-kubespawner" in said.stdout
    assert "pandas" not in said.stdout


def test_the_service_starts_and_answers(images):
    with containers.Container(images["hub"], port=8090) as service:
        service.wait_until(service.is_healthy)
        assert '"status"' in service.do("curl", "--silent", "http://127.0.0.1:8090/services/lyceum/health").stdout


def test_the_hub_reads_our_configuration(images):
    """That it starts is seen where it has a proxy: in a cluster."""
    said = containers.once(images["hub"], "jupyterhub", "-f", CONFIGURATION, "--show-config")
    assert "lyceum_hub.servers.spawner.LocalSpawner" in said.stdout
