#ifndef GZ_MATCHER_H
#define GZ_MATCHER_H

#include <stdbool.h>
#include <stdint.h>

#include "daemon/base/arena.h"
#include "daemon/base/status.h"
#include "rules/compile/program.h"
#include "rules/text/document.h"

/*
 * Runs the rules of a program over articles.  A matcher holds the scratch
 * memory and the counters of one thread.
 *
 * What matches is defined, not found: for each rule and each token at which a
 * match can begin, every end that the pattern reaches counts, with the first
 * way to reach it (alternatives in order, gaps as short and repeats as long
 * as will do); those that a guard forbids are dropped; of what is left the
 * leftmost wins, then the longest, and the search goes on behind it.  A match
 * has at least one token and at most 255, and begins in one sentence and ends
 * in it or in the next within - 1.
 *
 * `<Type>` takes one item, or several that the text lists ("A and B", "A, the
 * B or C": see item_chain.h): the longest list first, then shorter ones, then
 * single items in order.  A list of items that ends with no "and", "or" or "&"
 * is none, nor is one of two with a comma before it or between verbs.  A guard
 * that names a role of the match means one of the items that the match has in
 * it; where it has none, any.
 *
 * A rule that scans matches where its regex does and no token is cut; of
 * matches with the same begin the longest counts.
 *
 * Time is linear in the text, and flat in the number of rules: a pattern is
 * looked at only where a sentence has something of each of its covers, the
 * words, lists and types that it cannot do without; and tried only where it
 * will match, see sweep.h.
 */
struct gz_matcher;

// What `<Type>` can stand for: a mention or a value.
struct gz_item {
    uint32_t begin_token;  // half open
    uint32_t end_token;
    uint16_t type;  // number in the rule set's type tree
    uint32_t ref;   // the caller's number of it
};

struct gz_items {
    const struct gz_item *items;  // by begin_token, longer ones first
    uint32_t count;
};

// A role filled by a match.
struct gz_capture {
    uint16_t role;  // number in gz_rule.roles
    uint32_t begin_token;
    uint32_t end_token;
    // The items captured: one; several when the text lists them ("Acme, Globex
    // and Initech"); none when the capture is plain text.
    const struct gz_item *items;
    uint32_t item_count;
};

struct gz_match {
    uint32_t rule;
    enum gz_field field;
    uint32_t sentence;     // in which it begins
    uint32_t begin_token;  // half open
    uint32_t end_token;
    const struct gz_capture *captures;  // in arena, in text order, none empty
    uint32_t capture_count;
    uint32_t gap_tokens;  // that gaps took
};

struct gz_matches {
    const struct gz_match *items;  // by field, begin, end descending, rule
    uint32_t count;
};

// What one rule has done since the matcher was made.
struct gz_rule_counter {
    uint64_t runs;     // sentences in which it was tried
    uint64_t matches;  // that no guard forbade
    uint64_t guarded;
    uint64_t steps;  // states visited, of up to 64 places: the measure of work
};

/** An owned matcher; the program is borrowed.  NULL when out of memory. */
struct gz_matcher *gz_matcher_new(const struct gz_program *program);

/** Release a matcher; NULL allowed. */
void gz_matcher_free(struct gz_matcher *m);

/**
 * Begin an article: look up which rules its words can set off, and give it
 * budget steps of work (0: a default that no real article reaches).  The
 * document is borrowed until the next begin; zones of its fields decide
 * `only_in`.  Fails with GZ_LIMIT when the arena is full.
 */
enum gz_status gz_matcher_begin(struct gz_matcher *m,
                                const struct gz_document *doc, uint64_t budget,
                                struct gz_arena *arena) GZ_MUST_CHECK;

/** The article that was begun, as the rules see it: with the classes of its
 * words.  Borrowed until the next begin. */
const struct gz_document *gz_matcher_document(const struct gz_matcher *m);

/**
 * Run the rules of a stage (and of a stratum, in the mention stage) over all
 * fields; items holds the items of each.  Matches of one rule do not overlap;
 * those of several rules may.  Fails with GZ_LIMIT when the arena is full.
 */
enum gz_status gz_matcher_run(struct gz_matcher *m, enum gz_stage stage,
                              uint32_t stratum,
                              const struct gz_items items[GZ_FIELD_COUNT],
                              struct gz_arena *arena,
                              struct gz_matches *out) GZ_MUST_CHECK;

/** Whether the article's budget ran out: what was found is partial. */
bool gz_matcher_truncated(const struct gz_matcher *m);

/** Steps of work that the article has taken so far. */
uint64_t gz_matcher_steps(const struct gz_matcher *m);

/** Counters of a rule. */
struct gz_rule_counter gz_matcher_counter(const struct gz_matcher *m,
                                          uint32_t rule);

// What could have come where an attempt ended.
struct gz_near_part {
    const struct gz_pattern *part;  // a word, list, type ...
    const struct gz_pattern *item;  // of the rule's pattern, in which it is: a
                                    // macro, a group that repeats or itself
    bool optional;                  // the pattern can do without it
};

// How far one rule came: for people who ask why it did not match.
struct gz_near_miss {
    bool found;     // false: nothing that the rule begins with is there
    bool matched;   // it did match; guard says whether that counts
    int32_t guard;  // index in gz_rule.unless that forbade, or -1
    enum gz_field field;
    uint32_t begin_token;    // where the attempt began
    uint32_t reached_token;  // the token that would not do
    uint32_t window_token;   // end of the sentences in which it had to stand
    // What a gap may skip is no reason: the last token at which the same
    // could have come, reached_token itself without a gap.
    uint32_t last_token;
    uint32_t pattern;  // index in gz_rule.matches
    uint32_t passed;   // parts that the pattern cannot do without
    uint32_t taken;    // with those that it can
    const struct gz_near_part *wanted;  // in arena, in the pattern's order
    uint32_t wanted_count;
    const struct gz_capture *captures;  // filled so far
    uint32_t capture_count;
    const struct gz_near_miss *others;  // of other patterns that came as far
    uint32_t other_count;
};

/**
 * The attempt of one rule that came furthest: one that matches; else most
 * parts passed that the pattern cannot do without; then the leftmost; then
 * most parts.  Optional parts count once they are whole, gaps never.  In
 * arena.
 */
enum gz_status gz_matcher_explain(struct gz_matcher *m, uint32_t rule,
                                  const struct gz_items items[GZ_FIELD_COUNT],
                                  struct gz_arena *arena,
                                  struct gz_near_miss *out) GZ_MUST_CHECK;

#endif
