#include "daemon/kafka/admin.h"

#include <librdkafka/rdkafka.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "daemon/kafka/client.h"
#include "daemon/kafka/trouble.h"

enum { REASON_BYTES = 512, SEEN_TIMES = 50, SEEN_PAUSE_NS = 100000000 };

struct gz_admin {
    struct gz_client client;  // librdkafka's opaque: must come first
    rd_kafka_t *rk;
};

enum gz_status gz_admin_new(const struct gz_config *config,
                            struct gz_admin **out, struct gz_error *err)
{
    struct gz_admin *a = calloc(1, sizeof(*a));

    *out = NULL;
    if (a == NULL) {
        return gz_error_set(err, GZ_NO_MEMORY, "out of memory");
    }
    gz_client_init(&a->client, config, "gazetted-admin", NULL);
    rd_kafka_conf_t *conf = gz_client_conf(&a->client, GZ_KAFKA_ADMIN, err);
    if (conf != NULL) {
        // As a consumer it does not create topics by asking for them.
        gz_client_own(conf, "allow.auto.create.topics", "false");
        a->rk = gz_client_new(RD_KAFKA_CONSUMER, conf, err);
    }
    if (a->rk == NULL) {
        free(a);
        return GZ_INVALID;
    }
    *out = a;
    return GZ_OK;
}

void gz_admin_free(struct gz_admin *a)
{
    if (a != NULL) {
        rd_kafka_destroy_flags(a->rk, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE);
        free(a);
    }
}

// The answer to one call, or NULL in time.  Each call has a queue of its own,
// so that a late answer is never taken for that of the next call.
static rd_kafka_event_t *await(rd_kafka_queue_t *queue)
{
    rd_kafka_event_t *event = rd_kafka_queue_poll(queue, GZ_ADMIN_TIMEOUT_MS);

    rd_kafka_queue_destroy(queue);
    return event;
}

// No answer.  What callbacks heard meanwhile says more than the time-out.
static enum gz_status unanswered(struct gz_admin *a, int code,
                                 struct gz_error *err)
{
    char text[REASON_BYTES];

    (void)rd_kafka_poll(a->rk, 0);
    if (a->client.problem[0] != '\0') {
        return gz_error_set(err, a->client.refused ? GZ_DENIED : GZ_UNAVAILABLE,
                            "%s", a->client.problem);
    }
    gz_trouble_describe(text, sizeof(text), code, NULL, a->client.config);
    return gz_error_set(err, gz_trouble_status(gz_trouble_of(code)), "%s",
                        text);
}

enum gz_status gz_admin_brokers(struct gz_admin *a, int32_t *count,
                                struct gz_error *err)
{
    const struct rd_kafka_metadata *answer = NULL;
    const rd_kafka_resp_err_t code =
        rd_kafka_metadata(a->rk, 0, NULL, &answer, GZ_ADMIN_TIMEOUT_MS);

    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
        return unanswered(a, code, err);
    }
    *count = answer->broker_cnt;
    rd_kafka_metadata_destroy(answer);
    return GZ_OK;
}

static enum gz_status read_topic(const struct rd_kafka_metadata_topic *t,
                                 struct gz_topic_facts *out,
                                 struct gz_error *err)
{
    if (gz_trouble_of(t->err) == GZ_TROUBLE_NO_TOPIC) {
        return GZ_OK;
    }
    if (t->err != RD_KAFKA_RESP_ERR_NO_ERROR &&
        t->err != RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE) {
        return gz_trouble_topic(err, t->err, t->topic, "the");
    }
    out->exists = true;
    out->partitions = t->partition_cnt;
    out->replication = t->partition_cnt > 0 ? t->partitions[0].replica_cnt : 0;
    return GZ_OK;
}

static enum gz_status look_metadata(struct gz_admin *a, const char *topic,
                                    struct gz_topic_facts *out,
                                    struct gz_error *err)
{
    const struct rd_kafka_metadata *answer = NULL;
    rd_kafka_topic_t *rkt = rd_kafka_topic_new(a->rk, topic, NULL);

    if (rkt == NULL) {
        return gz_error_set(err, GZ_INVALID, "bad topic name %s", topic);
    }
    const rd_kafka_resp_err_t code =
        rd_kafka_metadata(a->rk, 0, rkt, &answer, GZ_ADMIN_TIMEOUT_MS);
    rd_kafka_topic_destroy(rkt);
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
        return unanswered(a, code, err);
    }
    const enum gz_status st = read_topic(&answer->topics[0], out, err);
    rd_kafka_metadata_destroy(answer);
    return st;
}

static int64_t find_number(const rd_kafka_ConfigResource_t *resource,
                           const char *name)
{
    size_t count = 0;
    const rd_kafka_ConfigEntry_t **entries =
        rd_kafka_ConfigResource_configs(resource, &count);
    int64_t value;

    for (size_t i = 0; i < count; i++) {
        const char *text = rd_kafka_ConfigEntry_value(entries[i]);
        if (strcmp(rd_kafka_ConfigEntry_name(entries[i]), name) == 0 &&
            gz_str_to_int64(gz_str_z(text), &value)) {
            return value;
        }
    }
    return -1;
}

// Rights to read settings are rarer than rights to use a topic, so silence
// here is no failure.
static int64_t look_limit(struct gz_admin *a, const char *topic)
{
    rd_kafka_ConfigResource_t *resource =
        rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, topic);
    int64_t limit = -1;

    rd_kafka_queue_t *queue = rd_kafka_queue_new(a->rk);
    rd_kafka_DescribeConfigs(a->rk, &resource, 1, NULL, queue);
    rd_kafka_event_t *event = await(queue);
    const rd_kafka_DescribeConfigs_result_t *result =
        event == NULL ? NULL : rd_kafka_event_DescribeConfigs_result(event);
    if (result != NULL) {
        size_t count = 0;
        const rd_kafka_ConfigResource_t **found =
            rd_kafka_DescribeConfigs_result_resources(result, &count);
        if (count == 1) {
            limit = find_number(found[0], "max.message.bytes");
        }
    }
    if (event != NULL) {
        rd_kafka_event_destroy(event);
    }
    rd_kafka_ConfigResource_destroy(resource);
    return limit;
}

enum gz_status gz_admin_look(struct gz_admin *a, const char *topic,
                             struct gz_topic_facts *out, struct gz_error *err)
{
    *out = (struct gz_topic_facts){.max_message_bytes = -1};
    const enum gz_status st = look_metadata(a, topic, out, err);
    if (st == GZ_OK && out->exists) {
        out->max_message_bytes = look_limit(a, topic);
    }
    return st;
}

static enum gz_status judge(struct gz_admin *a, rd_kafka_event_t *event,
                            const char *topic, struct gz_error *err)
{
    const rd_kafka_CreateTopics_result_t *result =
        event == NULL ? NULL : rd_kafka_event_CreateTopics_result(event);
    size_t count = 0;

    if (result == NULL || rd_kafka_event_error(event) != 0) {
        return unanswered(a,
                          event == NULL ? RD_KAFKA_RESP_ERR__TIMED_OUT
                                        : rd_kafka_event_error(event),
                          err);
    }
    const rd_kafka_topic_result_t **topics =
        rd_kafka_CreateTopics_result_topics(result, &count);
    const rd_kafka_resp_err_t code =
        count == 1 ? rd_kafka_topic_result_error(topics[0])
                   : RD_KAFKA_RESP_ERR_UNKNOWN;
    if (code == RD_KAFKA_RESP_ERR_NO_ERROR ||
        code == RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS) {
        return GZ_OK;
    }
    const char *words =
        count == 1 ? rd_kafka_topic_result_error_string(topics[0]) : NULL;
    return gz_error_set(err, gz_trouble_status(gz_trouble_of(code)),
                        "cannot create topic %s: %s", topic,
                        words == NULL ? rd_kafka_err2str(code) : words);
}

// A topic that was made is told to all brokers a little later.
static enum gz_status wait_seen(struct gz_admin *a, const char *topic,
                                struct gz_error *err)
{
    static const struct timespec pause = {0, SEEN_PAUSE_NS};
    struct gz_topic_facts facts = {.exists = false};
    enum gz_status st = GZ_OK;

    for (int i = 0; st == GZ_OK && i < SEEN_TIMES; i++) {
        st = look_metadata(a, topic, &facts, err);
        if (facts.exists) {
            break;
        }
        (void)nanosleep(&pause, NULL);
    }
    return st;
}

enum gz_status gz_admin_create(struct gz_admin *a,
                               const struct gz_topic_spec *spec,
                               struct gz_error *err)
{
    char reason[REASON_BYTES];
    rd_kafka_NewTopic_t *topic =
        rd_kafka_NewTopic_new(spec->name, spec->partitions, spec->replication,
                              reason, sizeof(reason));

    if (topic == NULL) {
        return gz_error_set(err, GZ_INVALID, "topic %s: %s", spec->name,
                            reason);
    }
    for (size_t i = 0; i < spec->setting_count; i++) {
        (void)rd_kafka_NewTopic_set_config(topic, spec->settings[i].name,
                                           spec->settings[i].value);
    }
    rd_kafka_queue_t *queue = rd_kafka_queue_new(a->rk);
    rd_kafka_CreateTopics(a->rk, &topic, 1, NULL, queue);
    rd_kafka_event_t *event = await(queue);
    enum gz_status st = judge(a, event, spec->name, err);
    if (event != NULL) {
        rd_kafka_event_destroy(event);
    }
    rd_kafka_NewTopic_destroy(topic);
    return st == GZ_OK ? wait_seen(a, spec->name, err) : st;
}
