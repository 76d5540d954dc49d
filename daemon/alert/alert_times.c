// Silences, quiet hours and digests.

#include "daemon/alert/alert_times.h"

#include "daemon/base/time_zone.h"

enum {
    DAY_MINUTES = 24 * 60,
    // Silences push what is told from one moment to another; a subscription
    // that is silenced at all of them is told all the same.
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

struct span {
    int64_t begin_ms;
    int64_t end_ms;
};

static int64_t local_day(const struct gz_subscription_quiet *q, int64_t at_ms)
{
    const int64_t local_ms = gz_time_zone_local_ms(q->zone, at_ms);
    return local_ms / day_ms - (local_ms % day_ms < 0);
}

// The quiet hours that begin on a day, if there are any.
static bool hours_of(const struct gz_subscription_view *view, int64_t day,
                     struct span *out)
{
    const struct gz_subscription_quiet *q = &view->quiet;
    if (q->begin_minute == q->end_minute ||
        view->severity == GZ_ALERT_CRITICAL || !is_day(q, day)) {
        return false;
    }
    const int64_t length =
        (q->end_minute - q->begin_minute + DAY_MINUTES) % DAY_MINUTES;
    const int64_t begin = day * day_ms + q->begin_minute * minute_ms;
    out->begin_ms = gz_time_zone_utc_ms(q->zone, begin);
    out->end_ms = gz_time_zone_utc_ms(q->zone, begin + length * minute_ms);
    return true;
}

// The end of the quiet hours that hold at a time, or that time.
static int64_t quiet_end(const struct gz_subscription_view *view, int64_t at_ms)
{
    const int64_t today = local_day(&view->quiet, at_ms);
    struct span s;
    for (int64_t day = today - 1; day <= today; day++) {
        if (hours_of(view, day, &s) && s.begin_ms <= at_ms &&
            at_ms < s.end_ms) {
            return s.end_ms;
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

// The end of quiet hours, from at_ms on, into which a digest before at_ms fell;
// INT64_MAX: there are none.
static int64_t held_until(const struct gz_subscription_view *view,
                          int64_t at_ms)
{
    const int64_t today = local_day(&view->quiet, at_ms);
    struct span s;
    for (int64_t day = today - 1; day <= today; day++) {
        if (hours_of(view, day, &s) && s.begin_ms < at_ms &&
            at_ms <= s.end_ms && digest_time(view, s.begin_ms) < at_ms) {
            return s.end_ms;
        }
    }
    return INT64_MAX;
}

// The first moment from at_ms on that is a digest's, or the end of the quiet
// hours that a digest fell into.
static int64_t first_moment(const struct gz_subscription_view *view,
                            int64_t at_ms)
{
    const int64_t held_ms = held_until(view, at_ms);
    const int64_t moment_ms = digest_time(view, at_ms);
    return quiet_end(view, held_ms < moment_ms ? held_ms : moment_ms);
}

int64_t gz_alert_times_awake(const struct gz_subscription_view *view,
                             int64_t due_ms, int64_t now_ms)
{
    const bool is_made_up_for =
        due_ms < now_ms && first_moment(view, due_ms) <= now_ms;
    return is_made_up_for ? quiet_end(view, now_ms)
                          : first_moment(view, now_ms);
}

int64_t gz_alert_times_allowed(const struct gz_subscription_view *view,
                               int64_t due_ms, int64_t now_ms)
{
    int64_t due = due_ms;
    int64_t at = now_ms;
    for (int i = 0; i < ROUNDS_MAX; i++) {
        struct gz_subscription_silence s;
        const int64_t awake_ms = gz_alert_times_awake(view, due, at);
        if (!gz_alert_times_silence(view, awake_ms, &s)) {
            return awake_ms;
        }
        due = s.until_ms;
        at = s.until_ms;
    }
    return at;
}
