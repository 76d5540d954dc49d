"""What gazetted-rules(5) shows is sound beside the shipped packs."""

import re
import shlex

import pytest

from support.daemon import ROOT, gazetted

PAGE = (ROOT / "rules/language/gazetted-rules.5").read_text(encoding="utf-8")
PAGES = ["README.md", "daemon/gazetted.8", "daemon/gazetted.yaml.5",
         "rules/language/gazetted-rules.5",
         "rules/gazetteer/gazetted-lists.5"]
SHIPPED = ["core-en", "business-en", "politics-en"]
CONFIG = "rules:\n  packs:\n" + "".join(
    f"  - {ROOT}/rules/packs/{name}\n" for name in SHIPPED)


def displays(title):
    """The literal displays of a section."""
    section = re.search(rf"^\.Sh {title}\n(.*?)^\.Sh ", PAGE, re.S | re.M)[1]
    return [text.replace("\\&", "") for text in
            re.findall(r"^\.Bd [^\n]*\n(.*?)^\.Ed$", section, re.S | re.M)]


DESCRIPTION, RULES, COMMANDS = displays("YOUR FIRST RULE")


@pytest.fixture(scope="module", name="folder")
def written_packs(tmp_path_factory):
    folder = tmp_path_factory.mktemp("manual")
    for name, rules in (("mypack", RULES),
                        ("changes", "gazetted: 1\n" + displays("OVERRIDES")[0])):
        (folder / name).mkdir()
        (folder / name / "pack.yaml").write_text(DESCRIPTION)
        (folder / name / "rules.yaml").write_text(rules)
    (folder / "gazetted.yaml").write_text(CONFIG)
    (folder / "article.txt").write_text("Nothing of the kind.\n")
    return folder


@pytest.mark.parametrize("command", COMMANDS.splitlines())
def test_the_first_rule(folder, command):
    _, name, *arguments = shlex.split(command)
    done = gazetted(name, *arguments, "--config", "gazetted.yaml", cwd=folder)
    assert done.stderr == ""
    assert done.returncode == (1 if name == "why-not" else 0)


def test_the_override(folder):
    done = gazetted("test", "--config", "gazetted.yaml", "./changes",
                    cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert " examples of 1 rules" in done.stdout


def test_rules_that_pages_name_are_there():
    ids = {rule for path in (ROOT / "rules/packs").glob("*/*.yaml")
           for rule in re.findall(r"\bid: *([a-z0-9_.-]+)",
                                  path.read_text(encoding="utf-8"))}
    topics = "|".join({rule.split(".")[0] for rule in ids})
    named = {name for page in PAGES for name in
             re.findall(rf"(?<![\w./-])(?:{topics})(?:\.[a-z_]+)+",
                        (ROOT / page).read_text(encoding="utf-8"))}
    assert len(named) > 2
    assert named <= ids
