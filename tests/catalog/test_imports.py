"""Imports of notebooks: what is needed and not there, and nothing else; entries that are opened by name."""

import pytest

from lyceum_catalog.imports import Missing, missing_modules, opened_entries
from lyceum_catalog.packages import package_of
from support.notebooks import notebook

THERE = {"pandas", "os", "sys", "typing", "contextlib"}


def missing(*sources):
    return [found.module for found in missing_modules(notebook(*sources), THERE)]


def test_what_is_missing_is_told_once_with_its_package_and_its_first_cell():
    found = missing_modules(notebook("import pandas", "import sklearn.svm, os", "from sklearn import svm"), THERE)
    assert found == [Missing("sklearn", "scikit-learn", 1)]


@pytest.mark.parametrize(
    "source",
    [
        "import nothing",
        "import nothing.inner as n",
        "from nothing import a",
        "def later():\n    import nothing",
        "class A:\n    import nothing",
        "for i in []:\n    if i:\n        pass\n    else:\n        import nothing",
        "match 1:\n    case 1:\n        import nothing",
        "%matplotlib inline\nimport nothing",
        "files = !ls\nimport nothing\nnothing?",
        "if True:\n    %time x = 1\n    import nothing",
        "%%time\nimport nothing",
        "try:\n    import nothing\nexcept KeyError:\n    pass",
        "try:\n    import os\nexcept ImportError:\n    pass\nelse:\n    import nothing",
        "%pip install something",
        "%pip install -i http://packages/nothing something\nimport nothing",
    ],
)
def test_an_import_is_found_wherever_it_stands(source):
    assert missing(source) == (["nothing"] if "import nothing" in source or "from nothing" in source else [])


@pytest.mark.parametrize(
    "source",
    [
        "try:\n    import nothing\nexcept ImportError:\n    nothing = None",
        "try:\n    import nothing\nexcept (KeyError, ModuleNotFoundError):\n    import other",
        "try:\n    import nothing\nexcept:\n    pass",
        "import contextlib\nwith contextlib.suppress(ImportError):\n    import nothing",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import nothing",
        "from . import nothing",
        "%%bash\nimport nothing",
        "# import nothing",
        "'import nothing'",
        "import nothing +",
        "\0import nothing",
        "%%writefile nothing.py\nx = 1",
    ],
)
def test_what_can_be_done_without_is_not_missing(source):
    assert missing(source) == []


@pytest.mark.parametrize(
    "install",
    [
        "%pip install scikit-learn",
        "!pip install -q 'Scikit_Learn>=1' pandas",
        "!{sys.executable} -m pip install scikit-learn[extra]==1.0",
        "!uv pip install scikit-learn",
        "%conda install -c conda-forge scikit-learn",
        "%%bash\npip install scikit-learn",
        "%pip install sklearn",
        "%pip install -r requirements.txt",
        "%pip install git+https://example.org/sklearn",
        "%pip install $name",
        "%pip install 'unbalanced scikit-learn",
    ],
)
def test_what_a_cell_installs_is_not_missing(install):
    assert missing(install, "import sklearn") == []
    assert missing("import sklearn") == ["sklearn"]


def test_installing_something_else_does_not_help():
    assert missing("%pip install numpy # sklearn", "import sklearn") == ["sklearn"]
    assert missing("# %pip install scikit-learn", "import sklearn") == ["sklearn"]


def test_a_module_that_a_cell_writes_is_there():
    assert missing("%%writefile mine.py\nx = 1", "%%writefile -a pack/__init__.py\n", "import mine, pack.x") == []


@pytest.mark.parametrize("source", ["(" * 100_000, "a" + ".a" * 100_000, "if a: pass\n" + "elif a: pass\n" * 5_000])
def test_hostile_code_costs_nothing(source):
    assert missing(source, "import nothing") == ["nothing"]
    assert missing("x" * 2_000_000, "import nothing") == []
    assert opened_entries(notebook(source), {}) == {}


@pytest.mark.parametrize(
    ("module", "package"),
    [("sklearn.svm", "scikit-learn"), ("cv2", "opencv-python-headless"), ("PIL.Image", "pillow"), ("polars", "polars")],
)
def test_packages_have_the_names_they_are_installed_under(module, package):
    assert package_of(module) == package


def test_entries_are_found_by_their_text_or_by_a_parameter():
    cells = [
        "entry = 'flights'",
        "from lyceum_catalog import open_entry\nopen_entry('penguins').read()",
        "lyceum_catalog.open_entry(entry, 'parquet')\nopen_entry(name='wages')",
        "open_entry(unknown), open_entry(1), open_entry(), open_entry(''), other('x')",
        "%time open_entry('magic')",
    ]
    assert opened_entries(notebook(*cells), {"entry": ["flights", 1]}) == {"penguins": 1, "flights": 2, "wages": 2}
