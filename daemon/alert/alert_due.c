// When a case is to be looked at again.

#include "daemon/alert/alert_due.h"

#include "daemon/alert/alert_times.h"

static const int64_t day_ms = (int64_t)24 * 3600 * 1000;

static int64_t earlier(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

// An idle case is forgotten when nothing in it can matter any more.
int64_t gz_alert_due_idle(const struct gz_alert_run *run,
                          const struct gz_alert_case *c)
{
    const struct gz_subscription_window *w = &run->view->window;
    switch (w->kind) {
    case GZ_WINDOW_NONE:
        return c->last_ms + run->view->resolve_ms;
    case GZ_WINDOW_RATE:
        return c->last_ms + w->baseline_ms + w->within_ms;
    default:
        return c->last_ms + w->within_ms;
    }
}

int64_t gz_alert_due_resolve(const struct gz_alert_run *run,
                             const struct gz_alert_case *c)
{
    return gz_alert_run_is_absence(run) ? GZ_ALERT_NEVER
                                        : c->last_ms + run->view->resolve_ms;
}

int64_t gz_alert_due_repeat(const struct gz_alert_run *run,
                            const struct gz_alert_case *c)
{
    if (run->view->repeat_ms == 0 || c->silenced) {
        return GZ_ALERT_NEVER;
    }
    const int64_t at_ms = c->told_ms + run->view->repeat_ms;
    const int64_t now_ms = at_ms > run->now_ms ? at_ms : run->now_ms;
    return gz_alert_times_allowed(run->view, at_ms, now_ms);
}

// What could be told by now waits for a digest or the end of quiet hours; since
// when it could tells which digests are made up for.
int64_t gz_alert_due_update(const struct gz_alert_run *run,
                            const struct gz_alert_case *c)
{
    return c->update_ms > run->now_ms
               ? c->update_ms
               : gz_alert_times_awake(run->view, c->update_ms, run->now_ms);
}

int64_t gz_alert_due_case(const struct gz_alert_run *run,
                          const struct gz_alert_case *c)
{
    switch ((enum gz_alert_life)c->life) {
    case GZ_ALERT_IDLE:
        return gz_alert_due_idle(run, c);
    case GZ_ALERT_WAITING:
    case GZ_ALERT_ENDING:
        return gz_alert_due_update(run, c);
    default:
        break;
    }
    int64_t due =
        earlier(gz_alert_due_update(run, c), gz_alert_due_repeat(run, c));
    due = earlier(due, gz_alert_due_resolve(run, c));
    // An absence without news is looked at once a day: is it still wanted?
    return due == GZ_ALERT_NEVER ? run->now_ms + day_ms : due;
}

// Before window time has come so far, an article on its way may end an absence;
// and one of long ago is no news.
bool gz_alert_due_is_first(const struct gz_alert_run *run,
                           const struct gz_alert_case *c)
{
    if (!gz_alert_run_is_absence(run)) {
        return c->update_ms <= run->now_ms;
    }
    return !run->late && gz_alert_times_awake(run->view, c->update_ms,
                                              c->update_ms) <= run->window_ms;
}

// Before window time has come so far, articles may still be on their way; and
// an absence of long ago is no news.
bool gz_alert_due_is_over(const struct gz_alert_run *run,
                          const struct gz_alert_case *c)
{
    return gz_alert_due_idle(run, c) <= run->window_ms &&
           !(run->late && gz_alert_run_is_absence(run));
}
