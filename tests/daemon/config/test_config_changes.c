#include "daemon/config/config_changes.h"

#include <unistd.h>

#include "tests/support/check.h"

#define KAFKA "kafka: {bootstrap.servers: 'k:9092'}\n"

// What a file said, what it says now, and the keys that are named.
static const struct row {
    const char *before;
    const char *now;
    const char *want;
} rows[] = {
    {KAFKA, KAFKA, ""},
    {KAFKA, "# a word\nworkers: 1\n" KAFKA, ""},
    {KAFKA, KAFKA "workers: 2\n", "workers"},
    {KAFKA "alerts: {receivers: /a, workers: 1}\n",
     KAFKA "alerts: {receivers: /b, workers: 1}\n", "alerts.receivers"},
    {KAFKA "http: {tokens: /a}\n", KAFKA, "http.tokens"},
    {KAFKA, KAFKA "http: {tokens: /a}\n", "http.tokens"},
    {KAFKA "rules: {packs: [a, b]}\n", KAFKA "rules: {packs: [a]}\n",
     "rules.packs"},
    {KAFKA, "drain_timeout: 9s\nkafka: {bootstrap.servers: 'l:9092'}\n",
     "drain_timeout, kafka"},
};

static void write_file(const char *path, const char *text)
{
    FILE *f = fopen(path, "we");
    CHECK(f != NULL);
    CHECK(fputs(text, f) >= 0);
    CHECK_EQ(fclose(f), 0);
}

static void check_row(const char *path, const struct row *row)
{
    struct gz_config *config = NULL;
    struct gz_buffer out;
    struct gz_error err;

    gz_error_init(&err);
    gz_buffer_init(&out, 0);
    write_file(path, row->before);
    CHECK_OK(gz_config_load(path, &config, &err));
    write_file(path, row->now);
    CHECK_OK(gz_config_changes(config, &out, &err));
    CHECK_STR(gz_buffer_str(&out), row->want);
    gz_config_free(config);
    gz_buffer_fini(&out);
    gz_error_fini(&err);
}

static void test_mistakes(const char *path)
{
    struct gz_config *config = NULL;
    struct gz_buffer out;
    struct gz_error err;

    gz_error_init(&err);
    gz_buffer_init(&out, 0);
    write_file(path, KAFKA);
    CHECK_OK(gz_config_load(path, &config, &err));
    write_file(path, KAFKA "wrkers: 2\n");
    CHECK(gz_config_changes(config, &out, &err) == GZ_INVALID);
    CHECK(strstr(gz_error_text(&err), "wrkers") != NULL);
    CHECK_EQ(out.len, 0);
    gz_config_free(config);
    gz_error_clear(&err);

    // No file, so none is looked for.
    CHECK_OK(gz_config_for_brokers("k:9092", &config, &err));
    CHECK_OK(gz_config_changes(config, &out, &err));
    CHECK_EQ(out.len, 0);
    gz_config_free(config);
    gz_buffer_fini(&out);
    gz_error_fini(&err);
}

int main(void)
{
    char path[] = "/tmp/gz_configXXXXXX";
    const int fd = mkstemp(path);

    CHECK(fd >= 0);
    CHECK_EQ(close(fd), 0);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        check_row(path, &rows[i]);
    }
    test_mistakes(path);
    CHECK_EQ(unlink(path), 0);
    return 0;
}
