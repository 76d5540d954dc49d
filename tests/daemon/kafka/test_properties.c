#include "daemon/kafka/properties.h"

#include <librdkafka/rdkafka.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/kafka/property_names.h"
#include "daemon/kafka/property_rules.h"
#include "tests/support/alloc_fail.h"
#include "tests/support/check.h"

static struct gz_config *parse(const char *yaml, const char *credentials_dir)
{
    const struct gz_config_context context = {"host", credentials_dir};
    struct gz_source src;
    struct gz_config *config = NULL;
    CHECK_OK(gz_source_init(&src, "t", gz_str_z(yaml)));
    CHECK_OK(gz_config_parse(&src, &context, &config, NULL));
    return config;
}

// The value a client of this kind gets; "" when the property is not set.
static void check_value(const struct gz_config *config,
                        enum gz_kafka_client client, const char *name,
                        const char *want)
{
    char value[256] = "";
    size_t size = sizeof(value);
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    CHECK_OK(gz_kafka_properties_apply(conf, client, config, NULL));
    if (rd_kafka_conf_get(conf, name, value, &size) != RD_KAFKA_CONF_OK) {
        value[0] = '\0';
    }
    CHECK_Z(value, want);
    rd_kafka_conf_destroy(conf);
}

static void test_scopes(void)
{
    struct gz_config *c = parse("kafka:\n"
                                "  bootstrap.servers: a:1,b:2\n"
                                "  linger.ms: 7\n"
                                "  compression.type: lz4\n"
                                "  fetch.wait.max.ms: 77\n",
                                NULL);
    CHECK_OK(gz_kafka_properties_check(c, NULL));
    check_value(c, GZ_KAFKA_ADMIN, "bootstrap.servers", "a:1,b:2");
    check_value(c, GZ_KAFKA_CONSUMER, "bootstrap.servers", "a:1,b:2");
    check_value(c, GZ_KAFKA_PRODUCER, "linger.ms", "7");
    check_value(c, GZ_KAFKA_CONSUMER, "linger.ms", "5");
    check_value(c, GZ_KAFKA_PRODUCER, "compression.type", "lz4");
    check_value(c, GZ_KAFKA_CONSUMER, "fetch.wait.max.ms", "77");
    check_value(c, GZ_KAFKA_PRODUCER, "fetch.wait.max.ms", "500");
    gz_config_free(c);
}

static void test_secrets(void)
{
    char dir[] = "/tmp/gazetted-properties-XXXXXX";
    char path[256];
    CHECK(mkdtemp(dir) != NULL);
    snprintf(path, sizeof(path), "%s/pw", dir);
    FILE *out = fopen(path, "w");
    CHECK(out != NULL);
    fputs("hunter2\n", out);
    CHECK_EQ(fclose(out), 0);
    CHECK_EQ(chmod(path, 0600), 0);

    struct gz_config *c = parse("kafka:\n"
                                "  bootstrap.servers: a:1\n"
                                "  security.protocol: SASL_PLAINTEXT\n"
                                "  sasl.mechanism: PLAIN\n"
                                "  sasl.username: u\n"
                                "kafka_secrets: {sasl.password: pw}\n",
                                dir);
    CHECK_OK(gz_kafka_properties_check(c, NULL));
    check_value(c, GZ_KAFKA_CONSUMER, "sasl.password", "hunter2");
    CHECK_EQ(unlink(path), 0);
    CHECK_EQ(gz_kafka_properties_check(c, NULL), GZ_INVALID);
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    CHECK_EQ(gz_kafka_properties_apply(conf, GZ_KAFKA_PRODUCER, c, NULL),
             GZ_NOT_FOUND);
    rd_kafka_conf_destroy(conf);
    gz_config_free(c);
    CHECK_EQ(rmdir(dir), 0);
}

static void test_insecure(void)
{
    struct gz_config *c =
        parse("insecure: true\n"
              "kafka:\n"
              "  bootstrap.servers: a:1\n"
              "  ssl.endpoint.identification.algorithm: none\n",
              NULL);
    CHECK_OK(gz_kafka_properties_check(c, NULL));
    check_value(c, GZ_KAFKA_PRODUCER, "ssl.endpoint.identification.algorithm",
                "none");
    gz_config_free(c);
}

static void check_status(const char *yaml, enum gz_status want)
{
    struct gz_config *c = parse(yaml, NULL);
    CHECK_EQ(gz_kafka_properties_check(c, NULL), want);
    gz_config_free(c);
}

// A transaction lives longer than the time between commits, and a request of
// it not longer than the transaction.
static void test_transaction_timeout(void)
{
    check_status("commit_interval: 5s\n"
                 "kafka: {bootstrap.servers: a:1, "
                 "transaction.timeout.ms: 13000}\n",
                 GZ_OK);
    check_status("commit_interval: 5s\n"
                 "kafka: {bootstrap.servers: a:1, "
                 "transaction.timeout.ms: 12999}\n",
                 GZ_INVALID);
    check_status("commit_interval: 60s\n"
                 "kafka: {bootstrap.servers: a:1}\n",
                 GZ_OK);
    check_status("kafka: {bootstrap.servers: a:1, "
                 "transaction.timeout.ms: 20000, "
                 "socket.timeout.ms: 30000}\n",
                 GZ_INVALID);
    check_status("kafka: {bootstrap.servers: a:1, "
                 "enable.idempotence: \"false\"}\n",
                 GZ_INVALID);
    check_status("kafka: {bootstrap.servers: a:1, "
                 "isolation.level: read_uncommitted}\n",
                 GZ_INVALID);
    check_status("kafka: {bootstrap.servers: a:1, transactional.id: mine}\n",
                 GZ_INVALID);
}

static void test_brokers(void)
{
    struct gz_config *c = parse("", NULL);
    CHECK_EQ(gz_kafka_properties_check(c, NULL), GZ_INVALID);
    gz_config_free(c);
}

static void test_names(void)
{
    struct gz_property_names names;
    CHECK_OK(gz_property_names_init(&names));
    CHECK(names.count > 100);
    CHECK_EQ(gz_property_names_scope(&names, "client.id"), '*');
    CHECK_EQ(gz_property_names_scope(&names, "linger.ms"), 'P');
    CHECK_EQ(gz_property_names_scope(&names, "group.id"), 'C');
    CHECK_EQ(gz_property_names_scope(&names, "acks"), 'P');
    CHECK_EQ(gz_property_names_scope(&names, "Property"), '\0');
    CHECK_EQ(gz_property_names_scope(&names, "dr_msg_cb"), '\0');
    CHECK_Z(gz_property_names_suggest(&names, "linger.m"), "linger.ms");
    gz_property_names_fini(&names);
}

static void test_out_of_memory(void)
{
    for (long n = 1;; n++) {
        struct gz_property_names names;
        gz_alloc_fail_at(n);
        const enum gz_status st = gz_property_names_init(&names);
        if (!gz_alloc_failed()) {
            gz_property_names_fini(&names);
            break;
        }
        CHECK_EQ(st, GZ_NO_MEMORY);
    }
    gz_alloc_fail_at(0);
}

int main(void)
{
    test_scopes();
    test_secrets();
    test_insecure();
    test_transaction_timeout();
    test_brokers();
    test_names();
    test_out_of_memory();
    return 0;
}
