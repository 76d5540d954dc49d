// What a topic says of one id, in a topic of one partition in memory.

#include "daemon/alert/explain/subscription_past.h"

#include "tests/support/alloc_fail.h"
#include "tests/support/check.h"

#define SAID(id, more) "{\"id\":\"" id "\",\"when\":\"fact\"" more "}"

struct line {
    const char *key;
    const char *value;  // NULL: removed
};

static const struct line lines[] = {
    {"a", SAID("a", "")},
    {"gone", SAID("gone", "")},
    {"b", SAID("b", "")},
    {NULL, SAID("a", "")},
    {"a", SAID("a", ",\"severity\":\"critical\",\"version\":77")},
    {"gone", NULL},
    {"refused", SAID("refused", "")},
    {"refused", "{"},
    {"back", NULL},
    {"back", SAID("back", "")},
};
enum { LINES = sizeof(lines) / sizeof(lines[0]) };

static const struct row {
    const char *id;
    enum gz_status status;
    uint64_t version;
    bool removed;
} rows[] = {
    {"a", GZ_OK, 5, false},
    {"b", GZ_OK, 3, false},
    {"back", GZ_OK, 10, false},
    {"gone", GZ_NOT_FOUND, 0, true},
    {"refused", GZ_NOT_FOUND, 0, true},
    {"never", GZ_NOT_FOUND, 0, false},
};

// --- the topic ---

struct reader {
    int64_t next;
};

static enum gz_status open_reader(void *ctx, void **reader,
                                  struct gz_error *err)
{
    const bool *away = ctx;

    *reader = NULL;
    if (*away) {
        return gz_error_set(err, GZ_UNAVAILABLE, "nobody answers");
    }
    *reader = calloc(1, sizeof(struct reader));
    return *reader != NULL ? GZ_OK
                           : gz_error_set(err, GZ_NO_MEMORY, "out of memory");
}

static void close_reader(void *reader)
{
    free(reader);
}

static uint32_t partitions(const void *reader)
{
    (void)reader;
    return 1;
}

static enum gz_status bounds(void *reader, int64_t *low, int64_t *high,
                             struct gz_error *err)
{
    (void)reader;
    (void)err;
    *low = 0;
    *high = LINES;
    return GZ_OK;
}

static enum gz_status at_time(void *reader, int64_t since_ms, int64_t *offsets,
                              struct gz_error *err)
{
    (void)reader;
    (void)err;
    CHECK_EQ(since_ms, 0);
    *offsets = 0;
    return GZ_OK;
}

static enum gz_status seek(void *reader, const int64_t *next,
                           struct gz_error *err)
{
    (void)err;
    ((struct reader *)reader)->next = *next;
    return GZ_OK;
}

static struct gz_str text_of(const char *z)
{
    return z == NULL ? (struct gz_str){NULL, 0} : gz_str_z(z);
}

static enum gz_status next_item(void *reader, int timeout_ms,
                                struct gz_topic_item *out, struct gz_error *err)
{
    struct reader *r = reader;

    (void)timeout_ms;
    (void)err;
    *out = (struct gz_topic_item){
        .record = {.topic = GZ_STR_LIT("subs"), .offset = r->next}};
    if (r->next == LINES) {
        out->kind = GZ_TOPIC_END;
        return GZ_OK;
    }
    out->record.key = text_of(lines[r->next].key);
    out->record.value = text_of(lines[r->next].value);
    r->next++;
    return GZ_OK;
}

// --- questions to it ---

struct answer {
    struct gz_subscription *s;
    bool removed;
    struct gz_error err;
};

static bool stop_at_once(void *ctx)
{
    (void)ctx;
    return true;
}

static enum gz_status ask(const char *id, bool away, bool stops,
                          struct answer *out)
{
    const struct gz_topic_port port = {
        .open = open_reader,
        .close = close_reader,
        .partitions = partitions,
        .bounds = bounds,
        .at_time = at_time,
        .seek = seek,
        .next = next_item,
        .ctx = &away,
    };
    const struct gz_subscription_past_request request = {
        .port = &port,
        .clock = &gz_clock_system,
        .id = gz_str_z(id),
        .stop = stops ? stop_at_once : NULL,
    };

    gz_error_init(&out->err);
    return gz_subscription_past_find(&request, &out->s, &out->removed,
                                     &out->err);
}

static void close_answer(struct answer *a)
{
    gz_subscription_unref(a->s);
    gz_error_fini(&a->err);
}

static void test_row(const struct row *row)
{
    struct answer a;

    CHECK_EQ(ask(row->id, false, false, &a), row->status);
    CHECK_EQ(a.s != NULL, row->status == GZ_OK);
    CHECK_EQ(a.removed, row->removed);
    CHECK_EQ(a.err.count, 0);
    if (a.s != NULL) {
        struct gz_subscription_view view;
        gz_subscription_look(a.s, &view);
        CHECK_STR(view.id, row->id);
        CHECK_EQ(view.version, row->version);
    }
    close_answer(&a);
}

static void test_failure(bool away, bool stops, enum gz_status want)
{
    struct answer a;

    CHECK_EQ(ask("a", away, stops, &a), want);
    CHECK(a.s == NULL && !a.removed);
    CHECK_EQ(a.err.count, away ? 1 : 0);
    close_answer(&a);
}

static void test_without_memory(const struct row *row)
{
    bool failed = true;

    for (long n = 1; failed; n++) {
        struct answer a;
        gz_alloc_fail_at(n);
        const enum gz_status st = ask(row->id, false, false, &a);
        failed = gz_alloc_failed();
        gz_alloc_fail_at(0);
        CHECK(st == row->status || (failed && st == GZ_NO_MEMORY));
        CHECK_EQ(a.s != NULL, st == GZ_OK);
        CHECK_EQ(a.removed, st == GZ_NOT_FOUND && row->removed);
        close_answer(&a);
    }
}

int main(void)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        test_row(&rows[i]);
        test_without_memory(&rows[i]);
    }
    test_failure(true, false, GZ_UNAVAILABLE);
    test_failure(false, true, GZ_LIMIT);
    return 0;
}
