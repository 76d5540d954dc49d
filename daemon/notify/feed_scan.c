#include "daemon/notify/feed_scan.h"

#include <stdlib.h>
#include <string.h>

// Records between riders of one scan, all partitions together; a scan reads
// about as many more, so that those who stand elsewhere get their turn.
enum { CLOSE_RECORDS = 20000, ARENA_BYTES = 64 << 20 };

bool gz_feed_scan_init(struct gz_feed_scan *s, struct gz_feed *f)
{
    *s = (struct gz_feed_scan){.feed = f};
    gz_buffer_init(&s->scratch, 0);
    s->arena = gz_arena_new(ARENA_BYTES);
    return s->arena != NULL;
}

void gz_feed_scan_fini(struct gz_feed_scan *s)
{
    gz_buffer_fini(&s->scratch);
    gz_arena_free(s->arena);
    free(s->riders);
    free(s->start);
}

static bool is_done(const struct gz_feed_client *c, uint32_t partitions)
{
    for (uint32_t p = 0; p < partitions; p++) {
        if (c->next[p] < c->stop[p]) {
            return false;
        }
    }
    return true;
}

// One that knows more than the live thread has read waits for it.
static bool can_ride(const struct gz_feed *f, const struct gz_feed_client *c)
{
    if (c->phase != GZ_FEED_BEHIND || c->ended ||
        c->queue.bytes > f->options.client_bytes / 2) {
        return false;
    }
    for (uint32_t p = 0; p < f->partitions; p++) {
        if (c->next[p] > f->at[p]) {
            return false;
        }
    }
    return true;
}

static struct gz_feed_client *find_first(const struct gz_feed *f)
{
    struct gz_feed_client *first = NULL;

    for (struct gz_feed_client *c = f->clients; c != NULL; c = c->after) {
        if (can_ride(f, c) && (first == NULL || c->turn < first->turn)) {
            first = c;
        }
    }
    return first;
}

static bool is_close(const struct gz_feed *f, const struct gz_feed_client *a,
                     const struct gz_feed_client *b)
{
    int64_t distance = 0;

    for (uint32_t p = 0; p < f->partitions; p++) {
        const int64_t d = a->next[p] - b->next[p];
        distance += d < 0 ? -d : d;
    }
    return distance <= CLOSE_RECORDS;
}

static bool make_room(struct gz_feed_scan *s)
{
    const struct gz_feed *f = s->feed;

    if (s->cap < f->counts.clients) {
        free(s->riders);
        s->cap = f->counts.clients;
        s->riders = calloc(s->cap, sizeof(struct gz_feed_client *));
    }
    if (s->partitions != f->partitions) {
        free(s->start);
        s->partitions = f->partitions;
        s->start = calloc(f->partitions, sizeof(*s->start));
    }
    if (s->riders == NULL || s->start == NULL) {
        s->cap = s->partitions = 0;
        return false;
    }
    return true;
}

static void add_rider(struct gz_feed_scan *s, struct gz_feed_client *c)
{
    const struct gz_feed *f = s->feed;

    memcpy(c->stop, f->at, f->partitions * sizeof(*c->stop));
    c->busy = c->riding = true;
    c->joining = gz_feed_client_listen(c);
    c->turn = s->serial;
    for (uint32_t p = 0; p < f->partitions; p++) {
        if (c->next[p] < c->stop[p] &&
            (s->start[p] < 0 || c->next[p] < s->start[p])) {
            s->start[p] = c->next[p];
        }
    }
    s->riders[s->count++] = c;
}

bool gz_feed_scan_begin(struct gz_feed_scan *s)
{
    const struct gz_feed *f = s->feed;
    const struct gz_feed_client *first = f->known ? find_first(f) : NULL;

    s->count = 0;
    if (first == NULL || !make_room(s)) {
        return false;
    }
    s->serial++;
    for (uint32_t p = 0; p < s->partitions; p++) {
        s->start[p] = -1;
    }
    for (struct gz_feed_client *c = f->clients; c != NULL; c = c->after) {
        if (can_ride(f, c) && is_close(f, first, c)) {
            add_rider(s, c);
        }
    }
    s->active = s->count;
    return true;
}

bool gz_feed_scan_reads(const struct gz_feed_scan *s)
{
    for (uint32_t p = 0; p < s->partitions; p++) {
        if (s->start[p] >= 0) {
            return true;
        }
    }
    return false;
}

static void get_off(struct gz_feed_scan *s, struct gz_feed_client *c)
{
    c->riding = false;
    s->active--;
}

static bool asks_for(const struct gz_feed_client *c, struct gz_str key)
{
    for (size_t i = 0; i < c->request.key_count; i++) {
        if (gz_str_eq(c->request.keys[i], key)) {
            return true;
        }
    }
    return c->request.key_count == 0;
}

static void decode(struct gz_feed_scan *s, struct gz_feed_letter *letter,
                   bool *tried)
{
    const struct gz_feed_kind *kind = s->feed->options.kind;

    if (!*tried) {
        gz_arena_reset(s->arena);
        if (kind->decode(kind->ctx, letter->record, s->arena, &letter->item) !=
            GZ_OK) {
            letter->item = NULL;
        }
        *tried = true;
    }
}

// Past the record with it or without it; false: it has no room for it.
static bool give(struct gz_feed_scan *s, struct gz_feed_letter *letter,
                 struct gz_feed_client *c, bool *tried)
{
    const struct gz_record *r = letter->record;
    const int64_t before = c->next[r->partition];

    c->next[r->partition] = r->offset + 1;
    if (!asks_for(c, r->key)) {
        return true;
    }
    decode(s, letter, tried);
    if (!gz_feed_letter_suits(letter, c)) {
        return true;
    }
    if (!gz_feed_letter_put(letter, c, &c->queue, c->next, false)) {
        c->next[r->partition] = before;
        return false;
    }
    gz_feed_client_feed(c);
    return true;
}

static void take_record(struct gz_feed_scan *s, const struct gz_record *r)
{
    struct gz_feed_letter letter = {
        .feed = s->feed, .record = r, .scratch = &s->scratch};
    bool tried = false;

    for (size_t i = 0; i < s->count; i++) {
        struct gz_feed_client *c = s->riders[i];
        const int64_t stop = c->stop[r->partition];
        if (!c->riding || r->offset < c->next[r->partition]) {
            continue;
        }
        bool off = c->gone || c->ended;
        if (!off && r->offset >= stop) {
            c->next[r->partition] = stop;
        } else if (!off) {
            off = !give(s, &letter, c, &tried);
        }
        if (off) {
            get_off(s, c);
        }
        if (c->riding && c->next[r->partition] >= stop &&
            is_done(c, s->partitions)) {
            get_off(s, c);
        }
    }
    gz_feed_letter_fini(&letter);
}

// Nothing is left to read of a partition: what was there up to stop was no
// record, or none that counts.
static void take_end(struct gz_feed_scan *s, uint32_t partition)
{
    for (size_t i = 0; i < s->count; i++) {
        struct gz_feed_client *c = s->riders[i];
        if (c->riding) {
            c->next[partition] = c->stop[partition];
            if (is_done(c, s->partitions)) {
                get_off(s, c);
            }
        }
    }
}

void gz_feed_scan_take(struct gz_feed_scan *s, const struct gz_topic_item *item)
{
    struct gz_feed *f = s->feed;

    (void)pthread_mutex_lock(&f->lock);
    if (f->partitions != s->partitions) {
        s->active = 0;
    } else if (item->kind == GZ_TOPIC_RECORD) {
        take_record(s, &item->record);
    } else {
        take_end(s, (uint32_t)item->record.partition);
    }
    (void)pthread_mutex_unlock(&f->lock);
}

static void skip_lost(struct gz_feed_scan *s, struct gz_feed_client *c,
                      const int64_t *low, const int64_t *high)
{
    for (uint32_t p = 0; p < s->partitions; p++) {
        const int64_t from = c->next[p];
        if (from < low[p]) {
            c->next[p] = low[p];
            (void)gz_feed_letter_gap(c, p, from, low[p]);
            gz_feed_client_feed(c);
        } else if (from > high[p] && from > s->feed->at[p]) {
            gz_feed_client_end(c);  // it will hear why when it comes again
        }
    }
}

void gz_feed_scan_lost(struct gz_feed_scan *s, const int64_t *low,
                       const int64_t *high)
{
    for (size_t i = 0; i < s->count; i++) {
        struct gz_feed_client *c = s->riders[i];
        if (!c->gone && !c->ended && s->feed->partitions == s->partitions) {
            skip_lost(s, c, low, high);
        }
    }
}

void gz_feed_scan_end(struct gz_feed_scan *s)
{
    for (size_t i = 0; i < s->count; i++) {
        struct gz_feed_client *c = s->riders[i];
        const bool arrived = c->joining && !c->ended && !c->gone &&
                             s->feed->partitions == s->partitions &&
                             is_done(c, s->partitions);
        c->busy = c->riding = c->joining = false;
        if (c->gone) {
            gz_feed_client_free(c);
        } else if (arrived && gz_feed_queue_move(&c->queue, &c->held)) {
            c->phase = GZ_FEED_LIVE;
            if (c->queue.count > 0) {
                gz_feed_client_feed(c);
            }
        } else {
            gz_feed_client_unlisten(c);
            gz_feed_queue_clear(&c->held);
        }
    }
    s->count = 0;
}
