"""Charts on a cluster, as helm installs, upgrades and rolls them back."""

import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import helm_python

from support.cluster import Cluster

CHART = Path(__file__).parents[2] / "hub" / "chart"
NOT_BEFORE = {"disruption.yaml": ("policy", "v1")}  # what older clusters do not know


@dataclass
class Release:
    """A chart that is installed under a name."""

    chart: Path
    name: str
    namespace: str

    def install(self, values: dict) -> None:
        """Install the chart; nothing is waited for."""
        with self._helm() as helm:
            helm.install(str(self.chart), self.name, values, namespace=self.namespace)

    def upgrade(self, values: dict) -> None:
        """Have the chart's values be others."""
        with self._helm() as helm:
            helm.upgrade(str(self.chart), self.name, values, namespace=self.namespace)

    def roll_back(self) -> None:
        """Go back to what was before the last upgrade."""
        with self._helm() as helm:
            helm.rollback(self.name)

    def _helm(self) -> helm_python.Config:
        return helm_python.Config(kubeconfig_path=os.environ["KUBECONFIG"], namespace=self.namespace)


def our_chart(cluster: Cluster, folder: Path) -> Path:
    """Return a copy of our chart that a cluster takes which is older than we support, without what that lacks."""
    copy = shutil.copytree(CHART, folder / "chart")
    about = copy / "Chart.yaml"
    about.write_text(re.sub("^kubeVersion:.*\n", "", about.read_text(), flags=re.M))
    for template, (group, version) in NOT_BEFORE.items():
        if not cluster.serves(group, version):
            (copy / "templates" / template).unlink()
    return copy
