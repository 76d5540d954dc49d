#include "daemon/notify/topic_span.h"

#include <stdlib.h>

enum { POLL_MS = 100 };

static const int64_t patience_us = (int64_t)30 * 1000 * 1000;

struct span {
    const struct gz_topic_span_options *options;
    const struct gz_topic_span_sink *sink;
    void *reader;
    uint32_t partitions;
    uint32_t open;  // not read to their end
    // Of each partition: what is there, the end, and what is read next; -1:
    // all was read.
    int64_t *low;
    int64_t *high;
    int64_t *next;
};

static enum gz_status out_of_memory(struct gz_error *err)
{
    return gz_error_set(err, GZ_NO_MEMORY, "out of memory");
}

// --- where to read ---

static enum gz_status find_places(struct span *s, struct gz_error *err)
{
    const struct gz_topic_port *port = s->options->port;

    s->partitions = port->partitions(s->reader);
    s->low = calloc(3 * (size_t)s->partitions + 1, sizeof(*s->low));
    if (s->low == NULL) {
        return out_of_memory(err);
    }
    s->high = s->low + s->partitions;
    s->next = s->high + s->partitions;
    // The ends first: what is written meanwhile lies behind them.
    const enum gz_status st = port->bounds(s->reader, s->low, s->high, err);
    return st == GZ_OK
               ? port->at_time(s->reader, s->options->since_ms, s->next, err)
               : st;
}

// A record that is older than the time proves that none behind it is gone.
static bool is_partial(const struct span *s)
{
    bool proven = false;
    bool gone = false;
    bool any = false;

    for (uint32_t p = 0; p < s->partitions; p++) {
        const bool from_start = s->next[p] <= s->low[p];
        any = any || s->low[p] < s->high[p];
        proven = proven || (!from_start && s->low[p] < s->high[p]);
        gone = gone || (from_start && s->low[p] > 0);
    }
    return gone || (any && !proven);
}

static enum gz_status end_partition(struct span *s, uint32_t p)
{
    if (s->next[p] < 0) {
        return GZ_OK;
    }
    s->next[p] = -1;
    s->open--;
    return s->sink->on_end == NULL ? GZ_OK : s->sink->on_end(s->sink->ctx, p);
}

static enum gz_status begin(struct span *s, struct gz_error *err)
{
    const struct gz_topic_span_extent extent = {s->partitions, is_partial(s)};
    enum gz_status st = s->sink->on_open == NULL
                            ? GZ_OK
                            : s->sink->on_open(s->sink->ctx, &extent);

    s->open = s->partitions;
    for (uint32_t p = 0; st == GZ_OK && p < s->partitions; p++) {
        if (s->next[p] < s->low[p]) {
            s->next[p] = s->low[p];
        }
        if (s->next[p] >= s->high[p]) {
            st = end_partition(s, p);
        }
    }
    return st == GZ_OK && s->open > 0
               ? s->options->port->seek(s->reader, s->next, err)
               : st;
}

// --- what comes ---

// What was to be read is gone: go on with what is there.
static enum gz_status skip_lost(struct span *s, struct gz_error *err)
{
    int64_t *high = calloc((size_t)s->partitions + 1, sizeof(*high));
    enum gz_status st =
        high != NULL ? s->options->port->bounds(s->reader, s->low, high, err)
                     : out_of_memory(err);

    free(high);
    if (s->sink->on_lost != NULL) {
        s->sink->on_lost(s->sink->ctx);
    }
    for (uint32_t p = 0; st == GZ_OK && p < s->partitions; p++) {
        if (s->next[p] >= 0 && s->next[p] < s->low[p]) {
            s->next[p] = s->low[p];
        }
        if (s->next[p] >= s->high[p]) {
            st = end_partition(s, p);
        }
    }
    return st == GZ_OK && s->open > 0
               ? s->options->port->seek(s->reader, s->next, err)
               : st;
}

static enum gz_status take(struct span *s, const struct gz_topic_item *item,
                           struct gz_error *err)
{
    const struct gz_record *record = &item->record;
    const uint32_t p = (uint32_t)record->partition;
    enum gz_status st = GZ_OK;

    if (record->partition < 0 || p >= s->partitions || s->next[p] < 0) {
        return GZ_OK;  // what came after the end
    }
    if (item->kind == GZ_TOPIC_LOST) {
        return skip_lost(s, err);
    }
    if (item->kind == GZ_TOPIC_RECORD && record->offset < s->high[p]) {
        s->next[p] = record->offset + 1;
        st = s->sink->on_record(s->sink->ctx, record);
    } else {
        s->next[p] = record->offset;
    }
    return st == GZ_OK && s->next[p] >= s->high[p] ? end_partition(s, p) : st;
}

static bool is_stopped(const struct span *s)
{
    return s->options->stop != NULL && s->options->stop(s->options->stop_ctx);
}

static enum gz_status read_all(struct span *s, struct gz_error *err)
{
    const struct gz_clock *clock = s->options->clock;
    int64_t heard_us = gz_clock_monotonic_us(clock);
    enum gz_status st = GZ_OK;

    while (st == GZ_OK && s->open > 0) {
        struct gz_topic_item item;
        if (is_stopped(s)) {
            return GZ_LIMIT;
        }
        st = s->options->port->next(s->reader, POLL_MS, &item, err);
        if (st == GZ_OK) {
            heard_us = gz_clock_monotonic_us(clock);
            st = take(s, &item, err);
        } else if (st == GZ_NOT_FOUND) {
            st = gz_clock_monotonic_us(clock) - heard_us < patience_us
                     ? GZ_OK
                     : gz_error_set(err, GZ_UNAVAILABLE,
                                    "the brokers have sent nothing for 30s");
        }
    }
    return st;
}

enum gz_status gz_topic_span_read(const struct gz_topic_span_options *options,
                                  const struct gz_topic_span_sink *sink,
                                  struct gz_error *err)
{
    struct span s = {.options = options, .sink = sink};
    enum gz_status st = options->port->open(options->port->ctx, &s.reader, err);

    if (st == GZ_OK) {
        st = find_places(&s, err);
    }
    if (st == GZ_OK) {
        st = begin(&s, err);
    }
    if (st == GZ_OK) {
        st = read_all(&s, err);
    }
    options->port->close(s.reader);
    free(s.low);
    return st;
}
