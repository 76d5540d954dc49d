"""Puts the packs together."""

from .clubs import clubs
from .companies import companies
from .currencies import currencies
from .events import events
from .lexicon import Lexicon
from .organisations import organisations
from .people import people
from .places import folded_names, places
from .text import fold


def render(sources):
    """Returns {file name: content} of all packs."""
    lexicon = Lexicon(sources)
    place_tables = places(sources, lexicon)
    place_names = set().union(*map(folded_names, place_tables))
    bodies = organisations(sources, lexicon)
    bodies.append(clubs(sources, lexicon, place_names))
    bodies += events(sources, all_names(place_tables + bodies))
    tables = {
        "places": place_tables,
        "organisations": bodies,
        "companies": companies(sources, lexicon, place_names,
                               listed(bodies)),
        "people": people(sources, lexicon),
        "currencies": currencies(sources),
    }
    for found in tables.values():
        mark_words(found, lexicon)
    return {f"{pack}/{table.name}.tsv": table.text()
            for pack, found in tables.items() for table in found}


def mark_words(tables, lexicon):
    """Lets acronyms that are words too wait among capitals."""
    for table in tables:
        for entity in table.entities.values():
            for name, (how, policy) in entity.names.items():
                if policy == "exact" and lexicon.is_word(name):
                    entity.names[name] = (how, "exact,word")


def listed(bodies):
    """Returns {folded name: entity} of bodies whose shares trade."""
    return {fold(name): entity for table in bodies
            if table.name in ("exchanges", "media")
            for entity in table.entities.values() for name in entity.names}


def all_names(tables):
    """Returns the names of all entities of some tables."""
    return {name for table in tables for entity in table.entities.values()
            for name in entity.names}
