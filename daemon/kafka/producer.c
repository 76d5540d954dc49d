#include "daemon/kafka/producer.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "daemon/kafka/producer_state.h"
#include "daemon/kafka/trouble.h"

static int on_close(int fd, void *opaque)
{
    struct gz_producer *p = opaque;

    gz_requests_closing(&p->requests, fd);
    return close(fd);
}

static rd_kafka_conf_t *build_conf(struct gz_producer *p, struct gz_error *err)
{
    rd_kafka_conf_t *conf = gz_client_conf(&p->client, GZ_KAFKA_PRODUCER, err);

    if (conf == NULL) {
        return NULL;
    }
    gz_client_own(conf, "enable.idempotence", "true");
    if (p->transactional) {
        // The name outlives the process, so the next one of that name ends
        // what this one leaves open, and a twin is fenced.
        gz_client_own(conf, "transactional.id", p->client.name);
        gz_requests_reset(&p->requests);
        gz_requests_watch(conf, &p->requests);
        rd_kafka_conf_set_closesocket_cb(conf, on_close);
    }
    rd_kafka_conf_set_dr_msg_cb(conf, gz_producer_on_delivery);
    return conf;
}

enum gz_status gz_producer_open(struct gz_producer *p, struct gz_error *err)
{
    rd_kafka_conf_t *conf = build_conf(p, err);

    if (conf == NULL) {
        return GZ_INVALID;
    }
    p->rk = gz_client_new(RD_KAFKA_PRODUCER, conf, err);
    if (p->rk == NULL) {
        return GZ_INVALID;
    }
    p->queue = rd_kafka_queue_get_main(p->rk);
    gz_wakeup_bind(&p->wakeup, p->queue);
    for (size_t i = 0; i < GZ_TO_COUNT; i++) {
        const char *topic = p->client.route->outputs[i];
        if (topic == NULL) {
            continue;
        }
        p->topics[i] = rd_kafka_topic_new(p->rk, topic, NULL);
        if (p->topics[i] == NULL) {
            return gz_error_set(err, GZ_INVALID, "kafka: bad topic name: %s",
                                rd_kafka_err2str(rd_kafka_last_error()));
        }
    }
    return GZ_OK;
}

static void forget(struct gz_producer *p)
{
    p->report_count = 0;
    p->awaited = 0;
    p->open = false;
    p->dead = false;
    p->pending = (struct gz_producer_counts){0};
}

void gz_producer_close(struct gz_producer *p)
{
    for (size_t i = 0; i < GZ_TO_COUNT; i++) {
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
    }
    forget(p);
}

// What is wrong in the configuration is said before anything runs.
static enum gz_status try_conf(struct gz_producer *p, struct gz_error *err)
{
    rd_kafka_conf_t *conf = build_conf(p, err);

    if (conf == NULL) {
        return GZ_INVALID;
    }
    rd_kafka_conf_destroy(conf);
    return GZ_OK;
}

enum gz_status gz_producer_new(const struct gz_config *config,
                               const struct gz_route *route, const char *name,
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
    p->client.route = route;
    gz_requests_init(&p->requests);
    gz_error_init(&p->problem);
    p->events = *events;
    p->transactional = config->delivery == GZ_CONFIG_EXACTLY_ONCE;
    enum gz_status st = gz_wakeup_open(&p->wakeup, err);
    if (st == GZ_OK) {
        st = try_conf(p, err);
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
        gz_producer_close(p);
        gz_wakeup_close(&p->wakeup);
        gz_error_fini(&p->problem);
        free(p->reports);
        free(p);
    }
}

void gz_producer_leave(struct gz_producer *p)
{
    gz_client_leave(&p->client);
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

// A transaction that has failed takes nothing more, which the library calls a
// wrong state; a client that has, says why.
static enum gz_port_status refused(struct gz_producer *p, rd_kafka_error_t *e,
                                   const struct gz_output *out)
{
    const rd_kafka_resp_err_t code = rd_kafka_error_code(e);
    const bool fatal = rd_kafka_error_is_fatal(e) != 0 ||
                       rd_kafka_fatal_error(p->rk, NULL, 0) == code;
    rd_kafka_error_destroy(e);

    if (code == RD_KAFKA_RESP_ERR__QUEUE_FULL) {
        return GZ_PORT_QUEUE_FULL;
    }
    if (p->transactional && code == RD_KAFKA_RESP_ERR__STATE) {
        return GZ_PORT_ABORT;
    }
    if (gz_trouble_of(code) == GZ_TROUBLE_TOO_LARGE) {
        return GZ_PORT_TOO_LARGE;
    }
    if (gz_trouble_of(code) == GZ_TROUBLE_FATAL ||
        (fatal && !gz_trouble_lasts(code))) {
        gz_producer_say_dead(p, code);
        return GZ_PORT_PRODUCER_DEAD;
    }
    gz_producer_stop(p, code, out->to);
    return GZ_PORT_FAILED;
}

static rd_kafka_error_t *hand_over(struct gz_producer *p,
                                   const struct gz_output *out, uint64_t tag)
{
    // RD_KAFKA_MSG_F_COPY leaves the bytes alone, so the casts lie to nobody.
    void *value = (void *)(uintptr_t)out->value.ptr;
    void *key = (void *)(uintptr_t)out->key.ptr;
    const int32_t partition =
        out->to == GZ_TO_STATE ? out->partition : RD_KAFKA_PARTITION_UA;
    rd_kafka_headers_t *headers = build_headers(out);
    rd_kafka_vu_t vus[] = {
        {.vtype = RD_KAFKA_VTYPE_RKT, .u.rkt = p->topics[out->to]},
        {.vtype = RD_KAFKA_VTYPE_PARTITION, .u.i32 = partition},
        {.vtype = RD_KAFKA_VTYPE_VALUE, .u.mem = {value, out->value.len_bytes}},
        {.vtype = RD_KAFKA_VTYPE_KEY, .u.mem = {key, out->key.len_bytes}},
        {.vtype = RD_KAFKA_VTYPE_MSGFLAGS, .u.i = RD_KAFKA_MSG_F_COPY},
        {.vtype = RD_KAFKA_VTYPE_OPAQUE, .u.ptr = (void *)(uintptr_t)tag},
        {.vtype = RD_KAFKA_VTYPE_HEADERS, .u.headers = headers},
    };
    const size_t count = sizeof(vus) / sizeof(vus[0]);
    rd_kafka_error_t *error =
        rd_kafka_produceva(p->rk, vus, headers == NULL ? count - 1 : count);

    if (error != NULL && headers != NULL) {
        rd_kafka_headers_destroy(headers);
    }
    return error;
}

enum gz_port_status gz_producer_publish(struct gz_producer *p,
                                        const struct gz_output *out,
                                        uint64_t tag)
{
    if (!gz_producer_make_room(p)) {
        (void)gz_error_set(&p->problem, GZ_NO_MEMORY, "out of memory");
        return GZ_PORT_FAILED;
    }
    rd_kafka_error_t *error = hand_over(p, out, tag);
    if (error != NULL) {
        return refused(p, error, out);
    }
    p->awaited++;
    return GZ_PORT_OK;
}

// At once: librdkafka only changes its state.
enum gz_port_status gz_producer_begin(struct gz_producer *p)
{
    rd_kafka_error_t *error = rd_kafka_begin_transaction(p->rk);

    if (error != NULL) {
        gz_producer_say_dead(p, rd_kafka_error_code(error));
        rd_kafka_error_destroy(error);
        return GZ_PORT_PRODUCER_DEAD;
    }
    p->open = true;
    p->lost_said = false;
    return GZ_PORT_OK;
}

void gz_producer_ended(struct gz_producer *p, bool committed)
{
    if (committed) {
        p->cause = 0;
        p->clock_said = false;
        p->counts.events += p->pending.events;
        p->counts.dead_letters += p->pending.dead_letters;
    }
    p->pending = (struct gz_producer_counts){0};
    p->open = false;
}

void gz_producer_serve(struct gz_producer *p, int64_t timeout_us)
{
    int wait_ms = (int)(timeout_us / 1000);

    while (p->rk != NULL && rd_kafka_poll(p->rk, wait_ms) > 0) {
        wait_ms = 0;
    }
    gz_producer_deliver(p);
}

enum gz_status gz_producer_problem(const struct gz_producer *p,
                                   struct gz_error *err)
{
    gz_error_add(err, &p->problem);
    return p->problem.first;
}

void gz_producer_add_cause(const struct gz_producer *p, char *text, size_t size)
{
    const size_t len = strlen(text);

    if (p->cause != RD_KAFKA_RESP_ERR_NO_ERROR && len + 2 < size) {
        memcpy(text + len, ": ", 3);
        gz_trouble_describe(text + len + 2, size - len - 2, p->cause, NULL,
                            p->client.config);
    }
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
