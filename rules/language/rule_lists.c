// Lists of phrases.  A file may add to a list that it sees, of its own pack or
// an earlier one, so a list is the chain of all that gives it phrases until all
// files are read.

#include "rules/language/pattern_lexer.h"
#include "rules/language/rule_load.h"

static const struct gz_yaml_node *get(const struct gz_yaml_node *node,
                                      const char *key)
{
    return node->kind == GZ_YAML_MAPPING ? gz_yaml_get(node, key) : NULL;
}

// The phrases that a node gives: a plain list, or phrases or append of one.
static const struct gz_yaml_node *phrases_of(const struct gz_yaml_node *node)
{
    const struct gz_yaml_node *phrases = node;
    if (node->kind == GZ_YAML_MAPPING) {
        phrases = get(node, "append");
        phrases = phrases == NULL ? get(node, "phrases") : phrases;
    }
    return phrases != NULL && phrases->kind == GZ_YAML_SEQUENCE ? phrases
                                                                : NULL;
}

// The list that a file means by a name, or UINT32_MAX.
static uint32_t see(const struct gz_rule_load *load, uint32_t file,
                    struct gz_str name)
{
    return gz_rule_set_see(load->set, GZ_RULE_NAME_LIST, name,
                           gz_rule_load_pack(load, file));
}

static void define(struct gz_rule_load *load, uint32_t file,
                   const struct gz_yaml_node *node)
{
    struct gz_rule_set *set = load->set;
    const bool extends =
        get(node, "append") != NULL && get(node, "phrases") == NULL;
    uint32_t older = 0;
    if (extends ||
        !gz_rule_load_name_in_pack(load, GZ_RULE_NAME_LIST, node->key->text,
                                   set->list_count, file, node->key, &older)) {
        return;
    }
    const struct gz_yaml_node *exact = get(node, "exact");
    load->lists[set->list_count++] = (struct gz_rule_list){
        .name = node->key->text,
        .pack = gz_rule_load_pack(load, file),
        .older = older,
        .exact = exact != NULL && gz_str_is(exact->text, "true"),
    };
}

// Take note of the room that a list needs; report what cannot be extended.
static void count(struct gz_rule_load *load, uint32_t file,
                  const struct gz_yaml_node *node)
{
    const struct gz_str name = node->key->text;
    const uint32_t number = see(load, file, name);
    const struct gz_yaml_node *append = get(node, "append");
    const struct gz_yaml_node *exact = get(node, "exact");
    if (append != NULL && number == UINT32_MAX && !load->blind) {
        gz_rule_load_report(
            load, file, node->key,
            "there is no list \"" GZ_STR_FMT "\" to append to%s",
            GZ_STR_ARG(gz_pattern_lexer_clip(name)),
            gz_rule_load_meant_in_pack(load, GZ_RULE_NAME_LIST, name,
                                       gz_rule_load_pack(load, file)));
    }
    if (append != NULL && exact != NULL) {
        gz_rule_load_report(load, file, exact->key,
                            "exact is said where the list is defined, not "
                            "where it is appended to");
    }
    const struct gz_yaml_node *phrases = phrases_of(node);
    if (number != UINT32_MAX && phrases != NULL) {
        load->lists[number].phrase_count += phrases->count;
    }
}

static void fill(struct gz_rule_load *load, uint32_t file,
                 const struct gz_yaml_node *node)
{
    const uint32_t number = see(load, file, node->key->text);
    const struct gz_yaml_node *phrases = phrases_of(node);
    if (number == UINT32_MAX || phrases == NULL) {
        return;
    }
    struct gz_rule_list *list = &load->lists[number];
    const struct gz_yaml_node *child = phrases->first;
    for (; child != NULL; child = child->next) {
        if (child->kind == GZ_YAML_SCALAR && !gz_yaml_is_null(child)) {
            load->phrases[number][list->phrase_count++] =
                gz_str_trim(child->text);
        }
    }
}

// Each phrase once, where it stands first.
static void drop_twins(struct gz_rule_load *load, uint32_t number)
{
    struct gz_rule_list *list = &load->lists[number];
    struct gz_str *phrases = load->phrases[number];
    struct gz_map *seen = gz_map_new(list->phrase_count);
    enum gz_status st = seen == NULL ? GZ_NO_MEMORY : GZ_OK;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < list->phrase_count && st == GZ_OK; i++) {
        uint64_t *slot = NULL;
        bool added = false;
        st = gz_map_put(seen, phrases[i], 0, &slot, &added);
        if (added) {
            phrases[kept++] = phrases[i];
        }
    }
    gz_map_free(seen);
    list->phrases = phrases;
    list->phrase_count = kept;
    if (st != GZ_OK) {
        gz_rule_load_no_memory(load);
    }
}

void gz_rule_lists_load(struct gz_rule_load *load)
{
    const uint32_t room = gz_rule_load_count(load, "lists");
    load->lists = GZ_RULE_LOAD_ARRAY(load, struct gz_rule_list, room);
    load->phrases = GZ_RULE_LOAD_ARRAY(load, struct gz_str *, room);
    gz_rule_load_expect(load, GZ_RULE_NAME_LIST, room);
    load->set->lists = load->lists;
    gz_rule_load_each(load, "lists", define);
    gz_rule_load_each(load, "lists", count);
    const uint32_t lists = load->set->list_count;
    for (uint32_t i = 0; i < lists && !gz_rule_load_failed(load); i++) {
        load->phrases[i] = GZ_RULE_LOAD_ARRAY(load, struct gz_str,
                                              load->lists[i].phrase_count);
        load->lists[i].phrase_count = 0;
    }
    gz_rule_load_each(load, "lists", fill);
    for (uint32_t i = 0; i < lists && !gz_rule_load_failed(load); i++) {
        drop_twins(load, i);
    }
}
