// What subscriptions may name of the packs.

#include "daemon/alert/condition/alert_terms.h"

#include "daemon/base/name_hint.h"
#include "rules/types.h"

enum { CANDIDATES_MAX = 512 };

// Packs of names alone have no rules.
static uint32_t fact_count(const struct gz_alert_terms *t)
{
    return t->rules != NULL ? t->rules->fact_count : 0;
}

const struct gz_fact_type *gz_alert_terms_fact(const struct gz_alert_terms *t,
                                               struct gz_str name)
{
    for (uint32_t i = 0; i < fact_count(t); i++) {
        if (gz_str_eq(t->rules->facts[i].name, name)) {
            return &t->rules->facts[i];
        }
    }
    return NULL;
}

void gz_alert_terms_hint_fact(const struct gz_alert_terms *t,
                              struct gz_str name, struct gz_buffer *out)
{
    const char *names[CANDIDATES_MAX];
    size_t count = 0;
    for (uint32_t i = 0; i < fact_count(t) && count < CANDIDATES_MAX; i++) {
        names[count++] = t->rules->facts[i].name.ptr;
    }
    gz_name_hint(out, name, names, count);
}

static bool has_role(const struct gz_fact_type *type, struct gz_str name)
{
    for (uint32_t i = 0; i < type->role_count; i++) {
        if (gz_str_eq(type->roles[i].name, name)) {
            return true;
        }
    }
    return false;
}

bool gz_alert_terms_has_role(const struct gz_alert_terms *t,
                             const struct gz_fact_type *type,
                             struct gz_str name)
{
    if (type != NULL) {
        return has_role(type, name);
    }
    uint32_t i = 0;
    while (i < fact_count(t) && !has_role(&t->rules->facts[i], name)) {
        i++;
    }
    return i < fact_count(t);
}

static bool is_listed(const char *const *names, size_t count,
                      struct gz_str name)
{
    size_t i = 0;
    while (i < count && !gz_str_is(name, names[i])) {
        i++;
    }
    return i < count;
}

size_t gz_alert_terms_roles(const struct gz_alert_terms *t,
                            const struct gz_fact_type *type, const char **names,
                            size_t room)
{
    const uint32_t types = type != NULL ? 1 : fact_count(t);
    size_t count = 0;
    for (uint32_t i = 0; i < types; i++) {
        const struct gz_fact_type *of =
            type != NULL ? type : &t->rules->facts[i];
        for (uint32_t k = 0; k < of->role_count && count < room; k++) {
            const struct gz_str name = of->roles[k].name;
            if (!is_listed(names, count, name)) {
                names[count++] = name.ptr;
            }
        }
    }
    return count;
}

// The tree has types of values too.
static bool is_of_entities(struct gz_str path)
{
    return !gz_type_is_a(path, GZ_STR_LIT("Value"));
}

bool gz_alert_terms_has_type(const struct gz_alert_terms *t, struct gz_str name)
{
    if (t->rules == NULL) {
        return true;  // their lists may have types of their own
    }
    const struct gz_type_tree *types = t->rules->types;
    const uint16_t type = gz_type_tree_find(types, name);
    return type != GZ_TYPE_NONE &&
           is_of_entities(gz_type_tree_path(types, type));
}

// What is meant may be written without its parents; the list has them.
void gz_alert_terms_hint_type(const struct gz_alert_terms *t,
                              struct gz_str name, struct gz_buffer *out)
{
    const struct gz_type_tree *types = t->rules->types;
    const char *near = gz_type_tree_suggest(types, name);
    const char *names[CANDIDATES_MAX];
    size_t count = 0;
    if (near != NULL && gz_alert_terms_has_type(t, gz_str_z(near))) {
        gz_name_hint(out, name, &near, 1);
        return;
    }
    for (uint16_t i = 0;
         i < gz_type_tree_count(types) && count < CANDIDATES_MAX; i++) {
        const struct gz_str path = gz_type_tree_path(types, i);
        if (is_of_entities(path)) {
            names[count++] = path.ptr;
        }
    }
    gz_name_hint(out, name, names, count);
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
