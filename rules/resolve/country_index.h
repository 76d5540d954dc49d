#ifndef GZ_COUNTRY_INDEX_H
#define GZ_COUNTRY_INDEX_H

#include <stdbool.h>

#include "daemon/base/arena.h"
#include "daemon/base/status.h"
#include "rules/findings.h"
#include "rules/gazetteer/layers/layers.h"
#include "rules/language/rule_set.h"

/*
 * Who stands for a country: for each entity type that a recast rule makes, the
 * entity of the lists with `country=XX;role=government`, and the name of each
 * country.  Without that role nobody stands for it: of all bodies of a state
 * none is the government because its row comes first.
 *
 * Made once per rule set, then immutable; any number of threads may read.
 */
struct gz_country_index;

/** The country of an entity: its attribute, else the code that it is. */
struct gz_str gz_country_index_code(struct gz_details details);

/** An owned index over the lists in *out; NULL there when no rule recasts.
 * Fails with GZ_NO_MEMORY. */
enum gz_status
gz_country_index_new(const struct gz_layers *names,
                     const struct gz_rule_set *rules,
                     struct gz_country_index **out) GZ_MUST_CHECK;

/** Release an index; NULL allowed. */
void gz_country_index_free(struct gz_country_index *index);

/** The entity of a type, or below it, that stands for a country code, or NULL;
 * index NULL allowed. */
const struct gz_reading *
gz_country_index_find(const struct gz_country_index *index, uint16_t type,
                      struct gz_str country);

/** The country itself, or NULL; index NULL allowed. */
const struct gz_reading *
gz_country_index_country(const struct gz_country_index *index,
                         struct gz_str country);

#endif
