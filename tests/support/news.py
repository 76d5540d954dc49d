"""Articles and broken inputs for the system tests, made by number."""

import json

# What the broken inputs break: a limit, and a body that must be a text.
STRICT = {"limit": "64KiB", "fields": {"body": ["/body"]}}

NAMES = ["Germany", "France", "Japan", "Brazil", "Canada", "Kenya", "Norway",
         "Poland", "Chile", "Vietnam"]

# Texts in which bytes, code points and UTF-16 units count differently.
SPECIMENS = [
    {"title": "Microsoft opens an office in Germany",
     "body": "The software company Microsoft said on Monday that it would "
             "hire 200 people in Germany. Microsoft already employs people "
             "in France and Japan."},
    {"title": "“Économie” : la France et l’Allemagne",
     "body": "La délégation de l’été est arrivée à Paris — puis France and "
             "Germany signed. “It was overdue,” an official of the European "
             "Union said."},
    {"title": "𝒮cript letters 😀 before Canada",
     "body": "😀😀 Canada and Brazil 👩‍👩‍👧 agreed; Japan did not. 🇯🇵 Japan."},
    {"title": "",
     "body": "<p>Norway &amp; Poland met in <b>Warsaw</b>.</p>"},
    {"title": "東京 Japan 北京",
     "body": "日本と中国、and also Japan and China, talked in Beijing。"},
    {"title": "Nothing to see", "body": "no name of anything stands here."},
]


def specimen(number):
    return {"id": f"specimen-{number}", "url": f"https://news.example/{number}",
            "source": "Example News", "language": "en",
            "published_at": "2026-03-04T05:06:07Z"} | SPECIMENS[number]


def plain(number):
    """A small article that names two countries."""
    one = NAMES[number % len(NAMES)]
    two = NAMES[(number // 3 + 1) % len(NAMES)]
    return {"id": f"article-{number}", "title": f"Report {number}",
            "body": f"Envoys of {one} met today. They spoke about {two}, "
                    f"trade and report number {number}."}


def encode(article):
    return json.dumps(article, ensure_ascii=False).encode()


def broken(number):
    """(value, error code) of the number-th broken input; no two are equal.
    For a daemon whose `input` is STRICT."""
    mark = f"broken-{number}"
    deep = "[" * 200 + "]" * 200
    kinds = [
        (f'{{"id": "{mark}", "body": "cut off'.encode(), "not_json"),
        (f"{mark} is no JSON".encode(), "not_json"),
        (b'{"id": "' + mark.encode() + b'", "body": "\xff\xfe"}', "not_utf8"),
        (b'{"id": "' + mark.encode() + b'", "body": "\xed\xa0\x80"}',
         "not_utf8"),
        (f'{{"id": "{mark}", "body": "x", "deep": {deep}}}'.encode(),
         "too_deep"),
        (f'["{mark}"]'.encode(), "not_object"),
        (f'{{"id": "{mark}", "title": "no body"}}'.encode(), "no_field"),
        (f'{{"id": "{mark}", "body": ["list"]}}'.encode(), "wrong_type"),
        (f'{{"id": "{mark}", "body": "{"long " * 14000}"}}'.encode(),
         "too_large"),
        (f'{{"id": "{mark}", "body": "bad \\u00g0"}}'.encode(), "not_json"),
    ]
    return kinds[number % len(kinds)]
