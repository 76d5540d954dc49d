#ifndef GZ_ALERT_RUN_H
#define GZ_ALERT_RUN_H

#include "daemon/alert/alert_engine.h"
#include "daemon/alert/alert_state.h"

// What is due but for articles on their way is looked at again with the next
// multiple of this: all of it together.
#define GZ_ALERT_LOOK_AGAIN_MS ((int64_t)1000)

// How often the memory of a subscription asks whether that is still there.
#define GZ_ALERT_BEGIN_CHECK_MS ((int64_t)30 * 24 * 3600 * 1000)

/*
 * The inside of an engine, for the files alert_*.c that it is made of, and
 * what one call of it works with.
 */
struct gz_alert_engine {
    struct gz_alert_options options;  // no member 0
    struct gz_alert_store store;
    struct gz_alert_partition *partition;  // an item of the store, or NULL
    struct gz_arena *arena;                // owned; reset for each call
    struct gz_buffer scratch;              // owned
    struct gz_alert_counts counts;
    int64_t now_ms;   // the latest that was told
    int64_t scan_ms;  // when to look for silences that have ended
    bool started;     // which are waited for before the first event, too
};

struct gz_alert_run {
    struct gz_alert_engine *engine;
    const struct gz_subscription_index *index;
    const struct gz_alert_sink *sink;
    int64_t now_ms;
    int64_t window_ms;  // how far window time has come: to the event, or now
    bool late;          // so far behind that nothing is raised

    // Of an event.
    const struct gz_event *event;
    uint64_t source;  // its publisher
    uint64_t story;

    // Of a subscription.
    const struct gz_subscription_view *view;
};

// What an event says to one group of a subscription.
struct gz_alert_hit_plan {
    uint64_t facts;       // bits of the event's facts; 0: as a whole
    struct gz_str group;  // the third part of a case's key, in arena
    struct gz_str first;  // what is seen for the first time, or empty
};

static inline bool gz_alert_run_is_absence(const struct gz_alert_run *run)
{
    return run->view->window.kind == GZ_WINDOW_ABSENCE;
}

/** Find or make an item; *made may be NULL.  The key's parts are copied. */
enum gz_status gz_alert_run_item(struct gz_alert_engine *e,
                                 enum gz_alert_kind kind,
                                 const struct gz_str *parts, uint32_t count,
                                 struct gz_alert_item **out,
                                 bool *made) GZ_MUST_CHECK;

/** An item that is there, or NULL; GZ_NO_MEMORY. */
enum gz_status gz_alert_run_find(struct gz_alert_engine *e,
                                 enum gz_alert_kind kind,
                                 const struct gz_str *parts, uint32_t count,
                                 struct gz_alert_item **out) GZ_MUST_CHECK;

/** The record of the partition, made with the first event that matters. */
enum gz_status gz_alert_run_partition(struct gz_alert_run *run) GZ_MUST_CHECK;

/** Since when the subscription's events are known here. */
enum gz_status gz_alert_run_since(struct gz_alert_run *run,
                                  int64_t *since_ms) GZ_MUST_CHECK;

/** Set when an item is due, and note that it has changed. */
void gz_alert_run_save(struct gz_alert_engine *e, struct gz_alert_item *item,
                       int64_t due_ms);

/** When to look at what is due at due_ms: then, or soon if that is past. */
int64_t gz_alert_run_next_look(const struct gz_alert_run *run, int64_t due_ms);

/** Take an item out with all that hangs on it. */
void gz_alert_run_drop(struct gz_alert_engine *e, struct gz_alert_item *item);

#endif
