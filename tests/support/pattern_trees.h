#ifndef GZ_TEST_PATTERN_TREES_H
#define GZ_TEST_PATTERN_TREES_H

#include <stdbool.h>

#include "rules/language/pattern.h"

/** Whether two trees, with all behind them, say the same, wherever they
 * stand. */
static inline bool pattern_trees_equal(const struct gz_pattern *a,
                                       const struct gz_pattern *b)
{
    while (a != NULL && b != NULL) {
        if (a->kind != b->kind || a->repeat_min != b->repeat_min ||
            a->repeat_max != b->repeat_max || a->gap_max != b->gap_max ||
            !gz_str_eq(a->text, b->text) || !gz_str_eq(a->role, b->role) ||
            !pattern_trees_equal(a->first, b->first)) {
            return false;
        }
        a = a->next;
        b = b->next;
    }
    return a == NULL && b == NULL;
}

/** Whether every part lies in the one around it, in order. */
static inline bool pattern_trees_nest(const struct gz_pattern *node)
{
    uint32_t at = node->begin_byte;
    const struct gz_pattern *child = node->first;
    for (; child != NULL; child = child->next) {
        if (child->begin_byte < at || child->end_byte < child->begin_byte ||
            child->end_byte > node->end_byte || !pattern_trees_nest(child)) {
            return false;
        }
        at = child->end_byte;
    }
    return true;
}

#endif
