// A short array, searched from its begin: a recast is rare, and there are at
// most some hundred countries.

#include "rules/resolve/country_index.h"

#include <stdlib.h>
#include <string.h>

#include "rules/gazetteer/layers/layers_entities.h"
#include "rules/resolve/type_numbers.h"

enum { ROOM = 256, CODE_BYTES_MAX = 8 };

struct stand_in {
    uint16_t type;     // that it is asked for by
    uint64_t country;  // its code
    struct gz_reading reading;
};

struct gz_country_index {
    uint16_t country_type;
    struct stand_in *items;  // owned
    size_t count;
    size_t cap;
};

struct builder {
    struct gz_country_index *index;
    const struct gz_rule_set *rules;
    struct gz_type_numbers types;
    enum gz_status status;
};

// A code as a number, which is quicker to compare; 0: it is none.
static uint64_t pack(struct gz_str country)
{
    uint64_t code = 0;
    if (country.len_bytes > 0 && country.len_bytes <= CODE_BYTES_MAX) {
        memcpy(&code, country.ptr, country.len_bytes);
    }
    return code;
}

static const struct stand_in *find(const struct gz_country_index *index,
                                   uint16_t type, struct gz_str country)
{
    const uint64_t code = pack(country);
    for (size_t i = 0; index != NULL && code != 0 && i < index->count; i++) {
        if (index->items[i].country == code && index->items[i].type == type) {
            return &index->items[i];
        }
    }
    return NULL;
}

// The first one that the lists have.
static void add(struct builder *b, uint16_t type, struct gz_str country,
                const struct gz_reading *reading)
{
    struct gz_country_index *index = b->index;
    if (pack(country) == 0 || find(index, type, country) != NULL) {
        return;
    }
    if (index->count == index->cap) {
        const size_t cap = 2 * index->cap + ROOM;
        struct stand_in *items = realloc(index->items, cap * sizeof(*items));
        if (items == NULL) {
            b->status = GZ_NO_MEMORY;
            return;
        }
        index->items = items;
        index->cap = cap;
    }
    struct stand_in *item = &index->items[index->count++];
    *item = (struct stand_in){
        .type = type, .country = pack(country), .reading = *reading};
}

struct gz_str gz_country_index_code(struct gz_details details)
{
    const struct gz_str code =
        gz_gazetteer_value(details.attributes, "country");
    return code.len_bytes > 0 ? code : gz_gazetteer_value(details.xids, "iso2");
}

static void on_entity(void *context, const struct gz_layers_met *met)
{
    struct builder *b = context;
    const uint16_t type = gz_type_numbers_of(&b->types, met->type);
    const struct gz_str attributes = met->details.attributes;
    if (type == GZ_TYPE_NONE || b->status != GZ_OK) {
        return;
    }
    const struct gz_str country = gz_country_index_code(met->details);
    if (type == b->index->country_type) {
        add(b, type, country, &met->reading);
    }
    if (!gz_str_is(gz_gazetteer_value(attributes, "role"), "government")) {
        return;
    }
    for (uint32_t i = 0; i < b->rules->rule_count; i++) {
        const struct gz_rule *rule = &b->rules->rules[i];
        if (rule->kind == GZ_RULE_RECAST &&
            gz_type_range_has(gz_type_tree_range(b->rules->types, rule->type),
                              type)) {
            add(b, rule->type, country, &met->reading);
        }
    }
}

static bool recasts(const struct gz_rule_set *rules)
{
    for (uint32_t i = 0; rules != NULL && i < rules->rule_count; i++) {
        if (rules->rules[i].kind == GZ_RULE_RECAST) {
            return true;
        }
    }
    return false;
}

enum gz_status gz_country_index_new(const struct gz_layers *names,
                                    const struct gz_rule_set *rules,
                                    struct gz_country_index **out)
{
    *out = NULL;
    if (!recasts(rules)) {
        return GZ_OK;
    }
    struct builder b = {.rules = rules, .status = GZ_OK};
    b.index = calloc(1, sizeof(*b.index));
    if (b.index == NULL) {
        return GZ_NO_MEMORY;
    }
    gz_type_numbers_init(&b.types, rules->types);
    b.index->country_type =
        gz_type_tree_find(rules->types, GZ_STR_LIT("Place/Country"));
    gz_layers_entities(names, on_entity, &b);
    if (b.status != GZ_OK) {
        gz_country_index_free(b.index);
        return b.status;
    }
    *out = b.index;
    return GZ_OK;
}

void gz_country_index_free(struct gz_country_index *index)
{
    if (index != NULL) {
        free(index->items);
        free(index);
    }
}

const struct gz_reading *
gz_country_index_find(const struct gz_country_index *index, uint16_t type,
                      struct gz_str country)
{
    const struct stand_in *item = find(index, type, country);
    return item == NULL ? NULL : &item->reading;
}

const struct gz_reading *
gz_country_index_country(const struct gz_country_index *index,
                         struct gz_str country)
{
    return index == NULL
               ? NULL
               : gz_country_index_find(index, index->country_type, country);
}
