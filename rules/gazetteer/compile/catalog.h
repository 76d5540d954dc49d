#ifndef GZ_CATALOG_H
#define GZ_CATALOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon/base/hash_index.h"
#include "daemon/base/status.h"
#include "daemon/base/str.h"
#include "rules/gazetteer/compile/removals.h"
#include "rules/gazetteer/compile/text_pool.h"
#include "rules/gazetteer/gazetteer.h"
#include "rules/gazetteer/image/prefix_table.h"
#include "rules/gazetteer/lists/name_list.h"

/*
 * Everything that was read from lists, before it becomes an image: entities
 * that may turn out to be one, and their names.
 *
 * Entities are found by keys: "<namespace>:<row id>", "wd:<Wikidata id>" and
 * what same_as columns say.  Two entities that come to share a key are one;
 * the one that was added first leads, gives its name and type, and keeps its
 * id unless only the other has a Wikidata id.
 *
 * A catalog copies no text: what it is given is borrowed until it ends.  Use
 * from one thread at a time; nothing here may depend on how many there are.
 */
struct gz_catalog_entity {
    struct gz_str id;
    struct gz_str name;
    uint32_t parent;       // itself, or an entity that was added earlier
    uint32_t details;      // number of them + 1; see gz_catalog_details()
    uint32_t newest_name;  // of those that were added to it, not to others
    uint16_t type;         // number in the catalog's types
    uint8_t name_count;    // of those, up to where it stops to matter
    bool removed;          // with all its names; no key leads to it
};

// What few entities have.
struct gz_catalog_details {
    struct gz_str xids;
    struct gz_str attributes;
};

// What a row says of an entity.
struct gz_catalog_row {
    struct gz_str id;
    struct gz_str type;
    struct gz_str name;
    struct gz_catalog_details details;
};

struct gz_catalog_name {
    struct gz_str spelling;  // as the list writes it, composed
    uint64_t key;            // in no class
    uint32_t entity;         // at the time; see gz_catalog_lead()
    uint32_t older;          // name of the entity, or GZ_CATALOG_NONE
    uint32_t pack;           // number of the pack or list that it came with
    int16_t priority;
    uint8_t how;  // enum gz_how
    struct gz_name_policy policy;
    bool final_dot;
    bool marks;
    bool removed;
};

// A key of an entity and its hash, which whoever makes it may compute early.
struct gz_catalog_key {
    struct gz_str text;
    uint64_t hash;  // gz_catalog_hash()
};

// A key that leads to an entity without being its id.
struct gz_catalog_link {
    struct gz_str key;
    uint32_t entity;
};

struct gz_catalog {
    struct gz_text_pool texts;  // that merging made
    struct gz_hash_index key_index;
    struct gz_hash_index owner_index;  // keys by entities; when asked for
    struct gz_catalog_known *keys;     // owned
    size_t key_count;
    size_t key_cap;
    struct gz_catalog_entity *entities;  // owned
    uint32_t entity_count;
    size_t entity_cap;
    struct gz_catalog_details *details;  // owned
    size_t detail_count;
    size_t detail_cap;
    struct gz_catalog_details no_details;  // all empty
    struct gz_str *types;  // owned; of entities, in the order of their coming
    size_t type_count;
    size_t type_cap;
    struct gz_catalog_name *names;  // owned
    uint32_t name_count;
    size_t name_cap;
    struct gz_hash_index name_index;  // of entities with many names
    uint32_t merged;                  // entities that follow another
    struct gz_hash_index followers;   // those, by the hash of their parent
    uint32_t names_removed;           // that are still among the names
    struct gz_catalog_link *links;    // owned; from gz_catalog_forget_keys()
    size_t link_count;
    struct gz_removals removals;      // for the images before this one
    struct gz_prefix_table prefixes;  // their values are numbers of names
    unsigned threads;                 // that may work on the image
};

#define GZ_CATALOG_NONE UINT32_MAX

void gz_catalog_init(struct gz_catalog *c);
void gz_catalog_fini(struct gz_catalog *c);

struct gz_catalog_known {
    const char *ptr;
    uint32_t len_bytes;
    uint32_t entity;  // at the time
};

/** The hash of a key's text. */
uint64_t gz_catalog_hash(struct gz_str text);

/** The hash of an entity's number, for the indices of followers and owners. */
static inline uint64_t gz_catalog_number_hash(uint32_t entity)
{
    return entity * 0x9e3779b97f4a7c15U;
}

/**
 * Make room for so many more keys, entities and names.
 * Fails with GZ_NO_MEMORY, or with GZ_LIMIT past what 32 bits can number.
 */
enum gz_status gz_catalog_reserve(struct gz_catalog *c, size_t keys,
                                  size_t entities, size_t names) GZ_MUST_CHECK;

/**
 * Give back what only finding entities by keys needs, when that is over.  What
 * stays are the links, for lists and images that come later.
 */
enum gz_status gz_catalog_forget_keys(struct gz_catalog *c) GZ_MUST_CHECK;

/** The entity that a key leads to, or GZ_CATALOG_NONE. */
uint32_t gz_catalog_find(const struct gz_catalog *c,
                         const struct gz_catalog_key *key);

/** What is known of an entity besides its names; valid until it is added to. */
static inline const struct gz_catalog_details *
gz_catalog_details(const struct gz_catalog *c,
                   const struct gz_catalog_entity *e)
{
    return e->details == 0 ? &c->no_details : &c->details[e->details - 1];
}

/** The entity that stands for this one after all merging so far. */
uint32_t gz_catalog_lead(const struct gz_catalog *c, uint32_t entity);

/**
 * Add an entity with count keys, or add to the one that has one of the keys
 * already; those that turn out to be the same are merged.  *entity is its
 * number.  Fails with GZ_NO_MEMORY, or with
 * GZ_LIMIT when its xids or attributes grow past 64 KiB.
 */
enum gz_status gz_catalog_add_entity(struct gz_catalog *c,
                                     const struct gz_catalog_key *keys,
                                     size_t count,
                                     const struct gz_catalog_row *from,
                                     uint32_t *entity) GZ_MUST_CHECK;

/** The name of an entity that is spelt like this one, or GZ_CATALOG_NONE. */
uint32_t gz_catalog_find_name(const struct gz_catalog *c, uint32_t entity,
                              const struct gz_catalog_name *like);

/**
 * Add a name to from->entity; its number is *number.  When the entity has it
 * already, that one stays as it is, and *added is false.
 */
enum gz_status gz_catalog_add_name(struct gz_catalog *c,
                                   const struct gz_catalog_name *from,
                                   uint32_t *number, bool *added) GZ_MUST_CHECK;

/** The longest name, the first of several; empty when there is none. */
struct gz_str gz_catalog_longest(const struct gz_catalog *c);

#endif
