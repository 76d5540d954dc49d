"""Articles for the benchmarks: python tests/bench/articles.py OUT [STORIES]

Each has about 3 kB of text and names about 15 known entities: short wire
stories, dense with names, then an excerpt of a long feature, which has few.
The stories are those of STORIES, JSON lines with a title and a body, by default
../shared/articles/articles.jsonl, or when that is missing the demo's, which are
all dense, so that its articles give about twice as many events.
"""

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "articles" / "articles.jsonl"
DEMO = ROOT / "daemon" / "demo" / "articles"

COUNT = 1000
BYTES = 3000
WIRE_BYTES = 1650  # of them, from wire stories
FEATURE_LENGTH = 2000  # stories longer than that are features


def stories(path=None):
    """All (title, body), and where they are from in words."""
    if path or SHARED.exists():
        with open(path or SHARED, encoding="utf-8") as lines:
            found = [json.loads(line) for line in lines]
        return [(a["title"], a["body"]) for a in found], Path(
            path or SHARED).name
    found = []
    for path in sorted(DEMO.glob("*.json")):
        if "broken" not in path.name:
            article = json.loads(path.read_text(encoding="utf-8"))
            title = article.get("title") or article.get("headline")
            body = article.get("body") or article.get("text")
            if title and body:
                found.append((title, body))
    return found, "the demo's articles, because ../shared is missing"


def joined(bodies, first, limit):
    """Bodies from the first on, one behind the other, cut at a word."""
    text, number = "", first
    while len(text.encode()) < limit:
        text += bodies[number % len(bodies)] + "\n\n"
        number += 1
    cut = text.encode()[:limit].decode(errors="ignore")
    return cut[:cut.rfind(" ")]


def excerpt(bodies, number, limit):
    """A piece of a long text, another one for each number."""
    text = bodies[number % len(bodies)]
    begin = text.find(" ", number * 97 % max(1, len(text) - limit))
    return joined([text[begin + 1:], text], 0, limit)


def write(path, source=None):
    """COUNT articles as JSON lines; returns where their text is from."""
    found, origin = stories(source)
    features = [body for _, body in found if len(body) > FEATURE_LENGTH]
    wires = [body for _, body in found if len(body) <= FEATURE_LENGTH]
    with open(path, "w", encoding="utf-8") as out:
        for number in range(COUNT):
            if features:
                body = joined(wires, number * 7, WIRE_BYTES) + "\n\n" + \
                    excerpt(features, number, BYTES - WIRE_BYTES)
            else:
                body = joined(wires, number * 7, BYTES)
            out.write(json.dumps({
                "id": f"bench-{number}",
                "title": found[number * 7 % len(found)][0],
                "body": body,
                "url": f"https://news.example/{number}",
                "source": "bench",
                "language": "en",
                "published_at": "2026-11-23T08:00:00Z",
            }, ensure_ascii=False) + "\n")
    return origin


if __name__ == "__main__":
    print(write(*sys.argv[1:3]))
