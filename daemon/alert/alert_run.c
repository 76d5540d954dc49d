// The items of an engine.

#include "daemon/alert/alert_run.h"

#include "daemon/alert/alert_story.h"

enum gz_status gz_alert_run_find(struct gz_alert_engine *e,
                                 enum gz_alert_kind kind,
                                 const struct gz_str *parts, uint32_t count,
                                 struct gz_alert_item **out)
{
    const struct gz_str key = gz_alert_state_key(kind, parts, count, e->arena);
    *out = NULL;
    if (key.ptr == NULL) {
        return GZ_NO_MEMORY;
    }
    *out = gz_alert_store_find(&e->store, key);
    return GZ_OK;
}

enum gz_status gz_alert_run_item(struct gz_alert_engine *e,
                                 enum gz_alert_kind kind,
                                 const struct gz_str *parts, uint32_t count,
                                 struct gz_alert_item **out, bool *made)
{
    const struct gz_str key = gz_alert_state_key(kind, parts, count, e->arena);
    struct gz_alert_item *item = NULL;
    *out = NULL;
    if (made != NULL) {
        *made = false;
    }
    if (key.ptr == NULL) {
        return GZ_NO_MEMORY;
    }
    item = gz_alert_store_find(&e->store, key);
    if (item == NULL) {
        item = gz_alert_state_new(kind, key);
        if (item == NULL || gz_alert_store_add(&e->store, item) != GZ_OK) {
            gz_alert_state_free(item);
            return GZ_NO_MEMORY;
        }
        if (made != NULL) {
            *made = true;
        }
    }
    *out = item;
    return GZ_OK;
}

void gz_alert_run_save(struct gz_alert_engine *e, struct gz_alert_item *item,
                       int64_t due_ms)
{
    gz_alert_store_due(&e->store, item, due_ms);
    gz_alert_store_touch(&e->store, item);
}

int64_t gz_alert_run_next_look(const struct gz_alert_run *run, int64_t due_ms)
{
    const int64_t turns = run->now_ms / GZ_ALERT_LOOK_AGAIN_MS;
    return due_ms > run->now_ms ? due_ms : (turns + 1) * GZ_ALERT_LOOK_AGAIN_MS;
}

enum gz_status gz_alert_run_partition(struct gz_alert_run *run)
{
    struct gz_alert_engine *e = run->engine;
    struct gz_alert_item *item = NULL;
    if (e->partition != NULL) {
        return GZ_OK;
    }
    const enum gz_status st =
        gz_alert_run_item(e, GZ_ALERT_KIND_PARTITION, NULL, 0, &item, NULL);
    if (st == GZ_OK) {
        e->partition = (struct gz_alert_partition *)item;
        e->partition->since_ms =
            e->options.since_ms > 0 ? e->options.since_ms : run->window_ms;
        e->partition->window_ms = run->window_ms;
        e->partition->lapse_ms = run->now_ms;
        gz_alert_store_touch(&e->store, item);
    }
    return st;
}

enum gz_status gz_alert_run_since(struct gz_alert_run *run, int64_t *since_ms)
{
    struct gz_alert_item *item = NULL;
    bool made = false;
    const int64_t partition_ms = run->engine->partition->since_ms;
    if (run->view->since_ms > 0) {
        *since_ms = run->view->since_ms > partition_ms ? run->view->since_ms
                                                       : partition_ms;
        return GZ_OK;
    }
    const enum gz_status st = gz_alert_run_item(
        run->engine, GZ_ALERT_KIND_BEGIN, &run->view->id, 1, &item, &made);
    if (st != GZ_OK) {
        return st;
    }
    struct gz_alert_begin *begin = (struct gz_alert_begin *)item;
    if (made) {
        begin->since_ms = run->engine->options.since_ms > 0
                              ? run->engine->options.since_ms
                              : run->window_ms;
        gz_alert_run_save(run->engine, item,
                          run->now_ms + GZ_ALERT_BEGIN_CHECK_MS);
    }
    *since_ms = begin->since_ms;
    return GZ_OK;
}

void gz_alert_run_drop(struct gz_alert_engine *e, struct gz_alert_item *item)
{
    if (item->key.ptr[0] == GZ_ALERT_KIND_STORY) {
        gz_alert_story_forget(e, (struct gz_alert_story *)item);
        return;
    }
    if (item->key.ptr[0] == GZ_ALERT_KIND_CASE) {
        e->counts.cases--;
        e->counts.firing -=
            gz_alert_state_is_told((struct gz_alert_case *)item);
    }
    e->counts.seen -= item->key.ptr[0] == GZ_ALERT_KIND_SEEN;
    e->counts.told -= item->key.ptr[0] == GZ_ALERT_KIND_TOLD;
    if (item == (struct gz_alert_item *)e->partition) {
        e->partition = NULL;
    }
    gz_alert_store_remove(&e->store, item);
}
