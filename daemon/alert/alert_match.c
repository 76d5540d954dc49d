// The filters of a subscription.

#include "daemon/alert/alert_match.h"

#include "daemon/alert/condition/alert_terms.h"
#include "daemon/alert/condition/condition.h"

// --- the entity ---

static bool is_named(const struct gz_subscription_view *v,
                     const struct gz_event *e)
{
    if (v->ids.count + v->list_ids.count + v->names.count == 0) {
        return true;
    }
    return gz_packed_has(v->ids, e->entity_id) ||
           gz_packed_has(v->list_ids, e->entity_id) ||
           gz_packed_has_nocase(v->names, e->entity_name);
}

static bool is_typed(const struct gz_subscription_view *v,
                     const struct gz_event *e)
{
    struct gz_packed types = v->types;
    struct gz_str type;
    while (gz_packed_next(&types, &type)) {
        if (gz_alert_terms_is_a(e->entity_type, type)) {
            return true;
        }
    }
    return v->types.count == 0;
}

static bool has_pair(const struct gz_event *e, struct gz_str key,
                     struct gz_str value)
{
    for (uint32_t i = 0; i < e->ext_count; i++) {
        if (gz_str_eq(e->ext[i].key, key) &&
            gz_str_eq(e->ext[i].value, value)) {
            return true;
        }
    }
    return false;
}

// One of the values of every key; those of a key stand together.
static bool has_attributes(struct gz_packed pairs, const struct gz_event *e)
{
    struct gz_str key;
    struct gz_str value;
    struct gz_str last = {NULL, 0};
    bool found = true;
    while (gz_packed_next(&pairs, &key) && gz_packed_next(&pairs, &value)) {
        if (last.ptr == NULL || !gz_str_eq(last, key)) {
            if (!found) {
                return false;
            }
            found = false;
            last = key;
        }
        found = found || has_pair(e, key, value);
    }
    return found;
}

// --- the article ---

// "en" is asked for, "en-GB" is written.
bool gz_alert_match_language(struct gz_packed wanted, struct gz_str language)
{
    struct gz_str tag;
    if (wanted.count == 0) {
        return true;
    }
    while (gz_packed_next(&wanted, &tag)) {
        struct gz_str head = language;
        if (language.len_bytes > tag.len_bytes &&
            language.ptr[tag.len_bytes] == '-') {
            head.len_bytes = tag.len_bytes;
        }
        if (gz_str_eq_nocase(head, tag)) {
            return true;
        }
    }
    return false;
}

static bool shares_fact(const struct gz_event *e, struct gz_str other)
{
    for (uint32_t i = 0; i < e->fact_count; i++) {
        for (uint32_t k = 0; k < e->facts[i].role_count; k++) {
            if (gz_str_eq(e->facts[i].roles[k].entity_id, other)) {
                return true;
            }
        }
    }
    return false;
}

static bool lists_id(struct gz_str list, struct gz_str id)
{
    while (list.ptr != NULL) {
        if (gz_str_eq(gz_str_cut(&list, '\n'), id)) {
            return true;
        }
    }
    return false;
}

static bool shares_sentence(const struct gz_event *e, struct gz_str other)
{
    for (uint32_t i = 0; i < e->ext_count; i++) {
        if (gz_str_is(e->ext[i].key, GZ_EVENT_NEAR) &&
            lists_id(e->ext[i].value, other)) {
            return true;
        }
    }
    return shares_fact(e, other);
}

bool gz_alert_match_with(const struct gz_event *event, struct gz_str other,
                         enum gz_subscription_scope scope)
{
    if (scope == GZ_SUBSCRIPTION_SENTENCE) {
        return shares_sentence(event, other);
    }
    for (uint32_t i = 0; i < event->co_entity_count; i++) {
        if (gz_str_eq(gz_event_co_entity(event, i), other)) {
            return true;
        }
    }
    return false;
}

static bool has_company(const struct gz_subscription_view *v,
                        const struct gz_event *e)
{
    struct gz_packed ids = v->with_ids;
    struct gz_str id;
    while (gz_packed_next(&ids, &id)) {
        if (gz_alert_match_with(e, id, v->with_scope)) {
            return true;
        }
    }
    return v->with_ids.count == 0;
}

// --- facts ---

static bool fills(const struct gz_event_fact *fact, struct gz_str role,
                  struct gz_packed wanted)
{
    for (uint32_t i = 0; i < fact->role_count; i++) {
        const struct gz_event_role *r = &fact->roles[i];
        if (gz_str_eq(r->role, role) &&
            (gz_packed_has(wanted, r->entity_id) ||
             gz_packed_has_nocase(wanted, r->name) ||
             gz_packed_has_nocase(wanted, r->text))) {
            return true;
        }
    }
    return false;
}

static bool is_anchored(const struct gz_event_fact *fact, struct gz_str role,
                        struct gz_str entity)
{
    for (uint32_t i = 0; i < fact->role_count; i++) {
        if (gz_str_eq(fact->roles[i].role, role) &&
            gz_str_eq(fact->roles[i].entity_id, entity)) {
            return true;
        }
    }
    return false;
}

bool gz_alert_match_fact(const struct gz_subscription_fact *asked,
                         const struct gz_event_fact *fact, struct gz_str entity)
{
    struct gz_packed roles = asked->roles;
    struct gz_packed wanted;
    struct gz_str role;
    if (!gz_str_eq(asked->type, fact->type) ||
        (asked->anchor.len_bytes > 0 &&
         !is_anchored(fact, asked->anchor, entity))) {
        return false;
    }
    while (gz_subscription_role_next(&roles, &role, &wanted)) {
        if (!fills(fact, role, wanted)) {
            return false;
        }
    }
    return true;
}

static bool is_asked(const struct gz_subscription_view *v,
                     const struct gz_event_fact *fact, const struct gz_event *e)
{
    struct gz_subscription_facts facts = v->facts;
    struct gz_subscription_fact asked;
    while (gz_subscription_fact_next(&facts, &asked)) {
        if (gz_alert_match_fact(&asked, fact, e->entity_id)) {
            return true;
        }
    }
    return false;
}

// Without `facts:` those that the condition names are looked at one by one; an
// event without any may satisfy it all the same.
static bool match_facts(const struct gz_subscription_view *v,
                        const struct gz_event *e, uint64_t *out)
{
    const bool asks = v->facts.count > 0;
    const struct gz_str type = gz_condition_fact_type(v->when);
    bool tried = asks;
    for (uint32_t i = 0; i < e->fact_count && i < GZ_ALERT_MATCH_FACTS; i++) {
        const struct gz_event_fact *f = &e->facts[i];
        if (asks ? is_asked(v, f, e) : gz_str_eq(f->type, type)) {
            tried = true;
            *out |= (uint64_t)gz_condition_holds(v->when, e, f) << i;
        }
    }
    return tried ? *out != 0 : gz_condition_holds(v->when, e, NULL);
}

bool gz_alert_match(const struct gz_subscription_view *view,
                    const struct gz_event *event, uint64_t *facts)
{
    *facts = 0;
    return event->article->status != GZ_EVENT_RETRACTED &&
           is_named(view, event) && is_typed(view, event) &&
           has_attributes(view->attributes, event) &&
           gz_alert_match_language(view->languages, event->article->language) &&
           (view->sources.count == 0 ||
            gz_packed_has_nocase(view->sources, event->article->source)) &&
           has_company(view, event) && match_facts(view, event, facts);
}
