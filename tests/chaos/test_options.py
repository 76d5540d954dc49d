"""The schedule that follows from the command line."""

from itertools import groupby

from chaos.options import EARLY_IN_A_ROW, parse, schedule


def test_all_are_those_that_brokers_must_survive():
    steps = schedule(parse(["--faults", "all", "--count", "200",
                            "--seed", "1"]))
    assert len({step.fault for step in steps}) == 10
    assert "disks-full" not in {step.fault for step in steps}
    assert all(len(step.arguments["nodes"]) == 1 for step in steps
               if step.fault == "disk-full")


def test_all_disks():
    step, = schedule(parse(["--faults", "disks-full", "--count", "1",
                            "--seed", "1"]))
    assert step.arguments["nodes"] == [0, 1, 2]


def test_early_kills_are_spread():
    steps = schedule(parse(["--kills", "1000", "--seed", "1"]))
    rows = [len(list(row)) for early, row in
            groupby(steps, lambda step: step.arguments["early"]) if early]
    assert max(rows) == EARLY_IN_A_ROW
    assert 400 < sum(rows) < 500
