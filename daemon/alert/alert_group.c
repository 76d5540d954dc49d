// Groups: the values by which alerts of one subscription are told apart.
//
// A group is a text: the number of its parts in a byte, then key, value, key,
// value, each as a text of binary.h.

#include "daemon/alert/alert_group.h"

#include "codecs/binary.h"
#include "codecs/event_symbol.h"
#include "daemon/alert/alert_match.h"

enum { PARTS_MAX = 64 };

struct gz_str gz_alert_group_add(struct gz_arena *arena, struct gz_str group,
                                 struct gz_str key, struct gz_str value)
{
    const size_t old = group.len_bytes > 0 ? group.len_bytes : 1;
    const uint8_t count = group.len_bytes > 0 ? (uint8_t)group.ptr[0] : 0;
    if (count + 2 > PARTS_MAX) {
        return group;
    }
    uint8_t *bytes = gz_arena_alloc(
        arena, old + key.len_bytes + value.len_bytes + 2 * GZ_BINARY_LONG_MAX);
    if (bytes == NULL) {
        return gz_str_of(NULL, 0);
    }
    if (group.len_bytes > 0) {
        memcpy(bytes, group.ptr, group.len_bytes);
    }
    bytes[0] = (uint8_t)(count + 2);
    uint8_t *p = gz_binary_put_str(bytes + old, key);
    p = gz_binary_put_str(p, value);
    return gz_str_of((const char *)bytes, (size_t)(p - bytes));
}

enum gz_status gz_alert_group_pairs(struct gz_str group, struct gz_arena *arena,
                                    const struct gz_event_pair **out,
                                    uint32_t *count)
{
    struct gz_str parts[PARTS_MAX];
    const uint32_t all = group.len_bytes > 0 ? (uint8_t)group.ptr[0] : 0;
    *out = NULL;
    *count = 0;
    if (all == 0) {
        return GZ_OK;
    }
    if (all > PARTS_MAX || !gz_alert_state_parts(group, parts, all)) {
        return GZ_INVALID;
    }
    struct gz_event_pair *pairs =
        GZ_ARENA_ARRAY(arena, struct gz_event_pair, all / 2);
    if (pairs == NULL) {
        return GZ_NO_MEMORY;
    }
    for (uint32_t i = 0; i < all / 2; i++) {
        pairs[i] = (struct gz_event_pair){parts[2 * i], parts[2 * i + 1]};
    }
    *out = pairs;
    *count = all / 2;
    return GZ_OK;
}

// --- values ---

static struct gz_str role_value(const struct gz_event_fact *fact,
                                struct gz_str role)
{
    for (uint32_t i = 0; fact != NULL && i < fact->role_count; i++) {
        const struct gz_event_role *r = &fact->roles[i];
        if (gz_str_eq(r->role, role)) {
            return r->entity_id.len_bytes > 0 ? r->entity_id : r->text;
        }
    }
    return GZ_STR_LIT("");
}

static struct gz_str symbol(enum gz_event_enum which, uint32_t number)
{
    return gz_str_z(gz_event_symbol_name(which, number));
}

static struct gz_str value_of(const struct gz_event *e,
                              const struct gz_event_fact *fact,
                              struct gz_str by)
{
    const struct gz_str role = GZ_STR_LIT("role.");
    if (gz_str_starts(by, role)) {
        return role_value(fact, gz_str_of(by.ptr + role.len_bytes,
                                          by.len_bytes - role.len_bytes));
    }
    if (gz_str_is(by, "article.language")) {
        return e->article->language;
    }
    if (gz_str_is(by, "article.source")) {
        return e->article->source;
    }
    if (gz_str_is(by, "article.id")) {
        return e->article->id;
    }
    if (gz_str_is(by, "entity.type")) {
        return e->entity_type;
    }
    if (fact == NULL) {
        return GZ_STR_LIT("");
    }
    if (gz_str_is(by, "fact.type")) {
        return fact->type;
    }
    return gz_str_is(by, "fact.polarity")
               ? symbol(GZ_EVENT_ENUM_POLARITY, fact->polarity)
               : symbol(GZ_EVENT_ENUM_MODALITY, fact->modality);
}

static struct gz_str group_of(struct gz_alert_run *run,
                              const struct gz_event_fact *fact)
{
    struct gz_packed by = run->view->group_by;
    struct gz_str group = GZ_STR_LIT("");
    struct gz_str key;
    while (group.ptr != NULL && gz_packed_next(&by, &key)) {
        group = gz_alert_group_add(run->engine->arena, group, key,
                                   value_of(run->event, fact, key));
    }
    return group;
}

// --- plans ---

static bool join(struct gz_alert_hit_plan *plans, uint32_t *count,
                 struct gz_str group, uint32_t fact)
{
    for (uint32_t i = 0; i < *count; i++) {
        if (gz_str_eq(plans[i].group, group)) {
            plans[i].facts |= UINT64_C(1) << fact;
            return true;
        }
    }
    plans[(*count)++] = (struct gz_alert_hit_plan){
        .facts = UINT64_C(1) << fact,
        .group = group,
    };
    return group.ptr != NULL;
}

enum gz_status gz_alert_group_plan(struct gz_alert_run *run, uint64_t facts,
                                   struct gz_alert_hit_plan **out,
                                   uint32_t *count)
{
    const uint32_t room =
        facts == 0 ? 1 : (uint32_t)__builtin_popcountll(facts);
    struct gz_alert_hit_plan *plans =
        GZ_ARENA_ARRAY(run->engine->arena, struct gz_alert_hit_plan, room);
    *out = plans;
    *count = 0;
    if (plans == NULL) {
        return GZ_NO_MEMORY;
    }
    if (facts == 0) {
        plans[0].group = group_of(run, NULL);
        *count = 1;
        return plans[0].group.ptr != NULL ? GZ_OK : GZ_NO_MEMORY;
    }
    for (uint32_t i = 0; i < GZ_ALERT_MATCH_FACTS; i++) {
        if ((facts >> i & 1) != 0 &&
            !join(plans, count, group_of(run, &run->event->facts[i]), i)) {
            return GZ_NO_MEMORY;
        }
    }
    return GZ_OK;
}
