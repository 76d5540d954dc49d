// The consumer of librdkafka: membership, heartbeats, where it reads, and
// what it commits.  The input logs hold still, so fetching is reading them.

#include <string.h>

#include "tests/sim/sim_client.h"
#include "tests/sim/sim_net.h"
#include "tests/sim/sim_proc.h"

void sim_consumer_reset(struct sim_consumer *c)
{
    *c = (struct sim_consumer){.instance = -1};
}

unsigned sim_consumer_offsets(const struct gz_position *positions, size_t count,
                              struct sim_offset offsets[SIM_INS])
{
    unsigned ins = 0;

    for (size_t i = 0; i < count; i++) {
        char text[GZ_ATTEMPTS_TEXT_BYTES];
        gz_attempts_print(positions[i].attempts, text);
        offsets[positions[i].partition] = (struct sim_offset){
            .offset = positions[i].offset,
            .attempts = gz_attempts_parse(gz_str_z(text)),
        };
        ins |= 1U << positions[i].partition;
    }
    return ins;
}

static struct sim_request *prepare(struct sim_proc *p, enum sim_slot slot,
                                   enum sim_api api)
{
    struct sim_request *r = &p->ops[slot].request;

    r->api = api;
    r->name = p->name;
    r->transactional = false;
    r->member = p->consumer.member;
    r->instance = p->consumer.instance;
    r->generation = p->consumer.generation;
    r->ins = p->consumer.ins;
    return r;
}

static void send_join(struct sim_proc *p)
{
    p->consumer.state = SIM_JOINING;
    (void)prepare(p, SIM_SLOT_JOIN, SIM_JOIN);
    sim_net_send(p->sim, p, SIM_SLOT_JOIN);
}

static void on_heartbeat(struct sim *s, void *ctx, uint64_t life);

static int64_t heartbeat_us(const struct sim *s)
{
    return s->plan->session_us / 4;
}

void sim_consumer_join(struct sim_proc *p)
{
    struct sim *s = p->sim;

    if (p->consumer.state == SIM_OUTSIDE) {
        p->consumer.instance = s->plan->static_members ? p->name : -1;
        p->consumer.heard_us = p->consumer.polled_us = s->now_us;
        send_join(p);
        sim_after(s, heartbeat_us(s), on_heartbeat, p, p->life);
    }
}

// The worker must let go before the consumer joins again.
static void want_back(struct sim_proc *p, enum sim_membership how)
{
    struct sim_consumer *c = &p->consumer;

    if (c->state == SIM_STARTING || c->state == SIM_ARRIVED) {
        sim_net_give_up(p->sim, p, SIM_SLOT_START);
        if (how == SIM_LOSING) {
            c->member = 0;
        }
        send_join(p);
    } else if (c->state == SIM_MEMBER ||
               (c->state == SIM_REVOKING && how == SIM_LOSING)) {
        c->state = how;
        sim_proc_wake(p, 0);
    }
}

void sim_consumer_let_go(struct sim_proc *p)
{
    struct sim_consumer *c = &p->consumer;

    if (c->state == SIM_LOSING) {
        c->member = 0;
    }
    c->ins = 0;
    send_join(p);
}

void sim_consumer_leave(struct sim_proc *p)
{
    if (p->consumer.instance < 0 && p->consumer.member != 0) {
        prepare(p, SIM_SLOT_HEARTBEAT, SIM_LEAVE);
        sim_net_tell(p->sim, p, &p->ops[SIM_SLOT_HEARTBEAT].request);
    }
}

static void on_heartbeat(struct sim *s, void *ctx, uint64_t life)
{
    struct sim_proc *p = ctx;
    struct sim_consumer *c = &p->consumer;

    if (!p->alive || p->life != life) {
        return;
    }
    if (p->frozen_us > s->now_us) {
        sim_after(s, p->frozen_us - s->now_us, on_heartbeat, p, life);
        return;
    }
    sim_after(s, heartbeat_us(s), on_heartbeat, p, life);
    if (c->state != SIM_MEMBER && c->state != SIM_REVOKING) {
        c->heard_us = s->now_us;
        return;
    }
    if (s->now_us - c->heard_us > s->plan->session_us ||
        s->now_us - c->polled_us > s->plan->poll_us) {
        SIM_TRACE(s, "    process %u was silent for too long", p->index);
        want_back(p, SIM_LOSING);
        return;
    }
    if (!p->ops[SIM_SLOT_HEARTBEAT].busy) {
        (void)prepare(p, SIM_SLOT_HEARTBEAT, SIM_HEARTBEAT);
        sim_net_send(s, p, SIM_SLOT_HEARTBEAT);
    }
}

static void fenced(struct sim_proc *p)
{
    sim_client_note(p->sim, p,
                    (struct sim_inbox_item){SIM_FENCED_BY_TWIN, 0, 0, 0});
}

static void on_beat(struct sim_proc *p, const struct sim_request *r)
{
    struct sim_consumer *c = &p->consumer;

    if (r->member != c->member) {
        return;
    }
    switch (r->error) {
    case SIM_OK:
        c->heard_us = p->sim->now_us;
        break;
    case SIM_REBALANCING:
        c->heard_us = p->sim->now_us;
        want_back(p, SIM_REVOKING);
        break;
    case SIM_FENCED_INSTANCE:
        fenced(p);
        break;
    case SIM_ILLEGAL_GENERATION:
    case SIM_UNKNOWN_MEMBER:
        want_back(p, SIM_LOSING);
        break;
    default:
        break;  // the next one may do better
    }
}

static void on_joined(struct sim_proc *p, const struct sim_request *r)
{
    struct sim_consumer *c = &p->consumer;

    if (r->error == SIM_FENCED_INSTANCE) {
        fenced(p);
        return;
    }
    if (r->error != SIM_OK) {
        c->member = 0;
        prepare(p, SIM_SLOT_JOIN, SIM_JOIN);
        sim_net_send_later(p->sim, p, SIM_SLOT_JOIN);
        return;
    }
    c->member = r->member;
    c->generation = r->generation;
    c->ins = r->ins;
    c->state = SIM_STARTING;
    c->heard_us = c->polled_us = p->sim->now_us;
    (void)prepare(p, SIM_SLOT_START, SIM_FETCH_OFFSETS);
    sim_net_send(p->sim, p, SIM_SLOT_START);
}

static unsigned index_of(const struct sim *s, unsigned in, int64_t offset)
{
    unsigned i = 0;

    while (i < s->plan->records && s->truth[in][i].offset < offset) {
        i++;
    }
    return i;
}

static void on_starts(struct sim_proc *p, const struct sim_request *r)
{
    memcpy(p->consumer.starts, r->offsets, sizeof(r->offsets));
    p->consumer.state = SIM_ARRIVED;
    sim_proc_wake(p, 0);
}

size_t sim_consumer_arrive(struct sim_proc *p,
                           struct gz_delivery_start starts[SIM_INS])
{
    struct sim_consumer *c = &p->consumer;
    const int64_t unknown = p->sim->plan->seed % 2 == 0 ? 0 : -1;
    size_t count = 0;

    for (unsigned in = 0; in < SIM_INS; in++) {
        if ((c->ins & 1U << in) == 0) {
            continue;
        }
        const struct sim_offset *o = &c->starts[in];
        starts[count++] = (struct gz_delivery_start){
            .partition = (int32_t)in,
            .offset = o->offset < 0 ? unknown : o->offset,
            .committed = o->offset,
            .attempts = o->attempts,
        };
        c->read[in] = index_of(p->sim, in, o->offset);
        c->taken[in] = c->flies[in] = 0;
    }
    c->state = SIM_MEMBER;
    return count;
}

static void on_located(struct sim_proc *p, const struct sim_request *r)
{
    if (p->producer.call != SIM_LOCATE) {
        return;
    }
    for (size_t i = 0; i < p->located_count; i++) {
        const struct sim_offset *o = &r->offsets[p->located[i].partition];
        p->located[i].offset = o->offset;
        p->located[i].attempts = o->attempts;
    }
    sim_client_answer(p, GZ_PORT_DONE);
}

static void on_committed(struct sim_proc *p, enum sim_slot slot,
                         const struct sim_request *r)
{
    if (r->error == SIM_FENCED_INSTANCE) {
        fenced(p);
    }
    if (slot == SIM_SLOT_COMMIT_WAIT) {
        p->commit_waited = r->error == SIM_OK;
        return;
    }
    sim_client_note(
        p->sim, p,
        (struct sim_inbox_item){SIM_COMMIT_ANSWER, r->error == SIM_OK, 0, 0});
}

static bool is_retriable(const struct sim_request *r)
{
    return r->api != SIM_HEARTBEAT &&
           (r->error == SIM_NOT_HERE || r->error == SIM_LOADING ||
            r->error == SIM_UNSTABLE);
}

void sim_consumer_reply(struct sim *s, struct sim_proc *p, enum sim_slot slot,
                        const struct sim_request *r)
{
    if (is_retriable(r)) {
        sim_net_send_later(s, p, slot);
        return;
    }
    switch (slot) {
    case SIM_SLOT_JOIN:
        on_joined(p, r);
        break;
    case SIM_SLOT_HEARTBEAT:
        on_beat(p, r);
        break;
    case SIM_SLOT_START:
        on_starts(p, r);
        break;
    case SIM_SLOT_LOCATE:
        on_located(p, r);
        break;
    default:
        on_committed(p, slot, r);
        break;
    }
}

void sim_consumer_rewind(struct sim_proc *p,
                         const struct gz_position *positions, size_t count)
{
    struct sim_consumer *c = &p->consumer;

    c->again = 0;
    for (size_t i = 0; i < count; i++) {
        const unsigned in = (unsigned)positions[i].partition;
        if ((c->ins & 1U << in) == 0) {
            sim_fail(p->sim, "process %u rewinds a partition it does not own",
                     p->index);
        }
        c->read[in] = index_of(p->sim, in, positions[i].offset);
        c->flies[in] = 0;
    }
}

void sim_consumer_locate(struct sim_proc *p, struct gz_position *positions,
                         size_t count)
{
    struct sim_request *r = prepare(p, SIM_SLOT_LOCATE, SIM_FETCH_OFFSETS);

    r->ins = 0;
    for (size_t i = 0; i < count; i++) {
        r->ins |= 1U << positions[i].partition;
    }
    p->located = positions;
    p->located_count = count;
    p->producer.call = SIM_LOCATE;
    sim_net_send(p->sim, p, SIM_SLOT_LOCATE);
}

void sim_consumer_commit(struct sim_proc *p, enum sim_slot slot,
                         const struct gz_position *positions, size_t count)
{
    struct sim_request *r = prepare(p, slot, SIM_COMMIT);

    r->ins = sim_consumer_offsets(positions, count, r->offsets);
    sim_net_send(p->sim, p, slot);
}

static bool can_read(const struct sim_proc *p, unsigned in, unsigned record)
{
    return (p->consumer.ins & 1U << in) != 0 &&
           record < p->sim->plan->records &&
           p->sim->truth[in][record].from_us <= p->sim->now_us;
}

// Any partition that has something, one of them after the other by chance.
bool sim_consumer_poll(struct sim_proc *p, uint8_t *in, uint8_t *record)
{
    struct sim_consumer *c = &p->consumer;
    const unsigned ins = p->sim->plan->ins;
    const unsigned first = sim_chance(p->sim, ins);

    if (c->state != SIM_MEMBER) {
        return false;
    }
    for (unsigned i = 0; i < ins; i++) {
        const unsigned k = (first + i) % ins;
        if (!can_read(p, k, c->read[k])) {
            continue;
        }
        *in = (uint8_t)k;
        if (c->again > 0 && c->read[k] > 0) {
            c->again--;
            *record = (uint8_t)sim_chance(p->sim, c->read[k]);
        } else {
            *record = (uint8_t)c->read[k]++;
        }
        return true;
    }
    return false;
}
