"""The environment as this process has it: what importlib and Jupyter say, without importing anything."""

import json
import subprocess
import sys
from importlib.metadata import distributions

from jupyter_client.kernelspec import KernelSpecManager

from lyceum_catalog.environment import describe, kernels


def test_packages_are_those_that_importlib_finds():
    found = {item.metadata["Name"]: item.version for item in reversed(list(distributions()))}
    assert describe()["packages"] == found


def test_what_is_imported_here_is_among_the_modules():
    importable = set(describe()["modules"])
    assert {"json", "sys", "pandas", "sklearn", "yaml", "ruamel", "lyceum_catalog", "matplotlib"} <= importable
    assert not [name for name in importable if not name.isidentifier()]


def test_kernels_are_those_that_jupyter_finds(tmp_path, monkeypatch):
    for name, text in {"Mine": "{}", "broken": "{"}.items():
        (tmp_path / "kernels" / name).mkdir(parents=True)
        (tmp_path / "kernels" / name / "kernel.json").write_text(text)
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    assert "mine" in kernels()
    assert set(KernelSpecManager().get_all_specs()) <= set(kernels()) - {"broken"} == set(kernels())


def test_it_imports_nothing_and_leaves_the_working_folder_out(tmp_path):
    (tmp_path / "mine.py").write_text("")
    look = "import json, sys; from lyceum_catalog.environment import describe; found = describe()"
    tell = "print(json.dumps([found['modules'], [name for name in ('pandas', 'ipykernel') if name in sys.modules]]))"
    done = subprocess.run([sys.executable, "-c", f"{look}; {tell}"], cwd=tmp_path, capture_output=True, check=True)
    modules, imported = json.loads(done.stdout)
    assert ("mine" in modules, imported) == (False, [])
