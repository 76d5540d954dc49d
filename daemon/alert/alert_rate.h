#ifndef GZ_ALERT_RATE_H
#define GZ_ALERT_RATE_H

#include "daemon/alert/alert_run.h"

/*
 * How many stories of a case there are within its window, against how many
 * there were in the windows of the baseline before it.  Those of the window are
 * counted one by one; those before it in slots as wide as the window, of which
 * the oldest reaches out of the baseline and counts for its share in it.
 */

/** Count a story that comes with run->event. */
enum gz_status gz_alert_rate_add(struct gz_alert_run *run,
                                 struct gz_alert_case *c) GZ_MUST_CHECK;

/** Whether `count` stories within the window are more than usual, behind
 * gz_alert_rate_add(); why is appended as text then. */
enum gz_status gz_alert_rate_reached(struct gz_alert_run *run,
                                     const struct gz_alert_case *c,
                                     uint32_t count, struct gz_buffer *why,
                                     bool *reached) GZ_MUST_CHECK;

#endif
