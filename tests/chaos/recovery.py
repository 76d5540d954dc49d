"""How long the output stands still: the longest time in which no event came
of some input partition, around a fault, over several rounds."""

import os
import random
import shutil
import statistics
import time

from chaos.articles import Articles
from chaos.lab import Lab
from support.waiting import wait_until

RATE = 1500  # articles a second
CALM_S = 2.0
LONGEST_S = 10


def kill_worker(lab, numbers):
    """kill -9 of a daemon that is started again at once"""
    numbers.choice(lab.workers).kill_and_restart()


def kill_leader(lab, numbers):
    """kill -9 of a broker; each leads a third of all, and coordinates"""
    active = lab.cluster.controller()
    lab.down = numbers.choice([n for n in lab.cluster.nodes if n != active])
    lab.down.kill()


def kill_controller(lab, _):
    """kill -9 of the broker that is the active controller, too: the others
    choose another one, which then waits for a session of each broker"""
    lab.down = lab.cluster.controller()
    lab.down.kill()


def take_worker(lab, numbers):
    return lab.workers.pop(numbers.randrange(len(lab.workers)))


def lose_worker(lab, numbers):
    """kill -9 of a daemon for good; another takes over"""
    lab.remove(take_worker(lab, numbers), kill=True)


def retire_worker(lab, numbers):
    """the clean end of a daemon for good; another takes over"""
    lab.remove(take_worker(lab, numbers))


def heal(lab):
    """Whole again for the next round."""
    if lab.down is not None:
        lab.down.start()
        lab.down = None
        lab.wait_in_sync()
    while len(lab.workers) < lab.options.processes:
        lab.workers.append(lab.add_worker(lab.spare_name()))
        lab.wait_working(lab.workers[-1])


class Timeouts:
    """A part of the lab: what brokers and daemons are told beside the usual."""

    def __init__(self, broker, kafka):
        self.broker, self.kafka = broker, kafka

    def prepare(self, lab):
        for node in lab.cluster.nodes:
            node.settings |= self.broker

    def equip(self, worker):
        worker.change({"kafka": self.kafka})

    def close(self):
        pass


AS_USUAL = Timeouts({}, {})
# Who waits for the session of a member that will not come back.
SHORT_SESSION = Timeouts({}, {"session.timeout.ms": 1000,
                              "heartbeat.interval.ms": 300})
# Who waits for that of a broker behind the time without a controller.
SHORT_BROKER_SESSION = Timeouts({"broker.session.timeout.ms": "2500"}, {})

# name, fault, brokers, membership, time-outs, goal in seconds; 0: there is none,
# since no session ends the transaction that a lost daemon has left open
ROWS = [
    ("daemon killed, static", kill_worker, 1, "static", AS_USUAL, 3),
    ("daemon killed, dynamic", kill_worker, 1, "dynamic", SHORT_SESSION, 3),
    ("leader killed", kill_leader, 3, "static", AS_USUAL, 6),
    ("leader and controller killed", kill_controller, 3, "static",
     SHORT_BROKER_SESSION, 6),
    ("daemon lost for good, static", lose_worker, 1, "static", AS_USUAL, 10),
    ("daemon lost for good, dynamic", lose_worker, 1, "dynamic",
     SHORT_SESSION, 0),
    ("daemon ended for good, static", retire_worker, 1, "static", AS_USUAL,
     10),
    ("daemon ended for good, dynamic", retire_worker, 1, "dynamic",
     SHORT_SESSION, 1),
]


def settle(lab):
    """Until no partition of the input is behind for a while."""
    def calm():
        lab.watcher.mark()
        time.sleep(CALM_S)
        return lab.watcher.longest_gap() < 0.7 * CALM_S
    wait_until(calm, "the output to flow evenly", 300, 0)


def one_round(lab, fault, numbers, goal):
    """The longest gap in seconds."""
    settle(lab)
    time.sleep(numbers.uniform(0, 0.5))
    lab.watcher.mark()
    fault(lab, numbers)
    # Long enough for twice the goal, and then until it is over.
    time.sleep(2 * (goal or LONGEST_S) + 6)
    lab.wait_flow("after " + fault.__doc__)
    gap = lab.watcher.longest_gap()
    heal(lab)
    return gap


def measure_row(options, folder, row):
    """(gaps in seconds, what hung or crashed)."""
    _, fault, nodes, membership, timeouts, goal = row
    options.nodes, options.membership = nodes, membership
    options.aborted = False
    # More than can be read in the time: it is not read to its end.
    left_s = options.rounds * (6 * (goal or LONGEST_S) + 300)
    articles = Articles(options.seed, RATE * left_s)

    def expected_s():
        fed = lab.feeder.next if lab.feeder else 0
        return max(1.0, (articles.count - fed) / RATE)

    lab = Lab(folder, options, set(), articles, expected_s)
    lab.down = None
    lab.parts.append(timeouts)
    numbers = random.Random(options.seed)
    try:
        lab.start()
        gaps = [one_round(lab, fault, numbers, goal)
                for _ in range(options.rounds)]
        assert not lab.feeder.done.is_set(), "the articles did not last"
        crashes = [str(row) for row in lab.supervisor.crashes]
        return gaps, lab.stuck + crashes
    finally:
        lab.close()


def measure(options, open_folder, say):
    """Print the table; status 1 when a median misses its goal."""
    say(f"seed {options.seed}, {options.rounds} rounds each, about {RATE} "
        f"articles a second, {options.processes} daemons, {options.delivery}, "
        f"{os.cpu_count()} cores")
    say("longest gap in the output of an input partition, s")
    say(f"{'':31}    min median    max   goal")
    missed = False
    for row in [row for row in ROWS if row[0].startswith(options.only)]:
        folder, goal = open_folder(options.seed), row[-1]
        gaps, other = measure_row(options, folder, row)
        middle = statistics.median(gaps)
        say(f"{row[0]:31} {min(gaps):6.2f} {middle:6.2f} {max(gaps):6.2f} "
            f"{goal or '-':>6}" + ("  over" if 0 < goal < max(gaps) else ""))
        for line in other:
            say("  " + line)
        missed |= 0 < goal < middle or bool(other)
        if not other and not options.keep:
            shutil.rmtree(folder)
    return 1 if missed else 0
