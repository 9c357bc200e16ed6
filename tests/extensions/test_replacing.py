"""Replacing a file: the old one is kept beside it, over nothing, and a file that is another by now is not touched."""

import os

import pytest

from lyceum_lab import replacing
from lyceum_lab.replacing import Changed, digest, replace


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "work.ipynb"
    path.write_bytes(b"old")
    path.chmod(0o640)
    return path


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_the_old_file_is_kept_beside_the_new_one(file):
    kept = replace(file, digest(b"old"), b"new")
    assert (file.read_bytes(), kept.read_bytes()) == (b"new", b"old")
    assert kept.name == "work (before update).ipynb"
    assert file.stat().st_mode & 0o777 == 0o640


def test_nothing_that_was_kept_is_overwritten(file):
    for number, content in enumerate((b"new", b"newer", b"newest")):
        kept = replace(file, digest(file.read_bytes()), content)
        assert kept.name == f"work (before update{f' {number + 1}' if number else ''}).ipynb"
    assert (file.parent / "work (before update).ipynb").read_bytes() == b"old"
    assert len(names(file.parent)) == 4


def test_the_old_file_is_marked_in_the_words_of_whoever_asks(file):
    assert replace(file, digest(b"old"), b"new", "avant mise à jour").name == "work (avant mise à jour).ipynb"


def test_a_file_that_is_another_by_now_stays_as_it_is(file):
    with pytest.raises(Changed):
        replace(file, digest(b"older"), b"new")
    assert (file.read_bytes(), names(file.parent)) == (b"old", ["work.ipynb"])


def test_what_is_written_at_that_very_moment_is_not_lost(file, monkeypatch):
    keep = replacing.keep

    def keep_slowly(*arguments):
        file.write_bytes(b"typed meanwhile")
        return keep(*arguments)

    monkeypatch.setattr(replacing, "keep", keep_slowly)
    with pytest.raises(Changed):
        replace(file, digest(b"old"), b"new")
    assert (file.read_bytes(), names(file.parent)) == (b"typed meanwhile", ["work.ipynb"])


def test_a_disk_that_is_full_leaves_everything_as_it_was(file, monkeypatch):
    def fail(_):
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="No space left"):
        replace(file, digest(b"old"), b"new")
    assert (file.read_bytes(), names(file.parent)) == (b"old", ["work.ipynb"])


def test_a_link_stays_one(file, tmp_path):
    link = tmp_path / "link.ipynb"
    link.symlink_to(file)
    replace(link, digest(b"old"), b"new")
    assert link.is_symlink()
    assert file.read_bytes() == b"new"
