"""`gazetted check` and `gazetted config` as an operator uses them."""

import pytest
import yaml

from support.daemon import gazetted

NAMES = "id\ttype\tname\nzorblax\tOrg/Company\tZorblax Industries\n"


@pytest.fixture
def write(tmp_path):
    """write(settings): a configuration file with one small pack."""
    (tmp_path / "names.tsv").write_text(NAMES)

    def to_file(settings):
        base = {"instance": "here", "kafka": {"bootstrap.servers": "a:1"},
                "rules": {"packs": [str(tmp_path / "names.tsv")]}}
        path = tmp_path / "gazetted.yaml"
        path.write_text(yaml.safe_dump({**base, **settings}))
        return path
    return to_file


def test_check_sums_up(write):
    path = write({"workers": 3})
    done = gazetted("check", "--config", path)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[:4] == [
        f"{path}: ok",
        "instance  here, 3 workers",
        "topics    news.articles to news.entities, "
        "dead letters to news.articles.dead",
        "brokers   a:1",
    ]
    assert lines[4].startswith("packs     1 entities, 1 names, rule set ")


def test_check_prints_every_mistake(write):
    path = write({"workers": 300, "kafka": {"bootstrap.server": "a:1"},
                  "rules": {"packs": ["./absent.tsv"]}})
    done = gazetted("check", "--config", path)
    assert done.returncode == 1
    assert done.stdout == ""
    for part in ("workers is \"300\"", 'did you mean "bootstrap.servers"?',
                 "cannot find ./absent.tsv", "3 errors"):
        assert part in done.stderr


def test_check_never_shows_a_secret(write):
    path = write({"kafka": {"bootstrap.servers": "a:1",
                            "sasl.password": "hunter2"}})
    done = gazetted("check", "--config", path)
    assert done.returncode == 1
    assert "kafka_secrets" in done.stderr
    assert "hunter2" not in done.stdout + done.stderr


def test_missing_file_is_named(tmp_path):
    done = gazetted("check", "--config", tmp_path / "absent.yaml")
    assert done.returncode == 1
    assert "absent.yaml: No such file or directory" in done.stderr


def test_print_is_a_configuration_with_all_keys(write, tmp_path):
    path = write({"commit_interval": "2s", "workers": 2})
    once = gazetted("config", "print", "--config", path)
    assert once.returncode == 0, once.stderr
    values = yaml.safe_load(once.stdout)
    assert values["commit_interval"] == "2s"
    assert values["workers"] == 2
    assert values["input"]["limit"] == "1MiB"
    again = tmp_path / "again.yaml"
    again.write_text(once.stdout)
    assert gazetted("config", "print", "--config",
                    again).stdout == once.stdout


def test_default_file_checks(write):
    path = write({})
    path.write_text(gazetted("config", "default").stdout)
    done = gazetted("config", "print", "--config", path)
    assert (done.returncode, done.stderr) == (0, "")


def test_reference_names_the_keys():
    text = gazetted("config", "reference").stdout
    man = gazetted("config", "reference", "--format", "man").stdout
    for key in ("input.fields.body", "kafka_secrets", "workers"):
        assert f"\n{key}: " in f"\n{text}"
        assert f"\n.It Ic {key}\n" in man


@pytest.mark.parametrize("arguments", [
    ("config",), ("config", "defaults"), ("config", "print", "more"),
    ("config", "reference", "--format", "html"), ("config", "--colour"),
    ("check", "file.yaml"), ("check", "--colour"), ("check", "--config"),
], ids=" ".join)
def test_wrong_usage(arguments):
    done = gazetted(*arguments)
    assert done.returncode == 64
    assert done.stdout == ""
    assert "gazetted " + arguments[0] in done.stderr or "error" in done.stderr


@pytest.mark.parametrize("command", ["check", "config"])
def test_help(command):
    done = gazetted(command, "--help")
    assert done.returncode == 0
    assert done.stdout.startswith(f"usage: gazetted {command}")
