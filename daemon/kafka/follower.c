#include "daemon/kafka/follower.h"

#include <librdkafka/rdkafka.h>
#include <stdlib.h>

#include "daemon/kafka/client.h"
#include "daemon/kafka/trouble.h"

enum { ANSWER_MS = 10000 };

struct gz_follower {
    struct gz_client client;
    const char *topic;
    const char *role;
    rd_kafka_t *rk;
    int answer_ms;
    uint32_t partitions;
    rd_kafka_message_t *message;  // handed out last
};

// What is fetched beyond a short reading is fetched in vain.
static void be_brief(rd_kafka_conf_t *conf)
{
    gz_client_own(conf, "queued.min.messages", "1000");
    gz_client_own(conf, "queued.max.messages.kbytes", "4096");
    gz_client_own(conf, "fetch.wait.max.ms", "20");
}

static enum gz_status open_client(struct gz_follower *f,
                                  const struct gz_follower_options *options,
                                  struct gz_error *err)
{
    rd_kafka_conf_t *conf = gz_client_conf(&f->client, GZ_KAFKA_CONSUMER, err);
    if (conf == NULL) {
        return GZ_INVALID;
    }
    // librdkafka wants a group name even where no group is joined.
    gz_client_own(conf, "group.id", "gazetted-follower");
    gz_client_own(conf, "enable.auto.commit", "false");
    gz_client_own(conf, "auto.offset.reset",
                  options->exact ? "error" : "earliest");
    gz_client_own(conf, "enable.partition.eof",
                  options->exact ? "true" : "false");
    if (options->brief) {
        be_brief(conf);
    }
    f->rk = gz_client_new(RD_KAFKA_CONSUMER, conf, err);
    if (f->rk == NULL) {
        return GZ_INVALID;
    }
    (void)rd_kafka_poll_set_consumer(f->rk);
    return GZ_OK;
}

static enum gz_status no_answer(const struct gz_follower *f,
                                rd_kafka_resp_err_t code, struct gz_error *err)
{
    return gz_client_no_answer(&f->client, code, f->topic, f->role, err);
}

static enum gz_status count_partitions(struct gz_follower *f,
                                       struct gz_error *err)
{
    const struct rd_kafka_metadata *meta = NULL;
    rd_kafka_topic_t *handle = rd_kafka_topic_new(f->rk, f->topic, NULL);
    if (handle == NULL) {
        return gz_error_set(err, GZ_INVALID, "\"%s\" is no topic name",
                            f->topic);
    }
    rd_kafka_resp_err_t code =
        rd_kafka_metadata(f->rk, 0, handle, &meta, f->answer_ms);
    rd_kafka_topic_destroy(handle);
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
        // Tells the client what the matter is.
        rd_kafka_message_t *m = rd_kafka_consumer_poll(f->rk, 0);
        if (m != NULL) {
            rd_kafka_message_destroy(m);
        }
        return no_answer(f, code, err);
    }
    code = meta->topics[0].err;
    f->partitions = (uint32_t)meta->topics[0].partition_cnt;
    rd_kafka_metadata_destroy(meta);
    return code == RD_KAFKA_RESP_ERR_NO_ERROR
               ? GZ_OK
               : gz_trouble_topic(err, code, f->topic, f->role);
}

enum gz_status gz_follower_open(const struct gz_follower_options *options,
                                struct gz_follower **out, struct gz_error *err)
{
    *out = NULL;
    struct gz_follower *f = calloc(1, sizeof(*f));
    if (f == NULL) {
        return gz_error_set(err, GZ_NO_MEMORY, "no memory to follow %s",
                            options->topic);
    }
    f->topic = options->topic;
    f->role = options->role != NULL ? options->role : "follow";
    f->answer_ms = options->answer_ms > 0 ? options->answer_ms : ANSWER_MS;
    gz_client_init(&f->client, options->config, "gazetted-follower",
                   options->log);
    enum gz_status st = open_client(f, options, err);
    if (st == GZ_OK) {
        st = count_partitions(f, err);
    }
    if (st != GZ_OK) {
        gz_follower_free(f);
        return st;
    }
    *out = f;
    return GZ_OK;
}

uint32_t gz_follower_partitions(const struct gz_follower *f)
{
    return f->partitions;
}

// With read_committed the high end is the last stable offset: what an open
// transaction has written lies behind it.
enum gz_status gz_follower_bounds(struct gz_follower *f, int64_t *low,
                                  int64_t *high, struct gz_error *err)
{
    for (uint32_t p = 0; p < f->partitions; p++) {
        const rd_kafka_resp_err_t code = rd_kafka_query_watermark_offsets(
            f->rk, f->topic, (int32_t)p, &low[p], &high[p], f->answer_ms);
        if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
            return no_answer(f, code, err);
        }
    }
    return GZ_OK;
}

// Where list has no offset, the end.
static enum gz_status take_offsets(struct gz_follower *f,
                                   const rd_kafka_topic_partition_list_t *list,
                                   int64_t *offsets, struct gz_error *err)
{
    for (int i = 0; i < list->cnt; i++) {
        const rd_kafka_topic_partition_t *one = &list->elems[i];
        int64_t low = 0;
        rd_kafka_resp_err_t code = one->err;
        offsets[one->partition] = one->offset;
        if (code == RD_KAFKA_RESP_ERR_NO_ERROR && one->offset < 0) {
            code = rd_kafka_query_watermark_offsets(
                f->rk, f->topic, one->partition, &low, &offsets[one->partition],
                f->answer_ms);
        }
        if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
            return no_answer(f, code, err);
        }
    }
    return GZ_OK;
}

enum gz_status gz_follower_at_time(struct gz_follower *f, int64_t since_ms,
                                   int64_t *offsets, struct gz_error *err)
{
    rd_kafka_topic_partition_list_t *list =
        rd_kafka_topic_partition_list_new((int)f->partitions);
    for (uint32_t p = 0; p < f->partitions; p++) {
        rd_kafka_topic_partition_list_add(list, f->topic, (int32_t)p)->offset =
            since_ms;
    }
    const rd_kafka_resp_err_t code =
        rd_kafka_offsets_for_times(f->rk, list, f->answer_ms);
    const enum gz_status st = code == RD_KAFKA_RESP_ERR_NO_ERROR
                                  ? take_offsets(f, list, offsets, err)
                                  : no_answer(f, code, err);
    rd_kafka_topic_partition_list_destroy(list);
    return st;
}

enum gz_status gz_follower_seek(struct gz_follower *f, const int64_t *next,
                                struct gz_error *err)
{
    rd_kafka_topic_partition_list_t *list =
        rd_kafka_topic_partition_list_new((int)f->partitions);
    for (uint32_t p = 0; p < f->partitions; p++) {
        if (next[p] >= 0) {
            rd_kafka_topic_partition_list_add(list, f->topic, (int32_t)p)
                ->offset = next[p];
        }
    }
    // What was fetched for former places must not come any more.
    (void)rd_kafka_assign(f->rk, NULL);
    const rd_kafka_resp_err_t code = rd_kafka_assign(f->rk, list);
    rd_kafka_topic_partition_list_destroy(list);
    return code == RD_KAFKA_RESP_ERR_NO_ERROR
               ? GZ_OK
               : gz_error_set(err, GZ_UNAVAILABLE, "cannot read %s: %s",
                              f->topic, rd_kafka_err2str(code));
}

// "The end" is fixed now, as a number: records that are written while the
// assignment is still on its way must not be passed over.
static enum gz_status begin(struct gz_follower *f, enum gz_follower_start start,
                            struct gz_error *err)
{
    int64_t *low = calloc(2 * (size_t)f->partitions + 1, sizeof(*low));
    if (low == NULL) {
        return gz_error_set(err, GZ_NO_MEMORY, "no memory to follow %s",
                            f->topic);
    }
    int64_t *high = low + f->partitions;
    enum gz_status st = gz_follower_bounds(f, low, high, err);
    if (st == GZ_OK) {
        st = gz_follower_seek(f, start == GZ_FOLLOWER_BEGINNING ? low : high,
                              err);
    }
    free(low);
    return st;
}

enum gz_status gz_follower_new(const struct gz_config *config,
                               const char *topic, enum gz_follower_start start,
                               struct gz_log *log, struct gz_follower **out,
                               struct gz_error *err)
{
    const struct gz_follower_options options = {
        .config = config, .topic = topic, .log = log};
    struct gz_follower *f = NULL;
    enum gz_status st = gz_follower_open(&options, &f, err);
    if (f != NULL) {
        st = begin(f, start, err);
    }
    if (st != GZ_OK) {
        gz_follower_free(f);
        f = NULL;
    }
    *out = f;
    return st;
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

static enum gz_status on_error(struct gz_follower *f, struct gz_topic_item *out,
                               struct gz_error *err)
{
    const rd_kafka_message_t *m = f->message;

    if (m->err == RD_KAFKA_RESP_ERR__PARTITION_EOF ||
        m->err == RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET ||
        m->err == RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE) {
        out->kind = m->err == RD_KAFKA_RESP_ERR__PARTITION_EOF ? GZ_TOPIC_END
                                                               : GZ_TOPIC_LOST;
        out->record =
            (struct gz_record){.partition = m->partition, .offset = m->offset};
        return GZ_OK;
    }
    const enum gz_trouble trouble = gz_trouble_of(m->err);
    if (trouble == GZ_TROUBLE_PASSING || trouble == GZ_TROUBLE_UNREACHABLE) {
        return GZ_NOT_FOUND;
    }
    return gz_error_set(err, gz_trouble_status(trouble), "%s",
                        rd_kafka_message_errstr(m));
}

enum gz_status gz_follower_item(struct gz_follower *f, int timeout_ms,
                                struct gz_topic_item *out, struct gz_error *err)
{
    if (f->message != NULL) {
        rd_kafka_message_destroy(f->message);
    }
    f->message = rd_kafka_consumer_poll(f->rk, timeout_ms);
    if (f->message == NULL) {
        return GZ_NOT_FOUND;
    }
    if (f->message->err != RD_KAFKA_RESP_ERR_NO_ERROR) {
        return on_error(f, out, err);
    }
    gz_client_reached(&f->client);
    *out = (struct gz_topic_item){GZ_TOPIC_RECORD, view(f->message)};
    return GZ_OK;
}

enum gz_status gz_follower_next(struct gz_follower *f, int timeout_ms,
                                struct gz_record *out, struct gz_error *err)
{
    struct gz_topic_item item = {0};
    const enum gz_status st = gz_follower_item(f, timeout_ms, &item, err);
    if (st == GZ_OK && item.kind != GZ_TOPIC_RECORD) {
        return GZ_NOT_FOUND;
    }
    if (st == GZ_OK) {
        *out = item.record;
    }
    return st;
}

bool gz_follower_unreachable(const struct gz_follower *f)
{
    return f->client.unreachable;
}
