// How one change is made: see subscription_topic.h for its steps.

#include <stdio.h>
#include <string.h>

#include "daemon/alert/subscription/subscription_read.h"
#include "daemon/alert/subscription/subscription_record.h"
#include "daemon/base/clock.h"
#include "daemon/kafka/subscription_topic_state.h"

enum {
    TRIES = 8,
    PAUSE_US = 10 * 1000,  // at most before the second try; then twice that
    WAIT_US = 50 * 1000,
};

static int64_t now_us(void)
{
    return gz_clock_monotonic_us(&gz_clock_system);
}

// Marsaglia's xorshift64: enough for processes not to pause alike.
static uint64_t draw(struct gz_making *m)
{
    m->random ^= m->random << 13;
    m->random ^= m->random >> 7;
    m->random ^= m->random << 17;
    return m->random;
}

static void finish(struct gz_subscription_topic *t, enum gz_keeping outcome,
                   uint64_t version)
{
    struct gz_making *m = &t->making;
    const bool failed = outcome == GZ_KEEPING_UNAVAILABLE;

    if (failed) {
        gz_log_warning(t->options.log, "subscriptions",
                       "%s: a change was not made: %s", t->topic, m->problem);
    }
    gz_subscription_queue_finish(t->queue, m->change, outcome, version,
                                 failed ? m->problem : NULL);
    m->change = NULL;
    m->step = GZ_MAKING_NOTHING;
}

static void give_up(struct gz_subscription_topic *t, const char *problem)
{
    snprintf(t->making.problem, sizeof(t->making.problem), "%s", problem);
    finish(t, GZ_KEEPING_UNAVAILABLE, 0);
}

static void try_again(struct gz_subscription_topic *t, const char *problem)
{
    struct gz_making *m = &t->making;

    m->tries++;
    if (m->tries >= TRIES) {
        give_up(t, problem);
        return;
    }
    snprintf(m->problem, sizeof(m->problem), "%s", problem);
    gz_log_debug(t->options.log, "subscriptions", "%s: once more: %s", t->topic,
                 problem);
    m->pause_end_us =
        now_us() + (int64_t)(draw(m) % ((uint64_t)PAUSE_US << (m->tries - 1)));
    m->step = GZ_MAKING_TO_PREPARE;
}

static void begin(struct gz_subscription_topic *t)
{
    struct gz_making *m = &t->making;

    m->change = gz_subscription_queue_take(t->queue);
    if (m->change != NULL) {
        m->step = GZ_MAKING_TO_PREPARE;
        m->tries = 0;
        m->pause_end_us = 0;
        m->offset = -1;
        m->committed = m->read = false;
        m->problem[0] = '\0';
    }
}

static void prepare(struct gz_subscription_topic *t)
{
    if (now_us() >= t->making.pause_end_us) {
        gz_subscription_writer_prepare(t->writer);
        t->making.step = GZ_MAKING_PREPARE;
    }
}

static void prepared(struct gz_subscription_topic *t)
{
    struct gz_subscription_writer_result r;

    if (!gz_subscription_writer_wait(t->writer, 0, &r)) {
        return;
    }
    if (r.how == GZ_SUBSCRIPTION_WRITTEN) {
        t->making.end = r.offset;
        t->making.step = GZ_MAKING_CATCH_UP;
    } else if (r.how == GZ_SUBSCRIPTION_AGAIN) {
        try_again(t, r.problem);
    } else {
        give_up(t, r.problem);
    }
}

// The record of a subscription has neither version nor time: they are its own.
static enum gz_status print(const struct gz_subscription *s,
                            struct gz_buffer *out)
{
    struct gz_subscription *bare = gz_subscription_with(s, 0, 0);
    struct gz_json_writer w;

    if (bare == NULL) {
        return GZ_NO_MEMORY;
    }
    gz_json_writer_init(&w, out);
    gz_subscription_print(bare, &w);
    gz_subscription_unref(bare);
    return gz_buffer_status(out);
}

static void write_change(struct gz_subscription_topic *t)
{
    struct gz_making *m = &t->making;
    const struct gz_subscription *s = m->change->put;
    struct gz_buffer value;

    gz_buffer_init(&value, GZ_SUBSCRIPTION_RECORD_BYTES);
    const enum gz_status st = s == NULL ? GZ_OK : print(s, &value);
    if (st != GZ_OK) {
        give_up(t, st == GZ_LIMIT ? "the subscription is too large for a record"
                                  : "no memory for a change");
    } else {
        gz_subscription_writer_write(t->writer, gz_str_z(m->change->id),
                                     s == NULL ? (struct gz_str){NULL, 0}
                                               : gz_buffer_str(&value));
        m->step = GZ_MAKING_WRITE;
    }
    gz_buffer_fini(&value);
}

static void compare(struct gz_subscription_topic *t)
{
    const struct gz_making *m = &t->making;
    const struct gz_queued_change *c = m->change;
    uint64_t version = 0;

    if (m->read) {
        finish(t, GZ_KEEPING_DONE, (uint64_t)m->offset + 1);
        return;
    }
    if (t->next < m->end) {
        return;
    }
    const enum gz_keeping answer =
        gz_subscription_pool_judge(t->options.pool, gz_str_z(c->id),
                                   c->put == NULL, c->expected, &version);
    if (answer == GZ_KEEPING_DONE) {
        write_change(t);
    } else {
        finish(t, answer, version);
    }
}

static void written(struct gz_subscription_topic *t)
{
    struct gz_making *m = &t->making;
    struct gz_subscription_writer_result r;

    if (!gz_subscription_writer_wait(t->writer, WAIT_US, &r)) {
        return;
    }
    m->offset = r.offset;
    if (r.how == GZ_SUBSCRIPTION_WRITTEN) {
        m->committed = true;
        m->step = GZ_MAKING_RETURN;
    } else if (r.how == GZ_SUBSCRIPTION_AGAIN) {
        try_again(t, r.problem);
    } else {
        give_up(t, r.problem);
    }
}

static void returned(struct gz_subscription_topic *t)
{
    if (t->making.read) {
        finish(t, GZ_KEEPING_DONE, (uint64_t)t->making.offset + 1);
    }
}

// A change that nobody waits for is let go where that leaves no call behind.
static bool let_go(struct gz_subscription_topic *t)
{
    const enum gz_making_step step = t->making.step;

    if (step == GZ_MAKING_NOTHING || step == GZ_MAKING_PREPARE ||
        step == GZ_MAKING_WRITE ||
        !gz_subscription_queue_late(t->queue, t->making.change)) {
        return false;
    }
    give_up(t, "it took too long");
    return true;
}

void gz_subscription_making_go_on(struct gz_subscription_topic *t)
{
    static void (*const steps[])(struct gz_subscription_topic * t) = {
        [GZ_MAKING_NOTHING] = begin,    [GZ_MAKING_TO_PREPARE] = prepare,
        [GZ_MAKING_PREPARE] = prepared, [GZ_MAKING_CATCH_UP] = compare,
        [GZ_MAKING_WRITE] = written,    [GZ_MAKING_RETURN] = returned,
    };
    enum gz_making_step before;

    if (let_go(t)) {
        return;
    }
    do {
        before = t->making.step;
        steps[before](t);
    } while (t->making.step != before);
}

bool gz_subscription_making_busy(const struct gz_subscription_topic *t)
{
    return t->making.step != GZ_MAKING_NOTHING;
}

bool gz_subscription_making_writes(const struct gz_subscription_topic *t)
{
    return t->making.step == GZ_MAKING_WRITE;
}

// Without an offset it is the first of its id that came since: nobody else
// could commit meanwhile.
void gz_subscription_making_note(struct gz_subscription_topic *t,
                                 const struct gz_record *record)
{
    struct gz_making *m = &t->making;

    if (m->change == NULL || m->read) {
        return;
    }
    if (m->offset < 0 && m->committed && record->offset >= m->end &&
        gz_str_is(record->key, m->change->id)) {
        m->offset = record->offset;
    }
    m->read = m->offset >= 0 && record->offset == m->offset;
}

void gz_subscription_making_end(struct gz_subscription_topic *t)
{
    if (t->making.change != NULL) {
        give_up(t, "the daemon is stopping");
    }
}
