#ifndef GZ_COMPILE_H
#define GZ_COMPILE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "daemon/base/buffer.h"
#include "daemon/base/error.h"
#include "daemon/base/source.h"
#include "daemon/base/status.h"
#include "daemon/base/str.h"
#include "rules/gazetteer/compile/name_watch.h"
#include "rules/gazetteer/gazetteer.h"

/*
 * Name lists to an image.  A list is a file of rows (see name_list.h); a pack
 * is a folder with a pack.yaml and such files; an image (*.gzt) counts as the
 * lists that it was made of.  The same lists give the same bytes, with any
 * number of threads.
 *
 * What a list removes goes from all that was added before it.  The image keeps
 * the removals too, for the images that a configuration loads before it.
 */
struct gz_compiler;

enum gz_compile_phase {
    GZ_COMPILE_READ,   // a list; done and total are bytes
    GZ_COMPILE_SORT,   // the prefixes of all names
    GZ_COMPILE_WRITE,  // the image
    GZ_COMPILE_PHASE_COUNT,
};

// What a caller may want besides the image; all zero is what
// gz_compiler_new() begins with.
struct gz_compile_options {
    unsigned threads;    // at most GZ_PARALLEL_MAX; 0: the caller's alone
    size_t chunk_bytes;  // of a list that a thread reads at once; 0: the usual
    FILE *findings;      // borrowed; gets a line for each finding, see below
    unsigned expand;     // rules of alias_rules.h for all lists
    const struct gz_name_watch *watch;  // borrowed; NULL: nobody watches
    // The image stands alone: it keeps no removals, and those that find
    // nothing are worth a warning.
    bool whole;
    struct gz_error *warnings;  // borrowed; for them; NULL allowed
    bool any_type;              // types are taken as they stand, known or not
    // Called now and then on the caller's thread; what is the list or "".
    void (*on_progress)(void *context, enum gz_compile_phase phase,
                        const char *what, uint64_t done, uint64_t total);
    void *context;  // borrowed, for on_progress
};

/*
 * Findings are no mistakes, but whoever keeps a list wants to know them:
 *
 *     B:3: duplicate: "Acme" of one:a stands in A:2 already
 *     B:4: policy: "Acme" of one:a is free here; exact in A:2 counts
 *     B:5: merged: two:x of B:4 is one:a of A:2
 *     A:2: conflict: "Acme" of one:a, made by legal-suffix, is left out; two:y
 *         is called so in B:8
 *     A:7: ambiguous: "Paris" is gz:1 (A:7), gz:2 (A:9), two:c (B:6)
 *
 * each on one line, in the order of the lists; what rules made comes then,
 * ambiguous names last.
 */
struct gz_compile_report {
    uint64_t rows;  // those that are bad included
    uint64_t bad_rows;
    uint64_t entities;
    uint64_t names;         // records: a spelling with its case policy
    uint64_t ambiguous;     // spellings that several entities share
    uint64_t duplicates;    // names that their entity had already
    uint64_t conflicts;     // of those, with another policy in another pack
    uint64_t made;          // names that rules of alias_rules.h made
    uint64_t left_out;      // of those, that are names of other entities
    uint64_t removed;       // removals that found a name or an entity here
    uint64_t removals;      // those that the image keeps
    uint64_t merged;        // entities that turned out to be another
    uint64_t first_words;   // different words that names begin with
    struct gz_str longest;  // name; borrowed from the compiler
};

/** An owned compiler, or NULL.  Release with gz_compiler_free(). */
struct gz_compiler *gz_compiler_new(void);
void gz_compiler_free(struct gz_compiler *c);

/** Choose options, before anything is added. */
void gz_compiler_set(struct gz_compiler *c,
                     const struct gz_compile_options *options);

/**
 * Add one list, a pack folder with all its lists in name order, or an image.
 * Every bad row is reported in err with file, line and column and skipped;
 * the status is then GZ_INVALID, and the rest has been added.
 */
enum gz_status gz_compiler_add(struct gz_compiler *c, const char *path,
                               struct gz_error *err) GZ_MUST_CHECK;

/**
 * Add one TSV list that is in memory, as gz_compiler_add() does for a file.
 * namespace begins the ids of its entities.  src stays borrowed until the
 * compiler is freed.
 */
enum gz_status gz_compiler_add_source(struct gz_compiler *c,
                                      const struct gz_source *src,
                                      struct gz_str namespace,
                                      struct gz_error *err) GZ_MUST_CHECK;

/**
 * Everything is added: decide on the names that rules made.  Nothing can be
 * added after.  gz_compiler_finish() does this too; whoever wants no image
 * but has a watch calls it.
 */
enum gz_status gz_compiler_settle(struct gz_compiler *c,
                                  struct gz_error *err) GZ_MUST_CHECK;

// An entity of a sighting; views live as long as the compiler.
struct gz_compile_entity {
    struct gz_str id;  // of the entity that it is after all merging
    struct gz_str type;
    struct gz_str name;
    struct gz_str own_id;  // that its own rows give it
};

/** Whether a sighting that counts does so in the end: rows behind it may
 * remove names. */
bool gz_compiler_has(const struct gz_compiler *c,
                     const struct gz_name_sighting *sighting);

/** What an entity turned out to be, once all is settled. */
struct gz_compile_entity gz_compiler_entity(const struct gz_compiler *c,
                                            uint32_t entity);

/**
 * Add an image, which reports call name.  takes: image, also on failure.
 * Fails with GZ_IO when what it holds cannot have come from lists, said in
 * err, with GZ_NO_MEMORY or with GZ_LIMIT.
 */
enum gz_status gz_compiler_add_image(struct gz_compiler *c, const char *name,
                                     struct gz_gazetteer *image,
                                     struct gz_error *err) GZ_MUST_CHECK;

/** How many bad rows were left out so far. */
uint64_t gz_compiler_bad_rows(const struct gz_compiler *c);

/**
 * Write the image of everything added into out.  Nothing can be added after,
 * and this cannot be called again.
 */
enum gz_status gz_compiler_finish(struct gz_compiler *c, struct gz_buffer *out,
                                  struct gz_compile_report *report,
                                  struct gz_error *err) GZ_MUST_CHECK;

#endif
