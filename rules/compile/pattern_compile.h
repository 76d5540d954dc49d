#ifndef GZ_PATTERN_COMPILE_H
#define GZ_PATTERN_COMPILE_H

#include <stdbool.h>
#include <stdint.h>

#include "daemon/base/arena.h"
#include "daemon/base/buffer.h"
#include "daemon/base/error.h"
#include "daemon/base/map.h"
#include "rules/compile/lexicon.h"
#include "rules/compile/phrase_build.h"
#include "rules/compile/program_parts.h"

/*
 * One pattern into states, from its end to its begin: each part is told the
 * state that comes behind it.  With its states a part yields its covers, sets
 * of states of which every match passes one, which are to set the rule off.
 *
 * Every mistake is reported, and the part left out, so that all are found.
 */
struct gz_macro_fragment;

// What macros have become, see macro_cache.h.
struct gz_macro_cache {
    struct gz_arena *arena;                // owned; of all of it
    struct gz_macro_fragment **fragments;  // two of each macro, or NULL
    uint8_t *kinds;                        // of each macro, once it is known
};

struct gz_pattern_compiler {
    struct gz_program *program;
    struct gz_phrase_builder *phrases;
    struct gz_arena *scratch;  // is reset at each word
    struct gz_arena *work;     // is reset at each pattern
    struct gz_lexicon lexicon;
    struct gz_macro_cache macros;
    struct gz_buffer covers;  // struct gz_cover_item
    struct gz_map *regexes;   // number of each by its text
    double *list_per_1000;    // of each list, as often as its words stand in
                              // news; 0: not counted yet
    const struct gz_rule *rule;
    const struct gz_rule_pattern *pattern;  // that is compiled, or a macro's
    struct gz_error *err;
    uint32_t first_state;           // of the pattern
    const struct gz_pattern *item;  // of the rule, in which we are; or NULL
    uint32_t depth;                 // of macros and groups
    bool guard;                     // captures nothing
    bool full;                      // too many states was said
    enum gz_status status;          // GZ_OK, or what went wrong first
};

struct gz_cover {
    uint32_t first;  // of gz_pattern_compiler.covers
    uint32_t count;
    double cost;  // see pattern_cover.h
};

// What a part of a pattern has become.
struct gz_part {
    uint32_t start;
    uint16_t min_tokens;
    uint16_t max_tokens;  // at most GZ_MATCH_SPAN_MAX, as that of a mention
    uint16_t width;       // the same, a mention counted as GZ_MENTION_TOKENS
    struct gz_cover covers[GZ_COVERS_MAX];  // the cheapest first
    uint32_t cover_count;
    uint32_t roles;  // a set of bits
};

/** Compile a whole pattern; a new unit of the program in *unit.  The returned
 * part has no cover when a match may pass no word, list or type. */
struct gz_part gz_pattern_compile(struct gz_pattern_compiler *c,
                                  const struct gz_rule_pattern *pattern,
                                  uint32_t *unit);

/** Add a state; 0 when there are too many, which has been reported. */
uint32_t gz_pattern_compile_state(struct gz_pattern_compiler *c,
                                  const struct gz_pattern *node,
                                  struct gz_state state);

/** Whether the pattern may have so many states more. */
bool gz_pattern_compile_has_room(const struct gz_pattern_compiler *c,
                                 uint32_t count);

/** Whether states cannot be made any more. */
bool gz_pattern_compile_broken(const struct gz_pattern_compiler *c);

/** Report a mistake of a part of the pattern. */
void gz_pattern_compile_report(struct gz_pattern_compiler *c,
                               const struct gz_pattern *node, const char *text);

/** The number of a role of the rule, or GZ_STATE_NO_ROLE. */
uint16_t gz_pattern_compile_role(const struct gz_pattern_compiler *c,
                                 struct gz_str name);

/** Remember a failure that has been reported. */
void gz_pattern_compile_fail(struct gz_pattern_compiler *c,
                             enum gz_status status);

#endif
