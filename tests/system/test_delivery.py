"""Nothing is lost: not over kill -9, a dead partner, a broker that goes away
or an end in the middle of the work."""

import time

import pytest

from support import news
from support.expected import Feed, complete, extract, ids
from support.kafka.client import Reader, committed, produce
from support.waiting import wait_until


def feed_articles(topics, begin, end):
    values = [news.encode(news.plain(n)) for n in range(begin, end)]
    produce(topics.bootstrap, topics.articles, values,
            keys=[f"article-{n}".encode() for n in range(begin, end)])
    return values


@pytest.fixture
def follow():
    """follow(topics): a Feed of the entity topic that closes by itself."""
    readers = []

    def make(topics):
        readers.append(Reader(topics.bootstrap, topics.entities))
        return Feed(readers[-1])

    yield make
    for reader in readers:
        reader.close()


def wait_complete(feed, begin, end, seconds=120):
    """Until every article of begin..end has all of its events."""
    wanted = {f"article-{n}" for n in range(begin, end)}
    wait_until(lambda: wanted <= complete(feed.poll()),
               f"events of {len(wanted)} articles", seconds, pause=0)


@pytest.mark.parametrize("delivery", ["exactly-once", "at-least-once"])
def test_kill_and_restart_lose_nothing(topics, start, follow, tmp_path,
                                       delivery):
    values = feed_articles(topics, 0, 1600)
    feed = follow(topics)
    daemon = start(topics, delivery=delivery)
    for part in (1, 2, 3):
        wait_until(lambda p=part: len(ids(feed.poll())) >= p * 300, "events")
        daemon.kill()
        daemon.start()
        daemon.wait_ready()
    wait_complete(feed, 0, 1600)
    assert ids(feed.events) == ids(extract(tmp_path, values))


@pytest.mark.parametrize("delivery", ["exactly-once", "at-least-once"])
def test_end_in_the_middle_drains_and_commits(topics, start, follow,
                                              delivery):
    feed_articles(topics, 0, 6000)
    feed = follow(topics)
    daemon = start(topics, delivery=delivery)
    wait_until(lambda: len(feed.poll()) >= 500, "the first events")
    daemon.stop()
    feed.reader.end()
    behind = committed(topics.bootstrap, topics.group, topics.articles)
    done = complete(feed.poll())
    for event in feed.events:
        place = event["article"]
        assert place["offset"] < behind[place["partition"]], place
    assert 0 < len(done) <= sum(behind.values())
    daemon.start()
    wait_complete(feed, 0, 6000)
    assert feed.duplicates() == 0


def test_partner_takes_over(topics, start, follow):
    # Dynamic members leave no partition idle for a session after kill -9.
    pair = [start(topics, instance=name, membership="dynamic")
            for name in ("one", "two")]
    feed = follow(topics)
    for daemon in pair:
        wait_until(lambda d=daemon: d.metric(
            "gazetted_assigned_partitions") == 1, "one partition each")
    feed_articles(topics, 0, 500)
    wait_complete(feed, 0, 500)
    for daemon in pair:
        assert daemon.metric("gazetted_articles_total") > 0
    pair[0].kill()
    feed_articles(topics, 500, 1000)
    wait_complete(feed, 0, 1000)
    assert pair[1].metric("gazetted_assigned_partitions") == 2
    pair[1].stop()


@pytest.mark.slow
def test_broker_away_and_back(own_broker, own_topics, start, follow):
    daemon = start(own_topics)
    feed = follow(own_topics)
    feed_articles(own_topics, 0, 300)
    wait_complete(feed, 0, 300)
    own_broker.kill()
    time.sleep(30)  # what is asked for: an absence of half a minute
    daemon.check_running()
    assert daemon.get("/livez")[0] == 200
    own_broker.start()
    feed_articles(own_topics, 300, 600)
    wait_complete(feed, 0, 600)
    daemon.wait_ready()
    daemon.stop()


def test_workers_share_the_partitions(topics, start, follow):
    daemon = start(topics, workers=2)
    feed = follow(topics)
    feed_articles(topics, 0, 1000)
    wait_complete(feed, 0, 1000)
    assert daemon.metric("gazetted_assigned_partitions") == 2
    daemon.stop()
    assert feed.duplicates() == 0


def test_ends_while_no_broker_answers(topics, start, own_broker):
    own_broker.kill()
    daemon = start(topics, wait=False,
                   kafka={"bootstrap.servers": own_broker.bootstrap})
    daemon.wait_log("no broker answers")
    daemon.stop()
