// What a terminal gets, byte for byte, with a clock of our own.

#include "daemon/commands/progress_bar.h"

#include "tests/support/check.h"

struct fake {
    int64_t now_us;
};

static int64_t on_monotonic(void *ctx)
{
    return ((struct fake *)ctx)->now_us;
}

// Calls in a row; what each adds to the output.
static const struct {
    int64_t now_us;
    const char *verb;  // NULL: clear
    const char *what;
    uint64_t done;
    uint64_t total;
    const char *want;
} rows[] = {
    {0, NULL, NULL, 0, 0, ""},
    {5, "reading", "a.tsv", 0, 10,
     "\r\033[Kreading a.tsv [                         ]   0 %"},
    {100004, "reading", "a.tsv", 9, 10, ""},  // too early
    {100005, "reading", "a.tsv", 5, 10,
     "\r\033[Kreading a.tsv [############             ]  50 %"},
    {100006, NULL, NULL, 0, 0, "\r\033[K"},
    {100007, NULL, NULL, 0, 0, ""},
    {100008, "writing", "", 0, 0,  // a cleared bar comes back at once
     "\r\033[Kwriting [#########################] 100 %"},
    {200008, "reading", "/a/very/long/path/to/some/folder/names.tsv", 99, 100,
     "\r\033[Kreading ng/path/to/some/folder/names.tsv "
     "[######################## ]  99 %"},
    {300008, "reading",
     "\xc3\xa4"
     "bcdefghijklmnopqrstuvwxyz/names",
     7, 7,
     "\r\033[Kreading bcdefghijklmnopqrstuvwxyz/names "
     "[#########################] 100 %"},
};

int main(void)
{
    struct fake fake = {0};
    const struct gz_clock clock = {.monotonic_us = on_monotonic, .ctx = &fake};
    struct gz_progress_bar bar;
    struct gz_progress_bar none;
    char *text = NULL;
    size_t len = 0;
    size_t seen = 0;
    FILE *out = open_memstream(&text, &len);
    CHECK(out != NULL);
    gz_progress_bar_init(&bar, out, &clock);
    gz_progress_bar_init(&none, NULL, &clock);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        fake.now_us = rows[i].now_us;
        if (rows[i].verb == NULL) {
            gz_progress_bar_clear(&bar);
            gz_progress_bar_clear(&none);
        } else {
            gz_progress_bar_show(&bar, rows[i].verb, rows[i].what, rows[i].done,
                                 rows[i].total);
            gz_progress_bar_show(&none, rows[i].verb, rows[i].what,
                                 rows[i].done, rows[i].total);
        }
        fflush(out);
        CHECK_Z(text + seen, rows[i].want);
        seen = len;
    }
    fclose(out);
    free(text);
    return 0;
}
