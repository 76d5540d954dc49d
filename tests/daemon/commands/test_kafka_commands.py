"""acls, tail and run, as far as they go without a broker."""

import re
import shlex
import signal
import subprocess

import pytest
import yaml

from support.daemon import ROOT, binary, gazetted

WORDS = ["plain", "CN=news reader,O=it's ours", "a$b`c"]


@pytest.fixture
def write(tmp_path):
    """write(kafka): a configuration file."""
    def to_file(kafka):
        path = tmp_path / "gazetted.yaml"
        path.write_text(yaml.safe_dump({"kafka": kafka}))
        return path
    return to_file


@pytest.mark.parametrize("user", WORDS)
def test_acls_are_commands_for_a_shell(write, user):
    path = write({"bootstrap.servers": "a:1", "sasl.username": user})
    done = gazetted("acls", "--config", path)
    assert (done.returncode, done.stderr) == (0, "")
    commands = [line for line in done.stdout.splitlines() if line[0] != "#"]
    for command in commands:
        words = shlex.split(command)
        assert words[words.index("--allow-principal") + 1] == f"User:{user}"


@pytest.mark.parametrize("delivery,count", [("exactly-once", 2),
                                            ("at-least-once", 0)])
def test_acls_of_transactions(write, delivery, count):
    path = write({"bootstrap.servers": "a:1"})
    with path.open("a") as more:
        more.write(f"instance: news-1\ndelivery: {delivery}\n")
    done = gazetted("acls", "--config", path)
    assert (done.returncode, done.stderr) == (0, "")
    found = [line for line in done.stdout.splitlines()
             if line.endswith("--resource-pattern-type prefixed "
                              "--transactional-id news-1-extract-")]
    assert len(found) == count


def test_acls_for_receivers_where_there_are_some(tmp_path):
    path = tmp_path / "gazetted.yaml"
    path.write_text("input: {group: g}\n")
    assert "alerts" not in gazetted("acls", "--config", path).stdout
    path.write_text("input: {group: g}\nalerts: {receivers: r.yaml}\n")
    rights = gazetted("acls", "--config", path).stdout
    assert "--operation Read --topic news.alerts\n" in rights
    assert "--operation Write --topic news.alerts.undelivered\n" in rights
    assert "--resource-pattern-type prefixed --group g.notify.\n" in rights


@pytest.mark.parametrize("more,operations", [
    ("", ["Read", "Describe", "Write"]),
    ("http: {listen: off}\n", []),
    ("http: {listen: off}\nalerts: {workers: 1}\n", ["Read", "Describe"]),
    ("alerts: {subscriptions_topic: off}\n", []),
])
def test_acls_of_subscriptions(write, more, operations):
    path = write({"bootstrap.servers": "a:1"})
    with path.open("a") as out:
        out.write(more)
    done = gazetted("acls", "--config", path)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert [re.search(r"--operation (\w+)", line).group(1) for line in lines
            if line.endswith("--topic news.subscriptions")] == operations
    shared = [line for line in lines if line.endswith(
        "--transactional-id gazetted-news.subscriptions")]
    assert len(shared) == (2 if "Write" in operations else 0)


def test_acls_take_no_words(write):
    done = gazetted("acls", "news", "--config", write({}))
    assert (done.returncode, done.stdout) == (64, "")
    assert done.stderr.startswith('error: unexpected "news"')


def test_tail_can_be_interrupted_while_it_connects():
    # Whoever starts the tests in the background has them ignore it.
    before = signal.signal(signal.SIGINT, signal.SIG_DFL)
    with subprocess.Popen([binary(), "tail", "--bootstrap", "127.0.0.1:1"],
                          stderr=subprocess.PIPE) as process:
        signal.signal(signal.SIGINT, before)
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(1)  # asks brokers that do not answer
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == -signal.SIGINT


def test_run_outlives_the_reader_of_its_log(write):
    path = write({"bootstrap.servers": "127.0.0.1:1"})
    with path.open("a") as more:
        more.write('instance: x\nhttp: {listen: "off"}\n')
        more.write("rules: {packs: [./tests/cases/names.tsv]}\n")
    with subprocess.Popen([binary(), "run", "--config", path], cwd=ROOT,
                          stderr=subprocess.PIPE) as process:
        process.stderr.readline()  # it has begun
        process.stderr.close()
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
