"""A real systemd, booted in a container over a throw-away copy of this
system: what is installed or broken there is gone afterwards.

Needs root and systemd-nspawn.  The container shares the network of its host,
so a broker on loopback is in reach.
"""

import os
import shutil
import signal
import subprocess
import uuid
from pathlib import Path

from support.waiting import wait_until

ROOT = Path(__file__).resolve().parents[2]

# A target that wants as little as possible, so that it is reached at once.
TARGET = """[Unit]
Description=what the tests boot into
Requires=basic.target dbus.socket
After=basic.target
AllowIsolate=yes
"""


class CannotBoot(Exception):
    """This system does not let us; the message is nspawn's own."""


def missing():
    """Why no machine can be booted here, or None."""
    if os.geteuid() != 0:
        return "needs root"
    if shutil.which("systemd-nspawn") is None:
        return "needs systemd-nspawn"
    return None


class Machine:
    def __init__(self, folder):
        self.folder = Path(folder)
        self.log = self.folder / "console.log"
        self.nspawn = None
        self.leader = None
        self.cursor = None

    def boot(self):
        base = self.folder / "root"
        base.mkdir()
        target = self.folder / "lab.target"
        target.write_text(TARGET)
        # nspawn refuses / itself but takes a second mount of it; the mount
        # lives in a namespace of its own and ends with it.
        command = (
            'mount --make-rprivate / && mount --bind / "$1" && shift && '
            'exec systemd-nspawn "$@"')
        options = [
            "--quiet", f"--directory={base}", "--volatile=overlay",
            "--register=no", "--keep-unit", "--link-journal=no",
            f"--uuid={uuid.uuid4().hex}", "--capability=all",
            "--system-call-filter=bpf", "--console=pipe",
            f"--bind-ro={target}:/etc/systemd/system/lab.target",
            # The work tree may be where the container has something else.
            f"--bind={ROOT}",
            "--boot", "systemd.unit=lab.target"]
        with open(self.log, "wb") as log:
            self.nspawn = subprocess.Popen(
                ["unshare", "--mount", "sh", "-c", command, "sh", str(base),
                 *options], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                env=dict(os.environ, SYSTEMD_NSPAWN_UNIFIED_HIERARCHY="1"))
        self.leader = wait_until(self._find_leader, "the container's init")
        wait_until(lambda: self.run("systemctl", "is-active", "lab.target")
                   .stdout.strip() == "active", "the container to boot")

    def _find_leader(self):
        """The process that is PID 1 inside, seen from here."""
        if self.nspawn.poll() is not None:
            raise CannotBoot(self.log.read_text().strip() or
                             f"status {self.nspawn.returncode}")
        children = Path(f"/proc/{self.nspawn.pid}/task/{self.nspawn.pid}/"
                        "children").read_text().split()
        for child in children:
            name = Path(f"/proc/{child}/comm").read_text().strip()
            if name == "systemd":
                return child
        return None

    def run(self, *command, seconds=120):
        """Run a command inside, as its root."""
        return subprocess.run(
            ["nsenter", "--target", self.leader, "--mount", "--uts", "--ipc",
             "--pid", "--cgroup", *map(str, command)],
            stdin=subprocess.DEVNULL, capture_output=True, text=True,
            timeout=seconds, check=False)

    def check(self, *command):
        """run() that must succeed; its standard output."""
        done = self.run(*command)
        assert done.returncode == 0, (command, done.stdout, done.stderr)
        return done.stdout

    def write(self, path, text):
        """Make a file inside, and its folder."""
        self.check("sh", "-c", 'mkdir -p "${1%/*}" && printf %s "$2" >"$1"',
                   "sh", path, text)

    def show(self, name, unit="gazetted"):
        """A property of a unit."""
        return self.check("systemctl", "show", "-P", name, unit).strip()

    def mark_journal(self):
        """Forget, for journal(), what was written so far."""
        text = self.check("journalctl", "-n", "0", "--show-cursor")
        self.cursor = text.split("cursor: ", 1)[1].strip()

    def journal(self, unit="gazetted", form="cat"):
        """What a unit has written since, in a form of journalctl's -o."""
        self.check("journalctl", "--sync")
        return self.check("journalctl", "-u", unit, "--no-pager", "-o", form,
                          f"--after-cursor={self.cursor}")

    def end(self):
        """Pull the plug: the end of its init ends all that runs inside."""
        if self.leader is not None:
            os.kill(int(self.leader), signal.SIGKILL)
        elif self.nspawn is not None and self.nspawn.poll() is None:
            self.nspawn.terminate()
        if self.nspawn is not None:
            self.nspawn.wait(timeout=60)
