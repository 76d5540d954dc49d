// What is seen for the first time in so many days: an entity, a fact or a pair
// of entities.  When a thing was seen last is kept for each subscription.

#include "daemon/alert/alert_first.h"

#include "daemon/alert/alert_group.h"
#include "daemon/alert/alert_match.h"
#include "daemon/base/hash.h"

struct filter {
    struct gz_alert_run *run;
    struct gz_alert_hit_plan *out;
    uint32_t count;
    bool known;  // history reaches back far enough
};

// Whether it is new, and remember it.
static enum gz_status see(struct filter *f, uint64_t thing, bool *is_new)
{
    struct gz_alert_run *run = f->run;
    struct gz_alert_engine *e = run->engine;
    const int64_t horizon_ms = run->view->first_seen_ms;
    struct gz_alert_item *item = NULL;
    bool made = false;
    uint8_t bytes[sizeof(thing)];
    const struct gz_str parts[] = {run->view->id,
                                   gz_alert_state_number(thing, bytes)};
    *is_new = false;
    if (e->counts.seen + e->counts.told >= e->options.memory_limit) {
        e->counts.dropped++;  // what cannot be remembered is not called new
        return GZ_OK;
    }
    const enum gz_status st =
        gz_alert_run_item(e, GZ_ALERT_KIND_SEEN, parts, 2, &item, &made);
    if (st != GZ_OK) {
        return st;
    }
    struct gz_alert_seen *seen = (struct gz_alert_seen *)item;
    e->counts.seen += made;
    *is_new = made || run->window_ms - seen->last_ms >= horizon_ms;
    seen->last_ms = run->window_ms;
    gz_alert_run_save(e, item, seen->last_ms + horizon_ms);
    return GZ_OK;
}

static uint64_t hash_more(uint64_t hash, struct gz_str text)
{
    return gz_hash64(text.ptr, text.len_bytes, hash);
}

static uint64_t anchor_hash(const struct filter *f)
{
    return hash_more(f->run->view->first_seen, f->run->event->entity_id);
}

static enum gz_status add_plan(struct filter *f, uint64_t facts,
                               struct gz_str group, struct gz_str label)
{
    void *grown =
        gz_arena_grow(f->run->engine->arena, f->out, f->count * sizeof(*f->out),
                      (f->count + 1) * sizeof(*f->out));
    if (grown == NULL) {
        return GZ_NO_MEMORY;
    }
    f->out = grown;
    f->out[f->count++] = (struct gz_alert_hit_plan){
        .facts = facts, .group = group, .first = label};
    return GZ_OK;
}

// A thing that is new becomes a group of its own; what is said of it later
// goes to its alert while that lasts.
static enum gz_status give(struct filter *f, uint64_t thing,
                           const struct gz_alert_hit_plan *plan, uint64_t facts,
                           struct gz_str label)
{
    const struct gz_alert_run *run = f->run;
    bool is_new = false;
    enum gz_status st = see(f, thing, &is_new);
    const struct gz_str group = gz_alert_group_add(
        run->engine->arena, plan->group, GZ_STR_LIT("first"), label);
    if (st != GZ_OK || group.ptr == NULL) {
        return GZ_NO_MEMORY;
    }
    bool wanted = is_new && (f->known || run->view->first_seen_partial);
    if (!wanted) {
        const struct gz_str parts[] = {run->view->id, run->event->entity_id,
                                       group};
        struct gz_alert_item *live = NULL;
        st =
            gz_alert_run_find(run->engine, GZ_ALERT_KIND_CASE, parts, 3, &live);
        wanted = live != NULL;
    }
    return st == GZ_OK && wanted ? add_plan(f, facts, group, label) : st;
}

// --- facts ---

// Its type and its entities, of which each has its role.
static struct gz_str label_fact(struct filter *f,
                                const struct gz_event_fact *fact)
{
    struct gz_buffer *scratch = &f->run->engine->scratch;
    gz_buffer_clear(scratch);
    gz_buffer_append_str(scratch, fact->type);
    for (uint32_t i = 0; i < fact->role_count; i++) {
        const struct gz_event_role *r = &fact->roles[i];
        if (r->entity_id.len_bytes > 0) {
            gz_buffer_append_fmt(scratch, " " GZ_STR_FMT "=" GZ_STR_FMT,
                                 GZ_STR_ARG(r->role), GZ_STR_ARG(r->entity_id));
        }
    }
    return gz_buffer_status(scratch) == GZ_OK
               ? gz_arena_copy(f->run->engine->arena, gz_buffer_str(scratch))
               : gz_str_of(NULL, 0);
}

static enum gz_status give_fact(struct filter *f,
                                const struct gz_alert_hit_plan *plan,
                                uint32_t number)
{
    const struct gz_event_fact *fact = &f->run->event->facts[number];
    const struct gz_str label = label_fact(f, fact);
    uint64_t thing = hash_more(anchor_hash(f), fact->type);
    for (uint32_t i = 0; i < fact->role_count; i++) {
        const struct gz_event_role *r = &fact->roles[i];
        if (r->entity_id.len_bytes > 0) {
            thing = hash_more(hash_more(thing, r->role), r->entity_id);
        }
    }
    return label.ptr != NULL
               ? give(f, thing, plan, UINT64_C(1) << number, label)
               : GZ_NO_MEMORY;
}

// --- pairs ---

static enum gz_status give_partner(struct filter *f,
                                   const struct gz_alert_hit_plan *plan,
                                   uint64_t facts, struct gz_str partner)
{
    if (partner.len_bytes == 0 ||
        gz_str_eq(partner, f->run->event->entity_id)) {
        return GZ_OK;
    }
    return give(f, hash_more(anchor_hash(f), partner), plan, facts, partner);
}

static enum gz_status give_partners(struct filter *f,
                                    const struct gz_alert_hit_plan *plan,
                                    uint32_t number)
{
    const struct gz_event_fact *fact = &f->run->event->facts[number];
    enum gz_status st = GZ_OK;
    for (uint32_t i = 0; st == GZ_OK && i < fact->role_count; i++) {
        st = give_partner(f, plan, UINT64_C(1) << number,
                          fact->roles[i].entity_id);
    }
    return st;
}

// Without facts those that the article names, or only those of `with`.
static enum gz_status give_company(struct filter *f,
                                   const struct gz_alert_hit_plan *plan)
{
    const struct gz_event *e = f->run->event;
    const struct gz_subscription_view *v = f->run->view;
    enum gz_status st = GZ_OK;
    for (uint32_t i = 0; st == GZ_OK && i < e->co_entity_count; i++) {
        const struct gz_str other = gz_event_co_entity(e, i);
        if ((v->with_ids.count == 0 || gz_packed_has(v->with_ids, other)) &&
            gz_alert_match_with(e, other, v->with_scope)) {
            st = give_partner(f, plan, 0, other);
        }
    }
    return st;
}

// --- all ---

static enum gz_status give_plan(struct filter *f,
                                const struct gz_alert_hit_plan *plan)
{
    const enum gz_first_seen what = f->run->view->first_seen;
    enum gz_status st = GZ_OK;
    if (what == GZ_FIRST_SEEN_ENTITY) {
        return give(f, anchor_hash(f), plan, plan->facts,
                    f->run->event->entity_id);
    }
    if (plan->facts == 0) {
        return what == GZ_FIRST_SEEN_PAIR ? give_company(f, plan) : GZ_OK;
    }
    for (uint32_t i = 0; st == GZ_OK && i < GZ_ALERT_MATCH_FACTS; i++) {
        if ((plan->facts >> i & 1) != 0) {
            st = what == GZ_FIRST_SEEN_PAIR ? give_partners(f, plan, i)
                                            : give_fact(f, plan, i);
        }
    }
    return st;
}

enum gz_status gz_alert_first_filter(struct gz_alert_run *run,
                                     struct gz_alert_hit_plan **plans,
                                     uint32_t *count, bool *partial)
{
    struct filter f = {.run = run};
    int64_t since_ms = 0;
    enum gz_status st = gz_alert_run_since(run, &since_ms);
    f.known = run->window_ms - since_ms >= run->view->first_seen_ms;
    for (uint32_t i = 0; st == GZ_OK && i < *count; i++) {
        st = give_plan(&f, &(*plans)[i]);
    }
    *partial = !f.known;
    *plans = f.out;
    *count = f.count;
    return st;
}
