"""AlertEvents written by fastavro, as the alert worker would write them."""

import io

import fastavro

from support.events import frame, parsed

RAISED_MS = 1_795_431_600_000


def alert(number, receivers, subscription="watch", sequence=0,
          state="FIRING", **fields):
    """One AlertEvent; equal arguments give equal bytes."""
    return {
        "event_id": f"{number * 1000 + sequence:032x}",
        "alert_id": f"{number:032x}",
        "sequence": sequence,
        "state": state,
        "subscription": {"id": subscription, "version": 1,
                         "severity": "WARNING", "labels": {},
                         "receivers": list(receivers)},
        "entity": {"id": "wd:Q1", "name": "Acmé & Söhne", "type": "Org"},
        "why": "2 stories within 1h (at least 2)",
        "doubt": "1 source",
        "counts": {"stories": 2, "copies": 1, "sources": 1,
                   "independent": 1, "repeats": 0},
        "first_at": RAISED_MS - 60_000,
        "last_at": RAISED_MS,
        "raised_at": RAISED_MS,
        "history": "COMPLETE",
        "evidence": [{"event_id": "0" * 32, "article_id": "a-1",
                      "url": "https://example.com/a|b>c",
                      "title": "Acmé buys <Globex>", "source": "wire",
                      "ingested_at": RAISED_MS}],
        "engine": "test",
    } | fields


def encode(event):
    """The event with its frame, as it stands in the topic."""
    out = io.BytesIO()
    fastavro.schemaless_writer(out, parsed("alert_event"), event)
    return frame("alert_event") + out.getvalue()


def alert_ids(events):
    """What names these alerts towards receivers."""
    return [f"{e['alert_id']}-{e['sequence']}" for e in events]
