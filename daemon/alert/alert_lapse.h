#ifndef GZ_ALERT_LAPSE_H
#define GZ_ALERT_LAPSE_H

#include "daemon/alert/alert_run.h"

/** Tell of each silence that has ended since the last look; of a subscription
 * one partition tells. */
enum gz_status gz_alert_lapse_tell(struct gz_alert_run *run) GZ_MUST_CHECK;

#endif
