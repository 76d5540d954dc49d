"""A short run of each kind; README.md has the long ones."""

import os
import subprocess
from pathlib import Path

import pytest

RUN = Path(__file__).with_name("run.sh")
DELIVERY = os.environ.get("CHAOS_DELIVERY", "exactly-once")


def run(*words):
    done = subprocess.run(
        ["sh", str(RUN), "--delivery", DELIVERY, *map(str, words)],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, check=False)
    print(done.stdout)
    assert done.returncode == 0, done.stdout.splitlines()[-1]
    return done.stdout.splitlines()[-1]


@pytest.mark.timeout(600)
def test_forty_kills():
    verdict = run("--kills", 40, "--articles", 20000, "--seed", 1,
                  "--interval", "0.3-1.2")
    assert verdict.startswith("chaos: kills 40, articles 20000: 0 lost, ")


@pytest.mark.timeout(600)
@pytest.mark.skipif(os.geteuid() != 0,
                    reason="needs root: cuts networks of its own")
def test_brokers_and_networks_fail():
    run("--faults", "broker-kill,partition,delay-endtxn", "--count", 6,
        "--articles", 10000, "--seed", 2)


@pytest.mark.timeout(600)
@pytest.mark.skipif(DELIVERY != "exactly-once",
                    reason="alerts may come twice at least once")
def test_alerts_over_kills():
    verdict = run("--alerts", "--kills", 6, "--rounds", 3, "--articles", 900,
                  "--seed", 1, "--interval", "0.3-1.2")
    assert verdict.startswith("chaos: kills 6, articles 900: of alerts 0 "
                              "lost, 0 doubled, 0 different, ")
