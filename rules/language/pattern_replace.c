#include "rules/language/pattern.h"

// Recursion is bounded by GZ_PATTERN_DEPTH_MAX.
const struct gz_pattern *gz_pattern_replace(const struct gz_pattern *pattern,
                                            const struct gz_pattern *part,
                                            const struct gz_pattern *with,
                                            struct gz_arena *arena)
{
    const struct gz_pattern *first = NULL;
    const struct gz_pattern **link = &first;
    for (; pattern != NULL; pattern = pattern->next) {
        struct gz_pattern *copy = GZ_ARENA_NEW(arena, struct gz_pattern);
        if (copy == NULL) {
            return NULL;
        }
        *copy = pattern == part ? *with : *pattern;
        copy->next = NULL;
        if (copy->first != NULL &&
            (copy->first =
                 gz_pattern_replace(copy->first, part, with, arena)) == NULL) {
            return NULL;
        }
        *link = copy;
        link = &copy->next;
    }
    return first;
}
