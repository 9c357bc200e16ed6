"""The file store: whole files or none, in a folder or at an fsspec URL."""

import pytest

from lyceum_hub.errors import NotFound, SettingError
from lyceum_hub.service import files
from lyceum_hub.service.files import Files


@pytest.fixture(params=["file", "memory"])
def store(request, tmp_path):
    return Files(f"{request.param}://{tmp_path}/files")


def test_what_is_put_is_got(store):
    store.put("notebooks/a.ipynb", b"one")
    store.put("notebooks/a.ipynb", b"two")
    assert store.get("notebooks/a.ipynb") == b"two"


def test_what_is_not_there_is_not_found(store):
    with pytest.raises(NotFound, match=r"nothing\.ipynb"):
        store.get("nothing.ipynb")


def test_files_below_a_key_are_found_and_removed(store):
    for key in ("outputs/a/1.ipynb", "outputs/a/parts/1", "outputs/b/1.ipynb", "other"):
        store.put(key, b"x")
    assert store.keys("outputs/a") == ["outputs/a/1.ipynb", "outputs/a/parts/1"]
    assert store.names("outputs") == ["a", "b"]
    store.delete("outputs/a/1.ipynb")
    assert store.keys("outputs/a") == ["outputs/a/parts/1"]
    store.delete("outputs/a")
    store.delete("outputs/a")
    assert (store.keys("outputs"), store.names("outputs")) == (["outputs/b/1.ipynb"], ["b"])
    assert (store.keys("nothing"), store.names("nothing")) == ([], [])
    assert store.get("other") == b"x"


def test_a_write_that_fails_leaves_what_was_there(tmp_path, monkeypatch):
    store = Files(f"file://{tmp_path}")
    store.put("a", b"one")
    monkeypatch.setattr(files.os, "fsync", fail)
    with pytest.raises(OSError, match="disk full"):
        store.put("a", b"two")
    assert store.get("a") == b"one"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def fail(_):
    raise OSError("disk full")


def test_an_unknown_kind_of_store_is_refused_by_its_setting():
    with pytest.raises(SettingError, match="LYCEUM_FILES_URL"):
        Files("nonsense://x")
