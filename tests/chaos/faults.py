"""The faults.  Each plans what it will do from random numbers before the run
begins, so that the schedule can be printed, and then does it to a lab.

plan(random, options): the fault's arguments, as run() takes them.
run(lab, ...): do it; return when what was broken is whole again.
needs: what the lab must have: "network", "proxy", "disks" or "clocks".
takes_s: about how long one takes, for the feeder's pace.
promised: whether brokers promise to keep what they acknowledged meanwhile;
others are not among "all".
"""

import time

from chaos.network import WAYS
from chaos.workers import wait_working
from support.waiting import wait_until


class Fault:
    needs = frozenset()
    takes_s = 1.0
    three_nodes = False  # whether it makes no sense with one
    promised = True

    def plan(self, random, options):
        return {}

    def run(self, lab):
        raise NotImplementedError


def any_worker(random, options):
    return random.randrange(options.processes)


def any_node(random, options):
    return random.randrange(options.nodes)


def seconds(random, least, most):
    return round(random.uniform(least, most), 2)


class Kill(Fault):
    """kill -9 of a daemon while it works; it is started again at once.  An
    early one does not wait until all has recovered from the fault before, so
    that it may meet a daemon that starts."""
    takes_s = 0.8

    def plan(self, random, options):
        return {"worker": any_worker(random, options),
                "early": random.random() < 0.5}

    def run(self, lab, worker, early):
        lab.workers[worker].kill_and_restart()


class BrokerKill(Fault):
    """kill -9 of a broker, which is started again after some seconds."""
    takes_s = 10.0

    def plan(self, random, options):
        return {"node": any_node(random, options),
                "away_s": seconds(random, 0, 6)}

    def run(self, lab, node, away_s):
        one = lab.cluster.nodes[node]
        one.kill()
        time.sleep(away_s)
        one.start()
        lab.wait_in_sync()


class BrokerStop(Fault):
    """SIGSTOP of a broker, SIGCONT after some seconds: less than its session
    in the cluster, or so long that others take its partitions over."""
    takes_s = 10.0

    def plan(self, random, options):
        return {"node": any_node(random, options),
                "away_s": seconds(random, 0.5, random.choice([3, 12]))}

    def run(self, lab, node, away_s):
        one = lab.cluster.nodes[node]
        one.pause()
        time.sleep(away_s)
        one.go_on()
        lab.wait_in_sync()


class Partition(Fault):
    """The network between one daemon and one broker, or all, is cut: both
    ways or one; for a moment, or longer than the daemon's session."""
    needs = frozenset({"network"})
    takes_s = 9.0

    def plan(self, random, options):
        nodes = random.choice([[any_node(random, options)],
                               list(range(options.nodes))])
        return {"worker": any_worker(random, options), "nodes": nodes,
                "way": random.choice(list(WAYS)),
                "away_s": seconds(random, 0.5, random.choice([4, 16]))}

    def run(self, lab, worker, nodes, way, away_s):
        links = lab.network.links[lab.workers[worker].namespace]
        for node in nodes:
            links[node].cut(way)
        time.sleep(away_s)
        for node in nodes:
            links[node].heal()


class DelayEndTxn(Fault):
    """The next request to end a transaction comes late, or its answer does,
    or the connection breaks before or behind it; the daemon that asked may be
    killed in the meantime, so that its word comes after its death."""
    needs = frozenset({"proxy"})
    takes_s = 4.0

    def plan(self, random, options):
        how = random.choice(["late", "late answer", "cut before",
                             "cut behind"])
        late = how.startswith("late")
        return {"how": how, "late_s": seconds(random, 0.5, 6) if late else 0,
                "kill": late and random.random() < 0.5}

    def run(self, lab, how, late_s, kill):
        met = lab.proxy.catch(how, late_s)
        if not met.wait(10):
            lab.proxy.release()
            lab.notes["no EndTxn to catch"] += 1
            return
        if kill:
            for worker in lab.workers:
                worker.kill_and_restart()
        time.sleep(late_s)


class DiskFull(Fault):
    """The disk of a broker is filled up until the broker gives up; then there
    is room again and it is started."""
    needs = frozenset({"disks"})
    takes_s = 14.0

    def plan(self, random, options):
        return {"nodes": [any_node(random, options)],
                "full_s": seconds(random, 2, 6)}

    def run(self, lab, nodes, full_s):
        chosen = [lab.cluster.nodes[n] for n in nodes]
        for node in chosen:
            lab.disks.fill(node)
        time.sleep(full_s)
        for node in chosen:
            lab.disks.free(node)
        # One that nothing was written to has not noticed.
        fallen = [node for node in chosen if node.ended()]
        lab.notes["brokers that gave up on a full disk"] += len(fallen)
        lab.start_nodes(fallen)
        lab.wait_in_sync()


# Kafka's default of message.timestamp.after.max.ms, in seconds.
BELIEVED_S = 3600
DISBELIEVED = "nothing is published: Broker: Invalid timestamp"


class ClockStep(Fault):
    """The wall clock of a daemon jumps, and some time later back.  What comes
    from too far ahead brokers refuse, and the daemon has to say so."""
    needs = frozenset({"clocks"})
    takes_s = 4.0

    def plan(self, random, options):
        size = random.choice([1, 30, 600, 3600, 86400])
        return {"worker": any_worker(random, options),
                "step_s": random.choice([-1, 1]) * size,
                "away_s": seconds(random, 1, 4)}

    def run(self, lab, worker, step_s, away_s):
        one = lab.workers[worker]
        clock = lab.clocks[one.name]
        before = one.log().count(DISBELIEVED)
        clock.step(step_s)
        if step_s > BELIEVED_S:
            lab.wait_for(lambda: one.log().count(DISBELIEVED) > before,
                         f"{one.name} said nothing of a clock {step_s} s ahead")
        else:
            lab.wait_flow(f"after a step of {step_s} s")
        time.sleep(away_s)
        clock.step(-step_s)


class RollingRestart(Fault):
    """All brokers, then all daemons, are ended cleanly and started, one after
    the other."""
    takes_s = 25.0

    def run(self, lab):
        for node in lab.cluster.nodes:
            node.stop()
            node.start()
            lab.wait_in_sync()
        for worker in lab.workers:
            lab.restart_cleanly(worker)


class Twin(Fault):
    """A second process of the same instance is started by accident.  One of
    the two must end; the other goes on."""
    takes_s = 8.0

    def plan(self, random, options):
        return {"worker": any_worker(random, options)}

    def run(self, lab, worker):
        one = lab.workers[worker]
        one.wanted = False
        two = lab.add_worker(one.name)
        two.wanted = False
        pair = [one, two]
        try:
            wait_until(lambda: not all(w.running() for w in pair),
                       "one of two twins to end", 60)
        except AssertionError as error:
            lab.stuck.append(str(error))
            two.end()
        left = [w for w in pair if w.running()]
        lab.notes["twins that both ended"] += not left
        lab.note_twins([w for w in pair if not w.running()])
        lab.workers[worker] = (left or pair)[0]
        lab.workers[worker].wanted = True
        lab.supervisor.workers = [w for w in lab.supervisor.workers
                                  if w not in pair or w.wanted]


class DisksFull(DiskFull):
    """The same, of all brokers at once."""
    takes_s = 45.0
    promised = False

    def plan(self, random, options):
        return {"nodes": list(range(options.nodes)),
                "full_s": seconds(random, 2, 6)}


class Churn(Fault):
    """Another member joins the group, works a while and leaves: cleanly or
    by kill -9, as a static member or as a dynamic one."""
    takes_s = 5.0

    def plan(self, random, options):
        return {"membership": random.choice(["static", "dynamic"]),
                "stay_s": seconds(random, 0.5, 4),
                "kill": random.random() < 0.4}

    def run(self, lab, membership, stay_s, kill):
        worker = lab.add_worker(lab.spare_name(), membership=membership)
        wait_working(worker, 15)
        time.sleep(stay_s)
        lab.remove(worker, kill)


FAULTS = {
    "kill": Kill(), "broker-kill": BrokerKill(), "broker-stop": BrokerStop(),
    "partition": Partition(), "delay-endtxn": DelayEndTxn(),
    "disk-full": DiskFull(), "clock-step": ClockStep(),
    "rolling-restart": RollingRestart(), "twin": Twin(), "churn": Churn(),
    "disks-full": DisksFull(),
}
