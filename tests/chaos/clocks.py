"""Wall clocks of daemons that can be set while they run, by a library that is
preloaded; clock_shim.c tells what that covers."""

import struct
import subprocess
from pathlib import Path

SHIM = Path(__file__).with_name("clock_shim.c")


class Clock:
    def __init__(self, path):
        self.path = path
        self.offset_ns = 0
        self._write()

    def step(self, by_s):
        self.offset_ns += by_s * 10 ** 9
        self._write()

    def _write(self):
        # In place: the daemon has it mapped.
        mode = "r+b" if self.path.exists() else "wb"
        with open(self.path, mode, buffering=0) as file:
            file.write(struct.pack("=q", self.offset_ns))


def build_library(folder):
    """Its path."""
    library = folder / "clock_shim.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-O2", "-D_GNU_SOURCE", "-o",
                    str(library), str(SHIM)], check=True)
    return library


def preload(library, clock):
    """What a daemon's environment says to go by a clock."""
    return {"LD_PRELOAD": str(library), "CHAOS_CLOCK": str(clock.path)}


class Clocks:
    """A part of the lab; clocks are found by the daemon's instance name."""

    def __init__(self):
        self.known = {}

    def __getitem__(self, name):
        return self.known[name]

    def prepare(self, lab):
        self.library = build_library(lab.folder)

    def equip(self, worker):
        if worker.name not in self.known:
            self.known[worker.name] = Clock(worker.folder / "clock")
        worker.environment |= preload(self.library, self.known[worker.name])

    def close(self):
        """Files in the lab's folder."""
