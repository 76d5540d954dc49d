#include "daemon/kafka/consumer.h"

#include <stdio.h>
#include <stdlib.h>

#include "daemon/kafka/consumer_state.h"
#include "daemon/kafka/start.h"
#include "daemon/kafka/trouble.h"

static const char COMPONENT[] = "consumer";

static struct gz_consumer *of_opaque(void *opaque)
{
    return opaque;
}

void gz_consumer_stop(struct gz_consumer *c, enum gz_status problem,
                      const char *text)
{
    if (c->problem.count == 0) {
        (void)gz_error_set(&c->problem, problem, "%s", text);
    }
}

// librdkafka lets partitions stay paused when they go and come back.
static void remember(struct gz_consumer *c,
                     const rd_kafka_topic_partition_list_t *partitions)
{
    gz_consumer_resume(c);
    if (c->assigned != NULL) {
        rd_kafka_topic_partition_list_destroy(c->assigned);
    }
    c->assigned = rd_kafka_topic_partition_list_copy(partitions);
}

static void assign(struct gz_consumer *c, rd_kafka_topic_partition_list_t *list)
{
    struct gz_start_patience patience = {.on_wait = c->events.on_wait,
                                         .ctx = c->events.ctx};
    struct gz_delivery_start *starts = NULL;

    enum gz_status st =
        gz_start_find(c->rk, &c->client, list, &starts, &patience, &c->problem);
    if (st == GZ_OK) {
        st = c->events.on_assign(c->events.ctx, starts, (size_t)list->cnt);
    }
    free(starts);
    if (st != GZ_OK) {
        gz_consumer_stop(c, st, gz_status_name(st));
        (void)rd_kafka_assign(c->rk, NULL);
        return;
    }
    remember(c, list);
    const rd_kafka_resp_err_t code = rd_kafka_assign(c->rk, list);
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
        gz_consumer_stop(c, GZ_UNAVAILABLE, rd_kafka_err2str(code));
    }
}

static void unassign(struct gz_consumer *c)
{
    rd_kafka_topic_partition_list_t *none =
        rd_kafka_topic_partition_list_new(0);

    if (rd_kafka_assignment_lost(c->rk)) {
        c->events.on_lose(c->events.ctx);
    } else {
        c->events.on_revoke(c->events.ctx);
    }
    remember(c, none);
    rd_kafka_topic_partition_list_destroy(none);
    (void)rd_kafka_assign(c->rk, NULL);
}

static void on_rebalance(rd_kafka_t *rk, rd_kafka_resp_err_t code,
                         rd_kafka_topic_partition_list_t *list, void *opaque)
{
    struct gz_consumer *c = of_opaque(opaque);
    const bool comes = code == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS;
    (void)rk;

    gz_log_info(c->client.log, COMPONENT, "%s: %d partitions %s",
                c->client.name, list->cnt, comes ? "assigned" : "revoked");
    gz_client_reached(&c->client);
    if (comes) {
        assign(c, list);
    } else {
        unassign(c);
    }
}

static rd_kafka_conf_t *build_conf(struct gz_consumer *c, struct gz_error *err)
{
    const struct gz_config *config = c->client.config;
    rd_kafka_conf_t *conf = gz_client_conf(&c->client, GZ_KAFKA_CONSUMER, err);

    if (conf == NULL) {
        return NULL;
    }
    gz_client_own(conf, "group.id", c->client.route->group);
    if (config->membership == GZ_CONFIG_STATIC) {
        gz_client_own(conf, "group.instance.id", c->client.name);
    }
    gz_client_own(conf, "enable.auto.commit", "false");
    gz_client_own(conf, "enable.auto.offset.store", "false");
    gz_client_own(conf, "auto.offset.reset", "error");
    gz_client_own(conf, "enable.partition.eof",
                  c->events.on_end != NULL ? "true" : "false");
    gz_client_own(conf, "partition.assignment.strategy", "range");
    rd_kafka_conf_set_rebalance_cb(conf, on_rebalance);
    return conf;
}

static enum gz_status open_client(struct gz_consumer *c, struct gz_error *err)
{
    rd_kafka_conf_t *conf = build_conf(c, err);

    if (conf == NULL) {
        return GZ_INVALID;
    }
    c->rk = gz_client_new(RD_KAFKA_CONSUMER, conf, err);
    if (c->rk == NULL) {
        return GZ_INVALID;
    }
    (void)rd_kafka_poll_set_consumer(c->rk);  // one queue, one descriptor
    c->queue = rd_kafka_queue_get_consumer(c->rk);
    gz_wakeup_bind(&c->wakeup, c->queue);
    c->commits = rd_kafka_queue_new(c->rk);
    gz_wakeup_bind(&c->wakeup, c->commits);
    return GZ_OK;
}

enum gz_status gz_consumer_new(const struct gz_config *config,
                               const struct gz_route *route, const char *name,
                               struct gz_log *log,
                               const struct gz_consumer_events *events,
                               struct gz_consumer **out, struct gz_error *err)
{
    struct gz_consumer *c = calloc(1, sizeof(*c));
    *out = NULL;
    if (c == NULL) {
        return gz_error_set(err, GZ_NO_MEMORY, "out of memory");
    }
    gz_client_init(&c->client, config, name, log);
    c->client.route = route;
    gz_error_init(&c->problem);
    c->events = *events;
    enum gz_status st = gz_wakeup_open(&c->wakeup, err);
    if (st == GZ_OK) {
        st = open_client(c, err);
    }
    if (st != GZ_OK) {
        gz_consumer_free(c);
        return st;
    }
    *out = c;
    return GZ_OK;
}

static void close_queue(rd_kafka_queue_t *queue)
{
    if (queue != NULL) {
        gz_wakeup_unbind(queue);
        rd_kafka_queue_destroy(queue);
    }
}

void gz_consumer_free(struct gz_consumer *c)
{
    if (c == NULL) {
        return;
    }
    close_queue(c->commits);
    close_queue(c->queue);
    if (c->assigned != NULL) {
        rd_kafka_topic_partition_list_destroy(c->assigned);
    }
    // Destroying a consumer that could not close waits for its coordinator,
    // at full load and for longer than a stop may take.  The process ends
    // next, so it is left alone; nothing of it calls us unless it is polled.
    if (c->rk != NULL && !c->stuck) {
        rd_kafka_destroy_flags(c->rk, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE);
    }
    gz_wakeup_close(&c->wakeup);
    gz_error_fini(&c->problem);
    free(c->headers[0].items);
    free(c->headers[1].items);
    free(c);
}

int gz_consumer_fd(const struct gz_consumer *c)
{
    return c->wakeup.fd;
}

void gz_consumer_clear_fd(struct gz_consumer *c)
{
    gz_wakeup_clear(&c->wakeup);
}

enum gz_status gz_consumer_subscribe(struct gz_consumer *c,
                                     struct gz_error *err)
{
    rd_kafka_topic_partition_list_t *list =
        rd_kafka_topic_partition_list_new(1);

    (void)rd_kafka_topic_partition_list_add(list, c->client.route->input,
                                            RD_KAFKA_PARTITION_UA);
    const rd_kafka_resp_err_t code = rd_kafka_subscribe(c->rk, list);
    rd_kafka_topic_partition_list_destroy(list);
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
        return gz_error_set(err, GZ_UNAVAILABLE, "cannot subscribe to %s: %s",
                            c->client.route->input, rd_kafka_err2str(code));
    }
    return GZ_OK;
}

// What made a client fail for good, such as a twin, stands behind the error
// that says only that it did.
static rd_kafka_resp_err_t cause_of(const struct gz_consumer *c,
                                    rd_kafka_resp_err_t code)
{
    char words[GZ_CONSUMER_REASON_BYTES];

    return code == RD_KAFKA_RESP_ERR__FATAL
               ? rd_kafka_fatal_error(c->rk, words, sizeof(words))
               : code;
}

// An error that came in place of a record.
static void take_error(struct gz_consumer *c, const rd_kafka_message_t *m)
{
    const enum gz_trouble trouble = gz_trouble_of(m->err);
    const rd_kafka_resp_err_t code = cause_of(c, m->err);
    char text[GZ_CONSUMER_REASON_BYTES];

    if (trouble == GZ_TROUBLE_RANGE && m->offset >= 0) {
        gz_start_describe_gap(c->rk, c->client.route, m, text, sizeof(text));
        gz_consumer_stop(c, GZ_LIMIT, text);
        return;
    }
    gz_trouble_describe(text, sizeof(text), code, rd_kafka_message_errstr(m),
                        c->client.config);
    if (trouble == GZ_TROUBLE_FATAL || trouble == GZ_TROUBLE_FENCED ||
        trouble == GZ_TROUBLE_NO_RIGHT) {
        gz_consumer_stop(c, gz_trouble_status(gz_trouble_of(code)), text);
    } else {
        gz_log_warning(c->client.log, COMPONENT, "%s: %s", c->client.name,
                       text);
    }
}

// Room for the headers of the next record, or NULL.
static struct gz_header *make_room(struct gz_consumer *c, size_t count)
{
    c->turn = !c->turn;
    if (count > c->headers[c->turn].room) {
        struct gz_header *items =
            realloc(c->headers[c->turn].items, 2 * count * sizeof(*items));
        if (items == NULL) {
            return NULL;
        }
        c->headers[c->turn].items = items;
        c->headers[c->turn].room = 2 * count;
    }
    return c->headers[c->turn].items;
}

static void read_headers(struct gz_consumer *c, const rd_kafka_message_t *m,
                         struct gz_record *record)
{
    rd_kafka_headers_t *list = NULL;
    if (rd_kafka_message_headers(m, &list) != RD_KAFKA_RESP_ERR_NO_ERROR) {
        return;
    }
    const size_t count = rd_kafka_header_cnt(list);
    struct gz_header *items = make_room(c, count);
    if (items == NULL) {
        return;
    }
    for (size_t i = 0; i < count; i++) {
        const char *name = NULL;
        const void *value = NULL;
        size_t len = 0;
        (void)rd_kafka_header_get_all(list, i, &name, &value, &len);
        items[i] = (struct gz_header){gz_str_z(name), gz_str_of(value, len)};
    }
    record->headers = items;
    record->header_count = (uint32_t)count;
}

static void fill_record(struct gz_consumer *c, const rd_kafka_message_t *m,
                        struct gz_record *record)
{
    rd_kafka_timestamp_type_t type;

    *record = (struct gz_record){
        .topic = gz_str_z(c->client.route->input),
        .partition = m->partition,
        .offset = m->offset,
        .timestamp_ms = rd_kafka_message_timestamp(m, &type),
        .key = gz_str_of(m->key, m->key == NULL ? 0 : m->key_len),
        .value = gz_str_of(m->payload, m->payload == NULL ? 0 : m->len),
    };
    read_headers(c, m, record);
}

struct rd_kafka_message_s *gz_consumer_poll(struct gz_consumer *c,
                                            struct gz_record *record)
{
    for (;;) {
        rd_kafka_message_t *m = rd_kafka_consumer_poll(c->rk, 0);
        if (m == NULL) {
            return NULL;
        }
        if (m->err == RD_KAFKA_RESP_ERR_NO_ERROR) {
            fill_record(c, m, record);
            return m;
        }
        if (m->err == RD_KAFKA_RESP_ERR__PARTITION_EOF) {
            c->events.on_end(c->events.ctx, m->partition, m->offset);
        } else {
            take_error(c, m);
        }
        rd_kafka_message_destroy(m);
        if (c->problem.count > 0) {
            return NULL;
        }
    }
}

void gz_consumer_release(struct rd_kafka_message_s *message)
{
    rd_kafka_message_destroy(message);
}

enum gz_status gz_consumer_problem(const struct gz_consumer *c,
                                   struct gz_error *err)
{
    gz_error_add(err, &c->problem);
    return c->problem.first;
}
