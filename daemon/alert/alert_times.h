#ifndef GZ_ALERT_TIMES_H
#define GZ_ALERT_TIMES_H

#include <stdbool.h>

#include "daemon/alert/subscription/subscription.h"

/** The silence that holds at a time and ends last; false when none does. */
bool gz_alert_times_silence(const struct gz_subscription_view *view,
                            int64_t at_ms, struct gz_subscription_silence *out);

/** The first moment from at_ms on at which the subscription may be told
 * something: a digest's, outside of quiet hours (which do not hold for what is
 * critical) and of silences. */
int64_t gz_alert_times_allowed(const struct gz_subscription_view *view,
                               int64_t at_ms);

/** The same, silences aside. */
int64_t gz_alert_times_awake(const struct gz_subscription_view *view,
                             int64_t at_ms);

#endif
