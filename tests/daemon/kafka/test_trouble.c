#include "daemon/kafka/trouble.h"

#include <librdkafka/rdkafka.h>

#include "tests/support/check.h"

enum { TEXT_BYTES = 512 };

static const struct row {
    int code;
    const char *reason;
    enum gz_trouble trouble;
    enum gz_status status;
    const char *text;
} rows[] = {
    {RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN, "1/1 brokers are down",
     GZ_TROUBLE_UNREACHABLE, GZ_UNAVAILABLE,
     "no broker answers (bootstrap.servers kafka:9092): 1/1 brokers are down; "
     "check bootstrap.servers under `kafka:` and that a broker listens there"},
    {RD_KAFKA_RESP_ERR__AUTHENTICATION, "SASL authentication error",
     GZ_TROUBLE_REFUSED, GZ_DENIED,
     "authentication failed (bootstrap.servers kafka:9092): SASL "
     "authentication error; check sasl.mechanism and sasl.username under "
     "`kafka:` and the file of sasl.password under `kafka_secrets:`"},
    {RD_KAFKA_RESP_ERR__SSL, "certificate verify failed", GZ_TROUBLE_REFUSED,
     GZ_DENIED,
     "TLS failed (bootstrap.servers kafka:9092): certificate verify failed; "
     "check security.protocol and ssl.ca.location under `kafka:`, and that "
     "the broker's certificate names the host"},
    {RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED, NULL, GZ_TROUBLE_NO_RIGHT,
     GZ_DENIED,
     "Broker: Group authorization failed (bootstrap.servers kafka:9092): "
     "GROUP_AUTHORIZATION_FAILED; `gazetted acls` prints the rights that are "
     "needed"},
    {RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED, NULL,
     GZ_TROUBLE_NO_RIGHT, GZ_DENIED,
     "Broker: Transactional Id authorization failed (bootstrap.servers "
     "kafka:9092): TRANSACTIONAL_ID_AUTHORIZATION_FAILED; `gazetted acls` "
     "prints the rights that are needed"},
    {RD_KAFKA_RESP_ERR_INVALID_TRANSACTION_TIMEOUT, "too long",
     GZ_TROUBLE_SETTING, GZ_INVALID,
     "Broker: Transaction timeout is larger than the maximum value allowed by "
     "the broker's max.transaction.timeout.ms (bootstrap.servers kafka:9092): "
     "too long; lower transaction.timeout.ms under `kafka:`, or raise the "
     "broker's transaction.max.timeout.ms"},
    {RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID, "static consumer fenced",
     GZ_TROUBLE_FENCED, GZ_MISMATCH,
     "Broker: Static consumer fenced by other consumer with same "
     "group.instance.id (bootstrap.servers kafka:9092): static consumer "
     "fenced; another process uses the same instance name: give each its own "
     "`instance`"},
    {RD_KAFKA_RESP_ERR_PRODUCER_FENCED, NULL, GZ_TROUBLE_RIVAL, GZ_MISMATCH,
     "Broker: There is a newer producer with the same transactionalId which "
     "fences the current one (bootstrap.servers kafka:9092): PRODUCER_FENCED; "
     "another process uses the same instance name: give each its own "
     "`instance`"},
    {RD_KAFKA_RESP_ERR_INVALID_TIMESTAMP, "news.entities", GZ_TROUBLE_CLOCK,
     GZ_UNAVAILABLE,
     "Broker: Invalid timestamp (bootstrap.servers kafka:9092): news.entities; "
     "a record carries the time of this host, not its article's: set the "
     "clocks of this host and of the brokers, or message.timestamp.type of the "
     "topic to LogAppendTime"},
    {RD_KAFKA_RESP_ERR_REBALANCE_IN_PROGRESS, NULL, GZ_TROUBLE_PASSING,
     GZ_UNAVAILABLE,
     "Broker: Group rebalance in progress (bootstrap.servers kafka:9092): "
     "REBALANCE_IN_PROGRESS"},
};

static void test_rows(const struct gz_config *config)
{
    char text[TEXT_BYTES];

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const enum gz_trouble trouble = gz_trouble_of(rows[i].code);
        CHECK_EQ(trouble, rows[i].trouble);
        CHECK_EQ(gz_trouble_status(trouble), rows[i].status);
        gz_trouble_describe(text, sizeof(text), rows[i].code, rows[i].reason,
                            config);
        CHECK_Z(text, rows[i].text);
    }
}

static void test_lasts(void)
{
    CHECK(gz_trouble_lasts(RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED));
    CHECK(gz_trouble_lasts(RD_KAFKA_RESP_ERR_UNSUPPORTED_VERSION));
    CHECK(gz_trouble_lasts(RD_KAFKA_RESP_ERR_INVALID_TRANSACTION_TIMEOUT));
    CHECK(!gz_trouble_lasts(RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID));
    CHECK(!gz_trouble_lasts(RD_KAFKA_RESP_ERR_NOT_COORDINATOR));
    CHECK(!gz_trouble_lasts(RD_KAFKA_RESP_ERR_NO_ERROR));
}

static void test_topic(void)
{
    struct gz_error err;

    gz_error_init(&err);
    CHECK_EQ(gz_trouble_topic(&err, RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART,
                              "news.entities", "output"),
             GZ_NOT_FOUND);
    CHECK_EQ(gz_trouble_topic(&err,
                              RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED,
                              "news.entities", "output"),
             GZ_DENIED);
    CHECK_Z(gz_error_text(&err),
            "error: the output topic news.entities does not exist; `gazetted "
            "topics create` makes the topics that are missing\n"
            "error: output topic news.entities: Broker: Topic authorization "
            "failed; `gazetted acls` prints the rights that are needed\n");
    gz_error_fini(&err);
}

int main(void)
{
    const struct gz_config_pair pair = {.name = "bootstrap.servers",
                                        .value = "kafka:9092"};
    const struct gz_config config = {.kafka = {&pair, 1}};
    test_rows(&config);
    test_lasts();
    test_topic();
    return 0;
}
