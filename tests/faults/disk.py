"""A small disk of its own for the service's state, which can be filled."""

import errno
import os
import subprocess


class Disk:
    """A tmpfs; only root can mount one."""

    def __init__(self, folder, size):
        self.folder = folder
        folder.mkdir()
        options = f"size={size},mode=0700"
        subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], check=True)

    def fill(self):
        """Leave no byte free."""
        filler = os.open(self.folder / "filler", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            for size in (2**20, 2**12, 1):
                write_until_full(filler, bytes(size))
        finally:
            os.close(filler)

    def free(self):
        """Give back what `fill` took."""
        (self.folder / "filler").unlink(missing_ok=True)

    def remove(self):
        """Unmount it."""
        subprocess.run(["umount", "--lazy", self.folder], check=True)


def write_until_full(file, block):
    """Append a block again and again until the disk takes no more."""
    try:
        while os.write(file, block):
            pass
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
