"""Templates run in French as well: one kernel for all of them, since only their words differ.

The one that starts workers runs in a kernel of its own, with those in English.
"""

from pathlib import Path

import pytest
from papermill.iorw import load_notebook_node
from papermill.parameterize import parameterize_notebook

TEMPLATES = Path(__file__).parents[2] / "notebooks" / "templates"
FEWER = {
    "audit_fairness": {"draws": 50},
    "explore_dataset": {"entry": "penguins"},
    "forecast_series": {"tests": 3},
    "predict_delay": {"sample_rows": 9_000, "use_weather": False},
    "retrain_when_better": {"store": "mlflow_fr"},
    "test_hypothesis": {"shuffles": 500},
    "train_with_mlflow": {"store": "mlflow_fr", "strengths": [1]},
    "write_model_card": {"store": "cards_fr"},
}
NAMES = sorted({path.stem.removesuffix("_fr") for path in TEMPLATES.glob("*_fr.ipynb")} - {"compute_in_parallel"})


@pytest.mark.parametrize("name", NAMES)
def test_it_runs_in_french_without_a_warning(run_in_turn, name):
    notebook = load_notebook_node(str(TEMPLATES / f"{name}_fr.ipynb"))
    notebook = run_in_turn(parameterize_notebook(notebook, FEWER.get(name, {})))
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert [output.text for output in outputs if output.get("name") == "stderr"] == []
