#ifndef GZ_DELIVERY_SCRIPT_H
#define GZ_DELIVERY_SCRIPT_H

#include <ctype.h>

#include "daemon/flow/delivery.h"
#include "tests/support/check.h"

/*
 * A scenario of the delivery engine is a script against a fake port; what the
 * engine asks of the port, and what it answers other than the usual, is written
 * into a log that must come out as told.
 *
 *   batch N      (first of all) records of one, and 500 in flight; not 3 and 4
 *   own P@O      partition P comes, committed up to O; P@O! not committed;
 *                P@? not known
 *   rec P@O*N    record P@O with N outputs arrives
 *   timer P*N    work of partition P with N outputs, of no record
 *   resume       after blocked;  instead: a dead letter in place of an output
 *   ack K        output K (counted from 0 in the order of publishing) stored;
 *                big K: too large, dead K: producer dead, bad K: failed
 *   room N       the port takes N more outputs, then says queue full
 *   limit N      outputs of more than N bytes are too large (each has 10)
 *   broken       the port says at the next output that its producer is dead
 *   mute         waiting brings no reports (else it acknowledges all)
 *   tick, part, now  one commit interval passes, a tenth of one, or none
 *   due          when tick is next
 *   yes, no      the commit's answer
 *   done, aborts, gone, stop, located O: the answer of a call (DONE,
 *                ABORT_NEEDED, RENEW_NEEDED, STOP; locate finds O everywhere)
 *   lost K       output K: its transaction can only be aborted;  suspect
 *   stored B.Z.A  attempts of partitions that come: begun B, a zone of Z, A of
 *                them alone, by another
 *   revoke lose finish ready next P@
 *
 * The log shows attempts as P@O/begun.zone.alone when they are not 1.0.0.
 */
enum {
    PUBLISHED_MAX = 64,
    OUTPUT_BYTES = 10,
    INTERVAL_US = 100,
    FLUSH_US = 1000000,
    REVOKE_US = 300000,
    SELF = 7,  // names this process
    OTHER = 9,
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
    int done;
    bool pending;  // a call waits for its answer
    struct gz_position *locating;
    size_t locating_count;
    int64_t located;  // what is answered for each of them
    struct gz_attempts stored;
    unsigned batch;  // records of one
};

static void say(struct world *w, const char *text)
{
    const size_t len = strlen(w->log);
    if (text[0] == '\0') {
        return;
    }
    snprintf(w->log + len, sizeof(w->log) - len, "%s%s", len > 0 ? " " : "",
             text);
}

static void say_positions(struct world *w, const char *what,
                          const struct gz_position *p, size_t count)
{
    char text[64];
    say(w, what);
    for (size_t i = 0; i < count; i++) {
        int at = snprintf(text, sizeof(text), "%d@%lld", (int)p[i].partition,
                          (long long)p[i].offset);
        const struct gz_attempts a = p[i].attempts;
        if (a.by != 0 && (a.begun != 1 || a.zone != 0)) {
            snprintf(text + at, sizeof(text) - (size_t)at, "/%u.%u.%u",
                     (unsigned)a.begun, (unsigned)a.zone, (unsigned)a.alone);
        }
        say(w, text);
    }
}

static enum gz_port_status on_publish(void *ctx, const struct gz_output *out,
                                      uint64_t tag)
{
    struct world *w = ctx;
    CHECK(!w->pending);  // nothing is published while a call is under way
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

static void answer_call(struct world *w, enum gz_port_answer answer)
{
    CHECK(w->pending);
    w->pending = false;
    for (size_t i = 0; w->locating != NULL && i < w->locating_count; i++) {
        w->locating[i].offset = w->located;
        w->locating[i].attempts = w->stored;
    }
    w->locating = NULL;
    gz_delivery_answered(w->d, answer);
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
    if (w->pending) {
        answer_call(w, GZ_PORT_DONE);
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

static void begin_call(struct world *w, const char *what)
{
    CHECK(!w->pending);
    w->pending = true;
    say(w, what);
}

static void on_renew(void *ctx)
{
    struct world *w = ctx;
    w->producer_dead = false;
    w->published = 0;
    begin_call(w, "renew");
}

static enum gz_port_status on_begin(void *ctx)
{
    struct world *w = ctx;
    CHECK(!w->pending);
    if (w->producer_dead) {
        return GZ_PORT_PRODUCER_DEAD;
    }
    say(w, "begin");
    return GZ_PORT_OK;
}

static void on_end(void *ctx, const struct gz_position *p, size_t count)
{
    begin_call(ctx, "end");
    say_positions(ctx, "", p, count);
}

static void on_abort(void *ctx)
{
    begin_call(ctx, "abort");
}

static void on_locate(void *ctx, struct gz_position *p, size_t count)
{
    struct world *w = ctx;
    begin_call(w, "locate");
    w->locating = p;
    w->locating_count = count;
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

static void on_set_back(void *ctx, int32_t partition, int64_t begin,
                        int64_t committed)
{
    char text[64];

    snprintf(text, sizeof(text), "back %" PRId32 "@%" PRId64 "<%" PRId64,
             partition, begin, committed);
    say(ctx, text);
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
    start.attempts = w->stored;
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
    case GZ_DELIVERY_CRASHED:
        say(w, "crashed");
        say_published(w, gz_delivery_publish(w->d, outputs, 1));
        break;
    case GZ_DELIVERY_LATER:
        say(w, "later");
        break;
    case GZ_DELIVERY_TAKEN:
    default:
        say_published(
            w, gz_delivery_publish(w->d, outputs, (size_t)number(star + 1)));
    }
}

static void timer(struct world *w, const char *arg)
{
    if (!gz_delivery_take_timer(w->d, arg[0] - '0')) {
        say(w, "none");
        return;
    }
    const size_t count = (size_t)number(strchr(arg, '*') + 1);
    say_published(w, gz_delivery_publish(w->d, outputs, count));
}

static void next(struct world *w, const char *arg)
{
    char text[32];
    snprintf(text, sizeof(text), "%lld",
             (long long)gz_delivery_next(w->d, arg[0] - '0'));
    say(w, text);
}

// An interval passes, or none: just what is due.
static void tick(struct world *w, int64_t us)
{
    w->now_us += us;
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
        tick(w, INTERVAL_US);
    } else if (strcmp(word, "part") == 0) {
        tick(w, INTERVAL_US / 10);
    } else if (strcmp(word, "now") == 0) {
        tick(w, 0);
    } else if (strcmp(word, "suspect") == 0) {
        gz_delivery_suspect(w->d);
    } else if (strcmp(word, "done") == 0) {
        answer_call(w, GZ_PORT_DONE);
    } else if (strcmp(word, "aborts") == 0) {
        answer_call(w, GZ_PORT_ABORT_NEEDED);
    } else if (strcmp(word, "gone") == 0) {
        answer_call(w, GZ_PORT_RENEW_NEEDED);
    } else if (strcmp(word, "stop") == 0) {
        answer_call(w, GZ_PORT_STOP);
    } else if (strcmp(word, "due") == 0) {
        const int64_t due = gz_delivery_due(w->d);
        say(w, due == INT64_MAX ? "never" : due <= w->now_us ? "due" : "soon");
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
    } else if (strcmp(word, "timer") == 0) {
        timer(w, arg);
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
    } else if (strcmp(word, "lost") == 0) {
        answer(w, (int)number(arg), GZ_DELIVERY_ACK_LOST);
    } else if (strcmp(word, "located") == 0) {
        w->located = number(arg);
        answer_call(w, GZ_PORT_DONE);
    } else if (strcmp(word, "stored") == 0) {
        w->stored = (struct gz_attempts){
            .begun = (uint32_t)(arg[0] - '0'),
            .zone = (uint32_t)number(arg + 2),
            .alone = (uint32_t)number(strrchr(arg, '.') + 1),
            .by = OTHER,
        };
    } else if (strcmp(word, "batch") == 0) {
        CHECK_EQ(w->batch, (unsigned)number(arg));
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

static struct gz_delivery *build(struct world *w, enum gz_delivery_mode mode,
                                 struct gz_kafka_port *port,
                                 struct gz_clock *clock)
{
    const struct gz_delivery_options options = {
        .mode = mode,
        .max_records = w->batch == 0 ? 4 : 500,
        .batch_records = w->batch == 0 ? 3 : w->batch,
        .max_bytes = 80,
        .commit_interval_us = INTERVAL_US,
        .flush_timeout_us = FLUSH_US,
        .revoke_timeout_us = REVOKE_US,
        .self = SELF,
        .on_done = on_done,
        .on_set_back = on_set_back,
        .ctx = w,
    };
    *port = (struct gz_kafka_port){
        .ctx = w,
        .publish = on_publish,
        .serve = on_serve,
        .rewind = on_rewind,
        .renew = on_renew,
        .commit = on_commit,
        .commit_wait = on_commit_wait,
        .begin = on_begin,
        .end = on_end,
        .abort = on_abort,
        .locate = on_locate,
    };
    *clock = (struct gz_clock){on_now, NULL, w};
    w->room = INT32_MAX;
    w->limit = SIZE_MAX;
    w->stored = (struct gz_attempts){.begun = 1, .by = SELF};
    return gz_delivery_new(&options, port, clock);
}

struct scenario {
    const char *name;
    const char *script;
    const char *log;
};

static void run(const struct scenario *s, enum gz_delivery_mode mode)
{
    struct world w = {0};
    struct gz_kafka_port port;
    struct gz_clock clock;

    if (strncmp(s->script, "batch ", 6) == 0) {
        w.batch = (unsigned)number(s->script + 6);
    }
    w.d = build(&w, mode, &port, &clock);
    CHECK(w.d != NULL);
    play(&w, "now done");  // the first producer
    w.log[0] = '\0';
    play(&w, s->script);
    if (strcmp(w.log, s->log) != 0) {
        fprintf(stderr, "scenario: %s\n  %s\n", s->name, s->script);
    }
    CHECK_Z(w.log, s->log);
    gz_delivery_free(w.d);
}

#endif
