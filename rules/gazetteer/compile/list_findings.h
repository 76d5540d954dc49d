#ifndef GZ_LIST_FINDINGS_H
#define GZ_LIST_FINDINGS_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "daemon/base/source.h"
#include "daemon/base/status.h"
#include "rules/gazetteer/compile/catalog.h"

/*
 * What is worth knowing about lists without being a mistake; compile.h shows
 * the lines.  Findings are always counted; places are remembered and lines
 * printed only when somebody wants them.
 */
struct gz_list_findings {
    FILE *out;  // borrowed; NULL: counts only
    uint64_t duplicates;
    uint64_t conflicts;
    uint64_t ambiguous;
    const struct gz_source **sources;  // owned array of borrowed lists
    size_t source_count;
    uint64_t *entity_places;  // owned, by entity: gz_list_findings_place()
    size_t entity_cap;
    uint64_t *name_places;  // owned, by name
    size_t name_cap;
};

/** No findings yet; out is borrowed, NULL allowed. */
void gz_list_findings_init(struct gz_list_findings *f, FILE *out);
void gz_list_findings_fini(struct gz_list_findings *f);

/** Places are in this source from now on; it stays borrowed. */
enum gz_status gz_list_findings_open(struct gz_list_findings *f,
                                     const struct gz_source *src) GZ_MUST_CHECK;

/** Remember that a new entity or name stands at a byte of the source. */
enum gz_status gz_list_findings_entity(struct gz_list_findings *f,
                                       uint32_t entity,
                                       size_t offset_bytes) GZ_MUST_CHECK;
enum gz_status gz_list_findings_name(struct gz_list_findings *f, uint32_t name,
                                     size_t offset_bytes) GZ_MUST_CHECK;

/** A byte of the source as a place that stays when another is opened. */
uint64_t gz_list_findings_place(const struct gz_list_findings *f,
                                size_t offset_bytes);

/** Remember that a new name stands at such a place. */
enum gz_status gz_list_findings_name_at(struct gz_list_findings *f,
                                        uint32_t name,
                                        uint64_t place) GZ_MUST_CHECK;

/** A name that a rule made of one at a place belongs to another entity. */
void gz_list_findings_conflict(struct gz_list_findings *f,
                               const struct gz_catalog *c, uint64_t place,
                               const struct gz_catalog_name *made,
                               const char *rule, uint32_t name);

/** A row at a byte of the source has a name again, with this policy. */
void gz_list_findings_duplicate(struct gz_list_findings *f,
                                const struct gz_catalog *c, uint32_t name,
                                const struct gz_catalog_name *again,
                                size_t offset_bytes);

/** A row at a byte of the source is about to merge two entities. */
void gz_list_findings_merge(struct gz_list_findings *f,
                            const struct gz_catalog *c, uint32_t one,
                            uint32_t other, size_t offset_bytes);

/** Names that were numbered below count have other numbers now, none of them
 * higher, or GZ_CATALOG_NONE. */
void gz_list_findings_renumber(struct gz_list_findings *f,
                               const uint32_t *numbers, uint32_t count);

/** Look for names that several entities share, once all is in the catalog. */
enum gz_status
gz_list_findings_finish(struct gz_list_findings *f,
                        const struct gz_catalog *c) GZ_MUST_CHECK;

#endif
