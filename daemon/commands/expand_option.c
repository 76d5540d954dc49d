#include "daemon/commands/expand_option.h"

#include <stdio.h>

#include "rules/gazetteer/alias/alias_rules.h"

static void report(struct gz_str rule)
{
    const char *meant = gz_alias_rule_suggest(rule);
    if (meant != NULL) {
        fprintf(stderr,
                "error: unknown rule \"" GZ_STR_FMT
                "\" in --expand, did you mean \"%s\"?\n",
                GZ_STR_ARG(rule), meant);
    } else {
        fprintf(stderr,
                "error: unknown rule \"" GZ_STR_FMT
                "\" in --expand, there are " GZ_ALIAS_RULE_LIST "\n",
                GZ_STR_ARG(rule));
    }
}

bool gz_expand_option_read(void *rules, char *text)
{
    struct gz_str rest = gz_str_z(text);
    while (rest.ptr != NULL) {
        const struct gz_str rule = gz_str_trim(gz_str_cut(&rest, ','));
        if (!gz_alias_rules_add(rule, rules)) {
            report(rule);
            return false;
        }
    }
    return true;
}
