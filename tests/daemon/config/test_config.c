#include "daemon/config/config.h"

#include "tests/support/alloc_fail.h"
#include "tests/support/check.h"

static const struct gz_config_context context = {.host_name = "host-1"};

static enum gz_status parse(const char *yaml, struct gz_config **out)
{
    struct gz_source src;
    struct gz_error err;
    gz_error_init(&err);
    CHECK_OK(gz_source_init(&src, "t", gz_str_z(yaml)));
    const enum gz_status st = gz_config_parse(&src, &context, out, &err);
    gz_error_fini(&err);
    return st;
}

static struct gz_config *parse_good(const char *yaml)
{
    struct gz_config *config = NULL;
    CHECK_OK(parse(yaml, &config));
    return config;
}

static void test_defaults(void)
{
    struct gz_config *c = parse_good("");
    CHECK_Z(c->instance, "host-1");
    CHECK_EQ(c->workers, 1);
    CHECK_Z(c->input.topic, "news.articles");
    CHECK_Z(c->input.group, "gazetted");
    CHECK_EQ(c->input.start, GZ_CONFIG_EARLIEST);
    CHECK_EQ(c->input.format, GZ_ARTICLE_JSON);
    CHECK_EQ(c->input.limit_bytes, 1 << 20);
    CHECK_EQ(c->input.depth, 64);
    CHECK_EQ(c->input.memory_bytes, 16 << 20);
    CHECK_Z(c->output.topic, "news.entities");
    CHECK_EQ(c->output.limit_bytes, 900 << 10);
    CHECK_Z(c->dead_letter.topic, "news.articles.dead");
    CHECK_EQ(c->delivery, GZ_CONFIG_EXACTLY_ONCE);
    CHECK_EQ(c->commit_interval_ms, 100);
    CHECK_EQ(c->membership, GZ_CONFIG_STATIC);
    CHECK_EQ(c->drain_timeout_ms, 10000);
    CHECK_EQ(c->rules.packs.count, 4);
    CHECK_Z(c->rules.packs.items[0], "default");
    CHECK_Z(c->rules.packs.items[3], "politics-en");
    CHECK(c->rules.packs.items[4] == NULL);
    CHECK_Z(c->http.listen.host, "127.0.0.1");
    CHECK_EQ(c->log.level, GZ_CONFIG_LOG_INFO);
    CHECK_EQ(c->log.format, GZ_CONFIG_LOG_TEXT);
    CHECK(!c->insecure);
    CHECK_EQ(c->kafka.count, 0);
    CHECK(gz_config_kafka(c, "bootstrap.servers") == NULL);
    for (size_t i = 0; i < GZ_ARTICLE_FIELD_COUNT; i++) {
        CHECK(gz_config_decode(c).pointers[i] == NULL);
    }
    gz_config_free(c);
    gz_config_free(NULL);
}

static const char full[] = "instance: eu-1\n"
                           "workers: 4\n"
                           "input:\n"
                           "  topic: in\n"
                           "  group: g\n"
                           "  start: latest\n"
                           "  format: text\n"
                           "  limit: 2MiB\n"
                           "  depth: 8\n"
                           "  memory: 1GiB\n"
                           "  fields:\n"
                           "    body: [/a/b, '']\n"
                           "    title: /t~1~0\n"
                           "output: {topic: out, limit: 100kB}\n"
                           "dead_letter: {topic: dead, headers: spring}\n"
                           "commit_interval: 2s\n"
                           "membership: dynamic\n"
                           "drain_timeout: 1m\n"
                           "rules: {packs: []}\n"
                           "http: {listen: '[::1]:0'}\n"
                           "log: {level: debug, format: json}\n"
                           "insecure: true\n"
                           "kafka:\n"
                           "  bootstrap.servers: a:1,b:2\n"
                           "  linger.ms: 5\n"
                           "kafka_secrets:\n"
                           "  sasl.password: pw\n";

// A pipeline gets what the keys say.
static void check_pipeline(const struct gz_config *c)
{
    const struct gz_pipeline_options options = gz_config_pipeline(c, 7);
    CHECK_STR(options.event_topic, "out");
    CHECK_STR(options.dead_letter.topic, "dead");
    CHECK_EQ(options.dead_letter.style, GZ_DEAD_LETTER_SPRING);
    CHECK_EQ(options.dead_letter.limit_bytes, 100000);
    CHECK_EQ(options.output_limit_bytes, 100000);
    CHECK_EQ(options.arena_bytes, 1 << 30);
    CHECK_EQ(options.decode.limit_depth, 8);
    CHECK_EQ(options.fingerprint, 7);
}

static void test_full(void)
{
    struct gz_config *c = parse_good(full);
    const struct gz_decode_options decode = gz_config_decode(c);
    CHECK_Z(c->instance, "eu-1");
    check_pipeline(c);
    CHECK_EQ(c->workers, 4);
    CHECK_EQ(c->input.start, GZ_CONFIG_LATEST);
    CHECK_EQ(decode.format, GZ_ARTICLE_TEXT);
    CHECK_EQ(decode.limit_bytes, 2 << 20);
    CHECK_EQ(decode.limit_depth, 8);
    CHECK_Z(decode.pointers[GZ_ARTICLE_BODY][0], "/a/b");
    CHECK_Z(decode.pointers[GZ_ARTICLE_BODY][1], "");
    CHECK(decode.pointers[GZ_ARTICLE_BODY][2] == NULL);
    CHECK_Z(decode.pointers[GZ_ARTICLE_TITLE][0], "/t~1~0");
    CHECK_EQ(c->output.limit_bytes, 100000);
    CHECK_EQ(c->dead_letter.headers, GZ_DEAD_LETTER_SPRING);
    CHECK_EQ(c->commit_interval_ms, 2000);
    CHECK_EQ(c->membership, GZ_CONFIG_DYNAMIC);
    CHECK_EQ(c->drain_timeout_ms, 60000);
    CHECK_EQ(c->rules.packs.count, 0);
    CHECK_Z(c->http.listen.host, "::1");
    CHECK_EQ(c->http.listen.port, 0);
    CHECK_EQ(c->log.format, GZ_CONFIG_LOG_JSON);
    CHECK(c->insecure);
    CHECK_EQ(c->kafka.count, 2);
    CHECK_Z(gz_config_kafka(c, "linger.ms"), "5");
    CHECK_Z(c->kafka_secrets.pairs[0].name, "sasl.password");
    CHECK_Z(c->kafka_secrets.pairs[0].value, "pw");
    gz_config_free(c);
}

// Other spellings of the same: each row parses and sets what it says.
static void test_spellings(void)
{
    static const struct {
        const char *yaml;
        const char *host;  // of http.listen
        int port;
    } rows[] = {
        {"http: {listen: off}", NULL, 0},
        {"http: {listen: localhost:80}", "127.0.0.1", 80},
        {"http: {listen: 127.9.9.9:65535}", "127.9.9.9", 65535},
        {"http:\n", "127.0.0.1", 9844},
        {"kafka:\n# nothing\n", "127.0.0.1", 9844},
        {"rules: {packs: one}\n", "127.0.0.1", 9844},
        {"---\nworkers: '2'\n", "127.0.0.1", 9844},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct gz_config *c = parse_good(rows[i].yaml);
        CHECK_STR(gz_str_z(c->http.listen.host), rows[i].host);
        CHECK_EQ(c->http.listen.port, rows[i].port);
        gz_config_free(c);
    }
}

static void test_load(void)
{
    struct gz_config *c = NULL;
    struct gz_error err;
    gz_error_init(&err);
    CHECK_OK(gz_config_load(NULL, &c, &err));
    CHECK(c->instance[0] != '\0');
    gz_config_free(c);
    CHECK_EQ(gz_config_load("no/such.yaml", &c, &err), GZ_NOT_FOUND);
    CHECK(c == NULL);
    CHECK_Z(gz_error_text(&err),
            "error: cannot open no/such.yaml: No such file or directory\n");
    gz_error_fini(&err);
}

static void test_out_of_memory(void)
{
    for (long n = 1;; n++) {
        struct gz_source src;
        struct gz_config *c = NULL;
        CHECK_OK(gz_source_init(&src, "t", gz_str_z(full)));
        gz_alloc_fail_at(n);
        const enum gz_status st = gz_config_parse(&src, &context, &c, NULL);
        if (!gz_alloc_failed()) {
            gz_config_free(c);
            break;
        }
        CHECK_EQ(st, GZ_NO_MEMORY);
        CHECK(c == NULL);
    }
    gz_alloc_fail_at(0);
}

int main(void)
{
    test_defaults();
    test_full();
    test_spellings();
    test_load();
    test_out_of_memory();
    return 0;
}
