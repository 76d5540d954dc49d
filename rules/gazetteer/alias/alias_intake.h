#ifndef GZ_ALIAS_INTAKE_H
#define GZ_ALIAS_INTAKE_H

#include <stddef.h>
#include <stdint.h>

#include "daemon/base/hash_index.h"
#include "daemon/base/source.h"
#include "daemon/base/status.h"
#include "rules/gazetteer/alias/alias_rules.h"
#include "rules/gazetteer/compile/catalog.h"
#include "rules/gazetteer/compile/list_findings.h"
#include "rules/gazetteer/compile/name_watch.h"
#include "rules/gazetteer/compile/text_pool.h"
#include "rules/gazetteer/image/prefix_table.h"

/*
 * The spellings that rules make on their way into a catalog.  What rows give
 * comes first: a spelling waits until all rows are in, and is left out where
 * its entity has that name already or a row gives it to another entity.
 */
struct gz_alias_pending;

struct gz_alias_intake {
    unsigned rules;                     // for the rows that come now
    const struct gz_name_watch *watch;  // borrowed, NULL allowed
    struct gz_arena *arena;             // owned; reset for every name
    struct gz_text_pool texts;          // into which the catalog points later
    struct gz_alias_pending *items;     // owned
    uint32_t count;
    size_t cap;
    struct gz_prefix_table prefixes;   // of those that the catalog took
    uint64_t made;                     // that it took
    uint64_t conflicts;                // that other entities' names stopped
    struct gz_alias_removed *removed;  // owned
    uint32_t removed_count;
    size_t removed_cap;
};

// A name that a row gave and the catalog took.
struct gz_alias_given {
    const struct gz_catalog_name *name;  // its text outlives the catalog
    struct gz_str type;                  // of its entity
    struct gz_str xids;                  // of its row
    const struct gz_source *src;
    size_t row_byte;  // where its row begins
    // Where it stands itself, which only the watch asks.
    size_t (*find_byte)(const void *context);
    const void *context;
};

void gz_alias_intake_init(struct gz_alias_intake *a);
void gz_alias_intake_fini(struct gz_alias_intake *a);

/**
 * Make what the rules make of a name; acronyms, derived names, tickers and
 * stop names are left alone.  Fails with GZ_NO_MEMORY or GZ_LIMIT.
 */
enum gz_status
gz_alias_intake_add(struct gz_alias_intake *a,
                    const struct gz_alias_given *given,
                    const struct gz_list_findings *f) GZ_MUST_CHECK;

/**
 * A row removes a name of an entity: what rules have made so far and spelt so
 * is left out; what they made of that name stays.  The spelling is borrowed
 * until the end.  Fails with GZ_NO_MEMORY.
 */
enum gz_status
gz_alias_intake_remove(struct gz_alias_intake *a, uint32_t lead,
                       const struct gz_catalog_name *name) GZ_MUST_CHECK;

/** All rows are in: give the catalog what contradicts none of them. */
enum gz_status gz_alias_intake_finish(struct gz_alias_intake *a,
                                      struct gz_catalog *c,
                                      struct gz_list_findings *f) GZ_MUST_CHECK;

/** The names that the catalog took have other numbers now. */
static inline void gz_alias_intake_renumber(struct gz_alias_intake *a,
                                            const uint32_t *numbers)
{
    for (size_t i = 0; i < a->prefixes.count; i++) {
        struct gz_prefix *p = &a->prefixes.items[i];
        p->value = p->meta == GZ_SLOT_FINAL ? numbers[p->value] : p->value;
    }
}

#endif
