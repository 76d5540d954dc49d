"""Hosts that are network namespaces, each joined to this one by a veth pair;
needs root.  All reach this side at the same address."""

import os
import shutil
import subprocess


def missing():
    """Why there can be no hosts here, or None."""
    if os.geteuid() != 0:
        return "needs root"
    return None if shutil.which("ip") else "needs ip (iproute2)"


def ip(*arguments, check=True):
    return subprocess.run(["ip", *arguments], capture_output=True, text=True,
                          check=check)


class Hosts:
    """In a with; names of the hosts are .names, our address is .address."""

    def __init__(self, count):
        number = os.getpid() % 10000
        self.names = [f"gz{number}{letter}" for letter in "abcd"[:count]]
        self.net = f"10.213.{number % 256}"
        self.address = f"{self.net}.1"

    def __enter__(self):
        try:
            for index, name in enumerate(self.names):
                self._add(name, f"{self.net}.{4 * index + 1}",
                          f"{self.net}.{4 * index + 2}")
        except subprocess.CalledProcessError as error:
            self.__exit__()
            raise RuntimeError(error.stderr.strip()) from error
        return self

    def _add(self, name, near, far):
        ip("netns", "add", name)
        ip("link", "add", f"{name}0", "type", "veth", "peer", "name", "eth0",
           "netns", name)
        ip("addr", "add", f"{near}/30", "dev", f"{name}0")
        ip("link", "set", f"{name}0", "up")
        ip("-n", name, "addr", "add", f"{far}/30", "dev", "eth0")
        ip("-n", name, "link", "set", "eth0", "up")
        ip("-n", name, "link", "set", "lo", "up")
        ip("-n", name, "route", "add", "default", "via", near)

    def __exit__(self, *_):
        for name in self.names:
            ip("link", "del", f"{name}0", check=False)
            ip("netns", "del", name, check=False)

    @staticmethod
    def command(name):
        """What goes before a command that is to run on a host."""
        return ["ip", "netns", "exec", name]
