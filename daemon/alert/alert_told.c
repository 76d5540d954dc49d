// What was counted before, so that a late copy is not told as news.

#include "daemon/alert/alert_told.h"

#include "daemon/alert/alert_story.h"
#include "daemon/base/hash.h"

enum {
    PARTS = 4,  // of a key: subscription, entity, hash of the group, story
};

static uint64_t hash_group(struct gz_str group)
{
    return gz_hash64(group.ptr, group.len_bytes, 4);
}

// Until when a story is remembered; 0: it is forgotten.
static enum gz_status story_end(struct gz_alert_run *run, struct gz_str entity,
                                struct gz_str story, int64_t *end_ms)
{
    const struct gz_str parts[] = {entity, story};
    struct gz_alert_item *item = NULL;
    const enum gz_status st =
        gz_alert_run_find(run->engine, GZ_ALERT_KIND_STORY, parts, 2, &item);
    *end_ms = item != NULL ? ((const struct gz_alert_story *)item)->last_ms +
                                 GZ_ALERT_STORY_MS
                           : 0;
    return st;
}

enum gz_status gz_alert_told_keep(struct gz_alert_run *run,
                                  const struct gz_alert_case *c, uint64_t story)
{
    struct gz_alert_engine *e = run->engine;
    struct gz_str of_case[3];
    uint8_t bytes[2][sizeof(story)];
    struct gz_alert_item *item = NULL;
    bool made = false;
    int64_t end_ms = 0;
    if (!gz_alert_state_parts(c->item.key, of_case, 3)) {
        return GZ_INVALID;
    }
    const struct gz_str parts[PARTS] = {
        of_case[0],
        of_case[1],
        gz_alert_state_number(hash_group(of_case[2]), bytes[0]),
        gz_alert_state_number(story, bytes[1]),
    };
    enum gz_status st = story_end(run, parts[1], parts[3], &end_ms);
    if (st != GZ_OK || end_ms <= run->window_ms) {
        return st;
    }
    if (e->counts.seen + e->counts.told >= e->options.memory_limit) {
        e->counts.dropped++;
        return GZ_OK;
    }
    st = gz_alert_run_item(e, GZ_ALERT_KIND_TOLD, parts, PARTS, &item, &made);
    if (st == GZ_OK) {
        e->counts.told += made;
        gz_alert_run_save(e, item, end_ms);
    }
    return st;
}

enum gz_status gz_alert_told_has(struct gz_alert_run *run, struct gz_str group,
                                 bool *told)
{
    uint8_t bytes[2][sizeof(run->story)];
    struct gz_alert_item *item = NULL;
    const struct gz_str parts[PARTS] = {
        run->view->id,
        run->event->entity_id,
        gz_alert_state_number(hash_group(group), bytes[0]),
        gz_alert_state_number(run->story, bytes[1]),
    };
    const enum gz_status st =
        gz_alert_run_find(run->engine, GZ_ALERT_KIND_TOLD, parts, PARTS, &item);
    *told = item != NULL;
    return st;
}

enum gz_status gz_alert_told_due(struct gz_alert_run *run,
                                 struct gz_alert_item *item)
{
    struct gz_str parts[PARTS];
    int64_t end_ms = 0;
    if (!gz_alert_state_parts(item->key, parts, PARTS)) {
        return GZ_INVALID;
    }
    const enum gz_status st = story_end(run, parts[1], parts[3], &end_ms);
    if (st == GZ_OK && end_ms > run->window_ms) {
        gz_alert_run_save(run->engine, item,
                          gz_alert_run_next_look(run, end_ms));
    } else if (st == GZ_OK) {
        gz_alert_run_drop(run->engine, item);
    }
    return st;
}
