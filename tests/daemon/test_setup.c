#include "daemon/setup.h"

#include <unistd.h>

#include "tests/support/check.h"

static void write_file(const char *dir, const char *name, const char *text)
{
    char path[256];
    snprintf(path, sizeof(path), "%s/%s", dir, name);
    FILE *out = fopen(path, "w");
    CHECK(out != NULL);
    fputs(text, out);
    CHECK_EQ(fclose(out), 0);
}

static void remove_file(const char *dir, const char *name)
{
    char path[256];
    snprintf(path, sizeof(path), "%s/%s", dir, name);
    CHECK_EQ(unlink(path), 0);
}

static enum gz_status load(const char *dir, const char *yaml,
                           struct gz_setup *setup, struct gz_error *err)
{
    char path[256];
    write_file(dir, "c.yaml", yaml);
    snprintf(path, sizeof(path), "%s/c.yaml", dir);
    const enum gz_status st = gz_setup_load(setup, path, err);
    remove_file(dir, "c.yaml");
    return st;
}

static void test_good(const char *dir, struct gz_error *err)
{
    char yaml[512];
    struct gz_setup setup;
    struct gz_ruleset *again = NULL;
    snprintf(yaml, sizeof(yaml),
             "kafka: {bootstrap.servers: 'a:1'}\n"
             "rules: {packs: [%s/names.tsv]}\n",
             dir);
    CHECK_OK(load(dir, yaml, &setup, err));
    CHECK_EQ(gz_ruleset_size(setup.rules).entities, 1);
    CHECK_OK(gz_setup_rules(setup.config, &again, err));
    CHECK_Z(gz_ruleset_hash(again), gz_ruleset_hash(setup.rules));
    gz_ruleset_unref(again);
    gz_setup_fini(&setup);
    gz_setup_fini(&setup);
}

// A mistake in one part does not hide those in the others.
static void test_every_mistake(const char *dir, struct gz_error *err)
{
    static const char yaml[] = "workers: 300\n"
                               "kafka: {group.id: g}\n"
                               "rules: {packs: [./no/such.tsv]}\n"
                               "alerts: {receivers: ./no/such.yaml}\n";
    static const char *const parts[] = {
        "c.yaml:1:10: error: workers is \"300\", allowed is 0 to 256\n",
        "c.yaml:2:9: error: \"group.id\" is set by input.group\n",
        "error: rules.packs: cannot find ./no/such.tsv: No such file",
        "error: cannot open ./no/such.yaml: No such file",
    };
    struct gz_setup setup;
    CHECK_EQ(load(dir, yaml, &setup, err), GZ_INVALID);
    CHECK_EQ(err->count, 4);
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        CHECK(strstr(gz_error_text(err), parts[i]) != NULL);
    }
    CHECK(setup.config == NULL && setup.rules == NULL);
}

// Subscriptions may name the receivers that a file has, where there is one.
static void test_receivers(const char *dir, struct gz_error *err)
{
    static const struct {
        bool file;
        const char *want;  // "" when all is good
    } rows[] = {
        {true, "s.yaml:3:41: error: unknown receiver \"mial\" (did you mean "
               "\"mail\"?)\n"},
        {false, ""},
    };
    write_file(dir, "r.yaml",
               "receivers: {mail: {type: exec, command: /bin/true}}\n");
    write_file(dir, "s.yaml",
               "gazetted: 1\nsubscriptions:\n"
               "- {id: a, when: fact, receivers: [mail, mial]}\n");
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char receivers[128];
        char yaml[512];
        struct gz_setup setup;
        snprintf(receivers, sizeof(receivers), "%s/r.yaml", dir);
        snprintf(yaml, sizeof(yaml),
                 "kafka: {bootstrap.servers: 'a:1'}\n"
                 "rules: {packs: [%s/names.tsv]}\n"
                 "alerts: {receivers: %s, subscriptions: [%s/s.yaml]}\n",
                 dir, rows[i].file ? receivers : "off", dir);
        gz_error_clear(err);
        CHECK_EQ(load(dir, yaml, &setup, err),
                 rows[i].file ? GZ_INVALID : GZ_OK);
        CHECK_EQ(err->count, rows[i].file);
        CHECK(strstr(gz_error_text(err), rows[i].want) != NULL);
        gz_setup_fini(&setup);
    }
    remove_file(dir, "r.yaml");
    remove_file(dir, "s.yaml");
}

// What was wrong is not there for the checks that come later.
static void test_goes_on(const char *dir, struct gz_error *err)
{
    static const char *const yamls[] = {
        "kafka: {\"a\\0b\": c}\n",
        "kafka: {a: \"b\\0c\"}\n",
        "kafka: [a]\n",
        "kafka: {a: [b]}\n",
        "rules: {packs: {a: b}}\n",
        "rules: {packs: [[a]]}\n",
        "kafka_secrets: {\"a\\0\": b}\n",
        "instance: \"\"\n",
    };
    for (size_t i = 0; i < sizeof(yamls) / sizeof(yamls[0]); i++) {
        struct gz_setup setup;
        gz_error_clear(err);
        CHECK_EQ(load(dir, yamls[i], &setup, err), GZ_INVALID);
        CHECK(err->count >= 1);
    }
}

// Without YAML there is nothing to go on with.
static void test_syntax(const char *dir, struct gz_error *err)
{
    struct gz_setup setup;
    gz_error_clear(err);
    CHECK_EQ(load(dir, "a: [\n", &setup, err), GZ_INVALID);
    CHECK_EQ(err->count, 1);
}

int main(void)
{
    char dir[] = "/tmp/gazetted-setup-XXXXXX";
    struct gz_error err;
    CHECK(mkdtemp(dir) != NULL);
    gz_error_init(&err);
    write_file(dir, "names.tsv",
               "id\ttype\tname\nzorblax\tOrg/Company\tZorblax Industries\n");
    test_good(dir, &err);
    CHECK_Z(gz_error_text(&err), "");
    test_every_mistake(dir, &err);
    test_receivers(dir, &err);
    test_goes_on(dir, &err);
    test_syntax(dir, &err);
    remove_file(dir, "names.tsv");
    CHECK_EQ(rmdir(dir), 0);
    gz_error_fini(&err);
    return 0;
}
