"""The scheduler's messages, as real schedulers of several versions write them, in plain words."""

import pytest

from lyceum_hub.servers.kubernetes.placement import why_unplaced

NO_PLACE = "The cluster has no place for it yet: "
PREEMPTION = " preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod."


@pytest.mark.parametrize(
    ("message", "sentence"),
    [
        (
            "0/1 nodes are available: 1 Insufficient nvidia.com/gpu.",
            f"{NO_PLACE}its only machine has too few GPUs free.",
        ),
        (
            "0/3 nodes are available: 1 Insufficient nvidia.com/mig-1g.10gb, 2 node(s) had taint {dedicated: ml}, "
            "that the pod didn't tolerate.",
            f"{NO_PLACE}of 3 machines, 1 has no MIG instance 1g.10gb free, 2 are kept for other work (dedicated).",
        ),
        (
            "0/3 nodes are available: 1 node(s) had untolerated taint {node.kubernetes.io/not-ready: }, "
            f"2 Insufficient cpu.{PREEMPTION}",
            f"{NO_PLACE}of 3 machines, 1 does not answer, 2 have too few CPUs free.",
        ),
        (
            "0/2 nodes are available: 2 node(s) didn't match Pod's node affinity/selector.",
            f"{NO_PLACE}of 2 machines, 2 are not of its kind.",
        ),
        (
            "0/4 nodes are available: 1 Insufficient memory, 1 Too many pods, 1 node(s) were unschedulable, "
            "1 node(s) had volume node affinity conflict.",
            f"{NO_PLACE}of 4 machines, 1 has too little memory free, 1 runs as many servers as it may, "
            "1 takes no new work, 1 cannot reach the home.",
        ),
        (
            "0/1 nodes are available: 1 pod has unbound immediate PersistentVolumeClaims.",
            "The home is being made.",
        ),
        ('persistentvolumeclaim "shared" not found', "The volume shared is not there."),
        ("0/2 nodes are available: 2 something new.", f"{NO_PLACE}of 2 machines, 2 something new."),
        ("no nodes available to schedule pods", f"{NO_PLACE}no nodes available to schedule pods"),
    ],
)
def test_why_a_pod_has_no_machine_is_said_in_a_sentence(message, sentence):
    assert why_unplaced(message) == sentence
