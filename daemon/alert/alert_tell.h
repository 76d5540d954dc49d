#ifndef GZ_ALERT_TELL_H
#define GZ_ALERT_TELL_H

#include "daemon/alert/alert_run.h"

/** Keep run->event and its facts as evidence until the case is told next. */
enum gz_status gz_alert_tell_keep(struct gz_alert_run *run,
                                  struct gz_alert_case *c, uint64_t facts,
                                  bool copy) GZ_MUST_CHECK;

/** Publish the case in a state; note is appended to why it was opened. */
enum gz_status gz_alert_tell(struct gz_alert_run *run, struct gz_alert_case *c,
                             enum gz_alert_state state,
                             struct gz_str note) GZ_MUST_CHECK;

/** Publish that a silence of run->view has ended. */
enum gz_status
gz_alert_tell_lapse(struct gz_alert_run *run,
                    const struct gz_subscription_silence *s) GZ_MUST_CHECK;

#endif
