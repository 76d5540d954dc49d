#include "daemon/kafka/consumer.h"

#include <time.h>

#include "daemon/kafka/mock.h"
#include "tests/support/check.h"
#include "tests/support/mock_config.h"

/*
 * Where a partition ends, against the stand-in broker: it is told whenever all
 * has been polled, and again after the consumer went back or stood still.
 */
enum { TRIES = 6000 };

struct world {
    struct gz_mock *mock;
    struct gz_config *config;
    struct gz_route route;
    struct gz_consumer *consumer;
    int ends;  // how often it was told
    int64_t end;
    struct gz_error err;
};

static enum gz_status on_assign(void *ctx, const struct gz_delivery_start *s,
                                size_t count)
{
    (void)ctx;
    (void)s;
    CHECK_EQ(count, 1);
    return GZ_OK;
}

static void on_event(void *ctx)
{
    (void)ctx;
}

static void on_commit(void *ctx, bool ok)
{
    (void)ctx;
    (void)ok;
}

static void on_end(void *ctx, int32_t partition, int64_t offset)
{
    struct world *w = ctx;

    CHECK_EQ(partition, 0);
    w->ends++;
    w->end = offset;
}

static void start(struct world *w)
{
    *w = (struct world){.end = -1};
    gz_error_init(&w->err);
    CHECK_OK(gz_mock_new(&w->mock, &w->err));
    CHECK_OK(gz_mock_topic(w->mock, "news.articles", 1, &w->err));
    w->config = mock_config(w->mock, "exactly-once", "");
    w->route = gz_route_extract(w->config);

    const struct gz_consumer_events reads = {
        w, on_assign, on_event, on_event, on_commit, on_event, on_end};
    CHECK_OK(gz_consumer_new(w->config, &w->route, "reader", NULL, &reads,
                             &w->consumer, &w->err));
    CHECK_OK(gz_consumer_subscribe(w->consumer, &w->err));
}

static void finish(struct world *w)
{
    gz_consumer_free(w->consumer);
    gz_config_free(w->config);
    gz_mock_free(w->mock);
    gz_error_fini(&w->err);
}

static void write(struct world *w, int count)
{
    for (int i = 0; i < count; i++) {
        CHECK_OK(gz_mock_produce(w->mock, "news.articles", gz_str_z("k"),
                                 gz_str_z("{}"), &w->err));
    }
}

// Poll until the end is told once more; all records come before it.  An end
// may be told between records that are still being written.
static void check_end(struct world *w, int64_t from, int64_t end)
{
    const struct timespec pause = {.tv_nsec = 10 * 1000 * 1000};
    const int ends = w->ends;
    int64_t next = from;

    for (int i = 0; (w->ends == ends || w->end != end) && i < TRIES; i++) {
        struct gz_record record;
        struct rd_kafka_message_s *m = gz_consumer_poll(w->consumer, &record);
        if (m == NULL) {
            nanosleep(&pause, NULL);
            continue;
        }
        CHECK_EQ(record.offset, next);
        next++;
        gz_consumer_release(m);
    }
    CHECK_OK(gz_consumer_problem(w->consumer, &w->err));
    CHECK(w->ends > ends);
    CHECK_EQ(w->end, end);
    CHECK_EQ(next, end);
}

static void test_end(struct world *w)
{
    check_end(w, 0, 0);
    write(w, 3);
    check_end(w, 0, 3);
}

static void test_end_after_rewind(struct world *w)
{
    const struct gz_position back = {.partition = 0, .offset = 1};
    const struct gz_position same = {.partition = 0, .offset = 3};

    CHECK_OK(gz_consumer_rewind(w->consumer, &back, 1));
    check_end(w, 1, 3);
    CHECK_OK(gz_consumer_rewind(w->consumer, &same, 1));
    check_end(w, 3, 3);
}

static void test_end_after_pause(struct world *w)
{
    gz_consumer_pause(w->consumer);
    write(w, 2);
    gz_consumer_resume(w->consumer);
    check_end(w, 3, 5);
}

// Partitions that go while they are paused, and come back, are read again.
static void test_end_after_loss(struct world *w)
{
    gz_consumer_pause(w->consumer);
    CHECK_OK(gz_consumer_subscribe(w->consumer, &w->err));
    check_end(w, 0, 5);
}

int main(void)
{
    struct world w;
    start(&w);
    test_end(&w);
    test_end_after_rewind(&w);
    test_end_after_pause(&w);
    test_end_after_loss(&w);
    finish(&w);
    return 0;
}
