#include "daemon/kafka/client.h"

#include <librdkafka/rdkafka.h>

#include "tests/support/check.h"

static struct gz_config *parse(const char *yaml)
{
    const struct gz_config_context context = {"host", NULL};
    struct gz_source src;
    struct gz_config *config = NULL;
    CHECK_OK(gz_source_init(&src, "t", gz_str_z(yaml)));
    CHECK_OK(gz_config_parse(&src, &context, &config, NULL));
    return config;
}

// route: of the client, NULL allowed.
static void check_on(const struct gz_route *route, const char *yaml,
                     enum gz_kafka_client kind, const char *name,
                     const char *want)
{
    struct gz_config *config = parse(yaml);
    struct gz_client client;
    char value[64] = "";
    size_t size = sizeof(value);

    gz_client_init(&client, config, "test", NULL);
    client.route = route;
    rd_kafka_conf_t *conf = gz_client_conf(&client, kind, NULL);
    CHECK(conf != NULL);
    CHECK_EQ(rd_kafka_conf_get(conf, name, value, &size), RD_KAFKA_CONF_OK);
    CHECK_Z(value, want);
    rd_kafka_conf_destroy(conf);
    gz_config_free(config);
}

static void check_value(const char *yaml, enum gz_kafka_client kind,
                        const char *name, const char *want)
{
    check_on(NULL, yaml, kind, name, want);
}

// More requests than one let the client's thread spin while the broker works.
static void test_one_request_in_flight(void)
{
    check_value("kafka: {bootstrap.servers: a:1}\n", GZ_KAFKA_PRODUCER,
                "max.in.flight", "1");
    check_value("kafka: {bootstrap.servers: a:1, max.in.flight: 3}\n",
                GZ_KAFKA_PRODUCER, "max.in.flight", "3");
    check_value("kafka: {bootstrap.servers: a:1}\n", GZ_KAFKA_CONSUMER,
                "max.in.flight", "1000000");
}

#define AT_ONCE "delivery: at-least-once\n"

// Alerts are waited for, events come in numbers, and those of a transaction are
// seen when it ends; who says otherwise has it.
static void test_how_long_records_linger(void)
{
    static const struct gz_route few = {.prompt = true};
    static const struct gz_route many = {.prompt = false};
    static const struct {
        const struct gz_route *route;
        const char *yaml;
        const char *want;
    } rows[] = {
        {&few, "kafka: {bootstrap.servers: a:1}\n", "0"},
        {&few, AT_ONCE "kafka: {bootstrap.servers: a:1}\n", "0"},
        {&many, "kafka: {bootstrap.servers: a:1}\n", "20"},
        {NULL, "kafka: {bootstrap.servers: a:1}\n", "20"},
        {&many, AT_ONCE "kafka: {bootstrap.servers: a:1}\n", "5"},
        {&many, "kafka: {bootstrap.servers: a:1, linger.ms: 7}\n", "7"},
        {&few, "kafka: {bootstrap.servers: a:1, linger.ms: 7}\n", "7"},
        {&few, "kafka: {bootstrap.servers: a:1, queue.buffering.max.ms: 8}\n",
         "8"},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        check_on(rows[i].route, rows[i].yaml, GZ_KAFKA_PRODUCER, "linger.ms",
                 rows[i].want);
    }
}

int main(void)
{
    test_how_long_records_linger();
    test_one_request_in_flight();
    return 0;
}
