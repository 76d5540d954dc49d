#include "daemon/commands/cost_table.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

struct row {
    struct gz_str id;
    struct gz_rule_cost cost;
};

static int compare(const void *one, const void *other)
{
    const struct row *a = one;
    const struct row *b = other;
    if (a->cost.steps_per_token != b->cost.steps_per_token) {
        return a->cost.steps_per_token > b->cost.steps_per_token ? -1 : 1;
    }
    return gz_str_compare(a->id, b->id);
}

enum gz_status gz_cost_table_print(const struct gz_ruleset *rules)
{
    const struct gz_rule_set *set = gz_ruleset_rules(rules);
    const uint32_t count = set == NULL ? 0 : set->rule_count;
    struct row *rows = calloc(count + 1, sizeof(*rows));
    if (rows == NULL) {
        return GZ_NO_MEMORY;
    }
    for (uint32_t i = 0; i < count; i++) {
        rows[i].id = set->rules[i].id;
        rows[i].cost = gz_program_cost(gz_ruleset_program(rules), i);
    }
    qsort(rows, count, sizeof(*rows), compare);
    printf("%11s %7s %6s %8s  %-32s %s\n", "steps/token", "states", "width",
           "stratum", "rule", "set off by");
    for (uint32_t i = 0; i < count; i++) {
        const struct gz_rule_cost *cost = &rows[i].cost;
        printf("%11" PRIu64 " %7" PRIu32 " %6" PRIu32 " %8" PRIu32
               "  %-32.*s " GZ_STR_FMT "\n",
               cost->steps_per_token, cost->states, cost->width, cost->stratum,
               GZ_STR_ARG(rows[i].id), GZ_STR_ARG(cost->trigger));
    }
    free(rows);
    return GZ_OK;
}
