// The port of a process: its calls, checked against their contract, and how
// they end in the middle when the process dies.

#include "tests/sim/sim_client.h"
#include "tests/sim/sim_net.h"
#include "tests/sim/sim_proc.h"

enum { CALLS_MAX = 20000 };  // without time going on

// A bomb goes off before a call has an effect, or when it has had it.
static bool enter(struct sim_proc *p)
{
    if (++p->sim->port_calls > CALLS_MAX) {
        sim_fail(p->sim, "process %u calls its port for ever", p->index);
    }
    if (p->bomb == 0 || --p->bomb > 0) {
        return false;
    }
    if (!p->bomb_late) {
        longjmp(p->escape, 1);
    }
    return true;
}

static void leave(struct sim_proc *p, bool bombed)
{
    if (bombed) {
        longjmp(p->escape, 1);
    }
}

void sim_port_die_if_doomed(struct sim_proc *p)
{
    if (p->doomed) {
        longjmp(p->escape, 1);
    }
}

static void must_be_free(const struct sim_proc *p, const char *call)
{
    if (p->producer.call != SIM_NO_CALL) {
        sim_fail(p->sim, "process %u calls %s while another call is under way",
                 p->index, call);
    }
}

static void must_be_open(const struct sim_proc *p, const char *call)
{
    if (p->sim->plan->exactly_once && !p->producer.open && !p->producer.fatal) {
        sim_fail(p->sim, "process %u calls %s without a transaction", p->index,
                 call);
    }
}

static void must_own(const struct sim_proc *p,
                     const struct gz_position *positions, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if ((p->consumer.ins & 1U << positions[i].partition) == 0) {
            sim_fail(p->sim, "process %u commits for a partition of others",
                     p->index);
        }
    }
}

static enum gz_port_status on_publish(void *ctx, const struct gz_output *out,
                                      uint64_t tag)
{
    struct sim_proc *p = ctx;
    const bool bombed = enter(p);
    bool refused;

    must_be_free(p, "publish");
    must_be_open(p, "publish");
    struct sim_msg m = sim_work_read(p, out, &refused);
    const struct sim_truth *t = &p->sim->truth[m.in][m.record];
    m.tag = tag;
    const unsigned log =
        out->to == GZ_TO_DEAD_LETTERS ? SIM_LETTER_LOG : t->logs[m.output];
    const enum gz_port_status status =
        refused ? GZ_PORT_TOO_LARGE : sim_producer_publish(p, log, &m);
    SIM_TRACE(p->sim, "    process %u publishes %u:%u.%u: %d", p->index, m.in,
              m.record, m.output, (int)status);
    leave(p, bombed);
    return status;
}

static void on_serve(void *ctx, int64_t timeout_us)
{
    struct sim_proc *p = ctx;
    const bool bombed = enter(p);
    const int64_t end_us = p->sim->now_us + timeout_us;

    while (p->inbox.count == 0 || p->frozen_us > p->sim->now_us) {
        const int64_t until_us = p->frozen_us > end_us ? p->frozen_us : end_us;
        if (!sim_next(p->sim, until_us)) {
            p->sim->now_us =
                until_us > p->sim->now_us ? until_us : p->sim->now_us;
            break;
        }
        sim_port_die_if_doomed(p);
    }
    (void)sim_port_serve(p);
    leave(p, bombed);
}

bool sim_port_serve(struct sim_proc *p)
{
    struct sim_inbox *inbox = &p->inbox;
    const bool any = inbox->count > 0;

    while (inbox->count > 0) {
        const struct sim_inbox_item item = inbox->items[inbox->head];
        inbox->head = (inbox->head + 1) % SIM_INBOX;
        inbox->count--;
        switch (item.note) {
        case SIM_ACK:
            gz_delivery_acked(p->d, item.tag, item.bytes,
                              (enum gz_delivery_ack)item.value);
            break;
        case SIM_ANSWER:
            SIM_TRACE(p->sim, "    process %u is answered: %d", p->index,
                      item.value);
            gz_delivery_answered(p->d, (enum gz_port_answer)item.value);
            break;
        case SIM_COMMIT_ANSWER:
            gz_delivery_committed(p->d, item.value != 0);
            break;
        case SIM_SUSPECT:
            gz_delivery_suspect(p->d);
            break;
        case SIM_FENCED_BY_TWIN:
            p->fenced = true;
            break;
        case SIM_NOTHING:
        default:
            break;
        }
    }
    return any;
}

static enum gz_status on_rewind(void *ctx, const struct gz_position *positions,
                                size_t count)
{
    struct sim_proc *p = ctx;
    const bool bombed = enter(p);

    SIM_TRACE(p->sim, "    process %u goes back", p->index);
    p->held = false;
    p->later = false;
    sim_consumer_rewind(p, positions, count);
    leave(p, bombed);
    return GZ_OK;
}

// Of the old producer nothing is reported any more.
static void on_renew(void *ctx)
{
    struct sim_proc *p = ctx;
    const bool bombed = enter(p);

    must_be_free(p, "renew");
    SIM_TRACE(p->sim, "    process %u renews its producer", p->index);
    for (unsigned i = 0; i < p->inbox.count; i++) {
        struct sim_inbox_item *item =
            &p->inbox.items[(p->inbox.head + i) % SIM_INBOX];
        if (item->note == SIM_ACK) {
            item->note = SIM_NOTHING;
        }
    }
    sim_producer_renew(p);
    leave(p, bombed);
}

static void on_commit(void *ctx, const struct gz_position *positions,
                      size_t count)
{
    struct sim_proc *p = ctx;
    const bool bombed = enter(p);

    if (p->ops[SIM_SLOT_COMMIT].busy) {
        sim_fail(p->sim, "process %u commits twice at once", p->index);
    }
    must_own(p, positions, count);
    sim_consumer_commit(p, SIM_SLOT_COMMIT, positions, count);
    leave(p, bombed);
}

static enum gz_status on_commit_wait(void *ctx,
                                     const struct gz_position *positions,
                                     size_t count, int64_t timeout_us)
{
    struct sim_proc *p = ctx;
    struct sim *s = p->sim;
    const bool bombed = enter(p);
    const int64_t end_us = s->now_us + (timeout_us < 0 ? 0 : timeout_us);

    must_own(p, positions, count);
    p->commit_waited = -1;
    sim_consumer_commit(p, SIM_SLOT_COMMIT_WAIT, positions, count);
    while (p->commit_waited < 0 && sim_next(s, end_us)) {
        sim_port_die_if_doomed(p);
    }
    if (p->commit_waited < 0) {
        s->now_us = end_us > s->now_us ? end_us : s->now_us;
        sim_net_give_up(s, p, SIM_SLOT_COMMIT_WAIT);
    }
    leave(p, bombed);
    return p->commit_waited == 1 ? GZ_OK : GZ_UNAVAILABLE;
}

static enum gz_port_status on_begin(void *ctx)
{
    struct sim_proc *p = ctx;
    const bool bombed = enter(p);

    must_be_free(p, "begin");
    const enum gz_port_status status = sim_producer_begin(p);
    SIM_TRACE(p->sim, "    process %u begins: %d", p->index, (int)status);
    leave(p, bombed);
    return status;
}

static void on_end(void *ctx, const struct gz_position *positions, size_t count)
{
    struct sim_proc *p = ctx;
    const bool bombed = enter(p);

    must_be_free(p, "end");
    must_be_open(p, "end");
    must_own(p, positions, count);
    SIM_TRACE(p->sim, "    process %u ends its transaction", p->index);
    sim_producer_end(p, positions, count);
    leave(p, bombed);
}

static void on_abort(void *ctx)
{
    struct sim_proc *p = ctx;
    const bool bombed = enter(p);

    must_be_free(p, "abort");
    must_be_open(p, "abort");
    SIM_TRACE(p->sim, "    process %u aborts", p->index);
    sim_producer_abort(p);
    leave(p, bombed);
}

static void on_locate(void *ctx, struct gz_position *positions, size_t count)
{
    struct sim_proc *p = ctx;
    const bool bombed = enter(p);

    must_be_free(p, "locate");
    sim_consumer_locate(p, positions, count);
    leave(p, bombed);
}

struct gz_kafka_port sim_port_of(struct sim_proc *p)
{
    return (struct gz_kafka_port){
        .ctx = p,
        .publish = on_publish,
        .serve = on_serve,
        .rewind = on_rewind,
        .renew = on_renew,
        .commit = on_commit,
        .commit_wait = on_commit_wait,
        .begin = on_begin,
        .end = on_end,
        .abort = on_abort,
        .locate = on_locate,
    };
}
