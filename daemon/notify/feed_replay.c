// The thread that finds the place of those who join, and reads again for those
// who are behind.

#include <stdlib.h>
#include <string.h>

#include "daemon/base/thread.h"
#include "daemon/notify/feed_scan.h"

enum {
    POLL_MS = 50,
    PATIENCE_MS = 5000,  // without any item, then the topic is opened anew
    RETRY_MS = 1000,
    WAIT_MS = 50,  // for those who are ahead of the live thread
    SCAN_RECORDS = 20000,
};

static const char COMPONENT[] = "feed";

struct replay {
    struct gz_feed *feed;
    void *reader;
    struct gz_feed_scan scan;
    int64_t *low;  // of the reader's partitions; high behind it
    int64_t *high;
};

static void close_reader(struct replay *r)
{
    r->feed->options.replay.close(r->reader);
    r->reader = NULL;
    free(r->low);
    r->low = r->high = NULL;
}

static enum gz_status open_reader(struct replay *r, struct gz_error *err)
{
    const struct gz_topic_port *port = &r->feed->options.replay;

    if (r->reader != NULL) {
        return GZ_OK;
    }
    const enum gz_status st = port->open(port->ctx, &r->reader, err);
    if (st != GZ_OK) {
        return st;
    }
    const size_t count = port->partitions(r->reader);
    r->low = calloc(2 * count + 1, sizeof(*r->low));
    if (r->low == NULL) {
        return gz_error_set(err, GZ_NO_MEMORY, "out of memory");
    }
    r->high = r->low + count;
    return GZ_OK;
}

// Whether the reader counts as many partitions as the live one.
static bool fits(const struct replay *r)
{
    return r->feed->partitions == r->feed->options.replay.partitions(r->reader);
}

// --- those who join ---

static void refuse(struct gz_feed_client *c, enum gz_status status,
                   const char *text)
{
    c->ended = true;
    gz_feed_client_answer(c, status, text);
}

// Places of an id; those of partitions that it does not know are new.
static bool take_position(const struct replay *r, struct gz_feed_client *c)
{
    const struct gz_feed *f = r->feed;
    const struct gz_feed_position *position = &c->request.position;

    if (position->count > f->partitions) {
        refuse(c, GZ_INVALID,
               "the event id knows more partitions than the topic has: it is "
               "of another Kafka, or the topic was made anew (use since=)");
        return false;
    }
    for (uint32_t p = 0; p < f->partitions; p++) {
        c->next[p] = p < position->count ? position->next[p] : r->low[p];
        if (c->next[p] > r->high[p] && c->next[p] > f->at[p]) {
            refuse(c, GZ_INVALID,
                   "the event id is ahead of the topic: it is of another "
                   "Kafka, or the topic was made anew (use since=)");
            return false;
        }
    }
    return true;
}

// A time behind the last record is the live end.
static void take_time(const struct replay *r, struct gz_feed_client *c)
{
    const struct gz_feed *f = r->feed;

    for (uint32_t p = 0; p < f->partitions; p++) {
        if (c->next[p] >= r->high[p] && c->next[p] > f->at[p]) {
            c->next[p] = f->at[p];
        }
    }
}

static void tell_lost(const struct replay *r, struct gz_feed_client *c)
{
    for (uint32_t p = 0; p < r->feed->partitions; p++) {
        const int64_t from = c->next[p];
        if (from < r->low[p]) {
            c->next[p] = r->low[p];
            (void)gz_feed_letter_gap(c, p, from, r->low[p]);
        }
    }
}

static bool take_start(const struct replay *r, struct gz_feed_client *c)
{
    const size_t bytes = r->feed->partitions * sizeof(*c->next);

    switch (c->request.start) {
    case GZ_FEED_LATEST:
        memcpy(c->next, r->feed->at, bytes);
        return true;
    case GZ_FEED_EARLIEST:
        memcpy(c->next, r->low, bytes);
        return true;
    case GZ_FEED_TIME:
        take_time(r, c);
        return true;
    case GZ_FEED_POSITION:
    default:
        return take_position(r, c);
    }
}

static void place(const struct replay *r, struct gz_feed_client *c)
{
    const struct gz_feed *f = r->feed;

    if (!take_start(r, c)) {
        return;
    }
    if (!gz_feed_letter_note(c, c->next, "retry: 2000\n\n")) {
        refuse(c, GZ_NO_MEMORY, "out of memory");
        return;
    }
    tell_lost(r, c);
    const bool live =
        memcmp(c->next, f->at, f->partitions * sizeof(*c->next)) == 0 &&
        gz_feed_client_listen(c);
    c->phase = live ? GZ_FEED_LIVE : GZ_FEED_BEHIND;
    c->hungry = false;
    c->sent_us = f->now_us;
    gz_feed_client_answer(c, GZ_OK, "");
}

static bool make_places(struct gz_feed_client *c, size_t partitions)
{
    if (c->next == NULL) {
        c->next = calloc(partitions + 1, sizeof(*c->next));
        c->stop = calloc(partitions + 1, sizeof(*c->stop));
    }
    return c->next != NULL && c->stop != NULL;
}

// What must be asked of Kafka for one client; without the lock.
static enum gz_status ask(struct replay *r, struct gz_feed_client *c,
                          struct gz_error *err)
{
    const struct gz_topic_port *port = &r->feed->options.replay;

    if (!make_places(c, port->partitions(r->reader))) {
        return gz_error_set(err, GZ_NO_MEMORY, "out of memory");
    }
    return c->request.start == GZ_FEED_TIME
               ? port->at_time(r->reader, c->request.since_ms, c->next, err)
               : GZ_OK;
}

static void settle(struct replay *r, struct gz_feed_client *c,
                   enum gz_status st, const struct gz_error *err)
{
    c->busy = false;
    if (c->gone) {
        gz_feed_client_free(c);
    } else if (st != GZ_OK) {
        refuse(c, st, gz_error_text(err));
    } else if (r->feed->known && fits(r)) {
        place(r, c);
    }  // else once more, when the live thread has its place again
}

static struct gz_feed_client *find_new(const struct gz_feed *f)
{
    struct gz_feed_client *c = f->clients;

    while (c != NULL && (c->phase != GZ_FEED_NEW || c->busy || c->ended)) {
        c = c->after;
    }
    return c;
}

// The bounds are asked once for all who wait.
static void welcome(struct replay *r)
{
    struct gz_feed *f = r->feed;
    struct gz_feed_client *c;
    struct gz_error err;

    gz_error_init(&err);
    enum gz_status st = open_reader(r, &err);
    if (st == GZ_OK) {
        st = f->options.replay.bounds(r->reader, r->low, r->high, &err);
    }
    (void)pthread_mutex_lock(&f->lock);
    const bool fit = st != GZ_OK || fits(r);
    while (fit && !f->stopping && f->known && (c = find_new(f)) != NULL) {
        c->busy = true;
        (void)pthread_mutex_unlock(&f->lock);
        const enum gz_status asked = st == GZ_OK ? ask(r, c, &err) : st;
        (void)pthread_mutex_lock(&f->lock);
        settle(r, c, asked, &err);
    }
    if (!fit) {
        gz_feed_wait(f, RETRY_MS);
    }
    (void)pthread_mutex_unlock(&f->lock);
    if (st != GZ_OK || !fit) {
        close_reader(r);
    }
    gz_error_fini(&err);
}

// --- those who are behind ---

static bool is_stopping(struct gz_feed *f)
{
    (void)pthread_mutex_lock(&f->lock);
    const bool stopping = f->stopping;
    (void)pthread_mutex_unlock(&f->lock);
    return stopping;
}

static enum gz_status find_lost(struct replay *r, struct gz_error *err)
{
    struct gz_feed *f = r->feed;
    const enum gz_status st =
        f->options.replay.bounds(r->reader, r->low, r->high, err);

    if (st == GZ_OK) {
        (void)pthread_mutex_lock(&f->lock);
        gz_feed_scan_lost(&r->scan, r->low, r->high);
        (void)pthread_mutex_unlock(&f->lock);
    }
    return st;
}

static enum gz_status read_again(struct replay *r, struct gz_error *err)
{
    const struct gz_topic_port *port = &r->feed->options.replay;
    int waited_ms = 0;
    enum gz_status st = port->seek(r->reader, r->scan.start, err);

    for (int n = 0; st == GZ_OK && r->scan.active > 0 && n < SCAN_RECORDS &&
                    !is_stopping(r->feed);
         n++) {
        struct gz_topic_item item;
        st = port->next(r->reader, POLL_MS, &item, err);
        if (st == GZ_NOT_FOUND) {
            waited_ms += POLL_MS;
            st = waited_ms < PATIENCE_MS
                     ? GZ_OK
                     : gz_error_set(err, GZ_UNAVAILABLE,
                                    "no record and no end comes");
        } else if (st == GZ_OK && item.kind == GZ_TOPIC_LOST) {
            return find_lost(r, err);
        } else if (st == GZ_OK) {
            waited_ms = 0;
            gz_feed_scan_take(&r->scan, &item);
        }
    }
    return st;
}

static void serve(struct replay *r)
{
    struct gz_feed *f = r->feed;
    struct gz_error err;
    enum gz_status st = GZ_OK;

    gz_error_init(&err);
    if (gz_feed_scan_reads(&r->scan)) {
        st = open_reader(r, &err);
        if (st == GZ_OK &&
            f->options.replay.partitions(r->reader) != r->scan.partitions) {
            st = gz_error_set(&err, GZ_MISMATCH, "its partitions changed");
        }
        if (st == GZ_OK) {
            st = read_again(r, &err);
        }
    }
    if (st != GZ_OK) {
        close_reader(r);
        gz_log_warning(f->options.log, COMPONENT, "cannot read %s again: %s",
                       f->options.topic, gz_error_text(&err));
    }
    gz_error_fini(&err);
    (void)pthread_mutex_lock(&f->lock);
    gz_feed_scan_end(&r->scan);
    if (st != GZ_OK && !f->stopping) {
        gz_feed_wait(f, RETRY_MS);
    }
    (void)pthread_mutex_unlock(&f->lock);
}

enum work { NOTHING, WELCOME, SERVE, END };

static bool is_anyone_behind(const struct gz_feed *f)
{
    const struct gz_feed_client *c = f->clients;

    while (c != NULL && c->phase != GZ_FEED_BEHIND) {
        c = c->after;
    }
    return c != NULL;
}

static enum work find_work(struct replay *r)
{
    struct gz_feed *f = r->feed;
    enum work work = NOTHING;

    (void)pthread_mutex_lock(&f->lock);
    if (f->stopping) {
        work = END;
    } else if (f->known && find_new(f) != NULL) {
        work = WELCOME;
    } else if (gz_feed_scan_begin(&r->scan)) {
        work = SERVE;
    } else {
        gz_feed_wait(f, is_anyone_behind(f) ? WAIT_MS : RETRY_MS);
    }
    (void)pthread_mutex_unlock(&f->lock);
    return work;
}

void *gz_feed_replay_run(void *arg)
{
    struct replay r = {.feed = arg};
    enum work work = gz_feed_scan_init(&r.scan, r.feed) ? NOTHING : END;

    gz_thread_give_way();
    while (work != END) {
        work = find_work(&r);
        if (work == WELCOME) {
            welcome(&r);
        } else if (work == SERVE) {
            serve(&r);
        }
    }
    close_reader(&r);
    gz_feed_scan_fini(&r.scan);
    return NULL;
}
