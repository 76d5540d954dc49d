"""A reload puts other receivers in force, and loses nothing on the way."""

import json
import signal

import pytest

from support.alerts import alert_ids
from support.hooks import sign
from support.receivers import SECRETS, Alerts, some
from support.waiting import wait_until

RELOADS = "gazetted_reloads_total"


@pytest.fixture
def alerts(topics, start, tmp_path):
    one = Alerts(topics, start, tmp_path)
    yield one
    for hook in one.hooks:
        hook.stop()


class Reloading:
    """A daemon whose file of receivers a test writes anew."""

    def __init__(self, alerts, **receivers):
        self.alerts = alerts
        self.daemon = alerts.start(**receivers)
        self.path = alerts.folder / "receivers.yaml"

    def reloads(self, result):
        return self.daemon.metric(RELOADS, result=result)

    def hang_up(self, text, result="ok"):
        before = self.reloads(result)
        self.path.write_text(text)
        self.daemon.signal(signal.SIGHUP)
        wait_until(lambda: self.reloads(result) == before + 1,
                   f"a reload that is {result}")

    def reload(self, **receivers):
        self.hang_up(json.dumps({"receivers": receivers}))

    def wait_done(self, receiver, count):
        wait_until(lambda: self.alerts.done(receiver) == count,
                   f"offset {count} of {receiver}")


def test_added_changed_removed(alerts):
    desk, night, other = alerts.hook(), alerts.hook(), alerts.hook()
    stays = alerts.webhook(desk)
    one = Reloading(alerts, desk=stays, night=alerts.webhook(night))
    first = alerts.write(some(20, ["desk", "night", "late"]))
    desk.wait_ids(first)
    night.wait_ids(first)
    one.wait_done("night", 20)

    # One to come, one that moves and gets another secret.
    late = alerts.hook()
    one.reload(desk=stays, late=alerts.webhook(late), night=alerts.webhook(
        other, secrets=[alerts.secret(1)]))
    late.wait_ids(first)
    one.daemon.wait_log("receiver night goes on as it is configured now")
    second = alerts.write(some(40, ["desk", "night", "late"])[20:])
    for hook in (desk, late, other):
        hook.wait_ids(second)
    assert len(night.posts) == 20
    assert sorted(other.ids()) == sorted(second)
    assert {tuple(p.signatures()) for p in other.posts} == {
        (sign(SECRETS[1], p),) for p in other.posts}
    wait_until(lambda: one.daemon.metric(
        "gazetted_receiver_delivered_total", receiver="night") == 40,
        "what both have counted")

    # One to go: it is in the page no more, and its place is kept.
    one.wait_done("night", 40)
    one.reload(desk=stays, late=alerts.webhook(late))
    one.daemon.wait_log("receiver night has left")
    third = alerts.write(some(60, ["desk", "night", "late"])[40:])
    desk.wait_ids(third)
    one.wait_done("desk", 60)
    assert alerts.done("night") == 40
    assert 'receiver="night"' not in one.daemon.get("/metrics")[1]
    one.reload(desk=stays, night=alerts.webhook(other))
    other.wait_ids(third)
    for hook in (desk, other):
        assert len(set(hook.ids())) == len(hook.ids())


def test_what_is_on_its_way_is_not_lost(alerts):
    def answer(handler, post, number):
        hook.released.wait(30)
        handler.reply(200)
    hook = alerts.hook(answer)
    other = alerts.hook()
    one = Reloading(alerts, desk=alerts.webhook(
        hook, concurrency=2, timeout="30s"))
    ids = alerts.write(some(10, ["desk"]))
    wait_until(lambda: len(hook.posts) == 2, "two on their way")
    one.reload(desk=alerts.webhook(other))
    one.daemon.wait_log("receiver desk is changed; what is on its way")
    assert other.posts == []
    hook.released.set()
    other.wait_ids(set(ids) - set(hook.ids()))
    one.wait_done("desk", 10)
    assert sorted(hook.ids() + other.ids()) == sorted(ids)


def test_one_that_fails_goes_on_with_other_settings(alerts):
    down = alerts.hook(started=False)
    hook = alerts.hook()
    one = Reloading(alerts, desk=alerts.webhook(
        down, retries=["1h"], breaker_failures=1, breaker_pause="10m"))
    ids = alerts.write(some(10, ["desk"]))
    one.daemon.wait_log("desk fails and is let alone")
    one.reload(desk=alerts.webhook(hook))
    hook.wait_ids(ids)
    one.wait_done("desk", 10)


def test_mistakes_leave_all_as_it_was(alerts):
    hook = alerts.hook()
    one = Reloading(alerts, desk=alerts.webhook(hook))
    hook.wait_ids(alerts.write(some(5, ["desk"])))
    one.hang_up("receivers:\n  desk: {type: pigeon}\n", "failed")
    one.daemon.wait_log(r"receivers\.yaml:2.*pigeon")
    one.daemon.wait_log("all stays as it was")
    assert one.daemon.metric("gazetted_rules_stale") == 1
    assert "the last reload failed" in one.daemon.get("/readyz")[1]
    hook.wait_ids(alerts.write(some(10, ["desk"])[5:]))
    assert len(hook.posts) == 10


def test_the_first_and_the_last(alerts):
    """A daemon that begins without receivers, and ends without."""
    hook = alerts.hook()
    one = Reloading(alerts)
    ids = alerts.write(some(5, ["desk"]))
    one.reload(desk=alerts.webhook(hook))
    hook.wait_ids(ids)
    one.wait_done("desk", 5)
    one.reload()
    one.daemon.wait_log("receiver desk has left")
    assert alert_ids(some(5, ["desk"])) == ids
    one.daemon.stop()
