#ifndef GZ_TOKEN_REGEX_H
#define GZ_TOKEN_REGEX_H

#include "rules/match/field_view.h"
#include "rules/match/regex_set.h"
#include "rules/match/scratch.h"

/*
 * Which regexes take a token whole: asked of Hyperscan once for each token
 * that some pattern asks about, for all regexes at once, and remembered.
 */
struct gz_token_regex {
    const struct gz_regex_set *set;  // borrowed; NULL: there are no regexes
    struct gz_regex_scratch memory;
    struct gz_scratch hits;  // of the article: struct gz_regex_hit
    bool failed;             // memory was short
};

/** Whether a regex takes a token. */
bool gz_token_regex_takes(struct gz_token_regex *r, struct gz_field_view *v,
                          uint32_t token, uint32_t regex);

#endif
