#include "daemon/http/feed_stream.h"

#include "tests/support/check.h"

static const int64_t NOW_MS = INT64_C(1795431600000);  // 2026-11-23 11:00 UTC

static const struct {
    const char *text;
    enum gz_feed_start start;
    int64_t since_ms;
} good[] = {
    {NULL, GZ_FEED_LATEST, 0},
    {"latest", GZ_FEED_LATEST, 0},
    {"earliest", GZ_FEED_EARLIEST, 0},
    {"24h", GZ_FEED_TIME, INT64_C(1795431600000) - 86400000},
    {"100ms", GZ_FEED_TIME, INT64_C(1795431599900)},
    {"999999999h", GZ_FEED_TIME, 0},
    {"2026-11-23T11:00:00Z", GZ_FEED_TIME, INT64_C(1795431600000)},
    {"2026-11-23T12:00:00+01:00", GZ_FEED_TIME, INT64_C(1795431600000)},
};

// A plus that was not encoded has become a blank.
static const char *const bad[] = {
    "yesterday", "24",         "h", "-1h", "2026-11-23T12:00:00 01:00x",
    "Latest",    "0001-01-01", "",
};

int main(void)
{
    enum gz_feed_start start;
    int64_t since_ms;
    struct gz_error err;

    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
        CHECK_OK(gz_feed_stream_since(gz_str_z(good[i].text), NOW_MS, &start,
                                      &since_ms, NULL));
        CHECK_EQ(start, good[i].start);
        CHECK_EQ(since_ms, good[i].since_ms);
    }
    gz_error_init(&err);
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        CHECK_EQ(gz_feed_stream_since(gz_str_z(bad[i]), NOW_MS, &start,
                                      &since_ms, NULL),
                 GZ_INVALID);
    }
    CHECK_EQ(gz_feed_stream_since(GZ_STR_LIT("yesterday"), NOW_MS, &start,
                                  &since_ms, &err),
             GZ_INVALID);
    CHECK_Z(gz_error_text(&err),
            "error: since is \"yesterday\", allowed are earliest, latest, a "
            "duration such as 24h and a time such as 2026-11-23T11:00:00Z "
            "(write + as %2B)\n");
    gz_error_fini(&err);
    return 0;
}
