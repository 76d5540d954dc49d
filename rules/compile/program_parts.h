#ifndef GZ_PROGRAM_PARTS_H
#define GZ_PROGRAM_PARTS_H

#include <stdbool.h>
#include <stdint.h>

#include "daemon/base/arena.h"
#include "daemon/base/buffer.h"
#include "rules/compile/automaton.h"
#include "rules/compile/key_table.h"
#include "rules/compile/phrase_table.h"
#include "rules/compile/program.h"
#include "rules/compile/traits.h"
#include "rules/match/regex_set.h"

/*
 * What a program is made of, for rules/compile, which builds it, and
 * rules/match, which runs it.
 */

// A match spans at most so many tokens.
#define GZ_MATCH_SPAN_MAX 255

// A number in words, hyphens included.
#define GZ_NUMBER_TOKENS_MAX 12

// A mention counts as so many in the width of a rule.
#define GZ_MENTION_TOKENS 12

struct gz_program_rule {
    uint32_t unit;  // first of those that match
    uint32_t unit_count;
    uint32_t guard;  // first of those that forbid
    uint32_t guard_count;
    uint32_t group;  // which rules run together
    uint32_t within;
    uint32_t zones;
    uint32_t pack;
    uint32_t stratum;
    uint32_t cover;  // first of its triggers
    uint32_t cover_count;
    struct gz_str trigger;  // for people, in the program's arena
};

// A state that a match cannot do without, or one of several.
struct gz_cover_item {
    uint32_t state;
    uint32_t unit;   // once it is that of a whole pattern
    uint32_t cover;  // which of the unit's
};

// Keys of words that the matcher itself knows.
struct gz_known_keys {
    uint64_t comma;
    uint64_t ampersand;
    uint64_t number_join;  // "and" of "two hundred and five"
    uint64_t hyphen;
    uint64_t stop;         // .
    uint64_t numbers[32];  // words of numbers, ascending
    uint64_t scales[8];    // hundred and what is above, ascending
    uint32_t number_count;
    uint32_t scale_count;
};

// A regex of patterns, with the first place where it stands.
struct gz_program_regex {
    const struct gz_rule_pattern *pattern;
    const struct gz_pattern *part;
};

struct gz_grammar_ending {
    struct gz_str text;
    uint64_t classes;  // bits of enum gz_grammar
};

// The grammar of the packs of a language.
struct gz_language_grammar {
    struct gz_str language;  // as that of the packs
    struct gz_key_table words;
    const struct gz_grammar_ending *endings;
    uint32_t ending_count;
};

struct gz_program {
    const struct gz_rule_set *set;  // borrowed
    struct gz_arena *arena;         // owned: texts
    struct gz_buffer states;        // struct gz_state
    struct gz_buffer parts;         // const struct gz_pattern * of each state
    // The same, as it stands in the rule: a macro, not what is in it.
    struct gz_buffer items;
    struct gz_buffer keys;          // uint64_t, of KEYS states
    struct gz_buffer literals;      // struct gz_literal
    struct gz_buffer ranges;        // struct gz_type_range
    struct gz_buffer units;         // struct gz_unit
    struct gz_buffer regexes;       // struct gz_program_regex
    struct gz_buffer covers;        // struct gz_cover_item
    struct gz_program_rule *rules;  // in arena, as many as the set has
    struct gz_phrase_table phrases;
    struct gz_key_table words;
    struct gz_buffer sweeps;  // struct gz_sweep_op
    // All in arena, as what follows.
    uint32_t *state_traits;  // of each state that takes tokens
    struct gz_trait *traits;
    uint32_t trait_count;
    uint32_t first_type_trait;  // those of types come last
    uint32_t *list_traits;      // of each list that patterns name
    const struct gz_language_grammar *grammars;  // no two of one language
    uint32_t grammar_count;
    uint32_t *cover_traits;  // of each of covers
    uint32_t *trait_units;
    struct gz_trait_span *type_spans;  // by group and type, of type_traits
    uint32_t *type_traits;
    uint32_t type_count;
    uint32_t group_count;
    uint32_t strata;
    uint32_t states_max;  // of one unit
    struct gz_known_keys known;
    struct gz_regex_set *token_regexes;  // owned; NULL: none
    struct gz_regex_set *scan_regexes;   // owned; NULL: none
    uint32_t *scan_rules;                // in arena: the rule of each
    uint32_t scan_count;
};

static inline const struct gz_state *
gz_program_state(const struct gz_program *p, uint32_t number)
{
    return (const struct gz_state *)(const void *)p->states.data + number;
}

static inline const struct gz_unit *gz_program_unit(const struct gz_program *p,
                                                    uint32_t number)
{
    return (const struct gz_unit *)(const void *)p->units.data + number;
}

/** The group of a stage, and of a stratum of the mention stage. */
static inline uint32_t gz_program_group(const struct gz_program *p,
                                        enum gz_stage stage, uint32_t stratum)
{
    return stage == GZ_STAGE_MENTION ? stratum
                                     : p->strata + (uint32_t)stage - 1;
}

#endif
