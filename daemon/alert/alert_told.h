#ifndef GZ_ALERT_TOLD_H
#define GZ_ALERT_TOLD_H

#include "daemon/alert/alert_run.h"

/*
 * Stories that a subscription has counted and whose case has forgotten them:
 * its alert is over, or its window has passed.  A copy that comes later is no
 * news.  They are kept for each subscription, entity and group as long as the
 * story is remembered (alert_story.h).
 */

/** A case forgets a story: remember that it was counted. */
enum gz_status gz_alert_told_keep(struct gz_alert_run *run,
                                  const struct gz_alert_case *c,
                                  uint64_t story) GZ_MUST_CHECK;

/** Whether run->story was counted for the group by a case that has forgotten
 * it. */
enum gz_status gz_alert_told_has(struct gz_alert_run *run, struct gz_str group,
                                 bool *told) GZ_MUST_CHECK;

/** It is due: forget it, unless copies have kept its story. */
enum gz_status gz_alert_told_due(struct gz_alert_run *run,
                                 struct gz_alert_item *item) GZ_MUST_CHECK;

#endif
