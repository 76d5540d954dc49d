// Silences, quiet hours and digests.

#include "daemon/alert/alert_times.h"

#include "daemon/base/time_zone.h"

enum {
    DAY_MINUTES = 24 * 60,
    // Quiet hours, digests and silences push each other on; a subscription
    // that is never awake is told all the same.
    ROUNDS_MAX = 64,
};

static const int64_t minute_ms = 60 * 1000;
static const int64_t day_ms = (int64_t)24 * 3600 * 1000;

bool gz_alert_times_silence(const struct gz_subscription_view *view,
                            int64_t at_ms, struct gz_subscription_silence *out)
{
    struct gz_packed silences = view->silences;
    struct gz_subscription_silence s;
    bool found = false;
    while (gz_subscription_silence_next(&silences, &s)) {
        if (s.from_ms <= at_ms && at_ms < s.until_ms &&
            (!found || s.until_ms > out->until_ms)) {
            *out = s;
            found = true;
        }
    }
    return found;
}

// 1970-01-01 was a Thursday; Monday is 0.
static bool is_day(const struct gz_subscription_quiet *q, int64_t day)
{
    const int64_t weekday = ((day + 3) % 7 + 7) % 7;
    return (q->days >> weekday & 1) != 0;
}

// The end of the quiet hours that hold at a time, or that time.
static int64_t quiet_end(const struct gz_subscription_view *view, int64_t at_ms)
{
    const struct gz_subscription_quiet *q = &view->quiet;
    if (q->begin_minute == q->end_minute ||
        view->severity == GZ_ALERT_CRITICAL) {
        return at_ms;
    }
    const int64_t local_ms = gz_time_zone_local_ms(q->zone, at_ms);
    const int64_t today = local_ms / day_ms - (local_ms % day_ms < 0);
    const int64_t length =
        (q->end_minute - q->begin_minute + DAY_MINUTES) % DAY_MINUTES;
    for (int64_t day = today - 1; day <= today; day++) {
        const int64_t begin = day * day_ms + q->begin_minute * minute_ms;
        const int64_t end =
            gz_time_zone_utc_ms(q->zone, begin + length * minute_ms);
        if (is_day(q, day) && gz_time_zone_utc_ms(q->zone, begin) <= at_ms &&
            at_ms < end) {
            return end;
        }
    }
    return at_ms;
}

static int64_t digest_time(const struct gz_subscription_view *view,
                           int64_t at_ms)
{
    const struct gz_subscription_digest *d = &view->digest;
    if (d->every_ms == 0) {
        return at_ms;
    }
    const int64_t local_ms = gz_time_zone_local_ms(d->zone, at_ms);
    int64_t over = (local_ms - d->at_minute * minute_ms) % d->every_ms;
    over += over < 0 ? d->every_ms : 0;
    // Where clocks are put back, what they show next may be past.
    for (int64_t local = local_ms - over;; local += d->every_ms) {
        const int64_t next = gz_time_zone_utc_ms(d->zone, local);
        if (next >= at_ms) {
            return next;
        }
    }
}

static bool is_made_up_for(const struct gz_subscription_view *view,
                           int64_t due_ms, int64_t now_ms)
{
    return due_ms < now_ms && digest_time(view, due_ms) <= now_ms &&
           quiet_end(view, now_ms) == now_ms;
}

int64_t gz_alert_times_awake(const struct gz_subscription_view *view,
                             int64_t due_ms, int64_t now_ms)
{
    int64_t at = now_ms;
    if (is_made_up_for(view, due_ms, now_ms)) {
        return now_ms;
    }
    for (int i = 0; i < ROUNDS_MAX; i++) {
        const int64_t next = quiet_end(view, digest_time(view, at));
        if (next == at) {
            break;
        }
        at = next;
    }
    return at;
}

int64_t gz_alert_times_allowed(const struct gz_subscription_view *view,
                               int64_t due_ms, int64_t now_ms)
{
    int64_t due = due_ms;
    int64_t at = now_ms;
    for (int i = 0; i < ROUNDS_MAX; i++) {
        struct gz_subscription_silence s;
        int64_t next = gz_alert_times_awake(view, due, at);
        if (gz_alert_times_silence(view, next, &s)) {
            next = s.until_ms;
        }
        if (next == at) {
            break;
        }
        due = next;
        at = next;
    }
    return at;
}
