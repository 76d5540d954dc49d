#include "daemon/kafka/trouble.h"

#include <librdkafka/rdkafka.h>
#include <stdio.h>

static const struct row {
    int code;
    enum gz_trouble trouble;
} rows[] = {
    {RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN, GZ_TROUBLE_UNREACHABLE},
    {RD_KAFKA_RESP_ERR__RESOLVE, GZ_TROUBLE_UNREACHABLE},
    {RD_KAFKA_RESP_ERR__TIMED_OUT, GZ_TROUBLE_PASSING},
    {RD_KAFKA_RESP_ERR__AUTHENTICATION, GZ_TROUBLE_REFUSED},
    {RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED, GZ_TROUBLE_REFUSED},
    {RD_KAFKA_RESP_ERR__SSL, GZ_TROUBLE_REFUSED},
    {RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC, GZ_TROUBLE_NO_TOPIC},
    {RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART, GZ_TROUBLE_NO_TOPIC},
    {RD_KAFKA_RESP_ERR_TOPIC_EXCEPTION, GZ_TROUBLE_NO_TOPIC},
    {RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED, GZ_TROUBLE_NO_RIGHT},
    {RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED, GZ_TROUBLE_NO_RIGHT},
    {RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED, GZ_TROUBLE_NO_RIGHT},
    {RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
     GZ_TROUBLE_NO_RIGHT},
    {RD_KAFKA_RESP_ERR_INVALID_TRANSACTION_TIMEOUT, GZ_TROUBLE_SETTING},
    {RD_KAFKA_RESP_ERR__UNSUPPORTED_FEATURE, GZ_TROUBLE_TOO_OLD},
    {RD_KAFKA_RESP_ERR_UNSUPPORTED_VERSION, GZ_TROUBLE_TOO_OLD},
    {RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE, GZ_TROUBLE_TOO_LARGE},
    {RD_KAFKA_RESP_ERR_INVALID_MSG_SIZE, GZ_TROUBLE_TOO_LARGE},
    {RD_KAFKA_RESP_ERR_RECORD_LIST_TOO_LARGE, GZ_TROUBLE_TOO_LARGE},
    {RD_KAFKA_RESP_ERR_INVALID_TIMESTAMP, GZ_TROUBLE_CLOCK},
    {RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET, GZ_TROUBLE_RANGE},
    {RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE, GZ_TROUBLE_RANGE},
    {RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID, GZ_TROUBLE_FENCED},
    {RD_KAFKA_RESP_ERR_PRODUCER_FENCED, GZ_TROUBLE_RIVAL},
    {RD_KAFKA_RESP_ERR__FENCED, GZ_TROUBLE_RIVAL},
    {RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH, GZ_TROUBLE_RIVAL},
    {RD_KAFKA_RESP_ERR__FATAL, GZ_TROUBLE_FATAL},
};

enum gz_trouble gz_trouble_of(int code)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (rows[i].code == code) {
            return rows[i].trouble;
        }
    }
    return GZ_TROUBLE_PASSING;
}

bool gz_trouble_lasts(int code)
{
    switch (gz_trouble_of(code)) {
    case GZ_TROUBLE_NO_RIGHT:
    case GZ_TROUBLE_TOO_OLD:
    case GZ_TROUBLE_SETTING:
        return true;
    default:
        return false;
    }
}

enum gz_status gz_trouble_status(enum gz_trouble trouble)
{
    switch (trouble) {
    case GZ_TROUBLE_REFUSED:
    case GZ_TROUBLE_NO_RIGHT:
        return GZ_DENIED;
    case GZ_TROUBLE_NO_TOPIC:
        return GZ_NOT_FOUND;
    case GZ_TROUBLE_TOO_LARGE:
    case GZ_TROUBLE_RANGE:
        return GZ_LIMIT;
    case GZ_TROUBLE_SETTING:
        return GZ_INVALID;
    case GZ_TROUBLE_TOO_OLD:
    case GZ_TROUBLE_FENCED:
    case GZ_TROUBLE_RIVAL:
        return GZ_MISMATCH;
    default:
        return GZ_UNAVAILABLE;
    }
}

static const char *remedy(int code, enum gz_trouble trouble)
{
    switch (trouble) {
    case GZ_TROUBLE_UNREACHABLE:
        return "check bootstrap.servers under `kafka:` and that "
               "a broker listens there";
    case GZ_TROUBLE_REFUSED:
        return code == RD_KAFKA_RESP_ERR__SSL
                   ? "check security.protocol and ssl.ca.location under "
                     "`kafka:`, and that the broker's certificate names the "
                     "host"
                   : "check sasl.mechanism and sasl.username under `kafka:` "
                     "and the file of sasl.password under `kafka_secrets:`";
    case GZ_TROUBLE_NO_RIGHT:
        return "`gazetted acls` prints the rights that are needed";
    case GZ_TROUBLE_NO_TOPIC:
        return "`gazetted topics create` makes the topics that are missing";
    case GZ_TROUBLE_TOO_OLD:
        return "the broker is too old: Kafka 0.11 or newer is needed";
    case GZ_TROUBLE_SETTING:
        return "lower transaction.timeout.ms under `kafka:`, or raise the "
               "broker's transaction.max.timeout.ms";
    case GZ_TROUBLE_CLOCK:
        return "a record carries the time of this host, not its article's: "
               "set the clocks of this host and of the brokers, or "
               "message.timestamp.type of the topic to LogAppendTime";
    case GZ_TROUBLE_FENCED:
    case GZ_TROUBLE_RIVAL:
        return "another process uses the same instance name: give each its "
               "own `instance`";
    default:
        return NULL;
    }
}

static const char *lead(int code, enum gz_trouble trouble)
{
    switch (trouble) {
    case GZ_TROUBLE_UNREACHABLE:
        return "no broker answers";
    case GZ_TROUBLE_REFUSED:
        return code == RD_KAFKA_RESP_ERR__SSL ? "TLS failed"
                                              : "authentication failed";
    default:
        return rd_kafka_err2str((rd_kafka_resp_err_t)code);
    }
}

void gz_trouble_describe(char *text, size_t size, int code, const char *reason,
                         const struct gz_config *config)
{
    const enum gz_trouble trouble = gz_trouble_of(code);
    const char *hint = remedy(code, trouble);
    const char *servers = gz_config_kafka(config, "bootstrap.servers");

    snprintf(text, size, "%s (bootstrap.servers %s): %s%s%s",
             lead(code, trouble), servers == NULL ? "not set" : servers,
             reason == NULL ? rd_kafka_err2name((rd_kafka_resp_err_t)code)
                            : reason,
             hint == NULL ? "" : "; ", hint == NULL ? "" : hint);
}

enum gz_status gz_trouble_topic(struct gz_error *err, int code,
                                const char *topic, const char *role)
{
    const enum gz_trouble trouble = gz_trouble_of(code);
    const char *hint = remedy(code, trouble);

    if (trouble == GZ_TROUBLE_NO_TOPIC) {
        return gz_error_set(err, GZ_NOT_FOUND,
                            "the %s topic %s does not exist; %s", role, topic,
                            hint);
    }
    return gz_error_set(err, gz_trouble_status(trouble), "%s topic %s: %s%s%s",
                        role, topic,
                        rd_kafka_err2str((rd_kafka_resp_err_t)code),
                        hint == NULL ? "" : "; ", hint == NULL ? "" : hint);
}
