// A topic read once, from a time to its present end.

#include "daemon/notify/topic_span.h"
#include "tests/support/check.h"
#include "tests/support/topic_memory.h"

// What came, in lines: "open 3 partial", "0 12" (partition, value), "end 1".
struct taken {
    struct gz_buffer out;
    struct topic_memory *topic;
    int records;
    int fail_at;    // this record is refused; 0: none
    int write_at;   // more is written then
    int forget_at;  // the topic forgets what it has of partition 0 then
    int stop_at;    // it is stopped behind this record
    bool stop_now;
    int64_t now_us;  // a clock that goes on by itself
};

static enum gz_status on_open(void *ctx,
                              const struct gz_topic_span_extent *extent)
{
    struct taken *t = ctx;
    gz_buffer_append_fmt(&t->out, "open %u%s\n", extent->partitions,
                         extent->partial ? " partial" : "");
    return GZ_OK;
}

static enum gz_status on_record(void *ctx, const struct gz_record *record)
{
    struct taken *t = ctx;
    t->records++;
    gz_buffer_append_fmt(&t->out, "%d " GZ_STR_FMT "\n", record->partition,
                         GZ_STR_ARG(record->value));
    if (t->records == t->write_at) {
        topic_write(t->topic, 1000);
    }
    if (t->records == t->forget_at) {
        topic_forget(t->topic, 0, 3);
    }
    t->stop_now = t->records == t->stop_at;
    return t->records == t->fail_at ? GZ_NO_MEMORY : GZ_OK;
}

static enum gz_status on_end(void *ctx, uint32_t partition)
{
    struct taken *t = ctx;
    gz_buffer_append_fmt(&t->out, "end %u\n", partition);
    return GZ_OK;
}

static void on_lost(void *ctx)
{
    struct taken *t = ctx;
    gz_buffer_append_z(&t->out, "lost\n");
}

static bool is_stopped(void *ctx)
{
    return ((const struct taken *)ctx)->stop_now;
}

static int64_t monotonic_us(void *ctx)
{
    struct taken *t = ctx;
    t->now_us += 1000 * 1000;
    return t->now_us;
}

static enum gz_status read_span(struct topic_memory *topic, struct taken *t,
                                int64_t since_ms, struct gz_error *err)
{
    const struct gz_topic_port port = topic_port(topic);
    const struct gz_clock clock = {.monotonic_us = monotonic_us, .ctx = t};
    const struct gz_topic_span_options options = {
        .port = &port,
        .clock = &clock,
        .since_ms = since_ms,
        .stop = is_stopped,
        .stop_ctx = t,
    };
    const struct gz_topic_span_sink sink = {t, on_open, on_record, on_end,
                                            on_lost};
    gz_buffer_init(&t->out, 0);
    t->topic = topic;
    return gz_topic_span_read(&options, &sink, err);
}

// Values 0 to 8: 0, 3, 6 in partition 0; 1, 4, hole, 7 in 1; 2, 5, 8 in 2.
static void fill(struct topic_memory *topic)
{
    topic_init(topic);
    for (int i = 0; i < 9; i++) {
        topic_write(topic, i);
    }
}

static const struct row {
    const char *name;
    struct taken how;
    int64_t since_ms;
    int64_t low;  // of all partitions
    enum gz_status status;
    const char *want;
} rows[] = {
    {"all of it",
     {.records = 0},
     0,
     0,
     GZ_OK,
     "open 3 partial\n0 0\n0 3\n0 6\nend 0\n1 1\n1 4\n1 7\nend 1\n2 2\n2 5\n"
     "2 8\nend 2\n"},
    {"from a time on",
     {.records = 0},
     2,
     0,
     GZ_OK,
     "open 3\n0 6\nend 0\n1 7\nend 1\n2 8\nend 2\n"},
    {"from the end on",
     {.records = 0},
     9,
     0,
     GZ_OK,
     "open 3\nend 0\nend 1\nend 2\n"},
    {"what is older is gone",
     {.records = 0},
     1,
     2,
     GZ_OK,
     "open 3 partial\n0 6\nend 0\n1 7\nend 1\n2 8\nend 2\n"},
    {"all that there is, begun at the first that is left",
     {.records = 0},
     2,
     2,
     GZ_OK,
     "open 3 partial\n0 6\nend 0\n1 7\nend 1\n2 8\nend 2\n"},
    {"what comes later is not read",
     {.write_at = 1},
     2,
     0,
     GZ_OK,
     "open 3\n0 6\nend 0\n1 7\nend 1\n2 8\nend 2\n"},
    {"it is stopped",
     {.stop_at = 2},
     0,
     0,
     GZ_LIMIT,
     "open 3 partial\n0 0\n0 3\n"},
    {"the one who takes it ends it",
     {.fail_at = 2},
     0,
     0,
     GZ_NO_MEMORY,
     "open 3 partial\n0 0\n0 3\n"},
    {"records go while they are read",
     {.forget_at = 1},
     0,
     0,
     GZ_OK,
     "open 3 partial\n0 0\nlost\nend 0\n1 1\n1 4\n1 7\nend 1\n2 2\n2 5\n2 "
     "8\nend 2\n"},
};

static void check_row(const struct row *r)
{
    static struct topic_memory topic;
    struct taken t = r->how;
    struct gz_error err;
    fill(&topic);
    for (int p = 0; p < TOPIC_PARTITIONS; p++) {
        topic_forget(&topic, p, r->low);
    }
    gz_error_init(&err);
    fprintf(stderr, "%s\n", r->name);
    CHECK_EQ(read_span(&topic, &t, r->since_ms, &err), r->status);
    CHECK_STR(gz_buffer_str(&t.out), r->want);
    CHECK_Z(gz_error_text(&err), "");
    gz_buffer_fini(&t.out);
    gz_error_fini(&err);
    topic_fini(&topic);
}

static void test_failures(void)
{
    static struct topic_memory topic;
    struct taken t = {.records = 0};
    struct gz_error err;
    fill(&topic);
    gz_error_init(&err);
    topic.away = true;
    CHECK_EQ(read_span(&topic, &t, 0, &err), GZ_UNAVAILABLE);
    CHECK_Z(gz_error_text(&err), "error: nobody answers\n");
    gz_error_clear(&err);
    topic.away = false;
    topic.breaks = 1;
    CHECK_EQ(read_span(&topic, &t, 0, &err), GZ_UNAVAILABLE);
    CHECK_Z(gz_error_text(&err), "error: the connection broke\n");
    gz_buffer_fini(&t.out);
    gz_error_fini(&err);
    topic_fini(&topic);
}

// Brokers that do not answer any more.
static enum gz_status next_never(void *reader, int timeout_ms,
                                 struct gz_topic_item *out,
                                 struct gz_error *err)
{
    (void)reader;
    (void)timeout_ms;
    (void)out;
    (void)err;
    return GZ_NOT_FOUND;
}

static void test_patience(void)
{
    static struct topic_memory topic;
    struct taken t = {.records = 0};
    struct gz_error err;
    fill(&topic);
    struct gz_topic_port port = topic_port(&topic);
    port.next = next_never;
    const struct gz_clock clock = {.monotonic_us = monotonic_us, .ctx = &t};
    const struct gz_topic_span_options options = {.port = &port,
                                                  .clock = &clock};
    const struct gz_topic_span_sink sink = {&t, on_open, on_record, on_end,
                                            on_lost};
    gz_error_init(&err);
    gz_buffer_init(&t.out, 0);
    CHECK_EQ(gz_topic_span_read(&options, &sink, &err), GZ_UNAVAILABLE);
    CHECK_Z(gz_error_text(&err),
            "error: the brokers have sent nothing for 30s\n");
    gz_buffer_fini(&t.out);
    gz_error_fini(&err);
    topic_fini(&topic);
}

int main(void)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        check_row(&rows[i]);
    }
    test_failures();
    test_patience();
    return 0;
}
