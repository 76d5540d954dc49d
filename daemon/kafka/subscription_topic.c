#include "daemon/kafka/subscription_topic.h"

#include <inttypes.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

#include "daemon/base/clock.h"
#include "daemon/base/parallel.h"
#include "daemon/base/thread.h"
#include "daemon/kafka/subscription_topic_state.h"
#include "daemon/kafka/trouble.h"

enum {
    ANSWER_MS = 1000,
    IDLE_MS = 50,  // until a change is noticed
    BUSY_MS = 2,   // while one is being made
    STEP_NS = 100 * 1000 * 1000,
    UNREACHED_STEPS = 2,  // before brokers are asked again
    MISSING_STEPS = 50,   // before a topic is looked for again
    PARTING_US = 1500 * 1000,
};

static const char COMPONENT[] = "subscriptions";

static void set_phase(struct gz_subscription_topic *t,
                      enum gz_subscription_phase phase)
{
    if (atomic_exchange(&t->phase, (int)phase) != (int)phase) {
        t->options.on_phase(t->options.ctx);
    }
}

static void pause_steps(const struct gz_subscription_topic *t, int steps)
{
    static const struct timespec step = {0, STEP_NS};

    for (int i = 0; i < steps && !atomic_load(&t->stop); i++) {
        (void)nanosleep(&step, NULL);
    }
}

// The report without its head and its end, for others to put into theirs.
static const char *why(struct gz_subscription_topic *t)
{
    static const char head[] = "error: ";
    const char *text = gz_error_text(&t->problem);

    if (strncmp(text, head, sizeof(head) - 1) == 0) {
        text += sizeof(head) - 1;
    }
    snprintf(t->why, sizeof(t->why), "%.*s", (int)strcspn(text, "\n"), text);
    return t->why;
}

// --- opening it ---

static enum gz_status check_partitions(struct gz_subscription_topic *t)
{
    const uint32_t count = gz_follower_partitions(t->follower);

    return count == 1
               ? GZ_OK
               : gz_error_set(&t->problem, GZ_MISMATCH,
                              "%s has %" PRIu32
                              " partitions, and must have one, because the "
                              "version of a subscription is its offset: make "
                              "it anew with `gazetted topics create`",
                              t->topic, count);
}

// Reads on where it was, or from the first record.
static enum gz_status seek(struct gz_subscription_topic *t)
{
    int64_t low = 0;
    int64_t high = 0;
    enum gz_status st =
        gz_follower_bounds(t->follower, &low, &high, &t->problem);

    if (st != GZ_OK) {
        return st;
    }
    if (t->next < low) {
        t->next = low;
    }
    if (!t->reached) {
        t->end = high;
    }
    return gz_follower_seek(t->follower, &t->next, &t->problem);
}

static enum gz_status open_follower(struct gz_subscription_topic *t)
{
    const struct gz_follower_options options = {
        .config = t->options.config,
        .topic = t->topic,
        .log = t->options.log,
        .exact = true,
        .role = "subscription",
        .answer_ms = ANSWER_MS,
    };

    gz_error_clear(&t->problem);
    enum gz_status st = gz_follower_open(&options, &t->follower, &t->problem);
    if (st == GZ_OK) {
        st = check_partitions(t);
    }
    return st == GZ_OK ? seek(t) : st;
}

// A person has to mend it.
static void miss(struct gz_subscription_topic *t, enum gz_status st)
{
    if (t->options.required && !t->reached) {
        t->status = st;
        return;
    }
    if (strcmp(t->said, why(t)) != 0) {
        snprintf(t->said, sizeof(t->said), "%s", t->why);
        gz_log_warning(t->options.log, COMPONENT,
                       "subscriptions can be neither read from %s nor changed: "
                       "%s",
                       t->topic, t->why);
    }
    set_phase(t, t->reached ? GZ_SUBSCRIPTIONS_FOLLOWING
                            : GZ_SUBSCRIPTIONS_MISSING);
    pause_steps(t, MISSING_STEPS);
}

static void let_follower_go(struct gz_subscription_topic *t)
{
    gz_follower_free(t->follower);
    t->follower = NULL;
}

static void find_topic(struct gz_subscription_topic *t)
{
    const enum gz_status st = open_follower(t);

    if (st == GZ_OK) {
        t->said[0] = '\0';
        gz_subscription_queue_say(t->queue, "");
        if (!t->reached) {
            gz_subscription_pool_gather(t->options.pool);
            set_phase(t, GZ_SUBSCRIPTIONS_READING);
        }
        return;
    }
    let_follower_go(t);
    gz_subscription_queue_say(t->queue, why(t));
    if (st == GZ_UNAVAILABLE || st == GZ_NO_MEMORY) {
        pause_steps(t, UNREACHED_STEPS);
    } else {
        miss(t, st);
    }
}

// --- reading it ---

static void publish(struct gz_subscription_topic *t)
{
    if (t->unpublished && t->reached) {
        t->unpublished = gz_subscription_pool_publish(t->options.pool) != GZ_OK;
    }
}

static void reach(struct gz_subscription_topic *t)
{
    if (t->reached || t->next < t->end) {
        return;
    }
    if (gz_subscription_pool_settle(t->options.pool, gz_parallel_default()) !=
        GZ_OK) {
        pause_steps(t, 1);
        return;
    }
    t->reached = true;
    t->unpublished = false;
    // What was fetched ahead and gathered is never needed again.
    (void)malloc_trim(0);
    const struct gz_subscription_counts counts =
        gz_subscription_pool_counts(t->options.pool);
    gz_log_info(t->options.log, COMPONENT,
                "%s is read: %zu subscriptions, and %zu of files", t->topic,
                counts.of_topic + counts.hidden, counts.of_files);
    set_phase(t, GZ_SUBSCRIPTIONS_FOLLOWING);
}

static void tell(struct gz_subscription_topic *t,
                 const struct gz_record *record, enum gz_subscription_deed deed,
                 const struct gz_error *err)
{
    if (err->count > 0) {
        gz_log_error(t->options.log, COMPONENT,
                     "a record is refused, and nothing is in force for its "
                     "key: %s",
                     gz_error_text(err));
    } else if (deed == GZ_SUBSCRIPTION_HIDDEN) {
        gz_log_warning(t->options.log, COMPONENT,
                       "subscription " GZ_STR_FMT
                       " stands in a file and in %s at offset %" PRId64
                       ": the file's is in force",
                       GZ_STR_ARG(record->key), t->topic, record->offset);
    }
}

// Without memory there is nothing better to do than to wait for some: what is
// passed over would be missed.
static void take_record(struct gz_subscription_topic *t,
                        const struct gz_record *record)
{
    enum gz_subscription_deed deed = GZ_SUBSCRIPTION_NOTHING;
    enum gz_status st;
    struct gz_error err;

    gz_error_init(&err);
    while ((st = gz_subscription_pool_apply(t->options.pool, record, &deed,
                                            &err)) == GZ_NO_MEMORY &&
           !atomic_load(&t->stop)) {
        gz_error_clear(&err);
        pause_steps(t, 1);
    }
    if (st != GZ_NO_MEMORY) {
        tell(t, record, deed, &err);
        t->next = record->offset + 1;
        t->unpublished = true;
        publish(t);
        gz_subscription_making_note(t, record);
    }
    gz_error_fini(&err);
}

// The topic was made anew, or records were deleted from it: what was read may
// be there no more.
static void start_over(struct gz_subscription_topic *t)
{
    gz_log_error(t->options.log, COMPONENT,
                 "offset %" PRId64
                 " of %s is gone: was it made anew? It is read from its "
                 "beginning",
                 t->next, t->topic);
    if (gz_subscription_pool_forget(t->options.pool)) {
        t->next = -1;
        t->reached = false;
        let_follower_go(t);
    } else {
        pause_steps(t, 1);
    }
}

static void take_item(struct gz_subscription_topic *t,
                      const struct gz_topic_item *item)
{
    switch (item->kind) {
    case GZ_TOPIC_RECORD:
        if (item->record.offset >= t->next) {
            take_record(t, &item->record);
        }
        break;
    case GZ_TOPIC_END:
        if (item->record.offset > t->next) {
            t->next = item->record.offset;
        }
        break;
    case GZ_TOPIC_LOST:
        start_over(t);
        break;
    }
}

static void note_reach(struct gz_subscription_topic *t)
{
    const bool away = gz_follower_unreachable(t->follower);

    if (away != t->out_of_reach) {
        t->out_of_reach = away;
        gz_subscription_queue_say(
            t->queue, away ? "no broker answers: check bootstrap.servers "
                             "under `kafka:` and that a broker listens there"
                           : "");
    }
}

static void read_on(struct gz_subscription_topic *t)
{
    const int wait_ms = gz_subscription_making_busy(t) ? BUSY_MS : IDLE_MS;
    struct gz_topic_item item = {0};

    gz_error_clear(&t->problem);
    const enum gz_status st =
        gz_follower_item(t->follower, wait_ms, &item, &t->problem);
    note_reach(t);
    if (st == GZ_OK) {
        take_item(t, &item);
    } else if (st != GZ_NOT_FOUND) {
        gz_subscription_queue_say(t->queue, why(t));
        gz_log_warning(t->options.log, COMPONENT, "reading %s: %s", t->topic,
                       t->why);
        let_follower_go(t);
        pause_steps(t, UNREACHED_STEPS);
    }
    reach(t);
}

static void *run(void *arg)
{
    struct gz_subscription_topic *t = arg;

    while (!atomic_load(&t->stop) && t->status == GZ_OK) {
        if (t->follower == NULL) {
            find_topic(t);
        } else if (!gz_subscription_making_writes(t)) {
            read_on(t);
        }
        publish(t);
        if (t->reached) {
            gz_subscription_making_go_on(t);
        }
    }
    gz_subscription_writer_free(t->writer, PARTING_US);
    t->writer = NULL;
    gz_subscription_making_end(t);
    let_follower_go(t);
    if (t->status != GZ_OK) {
        set_phase(t, GZ_SUBSCRIPTIONS_FAILED);
    }
    return NULL;
}

// --- the loop's side ---

enum gz_status
gz_subscription_topic_new(const struct gz_subscription_topic_options *options,
                          struct gz_subscription_topic **out,
                          struct gz_error *err)
{
    struct gz_subscription_topic *t = calloc(1, sizeof(*t));

    *out = NULL;
    if (t == NULL) {
        return gz_error_set(err, GZ_NO_MEMORY, "out of memory");
    }
    t->options = *options;
    t->topic = options->config->alerts.subscriptions_topic;
    t->next = -1;
    gz_error_init(&t->problem);
    if (getrandom(&t->making.random, sizeof(t->making.random), GRND_NONBLOCK) !=
        sizeof(t->making.random)) {
        t->making.random = (uint64_t)gz_clock_realtime_ms(&gz_clock_system);
    }
    t->making.random |= 1;  // never 0
    enum gz_status st = gz_subscription_queue_new(
        options->loop, &gz_clock_system, &t->queue, err);
    if (st == GZ_OK) {
        st = gz_subscription_writer_new(options->config, options->log,
                                        &t->writer, err);
    }
    if (st != GZ_OK) {
        gz_subscription_topic_free(t);
        return st;
    }
    *out = t;
    return GZ_OK;
}

enum gz_status gz_subscription_topic_start(struct gz_subscription_topic *t,
                                           struct gz_error *err)
{
    const enum gz_status st =
        gz_thread_start(&t->thread, "subscriptions", run, t, err);

    t->started = st == GZ_OK;
    return st;
}

static void join(struct gz_subscription_topic *t)
{
    if (t->started) {
        (void)pthread_join(t->thread, NULL);
        t->started = false;
    }
}

void gz_subscription_topic_leave(struct gz_subscription_topic *t)
{
    gz_subscription_queue_close(t->queue);
}

void gz_subscription_topic_free(struct gz_subscription_topic *t)
{
    if (t == NULL) {
        return;
    }
    atomic_store(&t->stop, true);
    if (t->queue != NULL) {
        gz_subscription_queue_close(t->queue);
    }
    join(t);
    gz_subscription_writer_free(t->writer, PARTING_US);
    gz_subscription_queue_free(t->queue);
    gz_error_fini(&t->problem);
    free(t);
}

const struct gz_subscription_keeper *
gz_subscription_topic_keeper(const struct gz_subscription_topic *t)
{
    return gz_subscription_queue_keeper(t->queue);
}

enum gz_subscription_phase
gz_subscription_topic_phase(const struct gz_subscription_topic *t)
{
    return (enum gz_subscription_phase)atomic_load(&t->phase);
}

enum gz_status gz_subscription_topic_join(struct gz_subscription_topic *t,
                                          struct gz_error *err)
{
    join(t);
    gz_error_add(err, &t->problem);
    return t->status;
}
