#include "daemon/notify/receiver_setup.h"

#include <sys/stat.h>
#include <unistd.h>

#include "tests/support/alloc_fail.h"
#include "tests/support/check.h"

static const char SECRET[] = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n";

static enum gz_status parse(const char *yaml, struct gz_receivers *out)
{
    const struct gz_config config = {.credentials_dir = NULL};
    struct gz_source src;
    struct gz_error err;

    gz_error_init(&err);
    CHECK_OK(gz_source_init(&src, "t", gz_str_z(yaml)));
    const enum gz_status st = gz_receivers_parse(&config, &src, out, &err);
    if (st != GZ_OK && st != GZ_NO_MEMORY) {
        fprintf(stderr, "%s", gz_error_text(&err));
    }
    gz_error_fini(&err);
    return st;
}

static void test_defaults(void)
{
    struct gz_receivers r;

    CHECK_OK(parse("receivers:\n"
                   "  desk: {type: webhook, url: 'https://a/', unsigned: "
                   "true}\n"
                   "  log: {type: exec, command: /bin/true}\n",
                   &r));
    CHECK_EQ(r.count, 2);
    const struct gz_receiver_setup *desk = &r.items[0];
    CHECK_Z(desk->name, "desk");
    CHECK_EQ(desk->type, GZ_RECEIVER_WEBHOOK);
    CHECK_EQ(desk->format, GZ_RECEIVER_JSON);
    CHECK(!desk->http && !desk->insecure);
    CHECK_EQ(desk->timeout_ms, 10000);
    CHECK_EQ(desk->concurrency, 4);
    CHECK_EQ(desk->breaker_failures, 5);
    CHECK_EQ(desk->breaker_pause_ms, 30000);
    CHECK_EQ(desk->plan.count, 7);
    CHECK_EQ(desk->allow_count + desk->secret_count, 0);
    CHECK_EQ(r.items[1].timeout_ms, 30000);
    CHECK_EQ(r.items[1].concurrency, 1);
    CHECK_Z(r.items[1].command.items[0], "/bin/true");
    CHECK(r.items[1].command.items[1] == NULL);
    gz_receivers_fini(&r);
    gz_receivers_fini(&r);
}

static void test_none(void)
{
    struct gz_receivers r;

    CHECK_OK(parse("receivers:\n", &r));
    CHECK_EQ(r.count, 0);
    gz_receivers_fini(&r);
}

static void write_secret(char *path, const char *text)
{
    const int fd = mkstemp(path);

    CHECK(fd >= 0);
    CHECK_EQ(write(fd, text, strlen(text)), strlen(text));
    CHECK_EQ(fchmod(fd, 0600), 0);
    CHECK_EQ(close(fd), 0);
}

static void test_full(void)
{
    char secret[] = "/tmp/gz_secretXXXXXX";
    char address[] = "/tmp/gz_addressXXXXXX";
    char yaml[1024];
    struct gz_receivers r;

    write_secret(secret, SECRET);
    write_secret(address, "https://chat.example.com/T0/B0/x\n");
    snprintf(yaml, sizeof(yaml),
             "receivers:\n"
             "  desk:\n"
             "    type: webhook\n"
             "    url_file: %s\n"
             "    secrets: [%s, %s]\n"
             "    allow: [10.0.0.0/8, '::1']\n"
             "    insecure: true\n"
             "    ca_file: /etc/ca.pem\n"
             "    retries: [1s, 2m]\n"
             "    timeout: 3s\n"
             "    concurrency: 9\n"
             "    breaker_failures: 2\n"
             "    breaker_pause: 1m\n",
             address, secret, secret);
    CHECK_OK(parse(yaml, &r));
    const struct gz_receiver_setup *s = &r.items[0];
    CHECK_Z(s->url, "https://chat.example.com/T0/B0/x");
    CHECK_EQ(s->secret_count, 2);
    CHECK_EQ(s->secrets[1].length, 24);
    CHECK_EQ(s->secrets[1].bytes[0], 0x31);
    CHECK_EQ(s->allow_count, 2);
    CHECK_EQ(s->allow[0].bits, 8);
    CHECK_EQ(s->plan.count, 2);
    CHECK_EQ(s->plan.pauses_ms[1], 120000);
    CHECK_EQ(s->timeout_ms, 3000);
    CHECK_EQ(s->concurrency, 9);
    CHECK_EQ(s->breaker_failures, 2);
    CHECK_EQ(s->breaker_pause_ms, 60000);
    CHECK(s->insecure);
    gz_receivers_fini(&r);
    (void)unlink(secret);
    (void)unlink(address);
}

// What the file says of a receiver changes its hash, the others' not.
static void test_hash(void)
{
    struct gz_receivers one;
    struct gz_receivers two;

    CHECK_OK(parse("receivers:\n"
                   "  a: {type: exec, command: /bin/a}\n"
                   "  b: {type: exec, command: /bin/b}\n",
                   &one));
    CHECK_OK(parse("receivers:\n"
                   "  a: {type: exec, command: /bin/x}\n"
                   "  b: {type: exec, command: /bin/b}\n",
                   &two));
    CHECK(one.items[0].hash != two.items[0].hash);
    CHECK(one.items[1].hash == two.items[1].hash);
    gz_receivers_fini(&one);
    gz_receivers_fini(&two);
}

static void test_no_memory(void)
{
    static const char yaml[] = "receivers:\n"
                               "  a: {type: exec, command: [/bin/a, b]}\n";
    const struct gz_config config = {.credentials_dir = NULL};
    bool failed = true;

    for (long n = 1; failed; n++) {
        struct gz_receivers r;
        struct gz_source src;
        CHECK_OK(gz_source_init(&src, "t", gz_str_z(yaml)));
        gz_alloc_fail_at(n);
        const enum gz_status st = gz_receivers_parse(&config, &src, &r, NULL);
        failed = gz_alloc_failed();
        gz_alloc_fail_at(0);
        CHECK(st == (failed ? GZ_NO_MEMORY : GZ_OK));
        gz_receivers_fini(&r);
    }
}

int main(void)
{
    test_defaults();
    test_none();
    test_full();
    test_hash();
    test_no_memory();
    return 0;
}
