#ifndef GZ_LEXICON_H
#define GZ_LEXICON_H

#include <stdint.h>

#include "daemon/base/arena.h"
#include "daemon/base/buffer.h"
#include "daemon/base/map.h"
#include "daemon/base/status.h"
#include "rules/compile/word_tokens.h"
#include "rules/language/inflect.h"
#include "rules/language/pattern.h"

/*
 * The words of patterns as tokens.  Rules and the macros that they share say
 * the same words again and again, so each is inflected, cut and weighed once.
 */

// One spelling of a word.
struct gz_spelling {
    struct gz_word_tokens words;
    double per_1000;  // of its first token, see pattern_cover.h
};

struct gz_spellings {
    const struct gz_spelling *items;
    uint32_t count;
};

struct gz_lexicon {
    const struct gz_inflections *inflections;  // borrowed
    struct gz_arena *arena;
    struct gz_buffer known;  // struct gz_spellings
    struct gz_map *words;    // numbers of those of a text
    struct gz_map *forms;    // the same with all forms of the text
};

/** Fails with GZ_NO_MEMORY; to be released in any case. */
enum gz_status
gz_lexicon_init(struct gz_lexicon *l,
                const struct gz_inflections *inflections) GZ_MUST_CHECK;
void gz_lexicon_fini(struct gz_lexicon *l);

/** The spellings of a WORD, FORMS or LITERAL node, borrowed from the lexicon;
 * scratch is for what is on the way.  Fails with GZ_NO_MEMORY. */
enum gz_status gz_lexicon_spell(struct gz_lexicon *l,
                                const struct gz_pattern *node,
                                struct gz_arena *scratch,
                                struct gz_spellings *out) GZ_MUST_CHECK;

#endif
