#ifndef GZ_ALERT_FILTER_H
#define GZ_ALERT_FILTER_H

#include <stdbool.h>
#include <stddef.h>

#include "codecs/alert_event.h"
#include "daemon/base/error.h"
#include "daemon/base/status.h"
#include "daemon/http/target.h"

/*
 * Which alerts a client wants, from the parameters of its request:
 *
 *     subscription  a subscription's id
 *     entity        the id of the entity that the alert is about
 *     type          a type of that entity, and those below it: Org/Company
 *     state         firing, updated, confirmed, resolved, silenced, lapsed
 *     severity      info, warning, critical
 *
 * All may stand several times: then one of them must hold.
 */
struct gz_alert_filter;

/** Names of the parameters, and of those of every stream; NULL-terminated. */
extern const char *const gz_alert_filter_names[];
enum { GZ_ALERT_FILTER_SEVERAL = 5 };  // of these that may stand several times

/** An owned filter.  Fails with GZ_INVALID, said in err, or GZ_NO_MEMORY.
 * Release with gz_alert_filter_free(). */
enum gz_status gz_alert_filter_parse(const struct gz_target *target,
                                     struct gz_alert_filter **out,
                                     struct gz_error *err) GZ_MUST_CHECK;
void gz_alert_filter_free(struct gz_alert_filter *filter);

/** The subscriptions whose alerts may pass, none: any; borrowed. */
const struct gz_str *gz_alert_filter_keys(const struct gz_alert_filter *f,
                                          size_t *count);

bool gz_alert_filter_matches(const struct gz_alert_filter *f,
                             const struct gz_alert_event *alert);

#endif
