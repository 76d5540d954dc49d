"""Articles of which a share raises alerts, subscriptions that want them, and
what an alert says about its way.

An article's id is its number, so an alert's evidence tells which article it is
about and, with the feeder's begin and rate, when that was due.
"""

import json
import time

from confluent_kafka import Consumer, TopicPartition

WATCHED = "watched"  # the source of articles that raise an alert
COUNTRIES = ["Tuvalu", "Nauru", "Palau", "Kiribati", "Samoa", "Tonga",
             "Vanuatu", "Bhutan", "Comoros", "Djibouti", "Eritrea", "Gabon",
             "Lesotho", "Malawi", "Suriname", "Guyana", "Barbados", "Belize",
             "Botswana", "Burundi"]
SEARCH_S = 60

# How far an article has come, in the order of its way.
STAGES = ["article in Kafka", "entity event in Kafka", "alert is raised",
          "alert in Kafka", "alert at the client"]


def write(path, base, count, every):
    """count articles made of the lines of base, one in every watched."""
    texts = [json.loads(line) for line in
             base.read_text(encoding="utf-8").splitlines()]
    with open(path, "w", encoding="utf-8") as out:
        for number in range(count):
            article = texts[number % len(texts)] | {"id": str(number)}
            if number % every == 0:
                country = COUNTRIES[number // every % len(COUNTRIES)]
                article["source"] = WATCHED
                article["body"] = (f"Envoys of {country} met.\n\n"
                                   + article["body"])
            out.write(json.dumps(article, ensure_ascii=False) + "\n")


def write_subscriptions(path, standing):
    """One for each country, which tells of every article at once, and others
    for entities that are in no article."""
    with open(path, "w", encoding="utf-8") as out:
        out.write("gazetted: 1\nsubscriptions:\n")
        for country in COUNTRIES:
            out.write(f"- {{id: {country.lower()}, group_by: [article.id], "
                      f"entities: {{names: [{country}]}}, "
                      f"when: article.source == {WATCHED}}}\n")
        for number in range(standing):
            out.write(f"- {{id: user-{number:07}, entities: {{ids: "
                      f"[\"wd:Q{number:07}\"]}}, when: salience.score >= "
                      f"0.{10 + number % 80} and article.language == en, "
                      f"labels: {{user: u{number:07}}}}}\n")


def _find(bootstrap, topic, wanted):
    """{ce_id: when the broker had it, in s} of the records wanted."""
    consumer = Consumer({"bootstrap.servers": bootstrap, "log_level": 0,
                         "group.id": "reader", "enable.auto.commit": False})
    count = len(consumer.list_topics(topic, timeout=10).topics[topic]
                .partitions)
    consumer.assign([TopicPartition(topic, p, 0) for p in range(count)])
    found = {}
    end = time.monotonic() + SEARCH_S
    while len(found) < len(wanted):
        assert time.monotonic() < end, f"records are missing in {topic}"
        for message in consumer.consume(1000, 0.1):
            if message.error() is None:
                name = dict(message.headers() or ())["ce_id"].decode()
                if name in wanted:
                    found[name] = message.timestamp()[1] / 1e3
    consumer.close()
    return found


def ages(bootstrap, topics, events, due, real_s):
    """{stage: ages in ms} of SSE events; topics stamp what is appended.

    due: number of an article to monotonic seconds, None for one that does not
    count; real_s: what the real clock is ahead of the monotonic one.
    """
    alerts = [(e, e.json()) for e in events]
    counted = [(e, a, a["evidence"][0], due(int(a["evidence"][0]
                                               ["article_id"])))
               for e, a in alerts]
    counted = [row for row in counted if row[3] is not None]
    entity_at = _find(bootstrap, topics["entities"],
                      {story["event_id"] for _, _, story, _ in counted})
    alert_at = _find(bootstrap, topics["alerts"],
                     {alert["event_id"] for _, alert, _, _ in counted})
    result = {stage: [] for stage in STAGES}
    for event, alert, story, due_s in counted:
        times = [story["ingested_at"] / 1e3, entity_at[story["event_id"]],
                 alert["raised_at"] / 1e3, alert_at[alert["event_id"]],
                 event.at + real_s]
        for stage, at_s in zip(STAGES, times):
            result[stage].append((at_s - real_s - due_s) * 1e3)
    return result
