"""A small disk for each broker, which can be filled up.  Needs root."""

import subprocess

SIZE_MB = 1536
CHUNK = bytes(1 << 20)


class Disks:
    """A part of the lab: tmpfs under the data of each broker."""

    def __init__(self, size_mb=SIZE_MB):
        self.size_mb = size_mb
        self.mounted = []

    def prepare(self, lab):
        for node in lab.cluster.nodes:
            place = node.folder / "disk"
            place.mkdir()
            size = f"size={self.size_mb}m"
            subprocess.run(["mount", "-t", "tmpfs", "-o", size, "chaos",
                            str(place)], check=True)
            self.mounted.append(place)
            node.settings["log.dirs"] = str(place / "data")

    def equip(self, worker):
        """Nothing that a daemon would know of."""

    @staticmethod
    def ballast(node):
        return node.folder / "disk" / "ballast"

    def fill(self, node):
        """To the last byte."""
        with open(self.ballast(node), "wb", buffering=0) as ballast:
            for chunk in (CHUNK, CHUNK[:4096], CHUNK[:1]):
                try:
                    while ballast.write(chunk) == len(chunk):
                        pass
                except OSError:
                    continue

    def free(self, node):
        self.ballast(node).unlink(missing_ok=True)

    def close(self):
        for place in self.mounted:
            subprocess.run(["umount", "-l", str(place)], check=False)
