#ifndef GZ_ALERT_EXAMPLE_H
#define GZ_ALERT_EXAMPLE_H

#include "codecs/alert_event.h"
#include "daemon/alert/subscription/subscription_index.h"
#include "daemon/base/arena.h"
#include "daemon/base/error.h"
#include "daemon/base/source.h"
#include "daemon/base/status.h"
#include "daemon/base/yaml.h"

/*
 * Examples of subscriptions: articles in at given times, alerts out.  They
 * stand under `examples:` of a subscription, then only its alerts count, or of
 * a file, about all of its subscriptions.
 *
 *     examples:
 *     - name: a second source confirms
 *       start: 2026-03-02T08:00:00Z   # of the clock; default 2026-01-05
 *       history: complete             # remembers all that was before; partial
 *       until: 2d                     # the clock runs on until then
 *       articles:
 *       - at: 0s                      # behind the start, or a time
 *         source: Reuters
 *         title: ...
 *         text: ...
 *       alerts:                       # all of them, in order; [] for none
 *       - at: 0s
 *         state: FIRING
 *         entity: wd:Q2283            # id or name
 *         stories: 1                  # only what is given is compared
 */
enum gz_alert_example_key {
    GZ_ALERT_EXAMPLE_AT,
    GZ_ALERT_EXAMPLE_SUBSCRIPTION,
    GZ_ALERT_EXAMPLE_STATE,
    GZ_ALERT_EXAMPLE_ENTITY,
    GZ_ALERT_EXAMPLE_GROUP,
    GZ_ALERT_EXAMPLE_WHY,
    GZ_ALERT_EXAMPLE_DOUBT,
    GZ_ALERT_EXAMPLE_CONFIRMED,
    GZ_ALERT_EXAMPLE_STORIES,
    GZ_ALERT_EXAMPLE_COPIES,
    GZ_ALERT_EXAMPLE_SOURCES,
    GZ_ALERT_EXAMPLE_INDEPENDENT,
    GZ_ALERT_EXAMPLE_REPEATS,
    GZ_ALERT_EXAMPLE_HISTORY,
    GZ_ALERT_EXAMPLE_SEVERITY,
    GZ_ALERT_EXAMPLE_EVIDENCE,  // pieces of it
    GZ_ALERT_EXAMPLE_KEYS,
};

// The fields of an article, by the names that decoders know them by.
enum gz_alert_example_field {
    GZ_ALERT_EXAMPLE_ID,
    GZ_ALERT_EXAMPLE_TITLE,
    GZ_ALERT_EXAMPLE_BODY,
    GZ_ALERT_EXAMPLE_SOURCE,
    GZ_ALERT_EXAMPLE_LANGUAGE,
    GZ_ALERT_EXAMPLE_URL,
    GZ_ALERT_EXAMPLE_VERSION,
    GZ_ALERT_EXAMPLE_STATUS,
    GZ_ALERT_EXAMPLE_FIELDS,
};

struct gz_alert_example_article {
    int64_t at_ms;
    struct gz_str fields[GZ_ALERT_EXAMPLE_FIELDS];
};

// An alert in texts; ptr NULL: not given.
struct gz_alert_example_alert {
    struct gz_str values[GZ_ALERT_EXAMPLE_KEYS];
    struct gz_str entity_name;  // of one that was found
};

// Borrowed from the tree that it was read from, and in arena.
struct gz_alert_example {
    struct gz_str name;  // or empty
    int64_t start_ms;
    int64_t until_ms;
    bool complete;                                    // history
    const struct gz_alert_example_article *articles;  // in the order of time
    uint32_t article_count;
    const struct gz_alert_example_alert *alerts;
    uint32_t alert_count;
    const struct gz_yaml_node *node;
};

/** Read a list of examples of the subscriptions in index (NULL: they are not
 * known), which alone their alerts may be of; all mistakes are in err.
 * GZ_INVALID, GZ_NO_MEMORY. */
enum gz_status gz_alert_example_read(const struct gz_yaml_node *list,
                                     const struct gz_subscription_index *index,
                                     const struct gz_source *src,
                                     struct gz_arena *arena,
                                     struct gz_alert_example **out,
                                     uint32_t *count,
                                     struct gz_error *err) GZ_MUST_CHECK;

/** The name of a key, and of a field as decoders know it. */
const char *gz_alert_example_key_name(enum gz_alert_example_key key);
const char *gz_alert_example_field_name(enum gz_alert_example_field field);

/** Whether two durations are the same: 1d and 24h. */
bool gz_alert_example_same_time(struct gz_str a, struct gz_str b);

/** An alert in texts, in arena; its time is counted from start_ms. */
enum gz_status
gz_alert_example_show(const struct gz_alert_event *alert, int64_t start_ms,
                      struct gz_arena *arena,
                      struct gz_alert_example_alert *out) GZ_MUST_CHECK;

#endif
