#include "tests/support/receiver_fixture.h"

#include "tests/support/alloc_fail.h"

static const struct gz_retry_plan plan = {.pauses_ms = {100, 1000}, .count = 2};

static void assign(struct receiver_fixture *f, int32_t partition,
                   int64_t offset)
{
    CHECK_OK(gz_receiver_assign(f->receiver, partition, offset));
}

// One of a key at a time, others meanwhile, never more than asked for.
static void test_order(void)
{
    struct receiver_fixture f;

    fixture_open(&f, &plan, 2, 5);
    assign(&f, 0, 10);
    fixture_record(&f, 0, 10, "a", "a1");
    fixture_record(&f, 0, 11, "a", "a2");
    fixture_record(&f, 0, 12, "b", "b1");
    fixture_record(&f, 0, 13, "c", "c1");
    fixture_step(&f);
    CHECK_EQ(f.sent_count, 2);
    CHECK_Z(f.sent[0]->id, "a1");
    CHECK_Z(f.sent[1]->id, "b1");
    fixture_answer(&f, 1, 200);
    fixture_step(&f);
    CHECK_Z(f.sent[1]->id, "c1");
    CHECK_EQ(fixture_position(&f, 0), 10);
    fixture_answer(&f, 0, 204);
    CHECK_EQ(fixture_position(&f, 0), 11);
    fixture_step(&f);
    CHECK_Z(f.sent[1]->id, "a2");
    fixture_answer(&f, 1, 200);
    CHECK_EQ(fixture_position(&f, 0), 13);
    fixture_answer(&f, 0, 200);
    CHECK_EQ(fixture_position(&f, 0), 14);
    CHECK_EQ(gz_receiver_next_ms(f.receiver), INT64_MAX);
    gz_receiver_free(f.receiver);
}

// What is not for it moves the offset, also what came twice.
static void test_passing_by(void)
{
    struct receiver_fixture f;

    fixture_open(&f, &plan, 2, 5);
    assign(&f, 3, 0);
    fixture_record(&f, 3, 7, "a", "");
    CHECK_EQ(fixture_position(&f, 3), 8);
    fixture_record(&f, 3, 7, "a", "twice");
    fixture_record(&f, 4, 0, "a", "not ours");
    CHECK_EQ(gz_receiver_counts(f.receiver).held, 0);
    CHECK_EQ(fixture_position(&f, 4), -1);
    gz_receiver_free(f.receiver);
}

// A topic that was made anew begins at 0 again.
static void test_rewind(void)
{
    struct receiver_fixture f;

    fixture_open(&f, &plan, 2, 5);
    assign(&f, 0, 100);
    gz_receiver_rewind(f.receiver, 0);
    gz_receiver_rewind(f.receiver, 1);  // not ours
    CHECK_EQ(fixture_position(&f, 0), -1);
    fixture_record(&f, 0, 3, "a", "a1");
    CHECK_EQ(gz_receiver_counts(f.receiver).held, 1);
    CHECK_EQ(fixture_position(&f, 0), 3);
    gz_receiver_free(f.receiver);
}

// The schedule, then aside; the offset waits until that is stored.
static void test_schedule(void)
{
    struct receiver_fixture f;

    fixture_open(&f, &plan, 1, 5);
    assign(&f, 0, 0);
    fixture_record(&f, 0, 0, "a", "a1");
    fixture_step(&f);
    fixture_answer(&f, 0, 500);
    CHECK_EQ(gz_receiver_next_ms(f.receiver), f.now_ms + 100);
    f.random = 7;
    CHECK(fixture_wait(&f));
    fixture_answer(&f, 0, 500);
    CHECK_EQ(gz_receiver_next_ms(f.receiver), f.now_ms + 1007);
    CHECK(fixture_wait(&f));
    CHECK_EQ(f.sent[0]->attempts, 3);
    fixture_answer(&f, 0, 500);
    CHECK_EQ(f.stored_count, 1);
    CHECK_EQ(f.stored[0]->attempts, 3);
    CHECK_EQ(f.notes[GZ_NOTE_AGAIN], 2);
    CHECK_EQ(f.notes[GZ_NOTE_ASIDE], 1);
    CHECK_EQ(fixture_position(&f, 0), 0);
    fixture_answer_store(&f, false);
    CHECK_EQ(fixture_position(&f, 0), 0);
    CHECK(fixture_wait(&f));
    fixture_answer_store(&f, true);
    CHECK_EQ(fixture_position(&f, 0), 1);
    gz_receiver_free(f.receiver);
}

static void test_refused(void)
{
    struct receiver_fixture f;

    fixture_open(&f, &plan, 1, 1);
    assign(&f, 0, 0);
    fixture_record(&f, 0, 0, "a", "a1");
    fixture_record(&f, 0, 1, "a", "a2");
    fixture_step(&f);
    fixture_answer(&f, 0, 404);
    CHECK_EQ(f.stored_count, 1);
    CHECK_Z(f.stored[0]->outcome.code, "http_4xx");
    fixture_step(&f);
    CHECK_EQ(f.sent_count, 0);  // a2 waits until a1 is stored
    fixture_answer_store(&f, true);
    fixture_step(&f);
    CHECK_Z(f.sent[0]->id, "a2");
    CHECK_EQ(f.notes[GZ_NOTE_OPENED], 0);
    gz_receiver_free(f.receiver);
}

static void test_gone(void)
{
    struct receiver_fixture f;

    fixture_open(&f, &plan, 2, 1);
    assign(&f, 0, 0);
    fixture_record(&f, 0, 0, "a", "a1");
    fixture_record(&f, 0, 1, "b", "b1");
    fixture_record(&f, 0, 2, "c", "c1");
    fixture_step(&f);
    fixture_answer(&f, 1, 410);
    CHECK(gz_receiver_gone(f.receiver));
    fixture_answer(&f, 0, 200);  // was on its way
    fixture_step(&f);
    CHECK_EQ(f.sent_count, 0);
    CHECK_EQ(f.stored_count, 0);
    CHECK_EQ(f.notes[GZ_NOTE_GONE], 1);
    CHECK_EQ(fixture_position(&f, 0), 1);
    CHECK_EQ(gz_receiver_next_ms(f.receiver), INT64_MAX);
    gz_receiver_free(f.receiver);
}

// Behind an open breaker alerts wait, however long, and one probes: the one
// that was tried least.  None is set aside before its own schedule is at its
// end.
static void test_breaker(void)
{
    static const char *const probes[] = {"d1", "a1", "b1", "c1", "d1", "a1"};
    struct receiver_fixture f;

    fixture_open(&f, &plan, 4, 2);
    assign(&f, 0, 0);
    fixture_record(&f, 0, 0, "a", "a1");
    fixture_record(&f, 0, 1, "b", "b1");
    fixture_record(&f, 0, 2, "c", "c1");
    fixture_step(&f);
    CHECK_EQ(f.sent_count, 3);
    fixture_answer(&f, 0, 500);
    fixture_answer(&f, 0, 500);
    CHECK_EQ(f.notes[GZ_NOTE_OPENED], 1);
    fixture_answer(&f, 0, 500);
    fixture_record(&f, 0, 3, "d", "d1");
    fixture_step(&f);
    CHECK_EQ(f.sent_count, 0);
    CHECK_EQ(gz_receiver_next_ms(f.receiver), f.now_ms + 1000);
    for (size_t i = 0; i < sizeof(probes) / sizeof(probes[0]); i++) {
        CHECK_EQ(f.stored_count, 0);
        CHECK(fixture_wait(&f));
        CHECK_EQ(f.sent_count, 1);
        CHECK_Z(f.sent[0]->id, probes[i]);
        fixture_answer(&f, 0, 500);
        f.now_ms += 1999;  // longer than the schedule, before the next probe
        fixture_step(&f);
        CHECK_EQ(f.sent_count, 0);
    }
    CHECK_EQ(f.stored_count, 1);
    CHECK_EQ(f.stored[0]->attempts, 3);
    CHECK_Z(f.stored[0]->outcome.code, "http_5xx");
    CHECK(fixture_wait(&f));
    CHECK_Z(f.sent[0]->id, "b1");
    fixture_answer(&f, 0, 200);
    fixture_step(&f);
    CHECK_EQ(f.sent_count, 2);
    CHECK_Z(f.sent[1]->id, "d1");
    gz_receiver_free(f.receiver);
}

static void test_recovery(void)
{
    struct receiver_fixture f;

    fixture_open(&f, &plan, 4, 1);
    assign(&f, 0, 0);
    fixture_record(&f, 0, 0, "a", "a1");
    fixture_record(&f, 0, 1, "b", "b1");
    fixture_step(&f);
    fixture_answer(&f, 0, 503);
    fixture_answer(&f, 0, 503);
    CHECK(fixture_wait(&f));
    CHECK_EQ(f.sent_count, 1);
    fixture_answer(&f, 0, 200);
    CHECK_EQ(f.notes[GZ_NOTE_CLOSED], 1);
    fixture_step(&f);
    CHECK_EQ(f.sent_count, 1);
    fixture_answer(&f, 0, 200);
    CHECK_EQ(fixture_position(&f, 0), 2);
    gz_receiver_free(f.receiver);
}

// Throttling holds all alerts of the receiver, and is no failure.
static void test_throttled(void)
{
    struct receiver_fixture f;

    fixture_open(&f, &plan, 1, 1);
    assign(&f, 0, 0);
    fixture_record(&f, 0, 0, "a", "a1");
    fixture_record(&f, 0, 1, "b", "b1");
    fixture_step(&f);
    fixture_answer_http(&f, 0, 429, 5000);
    CHECK_EQ(f.notes[GZ_NOTE_OPENED], 0);
    fixture_step(&f);
    CHECK_EQ(f.sent_count, 0);
    CHECK_EQ(gz_receiver_next_ms(f.receiver), f.now_ms + 5000);
    CHECK(fixture_wait(&f));
    CHECK_EQ(f.sent_count, 1);
    fixture_answer_http(&f, 0, 429, -1);
    CHECK_EQ(f.notes[GZ_NOTE_OPENED], 0);
    gz_receiver_free(f.receiver);
}

// Partitions go while attempts are out; their answers come to nothing.
static void test_revoke(void)
{
    struct receiver_fixture f;

    fixture_open(&f, &plan, 1, 5);
    assign(&f, 0, 0);
    fixture_record(&f, 0, 0, "a", "a1");
    fixture_record(&f, 0, 1, "b", "b1");
    fixture_step(&f);
    gz_receiver_revoke(f.receiver);
    CHECK_EQ(gz_receiver_counts(f.receiver).held, 0);
    CHECK_EQ(fixture_position(&f, 0), -1);
    assign(&f, 0, 0);
    fixture_record(&f, 0, 0, "a", "a1");
    fixture_step(&f);
    CHECK_EQ(f.sent_count, 1);  // concurrency counts what is out
    fixture_answer(&f, 0, 200);
    CHECK_EQ(fixture_position(&f, 0), 0);
    fixture_step(&f);
    fixture_answer(&f, 0, 404);
    gz_receiver_revoke(f.receiver);
    fixture_answer_store(&f, true);
    gz_receiver_free(f.receiver);
}

static void test_bad_record(void)
{
    struct receiver_fixture f;
    struct gz_outcome outcome;
    const struct gz_header header = {GZ_STR_LIT("h"), GZ_STR_LIT("v")};
    const struct gz_record record = {
        .topic = GZ_STR_LIT("alerts"),
        .offset = 5,
        .value = GZ_STR_LIT("junk"),
        .headers = &header,
        .header_count = 1,
    };

    fixture_open(&f, &plan, 1, 5);
    assign(&f, 0, 5);
    gz_outcome_set(&outcome, GZ_OUTCOME_REFUSED, "not_an_alert", "no");
    CHECK_OK(gz_receiver_take_bad(f.receiver, &record, &outcome));
    CHECK_EQ(f.stored_count, 1);
    CHECK_STR(f.stored[0]->record.value, "junk");
    CHECK(f.stored[0]->record.key.ptr == NULL);
    CHECK_STR(f.stored[0]->record.headers[0].name, "h");
    CHECK_STR(f.stored[0]->record.headers[0].value, "v");
    fixture_answer_store(&f, true);
    CHECK_EQ(fixture_position(&f, 0), 6);
    gz_receiver_free(f.receiver);
}

static void test_full(void)
{
    struct receiver_fixture f;
    char key[16];

    fixture_open(&f, &plan, 1, 5);
    assign(&f, 0, 0);
    for (int i = 0; i < GZ_RECEIVER_JOBS; i++) {
        CHECK(!gz_receiver_full(f.receiver));
        snprintf(key, sizeof(key), "k%d", i);
        fixture_record(&f, 0, i, key, "x");
    }
    CHECK(gz_receiver_full(f.receiver));
    fixture_step(&f);
    fixture_answer(&f, 0, 200);
    CHECK(!gz_receiver_full(f.receiver));
    gz_receiver_free(f.receiver);
}

static void test_no_memory(void)
{
    struct receiver_fixture f;
    const struct gz_record record = {.topic = GZ_STR_LIT("alerts")};

    fixture_open(&f, &plan, 1, 5);
    gz_alloc_fail_at(1);
    CHECK_EQ(gz_receiver_assign(f.receiver, 0, 0), GZ_NO_MEMORY);
    gz_alloc_fail_at(0);
    assign(&f, 0, 0);
    gz_alloc_fail_at(1);
    CHECK_EQ(gz_receiver_take(f.receiver, &record, GZ_STR_LIT("x"),
                              fixture_time(&f)),
             GZ_NO_MEMORY);
    gz_alloc_fail_at(0);
    CHECK_EQ(fixture_position(&f, 0), 0);  // it was not taken
    gz_receiver_free(f.receiver);
    gz_receiver_free(NULL);
}

int main(void)
{
    test_order();
    test_passing_by();
    test_rewind();
    test_schedule();
    test_refused();
    test_gone();
    test_breaker();
    test_recovery();
    test_throttled();
    test_revoke();
    test_bad_record();
    test_full();
    test_no_memory();
    return 0;
}
