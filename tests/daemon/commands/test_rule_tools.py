"""The tools for rules: why-not, explain, diff, rules hot, bench extract."""

import html.parser
import json

import pytest

from support.daemon import ROOT, gazetted
from support.rules import CONFIG, pack

ARTICLE = {"id": "a1", "title": "Microsoft is OpenAI's customer",
           "body": "Microsoft has been OpenAI's biggest cloud customer. "
                   "It spent $1bn <b>.", "published_at": "2026-03-14T00:00:00Z"}


def run(command, *arguments, **options):
    return gazetted(command, "--config", CONFIG, *arguments, cwd=ROOT,
                    **options)


@pytest.fixture(name="article")
def one_article(tmp_path):
    path = tmp_path / "a.json"
    path.write_text(json.dumps(ARTICLE))
    return path


# --- why-not ---

def test_why_not_shows_the_word_that_would_not_do():
    done = run("why-not", "shop.customer", "Acme has been Globex's custmer.")
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout == """\
Acme has been Globex's custmer.
~~~~~~~~~~~~~~~~~~~~~~~^
pattern   <customer:Org> have~? be~ <supplier:Org> 's $rank? \
segment:(..2) customer~
captured  customer = Acme
captured  supplier = Globex
found     "custmer" (23..30) and on to the end of the text
wanted    customer~ (customer, customers, customered, customering)
or first  $rank?
nearest   customer, to "custmer" (23..30)
"""


def test_why_not_names_the_guard_that_forbade():
    done = run("why-not", "shop.customer",
               "Acme is Globex's customer denies Jane Roe.")
    assert done.returncode == 1
    assert done.stdout.endswith(
        "forbidden by unless[0]: <customer:Org> ..4 deny~\n")


def test_why_not_says_when_it_matches():
    done = run("why-not", "shop.customer", "-",
               stdin="Acme is Globex's customer.")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("it matches\n")


def test_why_not_says_when_nothing_is_there():
    done = run("why-not", "shop.customer", "Nothing of the kind.")
    assert done.returncode == 1
    assert done.stdout == \
        "nothing that it begins with is there: <customer:Org>\n"


def test_why_not_says_when_a_rule_is_for_titles(tmp_path):
    pack(tmp_path, "gazetted: 1\nfacts: {Client: [client]}\nrules:\n"
                   "- {id: t.client, emit: Client, only_in: TITLE,\n"
                   "   match: '<client:Org> buys'}\n")
    done = run("why-not", "--pack", tmp_path, "t.client", "Acme buys")
    assert (done.returncode, done.stdout) == (
        1, "it reads titles only, and there is none\n")
    done = run("why-not", "-p", tmp_path, "--title", "t.client", "Acme buys")
    assert done.returncode == 0


@pytest.mark.parametrize("arguments, status, message", [
    (["shop.customer"], 64,
     "error: give a rule and a text, or -; see gazetted why-not --help\n"),
    (["shop.custmer", "x"], 64,
     'error: unknown rule "shop.custmer", did you mean "shop.customer"?\n'),
    (["--nonsense"], 64, "see gazetted why-not --help\n"),
])
def test_why_not_mistakes(arguments, status, message):
    done = run("why-not", *arguments)
    assert done.returncode == status
    assert done.stderr.endswith(message)


# --- explain ---

def explained(article, *arguments):
    done = run("explain", "--format", "json", *arguments, article)
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


def test_explain_has_every_stage(article):
    told = explained(article)
    assert list(told) == ["id", "title", "body", "sentences", "names", "values",
                          "decisions", "mentions", "entities", "facts"]
    assert [s["tokens"] for s in told["sentences"]][0] == \
        "Microsoft | is | OpenAI | 's | customer"
    assert [n["span"]["text"] for n in told["names"] if n["fate"] == "mention"] \
        == ["Microsoft", "OpenAI", "Microsoft", "OpenAI"]
    assert [v["value"] for v in told["values"]] == ["EQ 1000000000 USD"]
    taken = [d["rule"] for d in told["decisions"] if d["stage"] == "fact"]
    assert taken == ["shop.customer", "shop.customer"]


def test_explain_shows_the_factors_of_a_confidence(article):
    fact = explained(article)["facts"][1]
    assert fact["roles"] == \
        'customer=Microsoft, supplier=OpenAI, segment="cloud"'
    product = fact["prior"] * fact["link"] * fact["form"] * fact["gap"]
    assert abs(fact["confidence"] - product) < 1e-3  # it is rounded


def test_explain_one_rule(article):
    told = explained(article, "--rule", "shop.says")
    assert list(told) == ["id", "title", "body", "reach", "decisions",
                          "mentions", "facts"]
    assert told["facts"] == told["decisions"] == told["mentions"] == []
    assert told["reach"] == [
        {"reach": "nothing that it begins with is there: <source:Person>"}]


class Page(html.parser.HTMLParser):
    """What a page is made of."""

    def __init__(self):
        super().__init__()
        self.tags = []
        self.links = []
        self.text = ""

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.links += [v for k, v in attrs if k in ("src", "href")]

    def handle_data(self, data):
        self.text += data


def test_explain_html_is_one_safe_page(article):
    done = run("explain", "--format", "html", article, article)
    assert (done.returncode, done.stderr) == (0, "")
    page = Page()
    page.feed(done.stdout)
    assert done.stdout.count("<!DOCTYPE html>") == 1
    assert page.tags.count("article") == 2
    assert page.links == []
    assert not set(page.tags) & {"script", "link", "img", "iframe", "b"}
    assert "It spent $1bn <b>." in page.text
    assert "@import" not in done.stdout and "url(" not in done.stdout


def test_explain_text_has_the_same_sections(article):
    done = run("explain", article)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("== a1: Microsoft is OpenAI's customer\n\n"
                                  "Sentences and tokens\n")
    assert '  body 0..9 "Microsoft"  mention  wd:Q2283  Org/Company' in \
        done.stdout


def test_explain_reads_standard_input_and_names_bad_articles():
    done = run("explain", stdin='{"body": "Japan"}\n{"x": 1}\n')
    assert done.returncode == 1
    assert done.stderr.startswith("<stdin>:2: error: no_field: body: ")
    assert "Japan" in done.stdout


def test_explain_is_the_same_every_time(article):
    for form in ("text", "json", "html"):
        assert run("explain", "-f", form, article).stdout == \
            run("explain", "-f", form, article).stdout


# --- diff ---

CHANGED = """\
gazetted: 1
facts: {Customer: [customer, supplier, segment?]}
rules:
- id: shop.customer
  emit: Customer
  confidence: 0.5
  match: "^ <customer:Org> is <supplier:Org> 's segment:(..2) customer"
- id: shop.new
  emit: Customer
  match: "<customer:Org> has been <supplier:Org>"
"""


def test_diff_of_the_same_rules_is_empty(article):
    done = run("diff", "--rules", "tests/cases/shop", article)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == ("1 articles: 0 facts added, 0 lost, 0 changed, "
                           "2 as before\n")


def test_diff_tells_facts_that_differ(tmp_path, article):
    folder = tmp_path / "shop"
    folder.mkdir()
    pack(folder, CHANGED, "shop")
    done = run("diff", "--rules", folder, article)
    assert (done.returncode, done.stderr) == (1, "")
    lines = done.stdout.splitlines()
    assert lines[0] == "== a1: Microsoft is OpenAI's customer"
    assert [line[0] + line.split("  ")[3] for line in lines[1:-1]] == [
        "-customer=Microsoft, supplier=OpenAI",
        "+customer=Microsoft, supplier=OpenAI",
        '-customer=Microsoft, supplier=OpenAI, segment="cloud"',
        "+customer=Microsoft, supplier=OpenAI"]
    assert lines[-1] == ("1 articles: 1 facts added, 1 lost, 1 changed, "
                         "0 as before")
    back = run("diff", "--rules", "tests/cases/shop", "--rules", folder,
               article)
    assert back.stdout.splitlines()[-1] == lines[-1]


@pytest.mark.parametrize("arguments, message", [
    (["x.json"], "error: give the new rules as --rules"),
    (["--rules", "a"], "error: files of articles are needed"),
])
def test_diff_usage(arguments, message):
    done = run("diff", *arguments)
    assert done.returncode == 64
    assert done.stderr == f"{message}; see gazetted diff --help\n"


def test_diff_takes_two_sides():
    done = run("diff", "-R", "a", "-R", "b", "-R", "c", "x.json")
    assert done.returncode == 64
    assert done.stderr == "error: --rules is given more than 2 times\n"


# --- rules hot ---

def test_hot_rules_come_first(article):
    done = run("rules", "hot", "--json", article)
    assert (done.returncode, done.stderr) == (0, "")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert rows[0]["rule"] == "shop.customer"
    assert rows[0]["matches"] == 2
    assert abs(sum(row["share"] for row in rows) - 1) < 1e-9
    assert [row["steps"] for row in rows] == \
        sorted((row["steps"] for row in rows), reverse=True)


def test_hot_text(article):
    done = run("rules", "hot", "--top", "1", article)
    lines = done.stdout.splitlines()
    assert lines[0].split() == ["runs", "matches", "forbidden", "steps",
                                "share", "rule"]
    assert lines[1].split()[-1] == "shop.customer"
    assert len(lines) == 3 and lines[2].startswith("1 articles, ")


def test_hot_usage():
    done = run("rules", "cold")
    assert (done.returncode, done.stderr) == (
        64, "error: say hot; see gazetted rules --help\n")


# --- bench extract ---

def test_bench_extract_measures_each_stage(article):
    done = gazetted("bench", "extract", "--rounds", "1", "--json", "--config",
                    CONFIG, article, cwd=ROOT)
    assert (done.returncode, done.stderr) == (0, "")
    measured = json.loads(done.stdout)
    assert (measured["articles"], measured["facts"]) == (1, 2)
    assert list(measured["stages"]) == [
        "decode", "cut", "names", "values", "extract", "signature", "events",
        "encode"]
    assert measured["us_per_article"] > 0


def test_bench_extract_text(article):
    done = gazetted("bench", "extract", "-r", "1", "-c", CONFIG, article,
                    cwd=ROOT)
    assert (done.returncode, done.stderr) == (0, "")
    assert "/s with one thread, " in done.stdout


def test_bench_extract_wants_articles():
    done = gazetted("bench", "extract")
    assert (done.returncode, done.stderr) == (
        64, "error: files of articles are needed; see gazetted bench extract "
            "--help\n")
