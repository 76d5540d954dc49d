// Types that packs add to the tree.

#include "rules/language/pattern_lexer.h"
#include "rules/language/rule_load.h"

// What a file says a type is below, or NULL; in *file its number.
static const struct gz_yaml_node *find_type(const struct gz_rule_load *load,
                                            struct gz_str name, uint32_t *file)
{
    const struct gz_yaml_node *found = NULL;
    for (uint32_t i = 0; i < load->set->file_count && found == NULL; i++) {
        const struct gz_yaml_node *root = load->roots[i];
        const struct gz_yaml_node *types =
            root == NULL || root->kind != GZ_YAML_MAPPING
                ? NULL
                : gz_yaml_get(root, "types");
        if (types != NULL && types->kind == GZ_YAML_MAPPING) {
            found = gz_yaml_get(types, name.ptr);
            *file = i;
        }
    }
    return found == NULL || !gz_rule_load_is_text(found) ? NULL : found;
}

// Whether what stands above a type leads back to it.
static bool is_circle(const struct gz_rule_load *load,
                      const struct gz_yaml_node *node)
{
    enum { STEPS_MAX = 16 };
    const struct gz_yaml_node *above = node;
    uint32_t file;
    for (int i = 0; i < STEPS_MAX && above != NULL; i++) {
        if (gz_str_eq(above->text, node->key->text)) {
            return true;
        }
        above = find_type(load, above->text, &file);
    }
    return false;
}

// A type above that is no type yet: it may stand further down.
static void report_above(struct gz_rule_load *load, uint32_t file,
                         const struct gz_yaml_node *node)
{
    uint32_t at = 0;
    const struct gz_yaml_node *above =
        gz_error_full(load->err) ? NULL : find_type(load, node->text, &at);
    if (above == NULL) {
        gz_rule_load_unknown_type(load, file, node);
    } else if (at < file ||
               (at == file && above->begin_byte < node->begin_byte)) {
        return;  // and could not be read, which was reported
    } else if (is_circle(load, node)) {
        gz_rule_load_report(load, file, node,
                            "the type \"" GZ_STR_FMT "\" is below \"" GZ_STR_FMT
                            "\", so it is not above it, too",
                            GZ_STR_ARG(gz_pattern_lexer_clip(node->text)),
                            GZ_STR_ARG(gz_pattern_lexer_clip(node->key->text)));
    } else {
        gz_rule_load_report(load, file, node,
                            "the type \"" GZ_STR_FMT
                            "\" is defined further down: put it before those "
                            "below it",
                            GZ_STR_ARG(gz_pattern_lexer_clip(node->text)));
    }
}

static void read_type(struct gz_rule_load *load, uint32_t file,
                      const struct gz_yaml_node *node)
{
    struct gz_type_tree *types = load->set->types;
    const struct gz_yaml_node *key = node->key;
    if (!gz_rule_load_is_text(node)) {
        return;
    }
    const uint16_t above = gz_type_tree_find(types, node->text);
    if (above == GZ_TYPE_NONE) {
        report_above(load, file, node);
        return;
    }
    if (gz_rule_load_is_value(load, above)) {
        gz_rule_load_report(load, file, node,
                            "\"" GZ_STR_FMT
                            "\" is a type of values, which none can be added "
                            "below",
                            GZ_STR_ARG(node->text));
        return;
    }
    const uint32_t number =
        (uint32_t)gz_map_count(load->set->names[GZ_RULE_NAME_TYPE]);
    const bool built_in =
        gz_type_tree_find(types, key->text) != GZ_TYPE_NONE &&
        gz_rule_load_find(load, GZ_RULE_NAME_TYPE, key->text) == UINT32_MAX;
    if (built_in) {
        gz_rule_load_report(load, file, key,
                            "the type \"" GZ_STR_FMT "\" is built in",
                            GZ_STR_ARG(key->text));
    } else if (gz_rule_load_name(load, GZ_RULE_NAME_TYPE, key->text, number,
                                 file, key)) {
        const enum gz_status st =
            gz_type_tree_add(types, key->text, node->text);
        if (st == GZ_NO_MEMORY) {
            gz_rule_load_no_memory(load);
        } else if (st != GZ_OK) {
            gz_rule_load_report(load, file, key, "too many types");
        }
    }
}

void gz_rule_types_load(struct gz_rule_load *load)
{
    gz_rule_load_expect(load, GZ_RULE_NAME_TYPE,
                        gz_rule_load_count(load, "types"));
    gz_rule_load_each(load, "types", read_type);
    if (!gz_rule_load_failed(load) &&
        gz_type_tree_number(load->set->types) != GZ_OK) {
        gz_rule_load_no_memory(load);
    }
}
