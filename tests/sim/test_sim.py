"""The delivery engine under the simulator: clean as it is, and every rule that
is broken on purpose is noticed."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from mutants import MUTANTS  # noqa: E402

RUN = Path(__file__).with_name("run.sh")
# What must have happened in a run that is worth anything.
HAPPENED = ("crashes", "twins", "fenced by twins", "rebalances",
            "lost partitions", "broken connections", "broker crashes",
            "transactions timed out", "late EndTxn that was fenced",
            "crash loops", "aborts", "stale records")


def run(*arguments):
    return subprocess.run(["sh", str(RUN), *arguments], capture_output=True,
                          text=True, check=False)


def count(output, name):
    match = re.search(rf"^ *(\d+)  {re.escape(name)}$", output, re.MULTILINE)
    assert match, f"no line \"{name}\" in:\n{output}"
    return int(match.group(1))


@pytest.mark.slow
def test_schedules_are_clean():
    done = run("--schedules", "20000")
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr
    for name in HAPPENED:
        assert count(done.stdout, name) > 0, done.stdout


def test_many_rebalances():
    done = run("--long", "25000")
    assert done.returncode == 0, done.stdout + done.stderr
    assert count(done.stdout, "rebalances") > 10000


def test_same_seed_same_run():
    first, second = (run("--replay", "3", "--trace") for _ in range(2))
    assert first.returncode == 0, first.stdout[-2000:] + first.stderr
    assert first.stdout == second.stdout
    assert "begins" in first.stdout


def test_a_violation_is_shrunk():
    done = run("--mutant", "keep-next")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "the least of it that still fails:" in done.stdout
    assert "replay: tests/sim/run.sh" in done.stdout


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda m: m.name)
def test_mutant_is_caught(mutant):
    done = run("--mutant", mutant.name, "--no-shrink")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "VIOLATION seed" in done.stdout


def test_rare_violation_is_found_by_other_seeds():
    done = run("--mutant", "take-while-renewing", "--seed", "4711",
               "--no-shrink")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "VIOLATION seed" in done.stdout


def test_mutants_differ():
    names = [m.name for m in MUTANTS]
    assert len(set(names)) == len(names) >= 20
