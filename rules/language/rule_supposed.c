// What packs suppose of names that nobody knows.

#include "rules/language/pattern_lexer.h"
#include "rules/language/rule_load.h"

static const struct gz_yaml_node *supposed_of(const struct gz_rule_load *load,
                                              uint32_t file)
{
    const struct gz_yaml_node *root = load->roots[file];
    const struct gz_yaml_node *node =
        root == NULL || root->kind != GZ_YAML_MAPPING
            ? NULL
            : gz_yaml_get(root, "supposed");
    return node != NULL && node->kind == GZ_YAML_MAPPING ? node : NULL;
}

static uint16_t read_type(struct gz_rule_load *load, uint32_t file,
                          const struct gz_yaml_node *node)
{
    if (node == NULL || !gz_rule_load_is_text(node)) {
        return GZ_TYPE_NONE;
    }
    const uint16_t type = gz_type_tree_find(load->set->types, node->text);
    if (type == GZ_TYPE_NONE) {
        gz_rule_load_unknown_type(load, file, node);
    } else if (gz_rule_load_is_value(load, type)) {
        gz_rule_load_report(load, file, node,
                            "\"" GZ_STR_FMT
                            "\" is a type of values, which have no names",
                            GZ_STR_ARG(node->text));
    }
    return type;
}

// The numbers of the lists that a key names.
static uint32_t *read_lists(struct gz_rule_load *load, uint32_t file,
                            const struct gz_yaml_node *node, uint32_t *count)
{
    const uint32_t pack = gz_rule_load_pack(load, file);
    *count = 0;
    if (node == NULL || node->kind != GZ_YAML_SEQUENCE) {
        return NULL;
    }
    uint32_t *numbers = GZ_RULE_LOAD_ARRAY(load, uint32_t, node->count);
    const struct gz_yaml_node *child = numbers == NULL ? NULL : node->first;
    for (; child != NULL; child = child->next) {
        if (!gz_rule_load_is_text(child)) {
            continue;
        }
        const uint32_t number =
            gz_rule_set_see(load->set, GZ_RULE_NAME_LIST, child->text, pack);
        if (number != UINT32_MAX) {
            numbers[(*count)++] = number;
        } else if (!load->blind) {
            gz_rule_load_report(
                load, file, child, "unknown list \"" GZ_STR_FMT "\"%s",
                GZ_STR_ARG(gz_pattern_lexer_clip(child->text)),
                gz_rule_load_meant_in_pack(load, GZ_RULE_NAME_LIST, child->text,
                                           pack));
        }
    }
    return numbers;
}

static void read(struct gz_rule_load *load, uint32_t file,
                 const struct gz_yaml_node *node, struct gz_rule_supposed *out)
{
    *out = (struct gz_rule_supposed){
        .type = read_type(load, file, gz_yaml_get(node, "type")),
        .pack = gz_rule_load_pack(load, file),
        .file = file,
    };
    out->unless =
        read_lists(load, file, gz_yaml_get(node, "unless"), &out->unless_count);
    out->behind =
        read_lists(load, file, gz_yaml_get(node, "behind"), &out->behind_count);
}

// One of a pack, so that no two of its files say different things.
static bool is_first(struct gz_rule_load *load, uint32_t file,
                     const struct gz_yaml_node *node)
{
    const struct gz_rule_set *set = load->set;
    for (uint32_t i = 0; i < set->supposed_count; i++) {
        const struct gz_rule_supposed *known = &set->supposed[i];
        if (known->pack == gz_rule_load_pack(load, file)) {
            const struct gz_source *src = &set->files[known->file].source;
            const struct gz_yaml_node *first = supposed_of(load, known->file);
            gz_rule_load_report(
                load, file, node->key,
                "the pack says in %s:%u already what names are supposed to be",
                src->name, gz_source_place(src, first->key->begin_byte).line);
            return false;
        }
    }
    return true;
}

void gz_rule_supposed_load(struct gz_rule_load *load)
{
    struct gz_rule_set *set = load->set;
    struct gz_rule_supposed *all =
        GZ_RULE_LOAD_ARRAY(load, struct gz_rule_supposed, set->file_count);
    set->supposed = all;
    for (uint32_t file = 0; all != NULL && file < set->file_count; file++) {
        const struct gz_yaml_node *node = supposed_of(load, file);
        if (node != NULL && is_first(load, file, node)) {
            read(load, file, node, &all[set->supposed_count++]);
        }
    }
}
