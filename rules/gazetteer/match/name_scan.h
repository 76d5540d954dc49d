#ifndef GZ_NAME_SCAN_H
#define GZ_NAME_SCAN_H

#include <stdint.h>

#include "daemon/base/arena.h"
#include "daemon/base/status.h"
#include "daemon/base/str.h"
#include "rules/gazetteer/image/image.h"
#include "rules/text/word_blocks.h"

/*
 * The hot half of matching: from each word with which a name may begin, how
 * far the set of prefixes leads; and for the plain case, whether the name is
 * really there.
 *
 * All walks of a text advance together, a word a pass, and every line of
 * memory that the next pass needs is asked for in this one, so that a text
 * waits for memory a few times and not a few hundred times.
 */

// The longest name at a word, perhaps: most are not confirmed yet.
struct gz_name_hit {
    uint32_t begin_byte;
    uint32_t end_byte;
    uint32_t record;  // offset in the names section
    uint32_t ends;    // how many lengths of names were seen there; 0: the text
                      // spells none after all
};

// In ends: the record is the name of one entity without priority or flags,
// and the text spells it.
#define GZ_NAME_HIT_PLAIN 0x80000000U

struct gz_name_hits {
    const struct gz_name_hit *items;  // in arena, by begin_byte
    uint32_t count;
};

/**
 * Find the hits of a text, in arena.  Fails with GZ_LIMIT when the arena is
 * full.  Several versions, for several processors, give the same hits but for
 * such as are none after all.
 */
typedef enum gz_status gz_name_scan_fn(const struct gz_image *image,
                                       struct gz_str text,
                                       const struct gz_word_blocks *blocks,
                                       struct gz_arena *arena,
                                       struct gz_name_hits *out);

gz_name_scan_fn gz_name_scan_plain;
gz_name_scan_fn gz_name_scan_avx2;
gz_name_scan_fn gz_name_scan_avx512;

/** The fastest that may run here. */
gz_name_scan_fn *gz_name_scan_choose(enum gz_simd simd);

#endif
