// An engine from the records of the state topic.

#include "daemon/alert/alert_run.h"
#include "daemon/alert/alert_story.h"

static enum gz_status adopt(struct gz_alert_engine *e,
                            struct gz_alert_item *item, int64_t due_ms)
{
    const enum gz_status st = gz_alert_store_add(&e->store, item);
    if (st != GZ_OK) {
        gz_alert_state_free(item);
        return st;
    }
    item->written = true;
    gz_alert_store_due(&e->store, item, due_ms);
    switch ((enum gz_alert_kind)item->key.ptr[0]) {
    case GZ_ALERT_KIND_STORY:
        return gz_alert_story_adopt(e, (struct gz_alert_story *)item);
    case GZ_ALERT_KIND_CASE:
        e->counts.cases++;
        e->counts.firing +=
            gz_alert_state_is_told((struct gz_alert_case *)item);
        break;
    case GZ_ALERT_KIND_SEEN:
        e->counts.seen++;
        break;
    case GZ_ALERT_KIND_TOLD:
        e->counts.told++;
        break;
    case GZ_ALERT_KIND_PARTITION:
        e->partition = (struct gz_alert_partition *)item;
        break;
    default:
        break;
    }
    return GZ_OK;
}

enum gz_status gz_alert_engine_restore(struct gz_alert_engine *e,
                                       struct gz_str key, struct gz_str value,
                                       struct gz_error *err)
{
    struct gz_alert_item *item = NULL;
    int64_t due_ms = 0;
    enum gz_status st = GZ_OK;
    gz_arena_reset(e->arena);
    if (value.ptr != NULL) {
        st = gz_alert_state_decode(key, value, e->arena, &item, &due_ms, err);
    }
    if (st != GZ_OK) {
        return st;
    }
    struct gz_alert_item *old = gz_alert_store_find(&e->store, key);
    if (old != NULL) {
        gz_alert_run_drop(e, old);
    }
    if (item != NULL) {
        st = adopt(e, item, due_ms);
    }
    return st == GZ_OK ? st : gz_error_set(err, st, "out of memory");
}

static enum gz_status ignore(void *ctx, const struct gz_alert_item *item)
{
    (void)ctx;
    (void)item;
    return GZ_OK;
}

enum gz_status gz_alert_engine_start(struct gz_alert_engine *e)
{
    e->started = true;
    // What was taken back is what the topic holds: nothing is to be written.
    return gz_alert_store_flush(&e->store, ignore, NULL, gz_alert_state_free);
}
