"""What the service manager does for the daemon and learns from it: watchdog,
reload, status, credentials, firewall, several instances."""

import re
import urllib.error
import urllib.request

import yaml

from support import news
from support.daemon import configuration
from support.expected import Feed, complete
from support.kafka.broker import PASSWORD, USER
from support.kafka.client import Reader, produce
from support.waiting import wait_until

LIST = "/etc/gazetted/names.tsv"
HEADER = "id\ttype\tname\taliases\tpolicy\tattributes\n"
GOOD = HEADER + "gz:zorblax\tOrg/Company\tZorblax Industries\t\t\t\n"
BAD = HEADER + "gz:zorblax\tNoSuchType\tZorblax Industries\t\t\t\n"


def events_flow(topics, count=20):
    """Articles go in; their events must come out."""
    reader = Reader(topics.bootstrap, topics.entities)
    feed = Feed(reader)
    produce(topics.bootstrap, topics.articles,
            [news.encode(news.plain(n)) for n in range(count)])
    wanted = {f"article-{n}" for n in range(count)}
    wait_until(lambda: wanted <= complete(feed.poll()), "the events", pause=0)
    reader.close()


def wait_status(machine, text, unit="gazetted"):
    wait_until(lambda: text in machine.show("StatusText", unit),
               f"a status with {text!r}; it is "
               + machine.show("StatusText", unit))


def page(machine, path):
    """(status, text) of a page; the container shares our network."""
    port = wait_until(lambda: re.search(r"serving on \S+ port (\d+)",
                                        machine.journal()), "the port")[1]
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}",
                                    timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def test_watchdog_ends_a_stopped_process(configure, settings, topics):
    machine = configure(settings, "[Service]\nWatchdogSec=2s\n")
    machine.check("systemctl", "start", "gazetted")
    machine.check("systemctl", "kill", "--kill-who=main", "-s", "STOP",
                  "gazetted")
    wait_until(lambda: machine.show("NRestarts") == "1"
               and machine.show("ActiveState") == "active", "the restart")
    assert "Watchdog timeout" in machine.journal()
    events_flow(topics)


# Stops one thread, leaves its process running, and ends with it: a tracer that
# ends lets go.
FREEZE = """
import ctypes, os, sys
SEIZE, INTERRUPT, WALL = 0x4206, 0x4207, 0x40000000
trace = ctypes.CDLL(None, use_errno=True).ptrace
for request in (SEIZE, INTERRUPT):
    if trace(request, int(sys.argv[1]), None, None) != 0:
        sys.exit(os.strerror(ctypes.get_errno()))
while True:
    status = os.waitpid(int(sys.argv[1]), WALL)[1]
    if os.WIFSIGNALED(status) or os.WIFEXITED(status):
        break
"""


def worker_threads(machine):
    pid = machine.show("MainPID")
    rows = machine.check("sh", "-c", 'cd "/proc/$1/task" && grep . */comm',
                         "sh", pid).splitlines()
    return [row.split("/")[0] for row in rows if row.endswith(":worker")]


def test_watchdog_sees_one_stuck_worker(configure, settings, topics):
    """The main thread lives, and must not vouch for a worker that hangs."""
    settings["workers"] = 2
    machine = configure(settings, "[Service]\nWatchdogSec=2s\n")
    machine.check("systemctl", "start", "gazetted")
    wait_status(machine, "running")
    thread = worker_threads(machine)[-1]
    machine.check("python3", "-c", FREEZE, thread)
    wait_until(lambda: machine.show("NRestarts") == "1"
               and machine.show("ActiveState") == "active", "the restart")
    assert re.search(r"worker \d makes no progress", machine.journal())
    assert "Watchdog timeout" in machine.journal()
    events_flow(topics)


def test_watchdog_is_fed(configure, settings, topics):
    """Idle, at work and without a broker: none of it is a hang."""
    machine = configure(settings, "[Service]\nWatchdogSec=1s\n")
    machine.check("systemctl", "start", "gazetted")
    for _ in range(3):
        before = machine.show("WatchdogTimestampMonotonic")
        events_flow(topics)
        wait_until(lambda: machine.show("WatchdogTimestampMonotonic")
                   != before, "a sign of life")
    assert machine.show("NRestarts") == "0"


def test_starts_without_a_broker(configure, own_topics, own_broker):
    settings = configuration(own_topics, 0)
    own_broker.kill()
    machine = configure(settings, "[Service]\nWatchdogSec=2s\n")
    machine.check("systemctl", "start", "gazetted")
    wait_status(machine, "waiting for a broker")
    before = machine.show("WatchdogTimestampMonotonic")
    wait_until(lambda: machine.show("WatchdogTimestampMonotonic") != before,
               "a sign of life")
    assert machine.show("ActiveState") == "active"
    assert machine.show("NRestarts") == "0"
    assert page(machine, "/livez") == (200, "ok\n")
    assert page(machine, "/readyz") == (503,
                                        "worker 0: waiting for a broker\n")

    own_broker.start()
    wait_until(lambda: page(machine, "/readyz") == (200, "ok\n"), "readiness")
    metrics = page(machine, "/metrics")[1]
    assert int(re.search(r"^gazetted_kafka_errors_total (\d+)$", metrics,
                         re.M)[1]) > 0


def test_failed_reload_is_visible(configure, settings, topics):
    settings["rules"] = {"packs": ["default", LIST]}
    machine = configure(settings)
    machine.write(LIST, GOOD)
    machine.check("systemctl", "start", "gazetted")
    machine.write(LIST, BAD)
    machine.check("systemctl", "reload", "gazetted")
    wait_until(lambda: "NoSuchType" in machine.journal(), "the reason")
    assert f"{LIST}:2" in machine.journal()
    wait_status(machine, "lag 0; the last reload FAILED")
    assert machine.show("ActiveState") == "active"
    events_flow(topics)
    machine.write(LIST, GOOD)
    machine.check("systemctl", "reload", "gazetted")
    wait_until(lambda: "now using rules" in machine.journal(), "the reload")
    wait_until(lambda: "FAILED" not in machine.show("StatusText"),
               "the status to forget it")


def test_bad_rules_are_not_retried(configure, settings):
    settings["rules"] = {"packs": [LIST]}
    machine = configure(settings)
    machine.write(LIST, BAD)
    assert machine.run("systemctl", "start", "gazetted").returncode != 0
    assert machine.show("ActiveState") == "failed"
    assert machine.show("ExecMainStatus") == "65"


def secure(settings, broker, machine):
    """TLS and a password that only a credential holds."""
    machine.write("/etc/gazetted/ca.pem", broker.ca.read_text())
    settings["kafka"] = {
        "bootstrap.servers": broker.secure_bootstrap,
        "security.protocol": "SASL_SSL",
        "sasl.mechanism": "PLAIN",
        "sasl.username": USER,
        "ssl.ca.location": "/etc/gazetted/ca.pem",
    }
    settings["kafka_secrets"] = {"sasl.password": "kafka.password"}


def test_password_is_a_credential(configure, settings, machine, topics,
                                  broker):
    secure(settings, broker, machine)
    configure(settings)
    machine.check("rm", "-rf", "/etc/credstore/kafka.password")
    assert machine.run("systemctl", "start", "gazetted").returncode != 0
    assert machine.show("ExecMainStatus") == "78"
    assert "kafka.password" in machine.journal()

    machine.write("/etc/credstore/kafka.password", PASSWORD + "\n")
    machine.check("chmod", "600", "/etc/credstore/kafka.password")
    machine.check("systemctl", "start", "gazetted")
    events_flow(topics)
    pid = machine.show("MainPID")
    for secret in ("environ", "cmdline"):
        text = machine.check("cat", f"/proc/{pid}/{secret}")
        assert PASSWORD not in text
    assert PASSWORD not in machine.journal()


def test_firewall_of_a_drop_in(configure, settings, machine, topics):
    """The example lets localhost in; without it no broker is in reach."""
    example = machine.check("cat", "/usr/share/doc/gazetted/brokers.conf")
    configure(settings, example)
    machine.check("systemctl", "start", "gazetted")
    events_flow(topics)
    machine.check("systemctl", "stop", "gazetted")

    settings["kafka"]["socket.connection.setup.timeout.ms"] = 1000
    configure(settings, "[Service]\nIPAddressDeny=any\n")
    machine.check("systemctl", "start", "gazetted")
    wait_until(lambda: "no broker answers" in machine.journal(),
               "the log to name what is wrong")
    wait_status(machine, "waiting for a broker")


def test_process_has_no_rights(service):
    pid = service.show("MainPID")
    status = dict(line.split(":\t", 1) for line in service.check(
        "cat", f"/proc/{pid}/status").splitlines() if ":\t" in line)
    assert status["Uid"].split()[0] != "0"
    for name in ("CapEff", "CapPrm", "CapBnd", "CapAmb"):
        assert int(status[name], 16) == 0, name
    assert status["NoNewPrivs"] == "1"
    assert status["Seccomp"] == "2"
    limit = service.check("grep", "Max core file", f"/proc/{pid}/limits")
    assert limit.split()[4:6] == ["0", "0"]


def test_two_instances(configure, machine, settings, topics):
    for name in ("one", "two"):
        text = yaml.safe_dump(settings | {"instance": name})
        machine.write(f"/etc/gazetted/{name}.yaml", text)
    units = ["gazetted@one", "gazetted@two"]
    machine.check("systemctl", "start", *units)
    try:
        for unit in units:
            assert machine.show("ActiveState", unit) == "active"
            wait_status(machine, "running; 1 partitions", unit)
        events_flow(topics)
    finally:
        machine.run("systemctl", "stop", *units)
    for unit in units:
        assert machine.show("Result", unit) == "success"
