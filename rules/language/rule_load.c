#include "rules/language/rule_load.h"

#include <stdarg.h>
#include <stdlib.h>

#include "rules/language/file_keys.h"
#include "rules/language/pattern_lexer.h"
#include "rules/language/text_place.h"

static const char *const kind_words[] = {
    [GZ_RULE_NAME_RULE] = "rule",   [GZ_RULE_NAME_LIST] = "list",
    [GZ_RULE_NAME_MACRO] = "macro", [GZ_RULE_NAME_FACT] = "fact type",
    [GZ_RULE_NAME_TYPE] = "type",   [GZ_RULE_NAME_CAST] = "name",
};
_Static_assert(sizeof(kind_words) / sizeof(kind_words[0]) == GZ_RULE_NAME_COUNT,
               "every kind of name has a word");

void gz_rule_load_report(struct gz_rule_load *load, uint32_t file,
                         const struct gz_yaml_node *node, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    const enum gz_status st =
        gz_error_vspan(load->err, &load->set->files[file].source,
                       node->begin_byte, node->end_byte, fmt, args);
    va_end(args);
    load->status = load->status == GZ_OK ? st : load->status;
}

void gz_rule_load_no_memory(struct gz_rule_load *load)
{
    if (load->status != GZ_NO_MEMORY) {
        load->status = gz_error_set(load->err, GZ_NO_MEMORY,
                                    "no memory to read the rules");
    }
}

void *gz_rule_load_alloc(struct gz_rule_load *load, size_t count,
                         size_t size_bytes)
{
    void *memory = gz_arena_calloc(load->arena, count, size_bytes);
    if (memory == NULL) {
        gz_rule_load_no_memory(load);
    }
    return memory;
}

bool gz_rule_load_failed(const struct gz_rule_load *load)
{
    return load->status == GZ_NO_MEMORY;
}

// Whether a key has a list, as its shape says, and no mapping.
static bool has_list(const char *name)
{
    const struct gz_rule_key *key = gz_file_keys_rules.keys;
    while (strcmp(key->name, name) != 0) {
        key++;
    }
    return key->shape->items != NULL;
}

// The children of a key of one file; NULL when it has none.
static const struct gz_yaml_node *children(const struct gz_rule_load *load,
                                           uint32_t file, const char *key)
{
    const struct gz_yaml_node *root = load->roots[file];
    const struct gz_yaml_node *node =
        root == NULL || root->kind != GZ_YAML_MAPPING ? NULL
                                                      : gz_yaml_get(root, key);
    const enum gz_yaml_kind kind =
        has_list(key) ? GZ_YAML_SEQUENCE : GZ_YAML_MAPPING;
    return node == NULL || node->kind != kind ? NULL : node->first;
}

void gz_rule_load_each(struct gz_rule_load *load, const char *key,
                       gz_rule_load_visit *visit)
{
    for (uint32_t file = 0; file < load->set->file_count; file++) {
        const struct gz_yaml_node *node = children(load, file, key);
        for (; node != NULL && !gz_rule_load_failed(load); node = node->next) {
            visit(load, file, node);
        }
    }
}

uint32_t gz_rule_load_count(const struct gz_rule_load *load, const char *key)
{
    uint32_t count = 0;
    for (uint32_t file = 0; file < load->set->file_count; file++) {
        const struct gz_yaml_node *node = children(load, file, key);
        for (; node != NULL; node = node->next) {
            count++;
        }
    }
    return count;
}

static void report_taken(struct gz_rule_load *load, enum gz_rule_name kind,
                         struct gz_str name, uint32_t earlier, uint32_t file,
                         const struct gz_yaml_node *node)
{
    const struct gz_rule_place *place = &load->places[kind][earlier];
    const struct gz_source *src = &load->set->files[place->file].source;
    gz_rule_load_report(load, file, node,
                        "the %s \"" GZ_STR_FMT
                        "\" is defined twice (first in %s:%u)",
                        kind_words[kind], GZ_STR_ARG(name), src->name,
                        gz_source_place(src, place->node->begin_byte).line);
}

uint32_t gz_rule_load_pack(const struct gz_rule_load *load, uint32_t file)
{
    return load->set->files[file].pack;
}

// The number of what has the name already; `number` itself when it is new.
static bool put_name(struct gz_rule_load *load, enum gz_rule_name kind,
                     struct gz_str name, uint32_t number, uint64_t **slot)
{
    if (gz_map_put(load->set->names[kind], name, number, slot, NULL) != GZ_OK) {
        gz_rule_load_no_memory(load);
        return false;
    }
    return true;
}

bool gz_rule_load_name(struct gz_rule_load *load, enum gz_rule_name kind,
                       struct gz_str name, uint32_t number, uint32_t file,
                       const struct gz_yaml_node *node)
{
    uint64_t *slot = NULL;
    if (!put_name(load, kind, name, number, &slot)) {
        return false;
    }
    if (*slot != number) {
        report_taken(load, kind, name, (uint32_t)*slot, file, node);
        return false;
    }
    load->places[kind][number] = (struct gz_rule_place){file, node};
    return true;
}

bool gz_rule_load_name_in_pack(struct gz_rule_load *load,
                               enum gz_rule_name kind, struct gz_str name,
                               uint32_t number, uint32_t file,
                               const struct gz_yaml_node *node, uint32_t *older)
{
    uint64_t *slot = NULL;
    if (!put_name(load, kind, name, number, &slot)) {
        return false;
    }
    const uint32_t last = (uint32_t)*slot;
    const bool fresh = last == number;
    if (!fresh && gz_rule_load_pack(load, load->places[kind][last].file) ==
                      gz_rule_load_pack(load, file)) {
        report_taken(load, kind, name, last, file, node);
        return false;
    }
    *slot = number;
    *older = fresh ? 0 : last + 1;
    load->places[kind][number] = (struct gz_rule_place){file, node};
    return true;
}

uint32_t gz_rule_load_find(const struct gz_rule_load *load,
                           enum gz_rule_name kind, struct gz_str name)
{
    const uint64_t *slot = gz_map_get(load->set->names[kind], name);
    return slot == NULL ? UINT32_MAX : (uint32_t)*slot;
}

void gz_rule_load_expect(struct gz_rule_load *load, enum gz_rule_name kind,
                         uint32_t count)
{
    load->rooms[kind] = count;
    load->places[kind] = GZ_RULE_LOAD_ARRAY(load, struct gz_rule_place, count);
}

// The name of a kind that may have been meant in a pack, or NULL.
static const char *suggest(const struct gz_rule_load *load,
                           enum gz_rule_name kind, struct gz_str name,
                           uint32_t pack)
{
    enum { CANDIDATES_MAX = 5000 };
    const char **names = calloc(CANDIDATES_MAX, sizeof(*names));
    const struct gz_rule_place *places = load->places[kind];
    size_t count = 0;
    for (uint32_t i = 0; names != NULL && i < load->rooms[kind]; i++) {
        if (places[i].node != NULL && places[i].node->text.ptr != NULL &&
            gz_rule_load_pack(load, places[i].file) <= pack &&
            count < CANDIDATES_MAX) {
            names[count++] = places[i].node->text.ptr;
        }
    }
    const char *meant = gz_str_suggest(name, names, count);
    free(names);
    return meant;
}

const char *gz_rule_load_hint(struct gz_rule_load *load, const char *meant)
{
    static const char format[] = " (did you mean \"%s\"?)";
    if (meant == NULL) {
        return "";
    }
    const size_t size = sizeof(format) + strlen(meant);
    char *hint = gz_rule_load_alloc(load, size, 1);
    if (hint == NULL) {
        return "";
    }
    snprintf(hint, size, format, meant);
    return hint;
}

const char *gz_rule_load_meant(struct gz_rule_load *load,
                               enum gz_rule_name kind, struct gz_str name)
{
    return gz_error_full(load->err)
               ? ""
               : gz_rule_load_hint(load, suggest(load, kind, name, UINT32_MAX));
}

const char *gz_rule_load_meant_in_pack(struct gz_rule_load *load,
                                       enum gz_rule_name kind,
                                       struct gz_str name, uint32_t pack)
{
    static const char format[] = " (that of %s:%u comes in a later pack)";
    const uint32_t later = gz_rule_load_find(load, kind, name);
    if (gz_error_full(load->err)) {
        return "";
    }
    if (later == UINT32_MAX) {
        return gz_rule_load_hint(load, suggest(load, kind, name, pack));
    }
    const struct gz_rule_place *place = &load->places[kind][later];
    const struct gz_source *src = &load->set->files[place->file].source;
    const size_t size = sizeof(format) + strlen(src->name) + 20;
    char *hint = gz_rule_load_alloc(load, size, 1);
    if (hint == NULL) {
        return "";
    }
    snprintf(hint, size, format, src->name,
             gz_source_place(src, place->node->begin_byte).line);
    return hint;
}

void gz_rule_load_unknown(struct gz_rule_load *load, enum gz_rule_name kind,
                          uint32_t file, const struct gz_yaml_node *node)
{
    if (load->blind) {
        return;
    }
    const char *meant = gz_rule_load_meant(load, kind, node->text);
    const bool new_fact = meant[0] == '\0' && kind == GZ_RULE_NAME_FACT;
    gz_rule_load_report(
        load, file, node, "unknown %s \"" GZ_STR_FMT "\"%s", kind_words[kind],
        GZ_STR_ARG(gz_pattern_lexer_clip(node->text)),
        new_fact ? " (a new one stands with its roles under facts)" : meant);
}

void gz_rule_load_unknown_type(struct gz_rule_load *load, uint32_t file,
                               const struct gz_yaml_node *node)
{
    const char *meant =
        gz_error_full(load->err)
            ? NULL
            : gz_type_tree_suggest(load->set->types, node->text);
    gz_rule_load_report(load, file, node, "unknown type \"" GZ_STR_FMT "\"%s",
                        GZ_STR_ARG(gz_pattern_lexer_clip(node->text)),
                        gz_rule_load_hint(load, meant));
}

void gz_rule_load_report_in(struct gz_rule_load *load,
                            const struct gz_rule_pattern *pattern,
                            size_t begin_byte, size_t end_byte, const char *fmt,
                            ...)
{
    size_t begin = 0;
    size_t end = 0;
    va_list args;
    load->status = load->status == GZ_OK ? GZ_INVALID : load->status;
    if (!gz_error_full(load->err)) {
        gz_text_place_find(&pattern->where, begin_byte, end_byte, &begin, &end);
    }
    va_start(args, fmt);
    gz_error_vspan(load->err, pattern->where.src, begin, end, fmt, args);
    va_end(args);
}

struct gz_rule_pattern gz_rule_load_pattern(struct gz_rule_load *load,
                                            uint32_t file,
                                            const struct gz_yaml_node *node)
{
    struct gz_rule_pattern pattern = {
        .text = node->text,
        .where = gz_text_place_of(&load->set->files[file].source, node),
    };
    pattern.where.pack = gz_rule_load_pack(load, file);
    if (node->kind != GZ_YAML_SCALAR || gz_yaml_is_null(node) ||
        gz_str_trim(node->text).len_bytes == 0) {
        return pattern;
    }
    const enum gz_status st = gz_pattern_parse(
        node->text, &pattern.where, load->arena, &pattern.root, load->err);
    if (st == GZ_LIMIT) {
        gz_rule_load_no_memory(load);
    } else if (st != GZ_OK && load->status == GZ_OK) {
        load->status = st;
    }
    return pattern;
}
