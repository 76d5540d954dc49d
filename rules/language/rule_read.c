// Rules from their drafts.  What has not the right shape was reported before,
// and stays at its default here.

#include "rules/language/pattern_lexer.h"
#include "rules/language/rule_load.h"
#include "rules/language/text_place.h"

#define CONFIDENCE_DEFAULT 0.8

// The value of a key that has one, when it is a text.
static const struct gz_yaml_node *scalar(const struct gz_rule_draft *draft,
                                         enum gz_rule_field field)
{
    const struct gz_rule_part *part = draft->parts[field];
    const bool good = part != NULL &&
                      part->place.node->kind == GZ_YAML_SCALAR &&
                      !gz_yaml_is_null(part->place.node);
    return good ? part->place.node : NULL;
}

static void read_choice(const struct gz_yaml_node *node,
                        const char *const *choices, int *out)
{
    const int choice = node == NULL || node->kind != GZ_YAML_SCALAR
                           ? -1
                           : gz_rule_shape_choice(choices, node->text);
    *out = choice < 0 ? *out : choice;
}

static double read_number(const struct gz_rule_draft *draft,
                          enum gz_rule_field field, double otherwise)
{
    const struct gz_rule_shape *shape = gz_rule_keys_of(field)->shape;
    const struct gz_yaml_node *node = scalar(draft, field);
    double value = otherwise;
    const bool good = node != NULL && gz_rule_shape_number(node->text, &value);
    return good && value >= shape->min && value <= shape->max ? value
                                                              : otherwise;
}

static uint32_t read_zones(const struct gz_rule_draft *draft)
{
    const struct gz_rule_part *part = draft->parts[GZ_RULE_FIELD_ONLY_IN];
    if (part == NULL) {
        return GZ_RULE_ZONES_ALL;
    }
    const struct gz_yaml_node *node = part->place.node;
    const bool list = node->kind == GZ_YAML_SEQUENCE;
    uint32_t zones = 0;
    for (node = list ? node->first : node; node != NULL;
         node = list ? node->next : NULL) {
        int zone = -1;
        read_choice(node, gz_rule_keys_zone_names, &zone);
        zones |= zone < 0 ? 0 : 1U << zone;
    }
    return zones == 0 ? GZ_RULE_ZONES_ALL : zones;
}

static uint32_t count_patterns(const struct gz_rule_part *part)
{
    uint32_t count = 0;
    for (; part != NULL; part = part->next) {
        const struct gz_yaml_node *node = part->place.node;
        count += node->kind == GZ_YAML_SEQUENCE ? node->count : 1;
    }
    return count;
}

// Patterns that could be read; all mistakes in the others are reported.
static const struct gz_rule_pattern *read_patterns(struct gz_rule_load *load,
                                                   struct gz_rule_draft *draft,
                                                   enum gz_rule_field field,
                                                   uint32_t *count)
{
    const struct gz_rule_part *part = draft->parts[field];
    struct gz_rule_pattern *patterns =
        GZ_RULE_LOAD_ARRAY(load, struct gz_rule_pattern, count_patterns(part));
    *count = 0;
    for (; part != NULL && !gz_rule_load_failed(load); part = part->next) {
        const struct gz_yaml_node *node = part->place.node;
        const bool list = node->kind == GZ_YAML_SEQUENCE;
        for (node = list ? node->first : node;
             node != NULL && !gz_rule_load_failed(load);
             node = list ? node->next : NULL) {
            patterns[*count] =
                gz_rule_load_pattern(load, part->place.file, node);
            const bool good = patterns[*count].root != NULL;
            draft->sound = draft->sound && good;
            *count += good;
        }
    }
    return patterns;
}

static void read_type(struct gz_rule_load *load, struct gz_rule_draft *draft,
                      const struct gz_yaml_node *node, struct gz_rule *rule)
{
    rule->type = gz_type_tree_find(load->set->types, node->text);
    if (rule->type == GZ_TYPE_NONE) {
        gz_rule_load_unknown_type(load, rule->file, node);
        draft->sound = false;
        return;
    }
    rule->makes = gz_type_tree_path(load->set->types, rule->type);
    if (gz_str_starts(rule->makes, GZ_STR_LIT("Value"))) {
        gz_rule_load_report(load, rule->file, node,
                            "\"" GZ_STR_FMT
                            "\" is a type of values, which no rule makes",
                            GZ_STR_ARG(node->text));
        draft->sound = false;
    }
}

static void read_fact(struct gz_rule_load *load, struct gz_rule_draft *draft,
                      const struct gz_yaml_node *node, struct gz_rule *rule)
{
    rule->makes = node->text;
    if (gz_rule_load_find(load, GZ_RULE_NAME_FACT, node->text) == UINT32_MAX) {
        gz_rule_load_unknown(load, GZ_RULE_NAME_FACT, rule->file, node);
        draft->sound = false;
    }
}

static bool is_true(const struct gz_yaml_node *node)
{
    return node != NULL && gz_str_is(node->text, "true");
}

static void read_assertion(struct gz_rule_load *load,
                           const struct gz_rule_draft *draft,
                           struct gz_rule *rule)
{
    const struct gz_yaml_node *node =
        draft->parts[GZ_RULE_FIELD_ASSERTION]->place.node;
    int polarity = -1;
    int modality = -1;
    if (node->kind == GZ_YAML_MAPPING) {
        read_choice(gz_yaml_get(node, "polarity"), gz_rule_keys_polarities,
                    &polarity);
        read_choice(gz_yaml_get(node, "modality"), gz_rule_keys_modalities,
                    &modality);
        rule->inside = is_true(gz_yaml_get(node, "inside"));
    }
    if (node->kind == GZ_YAML_MAPPING &&
        gz_yaml_get(node, "polarity") == NULL &&
        gz_yaml_get(node, "modality") == NULL) {
        gz_rule_load_report(load, rule->file, node,
                            "an assertion says polarity, modality or both");
    }
    rule->sets_polarity = polarity >= 0;
    rule->sets_modality = modality >= 0;
    rule->polarity = (enum gz_polarity)(polarity < 0 ? 0 : polarity);
    rule->modality = (enum gz_modality)(modality < 0 ? 0 : modality);
}

static const enum gz_rule_field kind_fields[GZ_RULE_KIND_COUNT] = {
    [GZ_RULE_MENTION] = GZ_RULE_FIELD_MENTION,
    [GZ_RULE_RECAST] = GZ_RULE_FIELD_RECAST,
    [GZ_RULE_COREF] = GZ_RULE_FIELD_COREF,
    [GZ_RULE_EMIT] = GZ_RULE_FIELD_EMIT,
    [GZ_RULE_ATTRIBUTION] = GZ_RULE_FIELD_ATTRIBUTION,
    [GZ_RULE_ASSERTION] = GZ_RULE_FIELD_ASSERTION,
};

// The one key of a kind that a rule has; false when there is none or more.
static bool find_kind(const struct gz_rule_draft *draft, struct gz_rule *rule)
{
    int found = 0;
    for (int kind = 0; kind < GZ_RULE_KIND_COUNT; kind++) {
        if (draft->parts[kind_fields[kind]] != NULL) {
            rule->kind = (enum gz_rule_kind)kind;
            found++;
        }
    }
    return found == 1;
}

// What a rule makes: the key of its kind and that key's value.
static void read_kind(struct gz_rule_load *load, struct gz_rule_draft *draft,
                      struct gz_rule *rule)
{
    rule->type = GZ_TYPE_NONE;
    if (!find_kind(draft, rule)) {
        draft->sound = false;
        return;
    }
    const struct gz_yaml_node *node = scalar(draft, kind_fields[rule->kind]);
    int attribution = -1;
    if (rule->kind == GZ_RULE_ASSERTION) {
        read_assertion(load, draft, rule);
    } else if (rule->kind == GZ_RULE_ATTRIBUTION) {
        read_choice(node, gz_rule_keys_attributions, &attribution);
        draft->sound = draft->sound && attribution >= 0;
        rule->attribution =
            (enum gz_attribution_kind)(attribution < 0 ? 0 : attribution);
    } else if (node == NULL) {
        draft->sound = false;
    } else if (rule->kind == GZ_RULE_EMIT) {
        read_fact(load, draft, node, rule);
    } else {
        read_type(load, draft, node, rule);
    }
}

static void read_fields(const struct gz_rule_draft *draft, struct gz_rule *rule)
{
    int polarity = (int)rule->polarity;
    int modality = (int)rule->modality;
    if (rule->kind != GZ_RULE_ASSERTION) {
        rule->sets_polarity = draft->parts[GZ_RULE_FIELD_POLARITY] != NULL;
        rule->sets_modality = draft->parts[GZ_RULE_FIELD_MODALITY] != NULL;
        read_choice(scalar(draft, GZ_RULE_FIELD_POLARITY),
                    gz_rule_keys_polarities, &polarity);
        read_choice(scalar(draft, GZ_RULE_FIELD_MODALITY),
                    gz_rule_keys_modalities, &modality);
    }
    rule->polarity = (enum gz_polarity)polarity;
    rule->modality = (enum gz_modality)modality;
    rule->zones = read_zones(draft);
    rule->within = (uint32_t)read_number(draft, GZ_RULE_FIELD_WITHIN, 1);
    rule->priority = (int32_t)read_number(draft, GZ_RULE_FIELD_PRIORITY, 0);
    rule->confidence =
        read_number(draft, GZ_RULE_FIELD_CONFIDENCE, CONFIDENCE_DEFAULT);
}

static void read_scan(struct gz_rule_load *load, struct gz_rule_draft *draft,
                      struct gz_rule *rule)
{
    const struct gz_rule_part *part = draft->parts[GZ_RULE_FIELD_SCAN];
    const struct gz_yaml_node *node = scalar(draft, GZ_RULE_FIELD_SCAN);
    if (node == NULL) {
        return;
    }
    rule->scan = node->text;
    rule->scan_where =
        gz_text_place_of(&load->set->files[part->place.file].source, node);
}

// The role that no word of a match fills.
static void read_implied(struct gz_rule_load *load, struct gz_rule_draft *draft,
                         struct gz_rule *rule)
{
    const struct gz_rule_part *part = draft->parts[GZ_RULE_FIELD_IMPLIED];
    const struct gz_yaml_node *node = scalar(draft, GZ_RULE_FIELD_IMPLIED);
    if (node == NULL) {
        return;
    }
    rule->implied = gz_rule_load_pattern(load, part->place.file, node);
    const struct gz_pattern *root = rule->implied.root;
    if (root == NULL) {
        draft->sound = false;
    } else if (root->kind != GZ_PATTERN_TYPE || root->role.len_bytes == 0 ||
               root->repeat_min != 1 || root->repeat_max != 1) {
        gz_rule_load_report(load, part->place.file, node,
                            "what is implied is one <role:Type>");
        draft->sound = false;
    } else {
        draft->sound &= gz_rule_macros_check_pattern(load, &rule->implied);
    }
}

// Keys that mean something for some kinds of rules only.
static void check_keys(struct gz_rule_load *load,
                       const struct gz_rule_draft *draft,
                       const struct gz_rule *rule)
{
    const struct gz_rule_part *scan = draft->parts[GZ_RULE_FIELD_SCAN];
    static const enum gz_rule_field of_facts[] = {
        GZ_RULE_FIELD_POLARITY, GZ_RULE_FIELD_MODALITY, GZ_RULE_FIELD_IMPLIED};
    if (scan != NULL && rule->kind != GZ_RULE_MENTION) {
        gz_rule_load_report(load, scan->place.file, scan->place.node->key,
                            "scan is for rules with the key mention");
    }
    for (size_t i = 0; i < sizeof(of_facts) / sizeof(of_facts[0]); i++) {
        const struct gz_rule_part *part = draft->parts[of_facts[i]];
        if (part != NULL && rule->kind != GZ_RULE_EMIT) {
            gz_rule_load_report(load, part->place.file, part->place.node->key,
                                "%s is for rules with the key emit",
                                gz_rule_keys_of(of_facts[i])->name);
        }
    }
}

static bool check_patterns(struct gz_rule_load *load,
                           const struct gz_rule *rule)
{
    bool good = true;
    for (uint32_t i = 0; i < rule->match_count; i++) {
        good &= gz_rule_macros_check_pattern(load, &rule->matches[i]);
    }
    for (uint32_t i = 0; i < rule->unless_count; i++) {
        good &= gz_rule_macros_check_pattern(load, &rule->unless[i]);
    }
    return good;
}

static void read_changes(struct gz_rule_load *load,
                         const struct gz_rule_draft *draft,
                         struct gz_rule *rule)
{
    struct gz_rule_change *changes =
        GZ_RULE_LOAD_ARRAY(load, struct gz_rule_change, draft->change_count);
    const struct gz_rule_part *part = changes == NULL ? NULL : draft->changes;
    for (; part != NULL; part = part->next) {
        changes[rule->change_count++] = (struct gz_rule_change){
            part->place.file,
            part->place.node->begin_byte,
            part->place.node->end_byte,
        };
    }
    rule->changes = changes;
}

static void read_rule(struct gz_rule_load *load, struct gz_rule_draft *draft,
                      struct gz_rule *rule)
{
    const struct gz_yaml_node *id = scalar(draft, GZ_RULE_FIELD_ID);
    rule->id = id == NULL ? GZ_STR_LIT("") : id->text;
    rule->file = draft->place.file;
    rule->begin_byte = draft->place.node->begin_byte;
    rule->end_byte = draft->place.node->end_byte;
    read_changes(load, draft, rule);
    read_kind(load, draft, rule);
    read_fields(draft, rule);
    read_scan(load, draft, rule);
    read_implied(load, draft, rule);
    check_keys(load, draft, rule);
    rule->matches =
        read_patterns(load, draft, GZ_RULE_FIELD_MATCH, &rule->match_count);
    rule->unless =
        read_patterns(load, draft, GZ_RULE_FIELD_UNLESS, &rule->unless_count);
    if (!gz_rule_load_failed(load) && !check_patterns(load, rule)) {
        draft->sound = false;
    }
}

// From now on ids lead to rules, not to drafts.
static void find_anew(struct gz_rule_load *load,
                      const struct gz_rule_draft *draft, uint32_t number)
{
    const struct gz_yaml_node *id = scalar(draft, GZ_RULE_FIELD_ID);
    uint64_t *slot = NULL;
    if (id == NULL) {
        return;
    }
    if (gz_map_put(load->set->names[GZ_RULE_NAME_RULE], id->text, number, &slot,
                   NULL) != GZ_OK) {
        gz_rule_load_no_memory(load);
        return;
    }
    *slot = number;
}

void gz_rule_read_all(struct gz_rule_load *load)
{
    struct gz_rule_set *set = load->set;
    struct gz_rule *rules =
        GZ_RULE_LOAD_ARRAY(load, struct gz_rule, load->draft_count);
    const bool expands = gz_rule_macros_check(load);
    set->rules = rules;
    for (uint32_t i = 0; i < load->draft_count && !gz_rule_load_failed(load);
         i++) {
        struct gz_rule_draft *draft = &load->drafts[i];
        find_anew(load, draft, draft->disabled ? UINT32_MAX : set->rule_count);
        if (draft->disabled) {
            continue;
        }
        struct gz_rule *rule = &rules[set->rule_count++];
        read_rule(load, draft, rule);
        const bool sound = draft->sound && expands;
        if (sound && !gz_rule_load_failed(load)) {
            gz_rule_roles_read(load, draft, rule);
        }
        if (sound && !gz_rule_load_failed(load)) {
            gz_examples_read(load, draft, rule);
        }
    }
}
