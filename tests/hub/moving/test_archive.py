"""Archives that were cut short, changed, or made to do harm are refused before anything is written."""

import random
import stat
import zipfile
from hashlib import sha256

import pytest

from lyceum_hub.errors import Conflict, Invalid
from lyceum_hub.moving.archive import MANIFEST, Archive, Packing
from lyceum_hub.moving.manifest import Manifest, Member


@pytest.fixture
def path(tmp_path):
    return tmp_path / "moved.zip"


def refused(path, words):
    with pytest.raises(Invalid) as told, Archive(path) as archive:
        archive.check()
    assert words in told.value.detail, told.value.detail


def make(path, members, named=None, how=zipfile.ZIP_STORED):
    """Write an archive by hand: its members, and those that its manifest names."""
    listed = {
        name: Member(size=len(text), sha256=sha256(text).hexdigest()) for name, text in (named or members).items()
    }
    manifest = Manifest(workspace="Made by hand", tables={}, members=listed)
    with zipfile.ZipFile(path, "w", how) as archive:
        for name, text in members.items():
            archive.writestr(name if isinstance(name, zipfile.ZipInfo) else zipfile.ZipInfo(name), text, how)
        archive.writestr(zipfile.ZipInfo(MANIFEST), manifest.written())
    return path


def test_one_that_is_whole_is_read(path):
    with Archive(make(path, {"files/a": b"1\n2\n"})) as archive:
        archive.check()
        assert list(archive.lines("files/a")) == [b"1\n", b"2\n"]
        assert archive.content("files/b") is None


def test_one_cut_short_anywhere_is_refused(packed, path):
    whole = packed.read_bytes()
    for length in (0, 1, 100, len(whole) // 2, len(whole) - 1000, len(whole) - 1):
        path.write_bytes(whole[:length])
        refused(path, "no whole archive")


def test_a_changed_byte_of_any_file_is_found(packed, path):
    whole, chance = packed.read_bytes(), random.Random(1)
    with zipfile.ZipFile(packed) as archive:
        places = [one.header_offset + 30 + len(one.filename) + 24 for one in archive.infolist() if one.file_size > 50]
    for place in chance.sample(places, 12):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        refused(path, "no whole archive")


def test_a_change_that_hides_from_checksums_is_found_by_the_manifest(path):
    refused(make(path, {"files/a": b"changed"}, named={"files/a": b"written"}), "files/a is not what was written")


def test_a_rewritten_archive_has_another_fingerprint(packed, path):
    with Archive(packed) as one, Archive(make(path, {"files/a": b"1"})) as other:
        assert one.fingerprint != other.fingerprint


@pytest.mark.parametrize(
    "name",
    [
        "../up",
        "/etc/passwd",
        "files/../../up",
        "files//a",
        "files/.hidden",
        "C:\\a",
        "files/a\\b",
        "files/\u202e",
        "files/",
    ],
)
def test_a_name_that_leads_elsewhere_is_refused(path, name):
    refused(make(path, {name: b""}), "is no name for a file of it")


def test_a_link_is_refused(path):
    link = zipfile.ZipInfo("files/link")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(make(path, {}), "a") as archive:
        archive.writestr(link, "/etc/shadow")
    refused(path, "compressed, locked or a link")


def test_what_would_grow_is_refused(path):
    refused(make(path, {"files/bomb": bytes(10**7)}, how=zipfile.ZIP_DEFLATED), "larger than itself")
    refused(make(path, {"files/a": b"1"}, how=zipfile.ZIP_DEFLATED), "compressed, locked or a link")
    declared = make(path.with_name("declared.zip"), {"files/a": b"1" * 1000})
    content = declared.read_bytes()
    declared.write_bytes(content.replace((1000).to_bytes(4, "little") * 2, (10**9).to_bytes(4, "little") * 2))
    refused(declared, "larger than itself")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_file_that_is_there_twice_is_refused(path):
    with zipfile.ZipFile(make(path, {"files/a": b"1"}), "a") as archive:
        archive.writestr(zipfile.ZipInfo("files/a"), b"2")
    refused(path, "twice")


@pytest.mark.parametrize("named", [{"files/a": b"1", "files/b": b"2"}, {"files/b": b"1"}])
def test_other_files_than_the_manifest_names_are_refused(path, named):
    refused(make(path, {"files/a": b"1"}, named=named), "other files than its manifest names")


def test_a_manifest_that_is_none_is_refused(path):
    for content in (b"", b"[]", b"{}", b"[" * 100_000, b'{"format": "x"}'):
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(zipfile.ZipInfo(MANIFEST), content)
        with pytest.raises(Invalid, match="manifest"):
            Archive(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(zipfile.ZipInfo("files/a"), b"")
    refused(path, "it has no manifest")


def test_what_is_no_file_is_said_to_be_none(tmp_path):
    with pytest.raises(Invalid, match="cannot be read: No such file"):
        Archive(tmp_path / "nowhere.zip")


def test_one_that_could_not_be_finished_is_not_there(path):
    with pytest.raises(Invalid), Packing(path) as packing:
        pack(packing, "files/a", "../up")
    assert list(path.parent.iterdir()) == []
    path.touch()
    with pytest.raises(Conflict):
        Packing(path)


def test_lines_that_are_no_rows_are_refused_and_nothing_stays(packed, path, new_place):
    for line in (b"{}\n", b"[]\n", b"{\n", b'{"name":1}\n', b"1"):
        away = new_place(f"away-{sha256(line).hexdigest()[:5]}")
        rewrite(packed, path, "tables/environments.jsonl", line)
        with pytest.raises(Invalid):
            away.take_in(path)
        assert away.count() == 0


def pack(packing, *names):
    """Add files of these names."""
    for name in names:
        packing.add(name, [b"1"])


def rewrite(packed, path, name, content):
    """Copy an archive with one file changed, and a manifest that fits."""
    with Archive(packed) as archive:
        manifest = archive.manifest
    member = Member(size=len(content), sha256=sha256(content).hexdigest())
    changed = manifest.model_copy(update={"members": {**manifest.members, name: member}})
    with zipfile.ZipFile(packed) as source, zipfile.ZipFile(path, "w") as target:
        for one in source.namelist():
            text = {name: content, MANIFEST: changed.written()}.get(one, source.read(one))
            target.writestr(zipfile.ZipInfo(one), text)
