#ifndef GZ_LIST_INTAKE_H
#define GZ_LIST_INTAKE_H

#include <stdint.h>
#include <stdio.h>

#include "daemon/base/error.h"
#include "daemon/base/status.h"
#include "rules/gazetteer/alias/alias_intake.h"
#include "rules/gazetteer/compile/catalog.h"
#include "rules/gazetteer/compile/list_chunk.h"
#include "rules/gazetteer/compile/list_findings.h"

/*
 * The one door into a catalog: chunks of lists come through it one by one, in
 * the order of the lists, and what their rows mean for each other is decided
 * here.  Use from one thread at a time.
 */
struct gz_list_intake {
    struct gz_catalog catalog;
    struct gz_list_findings findings;
    struct gz_alias_intake aliases;  // that rules make; has the watch too
    struct gz_error *warnings;       // borrowed; NULL: not wanted
    uint64_t rows;                   // those that are bad included
    uint64_t bad_rows;
    bool whole;        // nothing comes before what is made
    uint64_t removed;  // removals that found a name or an entity
    uint32_t pack;     // number of the pack or lone list that chunks are of
};

/** Begin with an empty catalog; findings is borrowed, NULL allowed. */
void gz_list_intake_init(struct gz_list_intake *in, FILE *findings);
void gz_list_intake_fini(struct gz_list_intake *in);

/**
 * Take the rows of a chunk that was read into the catalog.  Bad ones are
 * counted, reported and left out; the status is then GZ_INVALID.  Only what
 * the image needs stays of the chunk, and it must outlive the catalog.
 * Fails as the reading of the chunk did, with GZ_NO_MEMORY or GZ_LIMIT.
 */
enum gz_status gz_list_intake_take(struct gz_list_intake *in,
                                   struct gz_list_chunk *chunk,
                                   struct gz_error *err) GZ_MUST_CHECK;

/** All chunks are taken: add what rules made of their names. */
enum gz_status gz_list_intake_finish(struct gz_list_intake *in) GZ_MUST_CHECK;

#endif
