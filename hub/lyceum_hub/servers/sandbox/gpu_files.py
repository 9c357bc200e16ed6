"""The files of the machine's GPUs, and which of them a server must not open."""

from pathlib import Path

DEVICES = Path("/dev")
ABOUT = Path("/proc/driver/nvidia/gpus")  # the driver's own: whose file is which


def closed_gpus(visible: str | None) -> list[str]:
    """Return the files of GPUs that a server was not given; `visible` as in CUDA_VISIBLE_DEVICES.

    None are where no GPUs are leased (`visible` is None), and where instances are, whose GPU is several people's.
    """
    files = [str(path) for path in sorted(DEVICES.glob("nvidia[0-9]*"))]
    if visible is None or "MIG-" in visible:
        return []
    given, known = visible.split(","), gpus_by_file()
    return [file for file in files if not visible or (file in known and known[file] not in given)]


def open_gpus(visible: str | None) -> list[str]:
    """Return all files that a server needs for the GPUs it was given."""
    if visible == "":
        return []
    closed = closed_gpus(visible)
    files = (str(path) for pattern in ("nvidia*", "nvidia-caps/*") for path in DEVICES.glob(pattern))
    return sorted(file for file in files if file not in closed and not Path(file).is_dir())


def gpus_by_file() -> dict[str, str]:
    """Return the GPU of each file, by its UUID."""
    found: dict[str, str] = {}
    for path in ABOUT.glob("*/information"):
        lines = (line.partition(":") for line in path.read_text().splitlines())
        about = {name.strip(): value.strip() for name, _, value in lines}
        found[str(DEVICES / f"nvidia{about['Device Minor']}")] = about["GPU UUID"]
    return found
