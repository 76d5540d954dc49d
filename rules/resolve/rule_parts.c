#include "rules/resolve/rule_parts.h"

#include <stdlib.h>

static const char *const names[] = {
    [GZ_RULE_PART_NAME] = "name",     [GZ_RULE_PART_COUNTRY] = "country",
    [GZ_RULE_PART_SECTOR] = "sector", [GZ_RULE_PART_KIND] = "kind",
    [GZ_RULE_PART_TITLE] = "title",   [GZ_RULE_PART_OTHER] = "other",
    [GZ_RULE_PART_OWNED] = "owned",   [GZ_RULE_PART_MEANT] = "meant",
    [GZ_RULE_PART_NOBODY] = "nobody", [GZ_RULE_PART_WOMAN] = "woman",
    [GZ_RULE_PART_MAN] = "man",       [GZ_RULE_PART_SOURCE] = "source",
    [GZ_RULE_PART_VERB] = "verb",
};

_Static_assert(sizeof(names) / sizeof(names[0]) == GZ_RULE_PART_COUNT,
               "every part is a role");

static uint8_t find(const struct gz_rule *rule, const char *name)
{
    for (uint32_t i = 0; i < rule->role_count && i < GZ_RULE_ROLES_MAX; i++) {
        if (gz_str_is(rule->roles[i].name, name)) {
            return (uint8_t)i;
        }
    }
    return GZ_RULE_PART_NONE;
}

struct gz_rule_parts *gz_rule_parts_new(const struct gz_rule_set *rules)
{
    const uint32_t count = rules == NULL ? 0 : rules->rule_count;
    struct gz_rule_parts *parts = calloc((size_t)count + 1, sizeof(*parts));
    for (uint32_t i = 0; parts != NULL && i < count; i++) {
        for (int k = 0; k < GZ_RULE_PART_COUNT; k++) {
            parts[i].roles[k] = find(&rules->rules[i], names[k]);
        }
    }
    return parts;
}

const struct gz_capture *
gz_rule_parts_capture(const struct gz_rule_parts *parts,
                      const struct gz_match *match, enum gz_rule_part part)
{
    const uint8_t role = parts[match->rule].roles[part];
    for (uint32_t i = 0; i < match->capture_count; i++) {
        if (match->captures[i].role == role) {
            return &match->captures[i];
        }
    }
    return NULL;
}
