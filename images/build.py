"""Builds the standard images from this checkout, with Docker, podman or buildah: `images/build.py [NAME…]`."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent
CONTEXTS = ROOT / "build" / "images"  # what builds see, made anew each time
EXTRAS = {"hub": ("hub", "kubernetes"), "analysis": ("lab", "gateway"), "gpu": ("lab", "gateway", "gpu")}  # of Lyceum
BUILDERS = {
    "docker": ("docker", "build"),
    "podman": ("podman", "build", "--format", "docker"),  # the OCI format has no health checks
    "buildah": ("buildah", "bud", "--format", "docker", "--layers"),
}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def main() -> None:
    """Build the images named on the command line, or `hub` and `analysis`."""
    chosen = sys.argv[1:] or ["hub", "analysis"]
    if unknown := set(chosen) - set(EXTRAS):
        sys.exit(f"There is no image {', '.join(sorted(unknown))}; there are {', '.join(EXTRAS)}.")
    builder = find_builder()
    wheel = make_wheel()
    for image in chosen:
        build(builder, image, make_context(image, wheel))
        print(f"{name_of(image)} is built.", flush=True)  # noqa: T201 - what somebody waits for


def find_builder() -> str:
    """Return the first builder that works here: Docker needs a daemon, the others none."""
    for builder in BUILDERS:
        asked = [builder, "info"]
        if shutil.which(builder) and subprocess.run(asked, capture_output=True).returncode == 0:
            return builder
    sys.exit("Neither Docker, podman nor buildah works here. Install one (on Debian: apt install podman).")


def make_wheel() -> Path:
    """Build our wheel, with the front end that `hub/install` has made, and return it; one source, one content."""
    shutil.rmtree(CONTEXTS, ignore_errors=True)
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*pip, "--wheel-dir", CONTEXTS, ROOT], check=True)
    (wheel,) = CONTEXTS.glob("*.whl")
    return wheel


def make_context(image: str, wheel: Path) -> Path:
    """Write what an image is built from into a folder of its own, and return it."""
    context = CONTEXTS / image
    shutil.copytree(HERE / image, context)
    shutil.copy(wheel, context)
    write_lines(context / "requirements.txt", requirements(EXTRAS[image]))
    write_lines(context / "constraints.txt", constraints(image))
    return context


def requirements(extras: Iterable[str]) -> list[str]:
    """Return what extras need, without Lyceum itself: a layer of their own, which changes less often than our code."""
    optional = PROJECT["optional-dependencies"]
    return sorted({*PROJECT["dependencies"], *(need for extra in extras for need in optional[extra])})


def constraints(image: str) -> list[str]:
    """Return the versions of an image: those of everything here, but where the image has its own."""
    pins = [*lines_of(ROOT / "constraints.txt"), *lines_of(HERE / image / "constraints.txt")]
    return list({canonical(pin.partition("==")[0]): pin for pin in pins}.values())


def canonical(package: str) -> str:
    """Return a package's name as indexes compare it."""
    return re.sub("[-_.]+", "-", package).lower()


def lines_of(file: Path) -> list[str]:
    """Return the lines of a file; an image may have no versions of its own."""
    return file.read_text().splitlines() if file.exists() else []


def write_lines(file: Path, lines: Iterable[str]) -> None:
    """Write lines into a file."""
    file.write_text("".join(f"{line}\n" for line in lines))


def build(builder: str, image: str, context: Path) -> None:
    """Build an image; LYCEUM_BUILD_ARGS are further arguments, as a machine without a registry needs."""
    command = [*BUILDERS[builder], *shlex.split(os.environ.get("LYCEUM_BUILD_ARGS", "")), *labels(image)]
    where = ["--tag", name_of(image), "--file", HERE / image / "Dockerfile", context]
    if status := subprocess.run([*command, *where]).returncode:
        sys.exit(f"{name_of(image)} was not built: {builder} ended with status {status}. The reason stands above.")


def labels(image: str) -> list[str]:
    """Return the labels that differ from build to build; they are put on last, so that no layer is made for them."""
    asked = ["git", "-C", str(ROOT), "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*"]
    revision = subprocess.run(asked, capture_output=True, text=True).stdout.strip()
    said = {"title": f"lyceum-{image}", "version": PROJECT["version"], "revision": revision}
    known = [f"org.opencontainers.image.{key}={value}" for key, value in said.items() if value]
    return [part for label in known for part in ("--label", label)]


def name_of(image: str) -> str:
    """Return an image's full name, for example `localhost/lyceum-hub:0.1.0`."""
    prefix = os.environ.get("LYCEUM_IMAGES", "localhost/lyceum-")
    return f"{prefix}{image}:{os.environ.get('LYCEUM_TAG', PROJECT['version'])}"


if __name__ == "__main__":
    main()
