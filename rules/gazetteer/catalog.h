#ifndef GZ_CATALOG_H
#define GZ_CATALOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon/base/arena.h"
#include "daemon/base/map.h"
#include "daemon/base/status.h"
#include "daemon/base/str.h"
#include "rules/gazetteer/gazetteer.h"
#include "rules/gazetteer/name_list.h"
#include "rules/gazetteer/prefix_table.h"
#include "rules/gazetteer/spelling.h"

/*
 * Everything that was read from lists, before it becomes an image: entities
 * that may turn out to be one, and their names.
 *
 * Entities are found by keys: "<namespace>:<row id>", "wd:<Wikidata id>" and
 * what same_as columns say.  Two entities that come to share a key are one;
 * the one that was added first leads, gives its name and type, and keeps its
 * id unless only the other has a Wikidata id.
 */
struct gz_catalog_entity {
    struct gz_str id;
    struct gz_str type;
    struct gz_str name;
    struct gz_str xids;
    struct gz_str attributes;
    uint32_t parent;  // itself, or an entity that was added earlier
};

struct gz_catalog_name {
    struct gz_str spelling;  // as the list writes it, composed
    uint64_t key;            // in no class
    uint32_t entity;  // at the time; see gz_catalog_lead()
    int16_t priority;
    uint8_t how;  // enum gz_how
    bool final_dot;
    bool marks;
    struct gz_name_policy policy;
    uint32_t pack;  // number of the pack or list that it came with
};

struct gz_catalog {
    struct gz_arena *strings;
    struct gz_map *entity_keys;
    struct gz_map *name_keys;
    struct gz_catalog_entity *entities;
    uint32_t entity_count;
    uint32_t entity_cap;
    struct gz_catalog_name *names;
    uint32_t name_count;
    uint32_t name_cap;
    struct gz_prefix_table prefixes;  // their values are numbers of names
};

#define GZ_CATALOG_NONE UINT32_MAX

enum gz_status gz_catalog_init(struct gz_catalog *c) GZ_MUST_CHECK;
void gz_catalog_fini(struct gz_catalog *c);

/** The entity that a key leads to, or GZ_CATALOG_NONE. */
uint32_t gz_catalog_find(const struct gz_catalog *c, struct gz_str key);

/** The entity that stands for this one after all merging so far. */
uint32_t gz_catalog_lead(const struct gz_catalog *c, uint32_t entity);

/**
 * Add an entity with count keys, or add to the one that has one of the keys
 * already; those that turn out to be the same are merged.  All views are
 * copied.  *entity is its number.  Fails with GZ_NO_MEMORY, or with GZ_LIMIT
 * when its xids or attributes grow past 64 KiB.
 */
enum gz_status gz_catalog_add_entity(struct gz_catalog *c,
                                     const struct gz_str *keys, size_t count,
                                     const struct gz_catalog_entity *from,
                                     uint32_t *entity) GZ_MUST_CHECK;

/** The name of an entity with this spelling, or NULL. */
const struct gz_catalog_name *gz_catalog_find_name(const struct gz_catalog *c,
                                                   uint32_t entity,
                                                   struct gz_str spelling);

/**
 * Add a name to from->entity, unless it has it already.  Only entity,
 * priority, how, policy and pack of from are read.
 */
enum gz_status
gz_catalog_add_name(struct gz_catalog *c, const struct gz_spelling *spelling,
                    const struct gz_catalog_name *from) GZ_MUST_CHECK;

#endif
