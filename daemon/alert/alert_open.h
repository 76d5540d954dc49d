#ifndef GZ_ALERT_OPEN_H
#define GZ_ALERT_OPEN_H

#include "daemon/alert/alert_run.h"

/** Note whether history is shorter than a window, or, without one, what
 * first_seen says: partial. */
enum gz_status gz_alert_open_history(struct gz_alert_run *run,
                                     struct gz_alert_case *c,
                                     bool partial) GZ_MUST_CHECK;

/** An idle case gets an alert that nobody was told of yet.  cause: what its id
 * is made of, besides the key. */
enum gz_status gz_alert_open(struct gz_alert_run *run, struct gz_alert_case *c,
                             struct gz_str cause,
                             struct gz_str why) GZ_MUST_CHECK;

/** The same when what was counted is enough and the event is not too old. */
enum gz_status
gz_alert_open_try(struct gz_alert_run *run, struct gz_alert_case *c,
                  const struct gz_alert_hit_plan *plan) GZ_MUST_CHECK;

#endif
