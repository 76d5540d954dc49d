#ifndef GZ_TEST_RECEIVER_FIXTURE_H
#define GZ_TEST_RECEIVER_FIXTURE_H

#include "daemon/notify/receiver.h"
#include "tests/support/check.h"

/*
 * A receiver with a clock that the test turns, and a port that keeps what it
 * is given until the test answers.
 */
enum { FIXTURE_OUT = 64, FIXTURE_NOTES = 8 };

struct receiver_fixture {
    struct gz_receiver *receiver;
    int64_t now_ms;
    struct gz_receiver_job *sent[FIXTURE_OUT];  // not answered, oldest first
    size_t sent_count;
    struct gz_receiver_job *stored[FIXTURE_OUT];
    size_t stored_count;
    uint32_t notes[FIXTURE_NOTES];  // how many of each
    uint64_t random;
};

static inline void fixture_put(struct gz_receiver_job **list, size_t *count,
                               struct gz_receiver_job *job)
{
    CHECK(*count < FIXTURE_OUT);
    list[(*count)++] = job;
}

static inline struct gz_receiver_job *
fixture_take(struct gz_receiver_job **list, size_t *count, size_t index)
{
    CHECK(index < *count);
    struct gz_receiver_job *job = list[index];
    (*count)--;
    memmove(list + index, list + index + 1,
            (*count - index) * sizeof(struct gz_receiver_job *));
    return job;
}

static inline void fixture_send(void *ctx, struct gz_receiver_job *job)
{
    struct receiver_fixture *f = ctx;
    fixture_put(f->sent, &f->sent_count, job);
}

static inline void fixture_store(void *ctx, struct gz_receiver_job *job)
{
    struct receiver_fixture *f = ctx;
    fixture_put(f->stored, &f->stored_count, job);
}

static inline void fixture_note(void *ctx, enum gz_receiver_note note,
                                const struct gz_receiver_job *job)
{
    struct receiver_fixture *f = ctx;
    (void)job;
    f->notes[note]++;
}

static inline uint64_t fixture_random(void *ctx)
{
    const struct receiver_fixture *f = ctx;
    return f->random;
}

static inline void fixture_open(struct receiver_fixture *f,
                                const struct gz_retry_plan *plan,
                                uint32_t concurrency, uint32_t failures)
{
    const struct gz_receiver_options options = {
        .plan = *plan,
        .concurrency = concurrency,
        .breaker_failures = failures,
        .breaker_pause_ms = 1000,
        .port = {f, fixture_send, fixture_store, fixture_note, fixture_random},
    };

    *f = (struct receiver_fixture){.now_ms = 1000000};
    f->receiver = gz_receiver_new(&options);
    CHECK(f->receiver != NULL);
}

static inline struct gz_receiver_time
fixture_time(const struct receiver_fixture *f)
{
    return (struct gz_receiver_time){f->now_ms, f->now_ms + 1700000000000};
}

static inline void fixture_step(struct receiver_fixture *f)
{
    gz_receiver_step(f->receiver, fixture_time(f));
}

/** Turn the clock to when the next step is due, and do it; false: never. */
static inline bool fixture_wait(struct receiver_fixture *f)
{
    const int64_t next_ms = gz_receiver_next_ms(f->receiver);

    if (next_ms == INT64_MAX) {
        return false;
    }
    f->now_ms = next_ms > f->now_ms ? next_ms : f->now_ms;
    fixture_step(f);
    return true;
}

static inline void fixture_record(struct receiver_fixture *f, int32_t partition,
                                  int64_t offset, const char *key,
                                  const char *id)
{
    const struct gz_record record = {
        .topic = GZ_STR_LIT("alerts"),
        .partition = partition,
        .offset = offset,
        .key = gz_str_z(key),
        .value = GZ_STR_LIT("value"),
    };

    CHECK_OK(
        gz_receiver_take(f->receiver, &record, gz_str_z(id), fixture_time(f)));
}

/** Answer the attempt at that place of f->sent. */
static inline void fixture_answer_http(struct receiver_fixture *f, size_t index,
                                       uint32_t status, int64_t retry_after_ms)
{
    struct gz_receiver_job *job = fixture_take(f->sent, &f->sent_count, index);
    struct gz_outcome outcome;

    gz_outcome_of_http(&outcome, status);
    outcome.retry_after_ms = retry_after_ms;
    gz_receiver_ended(f->receiver, job, &outcome, fixture_time(f));
}

static inline void fixture_answer(struct receiver_fixture *f, size_t index,
                                  uint32_t status)
{
    fixture_answer_http(f, index, status, -1);
}

static inline void fixture_answer_store(struct receiver_fixture *f, bool good)
{
    struct gz_receiver_job *job = fixture_take(f->stored, &f->stored_count, 0);
    gz_receiver_stored(f->receiver, job, good, fixture_time(f));
}

/** Up to where all of a partition is done; -1: it is not ours. */
static inline int64_t fixture_position(const struct receiver_fixture *f,
                                       int32_t partition)
{
    int32_t at = 0;
    int64_t offset = 0;

    for (size_t i = 0; gz_receiver_position(f->receiver, i, &at, &offset);
         i++) {
        if (at == partition) {
            return offset;
        }
    }
    return -1;
}

#endif
