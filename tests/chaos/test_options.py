"""The schedule that follows from the command line."""

from itertools import groupby

from chaos.options import EARLY_IN_A_ROW, parse, schedule


def test_early_kills_are_spread():
    steps = schedule(parse(["--kills", "1000", "--seed", "1"]))
    rows = [len(list(row)) for early, row in
            groupby(steps, lambda step: step.arguments["early"]) if early]
    assert max(rows) == EARLY_IN_A_ROW
    assert 400 < sum(rows) < 500
