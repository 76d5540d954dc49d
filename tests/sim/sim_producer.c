// The producer of librdkafka: sequences, batches, retries, and what it makes
// of errors.  Between begin and the answer to end or abort a transaction is
// open; a fatal error leaves only renew.

#include <string.h>

#include "tests/sim/sim_client.h"
#include "tests/sim/sim_net.h"

enum { REPORTS_US = 2000 };

void sim_producer_reset(struct sim_producer *producer)
{
    producer->serial++;
    producer->pid = -1;
    producer->epoch = -1;
    producer->open = producer->fatal = producer->abortable = false;
    producer->offsets_sent = producer->end_sent = false;
    producer->added = producer->adding = producer->queued = 0;
    producer->call = SIM_NO_CALL;
    for (unsigned i = 0; i < SIM_LOGS; i++) {
        producer->logs[i].head = producer->logs[i].count = 0;
        producer->logs[i].in_flight = 0;
        producer->logs[i].sequence = 0;
    }
}

static struct sim_request *prepare(struct sim_proc *p, enum sim_slot slot,
                                   enum sim_api api)
{
    struct sim_request *r = &p->ops[slot].request;

    r->api = api;
    r->name = p->name;
    r->transactional = p->sim->plan->exactly_once;
    r->pid = p->producer.pid;
    r->epoch = p->producer.epoch;
    return r;
}

// Report messages at the head of a backlog.
static void report(struct sim_proc *p, struct sim_backlog *b, unsigned count,
                   enum gz_delivery_ack ack)
{
    for (unsigned i = 0; i < count; i++) {
        const struct sim_msg *m = &b->msgs[b->head];
        const struct sim_inbox_item item = {SIM_ACK, (int)ack, m->tag,
                                            m->bytes};
        b->head = (b->head + 1) % SIM_QUEUE;
        b->count--;
        p->producer.queued--;
        sim_client_note(p->sim, p, item);
    }
}

static void go_on(struct sim_proc *p);

static void report_dead(struct sim_proc *p)
{
    for (unsigned i = 0; i < SIM_LOGS; i++) {
        struct sim_backlog *b = &p->producer.logs[i];
        b->in_flight = 0;
        report(p, b, b->count, GZ_DELIVERY_ACK_PRODUCER_DEAD);
    }
}

// What a dead producer holds is reported some time after it is known dead.
static void on_death(struct sim *s, void *ctx, uint64_t arg)
{
    struct sim_proc *p = ctx;
    (void)s;

    if (p->alive && arg == ((uint64_t)p->life << 32 | p->producer.serial)) {
        report_dead(p);
    }
}

static void die(struct sim_proc *p)
{
    struct sim_producer *producer = &p->producer;
    const enum sim_call call = producer->call;

    if (producer->fatal) {
        return;
    }
    producer->fatal = true;
    for (unsigned slot = SIM_SLOT_ADD_LOGS; slot < SIM_SLOT_JOIN; slot++) {
        sim_net_give_up(p->sim, p, (enum sim_slot)slot);
    }
    if (call != SIM_ENDING && call != SIM_ABORT) {
        sim_after(p->sim, (int64_t)sim_chance(p->sim, REPORTS_US), on_death, p,
                  (uint64_t)p->life << 32 | producer->serial);
    } else {
        report_dead(p);
        sim_client_answer(p, GZ_PORT_RENEW_NEEDED);
    }
}

// One request for each log; what the broker will refuse travels alone, so
// that no neighbour in its batch is refused with it.
static unsigned batch_of(const struct sim_backlog *b, struct sim_msg *out)
{
    unsigned n = 0;

    while (n < b->count && n < SIM_BATCH) {
        const struct sim_msg *m = &b->msgs[(b->head + n) % SIM_QUEUE];
        if (m->too_large && n > 0) {
            break;
        }
        out[n++] = *m;
        if (m->too_large) {
            break;
        }
    }
    return n;
}

static void send_batch(struct sim_proc *p, unsigned log)
{
    struct sim_backlog *b = &p->producer.logs[log];
    const enum sim_slot slot = SIM_SLOT_PRODUCE + log;
    struct sim_request *r = prepare(p, slot, SIM_PRODUCE);

    r->log = (uint8_t)log;
    r->sequence = b->sequence;
    r->count = (uint8_t)batch_of(b, r->msgs);
    b->in_flight = r->count;
    sim_net_send(p->sim, p, slot);
}

static void add_logs(struct sim_proc *p, unsigned wanted)
{
    struct sim_producer *producer = &p->producer;

    if (producer->adding == 0) {
        producer->adding = wanted;
        prepare(p, SIM_SLOT_ADD_LOGS, SIM_ADD_LOGS)->logs = wanted;
        sim_net_send(p->sim, p, SIM_SLOT_ADD_LOGS);
    }
}

static void pump(struct sim_proc *p)
{
    struct sim_producer *producer = &p->producer;
    unsigned wanted = 0;

    if (producer->fatal || producer->pid < 0) {
        return;
    }
    for (unsigned i = 0; i < SIM_LOGS; i++) {
        const struct sim_backlog *b = &producer->logs[i];
        if (b->count == 0 || b->in_flight > 0) {
            continue;
        }
        if (p->sim->plan->exactly_once && (producer->added & 1U << i) == 0) {
            wanted |= 1U << i;
        } else {
            send_batch(p, i);
        }
    }
    if (wanted != 0) {
        add_logs(p, wanted);
    }
}

enum gz_port_status sim_producer_publish(struct sim_proc *p, unsigned log,
                                         const struct sim_msg *m)
{
    struct sim_producer *producer = &p->producer;
    struct sim_backlog *b = &producer->logs[log];

    if (producer->fatal || producer->pid < 0) {
        return GZ_PORT_PRODUCER_DEAD;
    }
    if (producer->abortable) {
        return GZ_PORT_ABORT;
    }
    if (producer->queued >= p->sim->plan->queue || b->count == SIM_QUEUE) {
        return GZ_PORT_QUEUE_FULL;
    }
    b->msgs[(b->head + b->count++) % SIM_QUEUE] = *m;
    producer->queued++;
    pump(p);
    return GZ_PORT_OK;
}

enum gz_port_status sim_producer_begin(struct sim_proc *p)
{
    struct sim_producer *producer = &p->producer;

    if (producer->fatal || producer->pid < 0) {
        return GZ_PORT_PRODUCER_DEAD;
    }
    if (producer->open) {
        sim_fail(p->sim, "process %u begins a transaction inside of another",
                 p->index);
    }
    producer->open = true;
    producer->abortable = false;
    producer->added = 0;
    producer->offsets_sent = false;
    return GZ_PORT_OK;
}

void sim_producer_renew(struct sim_proc *p)
{
    for (unsigned slot = SIM_SLOT_INIT; slot < SIM_SLOT_JOIN; slot++) {
        sim_net_give_up(p->sim, p, (enum sim_slot)slot);
    }
    sim_producer_reset(&p->producer);
    p->producer.call = SIM_RENEW;
    (void)prepare(p, SIM_SLOT_INIT, SIM_INIT);
    sim_net_send(p->sim, p, SIM_SLOT_INIT);
}

void sim_producer_end(struct sim_proc *p, const struct gz_position *positions,
                      size_t count)
{
    struct sim_producer *producer = &p->producer;

    producer->call = SIM_ENDING;
    producer->end_sent = false;
    if (producer->fatal) {
        sim_client_answer(p, GZ_PORT_RENEW_NEEDED);
        return;
    }
    producer->ins = sim_consumer_offsets(positions, count, producer->offsets);
    producer->member = p->consumer.member;
    producer->generation = p->consumer.generation;
    if (producer->abortable) {
        sim_client_answer(p, GZ_PORT_ABORT_NEEDED);
    } else if (producer->ins != 0) {
        (void)prepare(p, SIM_SLOT_OFFSETS, SIM_ADD_OFFSETS);
        sim_net_send(p->sim, p, SIM_SLOT_OFFSETS);
    } else {
        go_on(p);
    }
}

void sim_producer_abort(struct sim_proc *p)
{
    struct sim_producer *producer = &p->producer;

    producer->call = SIM_ABORT;
    producer->end_sent = false;
    if (producer->fatal) {
        sim_client_answer(p, GZ_PORT_RENEW_NEEDED);
        return;
    }
    // What is not yet sent is thrown away; what is must be waited for.
    for (unsigned i = 0; i < SIM_LOGS; i++) {
        struct sim_backlog *b = &producer->logs[i];
        const unsigned kept = b->in_flight;
        const struct sim_backlog all = *b;
        b->head = (b->head + kept) % SIM_QUEUE;
        b->count -= kept;
        report(p, b, b->count, GZ_DELIVERY_ACK_LOST);
        b->head = all.head;
        b->count = kept;
    }
    go_on(p);
}

static void finish(struct sim_proc *p)
{
    p->producer.open = false;
    p->producer.abortable = false;
    sim_client_answer(p, GZ_PORT_DONE);
}

// The rest of end or abort, when nothing is under way any more.
static void go_on(struct sim_proc *p)
{
    struct sim_producer *producer = &p->producer;
    const bool commit = producer->call == SIM_ENDING;

    if ((!commit && producer->call != SIM_ABORT) || producer->end_sent ||
        producer->queued > 0 || producer->adding != 0 ||
        p->ops[SIM_SLOT_OFFSETS].busy) {
        return;
    }
    if (commit && producer->abortable) {
        sim_client_answer(p, GZ_PORT_ABORT_NEEDED);
        return;
    }
    if (producer->added == 0 && !producer->offsets_sent) {
        finish(p);
        return;
    }
    producer->end_sent = true;
    prepare(p, SIM_SLOT_END, SIM_END)->commit = commit;
    sim_net_send(p->sim, p, SIM_SLOT_END);
}

static bool is_retriable(enum sim_error error)
{
    return error == SIM_NOT_HERE || error == SIM_LOADING ||
           error == SIM_CONCURRENT;
}

static void on_init(struct sim_proc *p, const struct sim_request *r)
{
    if (r->error != SIM_OK) {
        die(p);
        return;
    }
    p->producer.pid = r->pid;
    p->producer.epoch = r->epoch;
    if (p->producer.call == SIM_RENEW) {
        sim_client_answer(p, GZ_PORT_DONE);
    }
}

static void on_added(struct sim_proc *p, const struct sim_request *r)
{
    struct sim_producer *producer = &p->producer;

    if (r->error != SIM_OK) {
        die(p);
        return;
    }
    producer->added |= producer->adding;
    producer->adding = 0;
    pump(p);
    go_on(p);
}

static void on_offsets(struct sim_proc *p, const struct sim_request *r)
{
    struct sim_producer *producer = &p->producer;

    switch (r->error) {
    case SIM_OK:
        break;
    case SIM_ILLEGAL_GENERATION:
    case SIM_UNKNOWN_MEMBER:
    case SIM_REBALANCING:
        producer->abortable = true;
        go_on(p);
        return;
    case SIM_FENCED_INSTANCE:
        sim_client_answer(p, GZ_PORT_STOP);
        return;
    default:
        die(p);
        return;
    }
    producer->offsets_sent = true;
    if (r->api == SIM_ADD_OFFSETS) {
        struct sim_request *next =
            prepare(p, SIM_SLOT_OFFSETS, SIM_TXN_OFFSETS);
        next->ins = producer->ins;
        next->member = producer->member;
        next->instance = p->consumer.instance;
        next->generation = producer->generation;
        memcpy(next->offsets, producer->offsets, sizeof(next->offsets));
        sim_net_send(p->sim, p, SIM_SLOT_OFFSETS);
        return;
    }
    go_on(p);
}

static void on_end(struct sim_proc *p, const struct sim_request *r)
{
    if (r->error != SIM_OK) {
        die(p);
        return;
    }
    finish(p);
}

static void on_produced(struct sim_proc *p, unsigned log,
                        const struct sim_request *r)
{
    struct sim_producer *producer = &p->producer;
    struct sim_backlog *b = &producer->logs[log];

    if (r->error != SIM_OK && r->error != SIM_TOO_LARGE) {
        die(p);
        return;
    }
    b->in_flight = 0;
    if (r->error == SIM_OK) {
        b->sequence += r->count;
        report(p, b, r->count, GZ_DELIVERY_ACK_OK);
    } else {
        producer->abortable = r->transactional;
        report(p, b, r->count, GZ_DELIVERY_ACK_TOO_LARGE);
    }
    pump(p);
    go_on(p);
}

void sim_producer_reply(struct sim *s, struct sim_proc *p, enum sim_slot slot,
                        const struct sim_request *r)
{
    if (is_retriable(r->error)) {
        sim_net_send_later(s, p, slot);
        return;
    }
    switch (slot) {
    case SIM_SLOT_INIT:
        on_init(p, r);
        break;
    case SIM_SLOT_ADD_LOGS:
        on_added(p, r);
        break;
    case SIM_SLOT_OFFSETS:
        on_offsets(p, r);
        break;
    case SIM_SLOT_END:
        on_end(p, r);
        break;
    default:
        on_produced(p, slot - SIM_SLOT_PRODUCE, r);
        break;
    }
}
