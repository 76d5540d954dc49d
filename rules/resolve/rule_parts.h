#ifndef GZ_RULE_PARTS_H
#define GZ_RULE_PARTS_H

#include <stdint.h>

#include "rules/language/rule_set.h"
#include "rules/match/matcher.h"

/*
 * The roles that mean something to whoever uses a match, as numbers of each
 * rule, so that nobody compares their names article by article.
 */
enum gz_rule_part {
    GZ_RULE_PART_NAME,     // of a mention, recast or coref rule
    GZ_RULE_PART_COUNTRY,  // of a coref rule
    GZ_RULE_PART_SECTOR,
    GZ_RULE_PART_KIND,
    GZ_RULE_PART_TITLE,
    GZ_RULE_PART_OTHER,
    GZ_RULE_PART_OWNED,
    GZ_RULE_PART_MEANT,
    GZ_RULE_PART_NOBODY,
    GZ_RULE_PART_WOMAN,
    GZ_RULE_PART_MAN,
    GZ_RULE_PART_SOURCE,  // of an attribution
    GZ_RULE_PART_VERB,
    GZ_RULE_PART_COUNT,
};

struct gz_rule_parts {
    uint8_t roles[GZ_RULE_PART_COUNT];  // number, or GZ_RULE_PART_NONE
};

#define GZ_RULE_PART_NONE UINT8_MAX

/** An owned array, one for each rule of a set (NULL allowed); NULL when out of
 * memory.  Release with free(). */
struct gz_rule_parts *gz_rule_parts_new(const struct gz_rule_set *rules);

/** What a match captured as a part, or NULL. */
const struct gz_capture *
gz_rule_parts_capture(const struct gz_rule_parts *parts,
                      const struct gz_match *match, enum gz_rule_part part);

#endif
