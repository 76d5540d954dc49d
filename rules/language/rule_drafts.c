// Rules before they are read: which nodes give their keys values.  Overrides
// work on these, so what they replace is never read.

#include "rules/language/pattern_lexer.h"
#include "rules/language/rule_load.h"

static void put(struct gz_rule_load *load, const struct gz_rule_draft *draft,
                struct gz_rule_part **link, uint32_t file,
                const struct gz_yaml_node *node)
{
    struct gz_rule_part *part =
        GZ_RULE_LOAD_ARRAY(load, struct gz_rule_part, 1);
    if (part == NULL) {
        return;
    }
    part->place = (struct gz_rule_place){file, node};
    part->change = draft->change_count;
    while (*link != NULL) {
        link = &(*link)->next;
    }
    *link = part;
}

static int field_of(struct gz_str name)
{
    for (int i = 0; i < GZ_RULE_FIELD_COUNT; i++) {
        if (gz_str_is(name, gz_rule_keys_of((enum gz_rule_field)i)->name)) {
            return i;
        }
    }
    return -1;
}

static void draft_rule(struct gz_rule_load *load, uint32_t file,
                       const struct gz_yaml_node *node)
{
    if (node->kind != GZ_YAML_MAPPING) {
        return;
    }
    const struct gz_yaml_node *id = gz_yaml_get(node, "id");
    const bool named = id != NULL && id->kind == GZ_YAML_SCALAR;
    if (named) {
        // A rule that has the id of another is read for its other mistakes.
        (void)gz_rule_load_name(load, GZ_RULE_NAME_RULE, id->text,
                                load->draft_count, file, id);
    }
    struct gz_rule_draft *draft = &load->drafts[load->draft_count++];
    draft->place = (struct gz_rule_place){file, node};
    draft->sound = true;
    const struct gz_yaml_node *child = node->first;
    for (; child != NULL; child = child->next) {
        const int field = field_of(child->key->text);
        if (field >= 0) {
            put(load, draft, &draft->parts[field], file, child);
        }
    }
}

// One key of an override.
static void change(struct gz_rule_load *load, struct gz_rule_draft *draft,
                   uint32_t file, const struct gz_yaml_node *node)
{
    if (gz_str_is(node->key->text, "disabled")) {
        draft->disabled = gz_str_is(node->text, "true");
        return;
    }
    const int field = field_of(node->key->text);
    const struct gz_yaml_node *value = node;
    if (field < 0) {
        return;
    }
    if (node->kind == GZ_YAML_MAPPING) {
        value = gz_yaml_get(node, "append");
    } else {
        draft->parts[field] = NULL;
    }
    if (value != NULL) {
        put(load, draft, &draft->parts[field], file, value);
    }
}

static void override(struct gz_rule_load *load, uint32_t file,
                     const struct gz_yaml_node *node)
{
    const struct gz_str id = node->key->text;
    const uint32_t number = gz_rule_load_find(load, GZ_RULE_NAME_RULE, id);
    if (number == UINT32_MAX && load->blind) {
        return;
    }
    if (number == UINT32_MAX) {
        gz_rule_load_report(load, file, node->key,
                            "there is no rule \"" GZ_STR_FMT "\" to override%s",
                            GZ_STR_ARG(gz_pattern_lexer_clip(id)),
                            gz_rule_load_meant(load, GZ_RULE_NAME_RULE, id));
        return;
    }
    struct gz_rule_draft *draft = &load->drafts[number];
    draft->change_count++;
    put(load, draft, &draft->changes, file, node->key);
    const struct gz_yaml_node *child =
        node->kind == GZ_YAML_MAPPING ? node->first : NULL;
    for (; child != NULL; child = child->next) {
        change(load, draft, file, child);
    }
}

void gz_rule_drafts_load(struct gz_rule_load *load)
{
    const uint32_t room = gz_rule_load_count(load, "rules");
    load->drafts = GZ_RULE_LOAD_ARRAY(load, struct gz_rule_draft, room);
    gz_rule_load_expect(load, GZ_RULE_NAME_RULE, room);
    gz_rule_load_each(load, "rules", draft_rule);
    gz_rule_load_each(load, "override", override);
}

// The part of a key that has a byte of a source, or NULL.
static const struct gz_rule_part *part_at(const struct gz_rule_load *load,
                                          const struct gz_rule_part *part,
                                          const struct gz_source *src,
                                          size_t begin_byte)
{
    for (; part != NULL; part = part->next) {
        const struct gz_yaml_node *node = part->place.node;
        if (&load->set->files[part->place.file].source == src &&
            node->begin_byte <= begin_byte && begin_byte < node->end_byte) {
            break;
        }
    }
    return part;
}

bool gz_rule_drafts_lost_role(struct gz_rule_load *load,
                              const struct gz_rule_draft *draft,
                              enum gz_rule_field field,
                              const struct gz_source *src, size_t begin_byte,
                              struct gz_str role)
{
    const struct gz_rule_part *match = draft->parts[GZ_RULE_FIELD_MATCH];
    const struct gz_rule_part *part =
        part_at(load, draft->parts[field], src, begin_byte);
    if (match == NULL || part == NULL || part->change >= match->change) {
        return false;
    }
    const char *key = gz_rule_keys_of(field)->name;
    gz_rule_load_report(load, match->place.file, match->place.node,
                        "role \"" GZ_STR_FMT
                        "\" is not captured any more, but %s of the rule "
                        "%s it (override %s, too)",
                        GZ_STR_ARG(gz_pattern_lexer_clip(role)), key,
                        field == GZ_RULE_FIELD_UNLESS ? "means" : "mark", key);
    return true;
}
