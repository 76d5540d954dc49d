#ifndef GZ_JSON_MEMBERS_H
#define GZ_JSON_MEMBERS_H

#include "codecs/event.h"
#include "codecs/event_symbol.h"
#include "daemon/base/arena.h"
#include "daemon/base/error.h"
#include "daemon/base/source.h"
#include "daemon/base/yaml.h"

/*
 * Members of JSON objects taken by name, for what event_encode_json.c and
 * alert_encode_json.c write: what is missing, or null, is its default, what is
 * not known is passed over, and what is of another kind is a mistake that is
 * said with its place.  The first mistake sticks in status; later calls go on.
 */
struct gz_json_members {
    const struct gz_source *src;  // borrowed
    struct gz_arena *arena;       // borrowed; of all that is made
    struct gz_error *err;
    enum gz_status status;
};

/** A member that is an object, or a list; NULL when missing.  in NULL
 * allowed. */
const struct gz_yaml_node *gz_json_members_object(struct gz_json_members *m,
                                                  const struct gz_yaml_node *in,
                                                  const char *key);
const struct gz_yaml_node *gz_json_members_list(struct gz_json_members *m,
                                                const struct gz_yaml_node *in,
                                                const char *key);

/** Borrowed from the tree. */
struct gz_str gz_json_members_str(struct gz_json_members *m,
                                  const struct gz_yaml_node *in,
                                  const char *key);
int64_t gz_json_members_int(struct gz_json_members *m,
                            const struct gz_yaml_node *in, const char *key,
                            int64_t fallback);
uint32_t gz_json_members_uint(struct gz_json_members *m,
                              const struct gz_yaml_node *in, const char *key);
double gz_json_members_double(struct gz_json_members *m,
                              const struct gz_yaml_node *in, const char *key);
bool gz_json_members_bool(struct gz_json_members *m,
                          const struct gz_yaml_node *in, const char *key);

/** The number of a symbol; the last one when it is not known. */
uint8_t gz_json_members_symbol(struct gz_json_members *m,
                               const struct gz_yaml_node *in, const char *key,
                               enum gz_event_enum which);

/** Bytes as hexadecimal digits, exactly len of them; NULL for "". */
const uint8_t *gz_json_members_bytes(struct gz_json_members *m,
                                     const struct gz_yaml_node *in,
                                     const char *key, size_t len);

/** Texts of a list, and of an object. */
const struct gz_str *gz_json_members_strs(struct gz_json_members *m,
                                          const struct gz_yaml_node *in,
                                          const char *key, uint32_t *count);
const struct gz_event_pair *gz_json_members_pairs(struct gz_json_members *m,
                                                  const struct gz_yaml_node *in,
                                                  const char *key,
                                                  uint32_t *count);

/** Facts, as gz_fact_encode_json() writes them. */
const struct gz_event_fact *gz_json_members_facts(struct gz_json_members *m,
                                                  const struct gz_yaml_node *in,
                                                  const char *key,
                                                  uint32_t *count);

/** count zeroed items in the arena; NULL, and the status tells, when there is
 * no room. */
void *gz_json_members_items(struct gz_json_members *m, uint32_t count,
                            size_t size_bytes);

/** The object that src is, or NULL when it is none, which m tells. */
const struct gz_yaml_node *gz_json_members_root(struct gz_json_members *m);

#endif
