#ifndef GZ_PATTERN_COVER_H
#define GZ_PATTERN_COVER_H

#include "rules/compile/pattern_compile.h"

/*
 * What sets a rule off: of all states that no match can do without, those
 * that are rarest in news, up to GZ_COVERS_MAX sets of them.  The cost of a
 * cover is how many places of a thousand tokens will be tried because of it, as
 * far as that can be told from words alone: a table of the commonest words, and
 * else the more letters the rarer.
 */

/** How often a word stands in a thousand tokens, roughly. */
double gz_pattern_cover_word(struct gz_str word);

/** The cover of one state that consumes tokens, itself or none; per_1000 is
 * of the words of a state that has some. */
void gz_pattern_cover_state(struct gz_pattern_compiler *c, struct gz_part *part,
                            const struct gz_pattern *node, double per_1000);

/** Add the covers of a part to those of a sequence, whose tokens before the
 * part whole counts. */
void gz_pattern_cover_sequence(struct gz_pattern_compiler *c,
                               struct gz_part *whole,
                               const struct gz_part *part);

/** The covers of alternatives together, or none when one has none. */
void gz_pattern_cover_choice(struct gz_pattern_compiler *c,
                             struct gz_part *whole, const struct gz_part *parts,
                             uint32_t count);

/** No cover: the part may be left out. */
void gz_pattern_cover_drop(struct gz_part *part);

#endif
