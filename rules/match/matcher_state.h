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

// A place at which something of a unit's covers stands.
struct gz_trigger_hit {
    uint32_t next;  // number + 1 of another of the same unit and field
    uint32_t token;
    uint8_t min_before;
    uint8_t max_before;
    uint8_t cover;
};

// What of a unit's covers stands in a field.
struct gz_unit_hits {
    uint32_t head;    // number + 1 of the newest hit
    uint32_t covers;  // a bit for each that is there
};

// A match of a rule that scans.
struct gz_scan_hit {
    uint32_t rule;
    uint32_t begin_token;
    uint32_t end_token;
};

enum gz_rule_note {
    GZ_RULE_TOUCHED = 1,
    GZ_RULE_READY = 2,  // shifted by the field
};

struct gz_matcher {
    const struct gz_program *program;
    struct gz_walk walk;
    struct gz_token_regex regex;
    const struct gz_document *doc;
    struct gz_field_view views[GZ_FIELD_COUNT];
    struct gz_rule_counter *counters;  // of each rule
    struct gz_unit_hits *units;        // of each unit and field
    uint8_t *noted;  // of each rule: bits of enum gz_rule_note
    bool *packs;     // of each pack: speaks the article's language
    bool truncated;
    uint64_t budget;  // of the article; walk has what is left
    bool scanned[GZ_FIELD_COUNT];
    struct gz_scratch scans[GZ_FIELD_COUNT];  // struct gz_scan_hit
    struct gz_scratch hits;                   // struct gz_trigger_hit
    struct gz_scratch phrases;                // struct gz_phrase_hit
    struct gz_scratch touched;  // uint32_t: rules of whose units there are hits
    struct gz_scratch *ready;   // of each group and field, uint32_t: rules with
                                // a unit of which all covers are there
    struct gz_scratch matches;  // struct gz_match
    struct gz_scratch tried;    // const struct gz_unit *
    struct gz_scratch begins;   // uint64_t, two bits for each token
};

/** The hits of a unit in a field. */
static inline struct gz_unit_hits *
gz_matcher_hits(const struct gz_matcher *m, uint32_t unit, enum gz_field field)
{
    return &m->units[(size_t)unit * GZ_FIELD_COUNT + (size_t)field];
}

/** Rules of a group that may match in a field. */
static inline struct gz_scratch *gz_matcher_ready(const struct gz_matcher *m,
                                                  uint32_t group,
                                                  enum gz_field field)
{
    return &m->ready[(size_t)group * GZ_FIELD_COUNT + (size_t)field];
}

/** Remember that something at a token sets rules off. */
enum gz_status gz_matcher_touch(struct gz_matcher *m, enum gz_field field,
                                uint32_t token,
                                const struct gz_posting *postings,
                                uint32_t count) GZ_MUST_CHECK;

/** Forget the items of a field that a run or an explanation brought. */
void gz_matcher_close_items(struct gz_matcher *m, enum gz_field field,
                            const struct gz_items *items);

/** Run one rule over a field in which it has hits. */
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

/** Whether a guard of the rule forbids what a walk found; *guard says which.
 * window: the tokens to look at.  Steps are counted. */
bool gz_matcher_forbidden(struct gz_matcher *m,
                          const struct gz_program_rule *rule,
                          const struct gz_walk_end *end, uint32_t first_token,
                          uint32_t end_token, uint32_t *guard);

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
