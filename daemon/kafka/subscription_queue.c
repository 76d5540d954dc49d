#include "daemon/kafka/subscription_queue.h"

#include <assert.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double TICK_S = 0.25;

struct gz_subscription_queue {
    struct gz_subscription_keeper keeper;
    struct ev_loop *loop;
    const struct gz_clock *clock;
    ev_async on_finished;
    ev_timer on_tick;  // runs while a change is on its way
    size_t count;      // on their way; the loop's

    pthread_mutex_t lock;  // over all below
    struct gz_queued_change *waiting;
    struct gz_queued_change **last;     // of those that wait
    struct gz_queued_change *taken;     // or NULL
    struct gz_queued_change *finished;  // answered on the loop
    bool closed;
    char problem[512];
};

static void enter(struct gz_subscription_queue *q)
{
    (void)pthread_mutex_lock(&q->lock);
}

static void leave(struct gz_subscription_queue *q)
{
    (void)pthread_mutex_unlock(&q->lock);
}

static void answer(gz_keeping_done_fn *done, void *ctx, enum gz_keeping outcome,
                   uint64_t version, const char *problem)
{
    struct gz_keeping_answer a = {.outcome = outcome, .version = version};
    struct gz_error err;

    gz_error_init(&err);
    if (outcome == GZ_KEEPING_UNAVAILABLE) {
        (void)gz_error_set(&err, GZ_UNAVAILABLE, "%s", problem);
        a.error = &err;
    }
    done(ctx, &a);
    gz_error_fini(&err);
}

static void release(struct gz_subscription_queue *q, struct gz_queued_change *c)
{
    gz_subscription_unref(c->put);
    free(c);
    q->count--;
    if (q->count == 0) {
        ev_timer_stop(q->loop, &q->on_tick);
    }
}

// --- asked for ---

static void append(struct gz_subscription_queue *q, struct gz_queued_change *c)
{
    enter(q);
    *q->last = c;
    q->last = &c->next;
    leave(q);
    if (q->count++ == 0) {
        ev_timer_again(q->loop, &q->on_tick);
    }
}

static void submit(struct gz_subscription_queue *q,
                   const struct gz_queued_change *asked)
{
    struct gz_queued_change *c = NULL;

    if (q->closed) {
        answer(asked->done, asked->done_ctx, GZ_KEEPING_UNAVAILABLE, 0,
               "the daemon is stopping");
    } else if (q->count >= GZ_SUBSCRIPTION_QUEUE_ROOM) {
        answer(asked->done, asked->done_ctx, GZ_KEEPING_BUSY, 0, NULL);
    } else if ((c = malloc(sizeof(*c))) == NULL) {
        answer(asked->done, asked->done_ctx, GZ_KEEPING_UNAVAILABLE, 0,
               "no memory for a change");
    } else {
        *c = *asked;
        c->deadline_us = gz_clock_monotonic_us(q->clock) +
                         (int64_t)GZ_SUBSCRIPTION_QUEUE_MS * 1000;
        if (c->put != NULL) {
            (void)gz_subscription_ref(c->put);
        }
        append(q, c);
    }
}

static void set_id(struct gz_queued_change *c, struct gz_str id)
{
    assert(id.len_bytes < sizeof(c->id));
    memcpy(c->id, id.ptr, id.len_bytes);
    c->id[id.len_bytes] = '\0';
}

static void put(void *ctx, struct gz_subscription *s, uint64_t expected,
                gz_keeping_done_fn *done, void *done_ctx)
{
    struct gz_queued_change c = {
        .put = s, .expected = expected, .done = done, .done_ctx = done_ctx};
    set_id(&c, gz_subscription_id(s));
    submit(ctx, &c);
}

// No subscription has an id that is longer than ids can be.
static void remove_id(void *ctx, struct gz_str id, uint64_t expected,
                      gz_keeping_done_fn *done, void *done_ctx)
{
    struct gz_queued_change c = {
        .expected = expected, .done = done, .done_ctx = done_ctx};

    if (id.len_bytes > GZ_SUBSCRIPTION_ID_BYTES ||
        memchr(id.ptr, '\0', id.len_bytes) != NULL) {
        answer(done, done_ctx, GZ_KEEPING_MISSING, 0, NULL);
        return;
    }
    set_id(&c, id);
    submit(ctx, &c);
}

// --- answered ---

static struct gz_queued_change *next_finished(struct gz_subscription_queue *q)
{
    enter(q);
    struct gz_queued_change *c = q->finished;
    if (c != NULL) {
        q->finished = c->next;
    }
    leave(q);
    return c;
}

static void on_finished(struct ev_loop *loop, ev_async *watcher, int events)
{
    struct gz_subscription_queue *q = watcher->data;
    struct gz_queued_change *c;
    (void)loop;
    (void)events;

    while ((c = next_finished(q)) != NULL) {
        if (!c->answered) {
            answer(c->done, c->done_ctx, c->outcome, c->version, c->problem);
        }
        release(q, c);
    }
}

// The next one that is to be answered before the maker is done with it: whose
// time is over at now_us, or any when closed.  *mine: nobody else has it.
static struct gz_queued_change *next_late(struct gz_subscription_queue *q,
                                          int64_t now_us, bool *mine)
{
    struct gz_queued_change *c = q->taken;

    *mine = false;
    if (c != NULL && !c->answered && (q->closed || c->deadline_us <= now_us)) {
        c->answered = true;
        return c;
    }
    c = q->waiting;
    if (c == NULL || (!q->closed && c->deadline_us > now_us)) {
        return NULL;
    }
    *mine = true;
    q->waiting = c->next;
    if (q->waiting == NULL) {
        q->last = &q->waiting;
    }
    return c;
}

static void say_late(struct gz_subscription_queue *q, bool waits, char *out,
                     size_t size)
{
    if (q->closed) {
        snprintf(out, size, "the daemon is stopping");
    } else if (q->problem[0] != '\0') {
        snprintf(out, size, "%s", q->problem);
    } else {
        snprintf(out, size,
                 "%s within %d s: check that the brokers answer, then look "
                 "whether it was stored and try again",
                 waits ? "other changes took too long"
                       : "the change was not confirmed",
                 GZ_SUBSCRIPTION_QUEUE_MS / 1000);
    }
}

static void answer_late(struct gz_subscription_queue *q)
{
    const int64_t now_us = gz_clock_monotonic_us(q->clock);
    char problem[sizeof(q->problem)];

    for (;;) {
        bool mine = false;
        enter(q);
        struct gz_queued_change *c = next_late(q, now_us, &mine);
        say_late(q, mine, problem, sizeof(problem));
        // The maker may give one back, and it be released, no earlier than
        // this thread looks at those that are finished.
        leave(q);
        if (c == NULL) {
            return;
        }
        answer(c->done, c->done_ctx, GZ_KEEPING_UNAVAILABLE, 0, problem);
        if (mine) {
            release(q, c);
        }
    }
}

static void on_tick(struct ev_loop *loop, ev_timer *watcher, int events)
{
    (void)loop;
    (void)events;
    answer_late(watcher->data);
}

void gz_subscription_queue_close(struct gz_subscription_queue *q)
{
    enter(q);
    q->closed = true;
    leave(q);
    on_finished(q->loop, &q->on_finished, 0);
    answer_late(q);
}

// --- the queue ---

enum gz_status gz_subscription_queue_new(struct ev_loop *loop,
                                         const struct gz_clock *clock,
                                         struct gz_subscription_queue **out,
                                         struct gz_error *err)
{
    struct gz_subscription_queue *q = calloc(1, sizeof(*q));

    *out = q;
    if (q == NULL) {
        return gz_error_set(err, GZ_NO_MEMORY, "out of memory");
    }
    q->keeper = (struct gz_subscription_keeper){q, put, remove_id};
    q->loop = loop;
    q->clock = clock;
    q->last = &q->waiting;
    (void)pthread_mutex_init(&q->lock, NULL);
    ev_async_init(&q->on_finished, on_finished);
    ev_timer_init(&q->on_tick, on_tick, TICK_S, TICK_S);
    q->on_finished.data = q->on_tick.data = q;
    ev_async_start(loop, &q->on_finished);
    return GZ_OK;
}

void gz_subscription_queue_free(struct gz_subscription_queue *q)
{
    if (q == NULL) {
        return;
    }
    assert(q->taken == NULL);
    gz_subscription_queue_close(q);
    on_finished(q->loop, &q->on_finished, 0);
    ev_async_stop(q->loop, &q->on_finished);
    (void)pthread_mutex_destroy(&q->lock);
    free(q);
}

const struct gz_subscription_keeper *
gz_subscription_queue_keeper(const struct gz_subscription_queue *q)
{
    return &q->keeper;
}

struct gz_queued_change *
gz_subscription_queue_take(struct gz_subscription_queue *q)
{
    enter(q);
    assert(q->taken == NULL);
    struct gz_queued_change *c = q->waiting;
    if (c != NULL) {
        q->waiting = c->next;
        c->next = NULL;
        if (q->waiting == NULL) {
            q->last = &q->waiting;
        }
    }
    q->taken = c;
    leave(q);
    return c;
}

bool gz_subscription_queue_late(struct gz_subscription_queue *q,
                                const struct gz_queued_change *change)
{
    enter(q);
    const bool late = change->answered;
    leave(q);
    return late;
}

void gz_subscription_queue_finish(struct gz_subscription_queue *q,
                                  struct gz_queued_change *change,
                                  enum gz_keeping outcome, uint64_t version,
                                  const char *problem)
{
    enter(q);
    assert(q->taken == change);
    change->outcome = outcome;
    change->version = version;
    snprintf(change->problem, sizeof(change->problem), "%s",
             problem == NULL ? "" : problem);
    struct gz_queued_change **end = &q->finished;
    while (*end != NULL) {
        end = &(*end)->next;
    }
    change->next = NULL;
    *end = change;
    q->taken = NULL;
    leave(q);
    ev_async_send(q->loop, &q->on_finished);
}

void gz_subscription_queue_say(struct gz_subscription_queue *q,
                               const char *problem)
{
    enter(q);
    snprintf(q->problem, sizeof(q->problem), "%s", problem);
    leave(q);
}
