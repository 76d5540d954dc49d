"""Cities, regions, waters and sites."""

import re
from collections import Counter

from .countries import Countries, add_countries
from .model import Table, row_id
from .sources import hand_tsv, read_csv, read_tsv, split
from .text import (clean, fold, is_cjk, plain, spellings, without_brackets)

CAPITAL = 45
FAMOUS = 40
SMALL_CAPITAL = 35
REGION = 30
PROVINCE = 20
SEATS = {"Brussels": "EU"}  # of what is not the country around

# Countries whose provinces news names without saying where they are.
BARE_PROVINCES = frozenset("US GB CA AU DE IN CN ES IT MX".split())
GENERIC = re.compile(
    r"\b(District|Region|Area|Capital|Central|Northern|Southern|Eastern|"
    r"Western|Upper|Lower|City|State of|Federal|Republic of|FCT)\b|"
    r"^(Far |Cent\w+-)?(North|South|East|West|Est)([- ]|$)"
    r"(East|West|Province|Bank)?$")
STATE_NAMES = re.compile(r" (Oblast|State|Province|Region|Governorate)$")


def places(sources, lexicon):
    """Returns the tables of the pack "places"."""
    countries = Countries(sources)
    world = Table("countries")
    add_countries(world, countries, lexicon)
    regions = Table("regions")
    add_hand_regions(regions, lexicon)
    cities = GeoNames(sources, countries)
    add_provinces(regions, cities, world, lexicon)
    taken = folded_names(world) | folded_names(regions)
    table = Table("cities")
    add_cities(table, cities, countries, lexicon, taken)
    norps = Table("norps")
    add_norps(norps)
    return [world, regions, table, norps]


class GeoNames:
    """The rows of the city table with ISO codes, and what is famous."""

    def __init__(self, sources, countries):
        rows = read_csv(sources / "places/geonames-cities15000.csv")
        self.rows = [city(r, countries) for r in rows]
        self.famous = {}
        for row in hand_tsv("famous_cities.tsv"):
            self.famous.setdefault((city_key(row["name"]), row["country"]),
                                   []).append(row)
        self.shared = shared_names(self.rows)
        self.capitals = self.capital_ids(countries)

    def fame(self, row):
        """Returns the hand-written row of a famous city, or None."""
        key = (city_key(row["name"]), row["country"])
        for known in self.famous.get(key, ()):
            if known["region"] in ("", row["region"]):
                return known
        return None

    def capital_ids(self, countries):
        """Returns the ids of the countries' capitals, one for each.

        Among cities of one name it is the one that names its region.
        """
        names = {(city_key(r["capital"]), r["alpha2"])
                 for r in countries.rows if r["capital"]}
        found = {}
        for row in self.rows:
            known = self.fame(row)
            own = [row["name"]] + split(known["aliases"] if known else "")
            if any((city_key(n), row["country"]) in names for n in own):
                best = known or fold(row["region"]) == fold(row["name"])
                if best or row["country"] not in found:
                    found[row["country"]] = row["id"]
        return frozenset(found.values())

    def unlisted(self):
        """Returns the famous cities that the source leaves out."""
        listed = {(city_key(r["name"]), r["country"]) for r in self.rows}
        return [row for key, rows in self.famous.items()
                if key not in listed for row in rows]


def city_key(name):
    """Returns a key under which spellings of a city's name are equal."""
    return re.sub(r"\bsaint\b", "st", fold(name))


def shared_names(rows):
    """Returns the folded names that several cities have."""
    count = Counter(fold(r["name"]) for r in rows)
    return {name for name, number in count.items() if number > 1}


def city(row, countries):
    """Returns a source row in our terms."""
    return {"name": clean(row["name"]), "id": row["geonameid"],
            "country": countries.code(row["country"]),
            "region": clean(row["subcountry"])}


def folded_names(table):
    """Returns the folded names of all entities, without demonyms."""
    return {fold(name) for entity in table.entities.values()
            for name, (how, _) in entity.names.items() if how != "DERIVED"}


def add_hand_regions(table, lexicon):
    """Makes continents, seas and other well-known places."""
    for row in hand_tsv("regions.tsv"):
        entity = table.new(row_id("place", row["name"]), row["type"],
                           row["name"], priority=REGION)
        for alias in split(row["aliases"]):
            entity.add([alias] if is_cjk(alias) else spellings(alias))
        entity.add(split(row["demonyms"]), how="DERIVED")
        entity.attributes = {"country": row["country"]}


def add_provinces(table, cities, world, lexicon):
    """Makes the first-level divisions of all countries."""
    taken = folded_names(world) | folded_names(table)
    own_cities = {(fold(r["name"]), r["country"]) for r in cities.rows}
    short = {(r["country"], r["name"]): r for r in hand_tsv("states.tsv")}
    seen = set()
    for row in cities.rows:
        key = (row["country"], row["region"])
        name = STATE_NAMES.sub("", row["region"])
        known = short.get((row["country"], name))
        if key in seen or not is_province(row, name) or (
                not known and lexicon.is_useless(name, "region")):
            continue
        seen.add(key)
        if not known and (fold(name) in taken or
                          (fold(name), row["country"]) in own_cities):
            continue
        add_province(table, row, name, known, lexicon)


def is_province(row, name):
    """Says whether a division has a name of its own."""
    return (row["country"] and len(name) > 3 and "," not in name
            and not GENERIC.search(name))


def add_province(table, row, name, known, lexicon):
    """Makes one division, with its press abbreviation if it has one."""
    policy = lexicon.policy(name, "region")
    if known:
        policy = known["policy"]
    elif row["country"] in BARE_PROVINCES and " " not in name:
        policy = "smart" if not lexicon.is_common(name) else policy
    entity = table.new(
        row_id("region-" + row["country"].lower(), name), "Place/Region",
        name, policy=policy, priority=PROVINCE)
    entity.add(spellings(name), policy=policy)
    if row["region"] != name:
        entity.add(spellings(row["region"]))
    if known:
        entity.add(split(known["aliases"]))
        entity.add(split(known["short"]), policy="exact")
        entity.add(split(known["demonyms"]), how="DERIVED")
    entity.attributes = {"country": row["country"]}


def add_cities(table, cities, countries, lexicon, taken):
    """Makes all cities that can be told from countries and regions."""
    for row in cities.rows:
        fame = cities.fame(row)
        capital = row["id"] in cities.capitals
        if is_usable(row, fame or capital, countries, lexicon, taken):
            add_city(table, cities, lexicon, row, fame, capital)
    for fame in cities.unlisted():
        entity = table.new(row_id("city", fame["name"]), "Place/City",
                           fame["name"], priority=FAMOUS)
        add_famous_aliases(entity, fame, lexicon)
        entity.attributes = {"country": fame["country"]}


def add_city(table, cities, lexicon, row, fame, capital):
    """Makes one city; a famous one matches wherever it stands."""
    names = city_names(row["name"])
    priority = FAMOUS if fame else 0
    if capital:
        priority = CAPITAL if fame else SMALL_CAPITAL
    entity = table.new(
        f"city-{row['id']}", "Place/City", names[0], priority=priority,
        policy="smart" if fame else lexicon.policy(names[0], "city"))
    for name in names:
        for spelling in spellings(name) + [plain(name).strip("'")] \
                + arabic_spellings(name):
            policy = lexicon.policy(spelling, "city")
            entity.add([spelling], policy="smart" if fame else policy)
    if fame:
        add_famous_aliases(entity, fame, lexicon)
    needs_region = (fold(row["name"]) in cities.shared
                    or "context" in entity.names[entity.name][1])
    entity.xids = {"geonames": row["id"]}
    entity.attributes = {
        "country": row["country"],
        "region": STATE_NAMES.sub("", row["region"]) if needs_region else "",
        "capital_of": row["country"] if capital else "",
        "seat_of": SEATS.get(row["name"], "") if capital else ""}


def add_famous_aliases(entity, fame, lexicon):
    """Adds the names that a famous city has in the press."""
    for alias in [fame["name"]] + split(fame["aliases"]):
        policy = lexicon.famous_policy(alias, "city-alias")
        names = [alias] if is_cjk(alias) else spellings(alias)
        entity.add(names, policy=policy)


def is_usable(row, known, countries, lexicon, taken):
    """Says whether a city's name helps more than it confuses."""
    name = row["name"]
    if fold(name) == fold(countries.name(row["country"])):
        return False
    if known:
        return True
    return (len(name) > 2 and row["country"] and fold(name) not in taken
            and not re.search(r"\d|^\W", name)
            and not lexicon.is_useless(name, "city")
            and not lexicon.is_dropped(name, "city"))


def city_names(name):
    """Returns the names in "Donostia / San Sebastián"."""
    parts = [without_brackets(p) for p in name.split(" / ")]
    return [p for p in parts if p] or [name]


def arabic_spellings(name):
    """Returns "al-Hasakah" and "Al-Hasakah" for "Al Hasakah"."""
    match = re.match(r"(Al|Ar|As|Ash|Az|Ad|An|At) (\S+)$", plain(name))
    if not match:
        return []
    article, rest = match.group(1), match.group(2).strip("'")
    return [f"{article}-{rest}", f"{article.lower()}-{rest}"]


def add_norps(table):
    """Makes peoples, faiths and persuasions."""
    for row in hand_tsv("norps.tsv"):
        entity = table.new(row_id("norp", row["name"]), row["type"],
                           row["name"])
        entity.add(split(row["aliases"]))
