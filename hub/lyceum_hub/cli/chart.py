"""`lyceum chart`: what the charts of a cluster are told."""

import os

import click
import yaml

from lyceum_hub.charts import dask_gateway, jupyterhub, lyceum
from lyceum_hub.charts.told import Told
from lyceum_hub.settings import Settings

CHARTS = {"jupyterhub": jupyterhub.values, "lyceum": lyceum.values, "dask-gateway": dask_gateway.values}


class Text(yaml.SafeDumper):
    """YAML in which text of several lines is a block, as people write it."""


def shown(dumper: Text, text: str) -> yaml.Node:
    """Return text as YAML."""
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


Text.add_representer(str, shown)


@click.group()
def chart() -> None:
    """Make what the charts of a cluster are told."""


@chart.command()
@click.option("--of", type=click.Choice(list(CHARTS)), default="jupyterhub", help="The chart that the values are for.")
def values(of: str) -> None:
    """Print the values for zero-to-jupyterhub's chart, our own or dask-gateway's, from this workspace's settings."""
    told = Told(Settings.from_environment(), os.environ)
    click.echo(yaml.dump(CHARTS[of](told), Dumper=Text, sort_keys=False, allow_unicode=True), nl=False)
