"""Explanations: errors as Python, pandas, polars, pyarrow and scikit-learn really raise them, in plain sentences."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import nbformat
import pytest
from nbclient import NotebookClient

from lyceum_hub.service.runs.causes import Failure, cause_of
from lyceum_hub.service.runs.explanation import explain
from lyceum_hub.service.runs.run import Run, State, Wanted
from lyceum_hub.service.runs.work import Work
from support.notebooks import notebook

ANSI = re.compile(r"\x1b\[[0-9;]*m")
GIVEN = """
import dask.dataframe as dd, numpy as np, os, pandas as pd, polars as pl, pyarrow as pa, pyarrow.dataset as ds
import pyarrow.parquet as pq, requests, sqlite3, urllib.request
from sklearn.compose import ColumnTransformer
from sklearn.linear_model import LinearRegression
from lyceum_catalog import open_entry
os.environ.pop("LYCEUM_SERVICE_URL", None)
df = pd.DataFrame({"price": [1.0], "region": ["x"]})
frame, table = pl.from_pandas(df), pa.table({"price": [1], "region": [2]})
pq.write_table(table, "t.parquet")
df.to_csv("t.csv")
"""
RAISED = [
    (
        "import xgboost_nothing.inner",
        "missing_package",
        "imports xgboost_nothing,",
        "%pip install xgboost_nothing",
    ),
    ("import bs4_nothing", "missing_package", "imports bs4_nothing", "a file of your own"),
    ("from pandas import Datafram", "missing_package", "imports Datafram from pandas", "another version of pandas"),
    ("pd.read_csv('data/missing.csv')", "missing_file", "looks for data/missing.csv,", "folder reports in your home"),
    ("open('/nothing.txt')", "missing_file", "looks for /nothing.txt,", "on the machine"),
    ("pl.read_csv('x.csv')", "missing_file", "looks for x.csv,", "reports"),
    ("pl.scan_parquet('x.parquet').collect()", "missing_file", "looks for x.parquet,", "reports"),
    ("pq.read_table('x.parquet')", "missing_file", "looks for x.parquet,", "reports"),
    ("pd.read_parquet('x.parquet')", "missing_file", "looks for x.parquet,", "reports"),
    ("np.load('x.npy')", "missing_file", "looks for x.npy,", "reports"),
    ("%run other.ipynb", "missing_file", "looks for other.ipynb,", "reports"),
    ("dd.read_parquet('nothing.parquet')", "missing_file", "nothing.parquet", "on the machine"),
    ("os.listdir('nowhere')", "missing_file", "looks for nowhere,", "reports"),
    ("df['prise']", "missing_column", "the column prise,", "spelling"),
    ("df[['price', 'prise']]", "missing_column", "the column prise,", "spelling"),
    ("df[['q', 'prise']]", "missing_column", "the columns q, prise,", "spelling"),
    ("df.loc[:, 'prise']", "missing_column", "the column prise,", "spelling"),
    ("df.groupby('prise').sum()", "missing_column", "the column prise,", "spelling"),
    ("df.groupby('region').agg({'prise': 'sum'})", "missing_column", "the column prise,", "spelling"),
    ("df.merge(df, on='prise')", "missing_column", "the column prise,", "spelling"),
    ("df.sort_values('prise')", "missing_column", "the column prise,", "spelling"),
    ("df.drop(columns=['prise'])", "missing_column", "the column prise,", "spelling"),
    ("df.set_index('prise')", "missing_column", "the column prise,", "spelling"),
    ("df.query('prise > 1')", "missing_column", "the column prise,", "spelling"),
    ("df.prise", "missing_column", "the column prise,", "spelling"),
    ("pd.read_csv('t.csv', usecols=['prise'])", "missing_column", "the column prise,", "spelling"),
    ("pd.read_csv('t.csv', parse_dates=['prise'])", "missing_column", "the column prise,", "spelling"),
    ("pd.read_parquet('t.parquet', columns=['prise'])", "missing_column", "the column prise,", "spelling"),
    ("dd.from_pandas(df, npartitions=1)['prise']", "missing_column", "the column prise,", "spelling"),
    ("frame['prise']", "missing_column", "the column prise,", "spelling"),
    ("frame.select('prise')", "missing_column", "the column prise,", "It has: price, region."),
    ("frame.lazy().filter(pl.col('prise') > 1).collect()", "missing_column", "the column prise,", "price, region."),
    ("table['prise']", "missing_column", "the column prise,", "spelling"),
    ("table.sort_by('prise')", "missing_column", "the column prise,", "spelling"),
    ("ds.dataset('t.parquet').to_table(columns=['prise'])", "missing_column", "the column prise,", "spelling"),
    ("sqlite3.connect(':memory:').execute('select prise')", "missing_column", "the column prise,", "spelling"),
    ("{'a': 1}['prise']", "error", "asks for 'prise', which is not there.", None),
    ("df.loc['prise']", "error", "asks for 'prise', which is not there.", None),
    ("df.price['prise']", "error", "asks for 'prise', which is not there.", None),
    ("print(prices)", "missing_name", "uses prices, which has not been set", "from top to bottom"),
    ("plt.plot()", "missing_name", "uses plt,", "`import matplotlib.pyplot as plt`"),
    ("np.ones((200_000, 200_000, 100_000))", "out_of_memory", "needs more memory than there is", "profile"),
    ("bytearray(10**15)", "out_of_memory", "needs more memory than there is", "profile"),
    ("urllib.request.urlopen('http://127.0.0.1:9/x')", "no_access", "asked 127.0.0.1:9, which does not answer", "up"),
    ("requests.get('http://127.0.0.1:9/x')", "no_access", "asked 127.0.0.1, which does not answer", "up"),
    ("pd.read_csv('http://nothing.invalid/a.csv')", "no_access", "asked nothing.invalid, which does not", "address"),
    ("assert len(df) > 3", "error", "checks something that is not so: len(df) > 3", "data"),
    ("assert len(df) > 3, 'too few rows'", "error", "checks something that is not so: too few rows", "data"),
    ("LinearRegression().fit([[float('nan')]], [1])", "error", "raised ValueError: Input X contains NaN.", None),
    ("LinearRegression().predict([[1]])", "error", "raised NotFittedError: This LinearRegression instance", None),
    ("ColumnTransformer([('a', 'drop', ['prise'])]).fit(df)", "missing_column", "the column", "spelling"),
    ("1 / 0", "error", "raised ZeroDivisionError: division by zero", None),
    ("raise KeyError", "error", "raised KeyError", None),
    ("import sys; sys.exit(3)", "error", "ended the notebook itself with 3.", None),
    ("1 +", "error", "is not valid Python: invalid syntax (line 1)", "Mend"),
    ("open_entry('x')", "error", "stopped: This notebook does not run in a Lyceum workspace.", None),
]


@pytest.fixture(scope="module")
def errors(tmp_path_factory):
    """The error of each source, as one kernel raised them one after the other."""
    book = nbformat.from_dict(notebook(GIVEN, *(source for source, *_ in RAISED)))
    where = {"metadata": {"path": str(tmp_path_factory.mktemp("kernel"))}}
    NotebookClient(book, timeout=120, allow_errors=True, resources=where).execute()
    assert not [output for output in book.cells[0].outputs if output.output_type == "error"]
    return {cell.source: error_of(cell) for cell in book.cells[1:]}


def error_of(cell):
    raised = [output for output in cell.outputs if output.output_type == "error"]
    texts = {"name": raised[-1].ename, "message": raised[-1].evalue, "traceback": "\n".join(raised[-1].traceback)}
    return {**{key: ANSI.sub("", text) for key, text in texts.items()}, "source": cell.source, "cell": 1}


@pytest.mark.parametrize(("source", "kind", "sentence", "remedy"), RAISED, ids=[source for source, *_ in RAISED])
def test_a_cells_error_is_explained(errors, source, kind, sentence, remedy):
    found = cause_of(Failure.of(errors[source], "reports"))
    assert (found.kind, sentence in found.sentence) == (kind, True), found
    assert found.sentence.startswith("Cell 2 ")
    assert remedy in found.remedy if remedy else found.remedy is None, found


TOLD = [
    ("ModuleNotFoundError", "No module named 'sklearn'", "missing_package", "%pip install scikit-learn"),
    ("ModuleNotFoundError", "No module named 'cv2'", "missing_package", "%pip install opencv-python-headless"),
    (
        "OutOfMemoryError",
        "CUDA out of memory. Tried to allocate 20.00 GiB. GPU 0 has a total",
        "out_of_memory",
        "batches",
    ),
    (
        "MemoryError",
        "std::bad_alloc: out_of_memory: CUDA error at: cuda_memory_resource.hpp",
        "out_of_memory",
        "batches",
    ),
    ("ArrowMemoryError", "malloc of size 80000000000000 failed", "out_of_memory", "profile"),
    ("PermissionError", "[Errno 13] Permission denied: '/etc/shadow'", "no_access", "Ask its owner"),
    ("HTTPError", "HTTP Error 401: Unauthorized", "no_access", "secret"),
    ("HTTPError", "404 Client Error: File not found for url: http://h/no.csv", "missing_file", "address"),
    ("ClientConnectorError", "Cannot connect to host s3.invalid:443 ssl:default", "no_access", "address"),
    ("OSError", "[Errno 28] No space left on device", "error", "Delete"),
]


@pytest.mark.parametrize(("name", "message", "kind", "remedy"), TOLD)
def test_errors_that_are_hard_to_come_by(name, message, kind, remedy):
    found = cause_of(Failure.of({"name": name, "message": message, "cell": 0}, ""))
    assert (found.kind, remedy in (found.remedy or "")) == (kind, True), found


def run(state, reason=None, error=None, progress=None):
    now, none = datetime.now(UTC), dict.fromkeys(Run.__dataclass_fields__)
    known = {"id": "r", "owner": "ada", "name": "work", "since": now, "created_at": now, "work": Work("0" * 64)}
    more = {"wanted": Wanted.FINISHED, "attempt": 1, "fence": 1, "progress": progress}
    return Run(**{**none, **known, **more, "state": state, "reason": reason, "error": error})


DEAD = {"cell": 1, "name": "KernelDied", "message": "The kernel died.", "source": "x"}
ENDINGS = [
    (State.LOST, "Its server stopped reporting.", None, "lost", "stopped reporting"),
    (State.CANCELLED, "Cancelled by ada.", None, "cancelled", "Cancelled by ada."),
    (State.CANCELLED, "Skipped: the run x had not ended.", None, "cancelled", "Skipped"),
    (
        State.FAILED,
        "There is no kernel named 'r' here. Open it.",
        None,
        "no_kernel",
        "There is no kernel named r here.",
    ),
    (State.FAILED, "Its server did not start: no GPU is free", None, "not_started", "no GPU is free"),
    (State.FAILED, "The run could not be prepared.", None, "error", "could not be prepared"),
    (State.KERNEL_DIED, "The kernel died.", DEAD, "kernel_died", "died in cell 2"),
    (State.KERNEL_DIED, "The kernel died.", {**DEAD, "signal": 9}, "out_of_memory", "Cell 2 was ended from outside"),
    (State.KERNEL_DIED, None, None, "kernel_died", "The kernel died"),
    (State.FAILED, "Cell 2 raised …", {**DEAD, "name": "ValueError"}, "error", "Cell 2 raised ValueError"),
]


@pytest.mark.parametrize(("state", "reason", "error", "kind", "sentence"), ENDINGS)
def test_every_bad_ending_is_explained(state, reason, error, kind, sentence):
    found = explain(run(state, reason, error))
    assert (found.kind, sentence in found.sentence) == (kind, True), found


def test_a_timeout_tells_where_it_was():
    ended = run(State.TIMED_OUT, "It was stopped after 2 seconds.", progress={"current": {"index": 3}})
    assert explain(ended).sentence == "It was stopped after 2 seconds. It was at cell 4."
    assert explain(replace(ended, progress=None)).sentence == "It was stopped after 2 seconds."


@pytest.mark.parametrize("state", [State.SUCCEEDED, State.QUEUED, State.STARTING, State.RUNNING])
def test_what_has_not_ended_badly_needs_no_explanation(state):
    assert explain(run(state, "It waits.", DEAD)) is None


@pytest.mark.parametrize("error", [{}, {"name": None}, {"name": 1, "cell": "x"}, {"name": "E" * 9999, "message": [1]}])
def test_nonsense_from_a_server_is_explained_too(error):
    assert 0 < len(explain(run(State.FAILED, None, error)).sentence) < 500
