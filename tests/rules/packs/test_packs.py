"""The committed packs are well-formed and hold what they must."""

import re
import unicodedata

import pytest

COLUMNS = {"id", "type", "name", "aliases", "how", "policy", "priority",
           "xids", "attributes"}
TYPES = set("""
Person Org Org/Company Org/Bank Org/Government Org/Agency Org/Party Org/Ngo
Org/Media Org/University Org/Team Org/Exchange Place Place/Country
Place/Region Place/City Place/Facility Place/Water Norp Norp/Nationality
Norp/Religion Norp/Ideology Product Event Work Law Asset Asset/Currency
Asset/Equity Asset/Index Asset/Commodity Asset/Crypto""".split())
PACK_NAMES = ("companies", "currencies", "organisations", "people", "places")
PAIRS = re.compile(r"[a-z_0-9]+=[^;=]+(;[a-z_0-9]+=[^;=]+)*")


def test_every_pack_is_described(packs):
    for name in PACK_NAMES:
        text = (packs / name / "pack.yaml").read_text(encoding="utf-8")
        keys = [line.split(":")[0] for line in text.splitlines()]
        assert keys == ["gazetted", "name", "version", "language",
                        "namespace", "description", "licences"]
        assert f"name: {name}\n" in text
        assert "namespace: gz\n" in text


def test_licences_name_every_source(packs):
    text = (packs / "LICENSES.md").read_text(encoding="utf-8")
    for credit in ("GeoNames", "CC BY 4.0", "FinanceDatabase", "cleanco",
                   "Unicode-3.0", "PDDL", "CC0", "public domain", "SCOWL",
                   "Jeroen Bouma", "Paul Solin", "Unicode, Inc."):
        assert credit in text


def test_lists_are_small(packs):
    size = sum(p.stat().st_size for p in packs.glob("*/*.tsv"))
    assert size < 6_500_000


def test_headers(lists):
    assert lists
    for path, (header, _) in lists.items():
        assert set(header) == COLUMNS, path


def test_rows(lists):
    for path, (header, rows) in lists.items():
        for number, fields in rows:
            where = f"{path}:{number}"
            assert len(fields) == len(header), where
            check_row(where, dict(zip(header, fields)))


def check_row(where, row):
    assert re.fullmatch(r"[a-z0-9][a-z0-9.-]*", row["id"]), where
    assert row["type"] in TYPES or row["type"] == "", where
    assert row["how"] in ("", "ALIAS", "ACRONYM", "DERIVED"), where
    assert re.fullmatch(r"-?\d*", row["priority"]), where
    check_policy(where, row["policy"])
    for column in ("xids", "attributes"):
        assert not row[column] or PAIRS.fullmatch(row[column]), where
    for name in [row["name"]] + row["aliases"].split("|"):
        assert name == name.strip() and not re.search("[;=]|  ", name), where


def check_policy(where, policy):
    words = policy.split(",") if policy else []
    assert set(words) <= {"exact", "smart", "free", "context", "ticker",
                          "stop", "word"}, where
    assert len(words) == len(set(words)), where
    assert len({"exact", "smart", "free"} & set(words)) <= 1, where


def test_text_is_normal(lists):
    for path, (_, rows) in lists.items():
        for number, fields in rows:
            text = "".join(fields)
            assert text == unicodedata.normalize("NFC", text), (path, number)
            assert not any(unicodedata.category(c) in ("Cc", "Cs", "Co",
                                                       "Cn")
                           for c in text), (path, number)
            assert "\ufffd" not in text, (path, number)


def test_rows_of_an_entity_stand_together(lists):
    seen = set()
    for path, (header, rows) in lists.items():
        last = None
        for number, fields in rows:
            row = dict(zip(header, fields))
            if row["id"] != last:
                assert row["id"] not in seen, (path, number)
                assert row["name"] and row["type"], (path, number)
            else:
                assert not row["name"], (path, number)
            last = row["id"]
            seen.add(last)


def test_a_name_has_one_policy_within_an_entity(entities):
    for id, entity in entities.items():
        for name, ways in entity["names"].items():
            assert len(ways) == 1, (id, name)


def test_wikidata_ids_are_unique(entities):
    seen = {}
    for id, entity in entities.items():
        qid = entity["xids"].get("wikidata")
        if qid:
            assert re.fullmatch(r"Q[1-9]\d*", qid), id
            assert qid not in seen, (id, seen.get(qid))
            seen[qid] = id


@pytest.mark.parametrize("name, type, qid", [
    ("ByteDance", "Org/Company", "Q55606242"),
    ("Microsoft", "Org/Company", "Q2283"),
    ("OpenAI", "Org/Company", "Q21708200"),
    ("China", "Place/Country", "Q148"),
    ("United States", "Place/Country", "Q30"),
    ("United Kingdom", "Place/Country", "Q145"),
    ("Germany", "Place/Country", "Q183"),
    ("United Nations", "Org", "Q1065"),
    ("European Union", "Org", "Q458"),
    ("International Monetary Fund", "Org", "Q7804"),
    ("Federal Reserve", "Org/Bank", "Q53536"),
    ("Reuters", "Org/Media", "Q130879"),
    ("Apple", "Org/Company", "Q312"),
    ("Donald Trump", "Person", "Q22686"),
])
def test_known_entities(entities, name, type, qid):
    found = [e for e in entities.values() if e["xids"].get("wikidata") == qid]
    assert [(e["name"], e["type"]) for e in found] == [(name, type)]


def ways(entities, name, type):
    """Returns how a name matches for entities of a type."""
    return {way for e in entities.values() if e["type"].startswith(type)
            for way in e["names"].get(name, ())}


@pytest.mark.parametrize("name, type, how, policy", [
    ("US", "Place/Country", "ACRONYM", "exact,word"),
    ("U.S.", "Place/Country", "ACRONYM", "exact"),
    ("UK", "Place/Country", "ACRONYM", "exact"),
    ("UAE", "Place/Country", "ACRONYM", "exact"),
    ("UN", "Org", "ACRONYM", "exact,word"),
    ("EU", "Org", "ACRONYM", "exact"),
    ("WHO", "Org", "ACRONYM", "exact,word"),
    ("American", "Place/Country", "DERIVED", ""),
    ("Chinese", "Place/Country", "DERIVED", ""),
    ("Germans", "Place/Country", "DERIVED", ""),
    ("Frenchman", "Place/Country", "DERIVED", ""),
    ("Britons", "Place/Country", "DERIVED", ""),
    ("Washington", "Place/City", "", ""),
    ("Beijing", "Place/City", "", ""),
    ("Paris", "Place/City", "", ""),
    ("Jordan", "Place/Country", "", ""),
    ("Turkey", "Place/Country", "", ""),
    ("Chad", "Place/Country", "", ""),
    ("Turkish government", "Org/Government", "", ""),
    ("Ivorian government", "Org/Government", "", ""),
    ("Alibaba", "Org/Company", "", ""),
    ("TSMC", "Org/Company", "", "exact"),
    ("Volkswagen", "Org/Company", "", ""),
    ("VW", "Org/Company", "ACRONYM", "exact"),
    ("Nestle", "Org/Company", "", ""),
    ("Nestlé", "Org/Company", "", ""),
    ("MSFT", "Org/Company", "", "exact,ticker"),
    ("US dollars", "Asset/Currency", "", "free"),
])
def test_known_names(entities, name, type, how, policy):
    assert (how, policy) in ways(entities, name, type)


@pytest.mark.parametrize("name, type", [
    ("Reading", "Place/City"), ("Mobile", "Place/City"),
    ("Nice", "Place/City"), ("Orange", "Org/Company"),
    ("Target", "Org/Company"), ("Gap", "Org/Company"),
    ("Police", "Place"), ("Man", "Place"), ("May", "Person"),
    ("Lincoln", "Place/City"), ("SET", "Org"), ("Status", "Asset"),
])
def test_ordinary_words_stay_quiet(entities, name, type):
    for _, policy in ways(entities, name, type):
        assert "context" in policy or "ticker" in policy


@pytest.mark.parametrize("name, best", [
    ("Paris", "FR"), ("London", "GB"), ("Boston", "US"), ("Beijing", "CN"),
    ("Birmingham", "GB"), ("Cambridge", "GB"), ("Moscow", "RU"),
    ("Georgia", "GE"), ("Washington", "US"), ("Plymouth", "GB"),
    ("San Jose", "US"), ("Congo", "CD"), ("Mecca", "SA"), ("Tripoli", "LY"),
])
def test_the_famous_place_wins(lists, name, best):
    found = []
    for path, (header, rows) in lists.items():
        attributes = ""
        for _, fields in rows if path.startswith("places/") else ():
            row = dict(zip(header, fields))
            attributes = row["attributes"] if row["name"] else attributes
            if name in [row["name"]] + row["aliases"].split("|"):
                found.append((int(row["priority"] or 0), attributes))
    first = max(found)
    assert f"country={best}" in first[1]
    assert [p for p, _ in found].count(first[0]) == 1


def test_a_country_has_one_capital(lists):
    header, rows = lists["places/cities.tsv"]
    column = header.index("attributes")
    found = [part for _, fields in rows
             for part in fields[column].split(";")
             if part.startswith("capital_of=")]
    assert len(found) == len(set(found))
    assert {"capital_of=US", "capital_of=CN", "capital_of=FR",
            "capital_of=GB", "capital_of=JP"} <= set(found)
