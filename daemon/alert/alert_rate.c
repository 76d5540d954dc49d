// Rates against what is usual.

#include "daemon/alert/alert_rate.h"

#include <stdlib.h>

#include "daemon/base/duration.h"

// Slots of the width of the window; slots[0] is the newest, still filling.
static void turn_slots(struct gz_alert_case *c, int64_t slot)
{
    const int64_t steps = c->slot_count == 0 ? 0 : slot - c->slot;
    const uint32_t shift = steps < GZ_ALERT_SLOTS
                               ? (uint32_t)(steps > 0 ? steps : 0)
                               : GZ_ALERT_SLOTS;
    memmove(c->slots + shift, c->slots,
            (GZ_ALERT_SLOTS - shift) * sizeof(*c->slots));
    memset(c->slots, 0, shift * sizeof(*c->slots));
    const uint32_t count = c->slot_count + shift;
    c->slot_count = count < GZ_ALERT_SLOTS ? count : GZ_ALERT_SLOTS;
    c->slot = c->slot_count == shift || steps > 0 ? slot : c->slot;
    if (c->slot_count == 0) {
        c->slot_count = 1;
        c->slot = slot;
    }
}

// The window has another width than slots were made for: each goes where its
// middle lies.
static enum gz_status fit_slots(const struct gz_alert_run *run,
                                struct gz_alert_case *c)
{
    const int64_t wide_ms = run->view->window.within_ms;
    const int64_t newest_ms = c->slot * c->slot_ms + c->slot_ms / 2;
    uint32_t *fitted = calloc(GZ_ALERT_SLOTS, sizeof(*fitted));
    if (fitted == NULL) {
        return GZ_NO_MEMORY;
    }
    c->slot =
        (newest_ms < run->window_ms ? newest_ms : run->window_ms) / wide_ms;
    uint32_t count = 0;
    for (uint32_t i = 0; i < c->slot_count; i++) {
        const int64_t back = c->slot - (newest_ms - i * c->slot_ms) / wide_ms;
        const uint32_t to = (uint32_t)(back > 0 ? back : 0);
        if (back < GZ_ALERT_SLOTS) {
            fitted[to] += c->slots[i];
            count = to + 1;
        }
    }
    free(c->slots);
    c->slots = fitted;
    c->slot_count = count;
    return GZ_OK;
}

enum gz_status gz_alert_rate_add(struct gz_alert_run *run,
                                 struct gz_alert_case *c)
{
    const int64_t wide_ms = run->view->window.within_ms;
    if (c->slots == NULL) {
        c->slots = calloc(GZ_ALERT_SLOTS, sizeof(*c->slots));
        if (c->slots == NULL) {
            return GZ_NO_MEMORY;
        }
    }
    if (c->slot_ms > 0 && c->slot_ms != wide_ms && fit_slots(run, c) != GZ_OK) {
        return GZ_NO_MEMORY;
    }
    c->slot_ms = wide_ms;
    turn_slots(c, run->window_ms / wide_ms);
    c->slots[0]++;
    return GZ_OK;
}

// The part of the newest slot that has passed.
static double passed(const struct gz_alert_run *run)
{
    const int64_t within_ms = run->view->window.within_ms;
    return (double)(run->window_ms % within_ms) / (double)within_ms;
}

// The window reaches over the two newest slots.  A case knows so many of its
// stories and no more: when all of these are within, of the older slot as much
// counts as is inside.
static double within(const struct gz_alert_run *run,
                     const struct gz_alert_case *c, uint32_t count)
{
    const double guess = c->slots[0] + (1 - passed(run)) * c->slots[1];
    return count == GZ_ALERT_HITS_MAX && guess > count ? guess : count;
}

// Stories of the baseline, which ends where the window begins.
static double before(const struct gz_alert_run *run,
                     const struct gz_alert_case *c, double now)
{
    const struct gz_subscription_window *w = &run->view->window;
    const uint32_t wide = (uint32_t)(w->baseline_ms / w->within_ms);
    double sum = (double)c->slots[0] + c->slots[1] - now;
    for (uint32_t i = 2; i <= wide; i++) {
        sum += c->slots[i];
    }
    return sum + (1 - passed(run)) * c->slots[wide + 1];
}

// How many windows the baseline has, as far as it is known.
static enum gz_status count_windows(struct gz_alert_run *run,
                                    const struct gz_alert_case *c,
                                    double *windows)
{
    const struct gz_subscription_window *w = &run->view->window;
    const double wide = (double)w->baseline_ms / (double)w->within_ms;
    int64_t since_ms = 0;
    const enum gz_status st = gz_alert_run_since(run, &since_ms);
    const double known = (double)(run->window_ms - w->within_ms - since_ms) /
                         (double)w->within_ms;
    *windows = c->partial && known < wide ? known : wide;
    return st;
}

enum gz_status gz_alert_rate_reached(struct gz_alert_run *run,
                                     const struct gz_alert_case *c,
                                     uint32_t count, struct gz_buffer *why,
                                     bool *reached)
{
    const struct gz_subscription_window *w = &run->view->window;
    double windows = 0;
    const enum gz_status st = count_windows(run, c, &windows);
    const double now = within(run, c, count);
    const double usual = windows > 0 ? before(run, c, now) / windows : 0;
    *reached = windows >= 1 && now >= w->count && now >= w->factor * usual;
    if (*reached) {
        gz_buffer_append_fmt(why, "%.0f stories within ", now);
        gz_duration_print(w->within_ms, why);
        gz_buffer_append_fmt(why, ", %.3g usual (at least %.3g times and %u)",
                             usual, w->factor, w->count);
    }
    return st;
}
