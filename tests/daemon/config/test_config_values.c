#include "daemon/config/config_values.h"

#include "daemon/base/arena.h"
#include "tests/support/check.h"

// A text, what it means, and how that is written back; want -1: refused.
static const struct {
    enum gz_config_type type;
    const char *text;
    int64_t want;
    const char *written;
} rows[] = {
    {GZ_CONFIG_DURATION, "100ms", 100, "100ms"},
    {GZ_CONFIG_DURATION, "1000ms", 1000, "1s"},
    {GZ_CONFIG_DURATION, "90s", 90000, "90s"},
    {GZ_CONFIG_DURATION, "60 s", 60000, "1m"},
    {GZ_CONFIG_DURATION, "2h", 7200000, "2h"},
    {GZ_CONFIG_DURATION, "0ms", 0, "0ms"},
    {GZ_CONFIG_DURATION, "1", -1, NULL},
    {GZ_CONFIG_DURATION, "ms", -1, NULL},
    {GZ_CONFIG_DURATION, "-1s", -1, NULL},
    {GZ_CONFIG_DURATION, "1S", -1, NULL},
    {GZ_CONFIG_DURATION, "", -1, NULL},
    {GZ_CONFIG_SIZE, "1B", 1, "1B"},
    {GZ_CONFIG_SIZE, "1kB", 1000, "1kB"},
    {GZ_CONFIG_SIZE, "1KiB", 1024, "1KiB"},
    {GZ_CONFIG_SIZE, "1024KiB", 1 << 20, "1MiB"},
    {GZ_CONFIG_SIZE, "3 GiB", 3LL << 30, "3GiB"},
    {GZ_CONFIG_SIZE, "2MB", 2000000, "2MB"},
    {GZ_CONFIG_SIZE, "1GB", 1000000000, "1GB"},
    {GZ_CONFIG_SIZE, "1025B", 1025, "1025B"},
    {GZ_CONFIG_SIZE, "1M", -1, NULL},
    {GZ_CONFIG_SIZE, "9223372036854775807GiB", -1, NULL},
};

static void test_numbers(void)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        int64_t got = -1;
        char written[32];
        const struct gz_str text = gz_str_z(rows[i].text);
        const char *fault = rows[i].type == GZ_CONFIG_SIZE
                                ? gz_config_values_size(text, &got)
                                : gz_config_values_duration(text, &got);
        CHECK_EQ(fault == NULL, rows[i].want >= 0);
        if (fault == NULL) {
            CHECK_EQ(got, rows[i].want);
            gz_config_values_number(rows[i].type, got, written,
                                    sizeof(written));
            CHECK_Z(written, rows[i].written);
        }
    }
}

static void test_addresses(void)
{
    static const struct {
        const char *text;
        const char *written;  // NULL: refused
    } addresses[] = {
        {"off", "off"},
        {"127.0.0.1:0", "127.0.0.1:0"},
        {"localhost:8080", "127.0.0.1:8080"},
        {"[::1]:9", "[::1]:9"},
        {"::1:9", "[::1]:9"},
        {"127.0.0.1:", NULL},
        {"127.0.0.1:-1", NULL},
        {"127.0.0.1:65536", NULL},
        {":80", NULL},
        {"", NULL},
        {"on", NULL},
        {"127.1:80", NULL},
        {"192.0.2.1:80", "192.0.2.1:80"},
        {"[2001:db8::1]:80", "[2001:db8::1]:80"},
        {"unix:/run/gazetted/http.sock", "unix:/run/gazetted/http.sock"},
        {"unix:http.sock", NULL},
        {"unix:/", NULL},
        {"unix:", NULL},
    };
    struct gz_arena *arena = gz_arena_new(4096);
    struct gz_buffer out;
    gz_buffer_init(&out, 0);
    for (size_t i = 0; i < sizeof(addresses) / sizeof(addresses[0]); i++) {
        struct gz_config_address address;
        enum gz_status st = GZ_INVALID;
        const char *fault = gz_config_values_address(
            gz_str_z(addresses[i].text), arena, &address, &st);
        CHECK_OK(st);
        CHECK_EQ(fault == NULL, addresses[i].written != NULL);
        if (fault == NULL) {
            gz_buffer_clear(&out);
            gz_config_values_put_address(&out, address);
            CHECK_STR(gz_buffer_str(&out), addresses[i].written);
        }
    }
    gz_buffer_fini(&out);
    gz_arena_free(arena);
}

int main(void)
{
    test_numbers();
    test_addresses();
    return 0;
}
