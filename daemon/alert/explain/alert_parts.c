#include "daemon/alert/explain/alert_parts.h"

#include <assert.h>

#include "daemon/alert/alert_match.h"
#include "daemon/alert/condition/alert_terms.h"

static enum gz_status add(struct gz_alert_parts *out, const char *name,
                          enum gz_condition_verdict verdict,
                          struct gz_str found)
{
    assert(out->count < GZ_ALERT_PARTS_MAX);
    out->items[out->count++] = (struct gz_alert_part){name, found, verdict};
    return found.ptr != NULL ? GZ_OK : GZ_NO_MEMORY;
}

static enum gz_condition_verdict verdict_of(bool holds)
{
    return holds ? GZ_CONDITION_TRUE : GZ_CONDITION_FALSE;
}

static struct gz_str keep(struct gz_buffer *text, struct gz_arena *arena)
{
    struct gz_str out = {NULL, 0};
    if (gz_buffer_status(text) == GZ_OK) {
        out = gz_arena_copy(arena, gz_buffer_str(text));
    }
    gz_buffer_fini(text);
    return out;
}

// --- the entity ---

// The type that it is of, and the one that was asked for.
static enum gz_status add_type(struct gz_packed types, struct gz_str have,
                               struct gz_arena *arena,
                               struct gz_alert_parts *out)
{
    struct gz_buffer text;
    struct gz_str want;
    gz_buffer_init(&text, 0);
    gz_buffer_append_str(&text, have);
    bool holds = false;
    while (!holds && gz_packed_next(&types, &want)) {
        holds = gz_alert_terms_is_a(have, want);
        if (holds && !gz_str_eq(have, want)) {
            gz_buffer_append_fmt(&text, " is " GZ_STR_FMT, GZ_STR_ARG(want));
        }
    }
    return add(out, "entities.types", verdict_of(holds), keep(&text, arena));
}

static enum gz_status add_attributes(struct gz_packed pairs,
                                     struct gz_arena *arena,
                                     struct gz_alert_parts *out)
{
    struct gz_buffer text;
    struct gz_str key;
    struct gz_str value;
    gz_buffer_init(&text, 0);
    while (gz_packed_next(&pairs, &key) && gz_packed_next(&pairs, &value)) {
        gz_buffer_append_fmt(&text, "%s" GZ_STR_FMT "=" GZ_STR_FMT,
                             text.len > 0 ? " " : "", GZ_STR_ARG(key),
                             GZ_STR_ARG(value));
    }
    return add(out, "entities.attributes", GZ_CONDITION_UNKNOWN,
               keep(&text, arena));
}

// One of ids, lists and names is enough.
static enum gz_status add_names(const struct gz_subscription_view *v,
                                const struct gz_alert_event *a,
                                struct gz_arena *arena,
                                struct gz_alert_parts *out)
{
    const struct gz_str id = gz_arena_copy(arena, a->entity_id);
    const struct gz_str name = gz_arena_copy(arena, a->entity_name);
    if (gz_packed_has(v->ids, a->entity_id)) {
        return add(out, "entities.ids", GZ_CONDITION_TRUE, id);
    }
    if (gz_packed_has(v->list_ids, a->entity_id)) {
        return add(out, "entities.lists", GZ_CONDITION_TRUE, id);
    }
    if (gz_packed_has_nocase(v->names, a->entity_name)) {
        return add(out, "entities.names", GZ_CONDITION_TRUE, name);
    }
    return add(out, "entities", GZ_CONDITION_FALSE, id);
}

enum gz_status gz_alert_parts_anchor(const struct gz_subscription_view *view,
                                     const struct gz_alert_event *alert,
                                     struct gz_arena *arena,
                                     struct gz_alert_parts *out)
{
    enum gz_status st = GZ_OK;
    out->count = 0;
    if (view->ids.count + view->list_ids.count + view->names.count > 0) {
        st = add_names(view, alert, arena, out);
    }
    if (st == GZ_OK && view->types.count > 0) {
        st = add_type(view->types, alert->entity_type, arena, out);
    }
    if (st == GZ_OK && view->attributes.count > 0) {
        st = add_attributes(view->attributes, arena, out);
    }
    return st;
}

// --- an article ---

// What alerts keep are the facts that were as asked.
static enum gz_status add_facts(struct gz_subscription_facts facts,
                                const struct gz_alert_event *a,
                                const struct gz_alert_evidence *e,
                                struct gz_arena *arena,
                                struct gz_alert_parts *out)
{
    struct gz_subscription_fact asked;
    struct gz_buffer text;
    bool holds = false;
    gz_buffer_init(&text, 0);
    while (gz_subscription_fact_next(&facts, &asked)) {
        for (uint32_t i = 0; i < e->fact_count; i++) {
            if (!gz_alert_match_fact(&asked, &e->facts[i], a->entity_id)) {
                continue;
            }
            holds = true;
            gz_buffer_append_fmt(&text, "%s" GZ_STR_FMT,
                                 text.len > 0 ? ", " : "",
                                 GZ_STR_ARG(asked.type));
            if (asked.anchor.len_bytes > 0) {
                gz_buffer_append_fmt(&text, " as " GZ_STR_FMT,
                                     GZ_STR_ARG(asked.anchor));
            }
        }
    }
    if (!holds) {
        gz_buffer_append_z(&text, "none that is asked for now");
    }
    return add(out, "facts", verdict_of(holds), keep(&text, arena));
}

enum gz_status gz_alert_parts_article(const struct gz_subscription_view *view,
                                      const struct gz_alert_event *alert,
                                      const struct gz_alert_evidence *evidence,
                                      struct gz_arena *arena,
                                      struct gz_alert_parts *out)
{
    enum gz_status st = GZ_OK;
    out->count = 0;
    if (view->facts.count > 0) {
        st = add_facts(view->facts, alert, evidence, arena, out);
    }
    if (st == GZ_OK && view->languages.count > 0) {
        st = add(out, "languages",
                 verdict_of(gz_alert_match_language(view->languages,
                                                    evidence->language)),
                 gz_arena_copy(arena, evidence->language));
    }
    if (st == GZ_OK && view->sources.count > 0) {
        st = add(
            out, "sources",
            verdict_of(gz_packed_has_nocase(view->sources, evidence->source)),
            gz_arena_copy(arena, evidence->source));
    }
    if (st == GZ_OK && view->with_ids.count > 0) {
        st = add(out, "with", GZ_CONDITION_UNKNOWN,
                 GZ_STR_LIT("who else is named"));
    }
    return st;
}
