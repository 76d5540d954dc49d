#ifndef GZ_ALERT_COUNT_H
#define GZ_ALERT_COUNT_H

#include "daemon/alert/alert_run.h"

/*
 * What a case counts: stories, copies, publishers.  Stories that it no longer
 * counts are remembered as told (alert_told.h).
 */

/** Count no more what has left the window of a case that has no alert. */
enum gz_status gz_alert_count_prune(struct gz_alert_run *run,
                                    struct gz_alert_case *c) GZ_MUST_CHECK;

/** Count nothing any more. */
enum gz_status gz_alert_count_forget(struct gz_alert_run *run,
                                     struct gz_alert_case *c) GZ_MUST_CHECK;

/** Where run->story is counted, or NULL. */
struct gz_alert_hit *gz_alert_count_find(const struct gz_alert_run *run,
                                         const struct gz_alert_case *c);

/** Count run->event, which says so by these facts; *copy: its story counts
 * already. */
enum gz_status gz_alert_count_add(struct gz_alert_run *run,
                                  struct gz_alert_case *c, uint64_t facts,
                                  bool *copy) GZ_MUST_CHECK;

/** Whether the threshold of the subscription's window is reached; why is
 * appended as text then. */
enum gz_status gz_alert_count_reached(struct gz_alert_run *run,
                                      const struct gz_alert_case *c,
                                      struct gz_buffer *why,
                                      bool *reached) GZ_MUST_CHECK;

/** Stories within the window, and their copies. */
void gz_alert_count_window(const struct gz_alert_run *run,
                           const struct gz_alert_case *c, uint32_t *stories,
                           uint32_t *copies, int64_t *first_ms);

/** Publishers that rest neither on one another nor on a copy. */
uint32_t gz_alert_count_independent(const struct gz_alert_case *c);

#endif
