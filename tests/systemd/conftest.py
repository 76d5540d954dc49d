"""A booted system with gazetted on it, for all tests of this folder."""

import pytest
import yaml

from support import machine as machines
from support.daemon import ROOT, configuration

CONFIG = "/etc/gazetted/gazetted.yaml"
DROP_IN = "/etc/systemd/system/gazetted.service.d/test.conf"


@pytest.fixture(scope="session")
def machine(tmp_path_factory):
    """A system on which gazetted was installed as root would."""
    if machines.missing() is not None:
        pytest.skip(machines.missing())
    one = machines.Machine(tmp_path_factory.mktemp("machine"))
    try:
        try:
            one.boot()
        except machines.CannotBoot as error:
            pytest.skip(f"no container can be booted here: {error}")
        one.check("cmake", "--install", ROOT / "build/dev", "--prefix", "/usr")
        one.check("systemctl", "daemon-reload")
        yield one
    finally:
        one.end()


@pytest.fixture
def settings(topics):
    """A configuration for the test's topics; the test may change it."""
    return configuration(topics, 0)


@pytest.fixture
def configure(machine):
    """configure(settings, drop_in=""): before the service is started; it is
    stopped and as it was before when the test ends."""
    def write(settings, drop_in=""):
        machine.write(CONFIG, yaml.safe_dump(settings))
        machine.write(DROP_IN, drop_in)
        machine.check("systemctl", "daemon-reload")
        machine.mark_journal()
        return machine

    yield write
    machine.run("systemctl", "stop", "gazetted")
    machine.run("systemctl", "reset-failed", "gazetted")
    machine.run("rm", "-f", DROP_IN)


@pytest.fixture
def service(configure, settings):
    """The running service, told to work on the test's topics."""
    machine = configure(settings)
    machine.check("systemctl", "start", "gazetted")
    return machine
