"""gazetted test, as someone who writes rules calls it."""

import xml.etree.ElementTree

import pytest

from support.daemon import ROOT, gazetted
from support.rules import CONFIG, pack

MISSED = """\
{at}:6: t.client: this hit does not hold
    Acme is Globex's customer.
--- expected
+++ found
@@ -1,2 +1,1 @@
-client  Acme  0..4
-house  Globex  8..14
+nothing
why: it came to "customer" (17..25), wanted client~ (client, clients, cliented, clienting)
rerun: gazetted test --config {config} {pack} --rule t.client

"""


def run(*arguments):
    return gazetted("test", "--config", CONFIG, *arguments, cwd=ROOT)


def rule(match, *examples, more=""):
    """A file with one rule, its pattern in the fourth line."""
    listed = ",\n".join("    {" + example + "}" for example in examples)
    return ("gazetted: 1\nfacts: {Client: [client, house?]}\nrules:\n"
            f"- {{id: t.client, emit: Client, match: \"{match}\", {more}\n"
            f"  examples: [\n{listed}]}}\n")


def test_all_examples_hold():
    done = run()
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "6 examples of 4 rules: 6 hold, 0 do not\n"


def test_one_rule():
    done = run("--rule", "shop.says")
    assert done.stdout == "1 examples of 1 rules: 1 hold, 0 do not\n"


def test_a_hit_that_is_missed_shows_what_was_expected_and_why(tmp_path):
    at = pack(tmp_path, rule("<client:Org> is <house:Org> 's client~",
                             "hit: \"[client Acme] is [house Globex]'s "
                             "customer.\""))
    done = run(tmp_path)
    assert done.returncode == 1
    assert done.stdout == MISSED.format(at=at, config=CONFIG, pack=tmp_path) \
        + "1 examples of 1 rules: 0 hold, 1 do not\n"


def test_why_tells_the_pattern_that_lacks_one_word(tmp_path):
    """Not the one that comes further anywhere."""
    pack(tmp_path, rule("<client:Org> si <house:Org> 's client",
                        "hit: \"Acme is Globex's client.\"")
         .replace('match: "', 'match: ["<client:Org> ..5 \'s client of '
                              '<house:Org>", "').replace('client", ', 'client"], '))
    done = run(tmp_path)
    assert done.returncode == 1
    why = done.stdout.split("\nwhy: ")[1].split("\n")[0]
    assert why == ('match[1] came to "is" (5..7), wanted si; match[0] came to '
                   '"." (23..24), wanted of')


def test_why_tells_what_became_of_a_match(tmp_path):
    pack(tmp_path, rule("<client:Org> is <house:Org> 's client",
                        "hit: \"Acme is Acme's client.\""))
    assert ("\nwhy: it matches, but that is dropped: one entity has two roles\n"
            in run(tmp_path).stdout)


def test_why_tells_which_rule_found_the_same(tmp_path):
    pack(tmp_path, "gazetted: 1\nrules:\n- {id: t.late, emit: Customer, "
                   "match: \"<customer:Org> .. <supplier:Org> 's customer\",\n"
                   "  examples: [{hit: \"Acme is Globex's customer.\"}]}\n")
    assert ("\nwhy: it matches, but that is dropped: another rule finds the "
            "same (shop.customer)\n" in run(tmp_path).stdout)


@pytest.mark.parametrize("example, diff", [
    # Another part than the marked one.
    ("hit: \"[client Globex]'s client is Acme, Globex is Acme's client.\"",
     "-client  Globex  0..6\n+client  Globex  25..31\n"),
    # One that is not marked.
    ("hit: \"[client Globex] is Acme's client, Initech is Acme's client.\"",
     " client  Globex  0..6\n+client  Initech  25..32\n"),
    ("miss: \"Globex is Acme's client.\"",
     "-nothing\n+client  Globex  0..6\n+house  Acme  10..14\n"),
    ("hit: \"Globex is Acme's client.\", want: {modality: PLANNED}",
     " a finding\n-modality = PLANNED\n+modality = ACTUAL\n"),
    ("hit: \"Globex is Acme's client.\", want: {house: \"cast:globex\"}",
     " a finding\n-house = cast:globex\n+house = cast:acme\n"),
])
def test_differences(tmp_path, example, diff):
    pack(tmp_path, rule("<client:Org> is <house:Org> 's client~", example))
    done = run(tmp_path)
    assert done.returncode == 1
    body = done.stdout.split(" @@\n")[1].split("rerun: ")[0]
    assert body == diff


@pytest.mark.parametrize("example", [
    "hit: \"[client Globex] is [house Acme]'s client.\"",
    "hit: \"Globex is Acme's client.\", want: {house: Acme}",
    "hit: \"Globex is Acme's client.\", want: {house: \"cast:acme\", "
    "polarity: POSITIVE}",
    "miss: \"Globex is Acme's rival.\"",
])
def test_what_holds(tmp_path, example):
    pack(tmp_path, rule("<client:Org> is <house:Org> 's client~", example))
    done = run(tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


def override(folder, change):
    """Two packs, the second of which changes the rule of the first."""
    configured, mine = folder / "base", folder / "mine"
    configured.mkdir()
    mine.mkdir()
    at = pack(configured, rule("<client:Org> is <house:Org> 's client",
                               "hit: \"Acme is Globex's client.\""))
    pack(mine, "gazetted: 1\noverride:\n  t.client:\n    " + change)
    config = folder / "gazetted.yaml"
    shop = ROOT / "tests/cases/shop"
    config.write_text(f"rules:\n  packs: [{shop}, {configured}]\n")
    return at, gazetted("test", "--config", config, f"{mine}/")


def test_a_rule_is_tested_as_an_override_leaves_it(tmp_path):
    at, done = override(tmp_path, "unless: [client]")
    assert done.returncode == 1
    assert done.stdout.startswith(f"{at}:6: t.client: this hit ")
    assert done.stdout.endswith("1 examples of 1 rules: 0 hold, 1 do not\n")


def test_examples_that_an_override_adds_are_run(tmp_path):
    _, done = override(tmp_path, "examples: {append: "
                                 "[miss: \"Acme is Globex's client now.\"]}")
    assert done.returncode == 1
    assert f"{tmp_path}/mine/rules.yaml:4: t.client: this miss" in done.stdout
    assert done.stdout.endswith("2 examples of 1 rules: 1 hold, 1 do not\n")


def test_a_slash_behind_the_folder_changes_nothing(tmp_path):
    pack(tmp_path, rule("<client:Org> is <house:Org> 's client",
                        "hit: \"Acme is Globex's client.\""))
    assert run(f"{tmp_path}/").stdout.startswith("1 examples of 1 rules: 1 ")


def test_a_pack_takes_its_own_place_from_within(tmp_path):
    override(tmp_path, "priority: 1")
    done = gazetted("test", "--config", tmp_path / "gazetted.yaml", ".",
                    cwd=tmp_path / "base")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("1 examples of 1 rules: 1 ")


def test_titles_are_read_as_titles(tmp_path):
    pack(tmp_path, rule("<client:Org> is <house:Org> 's client~",
                        "hit: \"Globex is Acme's client\"",
                        more="only_in: TITLE,"))
    assert run(tmp_path).returncode == 0


def test_mutants_that_no_example_misses_are_listed(tmp_path):
    at = pack(tmp_path, rule("<client:Org> (is|was) <house:Org> 's client~",
                             "hit: \"Globex is Acme's client.\""))
    done = run(tmp_path, "--mutants")
    assert done.returncode == 1
    assert done.stdout == (
        f"{at}:4:57: survivor: no example of t.client needs this word\n"
        "- {id: t.client, emit: Client, match: \"<client:Org> (is|was) "
        "<house:Org> 's client~\", \n"
        + " " * 56 + "^~~\n"
        "1 examples of 1 rules: 1 hold, 0 do not; 4 mutants, 1 survive\n")


def test_all_mutants_die(tmp_path):
    pack(tmp_path, rule("<client:Org> is <house:Org> 's client~",
                        "hit: \"Globex is Acme's client.\"",
                        "miss: \"Globex isn't Acme's client.\""))
    done = run(tmp_path, "--mutants")
    assert done.returncode == 0
    assert done.stdout.endswith("3 mutants, 0 survive\n")


def test_junit(tmp_path):
    folder = tmp_path / "pack"
    folder.mkdir()
    pack(folder, rule("<client:Org> is <house:Org> 's client~",
                      "hit: \"Globex is Acme's client.\"",
                      "miss: \"Globex is Acme's <client> & client.\"",
                      "miss: \"Globex is Acme's clients.\""))
    report = tmp_path / "junit.xml"
    assert run(folder, "--junit", report).returncode == 1
    suite = xml.etree.ElementTree.parse(report).getroot()
    assert (suite.get("tests"), suite.get("failures")) == ("3", "1")
    names = [case.get("name") for case in suite]
    assert names == ["hit 1", "miss 2", "miss 3"]
    failure = suite[2].find("failure")
    assert failure.get("message") == "this miss does not hold"
    assert "+client  Globex  0..6\n" in failure.text


def test_junit_does_not_overwrite_a_rule_file(tmp_path):
    at = pack(tmp_path, rule("<client:Org> is", "miss: \"x\""))
    before = at.read_text()
    done = run(tmp_path, "--junit", at)
    assert done.returncode == 64
    assert done.stdout == ""
    assert done.stderr == (f"error: {at} is read and would be overwritten; "
                           "name another file with --junit\n")
    assert at.read_text() == before


@pytest.mark.parametrize("arguments, status, message", [
    (["--rule", "shop.custmer"], 64,
     'error: unknown rule "shop.custmer", did you mean "shop.customer"?\n'),
    (["--nonsense"], 64, "see gazetted test --help\n"),
    (["x/rules.yaml"], 64,
     'error: "x/rules.yaml" is no pack: a configuration is given as --config '
     'x/rules.yaml, rules as the folder that they are in\n'),
    (["--junit", "/no/such/folder/x"], 1,
     "error: cannot write /no/such/folder/x: No such file or directory\n"),
])
def test_mistakes(arguments, status, message):
    done = run(*arguments)
    assert done.returncode == status
    assert done.stderr.endswith(message)


def test_mistakes_in_a_pack_are_told_with_their_places(tmp_path):
    at = pack(tmp_path, rule("<client:Orgg> is", "miss: \"x\""))
    done = run(tmp_path)
    assert done.returncode == 65
    assert done.stdout == ""
    assert done.stderr.startswith(f"{at}:4:48: error: ")


def test_without_rules(tmp_path):
    config = tmp_path / "c.yaml"
    config.write_text(f"rules: {{packs: ['{ROOT}/tests/cases/names.tsv']}}\n")
    done = gazetted("test", "--config", config)
    assert done.returncode == 65
    assert done.stderr == "error: the packs have no rules\n"


def test_the_cast_has_the_types_of_the_rules(tmp_path):
    pack(tmp_path, rule(
        "<client:Cloud> meets <house:Product>",
        "hit: \"[client Hash] meets [house Mug].\"",
        "hit: \"[client #x] meets [house Hash].\"",
        "miss: \"Mug meets Hash.\"",
    ) + "types: {Cloud: Product, Db: Cloud}\n"
        "cast: {Db: [Hash], Cloud: ['#x'], Product: [Mug]}\n")
    done = run(tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "3 examples of 1 rules: 3 hold, 0 do not\n"
