#ifndef GZ_ALERT_TERMS_H
#define GZ_ALERT_TERMS_H

#include <stdbool.h>
#include <stddef.h>

#include "daemon/base/buffer.h"
#include "daemon/base/status.h"
#include "daemon/base/str.h"
#include "rules/language/rule_set.h"

// Names of receivers.
struct gz_alert_receivers {
    const char *const *names;
    size_t count;
};

/*
 * What subscriptions may name: types of facts with their roles and types of
 * entities, which the packs have, and receivers.  Borrowed; small and copied
 * freely.
 */
struct gz_alert_terms {
    const struct gz_rule_set *rules;             // NULL: packs of names alone
    const struct gz_alert_receivers *receivers;  // NULL: any name may be one
};

/** A type of facts, or NULL. */
const struct gz_fact_type *gz_alert_terms_fact(const struct gz_alert_terms *t,
                                               struct gz_str name);

/** The names of the roles of a fact type, or, type NULL, of all, each once; at
 * most room of them, and how many. */
size_t gz_alert_terms_roles(const struct gz_alert_terms *t,
                            const struct gz_fact_type *type, const char **names,
                            size_t room);
#define GZ_ALERT_TERMS_ROLES 512  // room for those of all packs

/** Append the remedy for a name that is no type of facts, or none of entities;
 * see name_hint.h. */
void gz_alert_terms_hint_fact(const struct gz_alert_terms *t,
                              struct gz_str name, struct gz_buffer *out);
void gz_alert_terms_hint_type(const struct gz_alert_terms *t,
                              struct gz_str name, struct gz_buffer *out);

/** Whether it is a type of entities; of packs without rules any may be. */
bool gz_alert_terms_has_type(const struct gz_alert_terms *t,
                             struct gz_str name);

/** Whether the fact type has the role; type NULL: whether one has. */
bool gz_alert_terms_has_role(const struct gz_alert_terms *t,
                             const struct gz_fact_type *type,
                             struct gz_str name);

/** Whether an entity's type, "Org/Company", is another or stands below it; the
 * other may be written with its parents or alone. */
bool gz_alert_terms_is_a(struct gz_str type, struct gz_str other);

#endif
