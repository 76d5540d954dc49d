// The thread that reads the end of the topic, for all who have had the rest.

#include <stdlib.h>
#include <string.h>

#include "daemon/base/thread.h"
#include "daemon/notify/feed_state.h"

enum { POLL_MS = 100, RETRY_MS = 1000, ARENA_BYTES = 64 << 20 };

static const char COMPONENT[] = "feed";

struct live {
    struct gz_feed *feed;
    void *reader;
    struct gz_arena *arena;
    struct gz_buffer scratch;
};

// It stays where it is, and costs nothing until it has taken what waits.
static void fall_behind(struct gz_feed_client *c, const struct gz_record *r)
{
    struct gz_feed *f = c->feed;

    memcpy(c->next, f->at, f->partitions * sizeof(*c->next));
    c->next[r->partition] = r->offset;
    c->phase = GZ_FEED_BEHIND;
    f->counts.behind++;
}

// Those who are behind must not cost the others anything.  The index stays as
// it is while a record is handed out.
static void stop_listening(struct gz_feed_client *c)
{
    c->next_lagging = c->feed->lagging;
    c->feed->lagging = c;
}

static void drop_lagging(struct gz_feed *f)
{
    for (struct gz_feed_client *c = f->lagging; c != NULL;
         c = c->next_lagging) {
        gz_feed_client_unlisten(c);
    }
    f->lagging = NULL;
}

static void deliver(void *ctx, void *taker)
{
    struct gz_feed_letter *letter = ctx;
    struct gz_feed_client *c = taker;
    const bool live = c->phase == GZ_FEED_LIVE;

    if ((!live && !c->joining) || !gz_feed_letter_suits(letter, c)) {
        return;
    }
    if (gz_feed_letter_put(letter, c, live ? &c->queue : &c->held, c->feed->at,
                           true)) {
        if (live) {
            gz_feed_client_feed(c);
        }
        return;
    }
    if (live) {
        fall_behind(c, letter->record);
    } else {
        c->joining = false;
        gz_feed_queue_clear(&c->held);
    }
    stop_listening(c);
}

// Move past the record unless anybody may want it.
static bool pass(struct gz_feed *f, const struct gz_record *r)
{
    (void)pthread_mutex_lock(&f->lock);
    const bool wanted = gz_feed_index_wants(f->index, r->key);
    if (!wanted) {
        f->at[r->partition] = r->offset + 1;
    }
    (void)pthread_mutex_unlock(&f->lock);
    return wanted;
}

static void on_record(struct live *l, const struct gz_record *r)
{
    struct gz_feed *f = l->feed;
    const struct gz_feed_kind *kind = f->options.kind;
    struct gz_feed_letter letter = {
        .feed = f, .record = r, .scratch = &l->scratch};

    // Below: fetched a second time, as librdkafka may after an error.
    if (r->offset < f->at[r->partition] || !pass(f, r)) {
        return;
    }
    gz_arena_reset(l->arena);
    const bool good =
        kind->decode(kind->ctx, r, l->arena, &letter.item) == GZ_OK;
    (void)pthread_mutex_lock(&f->lock);
    f->at[r->partition] = r->offset + 1;
    if (good) {
        gz_feed_index_visit(f->index, r->key, deliver, &letter);
        drop_lagging(f);
    } else {
        f->counts.skipped++;
    }
    gz_feed_letter_fini(&letter);
    (void)pthread_mutex_unlock(&f->lock);
}

static void close_reader(struct live *l)
{
    l->feed->options.live.close(l->reader);
    l->reader = NULL;
}

// Whoever waits to join hears why it cannot be; whoever has joined waits on.
static void tell_trouble(struct gz_feed *f, enum gz_status status,
                         const struct gz_error *err)
{
    gz_log_warning(f->options.log, COMPONENT, "cannot follow %s: %s",
                   f->options.topic, gz_error_text(err));
    (void)pthread_mutex_lock(&f->lock);
    for (struct gz_feed_client *c = f->clients; c != NULL; c = c->after) {
        if (c->phase == GZ_FEED_NEW && !c->busy && !c->ended) {
            c->ended = true;  // answered
            gz_feed_client_answer(c, status, gz_error_text(err));
        }
    }
    if (!f->stopping) {
        gz_feed_wait(f, RETRY_MS);
    }
    (void)pthread_mutex_unlock(&f->lock);
}

// The topic has other partitions than before: clients come again with their
// ids, which know the old ones.
static bool recount(struct gz_feed *f, uint32_t partitions)
{
    int64_t *at = calloc(partitions, sizeof(*at));

    if (at == NULL) {
        return false;
    }
    for (struct gz_feed_client *c = f->clients; c != NULL; c = c->after) {
        if (c->phase != GZ_FEED_NEW) {
            c->phase = GZ_FEED_BEHIND;
            gz_feed_client_unlisten(c);
            gz_feed_client_end(c);
        }
    }
    free(f->at);
    f->at = at;
    f->partitions = partitions;
    f->known = false;
    return true;
}

// Clients at the live end lost what was there between at and low.
static void skip_lost(struct gz_feed *f, const int64_t *low)
{
    for (uint32_t p = 0; p < f->partitions; p++) {
        const int64_t from = f->at[p];
        if (from >= low[p]) {
            continue;
        }
        f->at[p] = low[p];
        for (struct gz_feed_client *c = f->clients; c != NULL; c = c->after) {
            if (c->phase == GZ_FEED_LIVE) {
                memcpy(c->next, f->at, f->partitions * sizeof(*c->next));
                (void)gz_feed_letter_gap(c, p, from, low[p]);
                gz_feed_client_feed(c);
            }
        }
    }
}

// Where to read: on from where it was, or at the end when nobody knows one.
static bool place(struct gz_feed *f, uint32_t partitions, const int64_t *low,
                  const int64_t *high)
{
    bool good = true;

    (void)pthread_mutex_lock(&f->lock);
    if (partitions != f->partitions) {
        good = recount(f, partitions);
    }
    if (good && f->known) {
        skip_lost(f, low);
    } else if (good) {
        memcpy(f->at, high, partitions * sizeof(*high));
        f->known = true;
    }
    (void)pthread_cond_broadcast(&f->changed);
    (void)pthread_mutex_unlock(&f->lock);
    return good;
}

static enum gz_status begin(struct live *l, struct gz_error *err)
{
    struct gz_feed *f = l->feed;
    const struct gz_topic_port *port = &f->options.live;
    enum gz_status st = port->open(port->ctx, &l->reader, err);
    if (st != GZ_OK) {
        return st;
    }
    const uint32_t count = port->partitions(l->reader);
    int64_t *low = calloc(2 * (size_t)count + 1, sizeof(*low));
    if (low == NULL) {
        return gz_error_set(err, GZ_NO_MEMORY, "out of memory");
    }
    int64_t *high = low + count;
    st = port->bounds(l->reader, low, high, err);
    if (st == GZ_OK && !place(f, count, low, high)) {
        st = gz_error_set(err, GZ_NO_MEMORY, "out of memory");
    }
    // Only this thread moves at.
    if (st == GZ_OK) {
        st = port->seek(l->reader, f->at, err);
    }
    free(low);
    return st;
}

static void open_reader(struct live *l)
{
    struct gz_error err;

    gz_error_init(&err);
    const enum gz_status st = begin(l, &err);
    if (st != GZ_OK) {
        close_reader(l);
        tell_trouble(l->feed, st, &err);
    }
    gz_error_fini(&err);
}

static void read_some(struct live *l)
{
    struct gz_topic_item item;
    struct gz_error err;

    gz_error_init(&err);
    const enum gz_status st =
        l->feed->options.live.next(l->reader, POLL_MS, &item, &err);
    if (st == GZ_OK && item.kind == GZ_TOPIC_RECORD) {
        on_record(l, &item.record);
    } else if (st == GZ_OK && item.kind == GZ_TOPIC_LOST) {
        close_reader(l);  // opened again, at what there is
    } else if (st != GZ_OK && st != GZ_NOT_FOUND) {
        close_reader(l);
        tell_trouble(l->feed, st, &err);
    }
    gz_error_fini(&err);
}

// Nobody is there: wait until somebody comes, at most so long that the reader
// is worth keeping; false when it is not.
static bool wait_for_clients(struct live *l)
{
    struct gz_feed *f = l->feed;
    const int64_t begin_us = gz_clock_monotonic_us(f->options.clock);

    while (!f->stopping && f->clients == NULL) {
        gz_feed_wait(f, RETRY_MS);
        if (l->reader != NULL &&
            gz_clock_monotonic_us(f->options.clock) - begin_us >=
                f->options.idle_us) {
            return f->clients != NULL;
        }
    }
    return true;
}

// Wait while there is nobody; false: the feed is stopping.
static bool has_clients(struct live *l)
{
    struct gz_feed *f = l->feed;

    (void)pthread_mutex_lock(&f->lock);
    const bool keep = wait_for_clients(l);
    f->known = f->known && keep;
    const bool go_on = !f->stopping;
    (void)pthread_mutex_unlock(&f->lock);
    if (!keep) {
        close_reader(l);
    }
    return go_on;
}

void *gz_feed_live_run(void *arg)
{
    struct live l = {.feed = arg, .arena = gz_arena_new(ARENA_BYTES)};

    gz_thread_give_way();
    gz_buffer_init(&l.scratch, 0);
    while (l.arena != NULL && has_clients(&l)) {
        if (l.reader == NULL) {
            open_reader(&l);
        } else {
            read_some(&l);
        }
    }
    close_reader(&l);
    gz_buffer_fini(&l.scratch);
    gz_arena_free(l.arena);
    return NULL;
}
