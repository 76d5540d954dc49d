#include "daemon/kafka/producer.h"

#include <librdkafka/rdkafka.h>
#include <stdio.h>
#include <stdlib.h>

#include "daemon/kafka/client.h"
#include "daemon/kafka/trouble.h"
#include "daemon/kafka/wakeup.h"

enum { REASON_BYTES = 512, TOPICS = 2, EVENTS = 0, DEAD_LETTERS = 1 };

static const char COMPONENT[] = "producer";

struct gz_producer {
    struct gz_client client;  // librdkafka's opaque: must come first
    struct gz_producer_events events;
    rd_kafka_t *rk;
    rd_kafka_queue_t *queue;
    rd_kafka_topic_t *topics[TOPICS];
    struct gz_wakeup wakeup;
    struct gz_producer_counts counts;
    bool dead;                // rk failed for good, which was said
    struct gz_error problem;  // why it cannot go on; empty while it can
};

static void stop(struct gz_producer *p, int code, const char *topic)
{
    if (p->problem.count == 0) {
        (void)gz_trouble_topic(&p->problem, code, topic, "output");
    }
}

// Once for each client: all that it still holds fails with it.
static void log_dead(struct gz_producer *p, rd_kafka_resp_err_t cause)
{
    char text[REASON_BYTES];

    if (p->dead) {
        return;
    }
    p->dead = true;
    if (rd_kafka_fatal_error(p->rk, text, sizeof(text)) == 0) {
        snprintf(text, sizeof(text), "%s", rd_kafka_err2str(cause));
    }
    gz_log_warning(p->client.log, COMPONENT,
                   "%s: failed for good while publishing: %s; making a new one",
                   p->client.name, text);
}

static enum gz_delivery_ack judge(struct gz_producer *p,
                                  const rd_kafka_message_t *m)
{
    switch (gz_trouble_of(m->err)) {
    case GZ_TROUBLE_TOO_LARGE:
        gz_log_warning(p->client.log, COMPONENT,
                       "%s: topic %s refused %zu bytes as too large: raise its "
                       "max.message.bytes or lower output.limit",
                       p->client.name, rd_kafka_topic_name(m->rkt), m->len);
        return GZ_DELIVERY_ACK_TOO_LARGE;
    case GZ_TROUBLE_NO_TOPIC:
    case GZ_TROUBLE_NO_RIGHT:
    case GZ_TROUBLE_TOO_OLD:
        stop(p, m->err, rd_kafka_topic_name(m->rkt));
        return GZ_DELIVERY_ACK_FAILED;
    default:
        // Whatever else remains after librdkafka's own retries leaves a hole
        // in the sequence: begin again behind what is acknowledged.
        log_dead(p, m->err);
        return GZ_DELIVERY_ACK_PRODUCER_DEAD;
    }
}

static void on_delivery(rd_kafka_t *rk, const rd_kafka_message_t *m,
                        void *opaque)
{
    struct gz_producer *p = opaque;
    enum gz_delivery_ack ack = GZ_DELIVERY_ACK_OK;
    (void)rk;

    if (m->err != RD_KAFKA_RESP_ERR_NO_ERROR) {
        ack = judge(p, m);
        p->counts.failures++;
    } else if (m->rkt == p->topics[DEAD_LETTERS]) {
        p->counts.dead_letters++;
    } else {
        p->counts.events++;
    }
    p->events.on_ack(p->events.ctx, (uint64_t)(uintptr_t)m->_private,
                     m->len + m->key_len, ack);
}

static enum gz_status open_client(struct gz_producer *p, struct gz_error *err)
{
    const struct gz_config *config = p->client.config;
    rd_kafka_conf_t *conf = gz_client_conf(&p->client, GZ_KAFKA_PRODUCER, err);

    if (conf == NULL) {
        return GZ_INVALID;
    }
    gz_client_own(conf, "enable.idempotence", "true");
    rd_kafka_conf_set_dr_msg_cb(conf, on_delivery);
    p->rk = gz_client_new(RD_KAFKA_PRODUCER, conf, err);
    if (p->rk == NULL) {
        return GZ_INVALID;
    }
    p->queue = rd_kafka_queue_get_main(p->rk);
    gz_wakeup_bind(&p->wakeup, p->queue);
    p->topics[EVENTS] = rd_kafka_topic_new(p->rk, config->output.topic, NULL);
    p->topics[DEAD_LETTERS] =
        rd_kafka_topic_new(p->rk, config->dead_letter.topic, NULL);
    if (p->topics[EVENTS] == NULL || p->topics[DEAD_LETTERS] == NULL) {
        return gz_error_set(err, GZ_INVALID, "kafka: bad topic name: %s",
                            rd_kafka_err2str(rd_kafka_last_error()));
    }
    return GZ_OK;
}

static void close_client(struct gz_producer *p)
{
    for (size_t i = 0; i < TOPICS; i++) {
        if (p->topics[i] != NULL) {
            rd_kafka_topic_destroy(p->topics[i]);
            p->topics[i] = NULL;
        }
    }
    if (p->queue != NULL) {
        gz_wakeup_unbind(p->queue);
        rd_kafka_queue_destroy(p->queue);
        p->queue = NULL;
    }
    if (p->rk != NULL) {
        (void)rd_kafka_purge(p->rk, RD_KAFKA_PURGE_F_QUEUE |
                                        RD_KAFKA_PURGE_F_INFLIGHT |
                                        RD_KAFKA_PURGE_F_NON_BLOCKING);
        rd_kafka_destroy(p->rk);
        p->rk = NULL;
        p->dead = false;
    }
}

enum gz_status gz_producer_new(const struct gz_config *config, const char *name,
                               struct gz_log *log,
                               const struct gz_producer_events *events,
                               struct gz_producer **out, struct gz_error *err)
{
    struct gz_producer *p = calloc(1, sizeof(*p));
    *out = NULL;
    if (p == NULL) {
        return gz_error_set(err, GZ_NO_MEMORY, "out of memory");
    }
    gz_client_init(&p->client, config, name, log);
    gz_error_init(&p->problem);
    p->events = *events;
    enum gz_status st = gz_wakeup_open(&p->wakeup, err);
    if (st == GZ_OK) {
        st = open_client(p, err);
    }
    if (st != GZ_OK) {
        gz_producer_free(p);
        return st;
    }
    *out = p;
    return GZ_OK;
}

void gz_producer_free(struct gz_producer *p)
{
    if (p != NULL) {
        close_client(p);
        gz_wakeup_close(&p->wakeup);
        gz_error_fini(&p->problem);
        free(p);
    }
}

int gz_producer_fd(const struct gz_producer *p)
{
    return p->wakeup.fd;
}

void gz_producer_clear_fd(struct gz_producer *p)
{
    gz_wakeup_clear(&p->wakeup);
}

static bool add_header(rd_kafka_headers_t *list, const struct gz_header *h)
{
    return rd_kafka_header_add(list, h->name.ptr, (ssize_t)h->name.len_bytes,
                               h->value.ptr, (ssize_t)h->value.len_bytes) ==
           RD_KAFKA_RESP_ERR_NO_ERROR;
}

// NULL without headers.  librdkafka frees the list with its message, so
// messages cannot share one.
static rd_kafka_headers_t *build_headers(const struct gz_output *out)
{
    if (out->header_count == 0) {
        return NULL;
    }
    rd_kafka_headers_t *list = rd_kafka_headers_new(out->header_count);
    for (uint32_t i = 0; i < out->header_count; i++) {
        if (!add_header(list, &out->headers[i])) {
            break;
        }
    }
    return list;
}

static enum gz_port_status refused(struct gz_producer *p, rd_kafka_error_t *e,
                                   const struct gz_output *out)
{
    const rd_kafka_resp_err_t code = rd_kafka_error_code(e);
    rd_kafka_error_destroy(e);

    if (code == RD_KAFKA_RESP_ERR__QUEUE_FULL) {
        return GZ_PORT_QUEUE_FULL;
    }
    switch (gz_trouble_of(code)) {
    case GZ_TROUBLE_TOO_LARGE:
        return GZ_PORT_TOO_LARGE;
    case GZ_TROUBLE_FATAL:
        log_dead(p, code);
        return GZ_PORT_PRODUCER_DEAD;
    default:
        stop(p, code,
             out->dead_letter ? p->client.config->dead_letter.topic
                              : p->client.config->output.topic);
        return GZ_PORT_FAILED;
    }
}

enum gz_port_status gz_producer_publish(struct gz_producer *p,
                                        const struct gz_output *out,
                                        uint64_t tag)
{
    // RD_KAFKA_MSG_F_COPY leaves the bytes alone, so the casts lie to nobody.
    void *value = (void *)(uintptr_t)out->value.ptr;
    void *key = (void *)(uintptr_t)out->key.ptr;
    rd_kafka_headers_t *headers = build_headers(out);
    rd_kafka_vu_t vus[] = {
        {.vtype = RD_KAFKA_VTYPE_RKT,
         .u.rkt = p->topics[out->dead_letter ? DEAD_LETTERS : EVENTS]},
        {.vtype = RD_KAFKA_VTYPE_VALUE, .u.mem = {value, out->value.len_bytes}},
        {.vtype = RD_KAFKA_VTYPE_KEY, .u.mem = {key, out->key.len_bytes}},
        {.vtype = RD_KAFKA_VTYPE_MSGFLAGS, .u.i = RD_KAFKA_MSG_F_COPY},
        {.vtype = RD_KAFKA_VTYPE_OPAQUE, .u.ptr = (void *)(uintptr_t)tag},
        {.vtype = RD_KAFKA_VTYPE_HEADERS, .u.headers = headers},
    };
    const size_t count = sizeof(vus) / sizeof(vus[0]);
    rd_kafka_error_t *error =
        rd_kafka_produceva(p->rk, vus, headers == NULL ? count - 1 : count);

    if (error == NULL) {
        return GZ_PORT_OK;
    }
    if (headers != NULL) {
        rd_kafka_headers_destroy(headers);
    }
    return refused(p, error, out);
}

void gz_producer_serve(struct gz_producer *p, int64_t timeout_us)
{
    int wait_ms = (int)(timeout_us / 1000);

    while (rd_kafka_poll(p->rk, wait_ms) > 0) {
        wait_ms = 0;
    }
}

enum gz_status gz_producer_recycle(struct gz_producer *p)
{
    close_client(p);
    return open_client(p, &p->problem);
}

enum gz_status gz_producer_problem(const struct gz_producer *p,
                                   struct gz_error *err)
{
    gz_error_add(err, &p->problem);
    return p->problem.first;
}

bool gz_producer_unreachable(const struct gz_producer *p)
{
    return p->client.unreachable;
}

uint64_t gz_producer_errors(const struct gz_producer *p)
{
    return p->client.errors;
}

struct gz_producer_counts gz_producer_counts(const struct gz_producer *p)
{
    return p->counts;
}
