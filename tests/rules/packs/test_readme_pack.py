"""The pack that README.md shows is complete and well tested, as it says."""

import re
import shlex

import pytest

from support.daemon import ROOT, gazetted

PACK = "gazetted: 1\nname: mine\nversion: 1.0.0\nlanguage: en\n"
# The shipped packs in the order of the default configuration.
SHIPPED = ["core-en", "business-en", "politics-en"]


def section():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    return re.search(r"^## Rules\n(.*?)^## ", text, re.S | re.M)[1]


def shown_rules():
    """The first YAML block under "## Rules"."""
    return re.search(r"^```yaml\n(.*?)^```$", section(), re.S | re.M)[1]


def shown_commands():
    """Those of the table, without the redirection of one."""
    rows = re.findall(r"^\| .* \| `gazetted (.*)` \|$", section(), re.M)
    return [row.split(" > ")[0] for row in rows]


@pytest.fixture(scope="module", name="folder")
def written_pack(tmp_path_factory):
    folder = tmp_path_factory.mktemp("readme")
    (folder / "mine").mkdir()
    (folder / "mine/pack.yaml").write_text(PACK)
    (folder / "mine/rules.yaml").write_text(shown_rules())
    listed = "".join(f"  - {ROOT}/rules/packs/{name}\n" for name in SHIPPED)
    (folder / "gazetted.yaml").write_text(f"rules:\n  packs:\n{listed}")
    return folder


@pytest.mark.parametrize("command, said", [
    (["check"], "./mine: ok\n"),
    (["test"], "4 examples of 1 rules: 4 hold, 0 do not\n"),
    (["test", "--mutants"], ", 0 survive\n"),
])
def test_it_holds_beside_the_shipped_packs(folder, command, said):
    done = gazetted(*command, "--config", "gazetted.yaml", "./mine",
                    cwd=folder)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert said in done.stdout


@pytest.mark.parametrize("command", shown_commands())
def test_commands_run(folder, command):
    name, *arguments = shlex.split(command)
    articles = str(ROOT / "tests/cases/facts.json")
    arguments = [articles if word in ("FILE", "ARTICLES") else word
                 for word in arguments]
    config = [] if name == "schema" else ["--config", "gazetted.yaml"]
    done = gazetted(name, *arguments, *config, cwd=folder)
    assert done.stderr == ""
    assert done.returncode == (1 if name == "why-not" else 0)
    assert done.stdout


def test_it_has_a_list_that_a_shipped_pack_has_too():
    lists = (ROOT / "rules/packs/business-en/common.yaml").read_text()
    assert re.search(r"^  rank: \[", lists, re.M)
    assert re.search(r"^  rank: \[", shown_rules(), re.M)
