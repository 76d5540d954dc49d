#include "rules/resolve/recast.h"

#include "rules/resolve/linking.h"
#include "rules/resolve/rule_parts.h"
#include "rules/types.h"

struct recaster {
    struct gz_draft *draft;
    const struct gz_country_index *countries;
};

// Text counts as the place that it names: a rule may list capitals.
static struct gz_draft_mention *named_place(const struct gz_draft *draft,
                                            enum gz_field field,
                                            const struct gz_capture *text)
{
    struct gz_draft_mention *m =
        gz_draft_exact(draft, field, text->begin_token, text->end_token);
    if (m == NULL || !gz_type_is_a(draft->entities[m->entity].entry.type,
                                   GZ_STR_LIT("Place"))) {
        return NULL;
    }
    return m;
}

// Whose government sits in a place: "Brussels" is the European Union's.
static struct gz_str governed(const struct gz_draft_entity *place)
{
    const struct gz_str seat =
        gz_gazetteer_value(place->entry.attributes, "seat_of");
    return seat.len_bytes > 0 ? seat : place->country;
}

// What the country is called, or what the text calls its capital.
static enum gz_status name_of(const struct recaster *r,
                              const struct gz_draft_entity *from,
                              struct gz_str *out)
{
    const struct gz_reading *country =
        gz_country_index_country(r->countries, governed(from));
    struct gz_entry entry = from->entry;
    enum gz_status st = GZ_OK;
    if (country != NULL) {
        st = gz_layers_entry(r->draft->in.names, country, r->draft->in.arena,
                             &entry);
    }
    *out = entry.name;
    return st;
}

// How sure the link from a place to its government is.
#define RECAST_SCORE 0.9

static enum gz_status name_government(const struct recaster *r, uint32_t from,
                                      uint16_t type, uint32_t *to)
{
    struct gz_draft *draft = r->draft;
    struct gz_buffer *scratch = draft->in.scratch;
    struct gz_str name;
    const enum gz_status st = name_of(r, &draft->entities[from], &name);
    if (st != GZ_OK) {
        return st;
    }
    gz_buffer_clear(scratch);
    gz_buffer_append_z(scratch, "Government of ");
    gz_buffer_append_str(scratch, name);
    const struct gz_str full =
        gz_arena_copy(draft->in.arena, gz_buffer_str(scratch));
    if (full.ptr == NULL || gz_buffer_status(scratch) != GZ_OK) {
        return GZ_LIMIT;
    }
    const enum gz_status named = gz_linking_by_name(draft, full, type, to);
    if (named == GZ_OK) {
        // No list has it, but there is no doubt whose government it is.
        draft->entities[*to].link.score = RECAST_SCORE;
    }
    return named;
}

static enum gz_status find_other(const struct recaster *r, uint32_t from,
                                 uint16_t type, uint32_t *to)
{
    struct gz_draft *draft = r->draft;
    const struct gz_reading *reading = gz_country_index_find(
        r->countries, type, governed(&draft->entities[from]));
    if (reading == NULL) {
        return name_government(r, from, type, to);
    }
    struct gz_entry entry;
    const struct gz_link link = {.score = RECAST_SCORE,
                                 .method = GZ_LINK_CONTEXT};
    const enum gz_status st =
        gz_layers_entry(draft->in.names, reading, draft->in.arena, &entry);
    return st == GZ_OK ? gz_draft_entity(draft, &entry, &link, to) : st;
}

static enum gz_status recast(const struct recaster *r,
                             const struct gz_rule *rule,
                             struct gz_draft_mention *m)
{
    struct gz_draft *draft = r->draft;
    uint32_t to;
    // "Chinese" is of China and never the government itself.
    if (m == NULL || m->how == GZ_HOW_METONYM || m->how == GZ_HOW_DERIVED) {
        return GZ_OK;
    }
    const uint32_t from = m->entity;
    const enum gz_status st = find_other(r, from, rule->type, &to);
    if (st != GZ_OK) {
        return st;
    }
    if (draft->entities[to].country.len_bytes == 0) {
        draft->entities[to].country = governed(&draft->entities[from]);
    }
    m->entity = to;
    draft->changed = true;
    m->how = GZ_HOW_METONYM;
    m->rule = rule->id;
    gz_draft_trace(draft, GZ_EXTRACT_RECAST, GZ_EXTRACT_CHANGED, m,
                   "stands for it here", draft->entities[from].entry.id);
    return GZ_OK;
}

static enum gz_status recast_all(const struct recaster *r,
                                 const struct gz_match *match)
{
    struct gz_draft *draft = r->draft;
    const struct gz_rule *rule = &draft->in.rules->rules[match->rule];
    const struct gz_capture *name =
        gz_rule_parts_capture(draft->in.parts, match, GZ_RULE_PART_NAME);
    if (name == NULL) {
        return GZ_OK;
    }
    if (name->item_count == 0) {
        return recast(r, rule, named_place(draft, match->field, name));
    }
    enum gz_status st = GZ_OK;
    for (uint32_t i = 0; i < name->item_count && st == GZ_OK; i++) {
        const uint32_t ref = name->items[i].ref;
        if ((ref & GZ_DRAFT_VALUE) == 0) {
            st = recast(r, rule, &draft->mentions[ref]);
        }
    }
    return st;
}

enum gz_status gz_recast_apply(struct gz_draft *draft,
                               const struct gz_country_index *countries,
                               const struct gz_matches *matches)
{
    const struct recaster r = {draft, countries};
    enum gz_status st = GZ_OK;
    for (uint32_t i = 0; i < matches->count && st == GZ_OK; i++) {
        st = recast_all(&r, &matches->items[i]);
    }
    return st;
}
