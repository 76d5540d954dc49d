#ifndef GZ_ALERT_COUNT_H
#define GZ_ALERT_COUNT_H

#include "daemon/alert/alert_run.h"

/*
 * What a case counts: stories, copies, publishers, rates.
 */

/** Forget what has left the window of a case that has no alert. */
void gz_alert_count_prune(const struct gz_alert_run *run,
                          struct gz_alert_case *c);

/** Count run->event, which says so by these facts; *copy: its story counts
 * already. */
enum gz_status gz_alert_count_add(struct gz_alert_run *run,
                                  struct gz_alert_case *c, uint64_t facts,
                                  bool *copy) GZ_MUST_CHECK;

/** Whether the threshold of the subscription's window is reached; why is
 * appended as text then. */
bool gz_alert_count_reached(const struct gz_alert_run *run,
                            const struct gz_alert_case *c,
                            struct gz_buffer *why);

/** Stories within the window, and their copies. */
void gz_alert_count_window(const struct gz_alert_run *run,
                           const struct gz_alert_case *c, uint32_t *stories,
                           uint32_t *copies, int64_t *first_ms);

/** Publishers that rest neither on one another nor on a copy. */
uint32_t gz_alert_count_independent(const struct gz_alert_case *c);

#endif
