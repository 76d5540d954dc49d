"""The sample articles and the case inputs are what their names promise."""

import json
import re
from datetime import datetime
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
ARTICLES = ROOT / "daemon/demo/articles"
CASES = ROOT / "tests/cases"

FILES = sorted(p for p in ARTICLES.iterdir() if p.suffix in {".json", ".txt"})
BROKEN = [p for p in FILES if "-broken-" in p.name]
GOOD = [p for p in FILES if p not in BROKEN]
GOOD_JSON = [p for p in GOOD if p.suffix == ".json"]

FIELDS = {
    "id": ("id", "@id"),
    "title": ("title", "headline"),
    "body": ("body", "text", "content", "articleBody", "body_text"),
    "url": ("url",),
    "language": ("language", "inLanguage"),
    "source": ("source", "publisher"),
    "time": ("published_at", "published", "publishedAt", "datePublished"),
}
# Characters; the shortest is a flash, the longest a feature.
BODY_MIN, BODY_MAX = 150, 6000
FILE_MAX_BYTES = 16 * 1024


def name_of(path):
    return path.name


def value(article, field):
    found = [article[n] for n in FIELDS[field] if n in article]
    assert len(found) == 1, f"{field}: {len(found)} of {FIELDS[field]}"
    return found[0]


def read(path):
    return json.loads(path.read_bytes().decode("utf-8"))


def body_of(path):
    if path.suffix == ".txt":
        return path.read_bytes().decode("utf-8")
    return value(read(path), "body")


def published(time):
    if isinstance(time, int):
        return datetime.fromtimestamp(time / 1000)
    return datetime.fromisoformat(time)


def test_numbers_are_the_feeding_order():
    assert 55 <= len(FILES) <= 65
    numbers = [int(p.name[:2]) for p in FILES]
    assert numbers == list(range(1, len(FILES) + 1))
    for path in FILES:
        assert re.fullmatch(r"\d\d(-[a-z0-9]+)+\.(json|txt)", path.name)


def test_nothing_else_lies_beside_them():
    others = {p.name for p in ARTICLES.iterdir()} - {p.name for p in FILES}
    assert others == {"README.md"}


@pytest.mark.parametrize("path", GOOD, ids=name_of)
def test_body_has_the_size_of_news(path):
    body = body_of(path)
    assert BODY_MIN <= len(body) <= BODY_MAX
    assert not re.search(r"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f\ufffd]", body)
    assert path.stat().st_size <= FILE_MAX_BYTES


@pytest.mark.parametrize("path", GOOD_JSON, ids=name_of)
def test_fields_have_usual_names_and_sound_values(path):
    article = read(path)
    assert value(article, "title").strip()
    assert value(article, "url").startswith("https://news.example/")
    source = value(article, "source")
    if isinstance(source, dict):
        source = source["name"]
    assert source == "Sample Wire"
    assert 2022 <= published(value(article, "time")).year <= 2026


@pytest.mark.parametrize("field", ["id", "title", "url"])
def test_values_are_unique(field):
    values = [value(read(p), field) for p in GOOD_JSON]
    assert len(set(values)) == len(values)


def test_every_usual_name_occurs():
    seen = {key for p in GOOD_JSON for key in read(p)}
    assert {n for names in FIELDS.values() for n in names} <= seen
    assert any(p.suffix == ".txt" for p in GOOD)


def test_languages():
    primary = [value(read(p), "language").split("-")[0] for p in GOOD_JSON]
    for language in ("fr", "de", "es", "zh", "ja"):
        assert primary.count(language) >= 2, language
    assert set(primary) == {"en", "fr", "de", "es", "zh", "ja"}


@pytest.mark.parametrize("mark", [
    "’", "“", "–", "—", "\u00a0", "\u202f", "•", "€", "£", "¥", "HK$", "(NYSE:",
    "U.S.", "US ", "\r\n", "🚀", "HOUSTON, Oct. 11 (Wire) —",
    "European\nUnion", "Jens\nStoltenberg", "New\n   Zealand",
])
def test_typography_occurs(mark):
    texts = [body_of(p) for p in GOOD]
    texts += [value(read(p), "title") for p in GOOD_JSON]
    assert any(mark in text for text in texts)


def test_first_article_names_who_it_is_about():
    body = value(read(FILES[0]), "body")
    for name in ("ByteDance", "Microsoft", "OpenAI", "China",
                 "United States", "U.S.", "Washington", "Beijing"):
        assert name in body
    assert "$1 billion a year" in body


def only(name):
    paths = [p for p in BROKEN if p.stem.endswith(f"-broken-{name}")]
    assert len(paths) == 1
    return paths[0]


def test_no_other_way_of_being_broken():
    names = {p.stem.split("-broken-")[1] for p in BROKEN}
    assert names == {"array", "truncated", "utf8", "deep", "no-body"}
    assert FILES[-1] in GOOD


def test_broken_array_is_sound_json():
    assert isinstance(read(only("array")), list)


def test_broken_truncated_is_only_cut():
    text = only("truncated").read_bytes().decode("utf-8")
    with pytest.raises(json.JSONDecodeError):
        json.loads(text)
    assert value(json.loads(text + '"}'), "body")


def test_broken_utf8_is_sound_latin_1():
    raw = only("utf8").read_bytes()
    with pytest.raises(UnicodeDecodeError):
        raw.decode("utf-8")
    assert "Orléans" in value(json.loads(raw.decode("latin-1")), "body")


def test_broken_deep_is_2000_levels_and_balanced():
    text = only("deep").read_bytes().decode("utf-8")
    arrays = re.search(r"(\[+)(\]+)", text)
    assert len(arrays[1]) == len(arrays[2]) == 2000
    shallow = text[:arrays.start()] + "[]" + text[arrays.end():]
    assert value(json.loads(shallow), "body")


def test_broken_no_body_has_all_but_a_body():
    article = read(only("no-body"))
    assert value(article, "title")
    assert not set(article) & set(FIELDS["body"])


# What makes each case of tests/cases the case that its name says.
FEATURES = {
    "possessive": r"Toyota’s .*Honda's .*carmakers' ",
    "hyphen": r"London-based .*Microsoft-\nOpenAI",
    "curly_apostrophe": r"O’Neill .*O'Neill ",
    "line_break_name": r"Bank of\nEngland .*Federal\r\nReserve",
    "paragraph_break_name": r"New\n\nYork .*South\n\n- Korea",
    "all_caps_headline": r"^APPLE AND GOOGLE [^a-z]+\n",
    "cjk_names": r"字节跳动.*삼성전자.*トヨタ自動車",
    "astral_before_name": r"[\U00010000-\U0010ffff]+ SpaceX",
    "combining_diacritics": r"Sa\u0303o Paulo.*S\u00e3o Paulo",
    "abbreviation_sentence_end": r"in the U\.S\. The .*Inc\. It .*\nGov\. ",
    "nested_names": r"Bank of China is not China",
    "surname_after_full_name": r"Christine Lagarde, .*\. Lagarde said",
}


def test_every_case_has_its_feature():
    missing = [n for n in FEATURES if not (CASES / f"{n}.json").is_file()]
    assert not missing


@pytest.mark.parametrize("name", FEATURES)
def test_case_shows_its_feature(name):
    case = read(CASES / f"{name}.json")
    assert list(case) == ["id", "title", "body", "language"]
    assert case["id"] == "case-" + name.replace("_", "-")
    text = case["title"] + "\n" + case["body"]
    assert re.search(FEATURES[name], text, re.DOTALL)
