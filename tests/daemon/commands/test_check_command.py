"""`gazetted check PACK...` as a writer of rules uses it."""

import pytest

from support.daemon import ROOT, gazetted
from support.rules import pack

GOOD = """gazetted: 1
lists:
  rank: [biggest, largest]
facts:
  Customer: [customer, supplier]
rules:
- id: t.customer
  emit: Customer
  match: "<customer:Org> is <supplier:Org> 's $rank customer"
  examples:
  - miss: "Nothing."
- id: t.uses
  emit: Customer
  match: "<customer:Org> ..8 uses~ ..8 <supplier:Org>"
"""


@pytest.fixture
def check(tmp_path):
    """check(argument...): with one list of names and no other rules."""
    config = tmp_path / "gazetted.yaml"
    names = ROOT / "tests/cases/names.tsv"
    config.write_text(f"rules:\n  packs: [{names}]\n")

    def run(*arguments):
        return gazetted("check", "--config", config, *arguments)
    return run


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "pack"
    path.mkdir()
    return path


def test_good_pack(check, folder):
    pack(folder, GOOD)
    done = check(folder)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0] == f"{folder}: ok"
    assert lines[1].startswith("packs     ")
    assert lines[2].startswith("rules     ")
    assert lines[2].endswith(" examples")
    assert len(lines) == 3


def test_a_mark_before_the_text(check, folder):
    (folder / "pack.yaml").write_text("\ufeffgazetted: 1\nname: mark\n")
    (folder / "rules.yaml").write_text("\ufeff" + GOOD)
    done = check(folder)
    assert (done.returncode, done.stderr) == (0, "")
    (folder / "rules.yaml").write_text("\ufeffgazeted: 1\nlists:\n  a: 1\n")
    assert f"{folder}/rules.yaml:1:2: error: unknown key" in check(folder).stderr


def test_all_mistakes_in_order(check, folder):
    path = pack(folder, GOOD.replace("$rank", "$rnak")
                .replace("<supplier:Org>\"", "<suplier:Org>\"")
                .replace("miss:", "mis:"))
    done = check(folder)
    assert (done.returncode, done.stdout) == (65, "")
    heads = [line for line in done.stderr.splitlines()
             if line.startswith(str(path))]
    assert [line.split(": error: ")[0].removeprefix(f"{path}:")
            for line in heads] == ["9:47", "11:5", "14:40"]
    assert 'unknown list "rnak" (did you mean "rank"?)' in heads[0]
    assert done.stderr.endswith("3 errors\n")


@pytest.mark.parametrize("description", [None, "", "- a\n", "a: [\n"])
def test_a_bad_description_is_told_once(check, folder, description):
    if description is not None:
        (folder / "pack.yaml").write_text(description)
    done = check(f"{folder}//")
    assert done.returncode == 65
    assert done.stderr.count("error: ") == 1
    assert f"{folder}/pack.yaml" in done.stderr


def test_folder_of_packs(check, tmp_path):
    packs = tmp_path / "packs"
    for name in ("one", "three", "two"):
        (packs / name).mkdir(parents=True)
    good = pack(packs / "one", GOOD)
    bad = pack(packs / "three", GOOD.replace("$rank", "$rnak"))
    pack(packs / "two", GOOD)
    done = check(packs)
    assert done.returncode == 65
    assert done.stdout.splitlines()[0] == f"{good.parent}: ok"
    assert done.stdout.endswith("3 packs, 1 with mistakes\n")
    assert done.stderr.count(": error: ") == 1
    assert done.stderr.startswith(f"{bad}:9:47: error: ")


def test_mistakes_of_all_rules_together(check, folder):
    """What only the compiler of rules sees."""
    path = pack(folder, GOOD + """- id: t.broad
  mention: Org
  match: ".. $Any?"
""")
    done = check(folder)
    assert done.returncode == 65
    assert done.stderr.startswith(f"{path}:17:11: error: ")


def test_cost(check, folder):
    pack(folder, GOOD)
    done = check("--cost", folder)
    assert (done.returncode, done.stderr) == (0, "")
    table = done.stdout.splitlines()[3:]
    assert table[0].split() == ["steps/token", "states", "width", "stratum",
                                "rule", "set", "off", "by"]
    rows = {row.split()[4]: row.split() for row in table[1:]}
    assert {"t.customer", "t.uses"} <= set(rows)
    steps = [int(row.split()[0]) for row in table[1:]]
    assert steps == sorted(steps, reverse=True)
    assert int(rows["t.uses"][2]) > int(rows["t.customer"][2])


def test_pack_that_is_not_there(check, tmp_path):
    done = check(tmp_path / "absent")
    assert (done.returncode, done.stdout) == (65, "")
    assert "absent" in done.stderr


@pytest.mark.parametrize("option", ["--cots", "--config"])
def test_wrong_options(option):
    done = gazetted("check", option)
    assert (done.returncode, done.stdout) == (64, "")
