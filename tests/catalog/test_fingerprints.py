"""Fingerprints: whether the files of a version are still what they were, with as little reading as it takes."""

import hashlib
import os
from pathlib import Path

import pytest

from lyceum_catalog import fingerprints
from lyceum_catalog.fingerprints import CannotFingerprint, fingerprint_of, path_of


@pytest.fixture
def table(tmp_path):
    file = tmp_path / "table.csv"
    file.write_text("a,b\n1,2\n")
    return file


def changed(file, text, keep_time=False):
    before = file.stat()
    file.write_text(text)
    if keep_time:
        os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    else:
        os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns + 1_000))


def test_a_files_fingerprint_is_its_sha256(table, tmp_path):
    found = fingerprint_of(str(table), tmp_path)
    assert found.sha256 == hashlib.sha256(b"a,b\n1,2\n").hexdigest()
    assert (found.size, found.modified) == (8, table.stat().st_mtime_ns)


@pytest.mark.parametrize(("text", "same"), [("a,b\n1,3\n", False), ("a,b\n1,2,3\n", False), ("a,b\n1,2\n", True)])
def test_a_file_that_was_written_again_fits_where_its_bytes_are_the_same(table, tmp_path, text, same):
    found = fingerprint_of(str(table), tmp_path)
    changed(table, text)
    assert found.fits(str(table)) is same


def test_a_file_that_nobody_touched_is_not_read(table, tmp_path, monkeypatch):
    found = fingerprint_of(str(table), tmp_path)
    monkeypatch.setattr(fingerprints, "hash_of", lambda *_: pytest.fail("it was read"))
    assert found.fits(str(table))


@pytest.mark.parametrize("name", ["photos", "photos/*.png"])
def test_several_files_have_one_that_knows_their_names(tmp_path, name):
    folder = tmp_path / "photos"
    folder.mkdir()
    for letter in "ba":
        (folder / f"{letter}.png").write_text(letter)
    found = fingerprint_of(str(tmp_path / name), tmp_path)
    lines = "".join(f"{hashlib.sha256(letter.encode()).hexdigest()}  {letter}.png\n" for letter in "ab")
    assert found.sha256 == hashlib.sha256(lines.encode()).hexdigest()
    assert found.size == 2
    (folder / "a.png").rename(folder / "c.png")
    os.utime(folder / "c.png", ns=(0, found.modified + 1))
    assert not found.fits(str(tmp_path / name))


def test_what_is_not_there_or_too_much_has_none(tmp_path, monkeypatch):
    with pytest.raises(CannotFingerprint, match="is not there"):
        fingerprint_of(str(tmp_path / "gone"), tmp_path)
    monkeypatch.setattr(fingerprints, "MOST_FILES", 1)
    for letter in "ab":
        (tmp_path / letter).touch()
    with pytest.raises(CannotFingerprint, match="more than 1 files"):
        fingerprint_of(str(tmp_path), tmp_path)


def test_a_link_out_of_the_folder_is_not_read(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("key")
    shared = tmp_path / "shared"
    shared.mkdir()
    (shared / "table.csv").symlink_to(secret)
    with pytest.raises(CannotFingerprint, match="out of the shared folder"):
        fingerprint_of(str(shared / "table.csv"), shared)


def test_reading_ends_when_that_is_asked_for(table, tmp_path):
    def check():
        raise InterruptedError

    with pytest.raises(InterruptedError):
        fingerprint_of(str(table), tmp_path, check)


@pytest.mark.parametrize(
    ("url", "path"),
    [("x/y.csv", "/shared/x/y.csv"), ("https://a/b.csv", None), ("/etc/passwd", None), ("file:///shared/x", None)],
)
def test_only_what_lies_below_the_shared_folder_is_looked_at(url, path):
    assert path_of(url, Path("/shared")) == path
