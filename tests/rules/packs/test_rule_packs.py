"""The shipped packs of rules hold what their examples say, all at once."""

import re

import pytest

from support.daemon import ROOT, gazetted

RULE_PACKS = sorted(path.parent.name for path in
                    (ROOT / "rules/packs").glob("*/pack.yaml")
                    if list(path.parent.glob("*[!k].yaml")))


@pytest.fixture(scope="module")
def config(tmp_path_factory):
    """Lists and rules as they lie in the source tree."""
    path = tmp_path_factory.mktemp("packs") / "gazetted.yaml"
    folders = sorted((path.parent for path in
                      (ROOT / "rules/packs").glob("*/pack.yaml")),
                     key=lambda folder: (folder.name != "core-en", folder))
    listed = "".join(f"  - {folder}\n" for folder in folders)
    path.write_text(f"rules:\n  packs:\n{listed}")
    return path


def test_the_language_comes_before_its_subjects():
    assert "core-en" in RULE_PACKS


@pytest.mark.parametrize("name", RULE_PACKS)
def test_examples_hold(config, name):
    done = gazetted("test", "--config", config, ROOT / "rules/packs" / name,
                    cwd=ROOT)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout


def test_every_rule_has_two_hits_and_two_misses():
    for path in sorted((ROOT / "rules/packs/core-en").glob("*.yaml")):
        rules = path.read_text(encoding="utf-8").split("\n- id: ")[1:]
        for rule in rules:
            name = rule.split("\n")[0]
            kinds = re.findall(r"^ +- (?:\{)?(hit|miss):", rule, re.M)
            assert kinds.count("hit") >= 2, name
            assert kinds.count("miss") >= 2, name
