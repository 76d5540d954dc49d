#include "daemon/kafka/group_reader.h"

#include <time.h>

#include "daemon/kafka/mock.h"
#include "tests/support/check.h"
#include "tests/support/mock_config.h"

/*
 * A reader that was paused reads again what comes back to it, against the
 * stand-in broker.
 */
enum { TRIES = 3000, PARTITIONS = 2, RECORDS = 8 };

static const char topic[] = "news.alerts";

struct member {
    struct gz_group_reader *reader;
    int assigned;    // how often partitions came
    size_t records;  // since they came last
};

struct world {
    struct gz_mock *mock;
    struct gz_config *config;
    struct member one;
    struct member two;
    struct gz_error err;
};

static bool on_assign(void *ctx, const struct gz_group_position *positions,
                      size_t count)
{
    struct member *m = ctx;
    (void)positions;
    (void)count;

    m->assigned++;
    m->records = 0;
    return true;
}

static void on_gap(void *ctx, int32_t partition)
{
    (void)ctx;
    (void)partition;
    CHECK(false);
}

static void on_revoke(void *ctx)
{
    (void)ctx;
}

static void join(struct world *w, struct member *m, const char *name)
{
    const struct gz_group_reader_options options = {
        .config = w->config,
        .topic = topic,
        .group = "receivers",
        .name = name,
        .events = {m, on_assign, on_gap, on_revoke},
    };
    CHECK_OK(gz_group_reader_new(&options, &m->reader, &w->err));
}

static void poll(struct member *m)
{
    struct gz_record record;
    struct rd_kafka_message_s *message;

    while (m->reader != NULL &&
           (message = gz_group_reader_poll(m->reader, &record)) != NULL) {
        m->records++;
        gz_group_reader_release(message);
    }
}

// Until the first member's partitions came so often and it read so much or
// more.
static void check_reads(struct world *w, int assigned, size_t records)
{
    static const struct timespec pause = {.tv_nsec = 10 * 1000 * 1000};

    for (int i = 0;
         i < TRIES && (w->one.assigned < assigned || w->one.records < records);
         i++) {
        poll(&w->one);
        poll(&w->two);
        (void)nanosleep(&pause, NULL);
    }
    CHECK_EQ(w->one.assigned, assigned);
    CHECK(w->one.records >= records);
}

static void start(struct world *w)
{
    // Of both partitions.
    static const char *const keys[RECORDS] = {"k-0", "k-1", "k-2", "k-3",
                                              "k-4", "k-5", "k-6", "k-7"};

    *w = (struct world){.one = {.assigned = 0}};
    gz_error_init(&w->err);
    CHECK_OK(gz_mock_new(&w->mock, &w->err));
    CHECK_OK(gz_mock_topic(w->mock, topic, PARTITIONS, &w->err));
    w->config = mock_config(w->mock, "at-least-once", "");
    for (size_t i = 0; i < RECORDS; i++) {
        CHECK_OK(gz_mock_produce(w->mock, topic, gz_str_z(keys[i]),
                                 gz_str_z("{}"), &w->err));
    }
    join(w, &w->one, "one");
    check_reads(w, 1, RECORDS);
}

static void finish(struct world *w)
{
    gz_group_reader_free(w->two.reader);
    gz_group_reader_free(w->one.reader);
    gz_config_free(w->config);
    gz_mock_free(w->mock);
    gz_error_fini(&w->err);
}

static void test_again(struct world *w)
{
    gz_group_reader_pause(w->one.reader);
    gz_group_reader_again(w->one.reader);
    check_reads(w, 2, RECORDS);
}

static void test_rebalance(struct world *w)
{
    gz_group_reader_pause(w->one.reader);
    join(w, &w->two, "two");
    check_reads(w, 3, 1);
}

int main(void)
{
    struct world w;

    start(&w);
    test_again(&w);
    test_rebalance(&w);
    finish(&w);
    return 0;
}
