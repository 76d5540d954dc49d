#include "daemon/kafka/follower.h"

#include <librdkafka/rdkafka.h>
#include <stdlib.h>

#include "daemon/kafka/client.h"
#include "daemon/kafka/trouble.h"

enum { ANSWER_MS = 10000 };

struct gz_follower {
    struct gz_client client;
    rd_kafka_t *rk;
    rd_kafka_message_t *message;  // handed out last
};

static enum gz_status open_client(struct gz_follower *f, struct gz_error *err)
{
    rd_kafka_conf_t *conf = gz_client_conf(&f->client, GZ_KAFKA_CONSUMER, err);
    if (conf == NULL) {
        return GZ_INVALID;
    }
    // librdkafka wants a group name even where no group is joined.
    gz_client_own(conf, "group.id", "gazetted-follower");
    gz_client_own(conf, "enable.auto.commit", "false");
    gz_client_own(conf, "auto.offset.reset", "earliest");
    f->rk = gz_client_new(RD_KAFKA_CONSUMER, conf, err);
    return f->rk == NULL ? GZ_INVALID : GZ_OK;
}

static enum gz_status no_answer(const struct gz_follower *f,
                                rd_kafka_resp_err_t code, const char *topic,
                                struct gz_error *err)
{
    if (f->client.problem[0] != '\0') {
        return gz_error_set(err, f->client.refused ? GZ_DENIED : GZ_UNAVAILABLE,
                            "%s", f->client.problem);
    }
    return gz_trouble_topic(err, code, topic, "follow");
}

// "The end" is fixed now, as a number: records that are written while the
// assignment is still on its way must not be passed over.
static enum gz_status find_start(struct gz_follower *f, const char *topic,
                                 int32_t partition,
                                 enum gz_follower_start start,
                                 rd_kafka_topic_partition_list_t *list,
                                 struct gz_error *err)
{
    int64_t low = 0;
    int64_t high = 0;
    const rd_kafka_resp_err_t code = rd_kafka_query_watermark_offsets(
        f->rk, topic, partition, &low, &high, ANSWER_MS);
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
        return no_answer(f, code, topic, err);
    }
    rd_kafka_topic_partition_list_add(list, topic, partition)->offset =
        start == GZ_FOLLOWER_BEGINNING ? low : high;
    return GZ_OK;
}

static enum gz_status assign(struct gz_follower *f, const char *topic,
                             const struct rd_kafka_metadata_topic *meta,
                             enum gz_follower_start start, struct gz_error *err)
{
    if (meta->err != RD_KAFKA_RESP_ERR_NO_ERROR) {
        return gz_trouble_topic(err, meta->err, topic, "follow");
    }
    rd_kafka_topic_partition_list_t *list =
        rd_kafka_topic_partition_list_new(meta->partition_cnt);
    enum gz_status st = GZ_OK;
    for (int i = 0; i < meta->partition_cnt && st == GZ_OK; i++) {
        st = find_start(f, topic, meta->partitions[i].id, start, list, err);
    }
    if (st == GZ_OK) {
        (void)rd_kafka_poll_set_consumer(f->rk);
        const rd_kafka_resp_err_t code = rd_kafka_assign(f->rk, list);
        st = code == RD_KAFKA_RESP_ERR_NO_ERROR
                 ? GZ_OK
                 : gz_error_set(err, GZ_UNAVAILABLE, "cannot read %s: %s",
                                topic, rd_kafka_err2str(code));
    }
    rd_kafka_topic_partition_list_destroy(list);
    return st;
}

static enum gz_status open_topic(struct gz_follower *f, const char *topic,
                                 enum gz_follower_start start,
                                 struct gz_error *err)
{
    const struct rd_kafka_metadata *meta = NULL;
    rd_kafka_topic_t *handle = rd_kafka_topic_new(f->rk, topic, NULL);
    if (handle == NULL) {
        return gz_error_set(err, GZ_INVALID, "\"%s\" is no topic name", topic);
    }
    const rd_kafka_resp_err_t code =
        rd_kafka_metadata(f->rk, 0, handle, &meta, ANSWER_MS);
    rd_kafka_topic_destroy(handle);
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
        rd_kafka_poll(f->rk, 0);  // tells the client what the matter is
        return no_answer(f, code, topic, err);
    }
    const enum gz_status st = assign(f, topic, &meta->topics[0], start, err);
    rd_kafka_metadata_destroy(meta);
    return st;
}

enum gz_status gz_follower_new(const struct gz_config *config,
                               const char *topic, enum gz_follower_start start,
                               struct gz_log *log, struct gz_follower **out,
                               struct gz_error *err)
{
    *out = NULL;
    struct gz_follower *f = calloc(1, sizeof(*f));
    if (f == NULL) {
        return gz_error_set(err, GZ_NO_MEMORY, "no memory to follow %s", topic);
    }
    gz_client_init(&f->client, config, "gazetted-follower", log);
    enum gz_status st = open_client(f, err);
    if (st == GZ_OK) {
        st = open_topic(f, topic, start, err);
    }
    if (st != GZ_OK) {
        gz_follower_free(f);
        return st;
    }
    *out = f;
    return GZ_OK;
}

void gz_follower_free(struct gz_follower *f)
{
    if (f == NULL) {
        return;
    }
    if (f->message != NULL) {
        rd_kafka_message_destroy(f->message);
    }
    if (f->rk != NULL) {
        rd_kafka_destroy(f->rk);
    }
    free(f);
}

static struct gz_record view(const rd_kafka_message_t *m)
{
    return (struct gz_record){
        .topic = gz_str_z(rd_kafka_topic_name(m->rkt)),
        .partition = m->partition,
        .offset = m->offset,
        .timestamp_ms = rd_kafka_message_timestamp(m, NULL),
        .key = gz_str_of(m->key, m->key_len),
        .value = gz_str_of(m->payload, m->len),
    };
}

enum gz_status gz_follower_next(struct gz_follower *f, int timeout_ms,
                                struct gz_record *out, struct gz_error *err)
{
    if (f->message != NULL) {
        rd_kafka_message_destroy(f->message);
    }
    f->message = rd_kafka_consumer_poll(f->rk, timeout_ms);
    if (f->message == NULL) {
        return GZ_NOT_FOUND;
    }
    const rd_kafka_resp_err_t code = f->message->err;
    if (code == RD_KAFKA_RESP_ERR_NO_ERROR) {
        gz_client_reached(&f->client);
        *out = view(f->message);
        return GZ_OK;
    }
    const enum gz_trouble trouble = gz_trouble_of(code);
    if (trouble == GZ_TROUBLE_PASSING || trouble == GZ_TROUBLE_UNREACHABLE) {
        return GZ_NOT_FOUND;
    }
    return gz_error_set(err, gz_trouble_status(trouble), "%s",
                        rd_kafka_message_errstr(f->message));
}

bool gz_follower_unreachable(const struct gz_follower *f)
{
    return f->client.unreachable;
}
