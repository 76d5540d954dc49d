#ifndef GZ_IMPLIED_H
#define GZ_IMPLIED_H

#include "daemon/base/status.h"
#include "rules/facts/fact_work.h"

/*
 * Who is meant where a sentence leaves it out: "Net income fell to $3 billion"
 * is of the company that the article is about, or of the one that the sentence
 * before is about.  Where two could be meant, nobody is.  So it is with "The
 * prime minister, Jane Roe" and her country.
 */
enum {
    GZ_IMPLIED_TYPES_MAX = 8,
    GZ_IMPLIED_CODES = 26 * 26,  // ISO 3166, of two letters
};

struct gz_implied {
    const struct gz_fact_sources *in;
    uint32_t *weights;  // how much the article is about each entity; in arena
    uint32_t *wholes;   // whom each entity counts as, for who asked last
    uint32_t *sums;     // the weights of all that count as each entity
    // Of the rule that asked last.
    const struct gz_pattern *asked;
    struct gz_str types[GZ_IMPLIED_TYPES_MAX];
    uint32_t type_count;
    bool of_country;                       // they have a country in them
    uint32_t countries[GZ_IMPLIED_CODES];  // then: the entity of each, if any
    uint32_t topic;  // whom the article is about, or GZ_FINDINGS_NONE
};

/** Begin with an article.  Fails with GZ_LIMIT when the arena is full. */
enum gz_status gz_implied_init(struct gz_implied *s,
                               const struct gz_fact_sources *in) GZ_MUST_CHECK;

/** The mention of whoever fills the implied role of a match's rule, before
 * the match; or GZ_FINDINGS_NONE.  The fact is that of the match so far: the
 * country of a person in it is the one that a list says. */
uint32_t gz_implied_find(struct gz_implied *s, const struct gz_match *match,
                         const struct gz_fact *fact);

/** Whether an entity has a type that the implied role of a rule asks for. */
bool gz_implied_fits(struct gz_implied *s, const struct gz_rule *rule,
                     uint32_t entity);

#endif
