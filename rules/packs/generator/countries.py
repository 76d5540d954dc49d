"""Countries, their people and their capitals' countries."""

import re

from .sources import hand_tsv, read_tsv, split
from .text import clean, is_cjk, spellings, without_brackets, without_the

PRIORITY = 50
ARTICLE = re.compile(
    r"Republic|Kingdom|States|Emirates|Islands|Netherlands|Philippines|"
    r"Bahamas|Gambia|Maldives|Comoros|Seychelles|Congo")
# States without a short name in the source, as if they were none.
NAMELESS = {"CI", "TR"}
NUMBER = re.compile(
    r"\s*\((?:singular|plural|collective|colloquial|US|or )[^)]*\)")


class Countries:
    """Finds a country's ISO code by any name that the sources use."""

    def __init__(self, sources):
        self.rows = read_tsv(sources / "countries/country-codes.tsv")
        self.hand = {r["iso2"]: r for r in hand_tsv("countries.tsv")}
        for row in self.rows:
            if row["alpha2"] in NAMELESS:
                row["unterm_short"] = self.name(row["alpha2"])
        self.factbook = read_tsv(
            sources / "countries/factbook-names-nationalities.tsv")
        self.codes = self.index()

    def index(self):
        """Returns {name: ISO code}."""
        codes = {}
        for row in self.rows:
            for column in ("name", "unterm_short"):
                name = without_brackets(row[column].rstrip("* "))
                codes.setdefault(name, row["alpha2"])
        for row in self.hand.values():
            codes[row["name"]] = row["iso2"]
        for row in hand_tsv("country_keys.tsv"):
            codes[row["name"]] = row["iso2"]
        return codes

    def code(self, name):
        """Returns the ISO code of a country's name, or ""."""
        return self.codes.get(name.strip(), "")

    def name(self, iso2):
        """Returns the usual name of a country."""
        hand = self.hand.get(iso2)
        if hand:
            return hand["name"]
        return next((r["name"] for r in self.rows if r["alpha2"] == iso2),
                    "")

    def of(self, iso2):
        """Returns a country's name as it follows "of"."""
        name = self.name(iso2)
        return f"the {name}" if ARTICLE.search(name) else name

    def adjectives(self, iso2):
        """Returns the adjectives of a country, the official one first."""
        found = []
        for row in self.factbook:
            if self.code(row["name"]) == iso2 and not is_part(row["name"]):
                found += nationality(row["nationality_adjective"])[:1]
        found += split(self.hand.get(iso2, {}).get("demonyms", ""))[:1]
        usable = self.demonyms(iso2)
        return [a for a in dict.fromkeys(found)
                if a in usable and a[-1] != "s" and " " not in a
                or a.endswith(" Korean")]

    def demonyms(self, iso2):
        """Returns what a country's people and things are called."""
        found = split(self.hand.get(iso2, {}).get("demonyms", ""))
        for row in self.factbook:
            if self.code(row["name"]) == iso2 and not is_part(row["name"]):
                found += nationality(row["nationality_adjective"])
                found += nationality(row["nationality_noun"])
        found = [d for d in found if d != self.name(iso2)]
        return list(dict.fromkeys(found))


def is_part(name):
    """Says whether the Factbook lists only a part of a country here."""
    return name in ("West Bank", "Gaza, Gaza Strip")


def nationality(text):
    """Returns the words of a Factbook entry such as
    "Irishman(men), Irishwoman(women), Irish (collective plural)"."""
    text = NUMBER.sub("", text.split("; note")[0])
    found = []
    for part in re.split(r"[,;/]|\bor\b", text):
        found += numbers(part.strip())
    return [f for f in found if f and f[0].isupper() and f != "NA"]


def numbers(word):
    """Returns singular and plural of "Angolan(s)" or "Manxman (men)"."""
    match = re.match(r"(.*?)\s*\((\w+)\)$", word)
    if not match:
        return [word]
    stem, ending = match.groups()
    if ending == "s":
        return [stem, stem + "s"]
    return [stem, stem[:-len(ending)] + ending]


def foreign_names(row):
    """Returns a country's names in French, Spanish and Chinese."""
    found = []
    for column in ("name_fr", "name_es", "name_zh"):
        name = without_brackets(row[column])
        if name and "," not in name and "，" not in name:
            found.append(name)
    return found


def official_names(row):
    """Returns a country's names in English as treaties spell them."""
    found = [row["name"], row["unterm_short"], row["unterm_formal"]]
    found = [without_the(without_brackets(n.rstrip("* "))) for n in found]
    return [n for n in found if n]


def add_countries(table, countries, lexicon):
    """Makes all countries."""
    for row in countries.rows:
        add_country(table, countries, lexicon, row)
    kosovo = countries.hand["XK"]
    entity = table.new("country-xk", "Place/Country", kosovo["name"],
                       priority=PRIORITY)
    entity.add(countries.demonyms("XK"), how="DERIVED")


def add_country(table, countries, lexicon, row):
    """Makes one country with its names and its demonyms."""
    iso2 = row["alpha2"]
    hand = countries.hand.get(iso2, {})
    name = hand.get("name") or row["name"]
    entity = table.new(f"country-{iso2.lower()}", "Place/Country", name,
                       priority=PRIORITY,
                       policy=lexicon.famous_policy(name, "country"))
    entity.xids = {"wikidata": row["qid"], "geonames": row["geonameid"],
                   "iso2": iso2, "iso3": row["alpha3"]}
    entity.attributes = {"country": iso2, "currency": row["currency"]}
    acronyms = split(hand.get("acronyms", ""))
    entity.add(acronyms, how="ACRONYM", policy="exact")
    for alias in split(hand.get("aliases", "")) + official_names(row):
        if lexicon.is_dropped(alias, f"country-{iso2}"):
            continue
        entity.add([alias] if is_cjk(alias) else spellings(clean(alias)))
    demonyms = countries.demonyms(iso2)
    for alias in foreign_names(row):
        if alias not in demonyms and \
                not lexicon.is_dropped(alias, f"country-{iso2}"):
            add_foreign(entity, lexicon, alias)
    for demonym in demonyms:
        if not lexicon.is_dropped(demonym, f"demonym-{iso2}"):
            policy = lexicon.famous_policy(demonym, "demonym")
            entity.add(spellings(demonym), how="DERIVED", policy=policy)


def add_foreign(entity, lexicon, alias):
    """Adds a name in another language unless it says something else."""
    for name in [alias] if is_cjk(alias) else spellings(clean(alias)):
        if not lexicon.is_dropped(name, "country"):
            policy = lexicon.famous_policy(name, "country")
            entity.add([name], policy=policy)
