"""What `cmake --install` brings, and where: the units must find it there."""

import os
import re
import subprocess

import pytest

from support.daemon import ROOT

BUILD = ROOT / "build" / "dev"
UNITS = ("gazetted.service", "gazetted@.service")


def install(root, prefix):
    subprocess.run(["cmake", "--install", str(BUILD), "--prefix", prefix],
                   env=dict(os.environ, DESTDIR=str(root)), check=True,
                   capture_output=True)


def exec_start(root, prefix, unit):
    """The words of a unit's ExecStart=."""
    text = (root / f"{prefix[1:]}/lib/systemd/system" / unit).read_text()
    return re.search("^ExecStart=(.*)$", text, re.M).group(1).split()


@pytest.mark.parametrize("prefix, config", [
    ("/usr", "/etc/gazetted"),
    ("/usr/local", "/etc/gazetted"),
    ("/opt/news", "/opt/news/etc/gazetted"),
])
def test_units_name_what_is_installed(tmp_path, prefix, config):
    install(tmp_path, prefix)
    for unit, name in zip(UNITS, ("gazetted.yaml", "%i.yaml")):
        assert exec_start(tmp_path, prefix, unit) == [
            f"{prefix}/bin/gazetted", "run", "--config", f"{config}/{name}"]
    program = tmp_path / f"{prefix[1:]}/bin/gazetted"
    assert os.access(program, os.X_OK)
    assert (tmp_path / config[1:] / "gazetted.yaml").is_file()
    share = tmp_path / f"{prefix[1:]}/share"
    assert (share / "gazetted/default.gzt").is_file()
    assert (share / "doc/gazetted/brokers.conf").is_file()


def test_no_name_is_left_open(tmp_path):
    install(tmp_path, "/usr")
    for unit in UNITS:
        text = (tmp_path / "usr/lib/systemd/system" / unit).read_text()
        assert not re.search(r"@[A-Z]+@", text)


def test_installed_program_finds_its_packs(tmp_path):
    install(tmp_path, "/usr")
    done = subprocess.run(
        [tmp_path / "usr/bin/gazetted", "check", "--config",
         tmp_path / "etc/gazetted/gazetted.yaml"],
        capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stderr


def test_configuration_of_the_operator_stays(tmp_path):
    install(tmp_path, "/usr")
    config = tmp_path / "etc/gazetted/gazetted.yaml"
    config.write_text("workers: 3\n")
    install(tmp_path, "/usr")
    assert config.read_text() == "workers: 3\n"
    shipped = tmp_path / "usr/share/gazetted/gazetted.yaml"
    assert shipped.read_text() == (
        ROOT / "systemd/gazetted.yaml").read_text()
