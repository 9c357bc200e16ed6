"""The image of people's servers and runs: JupyterLab answers, a cell runs, and limits hold."""

import json

import httpx
import pytest

from support import containers
from support.kernels import start_cell

TOKEN = "a-token-of-the-tests"
CELL = """
import json, os, pathlib
import dask, dask_gateway, intake, matplotlib.pyplot, pandas, polars, pyarrow, sklearn
from lyceum_catalog import open_entry
frame = pandas.DataFrame({"number": [1, 2, 3]})
frame.to_parquet(pathlib.Path.home() / "numbers.parquet")
total = int(polars.read_parquet(pathlib.Path.home() / "numbers.parquet")["number"].sum())
known = {"uid": os.getuid(), "total": total, "import": os.environ["INTAKE_ALLOW_IMPORT"]}
pathlib.Path.home().joinpath("said.part").write_text(json.dumps(known))
pathlib.Path.home().joinpath("said.part").rename(pathlib.Path.home() / "said.json")
"""


@pytest.fixture(scope="module")
def lab(images):
    """Return a running JupyterLab."""
    command = ["jupyter", "lab", "--ip", "0.0.0.0", "--no-browser", f"--IdentityProvider.token={TOKEN}"]
    with containers.Container(images["analysis"], *command, port=8888) as container:
        container.wait_until(container.is_healthy)
        yield container


@pytest.fixture(scope="module")
def client(lab):
    with httpx.Client(base_url=lab.address, headers={"Authorization": f"token {TOKEN}"}, timeout=60) as client:
        yield client


def test_jupyterlab_answers_with_our_extension(client):
    page = client.get("/lab")
    assert page.status_code == 200
    settings = json.loads(
        page.text.split('<script id="jupyter-config-data" type="application/json">')[1].split("</script>")[0]
    )
    assert "lyceum_lab" in [extension["name"] for extension in settings["federated_extensions"]]


def test_nobody_gets_in_without_the_token(lab):
    assert httpx.get(f"{lab.address}/api/contents").status_code == 403


def test_a_cell_runs_in_a_kernel(lab, client):
    start_cell(client, "", CELL)
    lab.wait_until(lambda: client.get("/api/contents/said.json").status_code == 200)
    said = json.loads(client.get("/api/contents/said.json").json()["content"])
    assert said == {"uid": 1000, "total": 6, "import": "False"}


def test_memory_is_limited_and_jupyterlab_survives_it(lab, client):
    taken = lab.do("python", "-c", "bytearray(b'x' * 2 * 10**9)", check=False)
    assert taken.returncode == 137
    assert client.get("/api/status").status_code == 200


def test_a_health_check_tells_a_server_that_does_not_answer(lab, images):
    with containers.Container(images["analysis"], "sleep", "600", port=8888) as idle:
        assert not idle.is_healthy()
    assert lab.is_healthy()


def test_what_was_made_smaller_still_loads(images):
    modules = "cryptography.fernet, mlflow, numcodecs.blosc, opendp.prelude, polars, pyarrow.dataset, pyarrow.flight"
    more = "sklearn.linear_model, fairlearn.metrics, skops.io, jupyterhub.singleuser, dask.dataframe, zarr"
    program = f"import {modules}, {more}; print(polars.DataFrame({{'a': [1, 2]}})['a'].sum())"
    assert containers.once(images["analysis"], "python", "-c", program).stdout.strip() == "3"


def test_the_programs_that_the_hub_starts_are_there(images):
    hubs, labs = (containers.once(images[image], "jupyterhub", "--version").stdout for image in ("hub", "analysis"))
    assert hubs == labs
    assert containers.once(images["analysis"], "which", "jupyterhub-singleuser", "lyceum-run").stdout.count("\n") == 2
    assert "python3" in containers.once(images["analysis"], "jupyter", "kernelspec", "list").stdout
