#ifndef GZ_MATCHER_STATE_H
#define GZ_MATCHER_STATE_H

#include <stdbool.h>
#include <stdint.h>

#include "rules/match/match_walk.h"
#include "rules/match/matcher.h"

/*
 * What the files of the matcher share.
 */

// Steps of an article when its caller does not say: a hundred times what the
// longest of articles take.
#define GZ_MATCHER_BUDGET 20000000U

// A word that a field has, in one spelling.
struct gz_word_form {
    const struct gz_key_slot *slot;
    uint32_t token;   // where it stands first
    uint32_t source;  // of its traits
    uint32_t next;    // number + 1 of another form of the slot
};

struct gz_sweep;
struct gz_sweep_op;

// A match of a rule that scans.
struct gz_scan_hit {
    uint32_t rule;
    uint32_t begin_token;
    uint32_t end_token;
};

struct gz_matcher {
    const struct gz_program *program;
    struct gz_walk walk;
    // See gz_sweep_rows_fn.
    const uint64_t *(*sweep)(const struct gz_sweep *s,
                             const struct gz_sweep_op *ops, uint32_t count);
    struct gz_token_regex regex;
    struct gz_document article;  // with the classes of its words
    struct gz_field_view views[GZ_FIELD_COUNT];
    struct gz_rule_counter *counters;  // of each rule
    uint8_t *noted;  // of each rule: a bit for each field in which it is ready
    uint8_t *awake;  // of each unit: a bit for each field that has something
                     // of its rarest cover; of rules that are ready
    bool *packs;     // of each pack: speaks the article's language
    bool *grammars;  // of each grammar: the same
    bool all_grammars;
    bool truncated;
    uint64_t budget;  // of the article; walk has what is left
    bool scanned[GZ_FIELD_COUNT];
    struct gz_scratch scans[GZ_FIELD_COUNT];  // struct gz_scan_hit
    // Traits of words are those of the article, those of types of one run.
    struct gz_trait_rows words[GZ_FIELD_COUNT];
    struct gz_trait_rows items;
    struct gz_scratch forms;  // struct gz_word_form: of the field looked up
    uint32_t *slot_forms;     // of each slot of words: number + 1 of its newest
    struct gz_scratch phrases;  // struct gz_phrase_hit
    uint32_t ready_before;      // how many were ready before the items came
    struct gz_scratch *ready;   // of each group and field, uint32_t: rules that
                                // something there sets off
    struct gz_scratch matches;  // struct gz_match
    struct gz_scratch tried;    // const struct gz_unit *
    struct gz_scratch begins;   // uint64_t, a bit for each token and unit
    struct gz_scratch rows;     // uint64_t, of ops
    struct gz_scratch areas;    // uint64_t, of what is swept
};

/** Rules of a group that may match in a field. */
static inline struct gz_scratch *gz_matcher_ready(const struct gz_matcher *m,
                                                  uint32_t group,
                                                  enum gz_field field)
{
    return &m->ready[(size_t)group * GZ_FIELD_COUNT + (size_t)field];
}

/** The rows that have a trait. */
static inline struct gz_trait_rows *
gz_matcher_rows(struct gz_matcher *m, enum gz_field field, uint32_t trait)
{
    return trait < m->program->first_type_trait ? &m->words[field] : &m->items;
}

/** The row of a trait, gathered the first time that somebody asks. */
static inline const struct gz_trait_row *
gz_matcher_row(struct gz_trait_rows *rows, uint32_t trait)
{
    struct gz_trait_row *row = &rows->of[trait - rows->first];
    if (__builtin_expect(row->link != 0, 0)) {
        gz_trait_rows_gather(rows, row);
    }
    return row;
}

/** Make a trait known in its rows, and note the units that it sets off, if a
 * field turns out to have it; false when memory is short. */
bool gz_matcher_meet(struct gz_matcher *m, enum gz_field field,
                     uint32_t trait) GZ_MUST_CHECK;

/** Note that a rule is not ready in some fields, given as bits. */
void gz_matcher_unready(struct gz_matcher *m, uint32_t rule, uint8_t fields);

/** Take the items of a field for the rules of a group, until they are closed,
 * which is to be done also on failure.  The index of items is in arena. */
enum gz_status gz_matcher_open_items(struct gz_matcher *m, uint32_t group,
                                     enum gz_field field,
                                     const struct gz_items *items,
                                     struct gz_arena *arena) GZ_MUST_CHECK;
void gz_matcher_close_items(struct gz_matcher *m, uint32_t group,
                            enum gz_field field, const struct gz_items *items);

/** The sentences, modulo 64, of the field that is walked that have something
 * of each of a unit's covers. */
uint64_t gz_matcher_sentences(struct gz_matcher *m, const struct gz_unit *unit,
                              uint32_t within);

/** Run one rule over a field in which something sets it off. */
enum gz_status gz_matcher_run_rule(struct gz_matcher *m, uint32_t rule,
                                   enum gz_field field,
                                   struct gz_arena *arena) GZ_MUST_CHECK;

/** Run the rules of a group that scan over a field. */
enum gz_status gz_matcher_scan(struct gz_matcher *m, uint32_t group,
                               enum gz_field field) GZ_MUST_CHECK;

/** Whether a rule is for the zone of a byte. */
bool gz_matcher_in_zone(const struct gz_matcher *m,
                        const struct gz_program_rule *rule, enum gz_field field,
                        uint32_t byte);

/** Whether a guard of the rule forbids what a walk found, which begins in a
 * sentence; *guard says which.  Steps are counted. */
bool gz_matcher_forbidden(struct gz_matcher *m,
                          const struct gz_program_rule *rule,
                          const struct gz_walk_end *end, uint32_t sentence,
                          uint32_t *guard);

/** The captures of a way, in arena, in text order. */
enum gz_status gz_matcher_captures(const struct gz_walk *w, uint32_t capture,
                                   struct gz_arena *arena,
                                   const struct gz_capture **out,
                                   uint32_t *count) GZ_MUST_CHECK;

/** The end of the sentences in which a match that begins in one may stand. */
static inline uint32_t gz_matcher_window_end(const struct gz_field_view *v,
                                             uint32_t sentence, uint32_t within)
{
    const uint32_t last = v->sentence_count - sentence > within
                              ? sentence + within - 1
                              : v->sentence_count - 1;
    return v->sentences[last].end_token;
}

#endif
