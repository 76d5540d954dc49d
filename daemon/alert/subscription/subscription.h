#ifndef GZ_SUBSCRIPTION_H
#define GZ_SUBSCRIPTION_H

#include <stdbool.h>
#include <stdint.h>

#include "codecs/alert_event.h"
#include "daemon/base/buffer.h"
#include "daemon/base/status.h"
#include "daemon/base/str.h"

/*
 * What somebody wants to be told of.  A subscription is immutable and shared:
 * one block of packed bytes with a reference count, because a worker holds a
 * million of them.  Whoever wants to look inside makes a view, which costs a
 * walk over the block and no memory.
 *
 * An event concerns a subscription when all of this holds:
 *
 *   entities   the event's entity is one of ids, lists or names (when any of
 *              them is given), is of one of the types (or below), and has for
 *              each attribute one of the values
 *   facts      the event has a fact of such a type in which the entity has the
 *              anchor role and the other roles are filled as asked
 *   when       the condition, see condition.h
 *   with       the article (or a sentence that names the entity) names one of
 *              these too
 *   languages, sources
 *
 * Then first_seen or a window decide whether an alert is raised, and group_by,
 * wait, interval, repeat, silences, quiet and digest when it is told.
 */
struct gz_subscription;

#define GZ_SUBSCRIPTION_LIMIT_BYTES ((size_t)256 << 10)  // of a packed one
#define GZ_SUBSCRIPTION_ID_BYTES 128                     // longest id

// Texts that follow each other in a block; gz_packed_next() takes them out.
struct gz_packed {
    const uint8_t *at;
    uint32_t count;
};

enum gz_subscription_scope {
    GZ_SUBSCRIPTION_ARTICLE,
    GZ_SUBSCRIPTION_SENTENCE,
};

enum gz_first_seen {
    GZ_FIRST_SEEN_NONE,
    GZ_FIRST_SEEN_ENTITY,
    GZ_FIRST_SEEN_FACT,  // its type with all its entities
    GZ_FIRST_SEEN_PAIR,  // the entity and another one
};

enum gz_window_kind {
    GZ_WINDOW_NONE,     // every story raises an alert
    GZ_WINDOW_COUNT,    // at least `count` stories within
    GZ_WINDOW_SOURCES,  // stories of at least `count` sources within
    GZ_WINDOW_RATE,     // `factor` times its own baseline, at least `count`
    GZ_WINDOW_ABSENCE,  // none within, after there was one
};

struct gz_subscription_window {
    enum gz_window_kind kind;
    uint32_t count;  // 1..GZ_WINDOW_COUNT_MAX
    double factor;
    int64_t within_ms;
    int64_t baseline_ms;  // a multiple of within_ms
};
#define GZ_WINDOW_COUNT_MAX 200
#define GZ_WINDOW_BASELINE_SLOTS 200  // baseline_ms / within_ms at most

// Minutes of a day on the clocks of a zone (see time_zone.h); end may be the
// next day.  begin == end: never.
struct gz_subscription_quiet {
    uint16_t begin_minute;
    uint16_t end_minute;
    int16_t zone;
    uint8_t days;  // bit 0 Monday; the day on which it begins
};

struct gz_subscription_digest {
    int64_t every_ms;    // on the clocks of the zone; 0: none
    uint16_t at_minute;  // of a day on which there is one
    int16_t zone;
};

struct gz_subscription_silence {
    int64_t from_ms;
    int64_t until_ms;
    struct gz_str comment;
};

// A fact that is asked for; roles holds per role its name, then the number of
// wanted texts, then these.
struct gz_subscription_fact {
    struct gz_str type;
    struct gz_str anchor;    // role of the event's entity; empty: any
    struct gz_packed roles;  // see gz_subscription_role_next()
};

struct gz_subscription_facts {
    const uint8_t *at;
    uint32_t count;
};

// All that a subscription says.  Borrowed from it.
struct gz_subscription_view {
    struct gz_str id;
    uint64_t version;  // of the store; 0: from a file
    int64_t since_ms;  // in force since, 0: not known
    struct gz_str description;

    struct gz_packed ids;
    struct gz_packed lists;     // names, for printing
    struct gz_packed list_ids;  // what the lists hold
    struct gz_packed names;
    struct gz_packed types;
    struct gz_packed attributes;  // key, value, key, value; count of texts

    struct gz_subscription_facts facts;
    struct gz_str when;  // code of the condition, empty: none
    struct gz_packed with_ids;
    enum gz_subscription_scope with_scope;
    struct gz_packed languages;
    struct gz_packed sources;

    enum gz_first_seen first_seen;
    int64_t first_seen_ms;
    bool first_seen_partial;  // fires although history is shorter
    struct gz_subscription_window window;

    struct gz_packed group_by;
    int64_t wait_ms;      // from the first story to the alert
    int64_t interval_ms;  // least time between two updates
    int64_t repeat_ms;    // told again while it lasts; 0: never
    int64_t resolve_ms;   // without a story, then it is over; the window if not
                          // given, else a day
    uint32_t confirm;     // independent sources that confirm; 0: never

    struct gz_packed silences;  // see gz_subscription_silence_next()
    struct gz_subscription_quiet quiet;
    struct gz_subscription_digest digest;
    enum gz_alert_severity severity;
    struct gz_packed labels;  // key, value, ...
    struct gz_packed receivers;
};

/** Take and drop a reference; any thread.  NULL allowed by unref. */
struct gz_subscription *gz_subscription_ref(struct gz_subscription *s);
void gz_subscription_unref(struct gz_subscription *s);

/** All of it, borrowed from s. */
void gz_subscription_look(const struct gz_subscription *s,
                          struct gz_subscription_view *out);

/** Only the id, borrowed from s: the first thing in the block. */
struct gz_str gz_subscription_id(const struct gz_subscription *s);

/** Bytes that it takes in memory, the allocator's own aside. */
size_t gz_subscription_size(const struct gz_subscription *s);

/**
 * An owned subscription of packed bytes, which are copied; see
 * subscription_pack.h.  NULL when out of memory.
 */
struct gz_subscription *gz_subscription_new(struct gz_str packed);

/** The same with another version and time since when it is in force, as a
 * store sets them; NULL when out of memory. */
struct gz_subscription *gz_subscription_with(const struct gz_subscription *s,
                                             uint64_t version,
                                             int64_t since_ms);

/** Take the next text out of p; false at the end. */
bool gz_packed_next(struct gz_packed *p, struct gz_str *out);

/** Whether one of the texts is s; the second without regard to the case of
 * ASCII letters. */
bool gz_packed_has(struct gz_packed p, struct gz_str s);
bool gz_packed_has_nocase(struct gz_packed p, struct gz_str s);

/** Take the next out; false at the end. */
bool gz_subscription_fact_next(struct gz_subscription_facts *facts,
                               struct gz_subscription_fact *out);
bool gz_subscription_silence_next(struct gz_packed *silences,
                                  struct gz_subscription_silence *out);

/** Take the next role out of fact->roles with the texts of which one must be
 * the id or the name (or the text) of what fills it. */
bool gz_subscription_role_next(struct gz_packed *roles, struct gz_str *role,
                               struct gz_packed *wanted);

#endif
