"""Events and treaties, and what is named after a city or a country.

Many hold the name of a place that is not meant: the longer name hides it.
"""

from .countries import Countries
from .model import Table, row_id
from .sources import hand_tsv, split
from .text import is_acronym, spellings

# What is named after its city: the country or "", the type, the names.
OF_CITY = (
    ("", "Org/University", ("University of {}", "{} University")),
    ("", "Place/Facility", ("{} International Airport", "{} Airport")),
    ("US", "Org/Agency", ("{} Police Department",)),
    ("US", "Org/Government", ("{} City Council",)),
    ("GB", "Org/Government", ("{} City Council",)),
)
# What each country has under its adjective: the type, the names.
OF_COUNTRY = (
    ("Org", ("{} Football Association", "{} Football Federation")),
    ("Org", ("{} Olympic Committee",)),
    ("Org/Ngo", ("{} Red Cross", "{} Red Crescent")),
)


def events(sources, taken):
    """Returns the tables of events and of what places lend a name to.

    taken holds names that exist already and are not made again.
    """
    hand = Table("events")
    for row in hand_tsv("events.tsv"):
        entity = hand.new(row_id("event", row["name"]), row["type"],
                          row["name"])
        for alias in split(row["aliases"]):
            entity.add(spellings(alias), policy="exact"
                       if is_acronym(alias) else "smart")
    taken = taken | {n for e in hand.entities.values() for n in e.names}
    named = Table("named-after")
    add_of_cities(named, taken)
    add_of_countries(named, Countries(sources), taken)
    return [hand, named]


def add_of_cities(table, taken):
    """Makes universities, airports and the like of famous cities."""
    for row in hand_tsv("famous_cities.tsv"):
        city = english_name(row)
        for country, type, patterns in OF_CITY if city else ():
            if country in ("", row["country"]):
                names = [p.format(city) for p in patterns]
                add_named(table, names, type, row["country"], taken)


def english_name(row):
    """Returns the first name of a city without diacritics, or ""."""
    names = [row["name"]] + split(row["aliases"])
    return next((n for n in names if n.isascii()), "")


def add_of_countries(table, countries, taken):
    """Makes what is named by the adjective of a country."""
    for row in countries.rows:
        adjectives = countries.adjectives(row["alpha2"])
        for type, patterns in OF_COUNTRY if row["unterm_short"] else ():
            names = [p.format(a) for a in adjectives for p in patterns]
            add_named(table, names, type, row["alpha2"], taken)


def add_named(table, names, type, country, taken):
    """Makes one thing unless it is known by one of its names."""
    if names and taken.isdisjoint(names):
        entity = table.new(row_id("named", names[0]), type, names[0])
        entity.add(names)
        entity.attributes = {"country": country}
