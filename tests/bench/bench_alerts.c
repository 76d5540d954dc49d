// How fast events are held against many standing subscriptions, how much
// memory one takes, how long loading and adding take.
//
//     bench_alerts [SUBSCRIPTIONS [EVENTS [PERCENT]]]
//
// Times are of the processor but for that of loading, which says both.
// Subscriptions come as JSON, as from the topic.  Of the events so many percent
// are about an entity that somebody subscribed to.

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "codecs/event_decode.h"
#include "codecs/event_encode.h"
#include "daemon/alert/alert_engine.h"
#include "daemon/alert/subscription/subscription_read.h"
#include "daemon/base/hash.h"
#include "daemon/base/parallel.h"

enum {
    FLUSH_EVERY = 2000,  // events, as a transaction has articles
    POOL = 65536,        // events that are encoded before
    SIGNATURES = 1021,   // that events take turns with
    ADDED = 1000,
    CHUNK = 512,  // subscriptions that a thread reads in turn
};

struct load {
    struct gz_subscription **items;
    uint32_t count;
};

struct bench {
    struct gz_subscription_index *index;
    struct gz_alert_engine *engine;
    struct gz_alert_sink sink;
    struct gz_buffer events[POOL];
    uint8_t signatures[SIGNATURES][128];
    uint64_t alerts;
    uint64_t records;
    uint64_t record_bytes;
};

// Time of the processor: what others do on the machine does not count.
static int64_t start(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static double seconds(int64_t begin_us)
{
    return (double)(start() - begin_us) / 1e6;
}

static void check(enum gz_status st)
{
    if (st != GZ_OK) {
        fprintf(stderr, "failed: %s\n", gz_status_name(st));
        exit(1);
    }
}

// --- subscriptions ---

static struct gz_subscription *subscription(uint32_t number)
{
    char text[512];
    struct gz_subscription *s = NULL;
    const int len =
        snprintf(text, sizeof(text),
                 "{\"id\":\"user-%07u\",\"version\":1,\"entities\":{\"ids\":"
                 "[\"wd:Q%07u\"]},\"when\":\"salience.score >= 0.%02u and "
                 "article.language == en\",\"severity\":\"warning\","
                 "\"labels\":{\"user\":\"u%07u\"},\"receivers\":[\"desk-%u\"]}",
                 number, number, 10 + number % 80, number, number % 1000);
    check(gz_subscription_read_json(gz_str_of(text, (size_t)len), "bench", NULL,
                                    &s, NULL));
    return s;
}

static void put(struct bench *b, uint32_t number)
{
    struct gz_subscription *s = subscription(number);
    check(gz_subscription_index_put(b->index, s));
    gz_subscription_unref(s);
}

// Some hundreds of subscriptions.
static void on_chunk(void *context, size_t number, unsigned thread)
{
    struct load *l = context;
    const uint32_t begin = (uint32_t)number * CHUNK;
    (void)thread;
    for (uint32_t i = begin; i < l->count && i < begin + CHUNK; i++) {
        l->items[i] = subscription(i);
    }
}

static double clock_seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

// On all processors, first the texts, then the index.
static void load(struct bench *b, uint32_t count)
{
    const unsigned threads = gz_parallel_default();
    struct load l = {calloc(count + 1U, sizeof(struct gz_subscription *)),
                     count};
    const size_t before = mallinfo2().uordblks;
    const double begin = clock_seconds();
    const int64_t begin_us = start();
    gz_parallel_run((count + CHUNK - 1) / CHUNK, threads, on_chunk, &l);
    const double read = clock_seconds() - begin;
    check(gz_subscription_index_fill(b->index, l.items, count, threads));
    const double took = clock_seconds() - begin;
    for (uint32_t i = 0; i < count; i++) {
        gz_subscription_unref(l.items[i]);
    }
    const size_t bytes = mallinfo2().uordblks - before;
    printf("%u subscriptions: loaded in %.2f s, of it %.2f for the index, by "
           "%u threads in %.2f s of processors; %.0f bytes each\n",
           count, took, took - read, threads, seconds(begin_us),
           (double)bytes / count);
    free(l.items);
}

// With a copy in a worker's hands, as it is.
static void add(struct bench *b, uint32_t count)
{
    double most = 0;
    double sum = 0;
    for (uint32_t i = 0; i < ADDED; i++) {
        struct gz_subscription_index *copy =
            gz_subscription_index_copy(b->index);
        const int64_t begin_us = start();
        put(b, count + i);
        const double took = seconds(begin_us) * 1e6;
        most = took > most ? took : most;
        sum += took;
        gz_subscription_index_free(copy);
    }
    printf("one added in %.1f us, at most %.0f us\n", sum / ADDED, most);
}

// --- events ---

static void make_event(struct gz_buffer *out, uint32_t number, bool known,
                       uint32_t count)
{
    static const struct gz_event_mention mentions[3] = {
        {.text = {"Microsoft", 9}, .rule = {"gazetteer", 9}}};
    static const struct gz_event_role roles[] = {
        {.role = {"customer", 8}, .entity_id = {"wd:Q1", 5}},
        {.role = {"supplier", 8}, .entity_id = {"wd:Q2", 5}}};
    static const struct gz_event_fact fact = {
        .fact_id = {"0123456789abcdef0123456789abcdef", 32},
        .type = {"Customer", 8},
        .roles = roles,
        .role_count = 2,
        .confidence = 0.9};
    static const struct gz_event_pair ext[] = {{{"country", 7}, {"US", 2}}};
    char id[32];
    char entity[32];
    static const uint8_t signature[128];
    const uint32_t pick =
        (uint32_t)(gz_hash64(&number, sizeof(number), 7) % count);
    snprintf(id, sizeof(id), "article-%u", number);
    snprintf(entity, sizeof(entity), "wd:%c%07u", known ? 'Q' : 'X', pick);
    const struct gz_event_article article = {
        .id = gz_str_z(id),
        .source = GZ_STR_LIT("Reuters"),
        .title = GZ_STR_LIT("Globex signs a contract with Acme"),
        .language = GZ_STR_LIT("en"),
        .signature = signature,
        .ingested_ms = INT64_C(1795000000000),
    };
    const struct gz_event event = {
        .event_id = GZ_STR_LIT("0123456789abcdef0123456789abcdef"),
        .article = &article,
        .entity_id = gz_str_z(entity),
        .entity_name = GZ_STR_LIT("Some Company"),
        .entity_type = GZ_STR_LIT("Org/Company"),
        .mentions = mentions,
        .mention_count = 3,
        .salience = 0.5,
        .facts = &fact,
        .fact_count = number % 4 == 0,
        .ext = ext,
        .ext_count = 1,
    };
    gz_buffer_init(out, 0);
    gz_event_encode(&event, out);
}

static enum gz_status on_alert(void *ctx, const struct gz_alert_event *alert)
{
    struct bench *b = ctx;
    (void)alert;
    b->alerts++;
    return GZ_OK;
}

static enum gz_status on_state(void *ctx, struct gz_str key,
                               struct gz_str value)
{
    struct bench *b = ctx;
    b->records++;
    b->record_bytes += key.len_bytes + value.len_bytes;
    return GZ_OK;
}

// Every event is of an article of its own, although the pool comes again.
static void renew(const struct bench *b, uint32_t i, struct gz_event *event,
                  struct gz_event_article *article, char id[32])
{
    *article = *event->article;
    article->id = gz_str_of(id, (size_t)snprintf(id, 32, "article-%u", i));
    article->signature = b->signatures[i % SIGNATURES];
    event->article = article;
}

// Printed for comparison; it is part of what evaluating takes.
static void decode(struct bench *b, uint32_t events)
{
    struct gz_arena *arena = gz_arena_new(1 << 20);
    const int64_t begin_us = start();
    for (uint32_t i = 0; i < events; i++) {
        const struct gz_event *event = NULL;
        gz_arena_reset(arena);
        check(gz_event_decode(gz_buffer_str(&b->events[i % POOL]), arena,
                              &event, NULL));
    }
    printf("decoding alone: %.0f events/s\n", events / seconds(begin_us));
    gz_arena_free(arena);
}

static void evaluate(struct bench *b, uint32_t events, uint32_t percent)
{
    struct gz_arena *arena = gz_arena_new(1 << 20);
    const int64_t begin_us = start();
    int64_t now_ms = INT64_C(1795000000000);
    struct gz_event_article article;
    char id[32];
    for (uint32_t i = 0; i < events; i++) {
        const struct gz_event *event = NULL;
        gz_arena_reset(arena);
        check(gz_event_decode(gz_buffer_str(&b->events[i % POOL]), arena,
                              &event, NULL));
        struct gz_event fresh = *event;
        renew(b, i, &fresh, &article, id);
        check(gz_alert_engine_event(b->engine, b->index, &fresh, now_ms,
                                    &b->sink));
        if (i % FLUSH_EVERY == FLUSH_EVERY - 1) {
            now_ms += 20;
            check(gz_alert_engine_tick(b->engine, b->index, now_ms, now_ms,
                                       &b->sink));
            check(gz_alert_engine_flush(b->engine, &b->sink));
        }
    }
    const double took = seconds(begin_us);
    printf("%u events, %u %% with a subscription: %.0f events/s, %.2f us "
           "each; %llu alerts, %llu records of %.0f bytes\n",
           events, percent, events / took, took * 1e6 / events,
           (unsigned long long)b->alerts, (unsigned long long)b->records,
           b->records > 0 ? (double)b->record_bytes / (double)b->records : 0);
    gz_arena_free(arena);
}

static uint32_t number(const char *text)
{
    return (uint32_t)strtoul(text, NULL, 10);
}

int main(int argc, char **argv)
{
    static struct bench b;
    const uint32_t count = argc > 1 ? number(argv[1]) : 1000000;
    const uint32_t events = argc > 2 ? number(argv[2]) : 1000000;
    const uint32_t percent = argc > 3 ? number(argv[3]) : 10;
    b.index = gz_subscription_index_new();
    b.engine = gz_alert_engine_new(NULL);
    b.sink = (struct gz_alert_sink){on_alert, on_state, &b};
    if (b.index == NULL || b.engine == NULL) {
        return 1;
    }
    for (uint64_t i = 0; i < SIGNATURES * 16; i++) {
        const uint64_t cell = gz_hash64(&i, sizeof(i), 0);
        memcpy(&b.signatures[i / 16][i % 16 * 8], &cell, sizeof(cell));
    }
    load(&b, count);
    add(&b, count);
    for (uint32_t i = 0; i < POOL; i++) {
        make_event(&b.events[i], i, i % 100 < percent, count);
    }
    decode(&b, events);
    evaluate(&b, events, percent);
    for (uint32_t i = 0; i < POOL; i++) {
        gz_buffer_fini(&b.events[i]);
    }
    gz_alert_engine_free(b.engine);
    gz_subscription_index_free(b.index);
    return 0;
}
