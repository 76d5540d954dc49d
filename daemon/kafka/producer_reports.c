// What became of published records: each report is judged by its error, and
// passed on in the worker's thread.

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "daemon/kafka/producer_state.h"
#include "daemon/kafka/trouble.h"

enum { REASON_BYTES = 512, FIRST_ROOM = 256 };

static const char COMPONENT[] = "producer";

static const char *topic_of(const struct gz_producer *p, enum gz_output_to to)
{
    return p->client.route->outputs[to];
}

// Records that still wait fail with what their transaction lacks a right to,
// and their topic has nothing to do with it.
static bool is_of_client(int code)
{
    return code == RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED ||
           code == RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED;
}

void gz_producer_stop(struct gz_producer *p, int code, enum gz_output_to to)
{
    char text[REASON_BYTES];

    if (p->problem.count > 0) {
        return;
    }
    if (!is_of_client(code)) {
        (void)gz_trouble_topic(&p->problem, code, topic_of(p, to),
                               gz_route_role(to));
        return;
    }
    gz_trouble_describe(text, sizeof(text), code,
                        rd_kafka_err2str((rd_kafka_resp_err_t)code),
                        p->client.config);
    (void)gz_error_set(&p->problem, gz_trouble_status(gz_trouble_of(code)),
                       "%s", text);
}

// All that the client still holds fails with it, so it is said once.
void gz_producer_say_dead(struct gz_producer *p, rd_kafka_resp_err_t cause)
{
    char text[REASON_BYTES];

    if (p->dead) {
        return;
    }
    p->dead = true;
    p->cause = rd_kafka_fatal_error(p->rk, text, sizeof(text));
    if (p->cause == 0) {
        p->cause = cause;
        snprintf(text, sizeof(text), "%s", rd_kafka_err2str(cause));
    }
    gz_log_warning(p->client.log, COMPONENT,
                   "%s: failed for good while publishing: %s; making a new one",
                   p->client.name, text);
}

static enum gz_delivery_ack refuse_size(struct gz_producer *p,
                                        const struct gz_report *r)
{
    gz_log_warning(p->client.log, COMPONENT,
                   "%s: topic %s refused %llu bytes as too large: raise its "
                   "max.message.bytes or lower output.limit",
                   p->client.name, topic_of(p, r->to),
                   (unsigned long long)r->bytes);
    return GZ_DELIVERY_ACK_TOO_LARGE;
}

// Done again, it fails again until somebody sets the clock: said once.
static void say_clock(struct gz_producer *p, const struct gz_report *r)
{
    char text[REASON_BYTES];

    if (gz_trouble_of(r->err) != GZ_TROUBLE_CLOCK || p->clock_said) {
        return;
    }
    p->clock_said = true;
    gz_trouble_describe(text, sizeof(text), r->err, topic_of(p, r->to),
                        p->client.config);
    gz_log_error(p->client.log, COMPONENT,
                 "%s: nothing is published: %s; trying again", p->client.name,
                 text);
}

// A transaction that lost an output can only be aborted; what else it held
// comes back as purged.
static enum gz_delivery_ack lose(struct gz_producer *p,
                                 const struct gz_report *r)
{
    say_clock(p, r);
    if (!p->lost_said) {
        p->lost_said = true;
        gz_log_info(p->client.log, COMPONENT,
                    "%s: an output was not stored, so its transaction is "
                    "done again: %s",
                    p->client.name, rd_kafka_err2str(r->err));
    }
    return GZ_DELIVERY_ACK_LOST;
}

static bool purged(const struct gz_report *r)
{
    return r->err == RD_KAFKA_RESP_ERR__PURGE_QUEUE ||
           r->err == RD_KAFKA_RESP_ERR__PURGE_INFLIGHT;
}

// Whatever remains after librdkafka's own retries leaves a hole in the
// sequence: begin again behind what is acknowledged.  A right that is missing
// would stop the next producer as well.
static enum gz_delivery_ack end_for_good(struct gz_producer *p,
                                         const struct gz_report *r)
{
    const rd_kafka_resp_err_t cause = rd_kafka_fatal_error(p->rk, NULL, 0);

    if (gz_trouble_lasts(cause)) {
        gz_producer_stop(p, cause, r->to);
        return GZ_DELIVERY_ACK_FAILED;
    }
    gz_producer_say_dead(p, r->err);
    return GZ_DELIVERY_ACK_PRODUCER_DEAD;
}

static enum gz_delivery_ack judge(struct gz_producer *p,
                                  const struct gz_report *r)
{
    switch (gz_trouble_of(r->err)) {
    case GZ_TROUBLE_TOO_LARGE:
        return refuse_size(p, r);
    case GZ_TROUBLE_NO_TOPIC:
    case GZ_TROUBLE_NO_RIGHT:
    case GZ_TROUBLE_TOO_OLD:
        gz_producer_stop(p, r->err, r->to);
        return GZ_DELIVERY_ACK_FAILED;
    default:
        if (p->transactional && rd_kafka_fatal_error(p->rk, NULL, 0) == 0) {
            return purged(r) ? GZ_DELIVERY_ACK_LOST : lose(p, r);
        }
        return end_for_good(p, r);
    }
}

static enum gz_output_to to_of(const struct gz_producer *p,
                               const rd_kafka_topic_t *topic)
{
    unsigned to = 0;

    while (to + 1 < GZ_TO_COUNT && p->topics[to] != topic) {
        to++;
    }
    return (enum gz_output_to)to;
}

void gz_producer_on_delivery(rd_kafka_t *rk, const rd_kafka_message_t *m,
                             void *opaque)
{
    struct gz_producer *p = opaque;
    (void)rk;

    assert(p->report_count < p->report_room && p->awaited > 0);
    p->awaited--;
    p->reports[p->report_count++] = (struct gz_report){
        .tag = (uint64_t)(uintptr_t)m->_private,
        .bytes = m->len + m->key_len,
        .err = m->err,
        .to = to_of(p, m->rkt),
    };
}

static void deliver(struct gz_producer *p, const struct gz_report *r)
{
    struct gz_producer_counts *c = p->transactional ? &p->pending : &p->counts;
    enum gz_delivery_ack ack = GZ_DELIVERY_ACK_OK;

    if (r->err != RD_KAFKA_RESP_ERR_NO_ERROR) {
        ack = judge(p, r);
        p->counts.failures += purged(r) ? 0 : 1;
    } else if (r->to == GZ_TO_DEAD_LETTERS) {
        c->dead_letters++;
    } else if (r->to == GZ_TO_EVENTS) {
        c->events++;
    }
    p->events.on_ack(p->events.ctx, r->tag, r->bytes, ack);
}

void gz_producer_deliver(struct gz_producer *p)
{
    for (size_t i = 0; i < p->report_count; i++) {
        deliver(p, &p->reports[i]);
    }
    p->report_count = 0;
}

bool gz_producer_make_room(struct gz_producer *p)
{
    if (p->report_count + p->awaited < p->report_room) {
        return true;
    }
    const size_t room = p->report_room == 0 ? FIRST_ROOM : 2 * p->report_room;
    struct gz_report *reports = realloc(p->reports, room * sizeof(*reports));
    if (reports == NULL) {
        return false;
    }
    p->reports = reports;
    p->report_room = room;
    return true;
}
