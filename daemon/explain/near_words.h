#ifndef GZ_NEAR_WORDS_H
#define GZ_NEAR_WORDS_H

#include "daemon/base/arena.h"
#include "daemon/base/buffer.h"
#include "daemon/base/status.h"
#include "rules/language/rule_set.h"
#include "rules/match/matcher.h"

/*
 * What a pattern would have taken at a place, as words that a person can
 * write there.
 */
struct gz_near_words {
    const struct gz_str *items;  // words, or parts such as `<Org>`, each once
    uint32_t count;
    uint32_t close_count;  // that come first: spelt nearly as what was found
};

/**
 * The words of one item among those wanted: forms of word~, phrases of lists;
 * what is no word stands as in a pattern.  Those close to found come first,
 * the nearest before all; the others in the order of the rule.  found may be
 * empty.  In arena; fails with GZ_LIMIT.
 */
enum gz_status gz_near_words_list(const struct gz_rule_set *set,
                                  const struct gz_near_miss *near,
                                  const struct gz_pattern *item,
                                  struct gz_str found, struct gz_arena *arena,
                                  struct gz_near_words *out) GZ_MUST_CHECK;

/** Whether the pattern cannot do without an item that is wanted. */
bool gz_near_words_needs(const struct gz_near_miss *near,
                         const struct gz_pattern *item);

/** Whether a wanted part is the first of its item: for a loop over items. */
bool gz_near_words_first(const struct gz_near_miss *near, uint32_t number);

/** Append what the pattern has behind an item; nothing when it is the last. */
void gz_near_words_rest(const struct gz_pattern *root,
                        const struct gz_pattern *item, struct gz_buffer *out);

/** Append what the pattern begins with, as written: `<a:Org>`. */
void gz_near_words_begin(const struct gz_pattern *root, struct gz_buffer *out);

#endif
