"""Alerts reach their receivers, whatever those do."""

import email
import email.policy
import json
import time

import pytest
from confluent_kafka import TopicPartition

from support.alerts import alert, alert_ids, encode
from support.hooks import sign
from support.kafka.certificates import make_certificates
from support.kafka.client import admin, committed, create_topics, produce
from support.receivers import QUICK, SECRETS, Alerts, some
from support.waiting import wait_until


@pytest.fixture
def alerts(topics, start, tmp_path):
    one = Alerts(topics, start, tmp_path)
    yield one
    for hook in one.hooks:
        hook.stop()


def test_signed_alerts_in_order(alerts):
    hook = alerts.hook()
    daemon = alerts.start(desk=alerts.webhook(
        hook, secrets=[alerts.secret(0), alerts.secret(1)]))
    events = some(50, ["desk"]) + [alert(99, ["other"])] + [
        alert(98, ["desk"], state="SILENCED"),
        alert(98, ["desk"], sequence=1, state="RESOLVED",
              silence={"until": 5000})]
    alerts.write(events)
    hook.wait_ids(alert_ids(events[:50]))
    wait_until(lambda: alerts.done("desk") == len(events), "the last offset")
    assert sorted(hook.ids()) == sorted(alert_ids(events[:50]))
    assert daemon.metric("gazetted_receiver_delivered_total",
                         receiver="desk") == 50
    for post in hook.posts:
        assert post.signatures() == [sign(s, post) for s in SECRETS]
        assert post.headers["content-type"] == "application/json"
        data = post.json()["data"]
        assert post.json()["type"] == "alert.firing"
        assert f"{data['alert_id']}-{data['sequence']}" == post.id
    for watch in range(5):
        mine = [p.json()["data"]["alert_id"] for p in hook.posts
                if p.json()["data"]["subscription"]["id"] == f"watch-{watch}"]
        assert mine == sorted(mine)


def test_one_that_is_down_for_a_while(alerts):
    hook = alerts.hook(started=False)
    daemon = alerts.start(desk=alerts.webhook(
        hook, retries=["200ms"] * 16, breaker_failures=3))
    ids = alerts.write(some(20, ["desk"]))
    daemon.wait_log("desk fails and is let alone")
    hook.start()
    hook.wait_ids(ids)
    daemon.wait_log("desk takes alerts again")
    wait_until(lambda: alerts.done("desk") == 20, "the last offset")


def test_one_that_is_down_for_longer_than_its_schedule(alerts):
    hook = alerts.hook(started=False)
    daemon = alerts.start(desk=alerts.webhook(
        hook, retries=["100ms"] * 3, breaker_failures=1, breaker_pause="2s"))
    ids = alerts.write(some(5, ["desk"]))
    daemon.wait_log("desk fails and is let alone")
    time.sleep(1)
    hook.start()
    hook.wait_ids(ids)
    wait_until(lambda: alerts.done("desk") == 5, "the last offset")
    assert daemon.metric("gazetted_receiver_undelivered_total",
                         receiver="desk") == 0


def test_a_slow_one_is_asked_again_under_the_same_id(alerts):
    def answer(handler, post, number):
        if number == 0:
            hook.released.wait(20)
        handler.reply(200)
    hook = alerts.hook(answer)
    daemon = alerts.start(desk=alerts.webhook(hook, timeout="500ms"))
    ids = alerts.write([alert(1, ["desk"])])
    wait_until(lambda: alerts.done("desk") == 1, "the offset")
    assert hook.ids() == ids * 2
    first, second = hook.posts
    assert first.body == second.body
    assert "timed out" in daemon.log().lower()


def test_throttling_is_no_failure(alerts):
    def answer(handler, post, number):
        if number < 3:
            handler.reply(429, {"Retry-After": "1"})
        else:
            handler.reply(200)
    hook = alerts.hook(answer)
    daemon = alerts.start(desk=alerts.webhook(hook, breaker_failures=1))
    ids = alerts.write([alert(1, ["desk"])])
    wait_until(lambda: alerts.done("desk") == 1, "the offset")
    assert hook.ids() == ids * 4
    assert "let alone" not in daemon.log()


def test_one_that_is_gone_stays_so_until_it_is_changed(alerts):
    gone = alerts.hook(lambda handler, *_: handler.reply(410))
    daemon = alerts.start(desk=alerts.webhook(gone, concurrency=1))
    ids = alerts.write(some(10, ["desk"]))
    daemon.wait_log("desk answers that it is gone")
    daemon.stop()
    assert alerts.done("desk") < 10
    asked = len(gone.posts)
    daemon = alerts.start(desk=alerts.webhook(gone, concurrency=1))
    daemon.wait_log("desk said earlier that it is gone")
    daemon.stop()
    assert len(gone.posts) == asked

    hook = alerts.hook()
    alerts.start(desk=alerts.webhook(hook))
    hook.wait_ids(ids)
    wait_until(lambda: alerts.done("desk") == 10, "the last offset")


def test_redirects_are_not_followed(alerts):
    target = alerts.hook()
    hook = alerts.hook(lambda handler, *_: handler.reply(
        307, {"Location": target.url("/elsewhere")}))
    alerts.start(desk=alerts.webhook(hook))
    event = alert(1, ["desk"])
    alerts.write([event])
    record, = alerts.set_aside(1)
    assert record.header("gazetted-error-code") == "redirect"
    assert record.header("gazetted-attempts") == "5"
    assert hook.ids() == alert_ids([event]) * 5
    assert target.posts == []


def test_a_refused_alert_is_set_aside_whole(alerts):
    hook = alerts.hook(lambda handler, post, _: handler.reply(
        400 if post.id.startswith("0" * 31 + "1") else 200, body=b"no!"))
    alerts.start(desk=alerts.webhook(hook))
    events = [alert(1, ["desk"]), alert(2, ["desk"])]
    ids = alerts.write(events)
    record, = alerts.set_aside(1)
    hook.wait_ids(ids)
    assert sorted(hook.ids()) == sorted(ids)
    assert record.value == encode(events[0])
    assert record.key == b"watch"
    assert record.header("gazetted-receiver") == "desk"
    assert record.header("gazetted-webhook-id") == ids[0]
    assert record.header("gazetted-error-code") == "http_4xx"
    assert record.header("gazetted-status") == "400"
    assert record.header("gazetted-attempts") == "1"
    assert "no!" in record.header("gazetted-error-message")
    assert record.header("gazetted-origin-topic") == alerts.topic
    wait_until(lambda: alerts.done("desk") == 2, "the last offset")


@pytest.mark.parametrize("host", [
    "127.0.0.1", "localhost", "0x7f.1", "2130706433", "0177.0.0.1",
    "[::ffff:127.0.0.1]", "127.1"])
def test_private_addresses_are_refused_however_spelled(alerts, host):
    hook = alerts.hook()
    alerts.start(desk=alerts.webhook(
        hook, url=hook.url(host=host), allow=[], retries=[]))
    alerts.write([alert(1, ["desk"])])
    record, = alerts.set_aside(1)
    assert record.header("gazetted-error-code") == "address_refused"
    assert "a loopback address" in record.header("gazetted-error-message")
    assert hook.posts == []


def test_a_reply_cut_off_is_asked_for_again(alerts):
    hook = alerts.hook(lambda handler, post, number: handler.cut()
                       if number == 0 else handler.reply(200))
    alerts.start(desk=alerts.webhook(hook))
    ids = alerts.write([alert(1, ["desk"])])
    wait_until(lambda: alerts.done("desk") == 1, "the offset")
    assert hook.ids() == ids * 2


def test_an_endless_reply_is_cut_and_counts(alerts):
    hook = alerts.hook(lambda handler, *_: handler.reply(
        200, body=b"x" * 10_000_000))
    alerts.start(desk=alerts.webhook(hook))
    ids = alerts.write([alert(1, ["desk"])])
    wait_until(lambda: alerts.done("desk") == 1, "the offset")
    assert hook.ids() == ids


def test_a_dead_one_holds_up_nobody(alerts):
    hung = alerts.hook(lambda handler, *_: hung.released.wait(60))
    closed = alerts.hook(started=False)
    good = alerts.hook()
    alerts.start(
        hung=alerts.webhook(hung, timeout="30s"),
        closed=alerts.webhook(closed, retries=["1h"]),
        good=alerts.webhook(good))
    ids = alerts.write(some(200, ["hung", "closed", "good"]))
    good.wait_ids(ids)
    wait_until(lambda: alerts.done("good") == 200, "the last offset")
    assert alerts.done("hung") == 0
    assert alerts.done("closed") == 0


def test_each_alert_at_least_once_over_kills(alerts):
    hook = alerts.hook(lambda handler, post, number: handler.reply(
        503 if number % 3 == 0 else 200))
    receiver = alerts.webhook(hook, retries=["50ms"] * 16)
    ids = []
    for turn in range(4):
        daemon = alerts.start(desk=receiver)
        ids += alerts.write([alert(turn * 100 + n, ["desk"], f"watch-{n % 7}")
                             for n in range(40)])
        seen = len(hook.posts)
        wait_until(lambda s=seen: len(hook.posts) > s + 10, "some alerts")
        daemon.kill()
    alerts.start(desk=receiver)
    hook.wait_ids(ids)
    wait_until(lambda: alerts.done("desk") == len(ids), "the last offset")


def test_certificates_are_verified(alerts, tmp_path):
    authority = make_certificates(tmp_path / "good")
    make_certificates(tmp_path / "bad")
    good = alerts.hook(certificate=tmp_path / "good/server.pem")
    bad = alerts.hook(certificate=tmp_path / "bad/server.pem")
    keys = {"http": False, "ca_file": str(authority), "retries": []}
    alerts.start(good=alerts.webhook(good, **keys),
                 bad=alerts.webhook(bad, **keys),
                 lax=alerts.webhook(bad, **keys | {"insecure": True}))
    ids = alerts.write([alert(1, ["good", "bad"])])
    good.wait_ids(ids)
    record, = alerts.set_aside(1)
    assert record.header("gazetted-receiver") == "bad"
    assert record.header("gazetted-error-code") == "tls"
    assert bad.posts == []
    ids = alerts.write([alert(2, ["lax"])])
    bad.wait_ids(ids)


def test_alerts_deleted_before_they_were_read(alerts):
    hook = alerts.hook()
    daemon = alerts.start(desk=alerts.webhook(hook))
    alerts.write([alert(n, ["desk"]) for n in range(5)])
    wait_until(lambda: alerts.done("desk") == 5, "the offsets")
    daemon.stop()
    ids = alerts.write([alert(n, ["desk"]) for n in range(5, 20)])
    group = f"{alerts.topics.group}.notify.desk"
    (partition,) = committed(alerts.topics.bootstrap, group, alerts.topic)
    client = admin(alerts.topics.bootstrap)
    for future in client.delete_records(
            [TopicPartition(alerts.topic, partition, 10)]).values():
        future.result(60)
    daemon = alerts.start(desk=alerts.webhook(hook))
    daemon.wait_log("offset 5 of .* is gone")
    hook.wait_ids(ids[5:])
    wait_until(lambda: alerts.done("desk") == 20, "the last offset")
    assert not set(ids[:5]) & set(hook.ids())


def test_an_alert_topic_that_comes_later(alerts):
    hook = alerts.hook()
    alerts.topic += ".later"
    daemon = alerts.start(desk=alerts.webhook(hook))
    daemon.wait_log(f"the topic {alerts.topic} does not exist")
    create_topics(alerts.topics.bootstrap, {alerts.topic: 2})
    hook.wait_ids(alerts.write([alert(1, ["desk"])]), 120)


def test_what_is_no_alert_is_set_aside(alerts):
    hook = alerts.hook()
    alerts.start(desk=alerts.webhook(hook))
    produce(alerts.topics.bootstrap, alerts.topic, [b"no alert", None],
            keys=[b"k", b"k"])
    ids = alerts.write([alert(1, ["desk"])])
    record, = alerts.set_aside(1)
    assert record.value == b"no alert"
    assert record.header("gazetted-error-code") == "not_an_alert"
    hook.wait_ids(ids)


def test_slack_message(alerts):
    hook = alerts.hook()
    secret = alerts.folder / "url"
    secret.write_text(hook.url("/services/T0/B0/secret") + "\n")
    secret.chmod(0o600)
    daemon = alerts.start(chat={
        "type": "webhook", "url_file": str(secret), "http": True,
        "allow": ["127.0.0.1"], "format": "slack"} | QUICK)
    ids = alerts.write([alert(1, ["chat"]), alert(2, ["chta"])])
    hook.wait_ids(ids[:1])
    message = hook.posts[0].json()
    assert hook.posts[0].path == "/services/T0/B0/secret"
    assert "webhook-signature" not in hook.posts[0].headers
    assert message["text"] == (
        "Acmé &amp; Söhne: 2 stories within 1h (at least 2) "
        "(warning, new, unconfirmed: 1 source)")
    block, = message["blocks"]
    assert ("<https://example.com/a%7Cb%3Ec|Acmé buys &lt;Globex&gt;> wire"
            in block["text"]["text"])
    daemon.wait_log("names the receiver chta, which is not in")
    assert "secret" not in daemon.log()


def test_programs(alerts, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    keep = tmp_path / "keep.sh"
    keep.write_text(f"""#!/bin/sh
cat >"{out}/$GAZETTED_RECEIVER.$GAZETTED_ALERT_ID"
env >"{out}/env"; pwd >"{out}/pwd"; ls /proc/self/fd >"{out}/fds"
""")
    keep.chmod(0o755)
    alerts.start(
        keep={"type": "exec", "command": [str(keep)]},
        mail={"type": "exec", "command": [str(keep)], "format": "mail",
              "from": "Gazetted <gazetted@example.com>",
              "to": ["a@example.com", "b@example.com"]})
    event = alert(1, ["keep", "mail"])
    name, = alerts.write([event])
    for receiver in ("keep", "mail"):
        wait_until(lambda r=receiver: alerts.done(r) == 1, "the offset")
    told = json.loads((out / f"keep.{name}").read_text())
    assert told["data"]["alert_id"] == event["alert_id"]
    names = {line.split("=")[0]
             for line in (out / "env").read_text().splitlines()}
    assert names <= {"PATH", "LANG", "GAZETTED_RECEIVER", "GAZETTED_ALERT_ID",
                     "PWD", "SHLVL", "_", "OLDPWD"}
    assert (out / "pwd").read_text() == "/\n"
    assert set((out / "fds").read_text().split()) <= {"0", "1", "2", "3"}


def test_a_mail_is_read_by_others(alerts, tmp_path):
    keep = tmp_path / "keep.sh"
    keep.write_text(f'#!/bin/sh\ncat >"{tmp_path}/mail"\n')
    keep.chmod(0o755)
    alerts.start(mail={
        "type": "exec", "command": [str(keep)], "format": "mail",
        "from": "Gazetted <gazetted@example.com>",
        "to": ["a@example.com", "b@example.com"]})
    event = alert(1, ["mail"], sequence=2)
    name, = alerts.write([event])
    wait_until(lambda: alerts.done("mail") == 1, "the offset")
    mail = email.message_from_bytes((tmp_path / "mail").read_bytes(),
                                    policy=email.policy.default)
    assert not mail.defects
    assert mail["subject"].startswith("Acmé & Söhne: 2 stories within 1h")
    assert mail["message-id"] == f"<{name}@example.com>"
    assert mail["references"] == f"<{event['alert_id']}-0@example.com>"
    assert mail["to"] == "a@example.com, b@example.com"
    assert "Acmé buys <Globex>" in mail.get_content()


def test_programs_that_fail_or_hang(alerts, tmp_path):
    def script(name, text):
        path = tmp_path / name
        path.write_text("#!/bin/sh\n" + text)
        path.chmod(0o755)
        return {"type": "exec", "command": [str(path)], "retries": ["100ms"],
                "timeout": "500ms"}
    alerts.start(
        fails=script("fails", "echo why it fails >&2; exit 3\n"),
        hangs=script("hangs", f'echo $$ >"{tmp_path}/pid"; sleep 600\n'),
        never=script("never", "exit 65\n"),
        gone={"type": "exec", "command": ["/does/not/exist"], "retries": []})
    alerts.write([alert(1, ["fails", "hangs", "never", "gone"])])
    by_name = {r.header("gazetted-receiver"): r for r in alerts.set_aside(4)}
    found = {name: (r.header("gazetted-error-code"),
                    r.header("gazetted-attempts"))
             for name, r in by_name.items()}
    assert found == {"fails": ("exit", "2"), "hangs": ("timeout", "2"),
                     "never": ("exit", "1"), "gone": ("start", "1")}
    assert "why it fails" in by_name["fails"].header("gazetted-error-message")
