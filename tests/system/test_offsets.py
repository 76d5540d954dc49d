"""Where reading begins: at the committed offset, else where input.start says,
and never at a guess."""

from confluent_kafka import Consumer, TopicPartition

from support import news
from support.expected import Feed, complete
from support.kafka.client import Reader, committed, produce, settings
from support.waiting import wait_until


def feed_articles(topics, begin, end):
    produce(topics.bootstrap, topics.articles,
            [news.encode(news.plain(n)) for n in range(begin, end)],
            keys=[f"article-{n}".encode() for n in range(begin, end)])


def commit(topics, offset):
    consumer = Consumer(settings(topics.bootstrap, **{
        "group.id": topics.group}))
    consumer.commit(asynchronous=False, offsets=[
        TopicPartition(topics.articles, p, offset) for p in (0, 1)])
    consumer.close()


def test_offset_out_of_range_stops_and_names_the_remedy(topics, start):
    feed_articles(topics, 0, 20)
    commit(topics, 99999)
    daemon = start(topics, wait=False)
    assert daemon.wait() == 1
    log = daemon.log()
    assert f"offset 99999 of {topics.articles}" in log
    assert f"--group {topics.group}" in log
    assert "--reset-offsets" in log
    assert committed(topics.bootstrap, topics.group, topics.articles) == {
        0: 99999, 1: 99999}


def test_latest_begins_behind_what_is_there(topics, start):
    feed_articles(topics, 0, 20)
    daemon = start(topics, input={"start": "latest"})
    reader = Reader(topics.bootstrap, topics.entities)
    feed = Feed(reader)
    feed_articles(topics, 20, 40)
    wanted = {f"article-{n}" for n in range(20, 40)}
    wait_until(lambda: wanted <= complete(feed.poll()), "the new articles")
    daemon.stop()
    reader.end()
    assert complete(feed.poll()) == wanted
    reader.close()


def test_latest_is_kept_over_a_restart(topics, start):
    feed_articles(topics, 0, 20)
    daemon = start(topics, input={"start": "latest"})
    wait_until(lambda: daemon.metric("gazetted_commits_total") > 0,
               "the end to be committed")
    daemon.kill()
    feed_articles(topics, 20, 40)
    daemon.start()
    reader = Reader(topics.bootstrap, topics.entities)
    feed = Feed(reader)
    wanted = {f"article-{n}" for n in range(20, 40)}
    wait_until(lambda: wanted <= complete(feed.poll()), "the new articles")
    daemon.stop()
    reader.close()
