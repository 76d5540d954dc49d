"""Entities and packs, and how they are written down."""

from .text import clean, is_cjk, slug

COLUMNS = ("id", "type", "name", "aliases", "how", "policy", "priority",
           "xids", "attributes")


class Entity:
    """One thing in the world, with all its names.

    The first name is what the entity is called. A name is added once;
    whoever adds it first decides how it matches.
    """

    def __init__(self, id, type, name, policy="smart", priority=0):
        self.id = id
        self.type = type
        self.name = clean(name)
        self.priority = priority
        self.xids = {}
        self.attributes = {}
        self.names = {self.name: ("ALIAS", policy)}
        self.priorities = {}  # of names that differ from the entity's

    def add(self, names, how="ALIAS", policy="smart", priority=None):
        """Adds names that all match in the same way.

        A full stop at the end makes no other name, nor do capitals
        throughout: a smart name matches so written.
        """
        capitals = {n.upper() for n in self.names if len(n) > 3}
        for name in names:
            name = clean(name)
            same = {name, name.rstrip("."), name + "."}
            if name and same.isdisjoint(self.names) \
                    and name not in capitals:
                self.names[name] = (how, policy)
                if priority is not None:
                    self.priorities[name] = priority

    def way(self, name):
        """Returns (how, policy, priority) of a name."""
        return *self.names[name], self.priorities.get(name, self.priority)

    def groups(self):
        """Returns {way: names}, that of the entity's own name first."""
        groups = {self.way(self.name): []}
        for name in self.names:
            way = self.way(name)
            groups.setdefault(way, [])
            if name != self.name:
                groups[way].append(name)
        return groups

    def rows(self):
        """Returns the entity's rows as lists of fields."""
        rows = []
        for (how, policy, priority), names in self.groups().items():
            first = not rows
            if not first and not names:
                continue
            rows.append([
                self.id, self.type if first else "",
                self.name if first else "", "|".join(names),
                "" if how == "ALIAS" else how,
                "" if policy == "smart" else policy,
                str(priority) if priority else "",
                pairs(self.xids) if first else "",
                pairs(self.attributes) if first else ""])
        return rows


class Table:
    """The entities of one file, in the order in which they were made."""

    def __init__(self, name):
        self.name = name
        self.entities = {}

    def new(self, id, type, name, **options):
        """Makes an entity; an id in use gets a number."""
        unique = id
        number = 2
        while unique in self.entities:
            unique = f"{id}-{number}"
            number += 1
        entity = Entity(unique, type, name, **options)
        self.entities[unique] = entity
        return entity

    def text(self):
        """Returns the file's content."""
        lines = ["\t".join(COLUMNS)]
        for entity in self.entities.values():
            lines += ["\t".join(row) for row in entity.rows()]
        return "\n".join(lines) + "\n"


def pairs(values):
    """Returns a map as k=v;k=v."""
    return ";".join(f"{k}={clean(str(v))}" for k, v in values.items() if v)


def row_id(prefix, name, key=""):
    """Returns prefix-slug; key stands in where a name has no Latin form."""
    stem = slug(name)
    if not stem or is_cjk(name):
        stem = slug(key) or "x"
    return f"{prefix}-{stem}"
