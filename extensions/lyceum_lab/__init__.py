"""JupyterLab's side of Lyceum: the front end's server half, and the program that executes a run."""

def _jupyter_labextension_paths() -> list[dict[str, str]]:
    return [{"src": "labextension", "dest": "lyceum_lab"}]
