"""What somebody does in a JupyterLab that was started because their home is full."""


def make_room(lab, home):
    """See what fills the home, which nothing was written to, delete that, and see that there is room again."""
    assert '"lyceumRescue": "true"' in lab.get("/lab").text
    room = lab.get("/lyceum/room").json()
    assert (room["free"], room["items"][0]["path"]) == (0, "filler")
    assert [path.name for path in home.rglob("*")] == ["filler"]
    assert lab.delete("/lyceum/room", params={"path": "filler"}).status_code == 204
    room = lab.get("/lyceum/room").json()
    assert room["free"] >= room["needed"] > 0


def is_as_ever(lab):
    """See that a JupyterLab is an ordinary one."""
    assert "lyceumRescue" not in lab.get("/lab").text
    assert lab.get("/lyceum/room").json()["needed"] == 0
