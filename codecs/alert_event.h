#ifndef GZ_ALERT_EVENT_H
#define GZ_ALERT_EVENT_H

#include <stdbool.h>
#include <stdint.h>

#include "codecs/event.h"
#include "daemon/base/str.h"

/*
 * One AlertEvent: what is told about one alert at one moment.  The fields are
 * those of schemas/alert_event.avsc, in its order; enumerators stand in the
 * order of the schema's symbols.  All views are borrowed.
 *
 * An alert has one alert_id from FIRING to RESOLVED; each AlertEvent of it has
 * an event_id of its own.  Both are hashes of what they are about: the same
 * after every crash and replay.
 */
enum gz_alert_state {
    GZ_ALERT_FIRING,     // it began; with `repeats`, it is told again
    GZ_ALERT_UPDATED,    // more stories or copies
    GZ_ALERT_CONFIRMED,  // enough independent sources say so now
    GZ_ALERT_RESOLVED,   // it is over
    GZ_ALERT_SILENCED,   // it began, and a silence keeps it from receivers
    GZ_ALERT_LAPSED,     // no alert: a silence of the subscription has ended
    GZ_ALERT_STATE_UNKNOWN,
};

enum gz_alert_severity {
    GZ_ALERT_INFO,
    GZ_ALERT_WARNING,
    GZ_ALERT_CRITICAL,
    GZ_ALERT_SEVERITY_UNKNOWN,
};

enum gz_alert_history {
    GZ_ALERT_COMPLETE,
    GZ_ALERT_PARTIAL,  // shorter than the window
    GZ_ALERT_HISTORY_UNKNOWN,
};

// One event that an alert rests on, with the facts that made it.
struct gz_alert_evidence {
    struct gz_str event_id;  // of the EntityEvent
    struct gz_str article_id;
    struct gz_str version;
    struct gz_str url;
    struct gz_str title;
    struct gz_str source;
    struct gz_str language;
    int64_t published_ms;  // GZ_TIME_UNKNOWN gives null
    int64_t ingested_ms;
    double salience;
    bool copy;  // near-identical to a story that counts already
    const struct gz_event_fact *facts;
    uint32_t fact_count;
};

struct gz_alert_event {
    struct gz_str event_id;  // 32 hex digits
    struct gz_str alert_id;  // 32 hex digits
    uint32_t sequence;       // of the AlertEvents of this alert, from 0
    uint8_t state;           // enum gz_alert_state
    struct gz_str subscription;
    int64_t subscription_version;
    uint8_t severity;  // enum gz_alert_severity
    const struct gz_event_pair *labels;
    uint32_t label_count;
    const struct gz_str *receivers;
    uint32_t receiver_count;

    struct gz_str entity_id;  // the anchor
    struct gz_str entity_name;
    struct gz_str entity_type;
    const struct gz_event_pair *group;
    uint32_t group_count;

    struct gz_str why;  // "5 stories within 1h (at least 5)"
    bool confirmed;
    struct gz_str doubt;   // "anonymous source", "1 source"; empty: confirmed
    uint32_t stories;      // that count, near-identical copies once
    uint32_t copies;       // not counted
    uint32_t sources;      // publishers, those of copies included
    uint32_t independent;  // sources that do not rest on each other
    uint32_t repeats;
    int64_t first_ms;  // window time of the first and the last story
    int64_t last_ms;
    int64_t raised_ms;       // the engine's time of this AlertEvent
    int64_t next_repeat_ms;  // GZ_TIME_UNKNOWN gives null
    uint8_t history;         // enum gz_alert_history
    // GZ_TIME_UNKNOWN gives null; RESOLVED with it: nobody heard of the alert.
    int64_t silenced_until_ms;
    struct gz_str silence;  // its comment

    const struct gz_alert_evidence *evidence;  // since the last AlertEvent
    uint32_t evidence_count;
    uint32_t evidence_omitted;  // that there was more
    struct gz_str engine;       // version of the program
    const struct gz_event_pair *ext;
    uint32_t ext_count;
};

#endif
