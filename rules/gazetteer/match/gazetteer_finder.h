#ifndef GZ_GAZETTEER_FINDER_H
#define GZ_GAZETTEER_FINDER_H

#include <stdbool.h>
#include <stdint.h>

#include "daemon/base/status.h"
#include "rules/gazetteer/gazetteer.h"
#include "rules/gazetteer/image/image.h"
#include "rules/gazetteer/image/name_record.h"
#include "rules/gazetteer/layers/layer_changes.h"
#include "rules/gazetteer/match/name_match.h"
#include "rules/gazetteer/match/name_scan.h"

/*
 * The steps of matching, for gazetteer_find.c, which takes them for one image,
 * and layers_find.c, which takes them for several at once.
 */
struct gz_finder {
    const struct gz_image *image;
    const struct gz_layer_changes *changes;  // of its names; NULL: none
    uint32_t layer;                          // number of the image
    struct gz_str text;
    const struct gz_word_blocks *blocks;
    struct gz_arena *arena;
    struct gz_candidate *items;
    uint32_t count;
    uint32_t cap;
    uint32_t free_byte;  // where the last strong match ends
};

// What stands at one place: a stretch of words with the marks around it that
// belong to a name.
struct gz_found {
    struct gz_candidate candidate;
    struct gz_name_place place;  // without a full stop that may be missing
    struct gz_name_place last;   // names here and before have been reported
    bool any;
    bool others;  // there are names at later places
    bool strong;  // some reading needs no further evidence
    bool stop;    // some reading says that nothing stands here
};

/** Find the names at a hit that begins at f->free_byte or behind it. */
enum gz_status gz_gazetteer_find_hit(struct gz_finder *f,
                                     const struct gz_name_hit *hit);

/** Whether the words at *place spell a name that counts; then *place is all
 * that belongs to it. */
bool gz_gazetteer_find_spelt(const struct gz_finder *f,
                             const struct gz_name_record *r,
                             struct gz_name_place *place);

/**
 * Join a name of the words up to end_byte, spelt at the place whole, to what
 * stands at the first place behind found->last.
 */
enum gz_status gz_gazetteer_find_join(struct gz_finder *f,
                                      const struct gz_name_record *r,
                                      struct gz_name_place whole,
                                      uint32_t end_byte,
                                      struct gz_found *found);

/** Report what was found; *done: the search goes on behind it. */
enum gz_status gz_gazetteer_find_report(struct gz_finder *f,
                                        const struct gz_found *found,
                                        bool *done);

/** Candidates stay where they are from now on. */
void gz_gazetteer_find_finish(struct gz_finder *f);

#endif
