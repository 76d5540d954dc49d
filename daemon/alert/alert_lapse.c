// Notices of silences that have ended.

#include "daemon/alert/alert_lapse.h"

#include "daemon/alert/alert_tell.h"
#include "daemon/alert/alert_times.h"
#include "daemon/base/hash.h"

static const int64_t minute_ms = 60 * 1000;

// Silences of the subscriptions whose notices come from this partition; these
// wait for a digest and the end of quiet hours, too.
struct scan {
    struct gz_alert_run *run;
    int64_t from_ms;
    int64_t next_ms;
    bool told;
    bool awaited;  // there is one that has not ended
    enum gz_status status;
};

static bool on_silenced(void *ctx, struct gz_subscription *s)
{
    struct scan *scan = ctx;
    const struct gz_alert_options *o = &scan->run->engine->options;
    struct gz_subscription_view view;
    struct gz_subscription_silence silence;
    gz_subscription_look(s, &view);
    if (gz_hash64(view.id.ptr, view.id.len_bytes, 3) % o->partition_count !=
        o->partition) {
        return true;
    }
    scan->run->view = &view;
    while (scan->status == GZ_OK &&
           gz_subscription_silence_next(&view.silences, &silence)) {
        const int64_t due_ms =
            gz_alert_times_awake(&view, silence.until_ms, silence.until_ms);
        if (due_ms > scan->from_ms && due_ms <= scan->run->now_ms) {
            scan->status = gz_alert_tell_lapse(scan->run, &silence);
            scan->told = true;
        } else if (due_ms > scan->run->now_ms) {
            scan->awaited = true;
            scan->next_ms = due_ms < scan->next_ms ? due_ms : scan->next_ms;
        }
    }
    return scan->status == GZ_OK;
}

// Where no event has come yet, nobody knows from when on silences were watched:
// from now on, once it is known how far the partition is read.
static enum gz_status begin(struct gz_alert_run *run, const struct scan *scan)
{
    return scan->awaited && run->window_ms > 0 ? gz_alert_run_partition(run)
                                               : GZ_OK;
}

// Once a minute, and when a silence ends that is known of.
enum gz_status gz_alert_lapse_tell(struct gz_alert_run *run)
{
    struct gz_alert_engine *e = run->engine;
    if ((e->partition == NULL && !e->started) || run->now_ms < e->scan_ms) {
        return GZ_OK;
    }
    struct scan scan = {
        .run = run,
        .from_ms = e->partition != NULL ? e->partition->lapse_ms : run->now_ms,
        .next_ms = run->now_ms + minute_ms,
    };
    gz_subscription_index_silenced(run->index, on_silenced, &scan);
    e->scan_ms = scan.next_ms;
    if (e->partition == NULL) {
        return begin(run, &scan);
    }
    e->partition->lapse_ms = run->now_ms;
    if (scan.told) {
        gz_alert_store_touch(&e->store, &e->partition->item);
    }
    return scan.status;
}
