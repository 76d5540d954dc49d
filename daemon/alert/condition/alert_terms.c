// What subscriptions may name of the packs.

#include "daemon/alert/condition/alert_terms.h"

#include "rules/types.h"

enum { CANDIDATES_MAX = 512 };

const struct gz_fact_type *gz_alert_terms_fact(const struct gz_alert_terms *t,
                                               struct gz_str name)
{
    for (uint32_t i = 0; i < t->rules->fact_count; i++) {
        if (gz_str_eq(t->rules->facts[i].name, name)) {
            return &t->rules->facts[i];
        }
    }
    return NULL;
}

// The closest of names that are not NUL-terminated; a name of the rules is a
// text of its arena, which ends with a NUL.
const char *gz_alert_terms_suggest_fact(const struct gz_alert_terms *t,
                                        struct gz_str name)
{
    const char *names[CANDIDATES_MAX];
    size_t count = 0;
    for (uint32_t i = 0; i < t->rules->fact_count && count < CANDIDATES_MAX;
         i++) {
        names[count++] = t->rules->facts[i].name.ptr;
    }
    return gz_str_suggest(name, names, count);
}

const char *gz_alert_terms_suggest_role(const struct gz_fact_type *type,
                                        struct gz_str name)
{
    const char *names[CANDIDATES_MAX];
    size_t count = 0;
    for (uint32_t i = 0; i < type->role_count && count < CANDIDATES_MAX; i++) {
        names[count++] = type->roles[i].name.ptr;
    }
    return gz_str_suggest(name, names, count);
}

bool gz_alert_terms_has_role(const struct gz_fact_type *type,
                             struct gz_str name)
{
    for (uint32_t i = 0; i < type->role_count; i++) {
        if (gz_str_eq(type->roles[i].name, name)) {
            return true;
        }
    }
    return false;
}

bool gz_alert_terms_is_a(struct gz_str type, struct gz_str other)
{
    if (gz_type_is_a(type, other)) {
        return true;
    }
    while (type.ptr != NULL) {
        if (gz_str_eq(gz_str_cut(&type, '/'), other)) {
            return true;
        }
    }
    return false;
}
