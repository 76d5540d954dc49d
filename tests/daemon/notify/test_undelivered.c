#include "daemon/notify/undelivered.h"

#include <stdlib.h>

#include "tests/support/check.h"

static struct gz_receiver_job *make_job(void)
{
    static const struct gz_header header = {{"h", 1}, {"v", 1}};
    const struct gz_record record = {
        .topic = GZ_STR_LIT("news.alerts"),
        .partition = 3,
        .offset = 77,
        .key = GZ_STR_LIT("watch"),
        .value = GZ_STR_LIT("bytes"),
        .headers = &header,
        .header_count = 1,
    };
    struct gz_receiver_job *job =
        gz_receiver_job_new(&record, GZ_STR_LIT("abc-1"));

    CHECK(job != NULL);
    gz_outcome_of_http(&job->outcome, 503);
    return job;
}

// All headers as lines "name=value".
static void check_headers(const struct gz_record *record, const char *want)
{
    struct gz_buffer text;

    gz_buffer_init(&text, 0);
    for (uint32_t i = 0; i < record->header_count; i++) {
        gz_buffer_append_fmt(&text, GZ_STR_FMT "=" GZ_STR_FMT "\n",
                             GZ_STR_ARG(record->headers[i].name),
                             GZ_STR_ARG(record->headers[i].value));
    }
    CHECK_STR(gz_buffer_str(&text), want);
    gz_buffer_fini(&text);
}

static void test_whole(struct gz_arena *arena)
{
    struct gz_receiver_job *job = make_job();
    struct gz_record out;

    job->attempts = 8;
    job->first_ms = 1795431600000;
    job->last_ms = 1795435200000;
    CHECK_OK(gz_undelivered_build(job, "desk", false, arena, &out));
    CHECK_STR(out.key, "watch");
    CHECK_STR(out.value, "bytes");
    check_headers(&out, "h=v\n"
                        "gazetted-receiver=desk\n"
                        "gazetted-webhook-id=abc-1\n"
                        "gazetted-error-code=http_5xx\n"
                        "gazetted-error-message=it answers with status 503\n"
                        "gazetted-status=503\n"
                        "gazetted-attempts=8\n"
                        "gazetted-first-attempt=2026-11-23T11:00:00.000Z\n"
                        "gazetted-last-attempt=2026-11-23T12:00:00.000Z\n"
                        "gazetted-origin-topic=news.alerts\n"
                        "gazetted-origin-partition=3\n"
                        "gazetted-origin-offset=77\n"
                        "gazetted-version=" GZ_VERSION "\n");
    free(job);
}

// One that was never tried, for a topic that does not take its bytes.
static void test_without_value(struct gz_arena *arena)
{
    struct gz_receiver_job *job = make_job();
    struct gz_record out;

    gz_outcome_set(&job->outcome, GZ_OUTCOME_AGAIN, "unavailable", "no");
    CHECK_OK(gz_undelivered_build(job, "desk", true, arena, &out));
    CHECK(out.value.ptr == NULL);
    check_headers(&out, "h=v\n"
                        "gazetted-receiver=desk\n"
                        "gazetted-webhook-id=abc-1\n"
                        "gazetted-error-code=unavailable\n"
                        "gazetted-error-message=no\n"
                        "gazetted-attempts=0\n"
                        "gazetted-origin-topic=news.alerts\n"
                        "gazetted-origin-partition=3\n"
                        "gazetted-origin-offset=77\n"
                        "gazetted-version=" GZ_VERSION "\n"
                        "gazetted-value-bytes=5\n");
    free(job);
}

int main(void)
{
    struct gz_arena *arena = gz_arena_new(1 << 16);
    struct gz_arena *small = gz_arena_new(64);
    struct gz_receiver_job *job = make_job();
    struct gz_record out;

    CHECK(arena != NULL && small != NULL);
    test_whole(arena);
    test_without_value(arena);
    CHECK_EQ(gz_undelivered_build(job, "desk", false, small, &out),
             GZ_NO_MEMORY);
    free(job);
    gz_arena_free(arena);
    gz_arena_free(small);
    return 0;
}
