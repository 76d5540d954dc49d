#include "tests/sim/sim_net.h"

#include <stdlib.h>

#include "tests/sim/sim_client.h"
#include "tests/sim/sim_group.h"
#include "tests/sim/sim_log.h"
#include "tests/sim/sim_txn.h"

static const char *const names[] = {
    [SIM_INIT] = "InitProducerId",
    [SIM_ADD_LOGS] = "AddPartitionsToTxn",
    [SIM_PRODUCE] = "Produce",
    [SIM_ADD_OFFSETS] = "AddOffsetsToTxn",
    [SIM_TXN_OFFSETS] = "TxnOffsetCommit",
    [SIM_END] = "EndTxn",
    [SIM_JOIN] = "JoinGroup",
    [SIM_HEARTBEAT] = "Heartbeat",
    [SIM_LEAVE] = "LeaveGroup",
    [SIM_FETCH_OFFSETS] = "OffsetFetch",
    [SIM_COMMIT] = "OffsetCommit",
};

static const char *const errors[] = {
    [SIM_OK] = "OK",
    [SIM_NOT_HERE] = "NOT_COORDINATOR",
    [SIM_LOADING] = "COORDINATOR_LOAD_IN_PROGRESS",
    [SIM_CONCURRENT] = "CONCURRENT_TRANSACTIONS",
    [SIM_UNSTABLE] = "UNSTABLE_OFFSET_COMMIT",
    [SIM_REBALANCING] = "REBALANCE_IN_PROGRESS",
    [SIM_PRODUCER_FENCED] = "PRODUCER_FENCED",
    [SIM_BAD_EPOCH] = "INVALID_PRODUCER_EPOCH",
    [SIM_BAD_MAPPING] = "INVALID_PRODUCER_ID_MAPPING",
    [SIM_BAD_STATE] = "INVALID_TXN_STATE",
    [SIM_OUT_OF_ORDER] = "OUT_OF_ORDER_SEQUENCE_NUMBER",
    [SIM_TOO_LARGE] = "MSG_SIZE_TOO_LARGE",
    [SIM_ILLEGAL_GENERATION] = "ILLEGAL_GENERATION",
    [SIM_UNKNOWN_MEMBER] = "UNKNOWN_MEMBER_ID",
    [SIM_FENCED_INSTANCE] = "FENCED_INSTANCE_ID",
};

static struct sim_request *allocate(struct sim *s)
{
    struct sim_request *r = s->free_requests;

    if (r != NULL) {
        s->free_requests = r->next_free;
        return r;
    }
    s->request_count++;
    r = malloc(sizeof(*r));
    if (r == NULL) {
        abort();
    }
    return r;
}

static void release(struct sim *s, struct sim_request *r)
{
    r->next_free = s->free_requests;
    s->free_requests = r;
}

static int64_t latency(struct sim *s)
{
    const int64_t base = s->plan->latency_us;
    const int64_t most = s->now_us < s->slow_until_us ? 20 * base : base;

    return most / 4 + (int64_t)sim_chance(s, (unsigned)most);
}

// Who serves a request, and from when on.
static unsigned place_of(const struct sim *s, const struct sim_request *r,
                         int64_t *ready_us)
{
    const struct sim_txn *t = &s->txns[r->name];

    switch (r->api) {
    case SIM_PRODUCE:
        *ready_us = s->logs[r->log].ready_us;
        return s->logs[r->log].leader;
    case SIM_INIT:
    case SIM_ADD_LOGS:
    case SIM_ADD_OFFSETS:
    case SIM_END:
        *ready_us = t->ready_us;
        return t->coordinator;
    default:
        *ready_us = s->group.ready_us;
        return s->group.coordinator;
    }
}

static void serve(struct sim *s, struct sim_request *r)
{
    int64_t ready_us;

    if (place_of(s, r, &ready_us) != r->broker) {
        r->error = SIM_NOT_HERE;
    } else if (ready_us > s->now_us) {
        r->error = SIM_LOADING;
    } else {
        switch (r->api) {
        case SIM_PRODUCE:
            r->error = sim_log_produce(s, r);
            break;
        case SIM_INIT:
            if (!r->transactional) {
                r->pid = s->last_pid++;
                r->epoch = 0;
                r->error = SIM_OK;
                break;
            }
            sim_txn_handle(s, r);
            break;
        case SIM_ADD_LOGS:
        case SIM_ADD_OFFSETS:
        case SIM_END:
            sim_txn_handle(s, r);
            break;
        default:
            if (!sim_group_handle(s, r)) {
                return;
            }
        }
    }
    sim_net_reply(s, r);
}

static struct sim_op *op_of(struct sim *s, const struct sim_request *r)
{
    struct sim_proc *p = &s->procs[r->proc];
    struct sim_op *op = r->slot < SIM_SLOTS ? &p->ops[r->slot] : NULL;

    return op != NULL && p->life == r->life && op->busy &&
                   op->attempt == r->attempt
               ? op
               : NULL;
}

static void on_arrival(struct sim *s, void *ctx, uint64_t arg)
{
    struct sim_request *r = ctx;
    struct sim_op *op = op_of(s, r);
    (void)arg;

    if (r->delay_us > 0) {
        const int64_t delay_us = r->delay_us;
        r->delay_us = -1;  // it is late from now on
        sim_after(s, delay_us, on_arrival, r, 0);
        return;
    }
    if (op != NULL) {
        op->travels = NULL;
    }
    if (r->lost || s->brokers[r->broker].down ||
        s->brokers[r->broker].uptime != r->uptime) {
        release(s, r);
        return;
    }
    s->totals.late_others += r->delay_us < 0;
    SIM_TRACE(s, "      %s of process %u%s", names[r->api], r->proc,
              r->delay_us < 0 ? ", late" : "");
    serve(s, r);
}

static bool in_time(const struct sim *s, const struct sim_request *r)
{
    const struct sim_proc *p = &s->procs[r->proc];

    return p->alive && p->life == r->life &&
           p->connections[r->broker] == r->connection &&
           s->brokers[r->broker].uptime == r->uptime;
}

static void on_reply(struct sim *s, void *ctx, uint64_t arg)
{
    struct sim_request *r = ctx;
    struct sim_proc *p = &s->procs[r->proc];
    struct sim_op *op = op_of(s, r);
    (void)arg;

    if (!in_time(s, r) || op == NULL) {
        release(s, r);
        return;
    }
    if (p->frozen_us > s->now_us) {
        sim_after(s, p->frozen_us - s->now_us, on_reply, r, 0);
        return;
    }
    if (r->error != SIM_OK) {
        SIM_TRACE(s, "      process %u gets %s for %s", p->index,
                  errors[r->error], names[r->api]);
    }
    op->busy = false;
    sim_client_reply(s, p, (enum sim_slot)r->slot, r);
    release(s, r);
}

// Arrivals of one connection stay in order.
static int64_t in_order(struct sim *s, int64_t *last_us)
{
    const int64_t at_us = s->now_us + latency(s);

    *last_us = at_us > *last_us ? at_us : *last_us;
    return *last_us - s->now_us;
}

void sim_net_reply(struct sim *s, struct sim_request *r)
{
    struct sim_proc *p = &s->procs[r->proc];

    if (!in_time(s, r)) {
        release(s, r);
        return;
    }
    sim_after(s, in_order(s, &p->received_us[r->broker]), on_reply, r, 0);
}

static struct sim_request *dispatch(struct sim *s, struct sim_proc *p,
                                    const struct sim_request *request,
                                    unsigned broker)
{
    struct sim_request *r = allocate(s);

    *r = *request;
    r->broker = (uint8_t)broker;
    r->proc = p->index;
    r->name = p->name;
    r->life = p->life;
    r->connection = p->connections[broker];
    r->uptime = s->brokers[broker].uptime;
    r->delay_us = 0;
    r->serial = s->txns[p->name].serial;
    r->lost = false;
    sim_after(s, in_order(s, &p->sent_us[broker]), on_arrival, r, 0);
    return r;
}

static void on_retry(struct sim *s, void *ctx, uint64_t arg)
{
    struct sim_proc *p = ctx;
    const enum sim_slot slot = (enum sim_slot)(arg & 0xff);
    struct sim_op *op = &p->ops[slot];

    if (!p->alive || !op->busy || op->attempt != (uint32_t)(arg >> 8)) {
        return;
    }
    if (p->frozen_us > s->now_us) {
        sim_after(s, p->frozen_us - s->now_us, on_retry, p, arg);
        return;
    }
    sim_net_send(s, p, slot);
}

void sim_net_send_later(struct sim *s, struct sim_proc *p, enum sim_slot slot)
{
    struct sim_op *op = &p->ops[slot];
    const int64_t backoff_us = s->plan->backoff_us;

    op->busy = true;
    op->broker = SIM_BROKERS;
    op->attempt++;
    sim_after(s, backoff_us / 2 + (int64_t)sim_chance(s, (unsigned)backoff_us),
              on_retry, p, (uint64_t)op->attempt << 8 | slot);
}

// A request that is held up arrives when its connection is long broken.
static void hold(struct sim *s, struct sim_proc *p, struct sim_op *op)
{
    uint64_t random = s->random;

    op->travels->delay_us = s->hold_us;
    s->hold_us = 0;
    sim_net_break(s, p, op->travels->broker, &random);
}

void sim_net_send(struct sim *s, struct sim_proc *p, enum sim_slot slot)
{
    struct sim_op *op = &p->ops[slot];
    int64_t ready_us;
    const unsigned broker = place_of(s, &op->request, &ready_us);

    if (s->brokers[broker].down) {
        sim_net_send_later(s, p, slot);
        return;
    }
    op->busy = true;
    op->attempt++;
    op->request.attempt = op->attempt;
    op->request.slot = (uint8_t)slot;
    op->broker = (uint8_t)broker;
    op->travels = dispatch(s, p, &op->request, broker);
    if (s->hold_us > 0 && s->hold_name == p->name &&
        s->hold_api == op->request.api) {
        hold(s, p, op);
    }
}

void sim_net_tell(struct sim *s, struct sim_proc *p,
                  const struct sim_request *request)
{
    int64_t ready_us;
    const unsigned broker = place_of(s, request, &ready_us);

    if (!s->brokers[broker].down) {
        dispatch(s, p, request, broker)->slot = SIM_SLOTS;
    }
}

// What becomes of a request when its connection is no more.
static void cast_away(struct sim *s, struct sim_request *r, uint64_t *random)
{
    if (r->delay_us != 0) {
        return;
    }
    switch (sim_roll(random, 4)) {
    case 0:
        r->lost = true;
        break;
    case 1:
        r->delay_us =
            1 + (int64_t)sim_roll(random, (unsigned)(20 * s->plan->backoff_us));
        break;
    default:
        break;  // it arrives in time, and the reply is lost
    }
}

void sim_net_give_up(struct sim *s, struct sim_proc *p, enum sim_slot slot)
{
    struct sim_op *op = &p->ops[slot];

    if (op->busy && op->travels != NULL && !s->calm) {
        cast_away(s, op->travels, &s->random);
    }
    op->busy = false;
    op->travels = NULL;
    op->attempt++;
}

void sim_net_break(struct sim *s, struct sim_proc *p, unsigned broker,
                   uint64_t *random)
{
    bool suspect = false;

    p->connections[broker]++;
    p->sent_us[broker] = s->now_us;
    p->received_us[broker] = s->now_us;
    s->totals.breaks++;
    for (unsigned slot = 0; slot < SIM_SLOTS; slot++) {
        struct sim_op *op = &p->ops[slot];
        if (!op->busy || op->broker != broker) {
            continue;
        }
        if (op->travels != NULL) {
            cast_away(s, op->travels, random);
            op->travels = NULL;
        }
        suspect = true;
        sim_net_send_later(s, p, (enum sim_slot)slot);
    }
    if (suspect || sim_roll(random, 2) == 0) {
        sim_client_suspect(s, p);
    }
}

static unsigned another(const struct sim *s, unsigned broker, uint64_t *random)
{
    unsigned next = (broker + 1 + sim_roll(random, 2)) % SIM_BROKERS;

    return s->brokers[next].down ? (next + 1) % SIM_BROKERS : next;
}

static void move_place(const struct sim *s, uint8_t *place, int64_t *ready_us,
                       int64_t loading_us, uint64_t *random)
{
    const int64_t most = 2 * loading_us;

    *place = (uint8_t)another(s, *place, random);
    *ready_us = s->now_us + (int64_t)sim_roll(random, (unsigned)most);
}

static void on_restart(struct sim *s, void *ctx, uint64_t broker)
{
    (void)ctx;
    s->brokers[broker].down = false;
    SIM_TRACE(s, "  broker %u is back", (unsigned)broker);
}

void sim_net_crash(struct sim *s, unsigned broker, int64_t down_us,
                   uint64_t *random)
{
    const int64_t election_us = 2 * s->plan->backoff_us;

    for (unsigned i = 0; i < SIM_BROKERS; i++) {
        if (s->brokers[i].down) {
            return;  // a majority must stay
        }
    }
    s->totals.broker_crashes++;
    for (unsigned i = 0; i < SIM_PROCS; i++) {
        if (s->procs[i].alive) {
            sim_net_break(s, &s->procs[i], broker, random);
        }
    }
    s->brokers[broker].down = true;
    s->brokers[broker].uptime++;
    for (unsigned i = 0; i < SIM_LOGS; i++) {
        if (s->logs[i].leader == broker) {
            move_place(s, &s->logs[i].leader, &s->logs[i].ready_us, election_us,
                       random);
        }
    }
    for (unsigned i = 0; i < SIM_NAMES; i++) {
        if (s->txns[i].coordinator == broker) {
            move_place(s, &s->txns[i].coordinator, &s->txns[i].ready_us,
                       election_us, random);
        }
    }
    if (s->group.coordinator == broker) {
        move_place(s, &s->group.coordinator, &s->group.ready_us, election_us,
                   random);
    }
    sim_after(s, down_us, on_restart, NULL, broker);
}

void sim_net_move(struct sim *s, int64_t loading_us, uint64_t *random)
{
    s->totals.moves++;
    for (unsigned i = 0; i < SIM_LOGS; i++) {
        if (sim_roll(random, 3) == 0) {
            move_place(s, &s->logs[i].leader, &s->logs[i].ready_us, loading_us,
                       random);
        }
    }
    for (unsigned i = 0; i < SIM_NAMES; i++) {
        if (sim_roll(random, 2) == 0) {
            move_place(s, &s->txns[i].coordinator, &s->txns[i].ready_us,
                       loading_us, random);
        }
    }
    if (sim_roll(random, 2) == 0) {
        move_place(s, &s->group.coordinator, &s->group.ready_us, loading_us,
                   random);
    }
}

static void release_request_of(struct sim *s, const struct sim_event *event)
{
    if (event->fn == on_arrival || event->fn == on_reply) {
        release(s, event->ctx);
    }
}

void sim_net_reset(struct sim *s)
{
    for (size_t i = 0; i < s->queue.count; i++) {
        release_request_of(s, &s->queue.items[i]);
    }
    for (unsigned i = 0; i < SIM_MEMBERS; i++) {
        if (s->group.members[i].joining != NULL) {
            release(s, s->group.members[i].joining);
            s->group.members[i].joining = NULL;
        }
    }
    sim_queue_clear(&s->queue);
}
