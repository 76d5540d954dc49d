"""People in office and other persons whom news names."""

import re

from .countries import Countries
from .model import Table, row_id
from .sources import hand_tsv, read_tsv, split
from .text import clean, fold, is_cjk, plain, spellings

OFFICE = 10
TITLES = re.compile(
    r"^(?:(?:Co-)?(?:Vice )?President|Prime Minister|Premier|King|Queen|"
    r"Emir|Amir|Sultan|Prince|Crown Prince|Grand Duke|Grand Chief|Chief|"
    r"Sir|Dame|Dr\.?|Gen\.?|General|Lt\.?|Col\.?|Colonel|Maj\.?|Capt\.?|"
    r"Field Marshal|Marshal|Governor|Governor-General|Sheikh|Shaykh|"
    r"Chancellor|Chairman|Chairperson|Adm\.?|Right Honou?rable|"
    r"Honou?rable|Rev\.?|Archbishop|Mr\.?|Mrs\.?|Ms\.?|Acting|Interim|"
    r"Deputy|Former|Transitional|Ambassador|Engineer|Supreme Leader|"
    r"Ayatollah|Brigadier|Commander|Emperor|Vice Admiral|Right Hon\.?|"
    r"Professor|Prof\.?|Judge|Justice|The|H\.E\.) ")
STATES_ROLE = {"sen": "senator", "rep": "representative"}
DOUBTFUL = re.compile(
    r"\d|\b(of|and|the|since|vacant|none|note|Council|Party|Minister|"
    r"President|Governor|Republic|Government|Elected|Candidate)\b|-\w?$")


class People:
    """Makes persons; one name in several sources is one person."""

    def __init__(self, table, lexicon):
        self.table = table
        self.lexicon = lexicon
        self.known = {}

    def add(self, name, country="", qid=""):
        """Returns the person of this name, made if need be."""
        name = clean(name)
        entity = self.known.get(qid) or self.known.get(fold(name))
        if entity is None:
            entity = self.table.new(row_id("person", name), "Person", name,
                                    priority=OFFICE, policy="smart,context"
                                    if self.is_common(name) else "smart")
            entity.attributes = {"country": country}
        if qid:
            entity.xids["wikidata"] = qid
            self.known[qid] = entity
        self.name(entity, [name])
        return entity

    def is_common(self, name):
        """Says whether many persons have this name."""
        return (" " not in name and not is_cjk(name)
                or name in self.lexicon.quiet.get("person", ()))

    def name(self, entity, names):
        """Adds full names and their spellings."""
        for name in names:
            name = clean(name)
            quiet = self.is_common(name)
            self.known.setdefault(fold(name), entity)
            for spelling in [name] if is_cjk(name) else spelled(name):
                entity.add([spelling],
                           policy="smart,context" if quiet else "smart")


def spelled(name):
    """Returns a person's name with and without diacritics."""
    return [s for s in spellings(name) if "&" not in s]


def people(sources, lexicon):
    """Returns the tables of the pack "people"."""
    makers = People(Table("people"), lexicon)
    folder = sources / "people"
    add_hand(makers)
    add_presidents(makers, read_tsv(folder / "us-presidents-vps.tsv"))
    add_congress(makers, read_tsv(folder / "us-congress-current.tsv"))
    add_leaders(makers, read_tsv(folder / "factbook-leaders.tsv"),
                Countries(sources))
    return [makers.table]


def add_hand(makers):
    """Makes the persons of the hand-written table."""
    for row in hand_tsv("people.tsv"):
        entity = makers.add(row["name"], row["country"])
        entity.attributes["role"] = row["role"]
        if " " not in row["name"]:
            entity.names[entity.name] = ("ALIAS", "smart")
        makers.name(entity, split(row["aliases"]))
        for name in split(row["bare"]):
            makers.known.setdefault(fold(name), entity)
            entity.add(spelled(name))


def add_presidents(makers, rows):
    """Makes presidents and vice presidents of the United States."""
    press = {(r["full"], r["years"]): r for r in hand_tsv("presidents.tsv")}
    for row in rows:
        years = re.search(r"\d{4}", row["roles"]).group()
        known = press.get((row["full"], years), {})
        name = known.get("name") or row["wikipedia"] or row["full"]
        entity = makers.add(name, "US", row["qid"])
        entity.attributes.setdefault("role", "president" if "prez:" in
                                     row["roles"].replace("viceprez:", "")
                                     else "vice president")
        makers.name(entity, split(known.get("aliases", "")))
        if not known and row["wikipedia"]:
            makers.name(entity, [row["full"]])


def add_congress(makers, rows):
    """Makes the members of the Congress of the United States."""
    for row in rows:
        wikipedia = re.sub(r" \(.*", "", row["wikipedia"])
        entity = makers.add(wikipedia or row["full"], "US", row["qid"])
        entity.attributes.update({
            "role": STATES_ROLE[row["chamber"]], "state": row["state"],
            "party": row["party"]})
        names = [row["full"], f"{row['first']} {row['last']}"]
        if row["nickname"]:
            names.append(f"{row['nickname']} {row['last']}")
        makers.name(entity, [n for n in names if len(n.split()[0]) > 2])


def add_leaders(makers, rows, countries):
    """Makes heads of state and of government, and candidates."""
    sovereign = {r["alpha2"] for r in countries.rows if r["unterm_short"]}
    sovereign |= {"XK", "TW", "HK", "PS", "TR", "CI"}
    for row in rows:
        name = without_titles(row["name"])
        country = countries.code(row["country"])
        if country not in sovereign or not is_full_name(name) or \
                starts_with_place(name, countries):
            continue
        entity = makers.add(name, country)
        if row["role"] != "candidate/official":
            entity.attributes.setdefault("role", row["role"])
        makers.name(entity, [without_initials(name)])


def without_titles(name):
    """Returns a name without the titles before it."""
    name = clean(name)
    while TITLES.match(name):
        name = TITLES.sub("", name)
    return re.sub(r",? (Jr|Sr|II|III|IV)\.?$", r" \1", name)


def starts_with_place(name, countries):
    """Says whether a name begins with a country left over by a role."""
    parts = name.split()
    return any(" ".join(parts[:n]) in countries.codes for n in (1, 2, 3))


def without_initials(name):
    """Returns a name without middle initials."""
    return re.sub(r"(?<=\w) (?:[A-Z]\.)+(?= )", "", name)


def is_full_name(name):
    """Says whether a name has at least two words and nothing else."""
    parts = name.split()
    return (2 <= len(parts) <= 5 and not DOUBTFUL.search(name)
            and parts[0][0].isupper() and parts[-1][0].isupper()
            and all(len(plain(p).strip(".")) > 1 for p in
                    (parts[0], parts[-1])))
