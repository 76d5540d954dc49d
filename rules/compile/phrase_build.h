#ifndef GZ_PHRASE_BUILD_H
#define GZ_PHRASE_BUILD_H

#include "rules/compile/phrase_table.h"

/*
 * Makes a table of phrases.  Lists are added as patterns name them.
 */

// A phrase, or a beginning of one.
struct gz_phrase_entry {
    uint64_t hash;     // of one token: its key
    uint32_t list;     // or NONE: a beginning
    uint32_t literal;  // first of its tokens in an exact list, or NONE
    uint32_t count;    // tokens
};

#define GZ_PHRASE_NO_LIST UINT32_MAX

struct gz_phrase_builder {
    const struct gz_rule_set *set;
    struct gz_arena *arena;    // of the program
    struct gz_arena *scratch;  // is reset
    struct gz_phrase_table *table;
    struct gz_buffer entries;   // struct gz_phrase_entry
    struct gz_buffer literals;  // struct gz_literal
};

enum gz_status
gz_phrase_builder_init(struct gz_phrase_builder *b,
                       const struct gz_rule_set *set, struct gz_arena *arena,
                       struct gz_arena *scratch,
                       struct gz_phrase_table *table) GZ_MUST_CHECK;

void gz_phrase_builder_fini(struct gz_phrase_builder *b);

/**
 * Take the phrases of a list, once however often it is called.  GZ_LIMIT: a
 * phrase has too many tokens; *long_phrase is it.  Phrases with hyphens are
 * taken without them, too.
 */
enum gz_status gz_phrase_builder_add(struct gz_phrase_builder *b, uint32_t list,
                                     struct gz_str *long_phrase) GZ_MUST_CHECK;

/** Make the table of what was added; entries are in order then, by hash. */
enum gz_status
gz_phrase_builder_finish(struct gz_phrase_builder *b) GZ_MUST_CHECK;

#endif
