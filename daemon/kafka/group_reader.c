#include "daemon/kafka/group_reader.h"

#include <stdio.h>
#include <stdlib.h>

#include "daemon/base/clock.h"
#include "daemon/kafka/group_reader_state.h"
#include "daemon/kafka/trouble.h"

enum { CLOSE_STEP_MS = 50, REASON_BYTES = 512 };

static const char COMPONENT[] = "notify";

static void on_rebalance(rd_kafka_t *rk, rd_kafka_resp_err_t code,
                         rd_kafka_topic_partition_list_t *list, void *opaque)
{
    struct gz_group_reader *r = opaque;
    const bool comes = code == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS;
    (void)rk;

    gz_log_info(r->client.log, COMPONENT, "%s: %d partitions of %s %s",
                r->client.name, list->cnt, r->options.topic,
                comes ? "assigned" : "revoked");
    gz_client_reached(&r->client);
    if (comes) {
        gz_group_reader_locate(r, list);
    } else {
        gz_group_reader_forget(r);
    }
}

static void on_offset_commit(rd_kafka_t *rk, rd_kafka_resp_err_t code,
                             rd_kafka_topic_partition_list_t *list,
                             void *opaque)
{
    struct gz_group_reader *r = opaque;
    (void)rk;
    (void)list;

    if (code != RD_KAFKA_RESP_ERR_NO_ERROR &&
        code != RD_KAFKA_RESP_ERR__NO_OFFSET) {
        gz_log_info(r->client.log, COMPONENT,
                    "%s: commit failed, will be repeated: %s", r->client.name,
                    rd_kafka_err2str(code));
    }
}

static rd_kafka_conf_t *build_conf(struct gz_group_reader *r,
                                   struct gz_error *err)
{
    const struct gz_config *config = r->options.config;
    rd_kafka_conf_t *conf = gz_client_conf(&r->client, GZ_KAFKA_CONSUMER, err);

    if (conf == NULL) {
        return NULL;
    }
    gz_client_own(conf, "group.id", r->options.group);
    if (config->membership == GZ_CONFIG_STATIC) {
        gz_client_own(conf, "group.instance.id", r->client.name);
    }
    gz_client_own(conf, "enable.auto.commit", "false");
    gz_client_own(conf, "enable.auto.offset.store", "false");
    gz_client_own(conf, "auto.offset.reset", "error");
    gz_client_own(conf, "enable.partition.eof", "false");
    gz_client_own(conf, "partition.assignment.strategy", "range");
    // Alerts are few, and there is a reader for each receiver.
    gz_client_own(conf, "queued.max.messages.kbytes", "4096");
    rd_kafka_conf_set_rebalance_cb(conf, on_rebalance);
    rd_kafka_conf_set_offset_commit_cb(conf, on_offset_commit);
    return conf;
}

static enum gz_status subscribe(struct gz_group_reader *r, struct gz_error *err)
{
    rd_kafka_topic_partition_list_t *list =
        rd_kafka_topic_partition_list_new(1);

    (void)rd_kafka_topic_partition_list_add(list, r->options.topic,
                                            RD_KAFKA_PARTITION_UA);
    const rd_kafka_resp_err_t code = rd_kafka_subscribe(r->rk, list);
    rd_kafka_topic_partition_list_destroy(list);
    return code == RD_KAFKA_RESP_ERR_NO_ERROR
               ? GZ_OK
               : gz_error_set(err, GZ_UNAVAILABLE, "cannot subscribe to %s: %s",
                              r->options.topic, rd_kafka_err2str(code));
}

static enum gz_status open_client(struct gz_group_reader *r,
                                  struct gz_error *err)
{
    rd_kafka_conf_t *conf = build_conf(r, err);

    if (conf == NULL) {
        return GZ_INVALID;
    }
    r->rk = gz_client_new(RD_KAFKA_CONSUMER, conf, err);
    if (r->rk == NULL) {
        return GZ_INVALID;
    }
    (void)rd_kafka_poll_set_consumer(r->rk);
    r->queue = rd_kafka_queue_get_consumer(r->rk);
    r->answers = rd_kafka_queue_new(r->rk);
    gz_wakeup_bind(&r->wakeup, r->queue);
    gz_wakeup_bind(&r->wakeup, r->answers);
    return subscribe(r, err);
}

enum gz_status
gz_group_reader_new(const struct gz_group_reader_options *options,
                    struct gz_group_reader **out, struct gz_error *err)
{
    struct gz_group_reader *r = calloc(1, sizeof(*r));

    *out = NULL;
    if (r == NULL) {
        return gz_error_set(err, GZ_NO_MEMORY, "out of memory");
    }
    r->options = *options;
    gz_client_init(&r->client, options->config, options->name, options->log);
    enum gz_status st = gz_wakeup_open(&r->wakeup, err);
    if (st == GZ_OK) {
        st = open_client(r, err);
    }
    if (st != GZ_OK) {
        gz_group_reader_free(r);
        return st;
    }
    *out = r;
    return GZ_OK;
}

static void drop_queue(rd_kafka_queue_t *queue)
{
    if (queue != NULL) {
        gz_wakeup_unbind(queue);
        rd_kafka_queue_destroy(queue);
    }
}

void gz_group_reader_free(struct gz_group_reader *r)
{
    if (r == NULL) {
        return;
    }
    drop_queue(r->queue);
    drop_queue(r->answers);
    if (r->leaving != NULL) {
        rd_kafka_queue_destroy(r->leaving);
    }
    if (r->coming != NULL) {
        rd_kafka_topic_partition_list_destroy(r->coming);
    }
    if (r->assigned != NULL) {
        rd_kafka_topic_partition_list_destroy(r->assigned);
    }
    // One that could not close is left alone, as in consumer.c; the process
    // ends next.
    if (r->rk != NULL && !r->stuck) {
        rd_kafka_destroy_flags(r->rk, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE);
    }
    gz_wakeup_close(&r->wakeup);
    free(r->headers);
    if (!r->stuck) {
        free(r);
    }
}

int gz_group_reader_fd(const struct gz_group_reader *r)
{
    return r->wakeup.fd;
}

void gz_group_reader_clear_fd(struct gz_group_reader *r)
{
    gz_wakeup_clear(&r->wakeup);
}

static void take_error(struct gz_group_reader *r, const rd_kafka_message_t *m)
{
    if (gz_trouble_of(m->err) == GZ_TROUBLE_RANGE) {
        gz_group_reader_skip_gap(r, m);
        return;
    }
    char text[REASON_BYTES];
    if (gz_trouble_of(m->err) == GZ_TROUBLE_NO_TOPIC) {
        snprintf(text, sizeof(text),
                 "the topic %s does not exist; `gazetted topics create` makes "
                 "the topics that are missing",
                 r->options.topic);
    } else {
        gz_trouble_describe(text, sizeof(text), m->err,
                            rd_kafka_message_errstr(m), r->client.config);
    }
    gz_log_warning(r->client.log, COMPONENT, "%s: %s", r->client.name, text);
}

static bool make_room(struct gz_group_reader *r, size_t count)
{
    if (count > r->header_room) {
        struct gz_header *items =
            realloc(r->headers, 2 * count * sizeof(*items));
        if (items == NULL) {
            return false;
        }
        r->headers = items;
        r->header_room = 2 * count;
    }
    return true;
}

static void read_headers(struct gz_group_reader *r, const rd_kafka_message_t *m,
                         struct gz_record *record)
{
    rd_kafka_headers_t *list = NULL;

    if (rd_kafka_message_headers(m, &list) != RD_KAFKA_RESP_ERR_NO_ERROR ||
        !make_room(r, rd_kafka_header_cnt(list))) {
        return;
    }
    const size_t count = rd_kafka_header_cnt(list);
    for (size_t i = 0; i < count; i++) {
        const char *name = NULL;
        const void *value = NULL;
        size_t len = 0;
        (void)rd_kafka_header_get_all(list, i, &name, &value, &len);
        r->headers[i] =
            (struct gz_header){gz_str_z(name), gz_str_of(value, len)};
    }
    record->headers = r->headers;
    record->header_count = (uint32_t)count;
}

static void fill_record(struct gz_group_reader *r, const rd_kafka_message_t *m,
                        struct gz_record *record)
{
    rd_kafka_topic_partition_t *p =
        r->assigned == NULL ? NULL
                            : rd_kafka_topic_partition_list_find(
                                  r->assigned, r->options.topic, m->partition);

    if (p != NULL) {
        p->offset = m->offset + 1;  // where to go on behind a gap elsewhere
    }
    *record = (struct gz_record){
        .topic = gz_str_z(r->options.topic),
        .partition = m->partition,
        .offset = m->offset,
        .timestamp_ms = rd_kafka_message_timestamp(m, NULL),
        .key = gz_str_of(m->key, m->key == NULL ? 0 : m->key_len),
        .value = gz_str_of(m->payload, m->payload == NULL ? 0 : m->len),
    };
    read_headers(r, m, record);
}

struct rd_kafka_message_s *gz_group_reader_poll(struct gz_group_reader *r,
                                                struct gz_record *record)
{
    gz_group_reader_serve(r);
    for (;;) {
        rd_kafka_message_t *m = rd_kafka_consumer_poll(r->rk, 0);
        if (m == NULL) {
            return NULL;
        }
        if (m->err == RD_KAFKA_RESP_ERR_NO_ERROR) {
            fill_record(r, m, record);
            return m;
        }
        take_error(r, m);
        rd_kafka_message_destroy(m);
    }
}

void gz_group_reader_release(struct rd_kafka_message_s *message)
{
    rd_kafka_message_destroy(message);
}

void gz_group_reader_pause(struct gz_group_reader *r)
{
    if (!r->paused && r->assigned != NULL) {
        (void)rd_kafka_pause_partitions(r->rk, r->assigned);
        r->paused = true;
    }
}

void gz_group_reader_resume(struct gz_group_reader *r)
{
    if (r->paused) {
        (void)rd_kafka_resume_partitions(r->rk, r->assigned);
        r->paused = false;
    }
}

void gz_group_reader_leave(struct gz_group_reader *r)
{
    r->leaving = rd_kafka_queue_new(r->rk);
    rd_kafka_error_t *error = rd_kafka_consumer_close_queue(r->rk, r->leaving);
    r->fatal = error != NULL;
    rd_kafka_error_destroy(error);
}

static bool serve_leaving(struct gz_group_reader *r, int wait_ms)
{
    rd_kafka_event_t *event = rd_kafka_queue_poll(r->leaving, wait_ms);

    if (rd_kafka_event_type(event) == RD_KAFKA_EVENT_REBALANCE) {
        (void)rd_kafka_assign(r->rk, NULL);
    }
    rd_kafka_event_destroy(event);
    return r->fatal || rd_kafka_consumer_closed(r->rk) != 0;
}

bool gz_group_reader_left(struct gz_group_reader *r)
{
    return serve_leaving(r, 0);
}

void gz_group_reader_close(struct gz_group_reader *r, int64_t timeout_us)
{
    const int64_t end_us = gz_clock_monotonic_us(&gz_clock_system) + timeout_us;

    r->stuck = true;
    if (r->client.unreachable) {
        return;
    }
    if (r->leaving == NULL) {
        gz_group_reader_leave(r);
    }
    while (r->stuck && gz_clock_monotonic_us(&gz_clock_system) < end_us) {
        r->stuck = !serve_leaving(r, CLOSE_STEP_MS);
    }
}
