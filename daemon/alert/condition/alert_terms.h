#ifndef GZ_ALERT_TERMS_H
#define GZ_ALERT_TERMS_H

#include <stdbool.h>

#include "daemon/base/status.h"
#include "daemon/base/str.h"
#include "rules/language/rule_set.h"

/*
 * What subscriptions may name of the packs: types of facts with their roles,
 * and types of entities.  Borrowed from a rule set; small and copied freely.
 */
struct gz_alert_terms {
    const struct gz_rule_set *rules;
};

/** A type of facts, or NULL. */
const struct gz_fact_type *gz_alert_terms_fact(const struct gz_alert_terms *t,
                                               struct gz_str name);

/** The type, or the role of it, that is meant by a misspelt one, or NULL. */
const char *gz_alert_terms_suggest_fact(const struct gz_alert_terms *t,
                                        struct gz_str name);
const char *gz_alert_terms_suggest_role(const struct gz_fact_type *type,
                                        struct gz_str name);

/** Whether the fact type has the role. */
bool gz_alert_terms_has_role(const struct gz_fact_type *type,
                             struct gz_str name);

/** Whether an entity's type, "Org/Company", is another or stands below it; the
 * other may be written with its parents or alone. */
bool gz_alert_terms_is_a(struct gz_str type, struct gz_str other);

#endif
