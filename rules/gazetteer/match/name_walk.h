#ifndef GZ_NAME_WALK_H
#define GZ_NAME_WALK_H

#include <stdbool.h>
#include <stdint.h>

#include "daemon/base/str.h"
#include "rules/gazetteer/image/image.h"
#include "rules/text/word_blocks.h"

/*
 * The walk of name_scan.h once more, for one word and slowly: every length at
 * which names may end, and every group of names that may be meant.
 */
enum {
    // Groups of one length; real sets have one, two when fingerprints collide.
    GZ_NAME_WALK_GROUPS = 8,
    GZ_NAME_WALK_ENDS = GZ_NAME_WORDS_MAX * GZ_NAME_WALK_GROUPS,
};

struct gz_name_end {
    uint32_t end_byte;
    uint32_t record;  // offset of the group's first
};

struct gz_name_walk {
    struct gz_name_end ends[GZ_NAME_WALK_ENDS];  // shortest first
    uint32_t count;
};

/**
 * Walk from the word that begins at a byte.  small: look among the names that
 * begin with a lower case letter.
 */
void gz_name_walk(const struct gz_image *image, struct gz_str text,
                  const struct gz_word_blocks *blocks, uint32_t begin_byte,
                  bool small, struct gz_name_walk *out);

/**
 * Add the groups that may have this key, with end_byte as their end, to a
 * walk; the hash bits of the words with which names go on are returned.
 */
uint64_t gz_name_walk_step(const struct gz_image *image, uint64_t key,
                           uint32_t end_byte, struct gz_name_walk *out);

#endif
