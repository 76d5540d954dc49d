#include "daemon/flow/delivery.h"

#include <ctype.h>

#include "tests/support/alloc_fail.h"
#include "tests/support/check.h"

/*
 * Each scenario is a script against a fake port; what the engine asks of the
 * port, and what it answers other than the usual, is written into a log that
 * must come out as told.
 *
 *   own P@O      partition P comes, committed up to O; P@O! not committed;
 *                P@? not known
 *   rec P@O*N    record P@O with N outputs arrives
 *   resume       after blocked;  instead: a dead letter in place of an output
 *   ack K        output K (counted from 0 in the order of publishing) stored;
 *                big K: too large, dead K: producer dead, bad K: failed
 *   room N       the port takes N more outputs, then says queue full
 *   limit N      outputs of more than N bytes are too large (each has 10)
 *   broken       the port says at the next output that its producer is dead
 *   mute         waiting brings no reports (else it acknowledges all)
 *   tick         one commit interval passes;  yes, no: the commit's answer
 *   revoke lose finish ready next P@
 */
enum {
    PUBLISHED_MAX = 64,
    OUTPUT_BYTES = 10,
    FLUSH_US = 1000000,
    REVOKE_US = 300000,
};

struct world {
    struct gz_delivery *d;
    int64_t now_us;
    int64_t deadline_us;  // of the flush that was begun last
    char log[1024];
    uint64_t tags[PUBLISHED_MAX];
    size_t bytes[PUBLISHED_MAX];
    bool answered[PUBLISHED_MAX];
    int published;
    int room;
    size_t limit;
    bool producer_dead;
    bool mute;
    bool refuse_wait;
    int done;
};

static void say(struct world *w, const char *text)
{
    const size_t len = strlen(w->log);
    snprintf(w->log + len, sizeof(w->log) - len, "%s%s", len > 0 ? " " : "",
             text);
}

static void say_positions(struct world *w, const char *what,
                          const struct gz_position *p, size_t count)
{
    char text[64];
    say(w, what);
    for (size_t i = 0; i < count; i++) {
        snprintf(text, sizeof(text), "%d@%lld", (int)p[i].partition,
                 (long long)p[i].offset);
        say(w, text);
    }
}

static enum gz_port_status on_publish(void *ctx, const struct gz_output *out,
                                      uint64_t tag)
{
    struct world *w = ctx;
    if (w->producer_dead) {
        return GZ_PORT_PRODUCER_DEAD;
    }
    if (out->value.len_bytes > w->limit) {
        return GZ_PORT_TOO_LARGE;
    }
    if (w->room == 0) {
        return GZ_PORT_QUEUE_FULL;
    }
    w->room--;
    CHECK(w->published < PUBLISHED_MAX);
    w->answered[w->published] = false;
    w->bytes[w->published] = out->value.len_bytes;
    w->tags[w->published++] = tag;
    return GZ_PORT_OK;
}

static void answer(struct world *w, int k, enum gz_delivery_ack ack)
{
    CHECK(k >= 0 && k < w->published && !w->answered[k]);
    w->answered[k] = true;
    gz_delivery_acked(w->d, w->tags[k], w->bytes[k], ack);
}

static void on_serve(void *ctx, int64_t timeout_us)
{
    struct world *w = ctx;
    if (w->mute) {
        w->now_us += timeout_us;
        return;
    }
    for (int k = 0; k < w->published; k++) {
        if (!w->answered[k]) {
            w->room++;
            answer(w, k, GZ_DELIVERY_ACK_OK);
        }
    }
}

static void on_commit(void *ctx, const struct gz_position *p, size_t count)
{
    say_positions(ctx, "commit", p, count);
}

static enum gz_status on_commit_wait(void *ctx, const struct gz_position *p,
                                     size_t count, int64_t timeout_us)
{
    const struct world *w = ctx;
    CHECK(w->now_us + timeout_us <= w->deadline_us);
    say_positions(ctx, "wait", p, count);
    return GZ_OK;
}

static enum gz_status on_rewind(void *ctx, const struct gz_position *p,
                                size_t count)
{
    say_positions(ctx, "rewind", p, count);
    return GZ_OK;
}

static enum gz_status on_recycle(void *ctx)
{
    struct world *w = ctx;
    w->producer_dead = false;
    w->published = 0;
    say(w, "recycle");
    return GZ_OK;
}

static int64_t on_now(void *ctx)
{
    return ((struct world *)ctx)->now_us;
}

static void on_done(void *ctx, int64_t age_us)
{
    CHECK(age_us >= 0);
    ((struct world *)ctx)->done++;
}

static long number(const char *text)
{
    return strtol(text, NULL, 10);
}

static void own(struct world *w, const char *arg)
{
    struct gz_delivery_start start = {.partition = arg[0] - '0'};
    const bool known = arg[2] != '?';
    start.offset = known ? number(arg + 2) : -2;
    start.committed = strchr(arg, '!') != NULL ? -1 : start.offset;
    CHECK_OK(gz_delivery_assign(w->d, &start, 1));
}

static void say_published(struct world *w, enum gz_delivery_publish result)
{
    static const char *const words[] = {
        [GZ_DELIVERY_BLOCKED] = "blocked",
        [GZ_DELIVERY_TOO_LARGE] = "large",
        [GZ_DELIVERY_BROKEN] = "broken",
    };
    if (result != GZ_DELIVERY_PUBLISHED) {
        say(w, words[result]);
    }
}

static const struct gz_output outputs[8] = {
    {.value = {"0123456789", OUTPUT_BYTES}},
    {.value = {"0123456789", OUTPUT_BYTES}},
    {.value = {"0123456789", OUTPUT_BYTES}},
    {.value = {"0123456789", OUTPUT_BYTES}},
};
static const struct gz_output small = {.value = {"0123456789", 1}};

static void rec(struct world *w, const char *arg)
{
    const char *star = strchr(arg, '*');
    if (!gz_delivery_ready(w->d)) {
        say(w, "unready");
        return;
    }
    switch (gz_delivery_take(w->d, arg[0] - '0', number(arg + 2))) {
    case GZ_DELIVERY_STALE:
        say(w, "stale");
        break;
    case GZ_DELIVERY_REFUSED:
        say(w, "refused");
        say_published(w, gz_delivery_publish(w->d, outputs, 1));
        break;
    default:
        say_published(
            w, gz_delivery_publish(w->d, outputs, (size_t)number(star + 1)));
    }
}

static void next(struct world *w, const char *arg)
{
    char text[32];
    snprintf(text, sizeof(text), "%lld",
             (long long)gz_delivery_next(w->d, arg[0] - '0'));
    say(w, text);
}

static void tick(struct world *w)
{
    w->now_us += 100;
    if (gz_delivery_tick(w->d) != GZ_OK) {
        const char *problem = gz_delivery_problem(w->d);
        say(w, problem == NULL ? "failed" : problem);
    }
}

static void simple(struct world *w, const char *word)
{
    w->deadline_us =
        w->now_us + (strcmp(word, "revoke") == 0 ? REVOKE_US : FLUSH_US);
    if (strcmp(word, "tick") == 0) {
        tick(w);
    } else if (strcmp(word, "resume") == 0) {
        say_published(w, gz_delivery_resume(w->d));
    } else if (strcmp(word, "instead") == 0) {
        say_published(w, gz_delivery_substitute(w->d, &small));
    } else if (strcmp(word, "broken") == 0) {
        w->producer_dead = true;
    } else if (strcmp(word, "mute") == 0) {
        w->mute = true;
    } else if (strcmp(word, "revoke") == 0) {
        gz_delivery_revoke(w->d);
    } else if (strcmp(word, "lose") == 0) {
        gz_delivery_lose(w->d);
    } else if (strcmp(word, "finish") == 0) {
        say(w, gz_delivery_finish(w->d) ? "finished" : "unfinished");
    } else if (strcmp(word, "ready") == 0) {
        say(w, gz_delivery_ready(w->d) ? "ready" : "unready");
    } else if (strcmp(word, "yes") == 0 || strcmp(word, "no") == 0) {
        gz_delivery_committed(w->d, word[0] == 'y');
    } else {
        fprintf(stderr, "unknown step %s\n", word);
        exit(1);
    }
}

static const char *with_argument(struct world *w, const char *word,
                                 const char *arg)
{
    if (strcmp(word, "own") == 0) {
        own(w, arg);
    } else if (strcmp(word, "rec") == 0) {
        rec(w, arg);
    } else if (strcmp(word, "next") == 0) {
        next(w, arg);
    } else if (strcmp(word, "room") == 0) {
        w->room = (int)number(arg);
    } else if (strcmp(word, "limit") == 0) {
        w->limit = (size_t)number(arg);
    } else if (strcmp(word, "ack") == 0) {
        answer(w, (int)number(arg), GZ_DELIVERY_ACK_OK);
    } else if (strcmp(word, "big") == 0) {
        answer(w, (int)number(arg), GZ_DELIVERY_ACK_TOO_LARGE);
    } else if (strcmp(word, "dead") == 0) {
        answer(w, (int)number(arg), GZ_DELIVERY_ACK_PRODUCER_DEAD);
    } else if (strcmp(word, "bad") == 0) {
        answer(w, (int)number(arg), GZ_DELIVERY_ACK_FAILED);
    } else {
        return NULL;
    }
    return arg;
}

static void play(struct world *w, const char *script)
{
    char text[1024];
    char *rest = text;
    snprintf(text, sizeof(text), "%s", script);

    char *word = strtok_r(rest, " ", &rest);
    while (word != NULL) {
        char *after = strtok_r(NULL, " ", &rest);
        if (after != NULL && with_argument(w, word, after) != NULL) {
            after = strtok_r(NULL, " ", &rest);
        } else {
            simple(w, word);
        }
        word = after;
    }
}

static const struct scenario {
    const char *name;
    const char *script;
    const char *log;
} scenarios[] = {
    {"acks in order", "own 0@5 rec 0@5*1 rec 0@6*1 ack 0 ack 1 tick",
     "commit 0@7"},
    {"nothing acknowledged, nothing committed", "own 0@5 rec 0@5*1 tick", ""},
    {"acks out of order move no prefix",
     "own 0@5 rec 0@5*1 rec 0@6*1 ack 1 tick ack 0 tick", "commit 0@7"},
    {"all outputs of a record count",
     "own 0@5 rec 0@5*3 ack 0 ack 2 tick ack 1"
     " tick",
     "commit 0@6"},
    {"a record without outputs counts at once", "own 0@5 rec 0@5*0 tick",
     "commit 0@6"},
    {"but not before its elders", "own 0@5 rec 0@5*1 rec 0@6*0 tick ack 0 tick",
     "commit 0@7"},
    {"partitions do not wait for each other",
     "own 0@0 own 1@0 rec 0@0*1 rec 1@0*1 ack 1 tick yes ack 0 tick",
     "commit 1@1 commit 0@1"},
    {"gaps in offsets are normal",
     "own 0@5 rec 0@9*1 rec 0@30*1 ack 0 ack 1 tick", "commit 0@31"},
    {"redelivery below next is dropped",
     "own 0@5 rec 0@5*1 rec 0@5*1 rec 0@4*1 rec 0@6*1 next 0@",
     "stale stale 7"},
    {"a foreign partition is dropped", "own 0@5 rec 3@9*1", "stale"},
    {"an unknown start is told by the first record",
     "own 0@? next 0@ tick rec 0@42*1 tick ack 0 tick", "-1 commit 0@43"},
    {"a start that is not committed is committed", "own 0@5! tick yes tick",
     "commit 0@5"},
    {"one commit at a time",
     "own 0@0 rec 0@0*0 tick rec 0@1*0 tick yes tick yes tick",
     "commit 0@1 commit 0@2"},
    {"a failed commit is repeated", "own 0@0 rec 0@0*0 tick no tick yes tick",
     "commit 0@1 commit 0@1"},
    {"queue full keeps the rest",
     "own 0@0 room 1 rec 0@0*3 ready ack 0 room 1 resume ack 1 room 1 resume "
     "ready tick ack 2 tick",
     "blocked unready blocked ready commit 0@1"},
    {"blocked before the first output",
     "own 0@0 room 0 rec 0@0*1 tick room 1 resume ack 0 tick",
     "blocked commit 0@1"},
    {"bounded by records",
     "own 0@0 rec 0@0*1 rec 0@1*1 rec 0@2*1 rec 0@3*1 ready ack 1 ready ack 0 "
     "ready",
     "unready unready ready"},
    {"bounded by bytes",
     "own 0@0 rec 0@0*4 rec 0@1*4 ready ack 0 ready ack 1 ack 2 ack 3 ready",
     "unready ready ready"},
    {"an output too large becomes a dead letter",
     "own 0@0 limit 9 rec 0@0*1 instead ack 0 tick", "large commit 0@1"},
    {"one dead letter for several",
     "own 0@0 limit 9 rec 0@0*3 instead ack 0 tick", "large commit 0@1"},
    {"a dead letter can block too",
     "own 0@0 limit 9 room 0 rec 0@0*1 instead room 1 resume ack 0 tick",
     "large blocked commit 0@1"},
    {"a refusal of the broker rewinds, then sets aside",
     "own 0@0 rec 0@0*1 rec 0@1*2 rec 0@2*1 ack 0 big 2 ready tick ack 1 ack 3 "
     "rec 0@1*2 rec 0@2*1 ack 4 ack 5 tick",
     "unready rewind 0@1 commit 0@1 refused"},
    {"a dead letter refused by the broker fails",
     "own 0@0 rec 0@0*1 big 0 tick rec 0@0*1 big 1 tick",
     "rewind 0@0 refused a dead letter was refused as too large: raise "
     "max.message.bytes of the dead letter topic"},
    {"a dead producer is replaced and the work repeated",
     "own 0@7 own 1@? rec 0@7*1 rec 0@8*1 ack 0 dead 1 ready tick ready next "
     "0@",
     "unready recycle rewind 0@8 1@-2 commit 0@8 ready 8"},
    {"a producer found dead while publishing",
     "own 0@7 broken rec 0@7*1 tick rec 0@7*1 ack 0 tick",
     "broken recycle rewind 0@7 commit 0@8"},
    {"a producer that dies again and again",
     "own 0@0 rec 0@0*1 dead 0 tick rec 0@0*1 dead 0 tick rec 0@0*1 dead 0 "
     "tick "
     "rec 0@0*1 dead 0 tick",
     "recycle rewind 0@0 recycle rewind 0@0 recycle rewind 0@0 the producer "
     "failed for good three times in ten minutes"},
    {"a failed report stops the worker",
     "own 0@0 rec 0@0*1 bad 0 ready tick tick", "unready failed failed"},
    {"revoke finishes, commits and forgets",
     "own 0@0 rec 0@0*1 rec 0@1*1 revoke rec 0@2*1 next 0@ tick",
     "wait 0@2 stale -1"},
    {"revoke publishes what was blocked",
     "own 0@0 room 1 rec 0@0*1 rec 0@1*2 revoke ready",
     "blocked wait 0@2 ready"},
    {"revoke gives up in time", "own 0@0 mute rec 0@0*1 rec 0@1*1 ack 0 revoke",
     "wait 0@1"},
    {"revoke with nothing new commits nothing", "own 0@0 revoke", ""},
    {"late reports of revoked work change nothing",
     "own 0@0 mute rec 0@0*1 revoke own 0@0 rec 0@0*1 ack 0 tick ack 1 tick",
     "commit 0@1"},
    {"lost partitions are forgotten without commit",
     "own 0@0 rec 0@0*1 rec 0@1*1 ack 0 lose ack 1 tick rec 0@2*1", "stale"},
    {"a late answer does not touch a new assignment",
     "own 0@0 rec 0@0*0 tick lose own 0@0 rec 0@0*0 yes tick",
     "commit 0@1 commit 0@1"},
    {"lost while blocked", "own 0@0 room 0 rec 0@0*1 lose ready",
     "blocked ready"},
    {"finish ends in time", "own 0@0 mute rec 0@0*1 finish", "unfinished"},
    {"finish commits", "own 0@0 rec 0@0*2 finish tick", "wait 0@1 finished"},
    {"finish with a commit under way",
     "own 0@0 rec 0@0*0 tick rec 0@1*0 finish yes tick",
     "commit 0@1 wait 0@2 finished"},
    {"partitions that stay keep their books",
     "own 0@0 rec 0@0*1 own 0@0 own 1@3 rec 0@0*1 ack 0 tick",
     "stale commit 0@1"},
};

static const struct gz_delivery_options options = {
    .max_records = 4,
    .max_bytes = 80,
    .commit_interval_us = 100,
    .flush_timeout_us = FLUSH_US,
    .revoke_timeout_us = REVOKE_US,
};

static struct gz_delivery *build(struct world *w, struct gz_kafka_port *port,
                                 struct gz_clock *clock)
{
    struct gz_delivery_options o = options;
    o.on_done = on_done;
    o.on_done_ctx = w;
    *port = (struct gz_kafka_port){w,         on_publish,     on_serve,
                                   on_commit, on_commit_wait, on_rewind,
                                   on_recycle};
    *clock = (struct gz_clock){on_now, NULL, w};
    return gz_delivery_new(&o, port, clock);
}

static void run(const struct scenario *s)
{
    struct world w = {.room = INT32_MAX, .limit = SIZE_MAX};
    struct gz_kafka_port port;
    struct gz_clock clock;

    w.d = build(&w, &port, &clock);
    CHECK(w.d != NULL);
    play(&w, s->script);
    if (strcmp(w.log, s->log) != 0) {
        fprintf(stderr, "scenario: %s\n  %s\n", s->name, s->script);
    }
    CHECK_Z(w.log, s->log);
    gz_delivery_free(w.d);
}

static void test_stats(void)
{
    struct world w = {.room = INT32_MAX, .limit = SIZE_MAX};
    struct gz_kafka_port port;
    struct gz_clock clock;

    w.d = build(&w, &port, &clock);
    play(&w, "own 0@0 rec 0@0*2 rec 0@0*1 rec 0@1*1 ack 0 ack 1 tick yes");
    const struct gz_delivery_stats s = gz_delivery_stats(w.d);
    CHECK_EQ(s.stale, 1);
    CHECK_EQ(s.outputs, 2);
    CHECK_EQ(s.output_bytes, 2 * OUTPUT_BYTES);
    CHECK_EQ(s.commits, 1);
    CHECK_EQ(s.records_in_flight, 1);
    CHECK_EQ(s.bytes_in_flight, OUTPUT_BYTES);
    CHECK_EQ(w.done, 1);
    gz_delivery_free(w.d);
}

static void test_allocations(void)
{
    const struct gz_delivery_start start = {70, 5, 5};
    struct gz_kafka_port port;
    struct gz_clock clock;

    for (long n = 1;; n++) {
        struct world w = {.room = 1};
        gz_alloc_fail_at(n);
        w.d = build(&w, &port, &clock);
        if (w.d != NULL) {
            const enum gz_status st = gz_delivery_assign(w.d, &start, 1);
            CHECK_EQ(st, gz_alloc_failed() ? GZ_NO_MEMORY : GZ_OK);
        }
        const bool failed = gz_alloc_failed();
        gz_alloc_fail_at(0);
        gz_delivery_free(w.d);
        if (!failed) {
            break;
        }
    }
}

int main(void)
{
    for (size_t i = 0; i < sizeof(scenarios) / sizeof(scenarios[0]); i++) {
        run(&scenarios[i]);
    }
    test_stats();
    test_allocations();
    gz_delivery_free(NULL);
    return 0;
}
