"""The catalog in the running workspace: stock Intake reads it, and bad entries are refused by name."""

import subprocess
import sys
import textwrap

import pytest

pytestmark = pytest.mark.stack

READ = """
import sys
import intake

url, token = sys.argv[1:]
catalog = intake.open_catalog(url, storage_options={"headers": {"Authorization": f"token {token}"}})
assert {"flights", "flights_csv"} <= set(catalog), list(catalog)
for name in ("flights", "flights_csv"):
    reader = catalog[name]
    assert len(reader.read()) == 336_776
    assert len(reader.to_reader("dask").read()) == 336_776
assert not [module for module in sys.modules if module.startswith("lyceum")]
"""


@pytest.mark.parametrize("path", ["/intake/catalog.yaml", "/intake/e/flights.yaml"])
def test_stock_intake_reads_parquet_and_csv_into_pandas_and_dask(the_workspace, path):
    _, token = the_workspace.person()
    url = the_workspace.service + path
    command = [sys.executable, "-c", READ, url, token]
    done = subprocess.run(command, env={"PATH": "/usr/bin:/bin"}, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr


def test_the_samples_are_published_with_their_columns(the_workspace):
    _, token = the_workspace.person()
    items = the_workspace.api(token, "GET", "/api/entries?kind=dataset").json()["items"]
    samples = {"flights", "weather", "airlines", "airports", "penguins", "loanapp"}
    assert samples <= {item["name"] for item in items}
    for name in samples:
        entry = the_workspace.api(token, "GET", f"/api/entries/{name}").json()
        assert entry["owner"]
        assert entry["steward"]
        assert entry["licence"]
        assert all(column["type"] and column["description"] for column in entry["columns"])
    units = {column["name"]: column["unit"] for column in entry_of(the_workspace, token, "flights")["columns"]}
    assert units["dep_delay"]


def entry_of(workspace, token, name):
    return workspace.api(token, "GET", f"/api/entries/{name}").json()


GOOD = """
    name: {name}
    title: A title
    summary: A sentence.
    owner: somebody
    steward: somebody
    licence: CC0-1.0
    classification: public
    resources: [{{name: csv, reader: csv, url: x.csv}}]
"""


@pytest.mark.parametrize(
    ("old", "new", "field", "remedy"),
    [
        ("reader: csv", "reader: pickle", "resources[0].reader", "Use 'parquet', 'csv'"),
        ("owner: somebody", "contact: x", "owner", "Add it"),
        ("title: A title", "title: !!python/object/apply:os.system [touch {marker}]", "tag", "plain value"),
        ("title: A title", "title: \"{{ env('HOME') }}\"", "title", "without braces"),
    ],
)
def test_a_bad_entry_file_names_file_line_field_and_remedy(the_workspace, tmp_path, old, new, field, remedy):
    marker = tmp_path / "marker"
    text = textwrap.dedent(GOOD).format(name="bad").replace(old, new.replace("{marker}", str(marker)))
    (tmp_path / "bad.yaml").write_text(text)
    (tmp_path / "good.yaml").write_text(textwrap.dedent(GOOD).format(name="good"))
    done = the_workspace.lyceum("catalog", "apply", tmp_path, check=False)
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    for said in (str(tmp_path / "bad.yaml:"), field, remedy):
        assert said in done.stderr
    assert not marker.exists()
    _, token = the_workspace.person()
    assert the_workspace.api(token, "GET", "/api/entries/good").status_code == 404


def test_an_administrators_token_publishes(the_workspace, tmp_path):
    (tmp_path / "ours.yaml").write_text(textwrap.dedent(GOOD).format(name="ours"))
    name, token = the_workspace.person(admin=True)
    assert "ours: created" in the_workspace.lyceum("catalog", "apply", tmp_path, LYCEUM_TOKEN=token).stdout
    assert entry_of(the_workspace, token, "ours")["published_by"] == name
