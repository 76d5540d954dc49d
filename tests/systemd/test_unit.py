"""The installed unit: systemd accepts it, and its sandbox is tight."""

import os
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / "dev"
EXPOSURE_LIMIT = 1.2


@pytest.fixture(scope="session")
def installed(tmp_path_factory):
    """A root folder with everything that `cmake --install` brings."""
    root = tmp_path_factory.mktemp("root")
    subprocess.run(
        ["cmake", "--install", str(BUILD), "--prefix", "/usr"],
        env=dict(os.environ, DESTDIR=str(root)), check=True,
        capture_output=True)
    return root


@pytest.fixture(scope="session")
def units(installed):
    found = sorted(installed.rglob("gazetted*.service"))
    assert found, "no unit is installed"
    return found


def test_units_verify(installed, units):
    """verify looks for the programs that a unit names, so let it find ours
    without installing anything for real."""
    for unit in units:
        text = unit.read_text().replace(
            "/usr/bin/gazetted", str(installed / "usr/bin/gazetted"))
        copy = installed / unit.name
        copy.write_text(text)
        done = subprocess.run(
            ["systemd-analyze", "verify", "--man=no", str(copy)],
            capture_output=True, text=True, check=False)
        ours = [line for line in done.stderr.splitlines()
                if "gazetted" in line]
        assert done.returncode == 0 and not ours, done.stderr


def exposure(unit):
    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--no-pager",
         str(unit)], capture_output=True, text=True, check=False)
    match = re.search(r"exposure level[^:]*: ([\d.]+)", done.stdout)
    assert match, done.stdout + done.stderr
    return float(match.group(1))


def test_exposure(units):
    for unit in units:
        assert exposure(unit) <= EXPOSURE_LIMIT


def test_example_drop_in_tightens(installed, units, tmp_path):
    drop_in = installed / "usr/share/doc/gazetted/brokers.conf"
    for unit in units:
        both = tmp_path / unit.name
        both.write_text(unit.read_text() + drop_in.read_text())
        assert exposure(both) < exposure(unit)


def test_unit_is_watched_and_notifies(units):
    for unit in units:
        text = unit.read_text()
        for line in ("Type=notify", "WatchdogSec=", "Restart=on-failure",
                     "DynamicUser=yes", "ExecReload="):
            assert re.search("^" + line, text, re.M), line
