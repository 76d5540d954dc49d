#include "tests/sim/sim_group.h"

#include "tests/sim/sim_net.h"
#include "tests/sim/sim_oracle.h"
#include "tests/sim/sim_txn.h"

static struct sim_member *find(struct sim_group *g, int32_t id)
{
    for (unsigned i = 0; id != 0 && i < SIM_MEMBERS; i++) {
        if (g->members[i].id == id) {
            return &g->members[i];
        }
    }
    return NULL;
}

static struct sim_member *find_instance(struct sim_group *g, int32_t instance)
{
    for (unsigned i = 0; instance >= 0 && i < SIM_MEMBERS; i++) {
        if (g->members[i].id != 0 && g->members[i].instance == instance) {
            return &g->members[i];
        }
    }
    return NULL;
}

static void answer_join(struct sim *s, struct sim_member *m,
                        enum sim_error error)
{
    struct sim_request *r = m->joining;

    if (r == NULL) {
        return;
    }
    m->joining = NULL;
    m->seen_us = s->now_us;
    r->error = error;
    r->member = m->id;
    r->generation = s->group.generation;
    r->ins = m->ins;
    sim_net_reply(s, r);
}

// Range assignment: neighbours go to the same member.
static void assign(struct sim *s)
{
    struct sim_group *g = &s->group;
    unsigned count = 0;
    unsigned k = 0;

    for (unsigned i = 0; i < SIM_MEMBERS; i++) {
        count += g->members[i].id != 0;
    }
    for (unsigned i = 0; i < SIM_MEMBERS; i++) {
        struct sim_member *m = &g->members[i];
        if (m->id == 0) {
            continue;
        }
        m->ins = 0;
        for (unsigned in = 0; in < s->plan->ins; in++) {
            if (in * count / s->plan->ins == k) {
                m->ins |= 1U << in;
            }
        }
        k++;
    }
}

static void complete(struct sim *s)
{
    struct sim_group *g = &s->group;

    for (unsigned i = 0; i < SIM_MEMBERS; i++) {
        if (g->members[i].id != 0 && g->members[i].joining == NULL) {
            sim_oracle_interrupted(s, &s->procs[g->members[i].proc]);
            g->members[i].id = 0;  // it did not come back in time
        }
    }
    g->generation++;
    g->preparing = false;
    s->totals.rebalances++;
    assign(s);
    SIM_TRACE(s, "        group: generation %d", g->generation);
    for (unsigned i = 0; i < SIM_MEMBERS; i++) {
        answer_join(s, &g->members[i], SIM_OK);
    }
}

static void complete_if_all_came(struct sim *s)
{
    for (unsigned i = 0; i < SIM_MEMBERS; i++) {
        const struct sim_member *m = &s->group.members[i];
        if (m->id != 0 && m->joining == NULL) {
            return;
        }
    }
    complete(s);
}

static void on_rebalance_end(struct sim *s, void *ctx, uint64_t round)
{
    (void)ctx;
    if (s->group.preparing && s->group.round == round) {
        complete(s);
    }
}

void sim_group_rebalance(struct sim *s)
{
    if (!s->group.preparing) {
        s->group.preparing = true;
        sim_after(s, s->plan->poll_us, on_rebalance_end, NULL,
                  ++s->group.round);
    }
}

static void on_session(struct sim *s, void *ctx, uint64_t id);

static void watch(struct sim *s, const struct sim_member *m, int64_t delay_us)
{
    sim_after(s, delay_us, on_session, NULL, (uint64_t)m->id);
}

static void remove_member(struct sim *s, struct sim_member *m)
{
    SIM_TRACE(s, "        group: member %d is gone", m->id);
    sim_oracle_interrupted(s, &s->procs[m->proc]);
    answer_join(s, m, SIM_UNKNOWN_MEMBER);
    m->id = 0;
    sim_group_rebalance(s);
    complete_if_all_came(s);
}

void sim_group_expel(struct sim *s, const struct sim_proc *p)
{
    struct sim_member *m = find(&s->group, p->consumer.member);

    if (m != NULL) {
        remove_member(s, m);
    }
}

static void on_session(struct sim *s, void *ctx, uint64_t id)
{
    struct sim_member *m = find(&s->group, (int32_t)id);
    (void)ctx;

    if (m == NULL) {
        return;
    }
    if (m->joining != NULL || s->group.ready_us > s->now_us) {
        m->seen_us = s->now_us;
    }
    const int64_t left = m->seen_us + s->plan->session_us - s->now_us;
    if (left > 0) {
        watch(s, m, left);
    } else {
        remove_member(s, m);
    }
}

static struct sim_member *add(struct sim *s, const struct sim_request *r)
{
    struct sim_group *g = &s->group;

    for (unsigned i = 0; i < SIM_MEMBERS; i++) {
        if (g->members[i].id == 0) {
            g->members[i] = (struct sim_member){
                .id = ++g->last_member,
                .instance = r->instance,
                .proc = r->proc,
                .seen_us = s->now_us,
            };
            watch(s, &g->members[i], s->plan->session_us);
            return &g->members[i];
        }
    }
    return NULL;
}

// A static member that comes back under its name gets what it had.
static bool take_place(struct sim *s, struct sim_member *m,
                       struct sim_request *r)
{
    answer_join(s, m, SIM_FENCED_INSTANCE);
    sim_oracle_interrupted(s, &s->procs[m->proc]);
    m->proc = r->proc;
    m->id = ++s->group.last_member;
    m->seen_us = s->now_us;
    m->joining = r;
    watch(s, m, s->plan->session_us);
    s->totals.takeovers++;
    if (s->group.preparing) {
        complete_if_all_came(s);
    } else {
        answer_join(s, m, SIM_OK);
    }
    return false;
}

static bool join(struct sim *s, struct sim_request *r)
{
    struct sim_group *g = &s->group;
    struct sim_member *m = find_instance(g, r->instance);

    if (m != NULL && r->member != m->id) {
        if (r->member == 0) {
            return take_place(s, m, r);
        }
        r->error = SIM_FENCED_INSTANCE;
        return true;
    }
    if (r->member != 0) {
        m = find(g, r->member);
    }
    if (r->member != 0 && m == NULL) {
        r->error = SIM_UNKNOWN_MEMBER;
        return true;
    }
    if (m == NULL) {
        m = add(s, r);
        sim_group_rebalance(s);
    }
    if (m == NULL) {
        r->error = SIM_LOADING;
        return true;
    }
    answer_join(s, m, SIM_UNKNOWN_MEMBER);  // an earlier attempt
    m->joining = r;
    m->seen_us = s->now_us;
    if (g->preparing) {
        complete_if_all_came(s);
    } else {
        answer_join(s, m, SIM_OK);
    }
    return false;
}

// A commit can be refused though nothing is wrong with its sender, as while
// the group is between two generations.
static bool is_rejected(struct sim *s, const struct sim_request *r)
{
    if (r->api == SIM_HEARTBEAT || s->reject != 2 ||
        s->reject_name != r->name) {
        return false;
    }
    s->reject = 0;
    return true;
}

static enum sim_error check(struct sim *s, const struct sim_request *r)
{
    struct sim_group *g = &s->group;
    const struct sim_member *of_name = find_instance(g, r->instance);

    if (of_name != NULL && of_name->id != r->member) {
        return SIM_FENCED_INSTANCE;
    }
    if (find(g, r->member) == NULL) {
        return SIM_UNKNOWN_MEMBER;
    }
    if (r->generation != g->generation) {
        return SIM_ILLEGAL_GENERATION;
    }
    return is_rejected(s, r) ? SIM_REBALANCING : SIM_OK;
}

static enum sim_error heartbeat(struct sim *s, const struct sim_request *r)
{
    const enum sim_error error = check(s, r);

    if (error != SIM_OK) {
        return error;
    }
    find(&s->group, r->member)->seen_us = s->now_us;
    return s->group.preparing ? SIM_REBALANCING : SIM_OK;
}

static void leave(struct sim *s, const struct sim_request *r)
{
    struct sim_member *m = find(&s->group, r->member);

    if (m != NULL) {
        remove_member(s, m);
    }
}

static enum sim_error txn_offsets(struct sim *s, const struct sim_request *r)
{
    struct sim_group *g = &s->group;
    enum sim_error error = check(s, r);

    if (error == SIM_OK) {
        error = sim_txn_verify(s, r);
    }
    if (error != SIM_OK) {
        return error;
    }
    s->totals.late_offsets += r->delay_us < 0;
    for (unsigned in = 0; in < SIM_INS; in++) {
        if ((r->ins & 1U << in) != 0) {
            g->pending[r->name][in] = r->offsets[in];
        }
    }
    g->pending_ins[r->name] |= r->ins;
    return SIM_OK;
}

static void store(struct sim *s, unsigned ins, const struct sim_offset *offsets)
{
    for (unsigned in = 0; in < SIM_INS; in++) {
        if ((ins & 1U << in) != 0) {
            SIM_TRACE(s,
                      "        group: offset of %u is %d, begun %u zone %u "
                      "alone %u",
                      in, (int)offsets[in].offset, offsets[in].attempts.begun,
                      offsets[in].attempts.zone, offsets[in].attempts.alone);
            s->group.committed[in] = offsets[in];
        }
    }
}

static enum sim_error fetch(struct sim *s, struct sim_request *r)
{
    for (unsigned name = 0; name < SIM_NAMES; name++) {
        if ((s->group.pending_ins[name] & r->ins) != 0) {
            return SIM_UNSTABLE;
        }
    }
    for (unsigned in = 0; in < SIM_INS; in++) {
        r->offsets[in] = s->group.committed[in];
    }
    return SIM_OK;
}

bool sim_group_handle(struct sim *s, struct sim_request *r)
{
    r->error = SIM_OK;
    switch (r->api) {
    case SIM_JOIN:
        return join(s, r);
    case SIM_HEARTBEAT:
        r->error = heartbeat(s, r);
        break;
    case SIM_LEAVE:
        leave(s, r);
        break;
    case SIM_TXN_OFFSETS:
        r->error = txn_offsets(s, r);
        break;
    case SIM_FETCH_OFFSETS:
        r->error = fetch(s, r);
        break;
    case SIM_COMMIT:
    default:
        r->error = check(s, r);
        if (r->error == SIM_OK) {
            store(s, r->ins, r->offsets);
            sim_oracle_committed(s, r->ins, r->offsets);
        }
        break;
    }
    return true;
}

void sim_group_mark(struct sim *s, unsigned name, bool commit)
{
    if (commit) {
        store(s, s->group.pending_ins[name], s->group.pending[name]);
    }
    s->group.pending_ins[name] = 0;
}
