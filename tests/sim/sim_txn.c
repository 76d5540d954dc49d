#include "tests/sim/sim_txn.h"

#include "tests/sim/sim_group.h"
#include "tests/sim/sim_log.h"
#include "tests/sim/sim_oracle.h"

enum { GROUP_BIT = 1U << SIM_LOGS, MARKER_US = 400, SLOW_MARKER_US = 60000 };

static const char *const states[] = {
    [SIM_TXN_EMPTY] = "Empty",
    [SIM_TXN_ONGOING] = "Ongoing",
    [SIM_TXN_PREPARE_COMMIT] = "PrepareCommit",
    [SIM_TXN_PREPARE_ABORT] = "PrepareAbort",
    [SIM_TXN_COMPLETE_COMMIT] = "CompleteCommit",
    [SIM_TXN_COMPLETE_ABORT] = "CompleteAbort",
};

static bool is_ending(const struct sim_txn *t)
{
    return t->state == SIM_TXN_PREPARE_COMMIT ||
           t->state == SIM_TXN_PREPARE_ABORT;
}

static void move(struct sim *s, unsigned name, enum sim_txn_state state)
{
    SIM_TRACE(s, "        txn %u: %s -> %s, epoch %d", name,
              states[s->txns[name].state], states[state], s->txns[name].epoch);
    s->txns[name].state = state;
}

// One marker reaches its log, or the group's; a log without a leader later.
static void on_marker(struct sim *s, void *ctx, uint64_t arg)
{
    struct sim_txn *t = ctx;
    const unsigned bit = (unsigned)(arg & 0xff);
    const unsigned name = (unsigned)(t - s->txns);
    const bool commit = t->state == SIM_TXN_PREPARE_COMMIT;
    const int64_t ready_us =
        bit == SIM_LOGS ? s->group.ready_us : s->logs[bit].ready_us;

    if (ready_us > s->now_us || t->ready_us > s->now_us) {
        const int64_t until = ready_us > t->ready_us ? ready_us : t->ready_us;
        sim_after(s, until - s->now_us, on_marker, t, arg);
        return;
    }
    if (bit == SIM_LOGS) {
        sim_group_mark(s, name, commit);
    } else {
        sim_log_mark(s, bit, t->pid, t->epoch, commit);
    }
    t->unmarked &= ~(1U << bit);
    if (t->unmarked == 0) {
        move(s, name,
             commit ? SIM_TXN_COMPLETE_COMMIT : SIM_TXN_COMPLETE_ABORT);
    }
}

static void decide(struct sim *s, unsigned name, bool commit)
{
    struct sim_txn *t = &s->txns[name];
    const unsigned marker_us =
        s->now_us < s->slow_markers_until_us ? SLOW_MARKER_US : MARKER_US;

    if (commit) {
        sim_oracle_decided(s, t->pid, t->logs, t->group ? (int)name : -1);
    }
    move(s, name, commit ? SIM_TXN_PREPARE_COMMIT : SIM_TXN_PREPARE_ABORT);
    t->unmarked = t->logs | (t->group ? GROUP_BIT : 0U);
    for (unsigned bit = 0; bit <= SIM_LOGS; bit++) {
        if ((t->unmarked & 1U << bit) != 0) {
            sim_after(s, 1 + (int64_t)sim_chance(s, marker_us), on_marker, t,
                      bit);
        }
    }
}

static void on_timeout(struct sim *s, void *ctx, uint64_t serial)
{
    struct sim_txn *t = ctx;

    if (t->serial != serial || t->state != SIM_TXN_ONGOING) {
        return;
    }
    if (t->ready_us > s->now_us) {
        sim_after(s, t->ready_us - s->now_us, on_timeout, t, serial);
        return;
    }
    s->totals.timeouts++;
    t->epoch++;  // whoever had it is fenced
    decide(s, (unsigned)(t - s->txns), false);
}

static enum sim_error init(struct sim *s, struct sim_request *r)
{
    struct sim_txn *t = &s->txns[r->name];

    if (is_ending(t)) {
        return SIM_CONCURRENT;
    }
    if (t->state == SIM_TXN_ONGOING) {
        t->epoch++;
        decide(s, r->name, false);
        return SIM_CONCURRENT;
    }
    if (t->pid < 0) {
        t->pid = s->last_pid++;
    }
    t->epoch++;
    move(s, r->name, SIM_TXN_EMPTY);
    r->pid = t->pid;
    r->epoch = t->epoch;
    return SIM_OK;
}

static enum sim_error check(const struct sim_txn *t,
                            const struct sim_request *r)
{
    if (r->pid != t->pid) {
        return SIM_BAD_MAPPING;
    }
    return r->epoch != t->epoch ? SIM_PRODUCER_FENCED : SIM_OK;
}

static enum sim_error add(struct sim *s, const struct sim_request *r)
{
    struct sim_txn *t = &s->txns[r->name];
    const enum sim_error error = check(t, r);

    if (error != SIM_OK || is_ending(t)) {
        return error != SIM_OK ? error : SIM_CONCURRENT;
    }
    if (t->state != SIM_TXN_ONGOING) {
        move(s, r->name, SIM_TXN_ONGOING);
        t->logs = 0;
        t->group = false;
        sim_after(s, s->plan->txn_timeout_us, on_timeout, t, ++t->serial);
    }
    if (r->api == SIM_ADD_LOGS) {
        t->logs |= r->logs;
    } else {
        t->group = true;
    }
    return SIM_OK;
}

static enum sim_error end(struct sim *s, const struct sim_request *r)
{
    const struct sim_txn *t = &s->txns[r->name];
    const enum sim_error error = check(t, r);

    if (error != SIM_OK) {
        return error;
    }
    switch (t->state) {
    case SIM_TXN_ONGOING:
        decide(s, r->name, r->commit);
        return SIM_OK;
    case SIM_TXN_PREPARE_COMMIT:
        return r->commit ? SIM_CONCURRENT : SIM_BAD_STATE;
    case SIM_TXN_PREPARE_ABORT:
        return r->commit ? SIM_BAD_STATE : SIM_CONCURRENT;
    case SIM_TXN_COMPLETE_COMMIT:
        return r->commit ? SIM_OK : SIM_BAD_STATE;
    case SIM_TXN_COMPLETE_ABORT:
        return r->commit ? SIM_BAD_STATE : SIM_OK;
    case SIM_TXN_EMPTY:
    default:
        return SIM_BAD_STATE;
    }
}

static void count_late(struct sim *s, const struct sim_request *r)
{
    if (r->delay_us >= 0) {
        return;
    }
    if (r->error == SIM_PRODUCER_FENCED) {
        s->totals.late_ends_fenced++;
    } else if (r->error == SIM_OK && r->serial != s->txns[r->name].serial) {
        s->totals.late_ends++;
    }
}

void sim_txn_handle(struct sim *s, struct sim_request *r)
{
    switch (r->api) {
    case SIM_INIT:
        r->error = init(s, r);
        break;
    case SIM_ADD_LOGS:
    case SIM_ADD_OFFSETS:
        r->error = add(s, r);
        break;
    case SIM_END:
    default:
        r->error = end(s, r);
        count_late(s, r);
        break;
    }
}

enum sim_error sim_txn_verify(struct sim *s, const struct sim_request *r)
{
    const struct sim_txn *t = &s->txns[r->name];

    if (r->pid != t->pid || r->epoch < t->epoch) {
        return SIM_BAD_EPOCH;
    }
    if (t->state != SIM_TXN_ONGOING ||
        (r->api == SIM_PRODUCE ? (t->logs & 1U << r->log) == 0 : !t->group)) {
        return SIM_BAD_STATE;
    }
    return SIM_OK;
}
