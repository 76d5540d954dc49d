#include "daemon/notify/receiver_setup.h"

#include <sys/stat.h>
#include <unistd.h>

#include "tests/support/alloc_fail.h"
#include "tests/support/check.h"

static const char SECRET[] = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n";

static enum gz_status parse(const char *yaml, struct gz_receivers **out)
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
    struct gz_receivers *r = NULL;

    CHECK_OK(parse("receivers:\n"
                   "  desk: {type: webhook, url: 'https://a/', unsigned: "
                   "true}\n"
                   "  log: {type: exec, command: /bin/true}\n",
                   &r));
    CHECK_EQ(r->count, 2);
    const struct gz_receiver_setup *desk = &r->items[0];
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
    CHECK_EQ(r->items[1].timeout_ms, 30000);
    CHECK_EQ(r->items[1].concurrency, 1);
    CHECK_Z(r->items[1].command.items[0], "/bin/true");
    CHECK(r->items[1].command.items[1] == NULL);
    CHECK(gz_receivers_find(r, GZ_STR_LIT("log")) == &r->items[1]);
    CHECK(gz_receivers_find(r, GZ_STR_LIT("lo")) == NULL);
    CHECK(gz_receivers_find(NULL, GZ_STR_LIT("log")) == NULL);
    gz_receivers_unref(gz_receivers_ref(r));
    CHECK_EQ(r->count, 2);
    gz_receivers_unref(r);
    gz_receivers_unref(gz_receivers_ref(NULL));
}

static void test_none(void)
{
    struct gz_receivers *r = NULL;

    CHECK_OK(parse("receivers:\n", &r));
    CHECK_EQ(r->count, 0);
    gz_receivers_unref(r);
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
    struct gz_receivers *r = NULL;

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
    const struct gz_receiver_setup *s = &r->items[0];
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
    gz_receivers_unref(r);
    (void)unlink(secret);
    (void)unlink(address);
}

// One way to write a receiver and another, and whether they are the same.
static const struct change {
    const char *label;
    const char *one;
    const char *other;
    bool same;
} changes[] = {
    {"nothing", "{type: exec, command: /bin/a}",
     "{type: exec, command: /bin/a}", true},
    {"a command", "{type: exec, command: /bin/a}",
     "{type: exec, command: /bin/b}", false},
    {"an address", "{type: webhook, url: 'https://a/', unsigned: true}",
     "{type: webhook, url: 'https://b/', unsigned: true}", false},
    {"a type", "{type: exec, command: /bin/a}",
     "{type: webhook, url: 'https://b/', unsigned: true}", false},
    {"a time", "{type: exec, command: /bin/a, timeout: 1s}",
     "{type: exec, command: /bin/a, timeout: 2s}", false},
    {"a file that may have changed",
     "{type: webhook, url: 'https://a/', unsigned: true, ca_file: /ca}",
     "{type: webhook, url: 'https://a/', unsigned: true, ca_file: /ca}", false},
};

// What the file says of a receiver is its own, the others' does not matter.
static void test_changes(void)
{
    for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
        const struct change *c = &changes[i];
        struct gz_receivers *one = NULL;
        struct gz_receivers *other = NULL;
        char yaml[512];

        snprintf(yaml, sizeof(yaml), "receivers:\n  a: %s\n  b: %s\n", c->one,
                 changes[0].one);
        CHECK_OK(parse(yaml, &one));
        snprintf(yaml, sizeof(yaml), "receivers:\n  a: %s\n  b: %s\n", c->other,
                 changes[0].one);
        CHECK_OK(parse(yaml, &other));
        if (gz_receiver_setup_same(&one->items[0], &other->items[0]) !=
            c->same) {
            fprintf(stderr, "changed: %s\n", c->label);
            exit(1);
        }
        CHECK(gz_receiver_setup_same(&one->items[1], &other->items[1]));
        gz_receivers_unref(one);
        gz_receivers_unref(other);
    }
}

static void rewrite(const char *path, const char *text)
{
    FILE *f = fopen(path, "we");
    CHECK(f != NULL);
    CHECK(fputs(text, f) >= 0);
    CHECK_EQ(fclose(f), 0);
}

// A secret or an address is changed where it is kept.
static void test_changed_files(void)
{
    static const char other[] = "whsec_AAAAr8GKYqrTwjUPD8ILPZIo2LaLaSw0\n";
    char secret[] = "/tmp/gz_secretXXXXXX";
    char address[] = "/tmp/gz_addressXXXXXX";
    char yaml[256];
    struct gz_receivers *r[4];

    write_secret(secret, SECRET);
    write_secret(address, "https://a.example.com/\n");
    snprintf(yaml, sizeof(yaml),
             "receivers:\n"
             "  a: {type: webhook, url_file: %s, secrets: %s}\n",
             address, secret);
    CHECK_OK(parse(yaml, &r[0]));
    CHECK_OK(parse(yaml, &r[1]));
    rewrite(secret, other);
    CHECK_OK(parse(yaml, &r[2]));
    rewrite(address, "https://b.example.com/\n");
    CHECK_OK(parse(yaml, &r[3]));
    CHECK(gz_receiver_setup_same(r[0]->items, r[1]->items));
    CHECK(!gz_receiver_setup_same(r[1]->items, r[2]->items));
    CHECK(!gz_receiver_setup_same(r[2]->items, r[3]->items));
    for (size_t i = 0; i < 4; i++) {
        gz_receivers_unref(r[i]);
    }
    (void)unlink(secret);
    (void)unlink(address);
}

static void test_no_memory(void)
{
    static const char yaml[] = "receivers:\n"
                               "  a: {type: exec, command: [/bin/a, b]}\n";
    const struct gz_config config = {.credentials_dir = NULL};
    bool failed = true;

    for (long n = 1; failed; n++) {
        struct gz_receivers *r = NULL;
        struct gz_source src;
        CHECK_OK(gz_source_init(&src, "t", gz_str_z(yaml)));
        gz_alloc_fail_at(n);
        const enum gz_status st = gz_receivers_parse(&config, &src, &r, NULL);
        failed = gz_alloc_failed();
        gz_alloc_fail_at(0);
        CHECK(st == (failed ? GZ_NO_MEMORY : GZ_OK));
        gz_receivers_unref(r);
    }
}

int main(void)
{
    test_defaults();
    test_none();
    test_full();
    test_changes();
    test_changed_files();
    test_no_memory();
    return 0;
}
