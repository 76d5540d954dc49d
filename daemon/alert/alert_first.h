#ifndef GZ_ALERT_FIRST_H
#define GZ_ALERT_FIRST_H

#include "daemon/alert/alert_run.h"

/**
 * Of the plans of a subscription with `first_seen`, those that say something
 * that was not seen within its time, one for each such thing, in arena; what
 * was said is remembered as seen.  *partial: history is too short to tell, and
 * none comes back unless the subscription wants that.
 */
enum gz_status gz_alert_first_filter(struct gz_alert_run *run,
                                     struct gz_alert_hit_plan **plans,
                                     uint32_t *count,
                                     bool *partial) GZ_MUST_CHECK;

#endif
