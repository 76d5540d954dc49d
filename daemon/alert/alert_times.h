#ifndef GZ_ALERT_TIMES_H
#define GZ_ALERT_TIMES_H

#include <stdbool.h>

#include "daemon/alert/subscription/subscription.h"

/** The silence that holds at a time and ends last; false when none does. */
bool gz_alert_times_silence(const struct gz_subscription_view *view,
                            int64_t at_ms, struct gz_subscription_silence *out);

/** The first moment from now_ms on at which the subscription may be told what
 * is due since due_ms, now_ms at the latest: a digest's, outside of quiet hours
 * (which do not hold for what is critical) and of silences.  A digest that
 * falls into quiet hours is told at their end.  One that has passed since
 * due_ms is made up for: whoever slept over it, or woke a millisecond late,
 * does not wait for the next one. */
int64_t gz_alert_times_allowed(const struct gz_subscription_view *view,
                               int64_t due_ms, int64_t now_ms);

/** The same, silences aside. */
int64_t gz_alert_times_awake(const struct gz_subscription_view *view,
                             int64_t due_ms, int64_t now_ms);

#endif
