#ifndef GZ_ALERT_DUE_H
#define GZ_ALERT_DUE_H

#include "daemon/alert/alert_run.h"

/*
 * When a case is due, by run->view: ms, GZ_ALERT_NEVER: not as things stand.
 */

/** An idle one: nothing in its window can matter any more. */
int64_t gz_alert_due_idle(const struct gz_alert_run *run,
                          const struct gz_alert_case *c);

/** It is over when nothing comes until then. */
int64_t gz_alert_due_resolve(const struct gz_alert_run *run,
                             const struct gz_alert_case *c);

/** It is told again. */
int64_t gz_alert_due_repeat(const struct gz_alert_run *run,
                            const struct gz_alert_case *c);

/** There are news of it to tell. */
int64_t gz_alert_due_update(const struct gz_alert_run *run,
                            const struct gz_alert_case *c);

/** The first of these that may come. */
int64_t gz_alert_due_case(const struct gz_alert_run *run,
                          const struct gz_alert_case *c);

/** Whether one that waits may be told now. */
bool gz_alert_due_is_first(const struct gz_alert_run *run,
                           const struct gz_alert_case *c);

/** Whether the window of an idle one has passed. */
bool gz_alert_due_is_over(const struct gz_alert_run *run,
                          const struct gz_alert_case *c);

#endif
