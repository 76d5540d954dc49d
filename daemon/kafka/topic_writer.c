#include "daemon/kafka/topic_writer.h"

#include <librdkafka/rdkafka.h>
#include <stdlib.h>

#include "daemon/kafka/client.h"
#include "daemon/kafka/trouble.h"
#include "daemon/kafka/wakeup.h"

static const char COMPONENT[] = "notify";

struct gz_topic_writer {
    struct gz_client client;  // librdkafka's opaque: must come first
    const char *topic;
    gz_topic_reported *reported;
    void *ctx;
    rd_kafka_t *rk;
    rd_kafka_topic_t *handle;
    rd_kafka_queue_t *queue;
    struct gz_wakeup wakeup;
};

static void on_delivery(rd_kafka_t *rk, const rd_kafka_message_t *m,
                        void *opaque)
{
    struct gz_topic_writer *w = opaque;
    enum gz_topic_report how = GZ_TOPIC_STORED;
    (void)rk;

    if (m->err != RD_KAFKA_RESP_ERR_NO_ERROR) {
        how = gz_trouble_of(m->err) == GZ_TROUBLE_TOO_LARGE ? GZ_TOPIC_TOO_LARGE
                                                            : GZ_TOPIC_FAILED;
        gz_log_error(w->client.log, COMPONENT, "%s: %s refuses a record: %s",
                     w->client.name, w->topic, rd_kafka_err2str(m->err));
    }
    w->reported(w->ctx, m->_private, how);
}

static enum gz_status open_client(struct gz_topic_writer *w,
                                  struct gz_error *err)
{
    rd_kafka_conf_t *conf = gz_client_conf(&w->client, GZ_KAFKA_PRODUCER, err);

    if (conf == NULL) {
        return GZ_INVALID;
    }
    gz_client_own(conf, "enable.idempotence", "false");
    gz_client_own(conf, "acks", "all");
    rd_kafka_conf_set_dr_msg_cb(conf, on_delivery);
    w->rk = gz_client_new(RD_KAFKA_PRODUCER, conf, err);
    if (w->rk == NULL) {
        return GZ_INVALID;
    }
    w->queue = rd_kafka_queue_get_main(w->rk);
    gz_wakeup_bind(&w->wakeup, w->queue);
    w->handle = rd_kafka_topic_new(w->rk, w->topic, NULL);
    return w->handle != NULL
               ? GZ_OK
               : gz_error_set(err, GZ_INVALID, "kafka: bad topic name: %s",
                              rd_kafka_err2str(rd_kafka_last_error()));
}

enum gz_status gz_topic_writer_new(const struct gz_config *config,
                                   const char *topic, const char *name,
                                   struct gz_log *log,
                                   gz_topic_reported *reported, void *ctx,
                                   struct gz_topic_writer **out,
                                   struct gz_error *err)
{
    struct gz_topic_writer *w = calloc(1, sizeof(*w));

    *out = NULL;
    if (w == NULL) {
        return gz_error_set(err, GZ_NO_MEMORY, "out of memory");
    }
    gz_client_init(&w->client, config, name, log);
    w->topic = topic;
    w->reported = reported;
    w->ctx = ctx;
    enum gz_status st = gz_wakeup_open(&w->wakeup, err);
    if (st == GZ_OK) {
        st = open_client(w, err);
    }
    if (st != GZ_OK) {
        gz_topic_writer_free(w);
        return st;
    }
    *out = w;
    return GZ_OK;
}

void gz_topic_writer_free(struct gz_topic_writer *w)
{
    if (w == NULL) {
        return;
    }
    if (w->handle != NULL) {
        rd_kafka_topic_destroy(w->handle);
    }
    if (w->queue != NULL) {
        gz_wakeup_unbind(w->queue);
        rd_kafka_queue_destroy(w->queue);
    }
    if (w->rk != NULL) {
        (void)rd_kafka_purge(w->rk, RD_KAFKA_PURGE_F_QUEUE |
                                        RD_KAFKA_PURGE_F_INFLIGHT |
                                        RD_KAFKA_PURGE_F_NON_BLOCKING);
        rd_kafka_destroy(w->rk);
    }
    gz_wakeup_close(&w->wakeup);
    free(w);
}

int gz_topic_writer_fd(const struct gz_topic_writer *w)
{
    return w->wakeup.fd;
}

void gz_topic_writer_clear_fd(struct gz_topic_writer *w)
{
    gz_wakeup_clear(&w->wakeup);
}

static rd_kafka_headers_t *build_headers(const struct gz_record *record)
{
    rd_kafka_headers_t *list = rd_kafka_headers_new(record->header_count);

    for (uint32_t i = 0; i < record->header_count; i++) {
        const struct gz_header *h = &record->headers[i];
        (void)rd_kafka_header_add(list, h->name.ptr, (ssize_t)h->name.len_bytes,
                                  h->value.ptr, (ssize_t)h->value.len_bytes);
    }
    return list;
}

enum gz_status gz_topic_writer_put(struct gz_topic_writer *w,
                                   const struct gz_record *record, void *tag)
{
    // RD_KAFKA_MSG_F_COPY leaves the bytes alone, so the casts lie to nobody.
    void *value = (void *)(uintptr_t)record->value.ptr;
    void *key = (void *)(uintptr_t)record->key.ptr;
    rd_kafka_headers_t *headers = build_headers(record);
    const rd_kafka_vu_t vus[] = {
        {.vtype = RD_KAFKA_VTYPE_RKT, .u.rkt = w->handle},
        {.vtype = RD_KAFKA_VTYPE_VALUE,
         .u.mem = {value, record->value.len_bytes}},
        {.vtype = RD_KAFKA_VTYPE_KEY, .u.mem = {key, record->key.len_bytes}},
        {.vtype = RD_KAFKA_VTYPE_MSGFLAGS, .u.i = RD_KAFKA_MSG_F_COPY},
        {.vtype = RD_KAFKA_VTYPE_OPAQUE, .u.ptr = tag},
        {.vtype = RD_KAFKA_VTYPE_HEADERS, .u.headers = headers},
    };
    rd_kafka_error_t *error =
        rd_kafka_produceva(w->rk, vus, sizeof(vus) / sizeof(vus[0]));

    if (error == NULL) {
        return GZ_OK;
    }
    const bool large =
        gz_trouble_of(rd_kafka_error_code(error)) == GZ_TROUBLE_TOO_LARGE;
    rd_kafka_error_destroy(error);
    rd_kafka_headers_destroy(headers);
    return large ? GZ_LIMIT : GZ_UNAVAILABLE;
}

void gz_topic_writer_serve(struct gz_topic_writer *w)
{
    while (rd_kafka_poll(w->rk, 0) > 0) {
    }
}
