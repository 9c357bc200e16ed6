"""Our chart, rendered: what Kubernetes' own schemas allow, with as few rights as each pod needs."""

from pathlib import Path

import helm_python
import kubernetes_validate
import pytest
import yaml
from traitlets.config import Config

from lyceum_hub.charts import lyceum
from lyceum_hub.charts.told import SECRET_FILES, Told
from lyceum_hub.configure import configure
from lyceum_hub.service.app import create_app
from lyceum_hub.settings import Settings
from support.pods import settings_of

CHART = Path(__file__).parents[3] / "hub" / "chart"
SUPPORTED = ("1.32", "1.37")  # the lowest is zero-to-jupyterhub's


@pytest.fixture(scope="module")
def values(tmp_path_factory):
    """Return the values that `lyceum chart values` makes for a workspace with everything set."""
    folder = tmp_path_factory.mktemp("state")
    (folder / "profiles.yaml").write_text("standard:\n  title: Standard\n  memory: 4 GB\n")
    given = {
        "LYCEUM_STATE": str(folder),
        "LYCEUM_IMAGE": "example.org/lab:1",
        "LYCEUM_HUB_IMAGE": "example.org/hub:1",
        "LYCEUM_DATABASE_URL": "postgresql://lyceum:hush@db/lyceum",
        "LYCEUM_SMTP_URL": "smtp://mail",
        "LYCEUM_SHARED_CLAIM": "shared",
    }
    return lyceum.values(Told(Settings.from_environment(given), given))


def rendered(values):
    with helm_python.Chart.load(str(CHART)) as chart:
        texts = chart.render(values=values, name="lyceum", namespace="lyceum", revision=3)
    return [
        found for path, text in texts.items() if path.endswith(".yaml") for found in yaml.safe_load_all(text) if found
    ]


@pytest.fixture(scope="module")
def manifests(values):
    return rendered({**values, "shared": {**values["shared"], "create": True}})


def named(manifests, kind, name):
    return next(one for one in manifests if (one["kind"], one["metadata"]["name"]) == (kind, name))


def pods_of(manifests):
    return [one["spec"]["template"]["spec"] for one in manifests if "template" in one.get("spec", {})]


@pytest.mark.parametrize("version", SUPPORTED)
def test_every_manifest_is_what_kubernetes_allows(manifests, version):
    for manifest in manifests:
        kubernetes_validate.validate(manifest, version, strict=True)


def test_two_services_wait_for_the_migration_of_their_revision(manifests):
    service = named(manifests, "Deployment", "lyceum-service")
    assert service["spec"]["replicas"] == 2
    (first,) = service["spec"]["template"]["spec"]["initContainers"]
    assert first["args"] == ["lyceum", "migrate", "--wait", "600"]
    assert named(manifests, "Job", "lyceum-migrate-3")


def test_no_pod_of_ours_has_a_right_that_it_does_not_need(manifests):
    for pod in pods_of(manifests):
        assert pod["automountServiceAccountToken"] is False
        assert pod["enableServiceLinks"] is False
        assert pod["securityContext"]["runAsNonRoot"] is True
        for container in (*pod.get("initContainers", ()), *pod["containers"]):
            assert container["securityContext"]["readOnlyRootFilesystem"] is True
            assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}
            assert container["resources"]["limits"]["memory"]


def test_what_is_secret_stands_in_the_secret_alone(manifests):
    secret = named(manifests, "Secret", "lyceum")
    assert set(secret["data"]) == {*SECRET_FILES, "database_url", "smtp_url"}
    assert "hush" not in str([one for one in manifests if one is not secret])


def test_the_service_is_reached_by_people_the_hub_and_the_proxy_and_nobody_else(manifests):
    policy = named(manifests, "NetworkPolicy", "lyceum-service")
    (who,) = policy["spec"]["ingress"][0]["from"]
    assert who["podSelector"]["matchExpressions"][0]["values"] == ["singleuser-server", "hub", "proxy"]
    culler = named(manifests, "NetworkPolicy", "lyceum-unreached")
    assert "ingress" not in culler["spec"]
    assert "Ingress" in culler["spec"]["policyTypes"]


def test_computing_on_a_dask_gateway_reaches_no_private_address(values):
    settings = {**values["settings"], "DASK_GATEWAY__ADDRESS": "http://traefik-dask-gateway"}
    policy = named(rendered({**values, "settings": settings}), "NetworkPolicy", "lyceum-dask")
    blocks = [
        to["ipBlock"]["except"] for rule in policy["spec"]["egress"] for to in rule.get("to", ()) if "ipBlock" in to
    ]
    assert blocks == [["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16"]]


def test_the_secret_holds_all_that_hub_and_service_would_else_make(tmp_path):
    settings = settings_of(tmp_path)
    configure(Config(), settings)
    create_app(settings)
    made = {path.name for path in (tmp_path / "secrets").iterdir()}
    assert made <= set(SECRET_FILES)


def test_the_files_of_the_settings_lie_where_the_settings_say(manifests, values):
    files = named(manifests, "ConfigMap", "lyceum-files")["data"]
    settings = named(manifests, "ConfigMap", "lyceum-settings")["data"]
    assert files["profiles.yaml"] == values["files"]["profiles"]
    assert settings["LYCEUM_PROFILES"] == "/etc/lyceum/profiles.yaml"


def test_a_chart_without_a_database_is_refused(values):
    with pytest.raises(helm_python.HelmRenderError, match=r"secret\.databaseUrl must name a PostgreSQL database"):
        rendered({**values, "secret": {}})


def test_a_secret_of_the_sites_own_takes_the_place_of_ours(values):
    found = rendered({**values, "secret": {"existing": "own"}})
    assert not [one for one in found if one["kind"] == "Secret"]
    assert '"own"' in str(found).replace("'", '"')
