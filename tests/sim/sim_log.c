#include "tests/sim/sim_log.h"

#include <stdlib.h>

#include "tests/sim/sim_oracle.h"
#include "tests/sim/sim_txn.h"

static void push(struct sim_log *log, struct sim_entry entry)
{
    if (log->count == log->room) {
        const size_t room = log->room == 0 ? 256 : 2 * log->room;
        struct sim_entry *entries =
            realloc(log->entries, room * sizeof(*entries));
        if (entries == NULL) {
            abort();
        }
        log->entries = entries;
        log->room = room;
    }
    log->entries[log->count++] = entry;
}

static struct sim_producer_state *state_of(struct sim_log *log, int32_t pid)
{
    while (log->producer_count <= (size_t)pid) {
        const size_t count = 2 * (size_t)pid + 8;
        struct sim_producer_state *producers =
            realloc(log->producers, count * sizeof(*producers));
        if (producers == NULL) {
            abort();
        }
        for (size_t i = log->producer_count; i < count; i++) {
            producers[i] =
                (struct sim_producer_state){.epoch = -1, .first = -1};
        }
        log->producers = producers;
        log->producer_count = count;
    }
    return &log->producers[pid];
}

static bool was_seen(const struct sim_producer_state *p, int32_t sequence)
{
    for (unsigned i = 0; i < SIM_SEQUENCES && i < p->seen_count; i++) {
        if (p->seen[i] == sequence) {
            return true;
        }
    }
    return false;
}

// A producer with a newer epoch begins its sequence anew.
static enum sim_error admit(struct sim *s, const struct sim_request *r,
                            const struct sim_producer_state *p, bool *again)
{
    *again = false;
    if (r->epoch < p->epoch) {
        return SIM_BAD_EPOCH;
    }
    if (r->epoch > p->epoch) {
        if (r->sequence != 0) {
            return SIM_OUT_OF_ORDER;
        }
    } else if (was_seen(p, r->sequence)) {
        *again = true;
        return SIM_OK;
    } else if (r->sequence != p->next) {
        return SIM_OUT_OF_ORDER;
    }
    if (r->transactional && p->first < 0) {
        return sim_txn_verify(s, r);
    }
    return SIM_OK;
}

static bool holds_too_large(const struct sim_request *r)
{
    for (unsigned i = 0; i < r->count; i++) {
        if (r->msgs[i].too_large) {
            return true;
        }
    }
    return false;
}

static void append(struct sim *s, struct sim_log *log,
                   const struct sim_request *r)
{
    for (unsigned i = 0; i < r->count; i++) {
        const struct sim_msg *m = &r->msgs[i];
        push(log, (struct sim_entry){
                      .pid = r->pid,
                      .fate = r->transactional ? SIM_UNDECIDED : SIM_COMMITTED,
                      .in = m->in,
                      .record = m->record,
                      .output = m->output,
                  });
        sim_oracle_stored(s, m, r->log, r->transactional);
    }
}

static void read_on(struct sim *s, unsigned index)
{
    struct sim_log *log = &s->logs[index];
    const size_t stable = sim_log_stable(log);

    for (; log->read < stable; log->read++) {
        if (log->entries[log->read].fate == SIM_COMMITTED) {
            sim_oracle_read(s, index, &log->entries[log->read]);
        }
    }
}

enum sim_error sim_log_produce(struct sim *s, const struct sim_request *r)
{
    struct sim_log *log = &s->logs[r->log];
    struct sim_producer_state *p = state_of(log, r->pid);
    bool again;

    if (s->reject == 1 && s->reject_name == r->name) {
        s->reject = 0;
        return SIM_OUT_OF_ORDER;
    }
    const enum sim_error error = admit(s, r, p, &again);
    if (error != SIM_OK || again) {
        return error;
    }
    if (holds_too_large(r)) {
        return SIM_TOO_LARGE;
    }
    if (r->epoch > p->epoch) {
        p->epoch = r->epoch;
        p->seen_count = 0;
    }
    if (r->transactional && p->first < 0) {
        p->first = (int64_t)log->count;
    }
    p->next = r->sequence + r->count;
    p->seen[p->seen_count++ % SIM_SEQUENCES] = r->sequence;
    append(s, log, r);
    read_on(s, r->log);
    return SIM_OK;
}

void sim_log_mark(struct sim *s, unsigned index, int32_t pid, int32_t epoch,
                  bool commit)
{
    struct sim_log *log = &s->logs[index];
    struct sim_producer_state *p = state_of(log, pid);

    if (p->first >= 0) {
        for (size_t i = (size_t)p->first; i < log->count; i++) {
            struct sim_entry *e = &log->entries[i];
            if (e->pid == pid && e->fate == SIM_UNDECIDED) {
                e->fate = commit ? SIM_COMMITTED : SIM_ABORTED;
            }
        }
    }
    if (epoch > p->epoch) {
        p->epoch = epoch;
        p->next = 0;
        p->seen_count = 0;
    }
    p->first = -1;
    push(log, (struct sim_entry){.pid = pid, .fate = SIM_CONTROL});
    read_on(s, index);
}

size_t sim_log_stable(const struct sim_log *log)
{
    size_t stable = log->count;

    for (size_t i = 0; i < log->producer_count; i++) {
        const int64_t first = log->producers[i].first;
        if (first >= 0 && (size_t)first < stable) {
            stable = (size_t)first;
        }
    }
    return stable;
}

void sim_log_reset(struct sim_log *log)
{
    for (size_t i = 0; i < log->producer_count; i++) {
        log->producers[i] =
            (struct sim_producer_state){.epoch = -1, .first = -1};
    }
    log->count = 0;
    log->read = 0;
    log->ready_us = 0;
    log->leader = 0;
}

void sim_log_fini(struct sim_log *log)
{
    free(log->entries);
    free(log->producers);
    *log = (struct sim_log){0};
}
