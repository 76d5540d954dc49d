"""The command line of tests/chaos/run.sh, and the schedule that follows from
it."""

import argparse
import random
import secrets
from dataclasses import dataclass

from chaos.faults import FAULTS

EARLY_IN_A_ROW = 3
ROUNDS = 10

EPILOG = "Faults: " + ", ".join(FAULTS) + "; all of them: all."


@dataclass(frozen=True)
class Step:
    """wait_s: how long the daemons work before it, from their first sign."""
    fault: str
    wait_s: float
    arguments: dict

    def text(self):
        words = [f"{k}={v}" for k, v in self.arguments.items()]
        return " ".join([f"+{self.wait_s:g}s", self.fault, *words])


def parser():
    p = argparse.ArgumentParser(
        prog="tests/chaos/run.sh", epilog=EPILOG,
        description="Do harm to gazetted and Kafka while articles flow, then "
        "prove that each article has come out once.")
    p.add_argument("--kills", type=int, metavar="N", default=0,
                   help="kill -9 of daemons, N times")
    p.add_argument("--faults", metavar="NAME[,NAME...]", default="",
                   help="these faults, in turn")
    p.add_argument("--alerts", action="store_true",
                   help="kill daemons that make alerts, and compare these "
                   "with what one daemon makes that is left alone")
    p.add_argument("--count", type=int, metavar="N", default=10,
                   help="that many faults in all (10)")
    p.add_argument("--recovery", action="store_true",
                   help="measure how long the output stands still instead")
    p.add_argument("--only", metavar="WORDS", default="",
                   help="of --recovery the rows whose names begin so")
    p.add_argument("--rounds", type=int, default=None,
                   help="rounds of each measurement of --recovery, or in "
                   "which articles come with --alerts (10, or fewer if there "
                   "are fewer kills)")
    p.add_argument("--articles", type=int, metavar="M", default=20000)
    p.add_argument("--seed", type=int, default=None,
                   help="all that is random follows from it")
    p.add_argument("--delivery", default="exactly-once",
                   choices=["exactly-once", "at-least-once"])
    p.add_argument("--membership", default="static",
                   choices=["static", "dynamic"])
    p.add_argument("--workers", type=int, default=1,
                   help="threads of each daemon (1)")
    p.add_argument("--processes", type=int, default=2, help="daemons (2)")
    p.add_argument("--partitions", type=int, default=4,
                   help="of the input (4)")
    p.add_argument("--nodes", type=int, choices=[1, 3], default=None,
                   help="brokers (1 for kills alone, else 3)")
    p.add_argument("--interval", default="0.3-2", metavar="FROM-TO",
                   help="seconds of work before a fault (0.3-2)")
    p.add_argument("--no-aborted", dest="aborted", action="store_false",
                   help="no aborted transactions in the input")
    p.add_argument("--keep", action="store_true",
                   help="keep the folder of data and logs")
    p.add_argument("--quiet", action="store_true",
                   help="do not print the schedule")
    return p


def parse(arguments=None):
    p = parser()
    options = p.parse_args(arguments)
    options.names = names(p, options)
    if options.seed is None:
        options.seed = secrets.randbelow(10 ** 6)
    if options.nodes is None:
        options.nodes = 1 if set(options.names) <= {"kill"} and (
            not options.recovery) else 3
    if options.rounds is None:
        most = options.kills if options.alerts else ROUNDS
        options.rounds = max(1, min(ROUNDS, most))
    least, most = options.interval.split("-")
    options.least_s, options.most_s = float(least), float(most)
    if options.alerts:
        check_alerts(p, options)
    if not (options.names or options.recovery):
        p.error("one of --kills, --faults and --recovery must be given")
    return options


def check_alerts(p, options):
    """What is not meant for --alerts."""
    if options.faults or options.recovery or (
            options.delivery != "exactly-once"):
        p.error("--alerts goes with --kills and exactly-once alone")
    if not options.rounds <= options.kills:
        p.error("--alerts wants a kill for each of --rounds")
    if options.articles < 100 * options.rounds:
        p.error("--alerts wants 100 articles for each of --rounds")
    options.aborted = False


def names(p, options):
    """The fault of each step."""
    wanted = [name for name in options.faults.split(",") if name]
    if wanted == ["all"]:
        wanted = [name for name in FAULTS if FAULTS[name].promised]
    for name in wanted:
        if name not in FAULTS:
            p.error(f"unknown fault {name!r}. {EPILOG}")
    turns = [wanted[i % len(wanted)] for i in range(options.count)
             ] if wanted else []
    return ["kill"] * options.kills + turns


def schedule(options):
    """The steps; each has random numbers of its own, so that one more or less
    does not change the others."""
    steps = []
    for number, name in enumerate(options.names):
        numbers = random.Random(f"{options.seed}/{number}/{name}")
        wait = round(numbers.uniform(options.least_s, options.most_s), 2)
        steps.append(Step(name, wait, FAULTS[name].plan(numbers, options)))
    # Kills and other faults mixed; kinds in turn when there are no kills.
    if options.kills and len(set(options.names)) > 1:
        random.Random(options.seed).shuffle(steps)
    spread_early(steps)
    return steps


def spread_early(steps):
    """A daemon that is killed again and again before it has committed anything
    takes the article at hand for the cause, rightly: the fifth such death in a
    row (daemon/flow/attempts.h), and the one before the first early kill can
    be such a death too."""
    row = 0
    for step in steps:
        row = row + 1 if step.arguments.get("early") else 0
        if row > EARLY_IN_A_ROW:
            step.arguments["early"] = False
            row = 0


def needs(options):
    return set().union(*(FAULTS[name].needs for name in options.names))


def again(options):
    """The command that does the same once more."""
    words = ["tests/chaos/run.sh"]
    if options.kills:
        words.append(f"--kills {options.kills}")
    if options.faults:
        words.append(f"--faults {options.faults} --count {options.count}")
    if options.alerts:
        words.append(f"--alerts --rounds {options.rounds}")
    for name in ("articles", "seed", "delivery", "membership", "workers",
                 "processes", "partitions", "nodes", "interval"):
        words.append(f"--{name} {getattr(options, name)}")
    if not options.aborted:
        words.append("--no-aborted")
    return " ".join(words)
