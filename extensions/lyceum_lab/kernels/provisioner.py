"""How a server starts kernels: forked by its nursery where it has one, else as jupyter_client does."""

import os
from typing import Any

from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from lyceum_lab.kernels import nursery
from lyceum_lab.kernels.forked import Forked
from lyceum_lab.kernels.order import order_of

NAME = "lyceum-provisioner"


class Provisioner(LocalProvisioner):
    """Launches kernels of this Python as forks; everything else is the local provisioner's."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Launch a kernel, and say where it takes longer than it should."""
        order = order_of(cmd, kwargs) if nursery.at else None
        try:
            self.process = order and Forked.ask(order)
        except OSError as error:
            self.log.warning("The kernel is started the ordinary way, which takes longer: %s", error)
            self.process = None
        if not self.process:
            return await super().launch_kernel(cmd, **kwargs)
        self.pid = self.pgid = self.process.pid
        self.cwd = kwargs.get("cwd") or os.getcwd()
        return self.connection_info
