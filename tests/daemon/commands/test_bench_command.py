"""gazetted bench names, as a user calls it."""

import json

import pytest

from support.daemon import gazetted

NAMES = "id\ttype\tname\tpolicy\n1\tOrg\tAcme Corp\texact\n2\tOrg\tÉcole 9\t\n"
TEXTS = ["Acme Corp met Acme corp.", "", "Die École 9 und Acme\nCorp."]
SPANS = ["0\t0\t9\tnames:1", "2\t4\t12\tnames:2", "2\t17\t26\tnames:1"]


@pytest.fixture
def image(tmp_path):
    (tmp_path / "names.tsv").write_text(NAMES)
    path = tmp_path / "names.gzt"
    assert gazetted("compile", "-o", path, tmp_path / "names.tsv").returncode == 0
    return path


def bench(*arguments):
    return gazetted("bench", "names", "--rounds", 1, *arguments)


def test_spans_and_figures(tmp_path, image):
    articles, spans = tmp_path / "articles.bin", tmp_path / "spans"
    articles.write_bytes(b"".join(t.encode() + b"\0" for t in TEXTS))
    done = bench("--json", "--spans", spans, "--threads", 2, image, articles)
    assert (done.returncode, done.stderr) == (0, "")
    figures = json.loads(done.stdout)
    assert figures["articles"] == 3 and figures["matches"] == 3
    assert figures["bytes"] == sum(len(t.encode()) for t in TEXTS)
    assert figures["names"] == 2 and figures["threads"] == 2
    assert len(figures["rounds"]) == 1 and figures["mb_s"] > 0
    assert spans.read_text().splitlines() == SPANS


def test_json_lines_join_title_and_body(tmp_path, image):
    articles, spans = tmp_path / "articles.jsonl", tmp_path / "spans"
    articles.write_text(json.dumps({"title": "News", "body": "Acme Corp"}))
    assert bench("--spans", spans, image, articles).returncode == 0
    assert spans.read_text() == "0\t6\t15\tnames:1\n"


@pytest.mark.parametrize("spared", ["names.gzt", "articles.bin"])
def test_spans_do_not_overwrite_what_is_read(tmp_path, image, spared):
    articles = tmp_path / "articles.bin"
    articles.write_bytes(b"Acme Corp\0")
    before = (tmp_path / spared).read_bytes()
    done = bench("--spans", tmp_path / spared, image, articles)
    assert done.returncode == 64
    assert done.stderr == (f"error: {tmp_path / spared} is read and would be "
                           "overwritten; name another file with --spans\n")
    assert (tmp_path / spared).read_bytes() == before


def test_text_for_people(tmp_path, image):
    articles = tmp_path / "articles.bin"
    articles.write_bytes(b"Acme Corp\0")
    lines = bench(image, articles).stdout.splitlines()
    assert [line.split("  ")[0] for line in lines] == [
        "speed", "an article", "articles", "image", "loading", "memory"]


@pytest.mark.parametrize("data, message", [
    (b"a\0\xff\0", "article 1 is not valid UTF-8; articles are UTF-8 with a "
                    "NUL byte behind each"),
    (b"", "there is no article in it"),
])
def test_bad_articles(tmp_path, image, data, message):
    articles = tmp_path / "articles.bin"
    articles.write_bytes(data)
    done = bench(image, articles)
    assert done.returncode == 1
    assert done.stderr == f"error: {articles}: {message}\n"


@pytest.mark.parametrize("arguments, message", [
    (("bench",), "say what to measure: names or extract"),
    (("bench", "names", "a.gzt"), "an image and a file of articles are needed"),
])
def test_usage(arguments, message):
    done = gazetted(*arguments)
    assert done.returncode == 64
    assert done.stderr == f"error: {message}; see gazetted bench --help\n"


def test_counts_have_bounds():
    done = gazetted("bench", "names", "--threads", "0", "a", "b")
    assert done.returncode == 64
    assert done.stderr == 'error: --threads "0" is no whole number from 1 to 256\n'
