#ifndef GZ_ALERT_CASE_H
#define GZ_ALERT_CASE_H

#include "daemon/alert/alert_run.h"

/** An event says something to a group: count it, open its alert, tell what is
 * to be told at once.  partial: history is shorter than asked for. */
enum gz_status gz_alert_case_hit(struct gz_alert_run *run,
                                 const struct gz_alert_hit_plan *plan,
                                 bool partial) GZ_MUST_CHECK;

/** A case is due, with run->view, which is NULL when its subscription is
 * gone. */
enum gz_status gz_alert_case_due(struct gz_alert_run *run,
                                 struct gz_alert_case *c) GZ_MUST_CHECK;

#endif
