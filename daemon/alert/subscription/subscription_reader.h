#ifndef GZ_SUBSCRIPTION_READER_H
#define GZ_SUBSCRIPTION_READER_H

#include "daemon/alert/subscription/subscription_pack.h"
#include "daemon/alert/subscription/subscription_read.h"
#include "daemon/base/arena.h"

/*
 * What subscription_read.c and its parts share.  A part reads one key into the
 * view; mistakes are reported and reading goes on, so that all are seen.
 */
struct gz_subscription_reader {
    const struct gz_source *src;
    struct gz_subscription_context context;
    struct gz_str id;        // that it has; ptr NULL: whichever it says
    bool of_file;            // and not JSON that a program sent or keeps
    struct gz_arena *arena;  // of texts and lists until they are packed
    struct gz_error *err;
    struct gz_subscription_view *view;
    enum gz_status status;  // the first that went wrong
};

typedef void gz_subscription_part(struct gz_subscription_reader *r,
                                  const struct gz_yaml_node *node);

// A key of a mapping and who reads its value.
struct gz_subscription_key {
    const char *name;
    gz_subscription_part *read;
};

/** Read each key of a mapping by its row; `what` names it in messages.  False
 * when it is no mapping or has a key that is unknown: then one that is missing
 * may be that. */
bool gz_subscription_values_keys(struct gz_subscription_reader *r,
                                 const struct gz_yaml_node *node,
                                 const char *what,
                                 const struct gz_subscription_key *rows,
                                 size_t count);

/** Report what is wrong with a node. */
void gz_subscription_values_fail(struct gz_subscription_reader *r,
                                 const struct gz_yaml_node *node,
                                 const char *fmt, ...) GZ_PRINTF(3, 4);

/** Report a text for which nothing is known: `what` stands before it, and hint
 * (taken) behind it, such as gz_name_hint() makes it. */
void gz_subscription_values_unknown(struct gz_subscription_reader *r,
                                    const struct gz_yaml_node *node,
                                    const char *what, struct gz_str text,
                                    struct gz_buffer *hint);

/** Note that memory ran out. */
void gz_subscription_values_no_memory(struct gz_subscription_reader *r);

/** A text without control characters that is not empty; false, and said. */
bool gz_subscription_values_text(struct gz_subscription_reader *r,
                                 const struct gz_yaml_node *node,
                                 struct gz_str *out);

/** One text or a list of them, packed in arena; each may be checked. */
typedef bool gz_subscription_check(struct gz_subscription_reader *r,
                                   const struct gz_yaml_node *node,
                                   struct gz_str text);
struct gz_packed gz_subscription_values_list(struct gz_subscription_reader *r,
                                             const struct gz_yaml_node *node,
                                             gz_subscription_check *check);

/** A mapping of texts, packed as key, value, ...; a value may be a list, then
 * its key is repeated, when `many` allows it. */
struct gz_packed gz_subscription_values_pairs(struct gz_subscription_reader *r,
                                              const struct gz_yaml_node *node,
                                              bool many);

/** Move what a buffer holds to the arena; takes the buffer. */
const uint8_t *gz_subscription_values_keep(struct gz_subscription_reader *r,
                                           struct gz_buffer *bytes);

/** "90d", "1h", "30s", "250ms", within min..max; false, and said. */
bool gz_subscription_values_duration(struct gz_subscription_reader *r,
                                     const struct gz_yaml_node *node,
                                     int64_t min_ms, int64_t max_ms,
                                     int64_t *out_ms);

/** A point in time as timestamp.h reads it, from 1970 on. */
bool gz_subscription_values_time(struct gz_subscription_reader *r,
                                 const struct gz_yaml_node *node,
                                 int64_t *out_ms);

/** "22:00" to minutes of the day; "+01:00" or "UTC" to minutes from UTC. */
bool gz_subscription_values_minute(struct gz_subscription_reader *r,
                                   const struct gz_yaml_node *node,
                                   uint16_t *out);
bool gz_subscription_values_zone(struct gz_subscription_reader *r,
                                 const struct gz_yaml_node *node, int16_t *out);

/** A whole number within min..max. */
bool gz_subscription_values_count(struct gz_subscription_reader *r,
                                  const struct gz_yaml_node *node, int64_t min,
                                  int64_t max, int64_t *out);

bool gz_subscription_values_bool(struct gz_subscription_reader *r,
                                 const struct gz_yaml_node *node, bool *out);

/** The index of the text in names, count of them. */
bool gz_subscription_values_choice(struct gz_subscription_reader *r,
                                   const struct gz_yaml_node *node,
                                   const char *const *names, size_t count,
                                   uint32_t *out);

/** The same of a key of a mapping. */
bool gz_subscription_values_key(struct gz_subscription_reader *r,
                                const struct gz_yaml_node *node,
                                const char *const *names, size_t count,
                                uint32_t *out);

/** An entity type that is known. */
gz_subscription_check gz_subscription_values_type;

// The keys of a subscription that are more than one value.
gz_subscription_part gz_subscription_parts_entities;
gz_subscription_part gz_subscription_parts_facts;
gz_subscription_part gz_subscription_parts_with;
gz_subscription_part gz_subscription_parts_group_by;
gz_subscription_part gz_subscription_times_first_seen;
gz_subscription_part gz_subscription_times_window;
gz_subscription_part gz_subscription_times_silences;
gz_subscription_part gz_subscription_times_quiet;
gz_subscription_part gz_subscription_times_digest;

#endif
