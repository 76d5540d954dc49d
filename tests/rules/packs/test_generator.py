"""The generator's small functions, and the writing of files."""

import subprocess
import sys

import pytest

from generator import companies, countries, model, people, places, text


@pytest.mark.parametrize("name, expected", [
    ("Zürich", ["Zürich", "Zurich"]),
    ("St. Louis", ["St. Louis", "St Louis", "Saint Louis"]),
    ("Procter & Gamble", ["Procter & Gamble", "Procter and Gamble"]),
    ("Łódź", ["Łódź", "Lodz"]),
    ("Boston", ["Boston"]),
])
def test_spellings(name, expected):
    assert text.spellings(name) == expected


@pytest.mark.parametrize("name, expected", [
    ("  McDonald’s ", "McDonald's"),
    ("a|b;c=d\te", "a b c d e"),
    ("e\u0301", "é"),
])
def test_clean(name, expected):
    assert text.clean(name) == expected


@pytest.mark.parametrize("name, expected", [
    ("UN", True), ("U.S.", True), ("Fed", False), ("A", False),
    ("S&P 500", False), ("G20", False), ("NATO", True), ("H&M", True),
    ("1MDB", True), ("CD&", False),
])
def test_is_acronym(name, expected):
    assert text.is_acronym(name) == expected


@pytest.mark.parametrize("entry, expected", [
    ("Angolan(s)", ["Angolan", "Angolans"]),
    ("Irishman(men), Irishwoman(women), Irish (collective plural)",
     ["Irishman", "Irishmen", "Irishwoman", "Irishwomen", "Irish"]),
    ("Chinese (singular and plural)", ["Chinese"]),
    ("Saudi or Saudi Arabian", ["Saudi", "Saudi Arabian"]),
    ("Swati; note - former term, Swazi, still used", ["Swati"]),
    ("NA", []), ("none", []), ("", []),
])
def test_nationality(entry, expected):
    assert countries.nationality(entry) == expected


@pytest.mark.parametrize("name, expected", [
    ("Donostia / San Sebastián", ["Donostia", "San Sebastián"]),
    ("Batumi (Georgia)", ["Batumi"]),
])
def test_city_names(name, expected):
    assert places.city_names(name) == expected


@pytest.mark.parametrize("name, expected", [
    ("Grand Chief Sir Bob Dadae", "Bob Dadae"),
    ("President Mohammad Shahabuddin", "Mohammad Shahabuddin"),
    ("Donald J. Trump", "Donald J. Trump"),
])
def test_without_titles(name, expected):
    assert people.without_titles(name) == expected


class Forms(companies.Companies):
    """Companies with a few legal forms and nothing else."""

    def __init__(self):
        self.suffixes = {"ltd", "co", "inc", "ag", "limited", "sab de cv",
                         "", "&"}


@pytest.mark.parametrize("legal, expected", [
    ("Alibaba Group Holding Limited",
     ["Alibaba Group Holding", "Alibaba Group", "Alibaba"]),
    ("Siemens AG", ["Siemens"]),
    ("Ningbo Donly Co.,Ltd", ["Ningbo Donly"]),
    ("Axtel, S.A.B. de C.V.", ["Axtel"]),
    ("Tjk Machinery (Tianjin) Co., Ltd.", ["Tjk Machinery"]),
])
def test_short_names(legal, expected):
    assert Forms().short_names(legal) == expected


def test_an_entity_is_written_as_one_row_for_each_policy():
    table = model.Table("t")
    entity = table.new("country-us", "Place/Country", "United States",
                       priority=50)
    entity.add(["America", "United States"])
    entity.add(["US", "U.S."], how="ACRONYM", policy="exact")
    entity.add(["US"], policy="smart")
    entity.xids = {"wikidata": "Q30", "geonames": ""}
    assert table.text().splitlines()[1:] == [
        "country-us\tPlace/Country\tUnited States\tAmerica\t\t\t50\t"
        "wikidata=Q30\t",
        "country-us\t\t\tUS|U.S.\tACRONYM\texact\t50\t\t",
    ]


def test_a_name_may_have_a_priority_of_its_own():
    entity = model.Entity("x:one", "Org", "One", priority=10)
    entity.add(["O"], policy="exact,context", priority=5)
    assert [row[5:7] for row in entity.rows()] == [
        ["", "10"], ["exact,context", "5"]]


def test_an_id_in_use_gets_a_number():
    table = model.Table("t")
    assert [table.new("a", "Org", "A").id for _ in range(3)] == [
        "a", "a-2", "a-3"]


def test_missing_sources_are_reported(packs, tmp_path):
    run = subprocess.run(
        [sys.executable, packs / "generate.py", "--check", tmp_path],
        capture_output=True, text=True, check=False)
    assert run.returncode == 2
    assert run.stderr == f"generate.py: error: no sources in {tmp_path}\n"


def test_inputs_are_tables(packs):
    for path in sorted((packs / "generator/input").glob("*.tsv")):
        lines = [l for l in path.read_text(encoding="utf-8").splitlines()
                 if not l.startswith("# ")]
        columns = lines[0].count("\t")
        for line in lines:
            assert line.count("\t") == columns, (path.name, line)
            assert line == line.rstrip(" "), (path.name, line)


@pytest.mark.parametrize("legal, names", [
    ("Amazon.com, Inc.", ["Amazon.com Inc"]),
    ("Honda Motor Co., Ltd.", ["Honda Motor Co Ltd"]),
    ("Acme Corporation", ["Acme Corp"]),
    ("Acme", []),
])
def test_legal_names_are_abbreviated(legal, names):
    assert companies.abbreviated(legal) == names


@pytest.mark.parametrize("name, stopped", [
    ("Acme Inc", "Acme Inc."), ("Acme Co Ltd", "Acme Co Ltd."),
    ("Acme Inc.", "Acme Inc."), ("Tenco", "Tenco"), ("Inc", "Inc"),
])
def test_short_legal_forms_have_a_stop(name, stopped):
    assert companies.with_stop(name) == stopped
