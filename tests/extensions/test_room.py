"""What a Lab tells of the room in its home, and what it deletes there for good."""

import os

import pytest

from lyceum_lab import room

KB = 1024


@pytest.fixture
def home(tmp_path, monkeypatch):
    home = tmp_path / "home"
    for name, size in (("data/big.bin", 400), ("data/small.bin", 8), ("notes.txt", 16), (f"{room.TRASH}/files/x", 40)):
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(os.urandom(size * KB))
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "kept").write_bytes(os.urandom(800 * KB))
    (home / "link").symlink_to(outside)
    monkeypatch.setenv("HOME", str(home))
    return home


def paths(items):
    return [item["path"] for item in items]


def test_what_a_folder_holds_is_told_largest_first_and_links_are_not_followed(home):
    found = room.account(home, home)
    assert paths(found["items"]) == ["data", ".local", "notes.txt", "link"]
    assert found["items"][0]["size"] >= 408 * KB
    assert paths(found["files"])[:3] == ["data/big.bin", f"{room.TRASH}/files/x", "notes.txt"]
    assert found["trash"] >= 40 * KB
    assert 0 < found["free"] <= found["total"]
    inner = room.account(home, home / "data")
    assert (inner["path"], paths(inner["items"])) == ("data", ["data/big.bin", "data/small.bin"])


@pytest.mark.parametrize("path", ["/etc/passwd", "../outside", "data/../../outside", "link/kept", "a\0b"])
def test_what_lies_outside_is_neither_shown_nor_deleted(home, path):
    with pytest.raises(ValueError, match=r"(within|outside of) your home"):
        room.inside(home, path)


def test_folders_and_links_are_deleted_for_good_and_what_links_lead_to_stays(home):
    for name in ("data", "link", "notes.txt"):
        room.remove(room.inside(home, name))
    assert sorted(path.name for path in home.iterdir()) == [".local"]
    assert (home.parent / "outside" / "kept").exists()


def test_the_routes_answer_delete_and_refuse(lab):
    (lab.home.parent / "old.bin").write_bytes(b"x" * 9000)
    assert "old.bin" in paths(lab.client.get("/lyceum/room").json()["items"])
    assert lab.client.delete("/lyceum/room", params={"path": "old.bin"}).status_code == 204
    assert lab.client.delete("/lyceum/room", params={"path": "old.bin"}).status_code == 404
    for path in ("", "..", "/etc"):
        assert lab.client.delete("/lyceum/room", params={"path": path}).status_code == 422


def test_only_a_lab_that_makes_room_opens_the_page(monkeypatch):
    settings = {}
    monkeypatch.delenv(room.FLOOR, raising=False)
    room.tell_page(settings)
    assert settings == {}
    monkeypatch.setenv(room.FLOOR, "50")
    room.tell_page(settings)
    assert settings == {"page_config_data": {"lyceumRescue": "true"}}
