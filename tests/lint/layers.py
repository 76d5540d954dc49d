"""Who may include whom.

Layers: base <- codecs <- daemon and base <- rules <- daemon; codecs and rules
do not know each other.  A third-party header is named in one module only, so
that a library can be replaced there.
"""

import re

from findings import C_SUFFIXES, Finding

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')

# For each layer the layers whose headers it may include.
MAY_INCLUDE = {
    "base": {"base"},
    "codecs": {"base", "codecs"},
    "rules": {"base", "rules"},
    "daemon": {"base", "codecs", "rules", "daemon"},
    "tests": {"base", "codecs", "rules", "daemon", "tests"},
}

# Third-party header (a prefix of its name) -> prefixes of the files that may
# include it.
HOMES = {
    "librdkafka/": ("daemon/kafka/",),
    "avro.h": ("codecs/event_schema",),
    "avro/": ("codecs/event_schema",),
    "ev.h": ("daemon/",),
    "simdjson.h": ("codecs/",),
    "microhttpd.h": ("daemon/http/",),
    "curl/": ("daemon/notify/", "daemon/commands/api_client",
              "codecs/registry"),
    "hs.h": ("rules/match/",),
    "expat.h": ("codecs/",),
    "gumbo.h": ("codecs/",),
    "yaml.h": ("daemon/base/yaml",),
    "utf8proc.h": ("rules/text/",),
    "immintrin.h": ("rules/text/", "rules/gazetteer/"),
    "emmintrin.h": ("rules/text/", "rules/gazetteer/"),
    "systemd/": ("daemon/observe/",),
    "openssl/": ("daemon/base/hash",),
    "xxhash.h": ("daemon/base/hash",),
    "glib.h": ("daemon/base/time_zone",),
}

SYSTEM = re.compile(
    r"^(assert|ctype|dirent|errno|fcntl|fnmatch|float|getopt|glob|inttypes|"
    r"libgen|limits|locale|math|netdb|poll|pthread|pwd|grp|sched|semaphore|"
    r"setjmp|signal|spawn|stdalign|stdarg|stdatomic|stdbool|stddef|stdint|"
    r"stdio|stdlib|stdnoreturn|string|strings|syslog|termios|threads|time|"
    r"uchar|ucontext|unistd|wchar|wctype|malloc|ftw|execinfo|langinfo|regex|"
    r"sysexits|endian|byteswap)\.h$"
    r"|^(sys|netinet|arpa|net|linux|sanitizer)/[\w/]+\.h$"
    r"|^(algorithm|array|bit|charconv|cstdint|cstddef|cstring|cstdlib|limits|"
    r"memory|new|optional|string|string_view|utility|vector)$")


def layer_of(name):
    """The layer of a file of ours, or None outside of the layers."""
    if name.startswith("daemon/base/"):
        return "base"
    top = name.split("/", 1)[0]
    return top if top in MAY_INCLUDE else None


def check_own(tree, name, line, header):
    layer = layer_of(name)
    if layer == "tests" and (tree.root / "tests" / header).is_file():
        return []
    if not (tree.root / header).is_file():
        if (tree.build is not None and (tree.build / header).is_file()):
            return []
        return [Finding(name, line, f'"{header}" is no path from the root')]
    target = layer_of(header)
    if layer is None or target in MAY_INCLUDE[layer]:
        return []
    return [Finding(name, line,
                    f'layer {layer} must not include "{header}" of {target}')]


def check_foreign(name, line, header):
    if name.startswith("tests/"):
        return []
    for prefix, homes in HOMES.items():
        if header.startswith(prefix):
            if name.startswith(homes):
                return []
            return [Finding(name, line, f"<{header}> belongs in "
                            + " or ".join(h + "*" for h in homes))]
    if SYSTEM.match(header):
        return []
    return [Finding(name, line,
                    f"<{header}> has no home in tests/lint/layers.py")]


def check_cpp(tree):
    """One C++ file at most, and it is the wrapper of simdjson."""
    sources = [f for f in tree.files
               if f.endswith((".cpp", ".cc", ".cxx", ".hpp"))]
    found = [Finding(f, 0, "only the wrapper of simdjson may be C++")
             for f in sources if "<simdjson.h>" not in tree.text(f)]
    if len(sources) > 1:
        found += [Finding(f, 0, "a second C++ file") for f in sources[1:]]
    return found


def check(tree):
    found = check_cpp(tree)
    for name in tree.with_suffix(C_SUFFIXES):
        for line, text in tree.lines(name):
            match = INCLUDE.match(text)
            if match is None:
                continue
            kind, header = match.groups()
            if kind == '"':
                found += check_own(tree, name, line, header)
            else:
                found += check_foreign(name, line, header)
    return found
