"""What the spawner has a cluster make: as profiles say it, and as Kubernetes' own schemas allow it."""

import asyncio

import kubernetes_validate
import pytest

from lyceum_hub.servers.profiles import Profile
from support.pods import manifests_of, settings_of, spawner_of

SUPPORTED = ("1.32", "1.37")  # the lowest is zero-to-jupyterhub's
PLAIN = Profile("Standard", "")
LARGE = Profile(
    "Large",
    "",
    environment="example.org/own:2",
    cpus=0.5,
    memory=4_000_000_000,
    gpus=2,
    nodes=("zone=a",),
    tolerates=("dedicated=ml:NoSchedule",),
)
PART = Profile("Part", "", mig="1g.10gb")


@pytest.fixture
def made(tmp_path):
    """Return a function that returns the pod and the volume of somebody's server."""
    settings = settings_of(tmp_path, LYCEUM_SHARED_CLAIM="shared", LYCEUM_HOME_SIZE="20Gi", LYCEUM_HOME_CLASS="fast")

    def make(profile, name="", groups=()):
        async def ask():
            return await manifests_of(spawner_of(settings, profile, name, groups))

        return asyncio.run(ask())

    return make


def environment_of(pod):
    return {entry["name"]: entry.get("value") for entry in pod["spec"]["containers"][0]["env"]}


@pytest.mark.parametrize("version", SUPPORTED)
@pytest.mark.parametrize("name", ["", "run-0a-1"])
@pytest.mark.parametrize("profile", [PLAIN, LARGE, PART], ids=lambda profile: profile.title)
def test_every_manifest_is_what_kubernetes_allows(made, profile, name, version):
    for manifest in made(profile, name, ("forecasting",)):
        kubernetes_validate.validate(manifest, version, strict=True)


def test_a_profile_says_image_size_gpus_and_machines_of_the_pod(made):
    pod, _ = made(LARGE)
    container = pod["spec"]["containers"][0]
    size = {"cpu": 0.5, "memory": 4_000_000_000, "nvidia.com/gpu": "2"}
    assert container["image"] == "example.org/own:2"
    assert container["resources"] == {"limits": size, "requests": size}
    assert pod["spec"]["nodeSelector"] == {"zone": "a"}
    assert [one["key"] for one in pod["spec"]["tolerations"]] == ["dedicated", "nvidia.com/gpu"]


def test_without_a_word_it_is_the_image_of_the_workspace_and_no_gpu(made):
    pod, _ = made(PLAIN)
    container = pod["spec"]["containers"][0]
    assert container["image"] == "example.org/lab:1"
    assert environment_of(pod)["NVIDIA_VISIBLE_DEVICES"] == "void"
    assert "NVIDIA_VISIBLE_DEVICES" not in environment_of(made(PART)[0])


def test_a_lab_and_a_run_are_the_same_pod_with_another_program(made):
    lab, run = made(LARGE)[0], made(LARGE, "run-0a-1")[0]
    programs = [pod["spec"]["containers"][0]["args"][0] for pod in (lab, run)]
    assert programs == ["jupyterhub-singleuser", "lyceum-run"]
    assert lab["spec"]["containers"][0]["resources"] == run["spec"]["containers"][0]["resources"]
    assert lab["metadata"]["name"] != run["metadata"]["name"]
    assert run["spec"]["restartPolicy"] == "Never"


def test_a_home_is_a_volume_of_the_persons_and_groups_share_folders(made):
    pod, claim = made(PLAIN, "run-0a-1", ("forecasting",))
    mounts = {mount["mountPath"]: mount for mount in pod["spec"]["containers"][0]["volumeMounts"]}
    assert claim["metadata"]["name"] == "home-ada"
    assert claim["spec"]["resources"]["requests"]["storage"] == "20Gi"
    assert claim["spec"]["storageClassName"] == "fast"
    assert {volume["persistentVolumeClaim"]["claimName"] for volume in pod["spec"]["volumes"]} == {"home-ada", "shared"}
    assert set(mounts) == {"/home/lyceum", "/srv/lyceum", "/home/lyceum/Shared/forecasting"}
    assert mounts["/srv/lyceum"]["readOnly"] is True
    assert mounts["/home/lyceum/Shared/forecasting"]["subPath"] == "groups/forecasting"


def test_a_pod_has_no_right_that_it_does_not_need(made):
    pod, _ = made(PLAIN)
    container = pod["spec"]["containers"][0]
    assert container["securityContext"]["allowPrivilegeEscalation"] is False
    assert container["securityContext"]["runAsUser"] == 1000
    assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}
    assert pod["spec"]["automountServiceAccountToken"] is False
    assert pod["spec"]["enableServiceLinks"] is False


def test_a_pod_finds_the_service_and_none_of_the_hubs_own_paths(made):
    found = environment_of(made(PLAIN)[0])
    assert found["LYCEUM_SERVICE_URL"] == "http://lyceum-api:8090/services/lyceum"
    assert len(found["LYCEUM_CULLER_KEY"]) == 64
    assert "PATH" not in found
