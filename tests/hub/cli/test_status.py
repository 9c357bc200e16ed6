"""What `lyceum status` says of GPUs."""

import pytest

from lyceum_hub.cli.status import gpu_in_words

GPU = {"index": 0, "model": "NVIDIA H200", "mig": "", "used_outside_of_workspace": False, "held_by": []}
LEASE = {"server": "ada/", "share": 1, "since": "2026-01-01T06:00:00.000Z"}
RUN = {"server": "ben/run-1", "share": 0.5, "since": "2026-01-01T07:00:00.000Z"}


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({}, "NVIDIA H200: free"),
        ({"mig": "1g.10gb"}, "NVIDIA H200 1g.10gb: free"),
        ({"used_outside_of_workspace": True}, "NVIDIA H200: used outside of this workspace"),
        ({"held_by": [LEASE]}, "NVIDIA H200: ada since 2026-01-01T06:00:00.000Z"),
        ({"held_by": [RUN]}, "NVIDIA H200: ben/run-1 since 2026-01-01T07:00:00.000Z (50%)"),
    ],
)
def test_who_holds_a_gpu_since_when_is_a_line(more, words):
    assert gpu_in_words({**GPU, **more}) == f"GPU 0    {words}"
