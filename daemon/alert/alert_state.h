#ifndef GZ_ALERT_STATE_H
#define GZ_ALERT_STATE_H

#include "daemon/alert/alert_store.h"
#include "daemon/alert/subscription/subscription.h"
#include "daemon/base/arena.h"
#include "daemon/base/buffer.h"
#include "daemon/base/error.h"

/*
 * What an engine remembers, item by item, and the records of the state topic
 * that hold it.  A key is the kind and what the item is about; a value is a
 * version and the members, as varints and texts of binary.h.
 */
enum gz_alert_kind {
    GZ_ALERT_KIND_CASE = 'C',       // subscription, entity, group
    GZ_ALERT_KIND_STORY = 'S',      // entity, story
    GZ_ALERT_KIND_ENTITY = 'E',     // entity; made of its stories, not kept
    GZ_ALERT_KIND_SEEN = 'F',       // subscription, hash of what was seen
    GZ_ALERT_KIND_TOLD = 'T',       // subscription, entity, group, story
    GZ_ALERT_KIND_BEGIN = 'B',      // subscription
    GZ_ALERT_KIND_PARTITION = 'P',  // one
};

enum {
    GZ_ALERT_HITS_MAX = GZ_WINDOW_COUNT_MAX,
    GZ_ALERT_PUBLISHERS_MAX = 64,
    GZ_ALERT_EVIDENCE_MAX = 8,
    GZ_ALERT_STORIES_MAX = 1024,  // of an entity
    GZ_ALERT_ARTICLES_MAX = 256,  // of a story
    GZ_ALERT_SLOTS = GZ_WINDOW_BASELINE_SLOTS + 2,
    GZ_ALERT_SIGNATURE_BYTES = 128,
    GZ_ALERT_ID_HEX = 32,
};

struct gz_alert_entity;

// A story, that is, articles which are near-identical.
struct gz_alert_story {
    struct gz_alert_item item;
    struct gz_alert_entity *entity;  // below which it hangs, or NULL
    uint64_t id;                     // hash of its first article
    int64_t last_ms;
    bool has_signature;
    uint8_t signature[GZ_ALERT_SIGNATURE_BYTES];
    uint32_t article_count;  // of articles kept, newest last
    uint32_t article_room;
    uint64_t *articles;  // owned
};

struct gz_alert_entity {
    struct gz_alert_item item;
    uint32_t count;
    uint32_t room;
    struct gz_alert_story **stories;  // owned, oldest first; not what it holds
};

// When something was seen last by a subscription.
struct gz_alert_seen {
    struct gz_alert_item item;
    int64_t last_ms;
};

// Since when a subscription is known.
struct gz_alert_begin {
    struct gz_alert_item item;
    int64_t since_ms;
};

struct gz_alert_partition {
    struct gz_alert_item item;
    int64_t since_ms;   // window time of the first event
    int64_t window_ms;  // of the latest, as far as it matters
    int64_t lapse_ms;   // silences that ended until then are told
};

// A story that a case has counted.
struct gz_alert_hit {
    uint64_t story;
    int64_t at_ms;
    uint64_t source;
    uint32_t copies;
};

// What the word of a publisher counts for.
enum gz_alert_standing {
    GZ_ALERT_COPIES,       // nothing: others have said the same
    GZ_ALERT_INDEPENDENT,  // for itself
    GZ_ALERT_FOR_NOW,      // while nobody else does: it cites another one, or
                           // is not named
    GZ_ALERT_STANDING_COUNT,
};

struct gz_alert_publisher {
    uint64_t source;
    int64_t last_ms;
    uint8_t standing;  // enum gz_alert_standing
};

enum gz_alert_life {
    GZ_ALERT_IDLE,     // a window that has not reached its threshold
    GZ_ALERT_WAITING,  // there is an alert that nobody was told of yet
    GZ_ALERT_LIVE,     // it was told
    GZ_ALERT_ENDING,   // an absence that is over, of which nobody was told yet
    GZ_ALERT_LIFE_COUNT,
};

// A window and its alert.
struct gz_alert_case {
    struct gz_alert_item item;
    uint8_t life;   // enum gz_alert_life
    bool silenced;  // it was told as SILENCED only
    bool confirmed;
    bool told_confirmed;
    bool anonymous;  // all that counts rests on unnamed sources
    bool partial;    // history was shorter than the window when it opened
    char alert_id[GZ_ALERT_ID_HEX];
    uint32_t sequence;
    uint32_t repeats;
    uint32_t stories;  // of the alert
    uint32_t copies;
    int64_t first_ms;
    int64_t last_ms;
    int64_t told_ms;     // when it was told last
    int64_t update_ms;   // when news of it may be told, or GZ_ALERT_NEVER
    struct gz_str name;  // of the entity, and its type; owned
    struct gz_str type;
    struct gz_str why;  // it was opened; owned
    uint32_t hit_count;
    uint32_t hit_room;
    struct gz_alert_hit *hits;  // owned, oldest first
    uint32_t publisher_count;
    uint32_t publisher_room;
    struct gz_alert_publisher *publishers;  // owned
    int64_t slot;     // number of the newest slot of a rate
    int64_t slot_ms;  // how wide slots are; 0: as the window, in old records
    uint32_t slot_count;
    uint32_t *slots;  // owned, newest first, room for GZ_ALERT_SLOTS; or NULL
    uint32_t evidence_count;  // pieces, each an encoded AlertEvent
    uint32_t evidence_omitted;
    struct gz_buffer evidence;  // each with its length before it
};

static inline bool gz_alert_state_is_told(const struct gz_alert_case *c)
{
    return c->life == GZ_ALERT_LIVE || c->life == GZ_ALERT_ENDING;
}

/** A key in bytes, in arena; ptr NULL when that is full. */
struct gz_str gz_alert_state_key(enum gz_alert_kind kind,
                                 const struct gz_str *parts, uint32_t count,
                                 struct gz_arena *arena);

/** A number as a part of a key, in bytes, which the caller has. */
struct gz_str gz_alert_state_number(uint64_t number,
                                    uint8_t bytes[sizeof(uint64_t)]);

/** The parts of a key, borrowed from it; false when it is none of ours. */
bool gz_alert_state_parts(struct gz_str key, struct gz_str *parts,
                          uint32_t count);

/** An owned item of a kind with that key, which is copied; or NULL. */
struct gz_alert_item *gz_alert_state_new(enum gz_alert_kind kind,
                                         struct gz_str key);

/** Items with room for one more behind `count`: the same or moved; NULL when
 * out of memory, and the old ones are still there. */
void *gz_alert_state_grow(void *items, uint32_t count, uint32_t *room,
                          size_t size_bytes);

/** Put an owned copy of a text in the place of an owned text. */
enum gz_status gz_alert_state_text(struct gz_str *owned,
                                   struct gz_str text) GZ_MUST_CHECK;

/** Release an item; NULL allowed. */
void gz_alert_state_free(struct gz_alert_item *item);

/** Append the value of an item's record; failure sticks in out. */
void gz_alert_state_encode(const struct gz_alert_item *item,
                           struct gz_buffer *out);

/**
 * An item of a record, due as it was.  Bytes that are not ours give
 * GZ_INVALID, said in err.  arena: for the time of the call.
 */
enum gz_status gz_alert_state_decode(struct gz_str key, struct gz_str value,
                                     struct gz_arena *arena,
                                     struct gz_alert_item **out,
                                     int64_t *due_ms,
                                     struct gz_error *err) GZ_MUST_CHECK;

#endif
