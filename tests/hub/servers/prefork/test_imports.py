"""What the parent imports: nothing of it remembers in whose home it was imported."""

import json
import os
import subprocess
import sys

HOME = "/nowhere/prefork"
LOOK = """
import json, os, site, sys
import traitlets
from lyceum_hub.servers.prefork.__main__ import import_all
from lyceum_lab.forked import forget_trash, look_for_home

import_all()
home = os.environ["HOME"]
os.environ["HOME"] = "/home/ada"
site.USER_SITE = site.USER_BASE = None
forget_trash()
look_for_home()
found, classes = [], [traitlets.HasTraits]
for made in classes:
    classes.extend(made.__subclasses__())
    if getattr(sys.modules.get(made.__module__), made.__name__, made) is not made:
        continue  # one that was made anew
    for name, trait in made.class_own_traits().items():
        if home in str(trait.default_value):
            found.append(f"{made.__module__}.{made.__name__}.{name}")
for module, held in list(sys.modules.items()):
    for name, value in list(vars(held).items()):
        if "main__" not in module and isinstance(value, (str, list, tuple, os.PathLike)) and home in str(value):
            found.append(f"{module}.{name}")
print(json.dumps([found, len(os.listdir("/proc/self/task")), "jupyterhub.singleuser.extension" in sys.modules]))
"""


def test_nothing_that_is_imported_knows_another_home_and_no_thread_is_started():
    environment = {"HOME": HOME, "PATH": os.environ["PATH"]}
    done = subprocess.run([sys.executable, "-c", LOOK], env=environment, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == [[], 1, True]
