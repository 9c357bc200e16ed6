"""What profiles demand of a cluster."""

import pytest

from lyceum_hub.servers.kubernetes.demands import gpus, node_selector, tolerations
from lyceum_hub.servers.profiles import Profile

OF_GPUS = {"key": "nvidia.com/gpu", "operator": "Exists"}


@pytest.mark.parametrize(
    ("asked", "demanded"),
    [
        ({}, {}),
        ({"gpus": 2}, {"nvidia.com/gpu": "2"}),
        ({"gpus": 0.5}, {"nvidia.com/gpu.shared": "1"}),
        ({"mig": "1g.10gb"}, {"nvidia.com/mig-1g.10gb": "1"}),
    ],
)
def test_gpus_are_asked_for_by_the_names_of_nvidias_plugin(asked, demanded):
    assert gpus(Profile("", "", **asked)) == demanded


def test_a_profile_chooses_its_machines_by_their_labels():
    assert node_selector(Profile("", "", nodes=("zone=a", "pool="))) == {"zone": "a", "pool": ""}


@pytest.mark.parametrize(
    ("taint", "toleration"),
    [
        ("dedicated", {"key": "dedicated", "operator": "Exists"}),
        ("dedicated=ml", {"key": "dedicated", "operator": "Equal", "value": "ml"}),
        ("a/b=c:NoSchedule", {"key": "a/b", "operator": "Equal", "value": "c", "effect": "NoSchedule"}),
        ("a:NoExecute", {"key": "a", "operator": "Exists", "effect": "NoExecute"}),
    ],
)
def test_a_profile_may_run_where_others_may_not(taint, toleration):
    assert tolerations(Profile("", "", tolerates=(taint,))) == [toleration]


def test_machines_kept_for_gpus_are_open_to_profiles_that_have_one():
    assert tolerations(Profile("", "", gpus=1)) == [OF_GPUS]
    assert tolerations(Profile("", "", mig="1g.10gb", tolerates=("nvidia.com/gpu",))) == [OF_GPUS]
