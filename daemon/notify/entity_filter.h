#ifndef GZ_ENTITY_FILTER_H
#define GZ_ENTITY_FILTER_H

#include <stdbool.h>
#include <stddef.h>

#include "codecs/event.h"
#include "daemon/base/error.h"
#include "daemon/base/status.h"
#include "daemon/http/target.h"

/*
 * Which entity events a client wants, from the parameters of its request:
 *
 *     entity        an entity's id
 *     type          a type, and those below it: Org/Company
 *     language      as in BCP 47; en lets en-GB through
 *     source        who published the article
 *     min_salience  0 to 1
 *
 * The first four may stand several times: then one of them must hold.
 */
struct gz_entity_filter;

/** Names of the parameters, and of those of every stream; NULL-terminated. */
extern const char *const gz_entity_filter_names[];
enum { GZ_ENTITY_FILTER_SEVERAL = 4 };  // of these that may stand several times

/** An owned filter.  Fails with GZ_INVALID, said in err, or GZ_NO_MEMORY.
 * Release with gz_entity_filter_free(). */
enum gz_status gz_entity_filter_parse(const struct gz_target *target,
                                      struct gz_entity_filter **out,
                                      struct gz_error *err) GZ_MUST_CHECK;
void gz_entity_filter_free(struct gz_entity_filter *filter);

/** The ids of the entities that may pass, none: any; borrowed. */
const struct gz_str *gz_entity_filter_keys(const struct gz_entity_filter *f,
                                           size_t *count);

bool gz_entity_filter_matches(const struct gz_entity_filter *f,
                              const struct gz_event *event);

#endif
