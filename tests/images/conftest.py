"""The images under test, built once a session as `make images` builds them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TAG = "test"
LARGEST = {"hub": 700 * 10**6, "analysis": 1500 * 10**6}


@pytest.fixture(scope="session")
def images() -> dict[str, str]:
    """Return the full names of the images."""
    told = {**os.environ, "LYCEUM_TAG": TAG, "LYCEUM_IMAGES": "localhost/lyceum-"}
    subprocess.run([sys.executable, ROOT / "images" / "build.py", *LARGEST], env=told, check=True)
    return {image: f"localhost/lyceum-{image}:{TAG}" for image in LARGEST}


@pytest.fixture(params=LARGEST)
def image(request, images) -> str:
    """Return the full name of one image after the other."""
    return images[request.param]


@pytest.fixture
def most(image) -> int:
    """Return how large an image may be, in bytes."""
    return next(size for name, size in LARGEST.items() if f"-{name}:" in image)
