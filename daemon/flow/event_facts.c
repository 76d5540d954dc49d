#include "daemon/flow/event_facts.h"

#include <string.h>

#include "daemon/base/hash.h"

enum { HEX_BYTES = 33, SPAN_TEXT_BYTES = 40 };

struct facts {
    const struct gz_event_sources *in;
    struct gz_arena *arena;
};

static struct gz_str text_of(const struct facts *f, const struct gz_span *span)
{
    const struct gz_str text = f->in->document->fields[span->field].text;
    return gz_str_of(text.ptr + span->begin_byte,
                     span->end_byte - span->begin_byte);
}

static struct gz_event_span convert_span(const struct facts *f,
                                         const struct gz_span *span)
{
    const struct gz_offsets *offsets =
        f->in->document->fields[span->field].offsets;
    const struct gz_offset begin = gz_offsets_at(offsets, span->begin_byte);
    const struct gz_offset end = gz_offsets_at(offsets, span->end_byte);
    return (struct gz_event_span){
        .field = (uint8_t)span->field,
        .begin_byte = begin.byte,
        .end_byte = end.byte,
        .begin_cp = begin.cp,
        .end_cp = end.cp,
        .begin_u16 = begin.u16,
        .end_u16 = end.u16,
    };
}

static const struct gz_entry *entry_of(const struct facts *f, uint32_t entity)
{
    return entity == GZ_FINDINGS_NONE
               ? NULL
               : &f->in->findings->entities[entity].entry;
}

// --- the id ---

// Parts with a NUL behind each; without room they are only measured.
struct key {
    char *room;
    size_t len;
};

static void add_part(struct key *key, struct gz_str part)
{
    if (key->room != NULL) {
        if (part.len_bytes > 0) {  // an empty part may have no pointer
            memcpy(key->room + key->len, part.ptr, part.len_bytes);
        }
        key->room[key->len + part.len_bytes] = '\0';
    }
    key->len += part.len_bytes + 1;
}

// A number in digits that end before to; returns where they begin.
static char *put_digits(char *to, uint32_t number)
{
    do {
        *--to = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    return to;
}

// Field, begin and end with spaces between them, from behind.
static void add_span(struct key *key, const struct gz_span *span)
{
    char text[SPAN_TEXT_BYTES];
    char *const end = text + sizeof(text);
    char *begin = put_digits(end, span->end_byte);
    *--begin = ' ';
    begin = put_digits(begin, span->begin_byte);
    *--begin = ' ';
    begin = put_digits(begin, (uint32_t)span->field);
    add_part(key, gz_str_of(begin, (size_t)(end - begin)));
}

static void add_value(struct key *key, const struct gz_value *value)
{
    const char kinds[] = {(char)('0' + (int)value->dim),
                          (char)('0' + (int)value->cmp)};
    add_part(key, gz_str_of(kinds, sizeof(kinds)));
    add_part(key, value->value);
    add_part(key, value->max);
    add_part(key, value->unit);
    add_part(key, value->period);
}

static void add_role(const struct facts *f, struct key *key,
                     const struct gz_role *role)
{
    const struct gz_entry *entry = entry_of(f, role->entity);
    add_part(key, role->role);
    if (entry != NULL) {
        add_part(key, entry->id);
    } else if (role->value != NULL) {
        add_value(key, role->value);
    } else {
        add_part(key, text_of(f, &role->span));
    }
}

static void add_fact(const struct facts *f, struct key *key,
                     const struct gz_fact *fact)
{
    add_part(key, f->in->article->id);
    add_part(key, gz_str_z(f->in->article->sha256_hex));
    add_part(key, fact->type);
    for (uint32_t i = 0; i < fact->role_count; i++) {
        add_role(f, key, &fact->roles[i]);
    }
    add_span(key, &fact->evidence);
}

static enum gz_status identify(const struct facts *f,
                               const struct gz_fact *fact, struct gz_str *out)
{
    struct key key = {NULL, 0};
    add_fact(f, &key, fact);
    char *hex = gz_arena_alloc(f->arena, HEX_BYTES);
    key.room = gz_arena_alloc(f->arena, key.len);
    if (hex == NULL || key.room == NULL) {
        return GZ_LIMIT;
    }
    key.len = 0;
    add_fact(f, &key, fact);
    gz_hash128_hex(key.room, key.len, hex);
    *out = gz_str_of(hex, HEX_BYTES - 1);
    return GZ_OK;
}

// --- the parts ---

static enum gz_status convert_value(const struct facts *f,
                                    const struct gz_value *value,
                                    struct gz_event_role *out)
{
    if (value == NULL) {
        return GZ_OK;
    }
    struct gz_event_value *v = GZ_ARENA_NEW(f->arena, struct gz_event_value);
    if (v == NULL) {
        return GZ_LIMIT;
    }
    *v = (struct gz_event_value){
        .dim = (uint8_t)value->dim,
        .cmp = (uint8_t)value->cmp,
        .value = value->value,
        .max = value->max,
        .unit = value->unit,
        .period = value->period,
    };
    out->value = v;
    return GZ_OK;
}

static enum gz_status convert_roles(const struct facts *f,
                                    const struct gz_fact *fact,
                                    struct gz_event_fact *out)
{
    struct gz_event_role *roles =
        GZ_ARENA_ARRAY(f->arena, struct gz_event_role, fact->role_count);
    enum gz_status st = roles == NULL ? GZ_LIMIT : GZ_OK;
    for (uint32_t i = 0; i < fact->role_count && st == GZ_OK; i++) {
        const struct gz_role *role = &fact->roles[i];
        const struct gz_entry *entry = entry_of(f, role->entity);
        roles[i].role = role->role;
        roles[i].text = text_of(f, &role->span);
        roles[i].span = convert_span(f, &role->span);
        if (entry != NULL) {
            roles[i].entity_id = entry->id;
            roles[i].name = entry->name;
        }
        st = convert_value(f, role->value, &roles[i]);
    }
    out->roles = roles;
    out->role_count = fact->role_count;
    return st;
}

static enum gz_status convert_attributions(const struct facts *f,
                                           const struct gz_fact *fact,
                                           struct gz_event_fact *out)
{
    struct gz_event_attribution *items = GZ_ARENA_ARRAY(
        f->arena, struct gz_event_attribution, fact->attribution_count);
    if (items == NULL) {
        return GZ_LIMIT;
    }
    for (uint32_t i = 0; i < fact->attribution_count; i++) {
        const struct gz_attribution *a = &fact->attributions[i];
        const struct gz_entry *entry = entry_of(f, a->entity);
        items[i].kind = (uint8_t)a->kind;
        items[i].verb = a->verb;
        items[i].span = convert_span(f, &a->span);
        if (entry != NULL) {
            items[i].entity_id = entry->id;
        }
    }
    out->attributions = items;
    out->attribution_count = fact->attribution_count;
    return GZ_OK;
}

static enum gz_status convert(const struct facts *f, const struct gz_fact *fact,
                              struct gz_event_fact *out)
{
    out->type = fact->type;
    out->polarity = (uint8_t)fact->polarity;
    out->modality = (uint8_t)fact->modality;
    out->evidence = convert_span(f, &fact->evidence);
    out->confidence = fact->confidence;
    out->rule = fact->rule;
    enum gz_status st = identify(f, fact, &out->fact_id);
    if (st == GZ_OK) {
        st = convert_roles(f, fact, out);
    }
    if (st == GZ_OK) {
        st = convert_attributions(f, fact, out);
    }
    return st;
}

// --- who takes part ---

// Whether no role before this one is filled by the same entity.
static bool is_first(const struct gz_fact *fact, uint32_t at)
{
    for (uint32_t i = 0; i < at; i++) {
        if (fact->roles[i].entity == fact->roles[at].entity) {
            return false;
        }
    }
    return fact->roles[at].entity != GZ_FINDINGS_NONE;
}

// Count the facts of each entity; the sum of all.
static uint32_t count_facts(const struct gz_findings *findings,
                            struct gz_event_facts *lists)
{
    uint32_t sum = 0;
    for (uint32_t i = 0; i < findings->fact_count; i++) {
        const struct gz_fact *fact = &findings->facts[i];
        for (uint32_t r = 0; r < fact->role_count; r++) {
            if (is_first(fact, r)) {
                lists[fact->roles[r].entity].count++;
                sum++;
            }
        }
    }
    return sum;
}

static void hand_out(const struct gz_fact *fact,
                     const struct gz_event_fact *shared,
                     struct gz_event_fact **next)
{
    uint32_t place = 0;
    for (uint32_t r = 0; r < fact->role_count; r++) {
        const uint32_t entity = fact->roles[r].entity;
        if (is_first(fact, r)) {
            *next[entity] = *shared;
            next[entity]->role_index = place;
            next[entity]++;
        }
        place += entity != GZ_FINDINGS_NONE;
    }
}

enum gz_status gz_event_facts_build(const struct gz_event_sources *in,
                                    struct gz_arena *arena,
                                    const struct gz_event_facts **out)
{
    const struct facts f = {.in = in, .arena = arena};
    const struct gz_findings *findings = in->findings;
    const uint32_t entities = findings->entity_count;
    struct gz_event_facts *lists =
        GZ_ARENA_ARRAY(arena, struct gz_event_facts, entities);
    struct gz_event_fact **next =
        GZ_ARENA_ARRAY(arena, struct gz_event_fact *, entities);
    if (lists == NULL || next == NULL) {
        return GZ_LIMIT;
    }
    struct gz_event_fact *room = GZ_ARENA_ARRAY(arena, struct gz_event_fact,
                                                count_facts(findings, lists));
    if (room == NULL) {
        return GZ_LIMIT;
    }
    for (uint32_t i = 0; i < entities; i++) {
        lists[i].items = room;
        next[i] = room;
        room += lists[i].count;
    }
    enum gz_status st = GZ_OK;
    for (uint32_t i = 0; i < findings->fact_count && st == GZ_OK; i++) {
        struct gz_event_fact shared = {.role_index = 0};
        st = convert(&f, &findings->facts[i], &shared);
        if (st == GZ_OK) {
            hand_out(&findings->facts[i], &shared, next);
        }
    }
    *out = lists;
    return st;
}
