"""Thousands of entries: sent in parts, published in one step, gone on with after an interruption."""

from io import StringIO

import pytest
from click.testing import CliRunner

from lyceum_catalog.folders import files_of, read_folder
from lyceum_hub import cli
from lyceum_hub.cli.catalog import catalog, comparing, sending
from lyceum_hub.errors import Invalid, Unavailable
from lyceum_hub.service.routes.drafts import MOST_RECORDS

ENTRY = """\
name: {name}
title: Number {number}
summary: A number.
owner: somebody
steward: somebody
licence: CC0-1.0
classification: public
resources: [{{name: csv, reader: csv, url: "{name}.csv"}}]
"""


class Client:
    """The service as the command line calls it, which may go away before a part."""

    def __init__(self, api):
        self._api = api
        self.sent = []
        self.away_at = None

    def send(self, method, path, **more):
        if self.away_at is not None and path.endswith(f"parts/{self.away_at}"):
            raise Unavailable("The service does not answer.")
        self.sent.append(path.rpartition("/")[2])
        answer = self._api(method, path, "admin", **more)
        if answer.status_code >= 400:
            raise Invalid(answer.text)
        return answer

    def get(self, path, **query):
        return self.send("GET", path, params=query).json()

    def post(self, path, body=None):
        return self.send("POST", path, json=body).json()


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(sending, "AT_ONCE", 20)
    folder = tmp_path / "entries"
    folder.mkdir()
    for number in range(50):
        (folder / f"number_{number}.yaml").write_text(ENTRY.format(name=f"number_{number}", number=number))
    return folder


def total(api):
    return api("GET", "/api/entries").json()["total"]


def test_an_interrupted_apply_publishes_nothing_and_goes_on_where_it_stopped(api, folder):
    client = Client(api)
    client.away_at = 2
    with pytest.raises(Unavailable):
        sending.apply_folder(client, folder)
    assert total(api) == 0
    client.away_at, client.sent = None, []
    changes = sending.apply_folder(client, folder)
    assert [sent for sent in client.sent if sent.isdigit()] == ["2"]
    assert {change["change"] for change in changes} == {"created"}
    assert total(api) == 50
    assert {change["change"] for change in sending.apply_folder(client, folder)} == {"unchanged"}


def test_one_broken_file_names_file_line_and_field_and_nothing_is_sent(api, folder):
    broken = folder / "number_7.yaml"
    broken.write_text(broken.read_text().replace("owner: somebody", "owner: ''"))
    client = Client(api)
    with pytest.raises(Invalid, match=r"number_7\.yaml:4: owner: "):
        sending.apply_folder(client, folder)
    assert client.sent == []


def test_files_are_checked_without_a_service_and_a_terminal_shows_how_far_it_is(folder, monkeypatch):
    class Terminal(StringIO):
        def isatty(self):
            return True

    said = Terminal()
    monkeypatch.setattr(sending.sys, "stderr", said)
    assert len(sending.entries_in(folder)) == 50
    assert "Reading" in said.getvalue()
    assert "100%" in said.getvalue()
    monkeypatch.undo()
    checked = CliRunner().invoke(cli.main, ["catalog", "validate", str(folder)])
    assert (checked.exit_code, checked.output) == (0, "50 entries are in order.\n")
    broken = folder / "number_7.yaml"
    broken.write_text(broken.read_text().replace("licence: CC0-1.0", "licnce: CC0-1.0"))
    done = CliRunner().invoke(cli.main, ["catalog", "validate", str(folder)])
    assert done.exit_code == 1
    assert "number_7.yaml" in done.output
    assert "licnce" in done.output


def test_a_draft_that_is_not_whole_is_not_published(api):
    draft = f"/api/entries/drafts/{'a' * 64}"
    record = {"name": "x", "title": "x"}
    assert api("PUT", f"{draft}/parts/0", "admin", json=[record]).status_code == 422
    assert api("PUT", f"{draft}/parts/0", "admin", json=[record] * (MOST_RECORDS + 1)).status_code == 413
    assert api("POST", f"{draft}/publish", "admin", json={"parts": 1}).status_code == 409
    assert api("GET", f"{draft}", "ada").status_code == 403
    assert api("GET", "/api/entries/drafts/..%2Fx", "admin").status_code in (404, 422)


def test_what_is_exported_is_what_was_applied(api, folder, tmp_path, monkeypatch):
    client = Client(api)
    sending.apply_folder(client, folder)
    monkeypatch.setattr(catalog, "client", lambda: client)
    monkeypatch.setattr(sending, "PAGE", 7)
    exported = tmp_path / "exported"
    assert "50 entries" in CliRunner().invoke(cli.main, ["catalog", "export", str(exported)]).output
    hashes = [[entry.content_hash() for entry in read_folder(one)] for one in (folder, exported)]
    assert hashes[0] == hashes[1]


def test_a_diff_shows_what_apply_would_change(api, folder, monkeypatch):
    client = Client(api)
    sending.apply_folder(client, folder)
    monkeypatch.setattr(catalog, "client", lambda: client)
    diff = ["catalog", "diff", str(folder)]
    assert CliRunner().invoke(cli.main, diff).exit_code == 0
    changed = folder / "number_3.yaml"
    changed.write_text(changed.read_text().replace("title: Number 3", "title: Three"))
    (folder / "number_4.yaml").unlink()
    (folder / "new.yaml").write_text(ENTRY.format(name="new", number=51))
    done = CliRunner().invoke(cli.main, diff)
    assert done.exit_code == 1
    assert "-title: Number 3\n+title: Three" in done.output
    assert "new: new" in done.output
    assert comparing.compared([], sending.published(client))[1] == 50


def test_our_own_entries_and_templates_are_the_same_when_written_and_read_again(tmp_path):
    from pathlib import Path

    root = Path(__file__).parents[4]
    for source in ("catalog/entries", "notebooks/templates"):
        entries = read_folder(root / source)
        folder = tmp_path / source
        folder.mkdir(parents=True)
        for entry in entries:
            for name, text in files_of(entry):
                (folder / name).write_text(text)
        assert [entry.content_hash() for entry in read_folder(folder)] == [entry.content_hash() for entry in entries]
