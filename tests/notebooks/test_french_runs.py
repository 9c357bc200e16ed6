"""Templates run in French as well: one kernel for all of them, since only their words differ.

The one that starts workers runs in a kernel of its own, with those in English.
"""

from pathlib import Path

import nbformat
import pytest
from jupyter_client.manager import start_new_kernel
from nbclient import NotebookClient
from papermill.iorw import load_notebook_node
from papermill.parameterize import parameterize_notebook

TEMPLATES = Path(__file__).parents[2] / "notebooks" / "templates"
FEWER = {
    "audit_fairness": {"draws": 50},
    "explore_dataset": {"entry": "penguins"},
    "forecast_series": {"tests": 3},
    "predict_delay": {"sample_rows": 9_000, "use_weather": False},
    "test_hypothesis": {"shuffles": 500},
}
NAMES = sorted({path.stem.removesuffix("_fr") for path in TEMPLATES.glob("*_fr.ipynb")} - {"compute_in_parallel"})


@pytest.fixture(scope="module")
def kernel(workspace):
    """A kernel that all of them run in, one after another, each with a clean slate."""
    manager, client = start_new_kernel(cwd=str(workspace))
    yield manager, client
    client.stop_channels()
    manager.shutdown_kernel(now=True)


@pytest.mark.parametrize("name", NAMES)
def test_it_runs_in_french_without_a_warning(kernel, workspace, name):
    manager, client = kernel
    notebook = load_notebook_node(str(TEMPLATES / f"{name}_fr.ipynb"))
    notebook = parameterize_notebook(notebook, FEWER.get(name, {}))
    notebook.cells.insert(0, nbformat.v4.new_code_cell("%reset -f"))
    executor = NotebookClient(notebook, km=manager, resources={"metadata": {"path": str(workspace)}}, timeout=120)
    executor.kc = client
    executor.execute(cleanup_kc=False)
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert [output.text for output in outputs if output.get("name") == "stderr"] == []
